// Panels of a letter model that trains: what it reads and looks at, how probable each letter is, and what it writes.

import { em, html, say } from "../../kit/elements.js";
import { exact, significant } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { LetterBars } from "../letter_bars.js";

/** @typedef {import("../recording_view.js").Seen & {letter: number}} Seen `letter`: whose logit; -1 for the most probable */
/** @typedef {import("../../kit/panel.js").PanelOptions} PanelOptions */
/** @typedef {PanelOptions & {kind: "reading", read: string[], heads: number, symbols: string[], veiled: boolean}} ReadingHeader `veiled`: derivatives are shown later */
/** @typedef {PanelOptions & {kind: "letters", symbols: string[]}} LettersHeader */
/** @typedef {PanelOptions & {kind: "written", symbols: string[], given: number, veiled: boolean}} WrittenHeader `given` letters of the names were given */

const LABEL = 8.6; // em
const CELL = 3.4; // em at most
const STRIP = 1.62; // em, the height of a row
const NARROW = 560;

/** The letter whose logit is asked for. @param {number} letter @param {ArrayLike<number>} P */
export const asked = (letter, P) => (letter < 0 ? place(P) : letter);

/** Where the largest number stands. @param {ArrayLike<number>} numbers */
export function place(numbers) {
  let best = 0;
  for (let k = 1; k < numbers.length; k++) if (numbers[k] > numbers[best]) best = k;
  return best;
}

/** What is read, a row of weights for each head, and a row of derivatives. */
export class ReadingPanel extends Panel {
  /** @param {Element} parent @param {ReadingHeader} panel @param {unknown} _choose @param {AbortSignal} signal */
  constructor(parent, panel, _choose, signal) {
    super(parent, panel);
    this.panel = panel;
    const heads = Array.from({ length: panel.heads }, (_, k) => `head ${k + 1}`);
    this.rows = ["read", ...heads, "derivative"].map((title) => {
      const row = html("div", { class: "reading-row" }, this.place);
      const label = html("div", { class: "unroll-label" }, row);
      const name = html("b", {}, label, title);
      const note = html("small", {}, label);
      return { title, row, name, note, grid: new ValueGrid(row, { title, signal }) };
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, colours, letter: given }) {
    const { read, symbols } = this.panel;
    const { attention, slopes, P } = frames[shown].arrays;
    const T = read.length;
    const letter = asked(given, P);
    const unit = em(this.box);
    const width = widthOf(this.place);
    const narrow = width < NARROW;
    const room = narrow ? width - 6 : width - (LABEL + 1) * unit;
    const cell = Math.floor(Math.max(24, Math.min(room / T, CELL * unit)));
    this.place.classList.toggle("narrow", narrow);
    this.place.style.setProperty("--strip", `${Math.floor(STRIP * unit)}px`);
    this.rows.forEach(({ title, name, note, grid }, r) => {
      const isRead = r === 0;
      const isSlope = r === this.rows.length - 1;
      const values = isRead
        ? Float64Array.from(read, (_, k) => k)
        : isSlope
          ? slopes.subarray(letter * T, (letter + 1) * T)
          : attention.subarray((r - 1) * T, r * T);
      const veiled = isSlope && this.panel.veiled;
      const best = isRead || veiled ? -1 : place(values);
      if (isSlope) say(name, `|d logit of ${symbols[letter]} / d e|`);
      if (!isRead) say(note, isSlope ? "norm, each letter's row" : "");
      grid.show({ shape: [1, T], at: (_, j) => values[j] }, colours, {
        cell,
        paint: isRead ? "data" : "signed",
        scale: isRead ? 2 * T : isSlope ? largest(values) : 1,
        write: (x) => (isRead ? (x ? read[x] : ".") : significant(x, 2)),
        mark: (_, j) => (veiled ? "veiled" : j === best ? "here" : ""),
        says: veiled
          ? () => "not shown yet"
          : (_, j) =>
              isRead ? `${j ? read[j] : ". start"}, place ${j + 1}` : `${title}, ${read[j]}: ${exact(values[j])}`,
      });
    });
  }
}

/** A bar for every letter. */
export class LettersPanel extends Panel {
  /** @param {Element} parent @param {LettersHeader} panel @param {(letter: number) => void} choose @param {AbortSignal} signal */
  constructor(parent, panel, choose, signal) {
    super(parent, panel);
    this.panel = panel;
    this.letter = -1;
    this.bars = new LetterBars(this.place, {
      signal,
      choose: (k) => choose(k === this.letter ? -1 : k), // once more: the most probable one again
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, letter }) {
    const { P, drawn } = frames[shown].arrays;
    this.letter = letter;
    this.bars.show({ symbols: this.panel.symbols, P, drawn, chosen: asked(letter, P) });
  }
}

/** Names that it writes, the letters that were given first. */
export class WrittenPanel extends Panel {
  /** @param {Element} parent @param {WrittenHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
    this.place.classList.add("names-free");
    this.laid = "";
  }

  /** @param {Seen} seen */
  show({ frames, shown, shapes }) {
    const { symbols, given, veiled } = this.panel;
    const letters = shapes.names[1];
    const numbers = frames[shown].arrays.names;
    const laid = `${veiled} ${numbers.join()}`;
    if (laid === this.laid) return;
    this.laid = laid;
    this.place.replaceChildren();
    for (let k = 0; k < numbers.length; k += letters) {
      const name = Array.from(numbers.subarray(k, k + letters))
        .filter((n) => n >= 0)
        .map((n) => symbols[n]);
      const box = html(
        "span",
        { class: "names-name" },
        this.place,
        name.slice(0, given).join("") || (veiled ? "?" : ""),
      );
      if (!veiled) html("em", {}, box, name.slice(given).join(""));
    }
  }
}
