// A plane with arrows or points that can be dragged, by pointer and by keys.

import { describe, drag } from "../../kit/drag.js";
import { em, html, say, set, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { SvgPath, arrow } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";

const STEP = 0.1;
const COARSE = 0.5;
const GRIP = 12; // pixels around a tip that take a finger
const LABEL = 1; // em from a tip to its name
const KNOB = 0.42; // em
const MARGIN = 1.1; // em

/** @typedef {[number, number]} Point */

/**
 * @typedef {object} Handle
 * @property {string} key
 * @property {string} label
 * @property {string} said what it is, in words
 * @property {Point} at
 * @property {string} colour
 * @property {boolean} [arrow] from the origin; else a point
 * @property {boolean} [faint]
 * @property {boolean} [chosen]
 * @property {string} [note] a number that stands beside its name
 */

/**
 * @typedef {object} PlaneOptions
 * @property {string} title
 * @property {AbortSignal} signal
 * @property {(key: string, at: Point, done: boolean) => void} move
 * @property {(key: string) => void} choose a handle was pressed
 */

/** @typedef {(x: number, y: number) => Point} ToPixels */

export class VectorPlane {
  /** @param {Element} parent @param {PlaneOptions} options */
  constructor(parent, options) {
    this.options = options;
    this.box = html("figure", { class: "vector-plane" }, parent);
    this.title = html("figcaption", {}, this.box, options.title);
    this.drawing = svg("svg", { role: "group", "aria-label": options.title }, this.box);
    this.back = svg("g", { "aria-hidden": "true" }, this.drawing);
    this.front = svg("g", {}, this.drawing);
    this.top = svg("g", { class: "vector-top", "aria-hidden": "true" }, this.drawing);
    /** @type {Map<string, ReturnType<VectorPlane["make"]>>} */
    this.handles = new Map();
    this.reach = 1;
    this.size = 1;
  }

  get held() {
    return [...this.handles.values()].some(({ dragged }) => dragged.held);
  }

  /** @param {string} key */
  make(key) {
    const { signal, move, choose } = this.options;
    const group = svg("g", { class: "vector-handle" }, this.front);
    const path = svg("path", { class: "vector-arrow" }, group);
    const knob = svg("circle", { class: "vector-knob" }, group);
    const grip = svg("circle", { class: "vector-grip", r: GRIP }, group);
    const name = svg("text", { class: "vector-name", "text-anchor": "middle" }, group);
    /** @type {Point} */
    let at = [0, 0];
    const limits = () => /** @type {Point[]} */ ([0, 1].map(() => [-this.reach, this.reach]));
    const dragged = drag(group, {
      value: () => at,
      limits,
      step: STEP,
      coarse: COARSE,
      snap: STEP,
      threshold: 2,
      signal,
      start: () => choose(key),
      place: ({ dx, dy }, from) => {
        const unit = this.size / (2 * this.reach);
        return [from[0] + dx / unit, from[1] - dy / unit];
      },
      move: ([x, y], done) => move(key, [x, y], done),
    });
    const show = (/** @type {Point} */ to) => {
      at = to;
    };
    return { group, path, knob, grip, name, dragged, show };
  }

  /**
   * @param {number} side of the plane in pixels
   * @param {number} reach
   * @param {Handle[]} handles
   * @param {(back: SVGGElement, to: ToPixels, unit: number, top: SVGGElement) => void} draw what stands behind them, and before them
   */
  show(side, reach, handles, draw) {
    const unit = em(this.drawing);
    const margin = MARGIN * unit;
    this.reach = reach;
    this.size = side - 2 * margin;
    const across = linear([-reach, reach], [margin, side - margin]);
    const up = linear([-reach, reach], [side - margin, margin]);
    /** @type {ToPixels} */
    const to = (x, y) => [across(x), up(y)];
    set(this.drawing, { width: side, height: side, viewBox: `0 0 ${side} ${side}` });
    this.back.replaceChildren();
    const frame = { x: margin, y: margin, width: this.size, height: this.size };
    svg("rect", { class: "vector-frame", ...frame }, this.back);
    for (let k = -reach; k <= reach; k++) {
      const look = { class: k ? "gridline" : "axis" };
      svg("line", { ...look, x1: across(k), x2: across(k), y1: margin, y2: side - margin }, this.back);
      svg("line", { ...look, y1: up(k), y2: up(k), x1: margin, x2: side - margin }, this.back);
    }
    this.top.replaceChildren();
    draw(this.back, to, unit, this.top);
    for (const handle of handles) this.place(handle, to, unit);
  }

  /** @param {Handle} handle @param {ToPixels} to @param {number} unit */
  place(handle, to, unit) {
    const { key, label, said, at, colour, note = "" } = handle;
    if (!this.handles.has(key)) this.handles.set(key, this.make(key));
    const parts = /** @type {ReturnType<VectorPlane["make"]>} */ (this.handles.get(key));
    parts.show(at);
    const [x, y] = to(...at);
    const [x0, y0] = to(0, 0);
    set(parts.group, {
      class: `vector-handle${handle.faint ? " faint" : ""}${handle.chosen ? " chosen" : ""}`,
      style: `--c: ${colour}`,
    });
    const pen = new SvgPath();
    if (handle.arrow) arrow(pen, x0, y0, x, y, 0.75 * unit);
    set(parts.path, { d: pen.d });
    set(parts.knob, { cx: x, cy: y, r: handle.arrow ? 0 : KNOB * unit });
    set(parts.grip, { cx: x, cy: y });
    const [nameX, nameY] = labelPlace([x, y], [x0, y0], this.size + 2 * MARGIN * unit, unit, !handle.arrow);
    set(parts.name, { x: nameX, y: nameY });
    say(parts.name, note ? `${label} ${note}` : label);
    describe(parts.group, {
      label: said,
      low: -this.reach,
      high: this.reach,
      now: at[0],
      text: `${label}: ${at.map((v) => fixed(v, 1)).join(", ")}`,
      twofold: true,
    });
  }
}

/**
 * Where the name of a tip stands: farther out than that of an arrow, above or below a point; inside of the drawing.
 * @param {Point} tip @param {Point} origin @param {number} side of the drawing @param {number} unit @param {boolean} point
 * @returns {Point}
 */
export function labelPlace([x, y], [x0, y0], side, unit, point) {
  const length = Math.hypot(x - x0, y - y0);
  const outwards = length > 1 ? [(x - x0) / length, (y - y0) / length] : [0, -1];
  const [dx, dy] = point ? [0, y > y0 + 1 ? 1 : -1] : outwards;
  const half = (point ? 2.2 : 0.7) * unit;
  const within = (/** @type {number} */ v, /** @type {number} */ least) => Math.max(least, Math.min(side - least, v));
  return [within(x + dx * LABEL * unit, half), within(y + dy * LABEL * unit, 0.7 * unit)];
}
