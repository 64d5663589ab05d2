// Tensors of rank 3, 2, 1 and 0 out of one another: a stack of pictures, one picture, one row of it, one pixel.

import { html, say, set } from "../../kit/elements.js";
import { shapeText } from "../../kit/number_format.js";
import { Roving } from "../../kit/roving.js";
import { Drawing } from "../drawing.js";

/** @typedef {{names: string[], at: [number, number, number], most: number}} RanksHeader picture, row, column; the largest grey level */

/** @extends {Drawing<RanksHeader>} */
export class RanksView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const row = html("div", { class: "ranks-row" }, root);
    this.panels = [3, 2, 1, 0].map((rank) => {
      const box = html("figure", { class: `rank rank-${rank}` }, row);
      const title = html("figcaption", {}, box);
      return { title, body: html("div", { class: "rank-body" }, box), words: html("p", {}, box) };
    });
    const [stack, picture, vector, scalar] = this.panels.map(({ body }) => body);
    this.stack = html("div", { class: "stack" }, stack);
    this.picture = html("div", { class: "big-picture", role: "group", "aria-label": "pixels" }, picture);
    this.pixels = new Roving(this.picture, { signal: this.signal });
    this.vector = html("div", { class: "vector" }, vector);
    this.scalar = html("b", { class: "scalar number" }, scalar);
    const flat = html("figure", { class: "rank flattened" }, root);
    this.flatTitle = html("figcaption", {}, flat);
    this.flat = html("tbody", {}, html("table", { class: "flat-body" }, flat));
    /** @type {number[]} */
    this.at = [0, 0, 0];
    this.listen(root, "click", (event) => this.clicked(event.target));
  }

  /** @param {RanksHeader} header */
  take(header) {
    if (!this.requests.busy) this.at = [...header.at];
    if (!this.stack.firstChild) this.make(header);
  }

  /** @param {RanksHeader} header */
  make({ names, most }) {
    const { shape, data } = this.matrix("T");
    const [count, height, width] = shape;
    const pixels = height * width;
    const cell = (
      /** @type {Element} */ parent,
      /** @type {string} */ what,
      /** @type {number[]} */ index,
      kind = "i",
    ) => html(kind, { "data-index": index.join(), "data-what": what, "data-link": `t-${index.join("-")}` }, parent);
    for (let i = 0; i < count; i++) {
      const about = { "data-what": "image", "data-index": i, "aria-label": `image ${i}: a ${names[i]}` };
      const picture = html("button", { type: "button", class: "picture", style: `--k: ${i}`, ...about }, this.stack);
      const line = html("tr", { class: "flat-row", "data-row": i }, this.flat);
      html("th", { scope: "row" }, line, `sample ${i}`);
      for (let k = 0; k < pixels; k++) {
        const share = data[i * pixels + k] / most;
        shade(html("i", {}, picture), share);
        shade(cell(line, "flat", [i, Math.floor(k / width), k % width], "td"), share);
      }
    }
    for (let r = 0; r < height; r++)
      for (let c = 0; c < width; c++) {
        const pixel = cell(this.picture, "pixel", [r, c]);
        set(pixel, { role: "button", "data-row": r, "data-column": c });
      }
    for (let c = 0; c < width; c++) cell(this.vector, "column", [c]);
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {RanksHeader} header */
  paint(_colours, { names, most }) {
    const [i, r, c] = this.at;
    const { shape, data } = this.matrix("T");
    const [count, height, width] = shape;
    const number = (/** @type {Element} */ cell, /** @type {number} */ row, /** @type {number} */ column) => {
      const value = data[(i * height + row) * width + column];
      shade(cell, value / most);
      say(cell, String(value));
      set(cell, { "data-link": `t-${i}-${row}-${column}` });
      cell.classList.toggle("chosen", row === r && column === c);
    };
    [...this.stack.children].forEach((picture, k) => {
      picture.classList.toggle("chosen", k === i);
      set(picture, { "aria-pressed": k === i });
    });
    [...this.picture.children].forEach((cell, k) => {
      const row = Math.floor(k / width);
      number(cell, row, k % width);
      cell.classList.toggle("of-row", row === r);
      const chosen = row === r && k % width === c;
      set(cell, { "aria-label": `${cell.textContent}, row ${row}, column ${k % width}`, "aria-pressed": chosen });
    });
    this.pixels.refresh([r, c]);
    [...this.vector.children].forEach((cell, column) => number(cell, r, column));
    say(this.scalar, String(data[(i * height + r) * width + c]));
    set(this.scalar, { "data-link": `t-${i}-${r}-${c}` });
    const told = [
      ["tensor", "T", [count, height, width], `${count} images: click one`],
      ["matrix", `T[${i}]`, [height, width], `the ${names[i]}: click a pixel`],
      ["vector", `T[${i}, ${r}]`, [width], `its row ${r}: ${width} grey levels`],
      ["scalar", `T[${i}, ${r}, ${c}]`, [], `one grey level, from 0 to ${most}`],
    ];
    /** @type {[string, string, number[], string][]} */ (told).forEach(([kind, title, size, words], k) => {
      say(this.panels[k].title, `rank ${3 - k}, ${kind}: ${title}  ${shapeText(size)}`);
      say(this.panels[k].words, words);
    });
    const flat = `(${count}, ${height * width})`;
    say(
      this.flatTitle,
      `The same numbers as a data matrix: X = T.reshape${flat}  ${flat}: each image has become a row, each pixel a feature`,
    );
    for (const cell of this.flat.querySelectorAll(".chosen")) cell.classList.remove("chosen");
    this.flat.querySelector(`[data-index="${this.at.join()}"]`)?.classList.add("chosen");
    [...this.flat.children].forEach((line, k) => line.classList.toggle("of-row", k === i));
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
    const titles = this.panels.map(({ title }) => title.textContent);
    return { at: this.at, value: Number(this.scalar.textContent), titles };
  }
}

/** @param {Element} element @param {number} share of the darkest grey */
const shade = (element, share) =>
  /** @type {HTMLElement} */ (element).style.setProperty("--ink-share", `${100 * share}%`);
