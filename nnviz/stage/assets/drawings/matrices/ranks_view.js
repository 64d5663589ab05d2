// Tensors of rank 3, 2, 1 and 0 out of one another: a stack of pictures, one picture, one row of it, one pixel.

import { html, say } from "../../kit/elements.js";

export class RanksView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.row = html("div", { class: "ranks-row" }, root);
    /** @type {{box: HTMLElement, title: HTMLElement, words: HTMLElement, body: HTMLElement}[]} */
    this.panels = [3, 2, 1, 0].map((rank) => {
      const box = html("figure", { class: `rank rank-${rank}` }, this.row);
      const title = html("figcaption", {}, box);
      return { box, title, body: html("div", { class: "rank-body" }, box), words: html("p", {}, box) };
    });
    this.flat = html("figure", { class: "rank flattened" }, root);
    this.flatTitle = html("figcaption", {}, this.flat);
    this.flatBody = html("tbody", {}, html("table", { class: "flat-body" }, this.flat));
    this.at = [0, 0, 0];
    this.made = false;
    root.addEventListener("click", (event) => this.clicked(event.target));
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.T = /** @type {import("../message.js").Matrix} */ (arrays.get("T"));
    if (!this.requests.busy) this.at = [...header.at];
    if (!this.made) this.make();
    this.draw();
  }

  /** @param {Element} parent @param {string} what @param {number[]} index @param {string} kind */
  cell(parent, what, index, kind = "i") {
    return html(kind, { "data-index": index.join(), "data-what": what, "data-link": `t-${index.join("-")}` }, parent);
  }

  make() {
    this.made = true;
    const [count, height, width] = this.T.shape;
    const stack = html("div", { class: "stack" }, this.panels[0].body);
    /** @type {Element[]} */
    this.pictures = [];
    /** @type {Element[][]} */
    this.painted = [];
    for (let i = 0; i < count; i++) {
      const picture = html(
        "button",
        {
          type: "button",
          class: "picture",
          "data-what": "image",
          "data-index": `${i}`,
          "aria-label": `picture ${i}: a ${this.header.names[i]}`,
          style: `--k: ${i}`,
        },
        stack,
      );
      this.pictures.push(picture);
      for (let k = 0; k < height * width; k++) this.paint(html("i", {}, picture), this.T.data[i * height * width + k]);
    }
    this.grid = html("div", { class: "big-picture" }, this.panels[1].body);
    this.vector = html("div", { class: "vector" }, this.panels[2].body);
    this.scalar = html("b", { class: "scalar number" }, this.panels[3].body);
    for (let r = 0; r < height; r++) for (let c = 0; c < width; c++) this.cell(this.grid, "pixel", [r, c]);
    for (let c = 0; c < width; c++) this.cell(this.vector, "column", [c]);
    for (let i = 0; i < count; i++) {
      const line = html("tr", { class: "flat-row", "data-row": i }, this.flatBody);
      html("th", { scope: "row" }, line, `sample ${i}`);
      for (let k = 0; k < height * width; k++)
        this.paint(
          this.cell(line, "flat", [i, Math.floor(k / width), k % width], "td"),
          this.T.data[i * height * width + k],
        );
    }
  }

  /** @param {any} element @param {number} x */
  paint(element, x) {
    element.style.setProperty("--ink-share", `${(100 * x) / this.header.most}%`);
  }

  draw() {
    if (!this.made) return;
    const [i, r, c] = this.at;
    const [count, height, width] = this.T.shape;
    const value = (/** @type {number} */ row, /** @type {number} */ column) =>
      this.T.data[(i * height + row) * width + column];
    this.pictures.forEach((picture, k) => picture.classList.toggle("chosen", k === i));
    [...this.grid.children].forEach((cell, k) => {
      const [row, column] = [Math.floor(k / width), k % width];
      this.number(cell, value(row, column));
      cell.setAttribute("data-link", `t-${i}-${row}-${column}`);
      cell.classList.toggle("of-row", row === r);
      cell.classList.toggle("chosen", row === r && column === c);
    });
    [...this.vector.children].forEach((cell, column) => {
      this.number(cell, value(r, column));
      cell.setAttribute("data-link", `t-${i}-${r}-${column}`);
      cell.classList.toggle("chosen", column === c);
    });
    say(this.scalar, String(value(r, c)));
    this.scalar.setAttribute("data-link", `t-${i}-${r}-${c}`);
    const titles = ["T", `T[${i}]`, `T[${i}, ${r}]`, `T[${i}, ${r}, ${c}]`];
    const shapes = [`(${count}, ${height}, ${width})`, `(${height}, ${width})`, `(${width},)`, "()"];
    const names = ["tensor", "matrix", "vector", "scalar"];
    const words = [
      `${count} pictures: click one`,
      `the ${this.header.names[i]}: click a pixel`,
      `row ${r} of it: ${width} grey levels`,
      `one grey level, from 0 to ${this.header.most}`,
    ];
    this.panels.forEach((panel, k) => {
      say(panel.title, `rank ${3 - k}, ${names[k]}: ${titles[k]}  ${shapes[k]}`);
      say(panel.words, words[k]);
    });
    say(
      this.flatTitle,
      `The same numbers as a data matrix: X = T.reshape(${count}, ${height * width})  (${count}, ${height * width}): each picture has become a row, each pixel a feature`,
    );
    for (const cell of this.flatBody.querySelectorAll(".chosen")) cell.classList.remove("chosen");
    this.flatBody.querySelector(`[data-index="${i},${r},${c}"]`)?.classList.add("chosen");
    for (const line of this.flatBody.children)
      line.classList.toggle("of-row", Number(line.getAttribute("data-row")) === i);
  }

  /** @param {any} cell @param {number} x */
  number(cell, x) {
    this.paint(cell, x);
    say(cell, String(x));
    cell.classList.toggle("deep", x > 0.55 * this.header.most);
  }

  /** @param {EventTarget | null} target */
  clicked(target) {
    const cell = target instanceof Element ? target.closest("[data-what]") : null;
    if (!cell) return;
    const index = /** @type {string} */ (cell.getAttribute("data-index")).split(",").map(Number);
    const what = cell.getAttribute("data-what");
    if (what === "image") this.at[0] = index[0];
    if (what === "pixel") this.at = [this.at[0], ...index];
    if (what === "column") this.at[2] = index[0];
    if (what === "flat") this.at = index;
    this.draw();
    this.requests.ask({ at: this.at, done: true });
  }

  /** For tests. */
  state() {
    return {
      at: this.at,
      value: Number(this.scalar.textContent),
      titles: this.panels.map((panel) => panel.title.textContent),
    };
  }
}
