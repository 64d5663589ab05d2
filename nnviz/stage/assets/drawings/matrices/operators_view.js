// The same two operands under different signs; where they do not fit, the entries without a partner are drawn.

import { html, say } from "../../kit/elements.js";
import { icon } from "../../kit/icons.js";
import { shapeText } from "../../kit/number_format.js";
import { Cells, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";

/** What stands between two operands. @type {Record<string, string>} */
const SIGNS = { matmul: "@", hadamard: "*", add: "+" };

/**
 * @typedef {object} Attempt one sign between the matrices
 * @property {string} expression
 * @property {"matmul" | "hadamard" | "add" | "total" | "transpose"} kind
 * @property {number[]} left shape
 * @property {number[]} right shape
 * @property {boolean} fits
 * @property {number[]} shape of the result
 * @property {number} decimals
 * @property {[left: number, right: number][]} axes that meet
 * @property {[left: number, right: number, agree: boolean][]} pairs their sizes, which have to agree
 * @property {string} complaint of NumPy
 * @property {string[]} terms how each entry comes about
 * @property {string[]} links the words of the entries that each comes from
 * @property {string} because
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
    this.given = { A: new Cells(given, this.signal), B: new Cells(given, this.signal) };
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.grid = html("div", { class: "attempts" }, root);
    /** @type {Part[]} */
    this.parts = [];
    this.listen(root, "pointerover", (event) => this.point(event.target));
    this.listen(root, "pointerleave", () => this.point(null));
  }

  make() {
    const box = html("section", { class: "attempt" }, this.grid);
    const shapes = html("p", { class: "title" }, box);
    const cells = new Cells(box, this.signal);
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
      const across = attempt.shape.length ? attempt.shape[attempt.shape.length - 1] : 1;
      const link = (/** @type {number} */ i, /** @type {number} */ j) => attempt.links[i * across + j];
      cells.laid = "";
      cells.show(this.matrix(`value${k}`), { name: `value${k}`, link }, paint, { decimals: attempt.decimals });
    } else this.drawMismatch(broken, attempt);
    say(because, attempt.because);
  }

  /** The shapes, with the sizes that have to agree in a box. @param {Element} parent @param {Attempt} attempt */
  writeShapes(parent, { kind, left, right, axes, pairs, fits, shape }) {
    const write = (/** @type {number[]} */ sizes, /** @type {0 | 1} */ side) => {
      parent.append("(");
      sizes.forEach((size, axis) => {
        if (axis) parent.append(", ");
        const k = axes.findIndex((pair) => pair[side] === axis);
        html("i", { class: k < 0 ? "" : pairs[k][2] ? "inner-good" : "inner-bad" }, parent, String(size));
      });
      parent.append(sizes.length === 1 ? ",)" : ")");
    };
    write(left, 0);
    if (SIGNS[kind]) {
      parent.append(` ${SIGNS[kind]} `);
      write(right, 1);
    }
    parent.append(" → ");
    parent.append(fits ? shapeText(shape) : icon("cross"));
  }

  /** A row of the left above a column of the right: what has no partner hangs in the air. @param {HTMLElement} parent @param {Attempt} attempt */
  drawMismatch(parent, { kind, left, right, axes, pairs, complaint }) {
    parent.replaceChildren();
    const word = (/** @type {number[]} */ shape, /** @type {number} */ axis, /** @type {string} */ side) => {
      if (shape.length === 1) return `the vector on the ${side}`;
      if (kind === "matmul") return side === "left" ? "a row on the left" : "a column on the right";
      return `${axis ? "columns" : "rows"} on the ${side}`;
    };
    pairs.forEach(([first, second, good], k) => {
      const sizes = [first, second];
      const sides = [word(left, axes[k][0], "left"), word(right, axes[k][1], "right")];
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
    const { expression, terms, shape } = this.header.attempts[k];
    const place = [`${expression}`, `(${expression})[${j}]`, `(${expression})[${i}, ${j}]`][shape.length];
    const number = i * (shape.length ? shape[shape.length - 1] : 1) + j;
    say(this.line, `${place} = ${terms[number]} = ${cell.textContent}`);
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    return { ...numbers, fits: this.header?.attempts.map(({ fits }) => fits), line: this.line.textContent };
  }
}
