// A function of one number that a person draws: with a mouse, a pen or a finger, or knot by knot with the keyboard.
//
//   const pad = new FunctionPad(root, (values, done) => requests.ask({ values, done }), signal);
//   pad.lay({ domain: [-1, 1], range: [-1, 1], step: 0.05, values, title: "the function", height: 14 });
//   svg("path", { d: linePath(fit, (i) => pad.x(xs[i]), pad.y) }, pad.over); // whatever else belongs into the plot
//
// `values` are its heights at knots that stand at equal distances, with straight lines between them. What a person draws
// is there at once; the owner is told while it is drawn, and once more when it is let go.

import { svgAxis } from "../kit/axis.js";
import { describe, drag } from "../kit/drag.js";
import { clipped, em, html, set, sheet, svg } from "../kit/elements.js";
import { label } from "../kit/number_format.js";
import { linePath } from "../kit/path.js";
import { linear } from "../kit/scale.js";
import { widthOf } from "../kit/sizes.js";
import { stroke } from "./function_stroke.js";

/**
 * @typedef {object} Plot
 * @property {[number, number]} domain of x: the first and the last knot
 * @property {[number, number]} range of y: the lowest and the highest that can be drawn
 * @property {number} step to whose multiples heights are rounded
 * @property {ArrayLike<number>} values a height for each knot
 * @property {ArrayLike<number>} [curve] the function at more points of the same domain, where it is not drawn by hand
 * @property {[number, number]} [seen] the heights that are on view, where that is more than can be drawn
 * @property {[number, number]} [across] the numbers x that are on view, where that is more than the knots
 * @property {string} title what is heard of it
 * @property {number} height in em
 */

export class FunctionPad {
  /** @param {HTMLElement} parent @param {(values: number[], done: boolean) => void} changed @param {AbortSignal} signal */
  constructor(parent, changed, signal) {
    this.changed = changed;
    this.box = html("div", { class: "plot-box function-pad" }, parent);
    this.svg = svg("svg", {}, this.box);
    /** @type {Plot} */
    this.plot = { domain: [0, 1], range: [-1, 1], step: 0.05, values: [0, 0], title: "", height: 14 };
    /** @type {number[]} */
    this.values = [0, 0];
    this.at = 0;
    this.unit = 16;
    this.x = this.y = linear([0, 1], [0, 1]);
    /** What an owner draws over the function. */
    this.over = svg("g", {}, this.svg);
    this.line = svg("path", {}, this.svg);
    this.knot = svg("circle", {}, this.svg);
    /** The knot where the pointer was, while it draws. @type {{before: number[], last: [number, number] | null, back: boolean} | null} */
    this.pen = null;
    this.dragged = drag(this.svg, {
      value: () => [this.at, this.level(this.values[this.at])],
      limits: () => [
        [0, this.values.length - 1],
        [this.level(this.plot.range[0]), this.level(this.plot.range[1])],
      ],
      place: ({ x, y }) => [this.knotAt(x), this.level(this.y.invert(y))],
      step: 1,
      coarse: 4,
      snap: 1,
      start: () => this.begin(),
      move: ([at, level], done) => this.move(at, level * this.plot.step, done),
      signal,
    });
    signal.addEventListener("abort", () => this.lift());
  }

  /** Whether a person draws now. */
  get held() {
    return this.dragged.held;
  }

  /** @param {number} value */
  level(value) {
    return Math.round(value / this.plot.step);
  }

  /** @param {number} pixel */
  knotAt(pixel) {
    const [low, high] = this.plot.domain;
    return ((this.x.invert(pixel) - low) / (high - low)) * (this.values.length - 1);
  }

  /** @param {number} at a knot */
  place(at) {
    const [low, high] = this.plot.domain;
    return low + ((high - low) * at) / (this.values.length - 1);
  }

  /** Escape brings back the whole function, so it is noted before `drag` notes what one knot was. */
  begin() {
    this.lift();
    this.pen = { before: [...this.values], last: null, back: false };
    this.escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && this.pen) this.pen.back = true;
    };
    window.addEventListener("keydown", this.escape, { capture: true });
  }

  lift() {
    this.pen = null;
    if (this.escape) window.removeEventListener("keydown", this.escape, { capture: true });
  }

  /** @param {number} at @param {number} value @param {boolean} done */
  move(at, value, done) {
    if (this.pen) {
      this.values = this.pen.back ? this.pen.before : stroke(this.values, this.pen.last ?? [at, value], [at, value]);
      this.pen.last = [at, value];
      if (done) this.lift();
    } else if (at === this.at) this.values = stroke(this.values, [at, value], [at, value]);
    const only = at !== this.at && !this.dragged.held && done && this.values[at] !== value;
    this.at = at;
    this.mark();
    if (!only) this.changed([...this.values], done);
  }

  /** Draw the plot anew; whether there was room. @param {Plot} plot */
  lay(plot) {
    const drawn = this.held ? this.values : Array.from(plot.values);
    this.plot = plot;
    this.values = drawn;
    this.at = Math.min(this.at, drawn.length - 1);
    const width = widthOf(this.box);
    if (width < 50) return false;
    const unit = (this.unit = em(this.svg));
    const height = plot.height * unit;
    const frame = { left: 2.9 * unit, right: width - 0.6 * unit, top: 0.5 * unit, bottom: height - 1.4 * unit };
    this.x = linear(plot.across ?? plot.domain, [frame.left, frame.right]);
    this.y = linear(plot.seen ?? plot.range, [frame.bottom, frame.top]);
    sheet(this.svg, width, height);
    svgAxis(this.svg, this.x, { side: "bottom", frame, unit, most: 6, title: "x", titleAt: "start" });
    svgAxis(this.svg, this.y, { side: "left", frame, unit, most: 5 });
    this.under = clipped(this.svg, frame);
    this.line = svg("path", { class: "function-line", "data-link": "target" }, this.under);
    this.over = svg("g", {}, this.under);
    this.knot = svg("circle", { class: "function-knot", r: 0.34 * unit }, this.svg);
    this.mark();
    return true;
  }

  /** What changes while it is drawn. */
  mark() {
    const { curve, domain, title } = this.plot;
    const still = !this.held && curve && curve.length > 1;
    const shown = still ? curve : this.values;
    const [low, high] = domain;
    const place = (/** @type {number} */ i) => this.x(low + ((high - low) * i) / (shown.length - 1));
    set(this.line, { d: linePath(shown, place, this.y) });
    const [x, y] = [this.place(this.at), this.values[this.at]];
    set(this.knot, { cx: this.x(x), cy: this.y(y) });
    describe(this.svg, {
      label: `${title}, drawn by hand: left and right choose a knot, up and down move it`,
      low: 0,
      high: this.values.length - 1,
      now: this.at,
      text: `x ${label(x)}, height ${label(y)}`,
      twofold: true,
    });
  }
}
