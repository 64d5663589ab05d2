// Unroll: the cell and its copies over the steps; below each step its numbers, one of which is written out.

import { em, html, say, set, svg } from "../../kit/elements.js";
import { captioned } from "../../kit/grid_caption.js";
import { exact, shapeText } from "../../kit/number_format.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { SLIDER_KEYS } from "../../kit/slider.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { KeptRows } from "./kept_rows.js";

/** @typedef {{name: string, title: string, formula: string}} RowHeader */

/**
 * @typedef {object} UnrollHeader
 * @property {string} cell
 * @property {RowHeader[]} rows
 * @property {number} steps
 * @property {{row: string, step: number, unit: number}} chosen
 * @property {boolean} backwards
 * @property {boolean} answered
 * @property {number} parameters
 * @property {string[]} weights names of the arrays
 * @property {string} written
 */

const PACE = 700; // ms a step
const LABEL = 9.5; // em left of the steps
const NARROW = 760;
const CELL = 2.6; // em of a number at most
const LEAST = 1.5; // em of a number at least
const HEIGHT = 15; // em of the strips of a side
const MOST = 10; // rows of two columns; more stand in three
const TALL = 20; // em of three columns
const LABELLED = 2.2; // em of a strip at least: two lines of its label
const SLIT = 0.3; // em between strips
const CHAIN = 3.7; // em
const CAPTION = 1.6; // em of the name of a weight
const ANSWERS = ["y", "p", "L"]; // what comes after the state
const GRADIENTS = ["dh", "dc"];
const FIRST = ["x", "z", "i", "f", "o", "r", "u"]; // of three columns
const BETWEEN = ["i", "f", "o", "r", "u", "p"]; // from 0 to 1: one scale

/** @extends {Drawing<UnrollHeader>} */
export class UnrollView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.folded = false;
    this.laid = "";
    this.playhead = new Playhead({ pace: PACE });
    this.bar = new PlaybackBar(root, this.playhead, {
      group: "Time",
      play: "Step through",
      buttons: ["play", "first", "back", "forward", "last"],
      scrub: { label: "step", text: (at) => `step ${at + 1} of ${this.playhead.last + 1}` },
      changed: (byHand) => this.moved(byHand),
      signal: this.signal,
    });
    const row = html("div", { class: "unroll-top" }, root);
    this.fold = html("button", { type: "button", class: "unroll-fold" }, row);
    this.fold.addEventListener("click", () => this.toggle(), { signal: this.signal });
    this.shared = html("span", { class: "unroll-shared" }, row);
    this.line = html("p", { class: "unroll-line", "aria-live": "polite" }, row);
    this.strips = html("div", { class: "unroll-strips" }, root);
    this.left = html("div", {}, this.strips);
    this.middle = html("div", {}, this.strips);
    this.right = html("div", {}, this.strips);
    this.chain = svg("svg", { class: "unroll-chain", "aria-hidden": "true" }, this.left);
    this.weights = html("div", { class: "unroll-weights" });
    /** @type {Map<string, ValueGrid>} */
    this.shown = new Map();
    /** @type {KeptRows<{box: HTMLElement, grid: ValueGrid}>} */
    this.rows = new KeptRows();
  }

  get keys() {
    return [...ROVING_KEYS, ...SLIDER_KEYS];
  }

  toggle() {
    this.folded = !this.folded;
    this.draw();
  }

  /** @param {boolean} byHand */
  moved(byHand) {
    if (!this.header) return;
    this.draw();
    if (byHand || this.playhead.over) this.ask(this.header.chosen.row, this.playhead.at, this.header.chosen.unit);
  }

  /** @param {string} row @param {number} step @param {number} unit */
  ask(row, step, unit) {
    this.requests.ask({ row, step, unit });
  }

  /** @param {RowHeader} row @param {[number, number]} place */
  choose(row, [unit, step]) {
    this.bar.go(step);
    this.ask(row.name, step, unit);
  }

  /** @param {RowHeader} row */
  row(row) {
    const box = html("div", { class: "unroll-row" });
    const label = html("div", { class: "unroll-label" }, box);
    html("b", {}, label, row.title);
    html("small", {}, label, row.formula);
    const choose = (/** @type {[number, number]} */ place) => this.choose(row, place);
    return { box, grid: new ValueGrid(box, { title: "", signal: this.signal, choose }) };
  }

  /** @param {string} name @param {boolean} three columns */
  sideOf(name, three) {
    if (GRADIENTS.includes(name)) return this.right;
    if (three) return FIRST.includes(name) ? this.left : this.middle;
    return ANSWERS.includes(name) ? this.right : this.left;
  }

  /** The largest cell with which three columns fit on one screen. @param {UnrollHeader} header @param {number} letter @param {number} room */
  cellOfThree({ rows, steps }, letter, room) {
    const extra = new Map([
      [this.left, () => CHAIN * letter],
      [this.middle, () => 0],
      [this.right, (/** @type {number} */ cell) => this.weightRows() * cell + 3 * CAPTION * letter],
    ]);
    const fits = (/** @type {number} */ cell) =>
      [...extra].every(([side, more]) => {
        const own = rows.filter(({ name }) => this.sideOf(name, true) === side);
        const heights = own.map(({ name }) => Math.max(this.matrix(name).shape[0] * cell, LABELLED * letter));
        return heights.reduce((sum, high) => sum + high + SLIT * letter, more(cell)) <= TALL * letter;
      });
    let cell = Math.floor(Math.min(room / steps, CELL * letter));
    while (cell > letter && !fits(cell)) cell--;
    return cell;
  }

  /** Rows of all weights. */
  weightRows() {
    return [...this.shown.keys()].reduce((sum, name) => sum + this.matrix(name).shape[0], 0);
  }

  /** @param {UnrollHeader} header */
  take(header) {
    this.rows.follow(header.rows, (row) => this.row(row));
    this.laid = "";
    for (const name of header.weights) {
      if (!this.shown.has(name))
        this.shown.set(name, new ValueGrid(this.weights, { title: name, signal: this.signal }));
    }
    this.playhead.reach(header.steps - 1);
    if (!this.playhead.playing && !this.requests.busy) this.playhead.go(header.chosen.step);
    this.bar.draw(header.steps - 1);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {UnrollHeader} header */
  paint(colours, header) {
    const { rows, steps, chosen, answered } = header;
    const letter = em(this.root);
    const width = widthOf(this.root);
    const narrow = width < NARROW;
    const beside = narrow ? 0 : LABEL * letter;
    const high = rows
      .filter(({ name }) => this.sideOf(name, false) === this.left)
      .reduce((sum, { name }) => sum + this.matrix(name).shape[0], 0);
    const three = !narrow && high > MOST;
    const room = (narrow ? width : width / (three ? 3 : 2) - letter) - beside - 6;
    const fits = Math.min(room / steps, CELL * letter, (HEIGHT * letter) / high);
    const least = Math.min(LEAST * letter, room / steps);
    const cell = three ? this.cellOfThree(header, letter, room) : Math.floor(Math.max(fits, least));
    const at = this.playhead.at;
    set(this.strips, { style: `--label:${beside}px` });
    this.strips.classList.toggle("narrow", narrow);
    this.lay(header, three);
    this.drawChain(header, cell, beside);
    this.drawWeights(header, colours, Math.min(cell, Math.floor(2 * letter)));
    for (const row of rows) {
      const { grid } = this.rows.get(row.name);
      const { data, shape } = this.matrix(row.name);
      const columns = shape[1];
      const value = (/** @type {number} */ i, /** @type {number} */ j) => data[i * columns + j];
      const here = row.name === chosen.row;
      grid.show({ shape: [shape[0], columns], at: value }, colours, {
        cell,
        scale: BETWEEN.includes(row.name) ? 1 : largest(data),
        chosen: here ? [chosen.unit, at] : [0, at],
        boxes: [
          { row: 0, column: at, rows: shape[0], columns: 1, kind: "soft" },
          ...(here
            ? [{ row: chosen.unit, column: at, rows: 1, columns: 1, kind: /** @type {const} */ ("window") }]
            : []),
        ],
        says: (i, j) => `${row.title}, step ${j + 1}${shape[0] > 1 ? `, unit ${i + 1}` : ""}: ${exact(value(i, j))}`,
      });
    }
    say(this.fold, this.folded ? "Unroll" : "Fold");
    say(this.shared, answered ? `${header.parameters} parameters, the same at every step` : "How many parameters?");
    say(this.line, at === chosen.step ? header.written : "");
  }

  /** Put the rows into two columns, or three. @param {UnrollHeader} header @param {boolean} three */
  lay({ rows }, three) {
    const laid = `${three} ${rows.map(({ name }) => name)}`;
    if (laid === this.laid) return;
    this.laid = laid;
    this.strips.classList.toggle("three", three);
    for (const { name } of rows) this.sideOf(name, three).append(this.rows.get(name).box);
    this.right.append(this.weights);
  }

  /** The weights, once: all steps use them. @param {UnrollHeader} header @param {import("../../kit/view.js").Palette} colours @param {number} cell */
  drawWeights({ weights }, colours, cell) {
    for (const name of weights) {
      const grid = /** @type {ValueGrid} */ (this.shown.get(name));
      const { data, shape } = this.matrix(name);
      const at = (/** @type {number} */ i, /** @type {number} */ j) => data[i * shape[1] + j];
      captioned(grid, name, shapeText(name === "b" ? [shape[1]] : shape));
      grid.show({ shape: [shape[0], shape[1]], at }, colours, {
        cell,
        says: (i, j) => `${name} ${i}, ${j}: ${exact(at(i, j))}`,
      });
    }
  }

  /** The cells and what goes from one to the next. @param {UnrollHeader} header @param {number} cell @param {number} left */
  drawChain({ steps, cell: name, backwards }, cell, left) {
    const at = this.playhead.at;
    const high = Math.max(34, Math.min(cell, 44));
    const chain = this.chain;
    chain.replaceChildren();
    const shown = this.folded ? [at] : Array.from({ length: steps }, (_, t) => t);
    const wide = left + steps * cell + 8;
    set(chain, { width: wide, height: high + 14, viewBox: `0 0 ${wide} ${high + 14}` });
    for (const t of shown) {
      const x = left + t * cell + 2;
      const here = t === at;
      const side = Math.max(10, cell * 0.62);
      const middle = x + cell / 2;
      const box = { x: middle - side / 2, y: 10, width: side, height: high - 10, rx: 5 };
      if (this.folded) {
        const loop = `M ${middle + side / 2} ${high * 0.5} c 26 -34 ${-side - 52} -34 ${-side} 0`;
        svg("path", { d: loop, class: "unroll-arrow" }, chain);
      } else if (t + 1 < steps) {
        const from = middle + side / 2;
        const to = middle + cell - side / 2;
        svg("path", { d: `M ${from} ${high * 0.55} H ${to}`, class: "unroll-arrow" }, chain);
        if (backwards) svg("path", { d: `M ${to} ${high * 0.8} H ${from}`, class: "unroll-arrow back" }, chain);
      }
      svg("rect", { ...box, class: here ? "unroll-cell here" : "unroll-cell" }, chain);
      const text = svg("text", { x: middle, y: high * 0.5 + 9, class: "unroll-step" }, chain);
      text.textContent = String(t + 1);
    }
    const label = svg("text", { x: 0, y: high * 0.5 + 9, class: "unroll-name" }, chain);
    label.textContent = left ? `${name} cell, step` : "";
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    return {
      step: this.playhead.at,
      chosen: this.header.chosen,
      written: this.line.textContent,
      shared: this.shared.textContent,
      cells: this.chain.querySelectorAll("rect").length,
      rows: this.header.rows.map((row) => row.name),
    };
  }
}
