// Summands: dW_hh is the sum of a heat map for each step; one of them is written as a product; truncation takes some away.

import { em, html, say, set } from "../../kit/elements.js";
import { captioned } from "../../kit/grid_caption.js";
import { exact, shapeText, subscript, tabular } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { Slider, SLIDER_KEYS } from "../../kit/slider.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";

/**
 * @typedef {object} SummandsHeader
 * @property {number} steps
 * @property {[number, number]} shape of W_hh
 * @property {string} gradient the letter of what a state is multiplied by
 * @property {number} step the chosen one, from 0
 * @property {number} truncation at most `steps`
 * @property {boolean} answered
 * @property {string[]} written what each step contributes
 * @property {string[]} leftOut what is left out by truncation to 1, 2, ... steps; empty before the answer
 * @property {[title: string, note: string]} shown the caption of the product
 */

/** @typedef {{name: string, title: string, note: string}} Strip */

/** @type {Strip[]} */
const STRIPS = [
  { name: "x", title: "bit xₜ", note: "the input" },
  { name: "sizes", title: "length", note: "of the summand" },
  { name: "shares", title: "share", note: "of dW_hh; all add up to 1" },
  { name: "missing", title: "taken away", note: "by truncation; 1 is all" },
];
const MOST_MAPS = 12; // more steps than these are read in the strips alone
const LABEL = 11; // em left of the strips
const NARROW = 760;
const STRIP = 2.2; // em of a cell of a strip at most
const CELL = 2.45; // em of an entry at most
const LEAST = 10; // pixels of a cell of a map, rather in another row than smaller
const DIGITS = 3; // of entries: a mean over many steps is small
const GAP = 1.8; // em between two maps

/** The side of the cells of maps that stand in as few rows as can be read. @param {number} maps @param {number} columns @param {number} width @param {number} letter pixels */
export function mapCell(maps, columns, width, letter) {
  for (let rows = 1; rows <= maps; rows++) {
    const abreast = Math.ceil(maps / rows);
    const cell = Math.floor((width / abreast - GAP * letter) / columns);
    if (cell >= LEAST) return Math.min(cell, Math.floor(CELL * letter));
  }
  return LEAST;
}

/** @extends {Drawing<SummandsHeader>} */
export class SummandsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.step = 0;
    this.slider = new Slider(root, {
      label: "Backpropagate over at most",
      class: "summands-truncation",
      low: 1,
      high: 2,
      text: (value) => `${value} step${value === 1 ? "" : "s"}`,
      change: (truncation, done) => {
        this.draw();
        if (done) this.ask();
      },
      signal: this.signal,
    });
    this.left = html("p", { class: "unroll-line summands-left", "aria-live": "polite" }, root);
    const top = html("div", { class: "summands-top" }, root);
    this.strips = html("div", { class: "summands-strips" }, top);
    this.rows = STRIPS.map((strip) => {
      const box = html("div", { class: "unroll-row" }, this.strips);
      const label = html("div", { class: "unroll-label" }, box);
      html("b", {}, label, strip.title);
      html("small", {}, label, strip.note);
      const grid = new ValueGrid(box, {
        title: strip.title,
        signal: this.signal,
        choose: ([, step]) => this.choose(step),
      });
      return { ...strip, box, grid };
    });
    this.line = html("p", { class: "unroll-line summands-line", "aria-live": "polite" }, root);
    this.maps = html("div", { class: "summands-maps" }, root);
    /** @type {ValueGrid[]} */
    this.summands = [];
    this.listen(this.maps, "click", (event) => {
      const map = event.target instanceof Element ? event.target.closest("figure") : null;
      const step = this.summands.findIndex(({ box }) => box === map);
      if (step >= 0) this.choose(step);
    });
    this.product = html("div", { class: "summands-product" }, top);
    const part = (/** @type {string} */ sign, /** @type {string} */ title) => {
      if (sign) html("span", { class: "summands-sign", "aria-hidden": "true" }, this.product, sign);
      return new ValueGrid(this.product, { title, signal: this.signal });
    };
    this.before = part("", "state");
    this.gradient = part("×", "gradient");
    this.chosen = part("=", "summand");
    html("span", { class: "summands-sums" }, this.product);
    this.whole = part("", "dW_hh");
    this.truncated = part("", "truncated dW_hh");
  }

  get keys() {
    return [...ROVING_KEYS, ...SLIDER_KEYS];
  }

  /** @param {number} step */
  choose(step) {
    this.step = step;
    this.draw();
    this.ask();
  }

  ask() {
    this.requests.ask({ step: this.step, truncation: this.slider.value });
  }

  /** @param {SummandsHeader} header */
  take({ steps, step, truncation }) {
    this.slider.update({ high: steps });
    if (!this.requests.busy) {
      this.step = step;
      this.slider.show(truncation);
    }
    const maps = steps > MOST_MAPS ? 0 : steps;
    while (this.summands.length > maps) this.summands.pop()?.box.parentElement?.remove();
    while (this.summands.length < maps) {
      const t = this.summands.length;
      const place = html("div", { class: "summands-map" }, this.maps);
      if (t) html("span", { class: "summands-sign", "aria-hidden": "true" }, place, "+");
      this.summands.push(new ValueGrid(place, { title: `summand of step ${t + 1}`, signal: this.signal }));
    }
    this.maps.hidden = maps === 0;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SummandsHeader} header */
  paint(colours, header) {
    const letter = em(this.root);
    const width = widthOf(this.root);
    this.step = Math.min(this.step, header.steps - 1);
    this.drawStrips(colours, header, width, letter);
    this.drawMaps(colours, header, width, letter);
    this.drawProduct(colours, header, letter);
    say(this.line, header.written[this.step]);
    say(
      this.left,
      header.answered ? header.leftOut[this.slider.value - 1] : "Answer the question below, or let it be shown.",
    );
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SummandsHeader} header @param {number} width @param {number} letter */
  drawStrips(colours, { steps, answered }, width, letter) {
    const narrow = width < NARROW;
    const beside = narrow ? 0 : LABEL * letter;
    const cell = Math.floor(Math.min((width - beside - 6) / steps, STRIP * letter));
    set(this.strips, { style: `--label:${beside}px` });
    this.strips.classList.toggle("narrow", narrow);
    const length = this.slider.value;
    for (const { name, title, box, grid } of this.rows) {
      box.hidden = name === "missing" && !answered;
      if (box.hidden) continue;
      const { data } = this.matrix(name);
      const from = name === "missing" ? (length - 1) * steps : 0;
      const at = (/** @type {number} */ _i, /** @type {number} */ t) => data[from + t];
      const stretches = [];
      if (name === "missing")
        for (let end = steps; end > 0; end -= length) {
          const start = Math.max(0, end - length);
          stretches.push({ row: 0, column: start, rows: 1, columns: end - start, kind: /** @type {const} */ ("soft") });
        }
      const here = { row: 0, column: this.step, rows: 1, columns: 1, kind: /** @type {const} */ ("window") };
      grid.show({ shape: [1, steps], at }, colours, {
        cell,
        scale: name === "x" || name === "missing" ? 1 : largest(data),
        paint: name === "x" ? "data" : "signed",
        chosen: [0, this.step],
        boxes: [...stretches, here],
        says: (_i, t) => `${title}, step ${t + 1}: ${exact(data[from + t])}`,
      });
    }
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SummandsHeader} header @param {number} width @param {number} letter */
  drawMaps(colours, { steps, shape, answered }, width, letter) {
    const { data } = this.matrix("summands");
    const size = shape[0] * shape[1];
    const cell = mapCell(steps, shape[1], width, letter);
    const scale = largest(data);
    this.summands.forEach((grid, t) => {
      const at = (/** @type {number} */ i, /** @type {number} */ j) => data[t * size + i * shape[1] + j];
      const gone = answered && this.isGone(t);
      captioned(grid, `t = ${t + 1}`, gone ? "missing" : "");
      grid.box.classList.toggle("chosen", t === this.step);
      grid.show({ shape, at }, colours, {
        cell,
        scale,
        write: (x) => tabular(x, DIGITS),
        mark: () => (gone ? "hatched faint" : ""),
        says: (i, j) => `step ${t + 1}, dW_hh ${i}, ${j}: ${exact(at(i, j))}`,
      });
    });
  }

  /** Whether truncation takes all of a summand. @param {number} t */
  isGone(t) {
    const { data, shape } = this.matrix("gone");
    return data[(this.slider.value - 1) * shape[1] + t] > 0;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SummandsHeader} header @param {number} letter */
  drawProduct(colours, { shape, gradient, answered }, letter) {
    const t = this.step;
    const cell = Math.floor((shape[1] > 8 ? 1.1 : CELL) * letter);
    /** @param {ValueGrid} grid @param {string} title @param {string} array @param {[number, number]} part @param {number} from @param {number} [scale] */
    const show = (grid, title, array, part, from, scale) => {
      const { data } = this.matrix(array);
      const at = (/** @type {number} */ i, /** @type {number} */ j) => data[from + i * part[1] + j];
      captioned(grid, title, shapeText(part));
      grid.show({ shape: part, at }, colours, {
        cell,
        scale: scale ?? largest(data),
        write: (x) => tabular(x, DIGITS),
        says: (i, j) => `${title} ${i}, ${j}: ${exact(at(i, j))}`,
      });
    };
    const size = shape[0] * shape[1];
    const scale = largest(this.matrix("whole").data);
    show(this.before, `h${subscript(t)}ᵀ`, "before", [shape[0], 1], t * shape[0]);
    show(this.gradient, `${gradient}${subscript(t + 1)}`, "gradient", [1, shape[1]], t * shape[1]);
    show(this.chosen, `summand ${t + 1}`, "summands", shape, t * size);
    show(this.whole, "dW_hh", "whole", shape, 0, scale);
    this.truncated.box.hidden = !answered;
    if (answered) show(this.truncated, "truncated", "truncated", shape, (this.slider.value - 1) * size, scale);
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { steps, answered } = this.header;
    return {
      steps,
      answered,
      step: this.step,
      truncation: this.slider.value,
      maps: this.summands.length,
      missing: this.summands.map((_, t) => answered && this.isGone(t)),
      written: this.line.textContent,
      left: this.left.textContent,
    };
  }
}
