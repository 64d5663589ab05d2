// Charts of what layers have learned: a number over the steps, curves and bars of one moment, a matrix, trails in a plane.

import { svgAxis } from "../kit/axis.js";
import { css, mix, rgb, textOn } from "../kit/colours.js";
import { svg } from "../kit/elements.js";
import { powerOfTen, wholePercent } from "../kit/number_format.js";
import { Panel } from "../kit/panel.js";
import { area, line, linePath, SvgPath } from "../kit/path.js";
import { linear, log as logarithmic, roundUp } from "../kit/scale.js";

/** @typedef {import("./recording_view.js").Seen} Seen */
/** @typedef {import("../kit/panel.js").PanelOptions} PanelOptions */
/** @typedef {{name: string, at: number, colour: string, dash?: boolean, band?: boolean}} Series a number of every frame: which entry of which array; with `band` between those of "NAME low" and "NAME high" */

/** @typedef {PanelOptions & {kind: "course", series: Series[], low: number, high: number, percent?: boolean, log?: boolean, powers?: boolean, marks?: {value: number, text: string, above?: boolean}[]}} CourseHeader `log` draws steps on a logarithmic axis, `powers` the numbers */
/** @typedef {PanelOptions & {kind: "curves", series: {name: string, from: number, count: number, colour: string}[], axis: string}} CurvesHeader */
/** @typedef {PanelOptions & {kind: "bars", name: string, axis: string, high?: number}} BarsHeader */
/** @typedef {PanelOptions & {kind: "matrix", name: string, rows: string[], columns: string[], side: string, veiled?: boolean}} MatrixHeader `veiled`: numbers are shown later */
/** @typedef {PanelOptions & {kind: "trails", name: string, from: number, colours: string[], titles: string[], x: [number, number], y: [number, number], axes: [string, string]}} TrailsHeader pairs of numbers from an entry of an array on, a trail a pair */
/** @typedef {CourseHeader | CurvesHeader | BarsHeader | MatrixHeader | TrailsHeader} Header */

const exponent = (/** @type {number} */ v) => powerOfTen(Math.round(Math.log10(v)));

const MARGINS = { left: 3.4, right: 0.9, top: 0.5, bottom: 1.5 };

/** Numbers over the steps of training. */
export class CoursePanel extends Panel {
  /** @param {Element} parent @param {CourseHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown, last }) {
    const sheet = this.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { low, high, percent, log, powers, marks = [], series } = this.panel;
    const y = (powers ? logarithmic : linear)([low, high], [frame.bottom, frame.top], { overshoot: 0.02 });
    // A step t stands at log2(1 + t), so that step 0 has a place.
    const at = (/** @type {number} */ step) => (log ? Math.log2(1 + step) : step);
    const x = linear([0, at(last)], [frame.left, frame.right]);
    const written = percent ? wholePercent : powers ? exponent : undefined;
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4, ...(written ? { format: written } : {}) });
    const values = log ? [0, 10, 100, 1000, 10000].filter((step) => step <= last).map(at) : undefined;
    const format = log ? (/** @type {number} */ v) => String(Math.round(2 ** v - 1)) : undefined;
    svgAxis(drawing, x, {
      ...{ side: "bottom", frame, unit, grid: false, title: "step", titleAt: "start" },
      ...(values ? { values } : {}),
      ...(format ? { format } : {}),
    });
    for (const { value, text, above } of marks) {
      svg("line", { class: "limit", x1: frame.left, x2: frame.right, y1: y(value), y2: y(value) }, drawing);
      const place = { x: frame.right - 0.3 * unit, y: y(value) + (above ? -0.6 : 0.7) * unit, "text-anchor": "end" };
      svg("text", { class: "limit-text", ...place }, drawing, text);
    }
    const places = frames.map(({ step }) => x(at(step)));
    for (const { name, at: entry, colour, dash, band } of series) {
      const all = (/** @type {string} */ which) => frames.map(({ arrays }) => arrays[which][entry]);
      const look = { style: `--c: var(--${colour})` };
      if (band) {
        const shade = new SvgPath();
        area(shade, all(`${name} low`), all(`${name} high`), (i) => places[i], y, { count: shown + 1 });
        svg("path", { class: "recording-band", d: shade.d, ...look }, drawing);
      }
      const pen = new SvgPath();
      const numbers = all(name);
      line(pen, numbers, (i) => places[i], y, { count: shown + 1 });
      svg("path", { class: "curve", d: pen.d, ...look, "stroke-dasharray": dash ? "6 5" : "" }, drawing);
      if (Number.isFinite(numbers[shown]))
        svg("circle", { class: "dot", cx: places[shown], cy: y(numbers[shown]), r: 0.33 * unit, ...look }, drawing);
    }
  }
}

/** Rows of numbers as curves, such as the weights of a unit; the axis fits the largest so far. */
export class CurvesPanel extends Panel {
  /** @param {Element} parent @param {CurvesHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const sheet = this.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { series, axis } = this.panel;
    const rows = series.map((s) => frames[shown].arrays[s.name].subarray(s.from, s.from + s.count));
    const top = roundUp(Math.max(...rows.flatMap((row) => Array.from(row, Math.abs)), 1e-12));
    const y = linear([-top, top], [frame.bottom, frame.top]);
    const x = linear([0, Math.max(...series.map((s) => s.count)) - 1], [frame.left, frame.right]);
    svgAxis(drawing, y, { side: "left", frame, unit, values: [-top, 0, top] });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: axis, titleAt: "end" });
    series.forEach(({ colour }, k) => {
      const look = { style: `--c: var(--${colour})` };
      svg("path", { class: "curve", d: linePath(rows[k], (i) => x(i), y), ...look }, drawing);
      rows[k].forEach((v, i) => svg("circle", { class: "dot", cx: x(i), cy: y(v), r: 0.2 * unit, ...look }, drawing));
    });
  }
}

/** A row of numbers as bars, such as the shares of frequencies. */
export class BarsPanel extends Panel {
  /** @param {Element} parent @param {BarsHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const sheet = this.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { name, axis, high = 1 } = this.panel;
    const values = frames[shown].arrays[name];
    const y = linear([0, high], [frame.bottom, frame.top]);
    const x = linear([0.5, values.length + 0.5], [frame.left, frame.right]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4, format: wholePercent });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: axis, titleAt: "end", most: 6 });
    const width = 0.7 * (x(1) - x(0));
    values.forEach((v, i) => {
      const box = { x: x(i + 1) - width / 2, y: y(v), width, height: Math.max(0, frame.bottom - y(v)) };
      svg("rect", { class: "share", ...box, style: "--c: var(--gradient)" }, drawing);
    });
  }
}

/** A matrix of numbers from 0 to 1, each written in its cell. */
export class MatrixPanel extends Panel {
  /** @param {Element} parent @param {MatrixHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown, colours }) {
    const sheet = this.sheet({ left: 5.4, right: 0.4, top: 0.3, bottom: 3 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { name, rows, columns, side } = this.panel;
    const values = frames[shown].arrays[name];
    const [from, to] = [rgb(colours.paper), rgb(colours.gradient)];
    const size = [(frame.right - frame.left) / columns.length, (frame.bottom - frame.top) / rows.length];
    rows.forEach((row, i) => {
      const y = frame.top + (i + 0.5) * size[1];
      svg("text", { x: frame.left - 0.4 * unit, y, "text-anchor": "end" }, drawing, row);
      columns.forEach((_, j) => {
        const v = this.panel.veiled ? NaN : values[i * columns.length + j];
        const ground = mix(from, to, Math.max(0, Math.min(1, v || 0)));
        const place = { x: frame.left + j * size[0], y: frame.top + i * size[1] };
        svg("rect", { ...place, width: size[0] - 1, height: size[1] - 1, fill: css(ground) }, drawing);
        const ink = css(textOn(ground, rgb(colours.ink)));
        const middle = { x: place.x + size[0] / 2, y, "text-anchor": "middle", style: `fill: ${ink}` };
        svg("text", middle, drawing, Number.isNaN(v) ? "?" : v.toFixed(2));
      });
    });
    columns.forEach((column, j) => {
      const place = { x: frame.left + (j + 0.5) * size[0], y: frame.bottom + 0.8 * unit, "text-anchor": "middle" };
      svg("text", place, drawing, column);
    });
    const under = { x: (frame.left + frame.right) / 2, y: frame.bottom + 2.1 * unit, "text-anchor": "middle" };
    svg("text", under, drawing, side);
  }
}

/** Where pairs of numbers go in a plane while a network trains, a trail each. */
export class TrailsPanel extends Panel {
  /** @param {Element} parent @param {TrailsHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const sheet = this.sheet({ ...MARGINS, left: 2.9, bottom: 2.9 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { name, from, colours, titles, axes } = this.panel;
    const x = linear(this.panel.x, [frame.left, frame.right], { overshoot: 0.03 });
    const y = linear(this.panel.y, [frame.bottom, frame.top], { overshoot: 0.03 });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 5 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, most: 6 });
    const foot = { x: (frame.left + frame.right) / 2, y: frame.bottom + 2.1 * unit, "text-anchor": "middle" };
    svg("text", foot, drawing, axes[0]);
    svg("text", { x: frame.left + 0.3 * unit, y: frame.top + 0.8 * unit }, drawing, axes[1]);
    colours.forEach((colour, k) => {
      const at = (/** @type {number} */ i, /** @type {number} */ c) => frames[i].arrays[name][from + 2 * k + c];
      const pen = new SvgPath();
      for (let i = 0; i <= shown; i++) {
        if (i) pen.lineTo(x(at(i, 0)), y(at(i, 1)));
        else pen.moveTo(x(at(0, 0)), y(at(0, 1)));
      }
      const look = { style: `--c: var(--${colour})` };
      svg("path", { class: "curve", d: pen.d, ...look }, drawing);
      const [cx, cy] = [x(at(shown, 0)), y(at(shown, 1))];
      svg("circle", { class: "dot odd", cx: x(at(0, 0)), cy: y(at(0, 1)), r: 0.22 * unit, ...look }, drawing);
      svg("circle", { class: "dot", cx, cy, r: 0.42 * unit, ...look }, drawing);
      const under = cy < frame.top + 1.2 * unit ? 0.95 : -0.95;
      const place = { x: cx, y: cy + under * unit, "text-anchor": "middle" };
      svg("text", { class: "recording-name", ...place }, drawing, titles[k]);
    });
  }
}
