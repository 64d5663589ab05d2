// Yes or no: every test sample at its probability, a threshold to drag, and what it makes right and wrong.

import { svgAxis } from "../../kit/axis.js";
import { describe, drag } from "../../kit/drag.js";
import { em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";

const HEIGHT = 16.4; // em
const FLOORS = [13, 6.6]; // em: where the samples of no and of yes stand
const BINS = 50; // probabilities nearer than one of them are piled up

/**
 * @typedef {object} ThresholdHeader
 * @property {[no: string, yes: string]} names
 * @property {[no: number, yes: number]} support how many samples there are of each
 * @property {number} threshold in hundredths
 * @property {number} sample that is traced; -1 is none
 */

/** @extends {Drawing<ThresholdHeader>} */
export class ThresholdView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.left = html("div", { class: "threshold-left" }, root);
    this.svg = svg("svg", { class: "threshold-drawing" }, this.left);
    const right = html("div", { class: "threshold-right" }, root);
    this.table = html("table", { class: "two-by-two" }, right);
    this.facts = html("p", { class: "threshold-facts" }, right);
    this.at = 50;
    this.unit = this.width = 0;
    this.x = linear([0, 1], [0, 1]);
    /** @type {Record<string, Float64Array>} */
    this.data = {};
    /** @type {SVGCircleElement[]} */
    this.dots = [];
    this.yes = svg("rect", { class: "yes" });
    this.cut = svg("line", { class: "cut" });
    this.tag = svg("rect", { class: "tag" });
    this.tagText = svg("text", { class: "tag-text", "text-anchor": "middle" });
    this.dragged = drag(this.svg, {
      value: () => [this.at],
      limits: () => [[0, 100]],
      place: ({ x }) => [100 * this.x.invert(x)],
      step: 1,
      snap: 1,
      start: (event) => !this.traces(event.target),
      move: ([at], done) => {
        this.moveTo(at);
        if (done) this.requests.ask({ threshold: at, done });
      },
      signal: this.signal,
    });
  }

  /** A sample that is pressed is traced. @param {EventTarget | null} target */
  traces(target) {
    const dot = target instanceof Element ? target.closest("[data-sample]") : null;
    if (dot) this.requests.ask({ sample: Number(dot.getAttribute("data-sample")), threshold: this.at, done: true });
    return dot !== null;
  }

  /** @param {ThresholdHeader} header */
  take({ names, threshold }) {
    this.data = this.numbers;
    if (!this.requests.busy && !this.dragged.held) this.at = threshold;
    if (this.table.dataset.names !== names.join()) this.lay(names);
    this.table.dataset.names = names.join();
  }

  /** The table of what is right and wrong. @param {string[]} names */
  lay(names) {
    this.table.replaceChildren();
    const head = html("tr", {}, html("thead", {}, this.table));
    html("td", {}, head);
    for (const name of names) html("th", { scope: "col" }, head, `predicted ${name}`);
    const body = html("tbody", {}, this.table);
    for (const i of [1, 0]) {
      const row = html("tr", {}, body);
      html("th", { scope: "row" }, row, `true ${names[i]}`);
      for (const j of [0, 1]) {
        const title = i
          ? j
            ? "true positive"
            : "miss (false negative)"
          : j
            ? "false alarm (false positive)"
            : "true negative";
        const kind = i === j ? "right" : "wrong";
        html("td", { class: kind, title, "data-case": `${i}${j}`, "data-link": `case-${i}` }, row);
      }
    }
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {ThresholdHeader} header */
  paint(_colours, header) {
    const unit = em(this.svg);
    const width = widthOf(this.left) || 500;
    this.x = linear([0, 1], [0.7 * unit, width - 0.7 * unit]);
    Object.assign(this, { unit, width });
    sheet(this.svg, width, HEIGHT * unit);
    const top = 0.2 * unit;
    set(this.yes, { y: top, height: 12.9 * unit });
    this.svg.append(this.yes);
    header.names.forEach((name, label) => {
      const floor = FLOORS[label] * unit;
      svg("line", { class: "axis", x1: this.x(0), x2: this.x(1), y1: floor, y2: floor }, this.svg);
      const place = { x: this.x(1 - label), y: floor - 5.3 * unit, "text-anchor": label ? "start" : "end" };
      svg("text", { class: "lane", ...place }, this.svg, `true class ${name}: ${header.support[label]} samples`);
    });
    const frame = { left: this.x(0), right: this.x(1), top, bottom: 13.1 * unit };
    const values = [0, 0.25, 0.5, 0.75, 1];
    svgAxis(this.svg, this.x, { side: "bottom", frame, unit, values, format: String, grid: false });
    this.dots = this.pile(header);
    const handle = svg("g", { class: "handle" }, this.svg);
    set(this.cut, { y1: top, y2: 13.3 * unit }); // above the numbers of the axis
    set(this.tag, { width: 7.6 * unit, height: 1.4 * unit, rx: 0.7 * unit, y: 14.9 * unit });
    set(this.tagText, { y: 15.63 * unit });
    handle.append(this.cut, this.tag, this.tagText);
    this.moveTo(this.at);
  }

  /** Dots on top of each other where probabilities are alike. @param {ThresholdHeader} header */
  pile({ names, sample }) {
    const { unit, data } = this;
    const bins = Array.from(data.p, (value, i) => `${data.labels[i]} ${Math.round(BINS * value)}`);
    /** @type {Map<string, number>} */
    const piles = new Map();
    const levels = bins.map((bin) => {
      const level = piles.get(bin) ?? 0;
      piles.set(bin, level + 1);
      return level;
    });
    const rise = Math.min(0.62 * unit, (5.6 * unit) / Math.max(...piles.values()));
    return Array.from(data.p, (value, i) => {
      const label = data.labels[i];
      const place = { cx: this.x(value), cy: (FLOORS[label] - 0.4) * unit - levels[i] * rise, r: 0.29 * unit };
      const about = { "data-sample": i, "data-link": `case-${label}`, style: `--c: var(--class-${label})` };
      const dot = svg("circle", { class: "sample-dot", ...place, ...about }, this.svg);
      svg("title", {}, dot, `test sample ${i}: ${names[label]}, p = ${fixed(value)}; click to trace it`);
      dot.classList.toggle("traced", i === sample);
      return dot;
    });
  }

  /** @param {number} at the threshold in hundredths */
  moveTo(at) {
    this.at = at;
    const { unit, width, x, data } = this;
    const text = `threshold ${fixed(at / 100, 2)}`;
    const here = x(at / 100);
    set(this.yes, { x: here, width: Math.max(0, x(1) - here) });
    set(this.cut, { x1: here, x2: here });
    const middle = Math.max(3.9 * unit, Math.min(width - 3.9 * unit, here));
    set(this.tag, { x: middle - 3.8 * unit });
    set(this.tagText, { x: middle });
    say(this.tagText, text);
    describe(this.svg, { label: "threshold", low: 0, high: 100, now: at, text });
    const cut = data.cuts[at];
    this.dots.forEach((dot, i) => dot.classList.toggle("wrong", data.p[i] >= cut !== (data.labels[i] === 1)));
    for (const cell of this.table.querySelectorAll("[data-case]")) {
      const [i, j] = [...(cell.getAttribute("data-case") ?? "")].map(Number);
      say(cell, String(data.counts[4 * at + 2 * i + j]));
    }
    const share = (/** @type {number} */ v) => (Number.isNaN(v) ? "undefined (no positives)" : fixed(v, 3));
    const [accuracy, precision, recall] = [data.accuracy, data.precision, data.recall].map((v) => share(v[at]));
    say(this.facts, `accuracy ${accuracy}     precision ${precision}     recall ${recall}`);
  }

  /** For tests. */
  state() {
    const { at, data, header } = this;
    if (!header) return null;
    const counts = Array.from(data.counts.subarray(4 * at, 4 * at + 4));
    const [accuracy, precision, recall] = [data.accuracy[at], data.precision[at], data.recall[at]];
    return { at, counts, accuracy, precision, recall, sample: header.sample };
  }
}
