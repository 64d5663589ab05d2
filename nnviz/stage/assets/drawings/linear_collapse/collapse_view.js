// A stack of matrices beside the one matrix that replaces it: every W and b, W* filled in entry by entry, how far the
// network is from X W* + b* at every slope, and the singular values of W*.

import { svgAxis } from "../../kit/axis.js";
import { html, say, svg } from "../../kit/elements.js";
import { bracketed, error, exact, fixed, shapeText, subscript, trimmed } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { linePath } from "../../kit/path.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { linear } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { Slider } from "../../kit/slider.js";
import { Cells, dataPaint, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";

const PACE = 700; // ms from entry to entry
const MARGINS = { left: 3.9, right: 0.8, top: 0.5, bottom: 2.3 };

/**
 * @typedef {object} CollapseHeader
 * @property {number[]} widths the input first
 * @property {number} slope
 * @property {number} mostLayers
 * @property {number} mostUnits
 * @property {string[]} samples
 * @property {string[]} features
 * @property {string[]} outputs
 * @property {number} row of the chosen entry of W*
 * @property {number} column
 * @property {number} shown how many entries are filled in; -1 is all
 * @property {number} deviation
 * @property {number} rank
 * @property {boolean} answered whether rank and singular values may be seen
 */

/** @extends {Drawing<CollapseHeader>} */
export class CollapseView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    this.row = this.column = this.filled = 0;
    const controls = html("div", { class: "collapse-controls" }, root);
    this.slope = new Slider(controls, {
      label: "slope left of 0",
      name: "slope",
      link: "deviation",
      step: 0.05,
      text: (value) => (value === 0 ? "0 = ReLU" : value === 1 ? "1 = identity" : fixed(value, 2)),
      change: (value, done) => this.requests.ask({ what: "slope", value, done }),
      signal,
    });
    this.layers = new Slider(controls, {
      label: "layers",
      name: "layers",
      low: 1,
      text: String,
      change: (value, done) => this.requests.ask({ what: "layers", value, done }),
      signal,
    });
    /** @type {Slider[]} */
    this.units = [];
    this.unitsBox = html("div", { class: "collapse-units" }, controls);
    this.chain = scrollArea(html("div", { class: "collapse-chain" }, root), "the stack, layer by layer", signal);
    this.X = new Cells(this.chain, signal, "of-samples");
    /** @type {{box: HTMLElement, W: Cells, b: Cells}[]} */
    this.parts = [];
    const below = html("div", { class: "collapse-below" }, root);
    const one = html("div", { class: "collapse-one" }, below);
    this.playhead = new Playhead({ pace: PACE, wrap: true });
    const play = { icon: /** @type {const} */ ("play"), text: "entry by entry" };
    this.bar = new PlaybackBar(one, this.playhead, {
      group: "Entries of W*",
      buttons: ["first", "forward", "play", "last"],
      faces: {
        first: { text: "empty" },
        forward: { text: "one entry" },
        play,
        again: play,
        last: { text: "all at once" },
      },
      changed: () => this.moved(),
      signal,
    });
    const product = html("div", { class: "collapse-product" }, one);
    this.before = new Cells(product, signal, "at-before");
    this.last = new Cells(product, signal, "at-last");
    html("span", { class: "operator" }, product, "=");
    const star = html("div", {}, product);
    this.W = new Cells(star, signal, "at-star");
    this.b = new Cells(star, signal, "at-b-star");
    this.sum = html("p", { class: "collapse-sum", "aria-live": "polite" }, one);
    this.listen(root, "click", (event) => this.clicked(event.target));
    const figures = html("div", { class: "collapse-figures" }, below);
    this.deviations = new Panel(figures, {
      title: "largest deviation of the network from X W* + b*",
      label: "the deviation at every slope",
      height: 9.4,
    });
    this.told = html("p", { class: "collapse-told", "data-link": "deviation", "aria-live": "polite" }, figures);
    this.values = new Panel(figures, { title: "singular values of W*", height: 7 });
    this.rank = html("p", { class: "collapse-told", "data-link": "singular" }, figures);
  }

  /** How many entries are filled in, as an address says it: -1 is all. */
  get shown() {
    return this.filled >= this.playhead.last ? -1 : this.filled;
  }

  /** The chosen entry, and how many are filled in. */
  tell() {
    this.requests.ask({ what: "entry", row: this.row, column: this.column, shown: this.shown, done: true });
  }

  /** The playhead has moved: by one entry, to the start, or to the end. */
  moved() {
    const { at } = this.playhead;
    const one = at !== this.filled && (at === this.filled + 1 || at === 1);
    this.filled = at;
    const p = this.matrix("W").shape[1];
    if (one) Object.assign(this, { row: Math.floor((at - 1) / p), column: (at - 1) % p });
    this.draw();
    this.tell();
  }

  /** @param {EventTarget | null} target */
  clicked(target) {
    const cell = target instanceof Element ? target.closest('td[data-name="star"]') : null;
    if (!cell) return;
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    this.fill(Math.max(this.filled, i * this.matrix("W").shape[1] + j + 1));
    Object.assign(this, { row: i, column: j });
    this.draw();
    this.tell();
  }

  /** Stand where so many entries are filled in. @param {number} count */
  fill(count) {
    this.playhead.go(count);
    this.filled = this.playhead.at;
    this.bar.draw();
  }

  /** @param {CollapseHeader} header */
  take(header) {
    const { widths, slope, mostLayers, mostUnits, row, column, shown } = header;
    const size = this.matrix("W").data.length;
    this.playhead.reach(size);
    const hidden = widths.slice(1, -1);
    while (this.units.length < hidden.length) {
      const k = this.units.length;
      this.units.push(
        new Slider(this.unitsBox, {
          label: `units of layer ${k + 1}`,
          name: `units-${k}`,
          link: `layer-${k}`,
          low: 1,
          high: mostUnits,
          text: String,
          change: (value, done) => this.requests.ask({ what: "units", layer: k, value, done }, String(k)),
          signal: this.signal,
        }),
      );
    }
    this.units.forEach(({ row: box }, k) => (box.hidden = k >= hidden.length));
    this.layers.update({ high: mostLayers });
    if (!this.requests.busy) {
      this.slope.show(slope);
      this.layers.show(hidden.length + 1);
      hidden.forEach((units, k) => this.units[k].show(units));
      Object.assign(this, { row, column });
      if (!this.playhead.playing) this.fill(shown < 0 ? size : shown);
    }
    while (this.parts.length > hidden.length + 1) this.parts.pop()?.box.remove();
    while (this.parts.length <= hidden.length) {
      const box = html("div", { class: "collapse-layer" }, this.chain);
      html("span", { class: "operator" }, box, "@");
      const matrices = html("div", {}, box);
      this.parts.push({ box, W: new Cells(matrices, this.signal), b: new Cells(matrices, this.signal) });
    }
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {CollapseHeader} header */
  paint(colours, header) {
    const { samples, features, outputs, slope } = header;
    const tone = signedPaint(colours);
    const activation = slope === 1 ? "" : slope === 0 ? ", then ReLU" : `, then slope ${fixed(slope, 2)}`;
    this.put(this.X, "X", "X", { name: "x", rows: samples.map(() => ""), small: true }, {}, dataPaint);
    this.parts.forEach(({ W, b }, k) => {
      const n = subscript(k + 1);
      const link = () => `layer-${k} layer-${k - 1}`;
      this.put(W, `W${k + 1}`, `W${n}`, { name: `w${k}`, small: true, link }, {}, tone);
      this.put(b, `b${k + 1}`, `b${n}`, { name: `b${k}`, small: true, link }, {}, tone);
      say(b.title, `b${n} ${shapeText(this.matrix(`b${k + 1}`).shape)}${k < this.parts.length - 1 ? activation : ""}`);
    });
    const p = this.matrix("W").shape[1];
    const several = this.parts.length > 1;
    const ofRow = (/** @type {number} */ i) => (i === this.row ? "of-row" : "");
    const ofColumn = (/** @type {number} */ _, /** @type {number} */ j) => (j === this.column ? "of-column" : "");
    const chosen = (/** @type {number} */ i, /** @type {number} */ j) =>
      i === this.row && j === this.column ? "chosen" : "";
    const hidden = (/** @type {number} */ i, /** @type {number} */ j) => i * p + j >= this.filled;
    this.before.box.hidden = this.last.box.hidden = !several;
    if (several) {
      const all = this.parts.length > 2 ? `W₁…W${subscript(this.parts.length - 1)}` : "W₁";
      this.put(this.before, "before", all, { name: "before", rows: features }, { mark: ofRow }, tone);
      const last = `W${this.parts.length}`;
      this.put(this.last, last, `@ W${subscript(this.parts.length)}`, { name: "last" }, { mark: ofColumn }, tone);
    }
    const named = { name: "star", columns: outputs, ...(several ? {} : { rows: features }), pick: true };
    this.put(this.W, "W", "W*", named, { mark: chosen, hidden }, tone);
    this.put(this.b, "b", "b*", { name: "bstar" }, {}, tone);
    this.write();
    this.drawDeviations(header);
    this.drawValues(header);
  }

  /** @param {Cells} cells @param {string} name of the array @param {string} title @param {import("../cells.js").CellOptions} options @param {import("../cells.js").CellLook} look @param {import("../cells.js").Paint} paint */
  put(cells, name, title, options, look, paint) {
    const matrix = this.matrix(name);
    say(cells.title, `${title} ${shapeText(matrix.shape)}`);
    cells.show(matrix, options, paint, look);
  }

  /** The sum of the chosen entry, term by term. */
  write() {
    const [i, j] = [this.row, this.column];
    const terms = this.matrix("terms");
    this.sum.replaceChildren();
    if (this.filled === 0) {
      this.sum.textContent = "W* is empty. Fill it entry by entry, or click an entry.";
      return;
    }
    const p = this.matrix("W").shape[1];
    const value = this.matrix("W").data[i * p + j];
    html("b", { "data-link": `star-${i}-${j}`, title: exact(value) }, this.sum, `W*[${i}, ${j}]`);
    const factor = (/** @type {number} */ x) => bracketed(x, trimmed);
    const m = terms.shape[0] / this.matrix("W").data.length;
    const from = (i * p + j) * m;
    const written = Array.from({ length: m }, (_, k) => {
      const [a, b] = [terms.data[2 * (from + k)], terms.data[2 * (from + k) + 1]];
      return this.parts.length > 1 ? `${factor(a)}·${factor(b)}` : factor(a);
    });
    html("span", {}, this.sum, ` = ${written.join(" + ")} = `);
    html("b", { title: exact(value) }, this.sum, trimmed(value));
  }

  /** The deviation by slope. @param {CollapseHeader} header */
  drawDeviations({ slope, deviation }) {
    const sheet = this.deviations.sheet(MARGINS);
    say(this.told, `largest |f(X) − (X W* + b*)| = ${deviation === 0 ? "0" : error(deviation)}`);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const x = linear([0, 1], [frame.left, frame.right]);
    const values = this.matrix("deviations").data;
    const y = linear([0, Math.max(1e-12, ...values)], [frame.bottom, frame.top]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "slope left of 0" });
    const slopes = this.matrix("slopes").data;
    const d = linePath(values, (i) => x(slopes[i]), y);
    svg("path", { class: "curve", d, style: "--c: var(--line-0)", "data-link": "deviation" }, drawing);
    const dot = { cx: x(slope), cy: y(deviation), r: 0.42 * unit };
    svg("circle", { class: "dot", ...dot, style: "--c: var(--line-0)", "data-link": "deviation" }, drawing);
  }

  /** Bars of the singular values, once the question was answered. @param {CollapseHeader} header */
  drawValues({ rank, answered, widths }) {
    this.values.box.hidden = this.rank.hidden = !answered;
    if (!answered) return;
    const least = Math.min(...widths);
    say(this.rank, `rank of W* = ${rank}; the narrowest layer has ${least} ${least === 1 ? "unit" : "units"}`);
    const values = this.matrix("singular").data;
    const sheet = this.values.sheet({ ...MARGINS, left: 2.2, bottom: 0.4 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const high = (frame.bottom - frame.top) / values.length;
    const x = linear([0, Math.max(values[0], 1e-300)], [frame.left, frame.right - 6 * unit]);
    values.forEach((value, k) => {
      const middle = frame.top + (k + 0.5) * high;
      const about = { "data-link": "singular" };
      const bar = { x: frame.left, y: middle - 0.32 * high, width: x(value) - frame.left, height: 0.64 * high };
      svg("rect", { class: "collapse-bar", ...bar, ...about }, drawing);
      const name = { class: "tick", x: frame.left - 0.4 * unit, y: middle, "text-anchor": "end" };
      svg("text", name, drawing, `σ${subscript(k + 1)}`);
      const text = k < rank ? trimmed(value) : `${error(value)}: rounding`;
      svg("text", { class: "tick", x: x(value) + 0.4 * unit, y: middle }, drawing, text);
    });
  }

  /** For tests. */
  state() {
    const { header, filled, row, column } = this;
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    return { ...numbers, ...header, filled, row, column, sum: this.sum.textContent, told: this.told.textContent };
  }
}
