// Tensors in rows: pointing at a cell marks the same cell of its relatives and writes all of them out; some can be chosen.

import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { cellAt, TensorGrid } from "./tensor_grid.js";

export class TensorsView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.rows = html("div", { class: "tensor-rows" }, root);
    this.legend = html("p", { class: "error-legend" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {Map<string, TensorGrid>} */
    this.grids = new Map();
    this.laid = "";
    root.addEventListener("pointerover", (event) => this.point(event.target));
    root.addEventListener("pointerleave", () => this.point(null));
    root.addEventListener("click", (event) => this.choose(event.target));
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (cellAt(event.target)) event.preventDefault();
      this.choose(event.target);
    });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    const laid = JSON.stringify(
      header.groups.map((/** @type {any} */ group) => [
        group.title,
        group.tensors.map((/** @type {any} */ t) => [t.name, t.sign]),
      ]),
    );
    if (laid !== this.laid) this.lay();
    this.laid = laid;
    this.draw();
  }

  lay() {
    this.rows.replaceChildren();
    this.grids.clear();
    this.heads = this.header.groups.map((/** @type {any} */ group) => {
      const section = html("section", { class: "tensor-group" }, this.rows);
      const head = html("h4", {}, section);
      const row = html("div", { class: "tensor-row" }, section);
      for (const { name, sign } of group.tensors) {
        if (sign) html("span", { class: "arrow", "aria-hidden": "true" }, row, sign);
        this.grids.set(name, new TensorGrid(row, name));
      }
      return head;
    });
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    this.header.groups.forEach((/** @type {any} */ group, /** @type {number} */ k) => {
      say(this.heads[k], group.title);
      this.heads[k].hidden = !group.title;
      for (const tensor of group.tensors) {
        const grid = /** @type {TensorGrid} */ (this.grids.get(tensor.name));
        const matrix = /** @type {import("../message.js").Matrix} */ (this.arrays.get(tensor.name));
        grid.caption(tensor.symbol, tensor.shape, tensor.words ?? "");
        grid.box.className = `grid-box tensor-box ${tensor.state ?? ""}`;
        grid.show(matrix, { ...tensor, pick: Boolean(tensor.pick) }, colours);
      }
    });
    this.legend.hidden = !this.header.legend;
    if (this.header.legend && !this.legend.firstChild) {
      for (const text of this.header.legend) html("span", {}, this.legend, text);
    }
    this.point(null);
  }

  /** @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const at = cellAt(target);
    const group =
      at &&
      this.header.groups.find((/** @type {any} */ g) => g.tensors.some((/** @type {any} */ t) => t.name === at.grid));
    for (const [name, grid] of this.grids) {
      const kin = group && group.linked && group.tensors.some((/** @type {any} */ t) => t.name === name);
      grid.mark((i, j) => Boolean(at) && (kin || name === at?.grid) && i === at?.i && j === at?.j);
    }
    if (!at || !group) {
      say(this.line, this.header.summary);
      return;
    }
    const told = group.linked ? group.tensors : group.tensors.filter((/** @type {any} */ t) => t.name === at.grid);
    say(
      this.line,
      told
        .flatMap((/** @type {any} */ tensor) => [tensor, ...(tensor.beside ?? [])])
        .map((/** @type {any} */ t) => this.written(t, at.i, at.j))
        .join("     "),
    );
  }

  /** @param {{name: string, symbol: string}} tensor @param {number} i @param {number} j */
  written({ name, symbol }, i, j) {
    const matrix = /** @type {import("../message.js").Matrix} */ (this.arrays.get(name));
    return `${symbol}[${i}, ${j}] = ${fixed(matrix.data[i * matrix.shape[1] + j], 9)}`;
  }

  /** @param {EventTarget | null} target */
  choose(target) {
    const at = cellAt(target);
    if (!at) return;
    const tensor = this.header.groups
      .flatMap((/** @type {any} */ g) => g.tensors)
      .find((/** @type {any} */ t) => t.name === at.grid);
    if (tensor?.pick) this.requests.ask({ name: at.grid, i: at.i, j: at.j });
  }

  /** For tests. */
  state() {
    return {
      tensors: Object.fromEntries([...this.arrays].map(([name, matrix]) => [name, Array.from(matrix.data)])),
      states: Object.fromEntries(
        this.header.groups
          .flatMap((/** @type {any} */ g) => g.tensors)
          .map((/** @type {any} */ t) => [t.name, t.state ?? ""]),
      ),
    };
  }
}
