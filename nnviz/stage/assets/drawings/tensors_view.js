// Tensors in rows: pointing at a cell marks the same cell of its relatives and writes all of them out; some can be chosen.

import { html, say } from "../kit/elements.js";
import { fixed } from "../kit/number_format.js";
import { Drawing } from "./drawing.js";
import { cellAt, TensorGrid } from "./tensor_grid.js";

/** @typedef {{name: string, symbol: string}} Told an array and what it is called */

/**
 * @typedef {object} TensorWords
 * @property {number[]} shape as it is written
 * @property {string} [words]
 * @property {string} [sign] between it and the tensor before
 * @property {string} [state] right or wrong
 * @property {Told[]} [beside] what is told with it
 */

/** @typedef {Told & TensorWords & import("./tensor_grid.js").TensorOptions} TensorHeader */
/** @typedef {{title: string, linked?: boolean, tensors: TensorHeader[]}} Group `linked`: pointing at one marks all */
/** @typedef {{groups: Group[], legend?: string[], summary: string}} TensorsHeader */

/** @extends {Drawing<TensorsHeader>} */
export class TensorsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.rows = html("div", { class: "tensor-rows" }, root);
    this.legend = html("p", { class: "error-legend" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {Map<string, TensorGrid>} */
    this.grids = new Map();
    this.laid = "";
    /** @type {HTMLElement[]} */
    this.heads = [];
    this.listen(root, "pointerover", (event) => this.point(event.target));
    this.listen(root, "pointerleave", () => this.point(null));
    this.listen(root, "click", (event) => this.choose(event.target));
    this.listen(root, "keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (cellAt(event.target)) event.preventDefault();
      this.choose(event.target);
    });
  }

  /** @param {TensorsHeader} header */
  take(header) {
    const laid = JSON.stringify(
      header.groups.map(({ title, tensors }) => [title, tensors.map((t) => [t.name, t.sign])]),
    );
    if (laid !== this.laid) this.lay(header);
    this.laid = laid;
  }

  /** @param {TensorsHeader} header */
  lay({ groups }) {
    this.rows.replaceChildren();
    this.grids.clear();
    this.heads = groups.map(({ tensors }) => {
      const section = html("section", { class: "tensor-group" }, this.rows);
      const head = html("p", { class: "title" }, section);
      const row = html("div", { class: "tensor-row" }, section);
      for (const { name, sign } of tensors) {
        if (sign) html("span", { class: "arrow", "aria-hidden": "true" }, row, sign);
        this.grids.set(name, new TensorGrid(row, name, this.signal));
      }
      return head;
    });
  }

  /** @param {import("../kit/view.js").Palette} colours @param {TensorsHeader} header */
  paint(colours, { groups, legend }) {
    groups.forEach(({ title, tensors }, k) => {
      say(this.heads[k], title);
      this.heads[k].hidden = !title;
      for (const tensor of tensors) {
        const grid = this.grids.get(tensor.name);
        if (!grid) continue;
        grid.caption(tensor.symbol, tensor.shape, tensor.words ?? "");
        grid.box.className = `grid-box tensor-box ${tensor.state ?? ""}`;
        grid.show(this.matrix(tensor.name), { ...tensor, pick: Boolean(tensor.pick) }, colours);
      }
    });
    this.legend.hidden = !legend;
    if (legend && !this.legend.firstChild) for (const text of legend) html("span", {}, this.legend, text);
    this.point(null);
  }

  /** @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const at = cellAt(target);
    const group = at && this.header.groups.find(({ tensors }) => tensors.some(({ name }) => name === at.grid));
    for (const [name, grid] of this.grids) {
      const kin = group?.linked && group.tensors.some((t) => t.name === name);
      grid.mark((i, j) => Boolean(at) && (kin === true || name === at?.grid) && i === at?.i && j === at?.j);
    }
    if (!at || !group) {
      say(this.line, this.header.summary);
      return;
    }
    const told = group.linked ? group.tensors : group.tensors.filter(({ name }) => name === at.grid);
    const parts = told.flatMap((tensor) => [tensor, ...(tensor.beside ?? [])]).map((t) => this.written(t, at.i, at.j));
    say(this.line, parts.join("     "));
  }

  /** @param {Told} tensor @param {number} i @param {number} j */
  written({ name, symbol }, i, j) {
    const { shape, data } = this.matrix(name);
    return `${symbol}[${i}, ${j}] = ${fixed(data[i * shape[1] + j], 6)}`;
  }

  /** @param {EventTarget | null} target */
  choose(target) {
    const at = cellAt(target);
    if (!at) return;
    if (this.tensors.find(({ name }) => name === at.grid)?.pick) this.requests.ask({ name: at.grid, i: at.i, j: at.j });
  }

  get tensors() {
    return this.header?.groups.flatMap(({ tensors }) => tensors) ?? [];
  }

  /** For tests. */
  state() {
    return {
      tensors: Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)])),
      states: Object.fromEntries(this.tensors.map(({ name, state = "" }) => [name, state])),
    };
  }
}
