// One drawing of curves and, below it, of their slopes: a hand moves z, the tangent follows.

import { svgAxis } from "../../kit/axis.js";
import { describe, drag } from "../../kit/drag.js";
import { clipped, em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { linePath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";

const TANGENT = 1.7; // how far it goes, in units of z
const JUMP = 40; // a slope steeper than this is a jump
const DASHES = [undefined, "9 5", "2.5 4", "12 4 2.5 4"];

/**
 * @typedef {object} Curve
 * @property {number} index
 * @property {string} title
 * @property {Float64Array} A
 * @property {Float64Array} slope
 * @property {[number, number][]} zones of z where hardly any gradient passes
 * @property {number} largest slope
 * @property {string} largestText
 */

/** @typedef {{low: number, step: number, count: number}} Points of z at which the curves are known */

export class CurvePlot {
  /** @param {Element} parent @param {(index: number, done: boolean) => void} move @param {AbortSignal} signal */
  constructor(parent, move, signal) {
    this.box = html("div", { class: "plot-box" }, parent);
    this.svg = svg("svg", { class: "curve-plot" }, this.box);
    /** @type {Curve[]} */
    this.curves = [];
    /** @type {Points} */
    this.points = { low: 0, step: 1, count: 1 };
    /** @type {[number, number]} */
    this.valueRange = [0, 1];
    /** @type {[number, number]} */
    this.slopeRange = [0, 1];
    this.at = 0;
    this.unit = this.width = 0;
    this.laid = false;
    this.x = this.y = this.v = linear([0, 1], [0, 1]);
    this.upper = this.lower = { left: 0, right: 0, top: 0, bottom: 0 };
    /** @type {{at: number, label: SVGTextElement}[]} the numbers below */
    this.feet = [];
    /** @type {ReturnType<CurvePlot["makeMoving"]>[]} */
    this.moving = [];
    this.tag = svg("rect", { class: "tag" });
    this.tagText = svg("text", { class: "tag-text", "text-anchor": "middle" });
    drag(this.svg, {
      value: () => [this.at],
      limits: () => [[0, this.points.count - 1]],
      place: ({ x }) => [(this.x.invert(x) - this.points.low) / this.points.step],
      step: 10,
      coarse: 100,
      snap: 1,
      move: ([index], done) => move(index, done),
      signal,
    });
  }

  /** @param {Curve[]} curves @param {Points} points @param {[number, number]} valueRange @param {[number, number]} slopeRange */
  setCurves(curves, points, valueRange, slopeRange) {
    Object.assign(this, { curves, points, valueRange, slopeRange });
  }

  /** Draw everything that does not move; whether there was room. */
  lay() {
    this.width = widthOf(this.box);
    if (this.width < 50) return false;
    const unit = em(this.svg);
    const { low, step, count } = this.points;
    const ends = { left: 2.6 * unit, right: this.width - 0.6 * unit };
    const more = this.curves.length > 1 ? 1.3 : 1;
    const foot = (0.4 + 8.4 * more) * unit;
    const upper = { ...ends, top: 0.4 * unit, bottom: foot };
    const lower = { ...ends, top: foot + 0.9 * unit, bottom: foot + (0.9 + 4.8 * more) * unit };
    const x = linear([low, low + step * (count - 1)], [ends.left, ends.right]);
    const y = linear(this.valueRange, [upper.bottom, upper.top]);
    const v = linear(this.slopeRange, [lower.bottom, lower.top]);
    Object.assign(this, { unit, upper, lower, x, y, v, laid: true });
    sheet(this.svg, this.width, lower.bottom + 2.15 * unit);
    this.axes();
    const [above, below] = [clipped(this.svg, upper), clipped(this.svg, lower)];
    for (const curve of this.curves) this.drawCurve(curve, above, below);
    this.moving = this.curves.map((curve) => this.makeMoving(curve, above, below));
    const handle = svg("g", { class: "handle" }, this.svg);
    handle.append(this.tag, this.tagText);
    this.moveTo(this.at);
    return true;
  }

  axes() {
    const { upper, lower, unit, curves, x, y, v } = this;
    const zones = svg("g", { "data-link": `zone-${curves[0]?.index}`, class: "zones" }, this.svg);
    for (const [from, to] of curves.length === 1 ? curves[0].zones : []) {
      for (const { top, bottom } of [upper, lower])
        svg("rect", { x: x(from), y: top, width: Math.max(1, x(to) - x(from)), height: bottom - top }, zones);
    }
    const across = { side: /** @type {const} */ ("bottom"), frame: { ...lower, top: upper.top }, unit, most: 6 };
    this.feet = svgAxis(this.svg, x, across);
    const up = { side: /** @type {const} */ ("left"), unit, titleAt: /** @type {const} */ ("end") };
    svgAxis(this.svg, y, { ...up, frame: upper, most: 5, title: "g(z)" });
    svgAxis(this.svg, v, { ...up, frame: lower, most: 3, title: "slope g′(z)" });
  }

  /** @param {Curve} curve @param {Element} above where values are seen @param {Element} below where slopes are */
  drawCurve({ index, A, slope, largest, largestText }, above, below) {
    const { low, step } = this.points;
    const alone = this.curves.length === 1;
    const look = { style: `--c: var(--line-${index})`, "data-link": `curve-${index}` };
    const draw = (
      /** @type {Element} */ parent,
      /** @type {Float64Array} */ values,
      /** @type {(v: number) => number} */ y,
    ) => {
      const group = svg("g", look, parent);
      const gap = (/** @type {number} */ k) => Math.abs(values[k] - values[k - 1]) > JUMP * step;
      const d = linePath(values, (k) => this.x(low + k * step), y, { gap });
      const dash = alone ? undefined : DASHES[index % 4];
      svg(
        "path",
        { class: "curve", d, "stroke-dasharray": dash, "data-link": `${values === A ? "value" : "slope"}-${index}` },
        group,
      );
    };
    draw(above, A, this.y);
    draw(below, slope, this.v);
    if (!alone) return;
    const { left, right } = this.lower;
    const y = this.v(largest);
    const group = svg("g", look, this.svg);
    svg("line", { class: "largest", x1: left, x2: right, y1: y, y2: y }, group);
    const place = { x: right - 0.3 * this.unit, y: y - 0.65 * this.unit, "text-anchor": "end" };
    svg("text", { class: "largest-text", ...place }, group, `largest ${largestText}`);
  }

  /** @param {Curve} curve @param {Element} above @param {Element} below */
  makeMoving(curve, above, below) {
    const alone = this.curves.length === 1;
    const [value, slope] = [`value-${curve.index}`, `slope-${curve.index}`];
    const tangent = svg("line", { class: "tangent", "data-link": slope }, above);
    const pole = alone ? svg("line", { class: "pole", "data-link": slope }, below) : null;
    const group = svg("g", { style: `--c: var(--line-${curve.index})` }, this.svg);
    const drop = svg("line", { class: "drop" }, group);
    const dot = svg("circle", { class: "dot", r: 0.48 * this.unit, "data-link": value }, group);
    const slopeDot = svg("circle", { class: "dot small", r: 0.36 * this.unit, "data-link": slope }, group);
    return { curve, tangent, pole, drop, dot, slopeDot };
  }

  /** @param {number} index a point of the grid */
  moveTo(index) {
    this.at = index;
    if (!this.laid) return;
    const { upper, lower } = this;
    const { low, step, count } = this.points;
    const z = low + index * step;
    const x = this.x(z);
    for (const { curve, tangent, drop, pole, dot, slopeDot } of this.moving) {
      const [a, s] = [curve.A[index], curve.slope[index]];
      const y = Math.max(upper.top, Math.min(upper.bottom, this.y(a)));
      const v = Math.max(lower.top, Math.min(lower.bottom, this.v(s)));
      const [from, to] = [z - TANGENT, z + TANGENT];
      set(tangent, { x1: this.x(from), x2: this.x(to), y1: this.y(a - s * TANGENT), y2: this.y(a + s * TANGENT) });
      set(drop, { x1: x, x2: x, y1: y, y2: lower.bottom });
      if (pole) set(pole, { x1: x, x2: x, y1: this.v(0), y2: v });
      set(dot, { cx: x, cy: y });
      set(slopeDot, { cx: x, cy: v });
    }
    const told = this.curves.map(
      ({ title, A, slope }) => `${title}: g = ${fixed(A[index])}, slope ${fixed(slope[index])}`,
    );
    describe(this.svg, {
      label: "z, the input of the activation",
      low,
      high: low + step * (count - 1),
      now: Number(z.toFixed(2)),
      text: `z = ${fixed(z, 2)}; ${told.join("; ")}`,
    });
    this.tagAt(x, z);
  }

  /** The tag with z at the foot, which hides the numbers behind it. @param {number} x @param {number} z */
  tagAt(x, z) {
    const { unit, width, lower } = this;
    const half = 2.3 * unit;
    const centre = Math.max(half + 1, Math.min(width - half - 1, x));
    const top = lower.bottom + 0.45 * unit;
    set(this.tag, { x: centre - half, y: top, width: 2 * half, height: 1.5 * unit, rx: 0.75 * unit });
    set(this.tagText, { x: centre, y: lower.bottom + 1.24 * unit });
    say(this.tagText, `z = ${fixed(z, 2)}`);
    for (const { at, label } of this.feet) set(label, { opacity: Math.abs(at - centre) < half + 0.6 * unit ? 0 : 1 });
  }
}
