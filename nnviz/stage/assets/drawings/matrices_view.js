// Matrices of one shape beside each other: pointing at a cell marks the same cell in all of them.

import { html, say } from "../kit/elements.js";
import { fixed, shapeText } from "../kit/number_format.js";
import { Drawing } from "./drawing.js";
import { Grid } from "./grid.js";

/**
 * @typedef {object} MatricesHeader
 * @property {{name: string, title: string, symbol: string, scale?: number, marked?: boolean}[]} matrices
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {boolean[]} dead a column each
 * @property {string[][]} marks a word per cell
 * @property {Record<string, string>} meanings what each mark means
 * @property {string} summary
 */

/** @extends {Drawing<MatricesHeader>} */
export class MatricesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "matrices-row" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {Grid[]} */
    this.grids = [];
    this.listen(root, "pointerover", (event) => this.point(event.target));
    this.listen(root, "pointerleave", () => this.point(null));
  }

  /** @param {MatricesHeader} header */
  take(header) {
    if (this.grids.length > header.matrices.length) {
      this.row.replaceChildren();
      this.grids = [];
    }
    while (this.grids.length < header.matrices.length) {
      if (this.grids.length) html("span", { class: "arrow", "aria-hidden": "true" }, this.row, "→");
      this.grids.push(new Grid(this.row, "", this.signal));
    }
  }

  /** @param {import("../kit/view.js").Palette} colours @param {MatricesHeader} header */
  paint(colours, { matrices, rows, columns, dead, marks }) {
    const names = columns.map((name, j) => (dead[j] ? `${name} ×` : name));
    matrices.forEach(({ name, title, scale, marked }, k) => {
      const values = this.matrix(name);
      const grid = this.grids[k];
      say(grid.title, `${title}  ${shapeText(values.shape)}`);
      const options = { name, rows, columns: names, decimals: 2, scale };
      grid.show(values, options, colours, (i, j) => (marked ? marks[i][j] : ""));
    });
    this.point(null);
  }

  /** @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const cell = target instanceof Element ? target.closest("td[data-row]") : null;
    if (!cell) {
      say(this.line, this.header.summary);
      return;
    }
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    const parts = this.header.matrices.map(({ name, symbol }) => {
      const { shape, data } = this.matrix(name);
      return `${symbol}[${i}, ${j}] = ${fixed(data[i * shape[1] + j])}`;
    });
    const meaning = this.header.meanings[this.header.marks[i][j]];
    say(this.line, parts.join("   →   ") + (meaning ? `   ${meaning}` : ""));
  }

  /** For tests. */
  state() {
    return Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
  }
}
