// Panels of a transformer taken apart: what each part adds to a logit, at every place, and what becomes of P without some.

import { em, html, say, set } from "../../kit/elements.js";
import { exact, fixed, significant, tabular } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { LetterBars } from "../letter_bars.js";

/** @typedef {{step: number, symbol: number, off: number[], veiled: boolean, title: string}} Look the place and the symbol whose logit is taken apart, and the parts that are off; `veiled`: losses are shown later */
/** @typedef {import("../recording_view.js").Seen & {look: Look}} Seen */
/** @typedef {import("../../kit/panel.js").PanelOptions} PanelOptions */
/** @typedef {PanelOptions & {kind: "parts", parts: string[], symbols: string[]}} PartsHeader */
/** @typedef {PanelOptions & {kind: "places", parts: string[], symbols: string[], read: number[], targets: number[], counted: boolean[]}} PlacesHeader `counted`: whether a place's next symbol can be known */
/** @typedef {PanelOptions & {kind: "outcomes", symbols: string[]}} OutcomesHeader */
/** @typedef {(asked: {step?: number, symbol?: number, part?: number}) => void} Choose */

const LABEL = 9.4; // em
const CELL = 2.5; // em at most
const STRIP = 1.55; // em, the height of a row
const NARROW = 520;

/** The number of an entry of contributions: part, step, symbol. @param {number[]} shape @param {number} part @param {number} step @param {number} symbol */
const entry = ([, T, V], part, step, symbol) => (part * T + step) * V + symbol;

/** A bar for each part and one for their sum; a click switches a part off. */
export class PartsPanel extends Panel {
  /** @param {Element} parent @param {PartsHeader} panel @param {Choose} choose @param {AbortSignal} signal */
  constructor(parent, panel, choose, signal) {
    super(parent, panel);
    this.panel = panel;
    this.place.classList.add("parts");
    const head = html("div", { class: "part-row part-head" }, this.place);
    for (const text of ["part; click: off", "adds to the logit", "", "loss without"]) html("span", {}, head, text);
    this.rows = [...panel.parts, "sum"].map((title, k) => {
      const isSum = k === panel.parts.length;
      const row = html("div", { class: `part-row${isSum ? " part-sum" : ""}` }, this.place);
      const name = isSum
        ? html("b", {}, row, title)
        : html("button", { type: "button", class: "part-name" }, row, title);
      if (!isSum) name.addEventListener("click", () => choose({ part: k }), { signal });
      const fill = html("i", {}, html("span", { class: "part-track" }, row));
      return {
        row,
        name,
        fill,
        value: html("span", { class: "number" }, row),
        loss: html("span", { class: "number" }, row),
      };
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, shapes, colours, look }) {
    const { contributions, sums, alone, losses } = frames[shown].arrays;
    const n = this.panel.parts.length;
    const { step, symbol, off, veiled, title } = look;
    if (this.note) say(this.note, title);
    const V = this.panel.symbols.length;
    const values = this.panel.parts.map((_, k) => contributions[entry(shapes.contributions, k, step, symbol)]);
    values.push(sums[step * V + symbol]);
    const scale = largest(values);
    this.rows.forEach(({ row, name, fill, value, loss }, k) => {
      const share = values[k] / scale;
      fill.style.left = `${50 + 50 * Math.min(0, share)}%`;
      fill.style.width = `${50 * Math.abs(share)}%`;
      fill.style.background = colours.tone(k === n ? Math.sign(share) : 0.75 * Math.sign(share));
      say(value, fixed(values[k], 3));
      say(loss, veiled ? "?" : fixed(k === n ? losses[0] : alone[k], 3));
      row.classList.toggle("off", off.includes(k));
      if (k < n)
        set(name, { "aria-pressed": off.includes(k), title: off.includes(k) ? "switch it on" : "switch it off" });
    });
  }
}

/** What each part adds to the logit of the true next symbol, at every place; a click chooses the place. */
export class PlacesPanel extends Panel {
  /** @param {Element} parent @param {PlacesHeader} panel @param {Choose} choose @param {AbortSignal} signal */
  constructor(parent, panel, choose, signal) {
    super(parent, panel);
    this.panel = panel;
    this.rows = ["read", "next", ...panel.parts].map((title) => {
      const row = html("div", { class: "reading-row places-row" }, this.place);
      html("b", {}, html("div", { class: "unroll-label" }, row), title);
      return { title, grid: new ValueGrid(row, { title, signal, choose: ([, step]) => choose({ step }) }) };
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, shapes, colours, look }) {
    const { contributions } = frames[shown].arrays;
    const { parts, symbols, read, targets, counted } = this.panel;
    const T = read.length;
    const unit = em(this.box);
    const width = widthOf(this.place);
    const narrow = width < NARROW;
    const room = narrow ? width - 6 : width - (LABEL + 1) * unit;
    const cell = Math.floor(Math.max(narrow ? 24 : 18, Math.min(room / T, CELL * unit)));
    this.place.classList.toggle("narrow", narrow);
    this.place.style.setProperty("--strip", `${Math.floor(STRIP * unit)}px`);
    const of = (/** @type {number} */ part, /** @type {number} */ t) =>
      contributions[entry(shapes.contributions, part, t, targets[t])];
    const scale = largest(parts.flatMap((_, part) => read.map((_r, t) => of(part, t))));
    this.rows.forEach(({ title, grid }, r) => {
      const letters = r === 0 ? read : r === 1 ? targets : null;
      grid.show({ shape: [1, T], at: (_, t) => (letters ? letters[t] : of(r - 2, t)) }, colours, {
        cell,
        paint: letters ? "data" : "signed",
        scale: letters ? 3 * symbols.length : scale,
        write: (x) => (letters ? symbols[x] : tabular(x, 2)),
        mark: (_, t) =>
          `${t === look.step ? "here" : ""} ${counted[t] ? "" : "faint"} ${r > 1 && look.off.includes(r - 2) ? "hatched" : ""}`.trim(),
        chosen: [0, look.step],
        says: (_, t) => {
          const known = counted[t] ? "" : ", drawn at random";
          return letters
            ? `${symbols[letters[t]]}, ${title}, place ${t + 1}${r ? known : ""}`
            : `${title}, place ${t + 1}, logit of ${symbols[targets[t]]}: ${exact(of(r - 2, t))}`;
        },
      });
    });
  }
}

/** The probability of every symbol at the place: of the whole network, and without the parts that are off. */
export class OutcomesPanel extends Panel {
  /** @param {Element} parent @param {OutcomesHeader} panel @param {Choose} choose @param {AbortSignal} signal */
  constructor(parent, panel, choose, signal) {
    super(parent, panel);
    this.panel = panel;
    this.place.classList.add("outcomes");
    this.bars = ["P there, whole network", "no part off"].map((title) => {
      const box = html("div", {}, this.place);
      return {
        title: html("b", {}, box, title),
        bars: new LetterBars(box, { signal, choose: (symbol) => choose({ symbol }) }),
      };
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, look }) {
    const { symbols } = this.panel;
    const V = symbols.length;
    const { P } = frames[shown].arrays;
    const T = P.length / (2 * V);
    this.bars.forEach(({ title, bars }, k) => {
      const from = (k * T + look.step) * V;
      if (k) say(title, look.off.length ? "P there, parts off" : "no part off");
      bars.show({ symbols, P: P.subarray(from, from + V), chosen: look.symbol });
    });
  }
}

/** What the line below says. @param {Seen} seen @param {string[]} symbols @param {string} without */
export function remarkOf({ frames, shown, look }, symbols, without) {
  const { sums, logits, error, losses, accuracies } = frames[shown].arrays;
  const V = symbols.length;
  const at = look.step * V + look.symbol;
  const logit = `Logit of ${symbols[look.symbol]} at place ${look.step + 1}: parts ${fixed(sums[at], 4)}, engine ${fixed(logits[at], 4)}, apart by at most ${significant(error[0], 2)}`;
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
  const whole = `Loss ${fixed(losses[0], 3)}, ${percent(accuracies[0])} right`;
  if (!look.off.length) return `${logit}. ${whole}.`;
  const cut = `logit ${fixed(logits[logits.length / 2 + at], 3)}, loss ${fixed(losses[1], 3)}, ${percent(accuracies[1])} right`;
  return `${logit}. ${whole}; ${without}: ${cut}.`;
}
