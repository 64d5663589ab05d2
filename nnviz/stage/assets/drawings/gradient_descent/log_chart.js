// Lines over steps or over learning rates, their height on a logarithmic axis, with a cursor that moves along.

import { svgAxis } from "../../kit/axis.js";
import { clipped, em, sheet, svg } from "../../kit/elements.js";
import { powerOfTen } from "../../kit/number_format.js";
import { linePath } from "../../kit/path.js";
import { linear, log } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";

const DECADES = 7;

/**
 * @typedef {object} Line
 * @property {ArrayLike<number>} y
 * @property {string} colour a CSS colour
 * @property {string} link
 * @property {string} [dash]
 */

/** @typedef {{title: string, foot: string, x: ArrayLike<number>, logX: boolean, lines: Line[], top: number, height: number}} Chart `top` is the value at the upper end of the axis */

export class LogChart {
  /** @param {HTMLElement} parent @param {string} name */
  constructor(parent, name) {
    this.parent = parent;
    this.svg = svg("svg", { class: "log-chart", role: "img", "aria-label": name }, parent);
    this.box = { left: 0, right: 0, top: 0, bottom: 0 };
    this.x = this.y = linear([0, 1], [0, 1]);
    this.over = svg("g", {}, this.svg);
  }

  /** @param {Chart} chart */
  lay({ title, foot, x: xs, logX, lines, top, height: tall }) {
    const unit = em(this.svg);
    const width = widthOf(this.parent) || 400;
    const height = tall * unit;
    const box = { left: 3.3 * unit, right: width - 0.8 * unit, top: 1.6 * unit, bottom: height - 2.3 * unit };
    sheet(this.svg, width, height);
    const [low, high] = heights(lines, top);
    const x = (logX ? log : linear)([xs[0], xs[xs.length - 1]], [box.left, box.right]);
    const y = log([10 ** low, 10 ** high], [box.bottom, box.top], {
      overshoot: 0.3,
      zero: box.bottom + 0.1 * (box.bottom - box.top),
    });
    Object.assign(this, { box, x, y });
    svg("text", { class: "band", x: box.left, y: 0.7 * unit }, this.svg, title);
    const exponent = (/** @type {number} */ v) => powerOfTen(Math.round(Math.log10(v)), -3, 3);
    svgAxis(this.svg, y, { side: "left", frame: box, unit, most: 5, format: exponent });
    svgAxis(this.svg, x, { side: "bottom", frame: box, unit, most: 6, title: foot });
    const inside = clipped(this.svg, box);
    for (const line of lines) {
      const d = linePath(line.y, (k) => x(xs[k]), y, { stop: true });
      const look = { style: `--c: ${line.colour}`, "data-link": line.link, "stroke-dasharray": line.dash ?? "" };
      svg("path", { class: "curve", d, ...look }, inside);
    }
    this.over = svg("g", {}, this.svg);
  }

  /**
   * What moves: upright lines with a word, and points.
   * @param {{at: number, text: string, kind: string, link: string}[]} marks
   * @param {{at: number, value: number, colour: string, link: string}[]} points
   */
  mark(marks, points) {
    const unit = em(this.svg);
    const { left, right, top, bottom } = this.box;
    this.over.replaceChildren();
    const words = svg("g", {});
    marks.forEach(({ at, text, kind, link }, k) => {
      const x = this.x(at);
      if (!(x >= left - 1 && x <= right + 1)) return;
      svg("line", { class: kind, x1: x, x2: x, y1: top, y2: bottom, "data-link": link }, this.over);
      if (!text) return;
      // Beyond a limit the loss is high: its name stands low, where neither curves nor points are, and above both.
      const room = x + (0.6 * text.length + 0.4) * unit < right;
      const place = { x: x + (room ? 0.4 : -0.4) * unit, y: bottom - (0.8 + 1.15 * k) * unit };
      const look = { class: `${kind}-text`, "text-anchor": room ? "start" : "end", "data-link": link };
      svg("text", { ...place, ...look }, words, text);
    });
    for (const { at, value, colour, link } of points) {
      if (Number.isNaN(value)) continue;
      const cy = Math.max(top, Math.min(bottom, this.y(value)));
      const look = { style: `--c: ${colour}`, "data-link": link };
      svg("circle", { class: "dot", r: 0.42 * unit, cx: this.x(at), cy, ...look }, this.over);
    }
    this.over.append(words);
  }
}

/** The exponents of the axis: seven powers of ten at the most, ending a little above the top. @param {Line[]} lines @param {number} top */
function heights(lines, top) {
  const high = Math.log10(top) + 0.15;
  let low = high - 1;
  for (const { y } of lines)
    for (let k = 0; k < y.length; k++) if (y[k] > 0) low = Math.min(low, Math.log10(y[k]) - 0.15);
  return [Math.max(low, high - DECADES), high];
}
