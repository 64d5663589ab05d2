// Gates: one unit over time, a strip for each of its gates; a slider beside a strip holds that gate by hand.

import { em, html, say, set } from "../../kit/elements.js";
import { captioned } from "../../kit/grid_caption.js";
import { exact } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { Slider, SLIDER_KEYS } from "../../kit/slider.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { KeptRows } from "./kept_rows.js";

/** @typedef {{name: string, title: string, formula: string, low?: number, held?: number | null, veiled?: boolean}} GateRow */

/**
 * @typedef {object} GatesHeader
 * @property {GateRow[]} rows those with a `low` are gates: from there to 1 they can be held
 * @property {number} steps
 * @property {number} step that is written out, from 0
 * @property {number} from the first step at which gates are held
 * @property {string[]} symbols
 * @property {string[]} classes
 * @property {number} truth the right class
 * @property {string} written
 * @property {string} told
 */

/** @typedef {{box: HTMLElement, grid: ValueGrid, slider: Slider | null, button: HTMLButtonElement | null}} Strip */

const LABEL = 11; // em left of the steps
const HAND = 11.5; // em right of them
const NARROW = 760;
const CELL = 2.6; // em of a number at most
const HIGH = 1.75; // em of a strip at most
const LEAST = 14; // pixels; narrower strips scroll
const FINGER = 24; // pixels, on a phone
const STEP = 0.05; // of a slider

/** @extends {Drawing<GatesHeader>} */
export class GatesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.gates = html("div", { class: "gates" }, root);
    this.below = html("div", { class: "gates-below" }, root);
    this.rest = html("div", { class: "gates" }, this.below);
    this.end = html("div", { class: "gates-end" }, this.below);
    this.prediction = new ValueGrid(this.end, { title: "Prediction", signal: this.signal });
    this.legend = html("p", { class: "gates-legend" }, this.end);
    this.told = html("p", { class: "gates-told", "aria-live": "polite" }, root);
    this.line = html("p", { class: "unroll-line gates-line", "aria-live": "polite" }, root);
    /** @type {KeptRows<Strip>} */
    this.strips = new KeptRows();
    /** Where gates are to be held, null where they are let go, until the answer is here. @type {Map<string, number | null>} */
    this.wanted = new Map();
  }

  get keys() {
    return [...ROVING_KEYS, ...SLIDER_KEYS];
  }

  /** @param {GatesHeader} header */
  take({ rows }) {
    if (!this.requests.busy) this.wanted.clear();
    this.strips.follow(rows, (row) => this.strip(row));
    let isAbove = true;
    for (const row of rows) {
      if (row.low === undefined && row.name !== "x") isAbove = false;
      (isAbove ? this.gates : this.rest).append(this.strips.get(row.name).box);
    }
  }

  /** @param {GateRow} row @returns {Strip} */
  strip({ name, title, formula, low }) {
    const box = html("div", { class: "gates-row" });
    const label = html("div", { class: "unroll-label" }, box);
    html("b", {}, label, title);
    html("small", {}, label, formula);
    const choose = (/** @type {[number, number]} */ [, step]) => this.requests.ask({ step });
    const grid = new ValueGrid(box, { title, signal: this.signal, choose });
    if (low === undefined) return { box, grid, slider: null, button: null };
    const hand = html("div", { class: "gates-hand" }, box);
    const slider = new Slider(hand, {
      label: `hold ${title} at`,
      caption: false,
      class: "gates-slider",
      low,
      high: 1,
      step: STEP,
      text: (value) => value.toFixed(2).replace("-", "−"),
      change: (value) => this.hold(name, value),
      signal: this.signal,
    });
    const button = html("button", { type: "button", class: "gates-hold" }, hand);
    const toggle = () => this.hold(name, this.heldAt(name) === null ? slider.value : null);
    button.addEventListener("click", toggle, { signal: this.signal });
    return { box, grid, slider, button };
  }

  /** Hold a gate, or let it go. @param {string} name @param {number | null} value */
  hold(name, value) {
    this.wanted.set(name, value);
    this.requests.ask({ hold: name, value }, name);
    this.showHand(name);
  }

  /** Where a gate is held, or is to be; null where it is free. @param {string} name */
  heldAt(name) {
    return this.wanted.get(name) ?? (this.wanted.has(name) ? null : this.rowOf(name)?.held) ?? null;
  }

  /** @param {string} name */
  rowOf(name) {
    return this.header?.rows.find((row) => row.name === name);
  }

  /** The slider and the button of a gate. @param {string} name */
  showHand(name) {
    const { slider, button } = this.strips.get(name);
    if (!slider || !button || !this.header) return;
    const held = this.heldAt(name);
    slider.show(held ?? Math.round(this.matrix(name).data[this.header.step] / STEP) * STEP);
    slider.row.classList.toggle("free", held === null);
    const word = held === null ? "Hold" : "Let go";
    say(button, word);
    set(button, { "aria-label": `${word} ${this.rowOf(name)?.title}` });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {GatesHeader} header */
  paint(colours, header) {
    const { rows, steps } = header;
    const letter = em(this.root);
    const width = widthOf(this.root);
    const isNarrow = width < NARROW;
    const room = isNarrow ? width - 6 : width - (LABEL + HAND + 1.6) * letter - 6;
    const cell = Math.floor(Math.max(isNarrow ? FINGER : LEAST, Math.min(room / steps, CELL * letter)));
    this.root.style.setProperty("--strip", `${Math.floor(HIGH * letter)}px`); // beside the colours of the theme
    for (const box of [this.gates, this.below]) box.classList.toggle("narrow", isNarrow);
    for (const row of rows) this.drawStrip(row, header, colours, cell);
    this.drawPrediction(header, colours);
    say(this.told, header.told);
    say(this.line, header.written);
  }

  /** @param {GateRow} row @param {GatesHeader} header @param {import("../../kit/view.js").Palette} colours @param {number} cell */
  drawStrip(row, { steps, step, from, symbols }, colours, cell) {
    const { name, title, low, held, veiled } = row;
    const { grid } = this.strips.get(name);
    const { data } = this.matrix(name);
    const isInput = name === "x";
    const write = isInput ? (/** @type {number} */ x) => symbols[x] ?? "" : undefined;
    const byHand = typeof held === "number";
    const frame = { row: 0, column: from, rows: 1, columns: steps - from, kind: /** @type {const} */ ("window") };
    grid.show({ shape: [1, steps], at: (_, j) => data[j] }, colours, {
      cell,
      paint: isInput ? "data" : "signed",
      scale: isInput ? symbols.length : low !== undefined || name === "path" ? 1 : largest(data),
      write,
      mark: (_, j) => `${veiled ? "veiled" : ""} ${j === step ? "here" : ""}`,
      chosen: [0, step],
      boxes: byHand ? [frame] : [],
      says: (_, j) =>
        veiled
          ? `${title}, step ${j + 1}: not shown yet`
          : write
            ? `${write(data[j])}, ${title}, step ${j + 1}`
            : `${title}, step ${j + 1}: ${exact(data[j])}${byHand && j >= from ? ", held" : ""}`,
    });
    this.showHand(name);
  }

  /** @param {GatesHeader} header @param {import("../../kit/view.js").Palette} colours */
  drawPrediction({ classes, truth }, colours) {
    const { data, shape } = this.matrix("predictions");
    const at = (/** @type {number} */ i, /** @type {number} */ j) => data[i * shape[1] + j];
    captioned(this.prediction, "P at the end", "free, held");
    this.prediction.show({ shape: [shape[0], shape[1]], at }, colours, {
      cell: Math.floor(2.4 * em(this.root)),
      scale: 1,
      boxes: [{ row: 0, column: truth, rows: 2, columns: 1, kind: "window" }],
      says: (i, j) => `P of ${classes[j]}, ${i ? "held" : "free"}: ${exact(at(i, j))}`,
    });
    say(this.legend, `${classes.join(", ")}; right is ${classes[truth]}.`);
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { rows, step, told, written } = this.header;
    return {
      rows: rows.map(({ name }) => name),
      held: Object.fromEntries(
        rows.filter(({ held }) => typeof held === "number").map(({ name, held }) => [name, held]),
      ),
      step,
      told,
      written,
      cell: Array.from(this.matrix(this.rowOf("c") ? "c" : "h").data),
      predictions: Array.from(this.matrix("predictions").data),
    };
  }
}
