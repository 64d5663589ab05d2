// Z = X W + b as it is done by hand: X beside W, each entry of X W where a row meets a column, then b in every row.

import { Cells, dataPaint, signedPaint } from "../cells.js";
import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";

const SIZE_WORDS = { n: "n samples", d: "d features", p: "p models" };
const PACE = 900;
const RESTED = 300; // ms after a hand has let go of a size

export class ProductView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.timer = this.later = 0;
    this.controls(html("div", { class: "product-controls" }, root));
    this.refusal = html("p", { class: "refusal", role: "alert" }, root);
    const falk = (this.falk = html("div", { class: "falk" }, root));
    /** @type {Record<string, Cells>} */
    this.parts = {};
    for (const name of ["W", "b", "X", "XW", "B", "Z"]) {
      if (name === "B" || name === "Z") html("span", { class: `operator at-${name}` }, falk, name === "B" ? "+" : "=");
      this.parts[name] = new Cells(falk, `at-${name}`);
    }
    for (const name of ["X", "W", "b"]) {
      this.parts[name].onEdit = (i, j, text, done) =>
        this.ask({ what: "entry", name, index: name === "b" ? [j] : [i, j], text, done });
    }
    this.sum = html("p", { class: "product-sum", "aria-live": "polite" }, root);
    this.row = this.column = 0;
    this.shown = -1;
    root.addEventListener("click", (event) => this.clicked(event.target));
  }

  /** @param {Element} parent */
  controls(parent) {
    /** @type {Record<string, {input: HTMLInputElement, text: Element}>} */
    this.sizes = {};
    for (const name of /** @type {("n" | "d" | "p")[]} */ (["n", "d", "p"])) {
      const label = html("label", { "data-link": `size-${name}` }, parent);
      html("span", { class: "name" }, label, SIZE_WORDS[name]);
      const input = html("input", { type: "range", min: 1, step: 1, name, "aria-label": SIZE_WORDS[name] }, label);
      const text = html("b", { class: "number" }, label);
      input.addEventListener("input", () => this.resized(false));
      input.addEventListener("change", () => this.resized(true));
      this.sizes[name] = { input, text };
    }
    const buttons = html("span", { class: "buttons" }, parent);
    /** @type {Record<string, HTMLElement>} */
    this.buttons = {};
    for (const [name, title] of [
      ["again", "⏮ empty"],
      ["next", "one cell ▸"],
      ["play", "▶ cell by cell"],
      ["all", "all at once"],
    ]) {
      this.buttons[name] = html("button", { type: "button" }, buttons, title);
      this.buttons[name].addEventListener("click", () => this.reveal(name));
    }
  }

  /** @param {object} question */
  ask(question) {
    this.requests.ask({ row: this.row, column: this.column, shown: this.shown, ...question });
  }

  /** @param {boolean} done */
  resized(done) {
    const sizes = Object.fromEntries(
      Object.entries(this.sizes).map(([name, { input }]) => [name, Number(input.value)]),
    );
    for (const name in sizes) say(this.sizes[name].text, String(sizes[name]));
    this.stop();
    clearTimeout(this.later);
    const ask = () => this.ask({ what: "size", sizes: [sizes.n, sizes.d, sizes.p], done });
    if (done) this.later = window.setTimeout(ask, RESTED);
    else ask();
  }

  /** @param {string} how */
  reveal(how) {
    const playing = this.timer !== 0;
    this.stop();
    const last = this.n * this.p;
    if (how === "again") this.shown = 0;
    if (how === "all") this.shown = -1;
    if (how === "next") this.step();
    if (how === "play" && !playing) {
      if (this.shown < 0 || this.shown >= last) this.shown = 0;
      this.step();
      this.timer = window.setInterval(() => {
        if (this.shown < 0 || this.shown >= last || !this.root.isConnected) this.stop();
        else this.step();
      }, PACE);
    }
    this.draw();
    this.ask({ what: "cell", done: true });
  }

  /** Show one more entry. */
  step() {
    if (this.shown < 0 || this.shown >= this.n * this.p) this.shown = 0;
    this.row = Math.floor(this.shown / this.p);
    this.column = this.shown % this.p;
    this.shown += 1;
    this.draw();
    if (this.timer) this.ask({ what: "cell", done: true });
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.buttons.play.textContent = "▶ cell by cell";
  }

  /** @param {EventTarget | null} target */
  clicked(target) {
    const cell = target instanceof Element ? target.closest("td[data-name]") : null;
    const name = cell?.getAttribute("data-name") ?? "";
    if (!cell || !["z", "xw", "bb"].includes(name)) return;
    this.stop();
    this.row = Number(cell.getAttribute("data-row"));
    this.column = Number(cell.getAttribute("data-column"));
    const place = this.row * this.p + this.column;
    if (this.shown >= 0 && place >= this.shown) this.shown = place + 1;
    this.draw();
    this.ask({ what: "cell", done: true });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    const [n, d] = this.array("X").shape;
    this.n = n;
    this.d = d;
    this.p = this.array("b").shape[0];
    if (!this.requests.busy) {
      Object.assign(this, { row: header.row, column: header.column });
      if (!this.timer) this.shown = header.shown;
      for (const [name, size] of [
        ["n", this.n],
        ["d", this.d],
        ["p", this.p],
      ]) {
        const { input, text } = this.sizes[name];
        input.max = header.most[name];
        input.value = String(size);
        say(text, String(size));
      }
    }
    this.row = Math.min(this.row, this.n - 1);
    this.column = Math.min(this.column, this.p - 1);
    this.draw();
  }

  /** @param {string} name @returns {import("../message.js").Matrix} */
  array(name) {
    return /** @type {import("../message.js").Matrix} */ (this.arrays.get(name));
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    const { samples, features, models } = this.header;
    this.falk.classList.toggle("crowded", this.d + 3 * this.p > 13);
    const hidden = (/** @type {number} */ i, /** @type {number} */ j) =>
      this.shown >= 0 && i * this.p + j >= this.shown;
    const row = (/** @type {number} */ i) => (i === this.row ? "of-row" : "");
    const column = (/** @type {number} */ _, /** @type {number} */ j) => (j === this.column ? "of-column" : "");
    const one = (/** @type {number} */ i, /** @type {number} */ j) =>
      i === this.row && j === this.column ? "chosen" : "";
    const weights = signedPaint(colours);
    const scale = Math.max(
      ...Array.from(this.array("Z").data, Math.abs),
      ...Array.from(this.array("XW").data, Math.abs),
      1e-300,
    );
    const big = Math.max(...["W", "b"].map((name) => Math.max(...Array.from(this.array(name).data, Math.abs))), 1e-300);
    const byModel = { columns: models, columnLink: (/** @type {number} */ j) => `model-${j}` };
    const show = (
      /** @type {string} */ name,
      /** @type {string} */ title,
      /** @type {any} */ options,
      /** @type {any} */ how,
      paint = weights,
    ) => {
      say(
        this.parts[name].title,
        `${title} (${this.array(name).shape.join(", ")}${this.array(name).shape.length > 1 ? "" : ","})`,
      );
      this.parts[name].show(this.array(name), options, paint, how);
    };
    show(
      "X",
      "X data",
      {
        name: "x",
        rows: samples,
        columns: features,
        editable: true,
        columnLink: (/** @type {number} */ k) => `feature-${k}`,
      },
      { mark: row },
      dataPaint,
    );
    show(
      "W",
      "W weights",
      { name: "w", rows: features, ...byModel, editable: true, rowLink: (/** @type {number} */ k) => `feature-${k}` },
      { mark: column, scale: big },
    );
    show(
      "b",
      "b bias",
      {
        name: "b",
        columns: models,
        columnLink: byModel.columnLink,
        link: (/** @type {number} */ _, /** @type {number} */ j) => `b-${j}`,
        editable: true,
      },
      { mark: column, scale: big },
    );
    show(
      "XW",
      "X @ W",
      {
        name: "xw",
        rows: samples.map(() => ""),
        ...byModel,
        link: (/** @type {number} */ i, /** @type {number} */ j) => `z-${i}-${j} xw-${i}-${j}`,
      },
      { mark: one, hidden, scale },
    );
    show(
      "B",
      "b in every row",
      { name: "bb", ...byModel, link: (/** @type {number} */ _, /** @type {number} */ j) => `b-${j}` },
      { mark: (/** @type {number} */ i, /** @type {number} */ j) => `${i ? "copy " : ""}${one(i, j)}`, scale: big },
    );
    show("Z", "Z", { name: "z", ...byModel }, { mark: one, hidden, scale });
    this.write();
    say(this.refusal, this.header.refused);
    this.refusal.hidden = !this.header.refused;
    this.buttons.play.textContent = this.timer ? "❚❚ stop" : "▶ cell by cell";
  }

  /** The sum of the chosen entry, term by term. */
  write() {
    const [i, j] = [this.row, this.column];
    this.sum.replaceChildren();
    if (this.shown === 0) {
      this.sum.textContent = `Z has ${this.n} × ${this.p} empty places. Fill them one by one, or click one.`;
      return;
    }
    const at = (/** @type {string} */ name, /** @type {number} */ k) => this.array(name).data[k];
    const bracket = (/** @type {number} */ x) => (x < 0 ? `(${trimmed(x)})` : trimmed(x));
    const add = (/** @type {string} */ text, link = "", kind = "span") =>
      html(kind, link ? { "data-link": link, class: "number" } : {}, this.sum, text);
    add(`Z[${i}, ${j}]`, `z-${i}-${j}`, "b");
    add(` = row ${i} of X · column ${j} of W + b[${j}] = `);
    for (let k = 0; k < this.d; k++) {
      if (k) add(" + ");
      const term = add("", `x-${i}-${k} w-${k}-${j}`, "b");
      html("span", { class: "of-data" }, term, bracket(at("X", i * this.d + k)));
      term.append("·");
      html("span", { class: "of-weight" }, term, bracket(at("W", k * this.p + j)));
    }
    add(" + ");
    add(bracket(at("b", j)), `b-${j}`, "b");
    html("br", {}, this.sum);
    add(" = ");
    for (let k = 0; k < this.d; k++) {
      if (k) add(" + ");
      add(bracket(at("products", (i * this.d + k) * this.p + j)), `x-${i}-${k} w-${k}-${j}`, "b");
    }
    add(" + ");
    add(bracket(at("b", j)), `b-${j}`, "b");
    add(" = ");
    add(trimmed(at("Z", i * this.p + j)), `z-${i}-${j}`, "b");
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, matrix]) => [name, Array.from(matrix.data)]));
    return {
      ...numbers,
      n: this.n,
      d: this.d,
      p: this.p,
      row: this.row,
      column: this.column,
      shown: this.shown,
      sum: this.sum.textContent,
      refused: this.header.refused,
    };
  }
}

/** A number without needless zeros. @param {number} x */
export const trimmed = (x) =>
  Math.abs(x) >= 1e5 || (x !== 0 && Math.abs(x) < 1e-4)
    ? fixed(x, 4)
    : String(Math.round(x * 1e4) / 1e4).replace("-", "−");
