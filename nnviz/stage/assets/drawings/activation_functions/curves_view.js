// Activations beside each other or on one axis, all at the same z.

import { CurvePlot } from "./curve_plot.js";
import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";

const REST = 220;

export class CurvesView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.requests = requests;
    this.panels = html("div", { class: "panels" }, root);
    /** @type {{plot: CurvePlot, readings: any[]}[]} */
    this.parts = [];
    this.laid = "";
    this.at = -1;
    this.told = NaN;
    this.timer = 0;
    this.moves = 0;
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.curves = header.curves.map((/** @type {any} */ curve, /** @type {number} */ index) => ({
      ...curve,
      index,
      A: arrays.get(`A${index}`)?.data,
      slope: arrays.get(`slope${index}`)?.data,
    }));
    if (header.at !== this.told && !this.requests.busy && !this.timer) this.at = header.at;
    this.told = header.at;
    const laid = JSON.stringify([header.together, header.curves]);
    if (laid !== this.laid) this.lay();
    this.laid = laid;
    this.show();
  }

  lay() {
    this.panels.replaceChildren();
    this.panels.classList.toggle("together", this.header.together);
    this.panels.style.setProperty("--count", String(this.header.together ? 1 : this.curves.length));
    this.parts = [];
    if (this.header.together) {
      this.part(this.curves, this.header.value_range);
      return;
    }
    for (const curve of this.curves) this.part([curve], curve.value_range);
  }

  /** @param {any[]} curves @param {[number, number]} valueRange */
  part(curves, valueRange) {
    const panel = html("section", { class: "panel" }, this.panels);
    if (curves.length === 1) this.heading(panel, curves[0]);
    const plot = new CurvePlot(panel, (index, done) => this.move(index, done));
    plot.at = this.at;
    const table = html("div", { class: "readings" }, panel);
    const readings = curves.map((curve) => this.reading(table, curve, curves.length > 1));
    plot.setCurves(curves, this.header.grid, valueRange, this.header.slope_range);
    this.parts.push({ plot, readings });
  }

  /** @param {Element} panel @param {any} curve */
  heading(panel, curve) {
    const head = html("header", { style: `--c: var(--line-${curve.index})` }, panel);
    html("h3", { "data-link": `curve-${curve.index}` }, head, curve.title);
    const facts = html("p", { class: "facts" }, head);
    html("span", { "data-link": "value" }, facts, curve.range);
    html(
      "span",
      { "data-link": "centre", class: curve.zero_centred ? "" : "off-centre" },
      facts,
      curve.zero_centred ? "zero-centred" : "not zero-centred",
    );
  }

  /** @param {Element} table @param {any} curve @param {boolean} named */
  reading(table, curve, named) {
    const row = html("p", { style: `--c: var(--line-${curve.index})`, "data-link": `curve-${curve.index}` }, table);
    if (named) html("b", { class: "name" }, row, curve.title);
    const value = html("span", { "data-link": "value" }, row);
    html("i", {}, value, "g(z) = ");
    const slope = html("span", { "data-link": "slope" }, row);
    html("i", {}, slope, "g′(z) = ");
    return {
      curve,
      value: html("b", { class: "number value" }, value),
      slope: html("b", { class: "number slope" }, slope),
      state: html("span", { class: "state", "data-link": "zone" }, row),
    };
  }

  /** @param {number} index @param {boolean} done */
  move(index, done) {
    this.at = index;
    this.moves += 1;
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.timer = 0;
        this.requests.ask({ at: this.at });
      },
      done ? 0 : REST,
    );
  }

  show() {
    for (const { plot, readings } of this.parts) {
      plot.moveTo(this.at);
      for (const { curve, value, slope, state } of readings) {
        const s = curve.slope[this.at];
        say(value, fixed(curve.A[this.at]));
        say(slope, fixed(s));
        const flat = s === 0 ? "blocked" : curve.faint[this.at] ? "saturated" : "learns";
        say(state, flat);
        state.className = `state ${flat}`;
      }
    }
  }

  draw() {
    for (const { plot } of this.parts) plot.lay();
  }

  /** For tests. */
  state() {
    return {
      at: this.at,
      z: this.header.grid.low + this.at * this.header.grid.step,
      moves: this.moves,
      values: this.curves.map((/** @type {any} */ curve) => curve.A[this.at]),
      slopes: this.curves.map((/** @type {any} */ curve) => curve.slope[this.at]),
    };
  }
}
