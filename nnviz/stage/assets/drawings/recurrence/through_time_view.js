// The gradient in the backward pass through time, on a logarithmic axis, and the eigenvalues of W_hh beside the unit circle.

import { svgAxis } from "../../kit/axis.js";
import { html, say, svg } from "../../kit/elements.js";
import { legendKey, Panel } from "../../kit/panel.js";
import { line, SvgPath } from "../../kit/path.js";
import { decades, linear, log } from "../../kit/scale.js";
import { Drawing } from "../drawing.js";

/** @typedef {{name: string, title: string, colour: string, dash?: boolean}} Series */

/**
 * @typedef {object} ThroughTimeHeader
 * @property {Series[]} series
 * @property {number} steps back
 * @property {string} note
 * @property {number | null} radius
 * @property {boolean} eigenvalues whether there are any
 */

const MARGINS = { left: 4.2, right: 1, top: 0.6, bottom: 2.7 };
const ROUND = { left: 2.4, right: 0.8, top: 0.6, bottom: 2.7 };
const HEIGHT = 17; // em
const LEAST = 1e-30;

/** @extends {Drawing<ThroughTimeHeader>} */
export class ThroughTimeView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "through-time" }, root);
    this.course = new Panel(this.row, {
      title: "Gradient norm at each step",
      height: HEIGHT,
      label: "gradient norm at each step, logarithmic",
    });
    this.circle = new Panel(this.row, {
      title: "Eigenvalues of W_hh",
      height: HEIGHT,
      label: "eigenvalues of W_hh and the unit circle",
    });
    this.line = html("p", { class: "unroll-line", "aria-live": "polite" }, root);
  }

  /** @param {ThroughTimeHeader} header */
  take({ series, eigenvalues }) {
    for (const key of this.course.head.querySelectorAll(".key")) key.remove();
    for (const one of series) legendKey(this.course.head, one);
    this.circle.box.hidden = !eigenvalues;
    this.row.classList.toggle("alone", !eigenvalues);
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {ThroughTimeHeader} header */
  paint(_colours, header) {
    this.drawCourse(header);
    if (header.eigenvalues) this.drawCircle(header);
    say(this.line, header.note);
  }

  /** @param {ThroughTimeHeader} header */
  drawCourse({ series, steps }) {
    const sheet = this.course.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const values = series.map(({ name }) => Array.from(this.matrix(name).data, (v) => Math.max(v, LEAST)));
    const all = values.flat().filter(Number.isFinite);
    const x = linear([0, steps], [frame.left, frame.right]);
    const { low, high } = decades(all.length ? all : [1e-3, 1]);
    const y = log([10 ** low, 10 ** Math.max(high, low + 1)], [frame.bottom, frame.top], { overshoot: 0 });
    svgAxis(drawing, y, { side: "left", frame, unit });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "step", titleAt: "middle" });
    series.forEach(({ colour, dash }, k) => {
      const pen = new SvgPath();
      line(pen, values[k], (i) => x(i), y, { stop: true });
      const look = { style: `--c: var(--${colour})`, "stroke-dasharray": dash ? "6 5" : "" };
      svg("path", { class: "curve", d: pen.d, ...look }, drawing);
    });
  }

  /** @param {ThroughTimeHeader} header */
  drawCircle({ radius }) {
    const sheet = this.circle.sheet(ROUND);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const [real, imaginary] = [this.matrix("real").data, this.matrix("imaginary").data];
    const reach = 1.1 * Math.max(1, radius ?? 1);
    const side = Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2;
    const [middle, height] = [(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2];
    const x = linear([-reach, reach], [middle - side, middle + side]);
    const y = linear([-reach, reach], [height + side, height - side]);
    const square = { left: middle - side, right: middle + side, top: height - side, bottom: height + side };
    svgAxis(drawing, x, { side: "bottom", frame: square, unit, values: [-1, 0, 1], title: "real", titleAt: "middle" });
    svgAxis(drawing, y, { side: "left", frame: square, unit, values: [-1, 0, 1] });
    svg("circle", { class: "unit-circle", cx: x(0), cy: y(0), r: x(1) - x(0) }, drawing);
    real.forEach((re, i) => {
      const place = { cx: x(re), cy: y(imaginary[i]), r: 0.28 * unit };
      svg("circle", { class: "dot", ...place, style: "--c: var(--line-2)" }, drawing);
    });
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    return {
      series: this.header.series.map(({ name }) => name),
      note: this.header.note,
      dots: this.circle.box.querySelectorAll(".dot").length,
    };
  }
}
