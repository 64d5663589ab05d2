// Why scores are divided by the root of d: how they spread, what softmax makes of one query, and both over d.

import { svgAxis } from "../../kit/axis.js";
import { html, say, svg } from "../../kit/elements.js";
import { fixed, significant, wholePercent } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { linePath } from "../../kit/path.js";
import { linear, log } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";

/**
 * @typedef {object} ScalingHeader
 * @property {[string, string]} titles of what is not divided and what is
 * @property {[string, string]} colours
 * @property {number} width d
 * @property {number[]} widths
 * @property {number} reach of the histogram
 * @property {number} keys
 * @property {number} query whose weights are shown
 * @property {[string, string]} variances in words
 * @property {boolean} answered
 * @property {string} written
 */

const NARROW = 700;
const HEIGHT = 7.4; // em of a panel
const MARGINS = { left: 2.9, right: 0.8, top: 0.4, bottom: 1.5 };
const CURVES = /** @type {const} */ ({ jacobian: 0.4, largest: 1 }); // with the ends of their axes
const KINDS = /** @type {const} */ ([0, 1]);

/** @extends {Drawing<ScalingHeader>} */
export class ScalingView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.grid = html("div", { class: "scaling-panels" }, root);
    const panel = (/** @type {string} */ title, note = "") => new Panel(this.grid, { title, note, height: HEIGHT });
    const rows = KINDS.map(() => [panel("scores"), panel("weights"), panel("curve")]);
    this.scores = rows.map(([one]) => one);
    this.weights = rows.map(([, one]) => one);
    this.curves = rows.map(([, , one]) => one);
    this.line = html("p", { class: "scaling-line", "aria-live": "polite" }, root);
  }

  /** @param {import("../../kit/view.js").Palette} _ @param {ScalingHeader} header */
  paint(_, header) {
    this.grid.classList.toggle("narrow", widthOf(this.root) < NARROW);
    for (const kind of KINDS) {
      this.drawScores(this.scores[kind], kind, header);
      this.drawWeights(this.weights[kind], kind, header);
    }
    this.drawCurve(this.curves[0], "jacobian", "Jacobian of softmax", header);
    this.drawCurve(this.curves[1], "largest", "Largest weight", header);
    say(this.line, header.written);
  }

  /** @param {Panel} panel @param {string} title @param {string} note @param {string} [colour] */
  head(panel, title, note, colour) {
    if (panel.title) {
      say(panel.title, title);
      panel.title.style.color = colour ? `var(--${colour})` : "";
    }
    if (panel.note) say(panel.note, note);
    panel.options.label = `${title}, ${note}`;
  }

  /** @param {Panel} panel @param {0 | 1} kind @param {ScalingHeader} header */
  drawScores(panel, kind, { titles, variances, colours, reach }) {
    this.head(panel, titles[kind], variances[kind], colours[kind]);
    const sheet = panel.sheet({ ...MARGINS, left: 1 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const middles = this.matrix("middles").data;
    const bars = middles.length;
    const counts = this.matrix("counts").data.subarray(kind * bars, (kind + 1) * bars);
    const x = linear([-reach, reach], [frame.left, frame.right]);
    const y = linear([0, Math.max(...counts)], [frame.bottom, frame.top]);
    svgAxis(drawing, x, { side: "bottom", frame, unit, most: 6, title: "score", titleAt: "end" });
    const wide = x(middles[1]) - x(middles[0]);
    counts.forEach((count, k) => {
      if (!count) return;
      const box = { x: x(middles[k]) - wide / 2, y: y(count), width: wide - 0.5, height: frame.bottom - y(count) };
      const bar = svg("rect", { class: "share", ...box, style: `--c: var(--${colours[kind]})` }, drawing);
      svg("title", {}, bar, `about ${significant(middles[k], 3)}: ${count} scores`);
    });
  }

  /** @param {Panel} panel @param {0 | 1} kind @param {ScalingHeader} header */
  drawWeights(panel, kind, { titles, colours, keys, query, answered }) {
    this.head(panel, `softmax of ${titles[kind]}`, `query ${query}, ${keys} keys`, colours[kind]);
    const sheet = panel.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const y = linear([0, 1], [frame.bottom, frame.top]);
    const x = linear([0.5, keys + 0.5], [frame.left, frame.right]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4, format: wholePercent });
    svgAxis(drawing, x, {
      side: "bottom",
      frame,
      unit,
      grid: false,
      title: "key",
      titleAt: "end",
      values: [1, 4, 8, 12],
    });
    if (!answered && kind === 0) return this.veil(drawing, frame);
    const weights = this.matrix("weights").data.subarray(kind * keys, (kind + 1) * keys);
    const wide = 0.75 * (x(1) - x(0));
    weights.forEach((p, k) => {
      const box = { x: x(k + 1) - wide / 2, y: y(p), width: wide, height: Math.max(1, frame.bottom - y(p)) };
      const bar = svg("rect", { class: "share", ...box, style: `--c: var(--${colours[kind]})` }, drawing);
      svg("title", {}, bar, `key ${k + 1}: ${fixed(p)}`);
    });
  }

  /** @param {Panel} panel @param {"jacobian" | "largest"} name @param {string} title @param {ScalingHeader} header */
  drawCurve(panel, name, title, { widths, width, colours, answered }) {
    this.head(panel, title, "mean, over d");
    const sheet = panel.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const y = linear([0, CURVES[name]], [frame.bottom, frame.top]);
    const ends = /** @type {[number, number]} */ ([widths[0], widths[widths.length - 1]]);
    const x = log(ends, [frame.left + 0.4 * unit, frame.right - 0.4 * unit]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4 });
    svgAxis(drawing, x, {
      side: "bottom",
      frame,
      unit,
      grid: false,
      values: widths,
      format: String,
      title: "d",
      titleAt: "start",
    });
    svg("line", { class: "layer-cursor", x1: x(width), x2: x(width), y1: frame.top, y2: frame.bottom }, drawing);
    for (const kind of KINDS) {
      if (!answered && kind === 0) continue;
      const values = this.matrix(name).data.subarray(kind * widths.length, (kind + 1) * widths.length);
      const look = { style: `--c: var(--${colours[kind]})` };
      svg("path", { class: "curve", d: linePath(values, (i) => x(widths[i]), y), ...look }, drawing);
      values.forEach((value, i) => {
        const here = widths[i] === width;
        const dot = { class: "dot", cx: x(widths[i]), cy: y(value), r: (here ? 0.36 : 0.2) * unit, ...look };
        svg("title", {}, svg("circle", dot, drawing), `d = ${widths[i]}: ${fixed(value)}`);
        if (!here) return;
        const right = i > widths.length / 2;
        const place = {
          x: x(width) + (right ? -0.6 : 0.6) * unit,
          y: y(value) + (y(value) < frame.top + 1.3 * unit ? 1.1 : -0.85) * unit,
        };
        svg(
          "text",
          { class: "scaling-value", ...place, "text-anchor": right ? "end" : "start" },
          drawing,
          fixed(value, 2),
        );
      });
    }
  }

  /** @param {SVGElement} drawing @param {import("../../kit/elements.js").Frame} frame */
  veil(drawing, { left, right, top, bottom }) {
    const place = { x: (left + right) / 2, y: (top + bottom) / 2, "text-anchor": "middle" };
    svg("text", { class: "veil", ...place }, drawing, "?");
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { width, answered, variances } = this.header;
    const { largest, jacobian, weights } = this.numbers;
    return {
      width,
      answered,
      variances,
      written: this.line.textContent,
      largest: Array.from(largest),
      jacobian: Array.from(jacobian),
      weights: Array.from(weights),
      bars: this.grid.querySelectorAll(".share").length,
    };
  }
}
