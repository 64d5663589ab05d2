// A matrix as numbers on coloured cells: blue is positive, orange is negative, the paper is zero. All digits on hover.

import { html, say, tableHead } from "../kit/elements.js";
import { exact, tabular } from "../kit/number_format.js";
import { scrollArea } from "../kit/scroll_area.js";

/**
 * @typedef {object} GridOptions
 * @property {string} name the word before a cell's place in its data-link, such as "z"
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {number} [decimals]
 * @property {(x: number) => string} [write] how a number is written; with so many decimals if left out
 * @property {number} [scale] the size that has the full colour; the largest entry if left out
 * @property {string[]} [rowSums] what stands behind each row
 * @property {string} [sumTitle]
 */

export class Grid {
  /** @param {HTMLElement} parent @param {string} title @param {AbortSignal} signal */
  constructor(parent, title, signal) {
    this.box = scrollArea(html("figure", { class: "grid-box" }, parent), title || "matrix", signal);
    this.title = html("figcaption", {}, this.box, title);
    this.table = html("table", { class: "grid" }, this.box);
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    /** @type {HTMLElement[]} */
    this.sums = [];
    /** The corner above the names of the rows. */
    this.corner = html("td", { class: "corner" });
    this.laid = "";
  }

  /**
   * @param {import("./message.js").Matrix} matrix
   * @param {GridOptions} options
   * @param {import("../kit/view.js").Palette} colours
   * @param {(i: number, j: number) => string} [mark] a class for the cell, such as "off"
   */
  show(matrix, options, colours, mark = () => "") {
    const [n, m] = matrix.shape;
    this.lay(options, n, m);
    const scale = options.scale ?? Math.max(1e-300, ...Array.from(matrix.data, Math.abs).filter(Number.isFinite));
    for (let k = 0; k < n * m; k++) {
      const x = matrix.data[k];
      const share = Math.max(-1, Math.min(1, x / scale));
      const cell = this.cells[k];
      say(cell, options.write?.(x) ?? tabular(x, options.decimals ?? 2));
      cell.title = exact(x);
      cell.style.background = colours.tone(share);
      cell.style.color = colours.onTone(share);
      cell.className = mark(Math.floor(k / m), k % m);
    }
    (options.rowSums ?? []).forEach((text, i) => say(this.sums[i], text));
  }

  /** Build the table, if its shape or its names have changed. @param {GridOptions} options @param {number} n @param {number} m */
  lay(options, n, m) {
    const laid = JSON.stringify([options.rows, options.columns, n, m, options.sumTitle]);
    if (laid === this.laid) return;
    this.laid = laid;
    this.table.replaceChildren();
    this.cells = [];
    this.sums = [];
    const head = html("tr", {}, html("thead", {}, this.table));
    head.append(this.corner);
    options.columns.forEach((name, j) => tableHead("col", { "data-link": `column-${j}` }, head, name));
    if (options.sumTitle) html("th", { scope: "col" }, head, options.sumTitle);
    const body = html("tbody", {}, this.table);
    for (let i = 0; i < n; i++) {
      const row = html("tr", {}, body);
      tableHead("row", { "data-link": `row-${i}` }, row, options.rows[i]);
      for (let j = 0; j < m; j++)
        this.cells.push(html("td", { "data-link": `cell-${i}-${j}`, "data-row": i, "data-column": j }, row));
      if (options.sumTitle) this.sums.push(html("td", { class: "sum" }, row));
    }
  }
}
