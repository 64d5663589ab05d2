// A matrix as a table whose cells can be linked, hidden, framed, edited in place, or so many that only colours are left.

import { drag } from "../kit/drag.js";
import { html, say, set, tableHead } from "../kit/elements.js";
import { exact, readNumber, tabular } from "../kit/number_format.js";
import { Roving } from "../kit/roving.js";

const PER_TENTH = 4; // pixels of a drag that change a number by 0.1

/**
 * @typedef {object} CellOptions
 * @property {string} name the letter before a cell's place in its data-link: "x" gives "x-0-1"
 * @property {string[]} [rows] names at the left
 * @property {string[]} [columns] names at the top
 * @property {(i: number, j: number) => string} [link] the words of a cell; its name and place if left out
 * @property {(i: number) => string} [rowLink]
 * @property {(j: number) => string} [columnLink]
 * @property {boolean} [editable]
 * @property {boolean} [pick] whether a click on a cell means something: then keys can do it, too
 * @property {boolean} [small] colours alone, the numbers on hover
 */

/** @typedef {(share: number) => [ground: string, ink: string]} Paint from a share of -1 to 1; no ink is that of the page */

/**
 * @typedef {object} CellLook
 * @property {number} [decimals]
 * @property {number} [scale] the size that has the full colour; the largest entry if left out
 * @property {(i: number, j: number) => string} [mark] further classes of a cell
 * @property {(i: number, j: number) => boolean} [hidden]
 * @property {boolean} [awaited] whether an answer is still to come: what was typed stays until then
 */

export class Cells {
  /** @param {Element} parent @param {AbortSignal} signal @param {string} [extra] further classes */
  constructor(parent, signal, extra = "") {
    this.box = html("figure", { class: `cells-box ${extra}` }, parent);
    this.title = html("figcaption", {}, this.box);
    this.table = html("table", { class: "cells" }, this.box);
    /** @type {HTMLElement[]} */
    this.cells = [];
    this.laid = "";
    this.editors = new AbortController();
    this.roving = new Roving(this.table, { signal });
    signal.addEventListener("abort", () => this.editors.abort());
    /** Those that a person has changed since the last answer. @type {Set<HTMLInputElement>} */
    this.edited = new Set();
    /** @type {(i: number, j: number, text: string, done: boolean) => void} */
    this.onEdit = () => {};
  }

  /**
   * @param {import("./message.js").Matrix} matrix of any rank up to 2; a vector is one row
   * @param {CellOptions} options
   * @param {Paint} paint the colours of a cell
   * @param {CellLook} [how]
   */
  show(matrix, options, paint, how = {}) {
    const [n, m] = matrix.shape.length > 1 ? matrix.shape : [1, matrix.shape[0] ?? 1];
    this.lay(options, n, m);
    if (!how.awaited) this.edited.clear();
    const scale = how.scale ?? Math.max(1e-300, ...Array.from(matrix.data, Math.abs).filter(Number.isFinite));
    for (let k = 0; k < n * m; k++) {
      const [i, j] = [Math.floor(k / m), k % m];
      const cell = this.cells[k];
      const x = matrix.data[k];
      const hidden = how.hidden?.(i, j) ?? false;
      const share = Math.max(-1, Math.min(1, x / scale));
      const [background, ink] = hidden ? ["transparent", ""] : paint(share);
      if (cell.dataset.paint !== background) {
        cell.dataset.paint = background;
        cell.style.background = background;
        cell.style.color = ink;
      }
      cell.title = hidden ? "" : `${this.written(options, i, j)}${exact(x)}`;
      const mark = hidden ? "hidden-cell" : (how.mark?.(i, j) ?? "");
      if (cell.dataset.mark !== mark) {
        if (cell.dataset.mark) cell.classList.remove(...cell.dataset.mark.split(" "));
        if (mark) cell.classList.add(...mark.split(" ").filter(Boolean));
        cell.dataset.mark = mark.trim();
      }
      const input = /** @type {HTMLInputElement | null} */ (cell.firstElementChild);
      if (input) {
        if (
          !this.edited.has(input) &&
          input !== /** @type {Document | ShadowRoot} */ (input.getRootNode()).activeElement &&
          !input.classList.contains("dragged")
        ) {
          input.value = exact(x);
        }
      } else if (!options.small) say(cell, hidden ? "" : tabular(x, how.decimals ?? 2));
      if (options.pick)
        set(cell, { "aria-selected": mark.includes("chosen"), "aria-label": hidden ? "empty" : undefined });
    }
    set(this.table, {
      role: options.pick ? "grid" : undefined,
      "aria-label": options.pick ? this.title.textContent || options.name : undefined,
    });
    if (options.pick) this.roving.refresh();
  }

  /** Where a cell stands, for its tooltip. @param {CellOptions} options @param {number} i @param {number} j */
  written(options, i, j) {
    return options.rows || options.columns
      ? `${[options.rows?.[i], options.columns?.[j]].filter(Boolean).join(", ")}: `
      : "";
  }

  /** Build the table, if its shape or its names have changed. @param {CellOptions} options @param {number} n @param {number} m */
  lay(options, n, m) {
    const laid = JSON.stringify([options.rows, options.columns, n, m, options.small, options.editable, options.name]);
    if (laid === this.laid) return;
    this.laid = laid;
    this.editors.abort();
    this.editors = new AbortController();
    this.table.replaceChildren();
    this.table.classList.toggle("small", Boolean(options.small));
    this.cells = [];
    const { rows, columns, name } = options;
    if (columns) {
      const head = html("tr", {}, html("thead", {}, this.table));
      if (rows) html("td", {}, head);
      columns.forEach((text, j) => {
        const about = { title: text, "data-link": options.columnLink?.(j) ?? `${name}-column-${j}` };
        tableHead("col", about, head, text);
      });
    }
    const body = html("tbody", {}, this.table);
    for (let i = 0; i < n; i++) {
      const row = html("tr", {}, body);
      if (rows) {
        const about = { title: rows[i] ?? "", "data-link": options.rowLink?.(i) ?? `${name}-row-${i}` };
        tableHead("row", about, row, rows[i] ?? "");
      }
      for (let j = 0; j < m; j++) {
        const link = options.link?.(i, j) ?? `${name}-${i}-${j}`;
        const cell = html("td", { "data-link": link, "data-name": name, "data-row": i, "data-column": j }, row);
        if (options.editable) this.editor(cell, i, j, `${name.toUpperCase()} ${i}, ${j}`);
        this.cells.push(cell);
      }
    }
  }

  /** A number to type, to step with the arrow keys, or to drag up and down. @param {HTMLElement} cell @param {number} i @param {number} j @param {string} label */
  editor(cell, i, j, label) {
    const input = html("input", { type: "text", inputmode: "decimal", "aria-label": label, autocomplete: "off" }, cell);
    const { signal } = this.editors;
    const edited = (/** @type {boolean} */ done) => {
      this.edited.add(input);
      this.onEdit(i, j, input.value, done);
    };
    const number = () => readNumber(input.value) ?? NaN;
    const dragged = drag(input, {
      typed: true,
      threshold: 2,
      start: (event) => event.pointerType === "mouse" && Number.isFinite(number()),
      value: () => [number()],
      limits: () => [[-Infinity, Infinity]],
      place: ({ dy }, [from]) => [from - 0.1 * Math.round(dy / PER_TENTH)],
      step: 0.1,
      coarse: 1,
      snap: 0.01,
      move: ([value], done) => {
        if (Number.isNaN(value) || (!done && value === number())) return;
        input.value = exact(value);
        if (done && dragged.held) input.blur();
        edited(done);
      },
      signal,
    });
    input.addEventListener("change", () => edited(true), { signal });
    input.addEventListener("focus", () => input.select(), { signal });
    input.addEventListener("keydown", (event) => event.key === "Enter" && input.blur(), { signal });
  }
}

/** Signed numbers: blue, orange, and the paper for zero. @param {import("../kit/view.js").Palette} colours @returns {Paint} */
export const signedPaint = (colours) => (share) => [colours.tone(share), colours.onTone(share)];

/** Data, which have a hue of their own, never so deep that ink could not be read on it. @type {Paint} */
export const dataPaint = (share) => [
  `color-mix(in srgb, var(--class-0) ${Math.round(45 * Math.abs(share))}%, var(--paper))`,
  "",
];
