// Matrices of one shape beside each other: pointing at a cell marks the same cell in all of them.

import { fixed } from "../kit/digits.js";
import { html, say } from "../kit/elements.js";
import { Grid } from "./grid.js";

export class MatricesView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.row = html("div", { class: "matrices-row" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {Grid[]} */
    this.grids = [];
    root.addEventListener("pointerover", (event) => this.point(event.target));
    root.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {any} header @param {Map<string, import("./message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    while (this.grids.length < header.matrices.length) {
      if (this.grids.length) html("span", { class: "arrow", "aria-hidden": "true" }, this.row, "→");
      this.grids.push(new Grid(this.row, ""));
    }
    this.draw();
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    this.header.matrices.forEach((/** @type {any} */ matrix, /** @type {number} */ k) => {
      const values = /** @type {import("./message.js").Matrix} */ (this.arrays.get(matrix.name));
      const grid = this.grids[k];
      say(grid.title, `${matrix.title}  (${values.shape.join(", ")})`);
      const columns = this.header.columns.map((/** @type {string} */ name, /** @type {number} */ j) =>
        this.header.dead[j] ? `${name} ✕` : name,
      );
      const options = { name: matrix.name, rows: this.header.rows, columns: columns, decimals: 2, scale: matrix.scale };
      grid.show(values, options, colours, (i, j) => (matrix.marked ? this.header.marks[i][j] : ""));
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
    const i = Number(cell.getAttribute("data-row"));
    const j = Number(cell.getAttribute("data-column"));
    const parts = this.header.matrices.map((/** @type {any} */ matrix) => {
      const values = /** @type {import("./message.js").Matrix} */ (this.arrays.get(matrix.name));
      return `${matrix.symbol}[${i}, ${j}] = ${fixed(values.data[i * values.shape[1] + j])}`;
    });
    const mark = this.header.marks[i][j];
    const word =
      mark === "off"
        ? "   blocked: the slope is 0"
        : mark === "faint"
          ? "   saturated: hardly any gradient passes"
          : "";
    say(this.line, parts.join("   →   ") + word);
  }

  /** For tests. */
  state() {
    return Object.fromEntries([...this.arrays].map(([name, matrix]) => [name, Array.from(matrix.data)]));
  }
}
