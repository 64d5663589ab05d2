// Panels of networks that are trained from many seeds: what they say, how far they are off, and errors over units.

import { svgAxis } from "../../kit/axis.js";
import { css, mix, rgb } from "../../kit/colours.js";
import { clipped, svg } from "../../kit/elements.js";
import { powerOfTen } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { area, line, linePath, SvgPath } from "../../kit/path.js";
import { linear, log } from "../../kit/scale.js";
import { FunctionPad } from "../function_pad.js";

/** @typedef {import("../layer_panels.js").PanelHeader} PanelHeader */
/** @typedef {import("../training_view.js").Frame} Frame */
/** @typedef {import("../../kit/elements.js").Frame} Box */

/** @typedef {{name: string, colour: string, dash?: boolean}} Fixed a line that does not change: the name of its numbers */

/** @typedef {PanelHeader & {kind: "pad", group: number, seen: [number, number], step: number, title: string, lines: Fixed[]}} PadHeader */
/** @typedef {PanelHeader & {kind: "fit", group: number, seen: [number, number], shade: string, told: string}} FitHeader */
/** @typedef {PanelHeader & {kind: "plane", group: number, side: number, told: string}} PlaneHeader */
/** @typedef {PanelHeader & {kind: "errors", name: string, groups: string[], ends: [number, number], marks?: {value: number, text: string}[]}} ErrorsHeader */
/** @typedef {PanelHeader & {kind: "powers", foot: string, at: number, group?: number, ends: [number, number], across: [number, number], points: (Fixed & {x: string})[]}} PowersHeader */

/** What stands between two marks is said by exponents. @param {number} v */
const exponent = (v) => powerOfTen(Math.round(Math.log10(v)), -3, 3);

/** A band from the lowest to the highest quantile, and the median in it. @param {SVGElement} place @param {ArrayLike<number>} band three rows @param {(i: number) => number} x @param {(v: number) => number} y @param {string} colour */
export function drawBand(place, band, x, y, colour) {
  const count = band.length / 3;
  const rows = [0, 1, 2].map((k) => Array.from({ length: count }, (_, i) => band[k * count + i]));
  const look = { style: `--c: var(--${colour})`, "data-link": "trained" };
  const pen = new SvgPath();
  area(pen, rows[0], rows[2], x, y);
  svg("path", { class: "fit-band", d: pen.d, ...look }, place);
  svg("path", { class: "curve", d: linePath(rows[1], x, y), ...look }, place);
}

/** The function, which can be drawn, with the built network and the trained ones over it. */
export class PadPanel extends Panel {
  /** @param {HTMLElement} parent @param {PadHeader} panel @param {(values: number[], done: boolean) => void} drawn @param {AbortSignal} signal */
  constructor(parent, panel, drawn, signal) {
    super(parent, panel);
    this.panel = panel;
    this.pad = new FunctionPad(this.place, drawn, signal);
  }

  forget() {}

  /** @param {Record<string, Float64Array>} fixed @param {ArrayLike<number>} band @param {boolean} busy whether what was drawn is still under way */
  show(fixed, band, busy) {
    const { seen, step, height = 14, lines, title } = this.panel;
    const { pad } = this;
    const values = busy ? pad.values : fixed.knots;
    const [low, high] = /** @type {[number, number]} */ ([fixed.reach[0], fixed.reach[1]]);
    const x = (/** @type {number} */ i) => pad.x(fixed.x[i]);
    const plot = { domain: /** @type {[number, number]} */ ([0, 1]), range: /** @type {[number, number]} */ ([-1, 1]) };
    const curve = busy ? undefined : fixed.target;
    if (!pad.lay({ ...plot, across: [low, high], seen, step, values, curve, title, height })) return;
    drawBand(pad.over, band, (i) => pad.x(fixed.seen[i]), pad.y, "line-1");
    for (const { name, colour, dash } of lines) {
      const look = { style: `--c: var(--${colour})`, "data-link": name, "stroke-dasharray": dash ? "6 5" : "" };
      svg("path", { class: "curve", d: linePath(fixed[name], x, pad.y), ...look }, pad.over);
    }
  }
}

/** A function and what the networks of one shape say. */
export class FitPanel extends Panel {
  /** @param {HTMLElement} parent @param {FitHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  forget() {}

  /** @param {Record<string, Float64Array>} fixed @param {ArrayLike<number>} band @param {string} told */
  show(fixed, band, told) {
    const sheet = this.sheet({ left: 2.4, right: 0.4, top: 0.4, bottom: 1.35 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const x = linear([0, 1], [frame.left, frame.right]);
    const y = linear(this.panel.seen, [frame.bottom, frame.top]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 3 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, most: 3, grid: false });
    const inside = clipped(drawing, frame);
    svg(
      "path",
      { class: "function-line", d: linePath(fixed.target, (i) => x(fixed.x[i]), y), "data-link": "target" },
      inside,
    );
    drawBand(inside, band, (i) => x(fixed.seen[i]), y, this.panel.shade);
    this.note && (this.note.textContent = told);
  }
}

/** What one network says of the plane, with the samples. */
export class PlanePanel extends Panel {
  /** @param {HTMLElement} parent @param {PlaneHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  forget() {}

  /** @param {Record<string, Float64Array>} fixed @param {ArrayLike<number>} shares of the second class, row by row from the lowest @param {string} told @param {import("../../kit/view.js").Palette} colours */
  show(fixed, shares, told, colours) {
    this.note && (this.note.textContent = told);
    const { width, unit } = this.measure();
    if (width < 40) return;
    const size = Math.min(width, 10.5 * unit);
    this.place.style.height = `${size}px`;
    const paper = this.paper(size / unit);
    if (!paper) return;
    const { context } = paper;
    const { side } = this.panel;
    const [a, b, zero] = [rgb(colours.classes[0]), rgb(colours.classes[1]), rgb(colours.paper)];
    const cell = size / side;
    const left = (width - size) / 2;
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        const share = shares[i * side + j];
        context.fillStyle = css(mix(zero, share < 0.5 ? a : b, 0.75 * Math.abs(2 * share - 1)));
        context.fillRect(left + j * cell, size - (i + 1) * cell, cell + 0.6, cell + 0.6);
      }
    const [points, labels] = [fixed.points, fixed.labels];
    const reach = fixed.reach[1];
    const at = (/** @type {number} */ v) => ((v + reach) / (2 * reach)) * size;
    context.lineWidth = 1;
    context.strokeStyle = colours.paper;
    for (let k = 0; k < labels.length; k++) {
      context.fillStyle = css(labels[k] > 0.5 ? b : a);
      context.beginPath();
      context.arc(left + at(points[2 * k]), size - at(points[2 * k + 1]), 0.2 * unit, 0, 7);
      context.fill();
      context.stroke();
    }
  }
}

/** Errors over the steps of training on a logarithmic axis: median and band of every shape. */
export class ErrorsPanel extends Panel {
  /** @param {HTMLElement} parent @param {ErrorsHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  forget() {}

  /** @param {Frame[]} frames @param {number} shown @param {number} last */
  show(frames, shown, last) {
    const sheet = this.sheet({ left: 3.3, right: 1.2, top: 0.4, bottom: 1.35 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { ends, groups, marks = [], name } = this.panel;
    const x = linear([0, last], [frame.left, frame.right]);
    const y = log(ends, [frame.bottom, frame.top], { overshoot: 0.02 });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 5, format: exponent });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "step", titleAt: "start" });
    for (const { value, text } of marks) {
      const at = y(value);
      if (!(at > frame.top - 1 && at < frame.bottom + 1)) continue;
      svg("line", { class: "limit", x1: frame.left, x2: frame.right, y1: at, y2: at }, drawing);
      const place = { x: frame.right - 0.3 * unit, y: at - 0.6 * unit, "text-anchor": "end" };
      svg("text", { class: "limit-text", ...place }, drawing, text);
    }
    const inside = clipped(drawing, { ...frame, right: frame.right + unit });
    const count = shown + 1;
    groups.forEach((colour, g) => {
      const rows = [0, 1, 2].map((k) => frames.slice(0, count).map(({ arrays }) => arrays[name][3 * g + k]));
      const look = { style: `--c: var(--${colour})`, "data-link": `group-${g}` };
      const pen = new SvgPath();
      const at = (/** @type {number} */ i) => x(frames[i].step);
      area(pen, rows[0], rows[2], at, y);
      svg("path", { class: "fit-band", d: pen.d, ...look }, inside);
      const curve = new SvgPath();
      const end = line(curve, rows[1], at, y, { stop: true });
      svg("path", { class: "curve", d: curve.d, ...look }, inside);
      if (end) svg("circle", { class: "dot", cx: end[0], cy: end[1], r: 0.32 * unit, ...look }, inside);
    });
  }
}

/** Errors over the number of units, both logarithmic, where a power is a straight line; the trained ones above theirs. */
export class PowersPanel extends Panel {
  /** @param {HTMLElement} parent @param {PowersHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  forget() {}

  /** @param {Record<string, Float64Array>} fixed @param {ArrayLike<number> | null} trained low, median and high of what is trained */
  show(fixed, trained) {
    const sheet = this.sheet({ left: 3.3, right: 1.2, top: 0.4, bottom: 2.3 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { foot, at, ends, across, points } = this.panel;
    const x = log(across, [frame.left, frame.right]);
    const y = log(ends, [frame.bottom, frame.top], { overshoot: 0.02, zero: frame.bottom });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 6, format: exponent });
    const [low, high] = across;
    const octaves = [1, 2, 4, 8, 16, 32, 64, 128, 256].filter((v) => v >= low && v <= high);
    const values = low > 0.5 ? { values: octaves, format: String } : { format: exponent };
    svgAxis(drawing, x, { side: "bottom", frame, unit, title: foot, most: 6, ...values });
    const inside = clipped(drawing, frame);
    svg("line", { class: "fit-now", x1: x(at), x2: x(at), y1: frame.top, y2: frame.bottom }, drawing);
    for (const { name, x: where, colour, dash } of points) {
      const look = { style: `--c: var(--${colour})`, "data-link": name };
      const [xs, ys] = [fixed[where], fixed[name]];
      const d = linePath(ys, (i) => x(xs[i]), y);
      svg("path", { class: "curve", d, ...look, "stroke-dasharray": dash ? "6 5" : "" }, inside);
      for (let i = 0; i < xs.length; i++) {
        const now = Math.abs(Math.log(xs[i] / at)) < 0.02;
        const spot = { cx: x(xs[i]), cy: y(ys[i]), r: (now ? 0.4 : 0.2) * unit };
        if (Number.isFinite(spot.cy)) svg("circle", { class: "dot", ...spot, ...look }, drawing);
      }
    }
    if (!trained) return;
    const look = { style: "--c: var(--line-1)", "data-link": "trained" };
    const [bottom, middle, top] = [0, 1, 2].map((k) => y(trained[k]));
    svg("line", { class: "fit-whisker", x1: x(at), x2: x(at), y1: bottom, y2: top, ...look }, drawing);
    svg("circle", { class: "dot", cx: x(at), cy: middle, r: 0.42 * unit, ...look }, drawing);
  }
}
