// The same two matrices under different signs; where they do not fit, the entries that find no partner are drawn.

import { Cells, signedPaint } from "../cells.js";
import { html, say } from "../../kit/elements.js";

export class OperatorsView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.given = html("div", { class: "given" }, root);
    this.a = new Cells(this.given);
    this.b = new Cells(this.given);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.grid = html("div", { class: "attempts" }, root);
    /** @type {{box: HTMLElement, shapes: HTMLElement, cells: Cells, broken: HTMLElement, because: HTMLElement}[]} */
    this.panels = [];
    root.addEventListener("pointerover", (event) => this.point(event.target));
    root.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    while (this.panels.length < header.attempts.length) {
      const box = html("section", { class: "attempt" }, this.grid);
      const shapes = html("h3", {}, box);
      const cells = new Cells(box);
      this.panels.push({
        box,
        shapes,
        cells,
        broken: html("div", { class: "broken" }, box),
        because: html("p", { class: "because" }, box),
      });
    }
    this.draw();
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    const paint = signedPaint(colours);
    for (const [name, cells] of /** @type {[string, Cells][]} */ ([
      ["A", this.a],
      ["B", this.b],
    ])) {
      const matrix = /** @type {import("../message.js").Matrix} */ (this.arrays.get(name));
      say(cells.title, `${name} (${matrix.shape.join(", ")})`);
      cells.show(matrix, { name: name.toLowerCase() }, paint, { decimals: this.header.decimals[name] });
    }
    this.header.attempts.forEach((/** @type {any} */ attempt, /** @type {number} */ k) =>
      this.panel(this.panels[k], attempt, k, paint),
    );
    this.point(null);
  }

  /** @param {any} panel @param {any} attempt @param {number} k @param {(share: number) => string} paint */
  panel(panel, attempt, k, paint) {
    panel.box.classList.toggle("refused", !attempt.fits);
    panel.shapes.replaceChildren();
    html("b", {}, panel.shapes, attempt.expression);
    this.shapeText(html("span", { class: "shapes" }, panel.shapes), attempt);
    panel.cells.box.hidden = !attempt.fits;
    panel.broken.hidden = attempt.fits;
    if (attempt.fits) {
      const value = /** @type {import("../message.js").Matrix} */ (this.arrays.get(`value${k}`));
      const link = (/** @type {number} */ i, /** @type {number} */ j) => this.links(attempt, i, j).join(" ");
      panel.cells.laid = "";
      panel.cells.show(value, { name: `value${k}`, link }, paint, { decimals: attempt.decimals });
    } else this.drawMismatch(panel.broken, attempt);
    say(panel.because, attempt.because);
  }

  /** The two shapes, with the dimensions that have to agree in a box. @param {Element} parent @param {any} attempt */
  shapeText(parent, attempt) {
    const write = (/** @type {number[]} */ shape, /** @type {number} */ inner, /** @type {boolean} */ good) => {
      parent.append("(");
      shape.forEach((size, axis) => {
        if (axis) parent.append(", ");
        const boxed = attempt.kind === "hadamard" ? attempt.pairs[axis][2] : axis === inner ? good : null;
        html("i", { class: boxed === null ? "" : boxed ? "inner-good" : "inner-bad" }, parent, String(size));
      });
      parent.append(")");
    };
    if (attempt.kind === "transpose") {
      write(attempt.left, -1, true);
    } else {
      const good = attempt.kind === "matmul" ? attempt.pairs[0][2] : true;
      write(attempt.left, 1, good);
      parent.append(attempt.kind === "matmul" ? " @ " : " * ");
      write(attempt.right, 0, good);
    }
    parent.append(attempt.fits ? ` → (${attempt.shape.join(", ")})` : " → ✗");
  }

  /** A row of the left above a column of the right: what has no partner hangs in the air. @param {HTMLElement} parent @param {any} attempt */
  drawMismatch(parent, attempt) {
    parent.replaceChildren();
    const rails =
      attempt.kind === "matmul"
        ? [
            ["a row on the left", attempt.left[1]],
            ["a column on the right", attempt.right[0]],
          ]
        : null;
    const pairs = rails
      ? [rails]
      : [
          [
            ["rows on the left", attempt.left[0]],
            ["rows on the right", attempt.right[0]],
          ],
          [
            ["columns on the left", attempt.left[1]],
            ["columns on the right", attempt.right[1]],
          ],
        ];
    pairs.forEach((pair, axis) => {
      const good = attempt.pairs[axis][2];
      const table = html("div", { class: `rails ${good ? "good" : "bad"}` }, parent);
      const most = Math.max(pair[0][1], pair[1][1]);
      const least = Math.min(pair[0][1], pair[1][1]);
      for (const [words, size] of pair) {
        const rail = html("div", { class: "rail" }, table);
        html("span", { class: "words" }, rail, `${words}: ${size}`);
        for (let k = 0; k < most; k++)
          html("i", { class: k >= size ? "missing" : k >= least && !good ? "alone" : "paired" }, rail);
      }
    });
    html("code", {}, parent, `ValueError: ${attempt.complaint}`);
  }

  /** Which entries of A and B an entry comes from. @param {any} attempt @param {number} i @param {number} j */
  links(attempt, i, j) {
    const [left, right] = attempt.operands;
    const of = (/** @type {string} */ name, /** @type {number} */ r, /** @type {number} */ c) =>
      name.endsWith(".T") ? `${name[0].toLowerCase()}-${c}-${r}` : `${name.toLowerCase()}-${r}-${c}`;
    if (attempt.kind === "transpose") return [of(attempt.expression, i, j)];
    if (attempt.kind === "hadamard")
      return [
        of(left, Math.min(i, attempt.left[0] - 1), Math.min(j, attempt.left[1] - 1)),
        of(right, Math.min(i, attempt.right[0] - 1), Math.min(j, attempt.right[1] - 1)),
      ];
    const words = [];
    for (let k = 0; k < attempt.left[1]; k++) words.push(of(left, i, k), of(right, k, j));
    return words;
  }

  /** @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const cell = target instanceof Element ? target.closest("td[data-name^=value]") : null;
    if (!cell) {
      say(this.line, "Point at a number of a result: it says where it comes from.");
      return;
    }
    const k = Number(/** @type {string} */ (cell.getAttribute("data-name")).slice(5));
    const i = Number(cell.getAttribute("data-row"));
    const j = Number(cell.getAttribute("data-column"));
    const attempt = this.header.attempts[k];
    say(this.line, `(${attempt.expression})[${i}, ${j}] = ${attempt.terms[i][j]} = ${cell.textContent}`);
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, matrix]) => [name, Array.from(matrix.data)]));
    return {
      ...numbers,
      fits: this.header.attempts.map((/** @type {any} */ attempt) => attempt.fits),
      line: this.line.textContent,
    };
  }
}
