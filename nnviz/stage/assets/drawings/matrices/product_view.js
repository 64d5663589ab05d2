// Z = X W + b as it is done by hand: X beside W, each entry of X W where a row meets a column, then b in every row.

import { html, say } from "../../kit/elements.js";
import { bracketed, exact, shapeText, trimmed } from "../../kit/number_format.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { Slider } from "../../kit/slider.js";
import { atRest } from "../../kit/timing.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { Cells, dataPaint, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";

const SIZES = { n: "n samples", d: "d features", p: "p models" };
const OPERATORS = { B: "+", Z: "=" };
const PACE = 900; // ms from entry to entry
const RESTED = 300; // ms after a person has let go of a size

/** @typedef {keyof typeof SIZES} Size */
/** @typedef {"W" | "b" | "X" | "XW" | "B" | "Z"} Name of a tensor that is shown */

/**
 * @typedef {object} ProductHeader
 * @property {string[]} samples
 * @property {string[]} features
 * @property {string[]} models
 * @property {number} row of the chosen entry of Z
 * @property {number} column
 * @property {number} shown how many entries of Z are filled in; -1 is all
 * @property {Record<Size, number>} most of each size
 * @property {string} refused why the last wish was refused, or nothing
 */

/** @extends {Drawing<ProductHeader>} */
export class ProductView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = this.column = 0;
    this.n = this.d = this.p = 1;
    /** How many entries of Z are filled in. */
    this.filled = 0;
    const controls = html("div", { class: "product-controls" }, root);
    /** @type {Record<Size, Slider>} */
    this.sizes = { n: this.size(controls, "n"), d: this.size(controls, "d"), p: this.size(controls, "p") };
    this.rested = atRest(RESTED, () => this.askForSizes(true), this.signal);
    this.playhead = new Playhead({ pace: PACE, wrap: true });
    const play = { icon: /** @type {const} */ ("play"), text: "cell by cell" };
    this.bar = new PlaybackBar(controls, this.playhead, {
      group: "Entries of Z",
      buttons: ["first", "forward", "play", "last"],
      faces: {
        first: { text: "empty" },
        forward: { text: "one cell" },
        play,
        again: play,
        last: { text: "all at once" },
      },
      changed: () => this.moved(),
      signal: this.signal,
    });
    this.falk = scrollArea(html("div", { class: "falk" }, root), "X @ W + b = Z", this.signal);
    /** @type {Record<Name, Cells>} */
    this.parts = {
      W: this.part("W"),
      b: this.part("b"),
      X: this.part("X"),
      XW: this.part("XW"),
      B: this.part("B"),
      Z: this.part("Z"),
    };
    for (const name of /** @type {const} */ (["X", "W", "b"])) {
      this.parts[name].onEdit = (i, j, text, done) =>
        this.ask({ what: "entry", name, index: name === "b" ? [j] : [i, j], text, done }, `${name} ${i} ${j}`);
    }
    this.sum = html("p", { class: "product-sum", "aria-live": "polite" }, root);
    // It takes the place of the sum, so that nothing moves under the hand that types.
    this.refusal = html("p", { class: "refusal", role: "alert" }, root);
    this.listen(root, "click", (event) => this.clicked(event.target));
  }

  /** @param {Element} parent @param {Size} name */
  size(parent, name) {
    const change = (/** @type {number} */ _, /** @type {boolean} */ done) => this.resized(done);
    const { signal } = this;
    return new Slider(parent, { label: SIZES[name], name, link: `size-${name}`, low: 1, text: String, change, signal });
  }

  /** @param {Name} name */
  part(name) {
    const operator = name === "B" || name === "Z" ? OPERATORS[name] : "";
    if (operator) html("span", { class: `operator at-${name}` }, this.falk, operator);
    return new Cells(this.falk, this.signal, `at-${name}`);
  }

  /** How many entries are filled in, as an address says it: -1 is all. */
  get shown() {
    return this.filled >= this.playhead.last ? -1 : this.filled;
  }

  /** @param {object} question @param {string} [one] entry that it is about */
  ask(question, one) {
    this.requests.ask({ row: this.row, column: this.column, shown: this.shown, ...question }, one);
  }

  /** @param {boolean} done */
  resized(done) {
    this.playhead.pause();
    this.bar.draw();
    if (done) this.rested.start();
    else {
      this.rested.stop();
      this.askForSizes(false);
    }
  }

  /** @param {boolean} done */
  askForSizes(done) {
    const { n, d, p } = this.sizes;
    this.ask({ what: "size", sizes: [n.value, d.value, p.value], done });
  }

  /** The playhead has moved: by one entry, to the start, or to the end. */
  moved() {
    const { at } = this.playhead;
    const one = at !== this.filled && (at === this.filled + 1 || at === 1);
    this.filled = at;
    if (one) this.choose(Math.floor((at - 1) / this.p), (at - 1) % this.p);
    else this.draw();
    this.ask({ what: "cell", done: true });
  }

  /** @param {number} row @param {number} column */
  choose(row, column) {
    Object.assign(this, { row, column });
    this.draw();
  }

  /** @param {EventTarget | null} target */
  clicked(target) {
    const cell = target instanceof Element ? target.closest("td[data-name]") : null;
    if (!cell || !["z", "xw", "bb"].includes(cell.getAttribute("data-name") ?? "")) return;
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    this.fill(Math.max(this.filled, i * this.p + j + 1));
    this.choose(i, j);
    this.ask({ what: "cell", done: true });
  }

  /** Stand where so many entries are filled in. @param {number} count */
  fill(count) {
    this.playhead.go(count);
    this.filled = this.playhead.at;
    this.bar.draw();
  }

  /** @param {ProductHeader} header */
  take(header) {
    const all = this.shown < 0;
    const [n, d] = this.matrix("X").shape;
    const [p] = this.matrix("b").shape;
    Object.assign(this, { n, d, p });
    this.playhead.reach(n * p);
    if (all && !this.playhead.playing) this.fill(n * p);
    if (!this.requests.busy) {
      Object.assign(this, { row: header.row, column: header.column });
      if (!this.playhead.playing) this.fill(header.shown < 0 ? n * p : header.shown);
      for (const [name, size] of /** @type {[Size, number][]} */ (Object.entries({ n, d, p }))) {
        this.sizes[name].update({ high: header.most[name] });
        this.sizes[name].show(size);
      }
    }
    this.filled = this.playhead.at;
    this.row = Math.min(this.row, n - 1);
    this.column = Math.min(this.column, p - 1);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ProductHeader} header */
  paint(colours, { samples, features, models, refused }) {
    this.falk.classList.toggle("crowded", this.d + 3 * this.p > 13);
    const hidden = (/** @type {number} */ i, /** @type {number} */ j) => i * this.p + j >= this.filled;
    const ofRow = (/** @type {number} */ i) => (i === this.row ? "of-row" : "");
    const ofColumn = (/** @type {number} */ _, /** @type {number} */ j) => (j === this.column ? "of-column" : "");
    const chosen = (/** @type {number} */ i, /** @type {number} */ j) =>
      i === this.row && j === this.column ? "chosen" : "";
    const copied = (/** @type {number} */ i, /** @type {number} */ j) => `${i ? "copy " : ""}${chosen(i, j)}`;
    const biasLink = (/** @type {number} */ _, /** @type {number} */ j) => `b-${j}`;
    const productLink = (/** @type {number} */ i, /** @type {number} */ j) => `z-${i}-${j} xw-${i}-${j}`;
    const featureLink = (/** @type {number} */ k) => `feature-${k}`;
    const byModel = { columns: models, columnLink: (/** @type {number} */ j) => `model-${j}` };
    const byFeature = { rows: features, rowLink: featureLink };
    const data = { name: "x", rows: samples, columns: features, columnLink: featureLink, editable: true };
    const product = { name: "xw", rows: samples.map(() => ""), ...byModel, link: productLink, pick: true };
    const tone = signedPaint(colours);
    const [sums, weights] = [this.largest("Z", "XW"), this.largest("W", "b")];
    this.show("X", "X data", data, { mark: ofRow }, dataPaint);
    this.show(
      "W",
      "W weights",
      { name: "w", ...byFeature, ...byModel, editable: true },
      { mark: ofColumn, scale: weights },
      tone,
    );
    this.show(
      "b",
      "b bias",
      { name: "b", ...byModel, link: biasLink, editable: true },
      { mark: ofColumn, scale: weights },
      tone,
    );
    this.show("XW", "X @ W", product, { mark: chosen, hidden, scale: sums }, tone);
    this.show(
      "B",
      "b, repeated in every row",
      { name: "bb", ...byModel, link: biasLink, pick: true },
      { mark: copied, scale: weights },
      tone,
    );
    this.show("Z", "Z", { name: "z", ...byModel, pick: true }, { mark: chosen, hidden, scale: sums }, tone);
    this.write();
    say(this.refusal, refused);
    this.refusal.hidden = !refused;
    this.sum.hidden = Boolean(refused);
  }

  /** The size that has the full colour in some tensors. @param {string[]} names */
  largest(...names) {
    return Math.max(1e-300, ...names.flatMap((name) => Array.from(this.matrix(name).data, Math.abs)));
  }

  /** @param {Name} name @param {string} title @param {import("../cells.js").CellOptions} options @param {import("../cells.js").CellLook} look @param {import("../cells.js").Paint} paint */
  show(name, title, options, look, paint) {
    const matrix = this.matrix(name);
    say(this.parts[name].title, `${title} ${shapeText(matrix.shape)}`);
    this.parts[name].show(matrix, options, paint, { ...look, awaited: this.requests.busy });
  }

  /** The sum of the chosen entry, term by term. */
  write() {
    const [i, j] = [this.row, this.column];
    this.sum.replaceChildren();
    if (this.filled === 0) {
      this.sum.textContent = `Z has ${this.n} × ${this.p} empty entries. Fill them one by one, or click one.`;
      return;
    }
    const at = (/** @type {string} */ name, /** @type {number} */ k) => this.matrix(name).data[k];
    const factor = (/** @type {number} */ x) => bracketed(x, trimmed);
    const words = (/** @type {string} */ text) => html("span", {}, this.sum, text);
    const number = (
      /** @type {string} */ text,
      /** @type {string} */ link,
      /** @type {number | undefined} */ x = undefined,
    ) =>
      html("b", { "data-link": link, class: "number", title: x === undefined ? undefined : exact(x) }, this.sum, text);
    number(`Z[${i}, ${j}]`, `z-${i}-${j}`);
    words(` = row ${i} of X · column ${j} of W + b[${j}] = `);
    for (let k = 0; k < this.d; k++) {
      if (k) words(" + ");
      const term = number("", `x-${i}-${k} w-${k}-${j}`);
      html("span", { class: "of-data" }, term, factor(at("X", i * this.d + k)));
      term.append("·");
      html("span", { class: "of-weight" }, term, factor(at("W", k * this.p + j)));
    }
    words(" + ");
    number(factor(at("b", j)), `b-${j}`);
    html("br", {}, this.sum);
    words(" = ");
    for (let k = 0; k < this.d; k++) {
      if (k) words(" + ");
      const x = at("products", (i * this.d + k) * this.p + j);
      number(factor(x), `x-${i}-${k} w-${k}-${j}`, x);
    }
    words(" + ");
    number(factor(at("b", j)), `b-${j}`);
    words(" = ");
    number(trimmed(at("Z", i * this.p + j)), `z-${i}-${j}`, at("Z", i * this.p + j));
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    const { n, d, p, row, column, shown, sum, header } = this;
    return { ...numbers, n, d, p, row, column, shown, sum: sum.textContent, refused: header?.refused };
  }
}
