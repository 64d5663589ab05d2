// A bowl seen from above: lines of equal loss, the ways of the walkers, and a start that a hand can drag.

import { svgAxis } from "../../kit/axis.js";
import { contourPath } from "../../kit/contours.js";
import { describe, drag } from "../../kit/drag.js";
import { clipped, em, html, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { arrow, linePath, SvgPath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";

/**
 * @typedef {object} Bowl
 * @property {number} reach of the map, from its middle
 * @property {number} [limit] how far from the middle the start may be; the reach if left out
 * @property {ArrayLike<number>} lowest the middle
 * @property {number} angle of the first half axis, in degrees
 * @property {ArrayLike<number>} axes the half axes of the ellipses, two for each level
 * @property {string[]} names of the two directions
 * @property {ArrayLike<number>} [bottom] where the loss is lowest, if not in the middle
 * @property {{values: ArrayLike<number>, n: number, levels: number[]}} [field] its lines of equal loss are drawn instead of ellipses
 */

/** @typedef {{theta: number[], parts: {to: number[], kind: string, link: string}[], colour: string, link: string}} Standing who stands where, and where it goes next */

export class ContourPad {
  /** @param {HTMLElement} parent @param {(x: number, y: number, done: boolean) => void} move @param {AbortSignal} signal */
  constructor(parent, move, signal) {
    this.box = html("div", { class: "pad-box" }, parent);
    this.svg = svg("svg", { class: "contour-pad" }, this.box);
    /** @type {Bowl} */
    this.bowl = { reach: 1, lowest: [0, 0], angle: 0, axes: [], names: [] };
    /** @type {number[]} */
    this.start = [0, 0];
    this.unit = 16;
    this.side = 1;
    this.x = this.y = linear([0, 1], [0, 1]);
    this.ways = this.arrows = this.handle = svg("g", {}, this.svg);
    this.dragged = drag(this.svg, {
      value: () => this.start,
      limits: () => [this.ends(0, this.limit), this.ends(1, this.limit)],
      place: ({ x, y }) => [this.x.invert(x), this.y.invert(y)],
      step: 0.1,
      coarse: 0.5,
      move: ([x, y], done) => move(x, y, done),
      signal,
    });
  }

  /** Whether a hand has it now. */
  get held() {
    return this.dragged.held;
  }

  /** How far from the middle the start may be. */
  get limit() {
    return this.bowl.limit ?? this.bowl.reach;
  }

  /** The ends of the map, or of what is within a reach. @param {0 | 1} k @param {number} [reach] @returns {[number, number]} */
  ends(k, reach = this.bowl.reach) {
    const { lowest } = this.bowl;
    return [lowest[k] - reach, lowest[k] + reach];
  }

  /** @param {Bowl} bowl */
  lay(bowl) {
    this.bowl = bowl;
    const unit = em(this.svg);
    const side = Math.min(widthOf(this.box) || 300, 22.5 * unit);
    Object.assign(this, { unit, side });
    sheet(this.svg, side, side + 1.5 * unit);
    this.x = linear(this.ends(0), [0, side]);
    this.y = linear(this.ends(1), [side, 0]);
    const frame = { left: 0, right: side, top: 0, bottom: side };
    svg("rect", { class: "ground", width: side, height: side }, this.svg);
    const inside = clipped(this.svg, frame);
    this.rings(bowl, svg("g", { "data-link": "loss" }, inside));
    const axis = /** @type {const} */ ({ frame, unit, most: 6, grid: false, titleAt: "end" });
    const [across, up] = bowl.names;
    svgAxis(this.svg, this.x, { side: "bottom", ...axis, within: [unit, side - 3 * unit], title: across });
    svgAxis(this.svg, this.y, { side: "left", ...axis, within: [1.6 * unit, side - unit], title: up, inside: true });
    const above = clipped(this.svg, frame);
    this.ways = svg("g", {}, above);
    this.arrows = svg("g", {}, above);
    this.handle = svg("g", { class: "start", "data-link": "start" }, this.svg);
    svg("circle", { r: 0.75 * unit }, this.handle);
    svg("circle", { class: "core", r: 0.25 * unit }, this.handle);
    const [x, y] = Array.from(bowl.bottom ?? bowl.lowest);
    svg("path", { class: "lowest", d: `M${this.x(x) - 6} ${this.y(y)}h12m-6 -6v12` }, this.svg);
  }

  /** Pixels of a length of one. */
  get scale() {
    return this.side / (2 * this.bowl.reach);
  }

  /** @param {Bowl} bowl @param {SVGGElement} group */
  rings({ axes, angle, field }, group) {
    const { side, scale } = this;
    const turned = svg("g", { transform: `translate(${side / 2} ${side / 2}) rotate(${-angle})` }, group);
    for (let k = 0; k < axes.length; k += 2)
      svg("ellipse", { class: "ring", rx: axes[k] * scale, ry: axes[k + 1] * scale }, turned);
    if (!field) return;
    const { values, n, levels } = field;
    const along = linear([0, n - 1], [0, side]);
    const up = linear([0, n - 1], [side, 0]);
    for (const level of levels) svg("path", { class: "ring", d: contourPath(values, n, n, level, along, up) }, group);
  }

  /** @param {{theta: ArrayLike<number>, colour: string, link: string}[]} ways */
  paths(ways) {
    this.ways.replaceChildren();
    for (const { theta, colour, link } of ways) {
      const stops = Array.from({ length: Math.floor(theta.length / 2) }, (_, t) => t);
      const x = (/** @type {number} */ t) => this.x(theta[2 * t]);
      const y = (/** @type {number} */ t) => this.y(theta[2 * t + 1]);
      const d = linePath(stops, x, y, { stop: true });
      const group = svg("g", { style: `--c: ${colour}`, "data-link": link }, this.ways);
      svg("path", { class: "way", d }, group);
      svg("path", { class: "stops", d: d.replace(/[ML]([^ML]+)/g, "M$1h0") }, group);
    }
  }

  /** A path that leaves goes on beyond the edge, but not for ever. @param {number} v */
  within(v) {
    return Math.max(-20 * this.side, Math.min(20 * this.side, v));
  }

  /** @param {Standing[]} walkers */
  stand(walkers) {
    this.arrows.replaceChildren();
    for (const { theta, parts, colour, link } of walkers) {
      if (!theta.every(Number.isFinite)) continue;
      const group = svg("g", { style: `--c: ${colour}` }, this.arrows);
      const [x, y] = [this.within(this.x(theta[0])), this.within(this.y(theta[1]))];
      for (const { to, kind, link: word } of parts) {
        if (!to.every(Number.isFinite)) continue;
        const end = /** @type {const} */ ([this.within(x + to[0] * this.scale), this.within(y - to[1] * this.scale)]);
        const look = { class: `pad-arrow ${kind}`, "data-link": word };
        drawArrow(group, [x, y], end, 0.7 * this.unit, look);
      }
      svg("circle", { class: "dot", cx: x, cy: y, r: 0.48 * this.unit, "data-link": `${link} theta-${link}` }, group);
    }
  }

  /** The start as the engine has it, unless a hand has it or moved it since. @param {ArrayLike<number>} start @param {boolean} busy whether an answer is still to come */
  follow(start, busy) {
    const [x, y] = this.held || busy ? this.start : Array.from(start);
    this.startAt(x, y);
  }

  /** @param {number} x @param {number} y where the start is */
  startAt(x, y) {
    this.start = [x, y];
    set(this.handle, { transform: `translate(${this.x(x)} ${this.y(y)})` });
    const [low, high] = this.ends(0, this.limit);
    const [across, up] = this.bowl.names;
    const text = `${across} ${fixed(x, 2)}, ${up} ${fixed(y, 2)}`;
    describe(this.svg, { label: `start: ${across} and ${up}`, low, high, now: x, text, twofold: true });
  }
}

/**
 * An arrow between two points, unless it is too short to be seen.
 * @param {Element} parent @param {readonly [number, number]} from @param {readonly [number, number]} to @param {number} head its size
 * @param {import("../../kit/elements.js").Attributes} look
 */
export function drawArrow(parent, from, to, head, look) {
  const pen = new SvgPath();
  arrow(pen, ...from, ...to, head);
  if (pen.d) svg("path", { d: pen.d, ...look }, parent);
}
