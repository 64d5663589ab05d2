// Names: the letters that the model reads, how much its prediction depends on each, and how probable each next letter is.

import { em, html, say } from "../../kit/elements.js";
import { exact, significant } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { LetterBars } from "../letter_bars.js";

/**
 * @typedef {object} NamesHeader
 * @property {string[]} read
 * @property {number} step the last that is read
 * @property {string[]} symbols
 * @property {string[]} written names of the model's own; empty while they are not shown yet
 * @property {string} tally how many of many names are known
 * @property {number} given letters of them that were given
 * @property {string} told
 */

const ROWS = /** @type {const} */ ([
  ["read", "letter read", "teacher forcing: the true one"],
  ["connectivity", "connectivity", "norm of d logit / d xₜ, for the best next letter"],
  ["expected", "P of the letter", "before it was read"],
]);
const LABEL = 11; // em
const CELL = 3.2; // em
const NARROW = 760;
const GIVEN = "color-mix(in srgb, var(--class-0) 22%, var(--paper))"; // the hue of data: these letters are given

/** @extends {Drawing<NamesHeader>} */
export class NamesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const rows = html("div", { class: "gates" }, root);
    this.rows = rows;
    this.grids = ROWS.map(([, title, note]) => {
      const box = html("div", { class: "gates-row names-row" }, rows);
      const label = html("div", { class: "unroll-label" }, box);
      html("b", {}, label, title);
      html("small", {}, label, note);
      return new ValueGrid(box, { title, signal: this.signal, choose: ([, step]) => this.requests.ask({ step }) });
    });
    this.told = html("p", { class: "gates-told", "aria-live": "polite" }, root);
    this.bars = new LetterBars(root, { signal: this.signal });
    this.free = html("div", { class: "names-free" }, root);
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {NamesHeader} header */
  paint(colours, header) {
    const { read, step, told } = header;
    const letter = em(this.root);
    const width = widthOf(this.root);
    const isNarrow = width < NARROW;
    this.rows.classList.toggle("narrow", isNarrow);
    const room = isNarrow ? width - 6 : width - (LABEL + 1) * letter;
    const cell = Math.floor(Math.max(24, Math.min(room / read.length, CELL * letter)));
    this.root.style.setProperty("--strip", `${Math.floor(2 * letter)}px`); // beside the colours of the theme
    ROWS.forEach(([name, title], k) => {
      const { data } = this.matrix(name);
      const isRead = name === "read";
      this.grids[k].show({ shape: [1, read.length], at: (_, j) => data[j] }, colours, {
        cell,
        paint: isRead ? "data" : "signed",
        scale: name === "expected" ? 1 : largest(Array.from(data).filter(Number.isFinite)),
        write: (x) => (isRead ? (x ? read[x] : ".") : Number.isFinite(x) ? significant(x, 2) : ""),
        tone: isRead
          ? () => [GIVEN, ""]
          : (_, j) => this.toneOf(colours, data, j, name === "expected" ? 1 : largest(data)),
        mark: (_, j) => `${j === step ? "here" : ""} ${j > step ? "faint" : ""}`,
        chosen: [0, step],
        says: (_, j) =>
          isRead
            ? `${j ? read[j] : ". start"}, ${title}, step ${j + 1}`
            : `${title}, step ${j + 1}, ${read[j]}: ${said(data[j])}`,
      });
    });
    say(this.told, told);
    this.bars.show({ symbols: header.symbols, P: this.matrix("P").data });
    this.drawNames(header);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ArrayLike<number>} data @param {number} j @param {number} scale @returns {[string, string]} */
  toneOf(colours, data, j, scale) {
    return Number.isFinite(data[j]) ? [colours.tone(data[j] / scale), colours.onTone(data[j] / scale)] : ["", ""];
  }

  /** @param {NamesHeader} header */
  drawNames({ written, given, tally }) {
    this.free.replaceChildren();
    if (!written.length) return;
    html("b", {}, this.free, "Running free, it reads its own letters: ");
    for (const name of written) {
      const box = html("span", { class: "names-name" }, this.free, name.slice(0, given));
      html("em", {}, box, name.slice(given));
    }
    html("span", { class: "names-tally" }, this.free, tally);
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { read, step, written, told } = this.header;
    return { read, step, written, told, P: Array.from(this.matrix("P").data), bars: this.bars.bars.length };
  }
}

/** @param {number} x */
const said = (x) => (Number.isFinite(x) ? exact(x) : "none");
