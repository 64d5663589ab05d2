// Activations beside each other or on one axis, all at the same z.

import { html, say } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { atRest } from "../../kit/timing.js";
import { Drawing } from "../drawing.js";
import { sayNumber } from "../number.js";
import { CurvePlot } from "./curve_plot.js";

const REST = 220; // ms after a hand has let go

/**
 * @typedef {object} CurveHeader
 * @property {string} title
 * @property {string} range of its values, in words
 * @property {boolean} zero_centred
 * @property {number} largest slope
 * @property {string} largestText
 * @property {[number, number][]} zones of z where hardly any gradient passes
 * @property {number[]} faint 1 at the points in them
 * @property {[number, number]} value_range that is drawn
 */

/**
 * @typedef {object} CurvesHeader
 * @property {boolean} together whether all share one axis
 * @property {number} at a point of the grid
 * @property {import("./curve_plot.js").Points} grid
 * @property {CurveHeader[]} curves
 * @property {[number, number]} value_range of all
 * @property {[number, number]} slope_range
 */

/** @typedef {CurveHeader & import("./curve_plot.js").Curve} Curve */

/** @extends {Drawing<CurvesHeader>} */
export class CurvesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.panels = html("div", { class: "panels" }, root);
    /** @type {Curve[]} */
    this.curves = [];
    /** @type {CurvePlot[]} */
    this.plots = [];
    /** @type {ReturnType<CurvesView["reading"]>[]} */
    this.readings = [];
    this.laid = "";
    this.at = -1;
    this.told = NaN;
    this.moves = 0;
    this.rest = atRest(REST, () => this.requests.ask({ at: this.at }), this.signal);
  }

  /** @param {CurvesHeader} header */
  take(header) {
    this.curves = header.curves.map((curve, index) => ({
      ...curve,
      index,
      A: this.matrix(`A${index}`).data,
      slope: this.matrix(`slope${index}`).data,
    }));
    if (header.at !== this.told && !this.requests.busy && !this.rest.waiting) this.at = header.at;
    this.told = header.at;
    const laid = JSON.stringify([header.together, header.curves]);
    if (laid !== this.laid) this.build(header);
    this.laid = laid;
  }

  /** @param {CurvesHeader} header */
  build(header) {
    const { together } = header;
    this.panels.replaceChildren();
    this.panels.classList.toggle("together", together);
    this.panels.classList.toggle("crowded", this.curves.length > 3);
    this.panels.style.setProperty("--count", String(together ? 1 : this.curves.length));
    this.plots = [];
    this.readings = [];
    if (together) this.part(this.curves, header.value_range, header);
    else for (const curve of this.curves) this.part([curve], curve.value_range, header);
  }

  /** @param {Curve[]} curves @param {[number, number]} valueRange @param {CurvesHeader} header */
  part(curves, valueRange, { grid, slope_range: slopeRange }) {
    const panel = html("section", { class: "panel" }, this.panels);
    if (curves.length === 1) this.heading(panel, curves[0]);
    const plot = new CurvePlot(panel, (index, done) => this.move(index, done), this.signal);
    plot.setCurves(curves, grid, valueRange, slopeRange);
    this.plots.push(plot);
    const table = html("div", { class: "readings" }, panel);
    this.readings.push(...curves.map((curve) => this.reading(table, curve, curves.length > 1)));
  }

  /** @param {Element} panel @param {Curve} curve */
  heading(panel, { index, title, range, zero_centred: centred }) {
    const head = html("header", { style: `--c: var(--line-${index})` }, panel);
    html("b", { class: "title", "data-link": `curve-${index}` }, head, title);
    const facts = html("p", { class: "facts" }, head);
    html("span", { "data-link": `value-${index}` }, facts, range);
    const kind = centred ? "" : "off-centre";
    html("span", { class: kind }, facts, centred ? "zero-centred" : "not zero-centred");
  }

  /** @param {Element} table @param {Curve} curve @param {boolean} named */
  reading(table, { index, title }, named) {
    const row = html("p", { style: `--c: var(--line-${index})`, "data-link": `curve-${index}` }, table);
    if (named) html("b", { class: "name" }, row, title);
    const number = (/** @type {string} */ link, /** @type {string} */ name) => {
      const item = html("span", { "data-link": `${link}-${index}` }, row);
      html("i", {}, item, `${name} = `);
      return html("b", { class: `number ${link}` }, item);
    };
    const [value, slope] = [number("value", "g(z)"), number("slope", "g′(z)")];
    return {
      index,
      value,
      slope,
      state: html("span", { role: "status", class: "state", "data-link": `zone-${index}` }, row),
    };
  }

  paint() {
    const seen = this.plots.map((plot) => plot.lay());
    this.show();
    return seen.includes(true);
  }

  /** All that moves with z. */
  show() {
    for (const plot of this.plots) plot.moveTo(this.at);
    for (const { index, value, slope, state } of this.readings) {
      const { A, slope: slopes, faint } = this.curves[index];
      sayNumber(value, A[this.at], fixed(A[this.at]));
      sayNumber(slope, slopes[this.at], fixed(slopes[this.at]));
      const kind = slopes[this.at] === 0 ? "blocked" : faint[this.at] ? "saturated" : "learns";
      say(state, kind);
      state.className = `state ${kind}`;
    }
  }

  /** @param {number} index @param {boolean} done */
  move(index, done) {
    this.at = index;
    this.moves += 1;
    this.show();
    this.rest.start(done ? 0 : REST);
  }

  /** For tests. */
  state() {
    const { at, moves, curves, header } = this;
    if (!header) return null;
    const { low, step } = header.grid;
    const [values, slopes] = [curves.map(({ A }) => A[at]), curves.map(({ slope }) => slope[at])];
    return { at, z: low + at * step, moves, values, slopes };
  }
}
