// The Jacobian of softmax as a matrix of numbers, and the gradient by the long way and by the short one.

import { fixed, gap } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { Grid } from "../grid.js";

export class JacobianView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.square = new Grid(html("div", { class: "square" }, root), "");
    const right = html("div", { class: "ways" }, root);
    this.ways = ["", "", ""].map((title) => new Grid(right, title));
    this.line = html("p", { class: "line" }, right);
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    this.draw();
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    const { names, row_sums: sums } = this.header;
    const decimals = 3;
    this.root.classList.toggle("many", names.length > 6);
    const J = /** @type {import("../message.js").Matrix} */ (this.arrays.get("J"));
    say(this.square.title, `J = ∂P/∂z  (${J.shape.join(", ")}): row j says how P of class j moves with each logit`);
    const rowSums = sums.map((/** @type {number} */ x) => (Math.abs(x) < 1e-12 ? gap(x) : fixed(x)));
    this.square.show(
      J,
      {
        name: "J",
        rows: names.map((/** @type {string} */ n) => `P ${n}`),
        columns: names.map((/** @type {string} */ n) => `z ${n}`),
        decimals,
        rowSums,
        sumTitle: "row sum",
      },
      colours,
      (i, j) => (i === j ? "diagonal" : ""),
    );
    const titles = [
      ["dP", "dL/dP = −Y / P"],
      ["product", "the long way: dL/dP times J"],
      ["dZ", "the short way: P − Y"],
    ];
    titles.forEach(([name, title], k) => {
      const row = /** @type {import("../message.js").Matrix} */ (this.arrays.get(name));
      say(this.ways[k].title, `${title}  (1, ${names.length})`);
      this.ways[k].show(row, { name, rows: [""], columns: names, decimals, scale: k ? 1 : undefined }, colours);
    });
    say(this.line, `largest difference between the two ways: ${gap(this.header.gap)}`);
  }

  /** For tests. */
  state() {
    return { J: Array.from(/** @type {any} */ (this.arrays.get("J")).data), gap: this.header.gap };
  }
}
