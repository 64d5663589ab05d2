// Panels of the clinic: courses of losses and accuracies, units x samples, weights of units, answers, one matrix.

import { svgAxis } from "../../kit/axis.js";
import { css, mix, rgb } from "../../kit/colours.js";
import { set, svg } from "../../kit/elements.js";
import { difference, short, subscript, wholePercent } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { line, linePath, SvgPath } from "../../kit/path.js";
import { decades, linear, log } from "../../kit/scale.js";
import { LinesPanel } from "../layer_panels.js";
import { frameOf } from "./comparison_lanes.js";

const LEAST_LOSS = 1e-6;

/** @typedef {import("../layer_panels.js").PanelHeader} PanelHeader */
/** @typedef {import("../../kit/view.js").Palette} Palette */

/** @typedef {import("./comparison_lanes.js").Lane} Lane */
/** @typedef {import("./comparison_lanes.js").Frame} Frame */
/** @typedef {{lanes: (Lane | null)[], shown: number, last: number, colours: Palette}} Shown what a panel draws from; `last` is the last step */

/**
 * What the panels of the clinic share.
 * @template {PanelHeader} [Header=PanelHeader]
 */
export class ComparisonPanel extends Panel {
  /** @param {HTMLElement} parent @param {Header} panel */
  constructor(parent, panel) {
    super(parent, { ...panel, note: panel.note || undefined, height: panel.height ?? 8.5, class: "comparison-panel" });
    this.panel = panel;
  }

  /** A new patient: axes start anew. */
  forget() {}

  /** @param {Shown} _shown */
  show(_shown) {}
}

/**
 * A panel of one network; nothing is drawn while that is not there.
 * @template {PanelHeader & {lane: number}} [Header=PanelHeader & {lane: number}]
 * @extends {ComparisonPanel<Header>}
 */
export class LanePanel extends ComparisonPanel {
  /** @param {Shown} shown */
  show(shown) {
    const lane = shown.lanes[this.panel.lane];
    if (lane?.frames.length) this.draw(lane, frameOf(lane, shown.shown), shown);
  }

  /** @param {Lane} _lane @param {Frame} _frame @param {Shown} _shown */
  draw(_lane, _frame, _shown) {}
}

/** @typedef {{lane: number, column: number, colour: string, link: string, dash?: boolean}} CourseSeries a column of the history */
/** @typedef {PanelHeader & {series: CourseSeries[], share?: boolean, relative?: boolean, marks?: {value: number, text: string}[]}} CourseHeader `relative`: divided by the loss of guessing */

/**
 * Losses or shares over the steps, of both lanes on one axis: full for the training samples, dashed for the test.
 * @extends {ComparisonPanel<CourseHeader>}
 */
export class ComparisonCourse extends ComparisonPanel {
  low = Infinity;
  high = -Infinity;
  broken = false;

  forget() {
    this.low = Infinity;
    this.high = -Infinity;
    this.broken = false;
  }

  /** A column of a lane's frames. @param {Lane} lane @param {CourseSeries} series */
  values(lane, { column }) {
    const { relative } = this.panel;
    return lane.frames.map(({ arrays }) => (relative ? arrays.row[column] / lane.guessing : arrays.row[column]));
  }

  /** Make room on the logarithmic axis; it grows and never shrinks while a patient is trained. @param {number[]} values */
  see(values) {
    if (this.panel.share) return;
    const marks = (this.panel.marks ?? []).map(({ value }) => value);
    const { low, high, unbounded } = decades([...values.map((v) => Math.max(LEAST_LOSS, v)), ...marks]);
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    this.broken ||= unbounded;
    if (this.high - this.low < 2) this.low = this.high - 2;
  }

  /** @param {Shown} shown */
  show({ lanes, shown, last }) {
    const series = this.panel.series.flatMap((one) => {
      const lane = lanes[one.lane];
      return lane?.frames.length ? [{ one, frames: lane.frames, values: this.values(lane, one) }] : [];
    });
    this.see(series.flatMap(({ values }) => values));
    const sheet = this.sheet({ left: 3.4, right: 0.9, top: this.broken ? 1.5 : 0.5, bottom: 1.35 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { left, right, bottom } = frame;
    const x = linear([0, last], [left, right]);
    const y = this.heights(frame, unit);
    const share = this.panel.share ? { values: [0, 0.5, 1], format: wholePercent } : { most: 6 };
    const beyond = this.broken && !this.panel.share ? [{ at: y(Infinity), text: "∞" }] : [];
    svgAxis(drawing, y, { side: "left", frame, unit, beyond, ...share });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "step", titleAt: "start" });
    for (const { value, text } of this.panel.marks ?? []) {
      const at = y(value);
      svg("line", { class: "limit", x1: left, x2: right, y1: at, y2: at }, drawing);
      const below = at + 1.2 * unit < bottom;
      const place = { x: right - 0.3 * unit, y: at + (below ? 0.7 : -0.7) * unit, "text-anchor": "end" };
      svg("text", { class: "limit-text", ...place }, drawing, text);
    }
    for (const { one, frames, values } of series) {
      const count = Math.min(shown + 1, frames.length);
      if (this.panel.share && values.slice(0, count).some(Number.isNaN)) continue;
      const pen = new SvgPath();
      const end = line(pen, values, (k) => x(frames[k].step), y, { count });
      const look = { style: `--c: var(--${one.colour})`, "data-link": one.link };
      svg("path", { class: "curve", d: pen.d, ...look, "stroke-dasharray": one.dash ? "5 4" : "" }, drawing);
      if (end && !one.dash) svg("circle", { class: "dot", cx: end[0], cy: end[1], r: 0.35 * unit, ...look }, drawing);
    }
  }

  /** What is not finite has its place above the axis. @param {import("../../kit/elements.js").Frame} frame @param {number} unit */
  heights({ top, bottom }, unit) {
    const unbounded = top - 0.8 * unit;
    const y = this.panel.share
      ? linear([0, 1], [bottom, top])
      : log([10 ** this.low, 10 ** this.high], [bottom, top], { unbounded });
    const place = (/** @type {number} */ v) =>
      Number.isFinite(v) ? y(this.panel.share ? v : Math.max(LEAST_LOSS, v)) : unbounded;
    return Object.assign(place, { ...y });
  }
}

/**
 * Hidden units x samples: darker where a unit has slope, empty where it has none.
 * @extends {LanePanel}
 */
export class MaskPanel extends LanePanel {
  /** @param {Lane} lane @param {Frame} frame @param {Shown} shown */
  draw({ sizes }, { arrays: { slopes } }, { colours }) {
    const paper = this.paper();
    if (!paper) return;
    const { context: pen, width, height, unit } = paper;
    const hidden = sizes.slice(1, -1);
    const units = hidden.reduce((a, b) => a + b, 0);
    const samples = slopes.length / units;
    const gap = 0.35 * unit;
    const left = 1.6 * unit;
    const tall = (height - gap * (hidden.length - 1)) / units;
    const wide = (width - left - 2) / samples;
    const [from, full] = [rgb(colours.paper), rgb(colours.gradient)];
    let [u, top] = [0, 0];
    pen.font = `${0.78 * unit}px ${getComputedStyle(this.box).fontFamily}`;
    pen.textBaseline = "middle";
    hidden.forEach((count, layer) => {
      pen.fillStyle = colours.muted;
      pen.fillText(String(layer + 1), 0.3 * unit, top + (count * tall) / 2);
      for (let j = 0; j < count; j++, u++) {
        let alive = false;
        for (let i = 0; i < samples; i++) {
          const s = slopes[u * samples + i];
          if (s !== 0) alive = true;
          pen.fillStyle = Number.isFinite(s)
            ? css(mix(from, full, s === 0 ? 0.04 : 0.16 + 0.84 * Math.min(1, s)))
            : colours.muted;
          pen.fillRect(left + i * wide, top + j * tall, wide - (wide > 4 ? 0.6 : 0), tall - (tall > 4 ? 0.8 : 0));
        }
        if (alive) continue;
        pen.fillStyle = colours.warning;
        pen.fillRect(left - 0.45 * unit, top + j * tall, 0.32 * unit, tall - (tall > 4 ? 0.8 : 0));
      }
      top += count * tall + gap;
    });
  }
}

/**
 * Each unit of the first layer as a line through all its weights: equal units lie on top of each other.
 * @extends {LanePanel}
 */
export class UnitsPanel extends LanePanel {
  /** Coming in, bias, going out: a line for each unit. @param {Lane} lane @param {Frame} frame @returns {number[][]} */
  lines({ sizes: [n, m, out] }, { arrays: { weights } }) {
    const next = weights.subarray((n + 1) * m);
    return Array.from({ length: m }, (_, j) => [
      ...Array.from({ length: n + 1 }, (__, i) => weights[i * m + j]),
      ...Array.from({ length: out }, (__, k) => next[j * out + k]),
    ]);
  }

  /** @param {Lane} lane @param {Frame} frame @param {Shown} shown */
  draw(lane, frame, { lanes, shown }) {
    const [n, m, out] = lane.sizes;
    const all = lanes.flatMap((one) => (one ? this.lines(one, frameOf(one, shown)).flat() : []));
    const sheet = this.sheet({ left: 3.4, right: 1.2, top: 1.4, bottom: 1.4 });
    if (!sheet) return;
    const { drawing, frame: box, unit } = sheet;
    const names = [
      ...Array.from({ length: n }, (_, i) => `w${i + 1}`),
      "b",
      ...Array.from({ length: out }, (_, k) => (out > 1 ? `v${k + 1}` : "v")),
    ];
    const most = Math.max(1e-3, ...all.filter(Number.isFinite).map(Math.abs));
    const x = linear([0, names.length - 1], [box.left, box.right]);
    const y = linear([-most, most], [box.bottom, box.top]);
    svgAxis(drawing, y, { side: "left", frame: box, unit, values: [-most, 0, most], format: short });
    svgAxis(drawing, x, {
      side: "bottom",
      frame: box,
      unit,
      grid: false,
      ...everyName(names, (box.right - box.left) / (1.7 * unit)),
    });
    this.lines(lane, frame).forEach((weights, j) => {
      if (!weights.every(Number.isFinite)) return;
      const look = { class: "curve unit-line", style: `--c: var(--line-${j % 4})` };
      svg("path", { d: linePath(weights, x, y), ...look }, drawing);
    });
    const seen = frame.arrays.different[0];
    const words = Number.isFinite(seen) ? alike(seen, m) : "";
    svg("text", { class: "band", x: box.right, y: 0.7 * unit, "text-anchor": "end" }, drawing, words);
  }
}

/** How many of a layer's units are copies of each other. @param {number} different how many different ones there are @param {number} units */
export function alike(different, units) {
  if (different >= units) return units > 1 ? `all ${units} units differ` : "1 unit";
  return different === 1 ? `all ${units} units are alike` : `${units} units are of ${different} kinds`;
}

/** As many of some names on an axis as there is room for. @param {string[]} names @param {number} room */
function everyName(names, room) {
  const every = Math.max(1, Math.ceil(names.length / room));
  const values = names.map((_, i) => i).filter((i) => i % every === 0);
  return { values, format: (/** @type {number} */ i) => names[i] };
}

/**
 * Samples by what the output says (across) and by the correction that they send back (up): wrong ones in their colour.
 * @extends {LanePanel}
 */
export class AnswersPanel extends LanePanel {
  /** @param {Lane} lane @param {Frame} frame */
  draw({ answers }, { arrays: { outputs, corrections } }) {
    const sheet = this.sheet({ left: 3.4, right: 0.9, top: 0.7, bottom: 1.4 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const x = linear([0, 1], [frame.left, frame.right]);
    const y = linear([0, 1], [frame.bottom, frame.top], { overshoot: 0 });
    const axis = { frame, unit, values: [0, 0.5, 1] };
    svgAxis(drawing, y, { side: "left", ...axis });
    svgAxis(drawing, y, { side: "left", ...axis, values: [0.75], format: () => "|dZ|N", grid: false });
    svgAxis(drawing, x, { side: "bottom", ...axis, format: (p) => (p === 0.5 ? "P" : String(p)), grid: false });
    outputs.forEach((p, i) => {
      const wrong = (p >= 0.5 ? 1 : 0) !== answers[i];
      const place = { cx: x(p), cy: y(corrections[i]), r: 0.36 * unit };
      const kind = wrong ? "sample-dot wrong" : "sample-dot";
      svg("circle", { class: kind, ...place, style: `--c: var(--class-${answers[i]})` }, drawing);
    });
  }
}

/**
 * All matrices of a network without a bend, multiplied to one.
 * @extends {LanePanel}
 */
export class ProductPanel extends LanePanel {
  /** @param {Lane} lane @param {Frame} frame @param {Shown} shown */
  draw({ sizes }, { arrays: { matrix, straight } }, { colours }) {
    const sheet = this.sheet({ left: 0.4, right: 0.4, top: 0, bottom: 0 });
    if (!sheet) return;
    const { drawing, unit, width, height } = sheet;
    const names = sizes
      .slice(1)
      .map((_, i) => `W${subscript(i + 1)}`)
      .join(" ");
    const text = (/** @type {number} */ y, /** @type {string} */ words, kind = "tick") =>
      svg("text", { class: kind, x: 0.4 * unit, y: y * unit }, drawing, words);
    if (!matrix.length) {
      text(1.2, `X ${names} is not what this network computes:`);
      text(2.6, "an activation stands between the matrices.");
      return;
    }
    const n = sizes[0];
    text(0.9, `X ${names} = X W   with W, b:`);
    const side = Math.min(4.6 * unit, (width - 2 * unit) / (n + 1));
    const most = Math.max(1e-9, ...Array.from(matrix, Math.abs));
    for (let i = 0; i <= n; i++) {
      const x = 0.4 * unit + i * (side + 4) + (i === n ? 0.9 * unit : 0);
      const style = `fill: ${colours.tone((0.8 * matrix[i]) / most)}`;
      svg("rect", { class: "cell", x, y: 2 * unit, width: side, height: 2.1 * unit, style }, drawing);
      const middle = { x: x + side / 2, y: 3.05 * unit, "text-anchor": "middle" };
      svg("text", { class: "cell-text", ...middle }, drawing, short(matrix[i]));
    }
    text(5.3, "network − this one matrix, at most:");
    text(6.7, difference(straight[0]), "band");
    if (height < 7 * unit) set(drawing, { height: 7.2 * unit });
  }
}

/** @typedef {{name: string, lane: number, colour: string, link: string}} LaneSeries */
/** @typedef {PanelHeader & {names: string[], series: LaneSeries[], fixed?: "inputs"}} NamedHeader `fixed`: numbers that do not change in training */

/**
 * Sizes on a logarithmic axis like those of layers, but of things that have names: tensors in order, inputs.
 * @extends {LinesPanel<NamedHeader>}
 */
export class NamedPanel extends LinesPanel {
  /** @param {import("../layer_panels.js").Bands} x @param {boolean} _output @param {number} unit */
  feet({ range: [from, to] }, _output, unit) {
    return everyName(this.panel.names, (to - from) / (2.5 * unit));
  }
}
