// An attention map: who attends to whom. A row is a token that asks, a column one that is asked; a grid (kit/value_grid.js)
// with the names of the tokens around it.
//
//   this.map = new AttentionMap(box, { title: "weights P", signal, choose: ([t, s]) => this.choose(t, s) });
//   this.map.show({ tokens: ["a", "b", "c"], at: (t, s) => P[3 * t + s], hidden: (t, s) => s > t }, colours, {
//     cell: 40,              // pixels; room for the names comes on top of it: see `besideMap`
//     row: 1,                // the token whose row is framed
//     sums: ["1", "1", "1"], // at the end of each row, if they are to be seen
//     scale: largest(S),     // 1 if left out, as for weights; that of scores and gradients is their own
//   });                      // and whatever else a grid takes: mark, chosen, boxes, says, write
//
// Where a token may not look, a cell is hatched. Only the map of ONE sample and one head is shown: nothing is averaged here.

import { html, say, set } from "./elements.js";
import { exact } from "./number_format.js";
import { ValueGrid } from "./value_grid.js";

/** @typedef {import("./value_grid.js").Look} Look */

/**
 * @typedef {object} Attended
 * @property {string[]} tokens who asks, a row each
 * @property {string[]} [asked] who is asked, a column each; the same tokens if left out
 * @property {(t: number, s: number) => number} at
 * @property {(t: number, s: number) => boolean} [hidden] where a token may not look
 */

/** @typedef {Look & {row?: number | null, sums?: string[]}} MapLook */

const NAMES = 1.5; // em at the left and above
const SUMS = 3; // em at the right

/** The room that a map needs beside its cells, in em. @param {boolean} [sums] */
export const besideMap = (sums = false) => NAMES + (sums ? SUMS : 0);

export class AttentionMap {
  /** @param {Element} parent @param {import("./value_grid.js").Options} options */
  constructor(parent, options) {
    this.grid = new ValueGrid(parent, { ...options, class: `attention-map ${options.class ?? ""}`.trim() });
    const { box, cells } = this.grid;
    const body = html("div", { class: "attention-body" });
    box.insertBefore(body, cells);
    this.above = html("div", { class: "attention-names above", "aria-hidden": "true" }, body);
    this.beside = html("div", { class: "attention-names beside", "aria-hidden": "true" }, body);
    body.append(cells);
    this.sums = html("div", { class: "attention-names sums", "aria-hidden": "true" }, body);
  }

  /** @param {Attended} attended @param {import("./view.js").Palette} colours @param {MapLook} look */
  show({ tokens, asked = tokens, at, hidden }, colours, { row = null, sums = [], ...look }) {
    const shape = /** @type {[number, number]} */ ([tokens.length, asked.length]);
    this.grid.box.style.setProperty("--cell", `${look.cell}px`);
    names(this.above, asked, look.chosen?.[1] ?? null);
    names(this.beside, tokens, row);
    names(this.sums, sums, row);
    const { mark, says, boxes = [] } = look;
    const framed =
      row === null ? [] : [{ row, column: 0, rows: 1, columns: asked.length, kind: /** @type {const} */ ("soft") }];
    this.grid.show({ shape, at }, colours, {
      scale: 1,
      ...look,
      boxes: [...framed, ...boxes],
      mark: (t, s) => `${hidden?.(t, s) ? "hatched" : ""} ${mark?.(t, s) ?? ""}`.trim(),
      says: says ?? ((t, s) => `${tokens[t]} to ${asked[s]}: ${hidden?.(t, s) ? "hidden" : exact(at(t, s))}`),
    });
  }
}

/** @param {HTMLElement} box @param {string[]} texts @param {number | null} here */
function names(box, texts, here) {
  while (box.children.length > texts.length) box.lastElementChild?.remove();
  while (box.children.length < texts.length) html("span", {}, box);
  texts.forEach((text, k) => {
    const name = /** @type {HTMLElement} */ (box.children[k]);
    say(name, text);
    set(name, { class: k === here ? "here" : undefined });
  });
}
