// The Jacobian of softmax as a matrix of numbers, and the gradient by the chain rule and by the shortcut.

import { html, say } from "../../kit/elements.js";
import { difference, fixed, shapeText } from "../../kit/number_format.js";
import { Drawing } from "../drawing.js";
import { Grid } from "../grid.js";

const DECIMALS = 3;
const NOTHING = 1e-12; // a sum below this is 0 but for rounding
const WAYS = [
  ["dP", "dL/dP = −Y / P"],
  ["product", "chain rule: dL/dP times J"],
  ["dZ", "shortcut: P − Y"],
];

/** @typedef {{names: string[], given: string, row_sums: number[], gap: number}} JacobianHeader what softmax is `given`: z or z/T; `gap` is the largest difference between the two ways */

/** @extends {Drawing<JacobianHeader>} */
export class JacobianView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.square = new Grid(html("div", { class: "square" }, root), "", this.signal);
    const right = html("div", { class: "ways" }, root);
    this.ways = WAYS.map(() => new Grid(right, "", this.signal));
    this.line = html("p", { class: "line" }, right);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {JacobianHeader} header */
  paint(colours, { names, given, row_sums: sums, gap }) {
    this.root.classList.toggle("many", names.length > 6);
    const J = this.matrix("J");
    say(
      this.square.title,
      `J = ∂P/∂${given.length > 1 ? `(${given})` : given}  ${shapeText(J.shape)}: row j shows how the probability of class j responds to each logit`,
    );
    const options = {
      name: "J",
      rows: names.map((name) => `P ${name}`),
      columns: names.map((name) => `${given} ${name}`),
      decimals: DECIMALS,
      rowSums: sums.map((x) => (Math.abs(x) < NOTHING ? difference(x) : fixed(x))),
      sumTitle: "row sum",
    };
    this.square.show(J, options, colours, (i, j) => (i === j ? "diagonal" : ""));
    WAYS.forEach(([name, title], k) => {
      const row = this.matrix(name);
      say(this.ways[k].title, `${title}  ${shapeText(row.shape)}`);
      const scale = k ? 1 : undefined;
      this.ways[k].show(row, { name, rows: [""], columns: names, decimals: DECIMALS, scale }, colours);
    });
    say(this.line, `largest difference between the two: ${difference(gap)}`);
  }

  /** For tests. */
  state() {
    return this.header ? { J: Array.from(this.matrix("J").data), gap: this.header.gap } : null;
  }
}
