// A training to be played, with sliders above and panels below. What the panels show of a frame is said by the views
// that extend it.
//
//   /** @extends {TrainingView<DepthHeader, Part>} */
//   export class DepthView extends TrainingView {
//     make(panel, place) {}          // a part for each panel of the header
//     part(part, header, colours) {} // draw it as it is in the frame that is on view
//     remark(header) {}              // the line of words
//   }

import { html } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { label } from "../kit/number_format.js";
import { scrollArea } from "../kit/scroll_area.js";
import { Slider } from "../kit/slider.js";
import { atRest } from "../kit/timing.js";
import { PlayedView } from "./played_view.js";

const PACE = 50;
const WORDS_WAIT = 60;

/** @typedef {{name: string, title: string, low: number, high: number, step?: number, log?: boolean, value: number, text: string}} SliderHeader */
/** @typedef {import("./played_view.js").Frame} Frame */
/** @typedef {import("./layer_panels.js").PanelHeader & {kind: string}} AnyPanel */

/**
 * @typedef {object} TrainingOnly
 * @property {boolean} behind whether the words of the page are about other settings still
 * @property {number} [next_seed] the seed that new weights have
 * @property {number} [across] panels in a row
 * @property {number} [many] networks side by side
 * @property {SliderHeader[]} sliders
 * @property {AnyPanel[]} panels
 */
/** @typedef {import("./played_view.js").PlayedHeader & TrainingOnly} TrainingHeader */

/**
 * @template {TrainingHeader} Header
 * @template {{panel: object, forget: () => void}} Part
 * @extends {PlayedView<Header>}
 */
export class TrainingView extends PlayedView {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Part[]} */
    this.parts = [];
    this.laid = "";
    /** @type {Map<string, Slider>} */
    this.sliders = new Map();
    this.controls = html("div", { class: "depth-sliders" }, root);
    this.playhead.pace = PACE;
    const bar = this.makeBar(root);
    this.again = iconButton(bar.group, {
      icon: "dice",
      text: "New weights",
      press: () => this.requests.ask({ set: "seed", value: this.header?.next_seed, done: true }),
      signal,
    });
    this.panels = scrollArea(html("div", { class: "depth-panels" }, root), "networks side by side", this.signal);
    this.wide = html("div", { class: "depth-wide" }, root);
    this.line = html("p", { class: "line depth-line" }, root);
    this.telling = atRest(WORDS_WAIT, () => this.requests.ask({ drawn: true }), signal);
  }

  /** @param {Header} header @param {import("./drawing.js").Arrays} arrays */
  receive(header, arrays) {
    super.receive(header, arrays);
    if (!this.frames.length) return;
    // The words of the page are about other settings still: they may follow, now that the drawing is there.
    if (header.behind) this.telling.start();
    else this.telling.stop();
  }

  /** @param {Header} header @param {boolean} anew */
  arrange(header, anew) {
    this.dress(header);
    const laid = JSON.stringify(header.panels.map((panel) => this.lookOf(panel)));
    if (laid !== this.laid) this.build(header);
    else header.panels.forEach((panel, k) => Object.assign(this.parts[k].panel, panel));
    this.laid = laid;
    if (anew) for (const part of this.parts) part.forget();
  }

  /** What of a panel, when it changes, needs another part. @param {Header["panels"][number]} panel @returns {unknown} */
  lookOf(panel) {
    return [panel.kind, panel.title, panel.keys, "name" in panel && panel.name, "lane" in panel && panel.lane];
  }

  /** The sliders, once; later only their values. @param {Header} header */
  dress({ sliders, next_seed }) {
    for (const given of sliders) {
      const slider = this.sliders.get(given.name) ?? this.slider(given);
      if (!this.requests.busy) slider.show(given.value, given.text);
    }
    this.again.hidden = next_seed === undefined;
  }

  /** @param {SliderHeader} given */
  slider({ name, title, low, high, step, log, value, text }) {
    const slider = new Slider(this.controls, {
      label: title,
      low,
      high,
      ...(log ? { log: 20, digits: 2 } : { step }),
      text: label,
      change: (now, done) => this.requests.ask({ set: name, value: now, done }),
      signal: this.signal,
    });
    slider.show(value, text);
    this.sliders.set(name, slider);
    return slider;
  }

  /** @param {Header} header */
  build({ panels, across, many }) {
    this.panels.replaceChildren();
    this.wide.replaceChildren();
    this.panels.style.setProperty("--across", String(across ?? 2));
    this.panels.classList.toggle("many", Boolean(many));
    this.panels.style.setProperty("--many", String((many ?? 1) - 1));
    this.parts = panels.map((panel) => this.make(panel, panel.span ? this.wide : this.panels));
  }

  /** @param {Header["panels"][number]} _panel @param {HTMLElement} _place @returns {Part} */
  make(_panel, _place) {
    throw new Error("A view says what its panels are.");
  }

  /** One number a layer of a lane. @param {string} name @param {number} [lane] @param {number} [frame] */
  values(name, lane = 0, frame = this.shown) {
    if (this.fixed[name]) return this.fixed[name];
    const data = this.frames[frame].arrays[name];
    const size = data.length / this.shapes[name][0];
    return data.subarray(lane * size, (lane + 1) * size);
  }

  /** @param {import("../kit/view.js").Palette} colours @param {Header} header */
  paint(colours, header) {
    if (!this.frames.length) return false;
    for (const part of this.parts) this.part(part, header, colours);
    this.remark(header);
    return true;
  }

  /** @param {Part} _part @param {Header} _header @param {import("../kit/view.js").Palette} _colours */
  part(_part, _header, _colours) {}

  /** @param {Header} _header */
  remark(_header) {}

  /** For tests. */
  state() {
    const state = super.state();
    const values = (/** @type {string} */ name, lane = 0) => Array.from(this.values(name, lane));
    return state && { ...state, line: this.line.textContent, values };
  }
}
