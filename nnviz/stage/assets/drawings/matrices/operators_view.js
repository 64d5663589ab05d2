// The same two matrices under different signs; where they do not fit, the entries that find no partner are drawn.

import { html, say } from "../../kit/elements.js";
import { icon } from "../../kit/icons.js";
import { shapeText } from "../../kit/number_format.js";
import { Cells, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";

/**
 * @typedef {object} Attempt one sign between the matrices
 * @property {string} expression
 * @property {"matmul" | "hadamard" | "transpose"} kind
 * @property {number[]} left shape
 * @property {number[]} right shape
 * @property {boolean} fits
 * @property {number[]} shape of the result
 * @property {number} decimals
 * @property {[left: number, right: number, agree: boolean][]} pairs sizes that have to agree
 * @property {string} complaint of NumPy
 * @property {string[][]} terms where each entry comes from
 * @property {string} because
 * @property {[left: string, right: string]} operands
 */

/**
 * @typedef {object} OperatorsHeader
 * @property {Record<"A" | "B", number>} decimals
 * @property {Attempt[]} attempts
 */

/** @typedef {ReturnType<OperatorsView["make"]>} Part what is kept of an attempt while it is on the page */

/** @extends {Drawing<OperatorsHeader>} */
export class OperatorsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const given = html("div", { class: "given" }, root);
    this.given = { A: new Cells(given), B: new Cells(given) };
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.grid = html("div", { class: "attempts" }, root);
    /** @type {Part[]} */
    this.parts = [];
    this.listen(root, "pointerover", (event) => this.point(event.target));
    this.listen(root, "pointerleave", () => this.point(null));
  }

  make() {
    const box = html("section", { class: "attempt" }, this.grid);
    const shapes = html("h3", {}, box);
    const cells = new Cells(box);
    const broken = html("div", { class: "broken" }, box);
    return { box, shapes, cells, broken, because: html("p", { class: "because" }, box) };
  }

  /** @param {OperatorsHeader} header */
  take({ attempts }) {
    while (this.parts.length < attempts.length) this.parts.push(this.make());
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {OperatorsHeader} header */
  paint(colours, { attempts, decimals }) {
    const paint = signedPaint(colours);
    for (const name of /** @type {const} */ (["A", "B"])) {
      const matrix = this.matrix(name);
      say(this.given[name].title, `${name} ${shapeText(matrix.shape)}`);
      this.given[name].show(matrix, { name: name.toLowerCase() }, paint, { decimals: decimals[name] });
    }
    attempts.forEach((attempt, k) => this.show(this.parts[k], attempt, k, paint));
    this.point(null);
  }

  /** @param {Part} part @param {Attempt} attempt @param {number} k @param {import("../cells.js").Paint} paint */
  show({ box, shapes, cells, broken, because }, attempt, k, paint) {
    box.classList.toggle("refused", !attempt.fits);
    shapes.replaceChildren();
    html("b", {}, shapes, attempt.expression);
    this.writeShapes(html("span", { class: "shapes" }, shapes), attempt);
    cells.box.hidden = !attempt.fits;
    broken.hidden = attempt.fits;
    if (attempt.fits) {
      const link = (/** @type {number} */ i, /** @type {number} */ j) => this.links(attempt, i, j).join(" ");
      cells.laid = "";
      cells.show(this.matrix(`value${k}`), { name: `value${k}`, link }, paint, { decimals: attempt.decimals });
    } else this.drawMismatch(broken, attempt);
    say(because, attempt.because);
  }

  /** The two shapes, with the dimensions that have to agree in a box. @param {Element} parent @param {Attempt} attempt */
  writeShapes(parent, { kind, left, right, pairs, fits, shape }) {
    const write = (/** @type {number[]} */ sizes, /** @type {number} */ inner) => {
      parent.append("(");
      sizes.forEach((size, axis) => {
        if (axis) parent.append(", ");
        const pair = kind === "hadamard" ? pairs[axis] : kind === "matmul" && axis === inner ? pairs[0] : null;
        html("i", { class: pair ? (pair[2] ? "inner-good" : "inner-bad") : "" }, parent, String(size));
      });
      parent.append(")");
    };
    write(left, 1);
    if (kind !== "transpose") {
      parent.append(kind === "matmul" ? " @ " : " * ");
      write(right, 0);
    }
    parent.append(" → ");
    parent.append(fits ? shapeText(shape) : icon("cross"));
  }

  /** A row of the left above a column of the right: what has no partner hangs in the air. @param {HTMLElement} parent @param {Attempt} attempt */
  drawMismatch(parent, { kind, left, right, pairs, complaint }) {
    parent.replaceChildren();
    const words =
      kind === "matmul"
        ? [["a row on the left", "a column on the right"]]
        : [
            ["rows on the left", "rows on the right"],
            ["columns on the left", "columns on the right"],
          ];
    words.forEach((sides, axis) => {
      const sizes = kind === "matmul" ? [left[1], right[0]] : [left[axis], right[axis]];
      const [, , good] = pairs[axis];
      const rails = html("div", { class: `rails ${good ? "good" : "bad"}` }, parent);
      const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
      sizes.forEach((size, side) => {
        const rail = html("div", { class: "rail" }, rails);
        html("span", { class: "words" }, rail, `${sides[side]}: ${size}`);
        for (let k = 0; k < most; k++)
          html("i", { class: k >= size ? "missing" : k >= least && !good ? "alone" : "paired" }, rail);
      });
    });
    html("code", {}, parent, `ValueError: ${complaint}`);
  }

  /** Which entries of A and B an entry comes from. @param {Attempt} attempt @param {number} i @param {number} j */
  links({ kind, expression, operands, left, right }, i, j) {
    const of = (/** @type {string} */ name, /** @type {number} */ r, /** @type {number} */ c) =>
      name.endsWith(".T") ? `${name[0].toLowerCase()}-${c}-${r}` : `${name.toLowerCase()}-${r}-${c}`;
    if (kind === "transpose") return [of(expression, i, j)];
    if (kind === "hadamard")
      return [left, right].map(([rows, columns], side) =>
        of(operands[side], Math.min(i, rows - 1), Math.min(j, columns - 1)),
      );
    return Array.from({ length: left[1] }, (_, k) => [of(operands[0], i, k), of(operands[1], k, j)]).flat();
  }

  /** @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const cell = target instanceof Element ? target.closest("td[data-name^=value]") : null;
    if (!cell) {
      say(this.line, "Hover over an entry of a result to see how it is computed.");
      return;
    }
    const k = Number(/** @type {string} */ (cell.getAttribute("data-name")).slice(5));
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    const { expression, terms } = this.header.attempts[k];
    say(this.line, `(${expression})[${i}, ${j}] = ${terms[i][j]} = ${cell.textContent}`);
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    return { ...numbers, fits: this.header?.attempts.map(({ fits }) => fits), line: this.line.textContent };
  }
}
