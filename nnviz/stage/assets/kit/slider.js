// A row with a name, a slider and its value: linear, logarithmic, or over a list of values.
//
//   const rate = new Slider(box, { label: "learning rate η", low: 1e-4, high: 10, log: 50, digits: 4, text: label,
//                                  change: (value, done) => requests.ask({ rate: value, done }), signal });
//   rate.show(0.03);               // unless a person holds it
//
// `log` is the number of steps a power of ten. Arrow keys, page keys, home and end are the browser's own; what is heard
// is the value, not its exponent. `change` comes while it moves, and once more with `done` when it is let go.

import { html, say, set } from "./elements.js";
import { label as axisLabel } from "./number_format.js";

/** What the browser does with the keys of a slider. @type {import("./figure_tools.js").KeyHelp[]} */
export const SLIDER_KEYS = [{ keys: "Arrows, page up, page down, home, end", does: "move the focused slider" }];

/**
 * @typedef {object} SliderOptions
 * @property {string} label
 * @property {boolean} [caption] whether the label stands before the slider, or is only heard
 * @property {boolean} [number] whether the value stands behind the slider, or is only heard
 * @property {string} [title] what is said of it to the mouse
 * @property {string} [name] of the input
 * @property {string} [link] the words that it is linked by
 * @property {string} [class] of the row
 * @property {number} [low]
 * @property {number} [high]
 * @property {number} [step] of a linear one
 * @property {number} [log] makes it logarithmic: so many steps a power of ten
 * @property {number} [digits] to which a logarithmic value is rounded
 * @property {readonly number[]} [steps] makes it a list of values
 * @property {(value: number) => string} [text] the value as it is written and heard
 * @property {boolean} [remark] whether a place for a remark stands behind the value
 * @property {(value: number, done: boolean) => void} [change]
 * @property {AbortSignal} [signal]
 */

/** The positions of a slider and the values that they mean. @param {SliderOptions} options */
export function sliderScale({ low = 0, high = 1, step = 1, log, digits = 3, steps }) {
  if (steps) {
    const near = (/** @type {number} */ value) =>
      steps.reduce((best, s, i) => (Math.abs(s - value) < Math.abs(steps[best] - value) ? i : best), 0);
    return {
      min: 0,
      max: steps.length - 1,
      step: 1,
      value: (/** @type {number} */ at) => steps[at],
      position: near,
    };
  }
  if (!log)
    return {
      min: low,
      max: high,
      step,
      value: (/** @type {number} */ at) => at,
      position: (/** @type {number} */ v) => v,
    };
  return {
    min: Math.log10(low),
    max: Math.log10(high),
    step: 1 / log,
    value: (/** @type {number} */ at) => Number((10 ** at).toPrecision(digits)),
    position: (/** @type {number} */ value) => Math.round(Math.log10(value) * log) / log,
  };
}

export class Slider {
  /** @param {Element | null} parent @param {SliderOptions} options */
  constructor(parent, options) {
    const { label, caption = true, number = true, title, name, link, signal } = options;
    this.options = options;
    this.scale = sliderScale(options);
    /** Whether a person holds it. */
    this.held = false;
    this.row = html("label", { class: `slider-row ${options.class ?? ""}`.trim(), "data-link": link }, parent);
    this.name = caption ? html("span", { class: "name" }, this.row, label) : null;
    this.input = html("input", { type: "range", name, title, "aria-label": label }, this.row);
    this.number = number ? html("b", { class: "number" }, this.row) : null;
    this.remark = options.remark ? html("span", { class: "remark" }, this.row) : null;
    this.place();
    /** What stood there when somebody was told last. */
    this.told = this.input.value;
    this.write();
    this.input.addEventListener("input", () => this.moved(true), { signal });
    // A drag that returns to the value where it began ends without a change; other programs change it without a drag.
    for (const type of ["change", "pointerup", "pointercancel", "blur"])
      this.input.addEventListener(type, () => (this.held || this.input.value !== this.told) && this.moved(false), {
        signal,
      });
  }

  /** The value that it stands on. */
  get value() {
    return this.scale.value(Number(this.input.value));
  }

  /** @param {boolean} held */
  moved(held) {
    this.held = held;
    this.told = this.input.value;
    this.write();
    this.options.change?.(this.value, !held);
  }

  place() {
    const { min, max, step } = this.scale;
    set(this.input, { min, max, step });
  }

  /** Other ends, steps or words. @param {Partial<SliderOptions>} options */
  update(options) {
    const { value } = this;
    Object.assign(this.options, options);
    this.scale = sliderScale(this.options);
    this.place();
    if (this.name) say(this.name, this.options.label);
    set(this.input, { "aria-label": this.options.label });
    this.show(value);
  }

  /** Stand on a value, unless a person holds it. @param {number} value @param {string} [text] what is written for it */
  show(value, text) {
    if (this.held) return;
    this.input.value = String(this.scale.position(value));
    this.told = this.input.value;
    this.write(text ?? this.options.text?.(value) ?? axisLabel(value));
  }

  /** @param {string} [text] */
  write(text = this.options.text?.(this.value) ?? axisLabel(this.value)) {
    if (this.number) say(this.number, text);
    set(this.input, { "aria-valuetext": text });
  }

  /** @param {boolean} off */
  set disabled(off) {
    this.input.disabled = off;
  }
}
