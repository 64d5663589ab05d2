// Deep networks layer by layer while they train.

import { svgAxis } from "../kit/axis.js";
import { say, svg } from "../kit/elements.js";
import { fixed, percent, short } from "../kit/number_format.js";
import { Panel } from "../kit/panel.js";
import { line, SvgPath } from "../kit/path.js";
import { linear } from "../kit/scale.js";
import { DensityPanel, LinesPanel, SharesPanel } from "./layer_panels.js";
import { TrainingView } from "./training_view.js";

/** @typedef {import("./training_view.js").Frame} Frame */
/** @typedef {import("./layer_panels.js").Named} Named */
/** @typedef {import("./layer_panels.js").PanelHeader} PanelHeader */
/** @typedef {PanelHeader & {kind: "lines", series: Named[]}} LinesHeader */
/** @typedef {import("./layer_panels.js").DensityHeader & {kind: "density", name: string, lane: number}} DensityHeader */
/** @typedef {PanelHeader & {kind: "shares", series: Named[]}} SharesHeader */
/** @typedef {PanelHeader & {kind: "course", series: Named[], top: number, marks?: {value: number, text: string}[]}} CourseHeader `top` is the upper end of the axis */
/** @typedef {LinesPanel<LinesHeader> | DensityPanel<DensityHeader> | SharesPanel<SharesHeader> | CoursePanel} Part */

/**
 * @typedef {object} DepthOnly
 * @property {number} layers hidden ones
 * @property {number} bins of the densities
 * @property {{title: string, name: string, lane?: number, percent?: boolean}[]} readings of the layer under the pointer
 * @property {string} [reading] what all of them read
 * @property {{title: string, name: string, lane?: number, at: number}[]} [summary]
 * @property {string} [before] a word before the summary
 * @property {(LinesHeader | DensityHeader | SharesHeader | CourseHeader)[]} panels
 */
/** @typedef {import("./training_view.js").TrainingHeader & DepthOnly} DepthHeader */

/** @extends {TrainingView<DepthHeader, Part>} */
export class DepthView extends TrainingView {
  layer = -1;

  /** @param {DepthHeader["panels"][number]} panel @param {HTMLElement} place @returns {Part} */
  make(panel, place) {
    const point = (/** @type {number} */ layer) => this.point(layer);
    switch (panel.kind) {
      case "lines":
        return new LinesPanel(place, { ...panel }, point, this.signal);
      case "density":
        return new DensityPanel(place, { ...panel }, point, this.signal);
      case "shares":
        return new SharesPanel(place, { ...panel }, point, this.signal);
      case "course":
        return new CoursePanel(place, { ...panel });
    }
  }

  /** @param {Part} part @param {DepthHeader} header @param {import("../kit/view.js").Palette} colours */
  part(part, { layers, bins, last }, colours) {
    if (part instanceof CoursePanel) {
      part.show(this.frames, this.shown, last);
      return;
    }
    if (part instanceof LinesPanel) {
      const { series } = part.panel;
      const now = series.map((s) => ({ ...s, values: this.values(s.name, s.lane) }));
      const start = series.map((s) => ({ ...s, values: this.values(s.name, s.lane, 0), faint: true }));
      part.see([...now, ...start].map(({ values }) => values));
      part.prepare(layers + 1);
      part.show([...(this.shown === 0 ? [] : start.filter((s) => s.ghost)), ...now]);
    } else if (part instanceof DensityPanel) {
      const { name, lane, zeros } = part.panel;
      part.prepare(layers);
      part.show(this.values(name, lane), bins, zeros ? this.values(zeros, lane) : null, colours);
    } else {
      part.prepare(layers);
      part.show(part.panel.series.map((s) => ({ ...s, values: this.values(s.name, s.lane) })));
    }
    part.point(this.layer);
  }

  /** @param {DepthHeader} header */
  remark(header) {
    const parts = this.layer < 0 ? this.summary(header) : this.readings(header, Math.min(this.layer, header.layers));
    say(this.line, parts.filter(Boolean).join("   "));
  }

  /** Of one layer. @param {DepthHeader} header @param {number} at */
  readings({ layers, reading, readings }, at) {
    const name = at === layers ? "output" : `layer ${at + 1}`;
    const numbers = readings.map((r) => {
      const value = this.values(r.name, r.lane)[at];
      return value === undefined ? "" : `${r.title} ${r.percent ? percent(value) : fixed(value, 4)}`;
    });
    return [reading ? `${name}, ${reading}:` : name, ...numbers];
  }

  /** Loss now, and how much less of a gradient the first layer gets than the last. @param {DepthHeader} header */
  summary({ before, summary = [] }) {
    const numbers = summary.map(
      ({ title, name, lane, at }) => `${title} ${short(this.values(name, lane).at(at) ?? NaN)}`,
    );
    return before ? [`${before}:`, ...numbers] : numbers;
  }

  /** @param {number} layer */
  point(layer) {
    this.layer = layer;
    for (const part of this.parts) if (!(part instanceof CoursePanel)) part.point(layer);
    if (this.header && this.frames.length) this.remark(this.header);
  }

  /** For tests. */
  state() {
    const state = super.state();
    return state && { ...state, layers: this.header?.layers };
  }
}

/** A number over the steps of training, a line a lane. */
class CoursePanel extends Panel {
  /** @param {HTMLElement} parent @param {CourseHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  forget() {}

  /** @param {Frame[]} frames @param {number} shown @param {number} last the last step */
  show(frames, shown, last) {
    const sheet = this.sheet({ left: 3.7, right: 1.4, top: 0.4, bottom: 1.35 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { left, right, top, bottom } = frame;
    const x = linear([0, last], [left, right]);
    const y = linear([0, this.panel.top], [bottom, top], { overshoot: 0.02 });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 3 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "step", titleAt: "start" });
    for (const { value, text } of this.panel.marks ?? []) {
      const at = y(value);
      svg("line", { class: "limit", x1: left, x2: right, y1: at, y2: at }, drawing);
      const place = { x: right - 0.3 * unit, y: at + 0.7 * unit, "text-anchor": "end" };
      svg("text", { class: "limit-text", ...place }, drawing, text);
    }
    const steps = frames.map(({ step }) => step);
    for (const { name, lane = 0, colour, dash, link } of this.panel.series) {
      const pen = new SvgPath();
      const values = frames.map(({ arrays }) => (Number.isFinite(arrays[name][lane]) ? arrays[name][lane] : NaN));
      line(pen, values, (i) => x(steps[i]), y, { count: shown + 1, stop: true });
      const look = { style: `--c: var(--${colour})`, "data-link": link };
      svg("path", { class: "curve", d: pen.d, ...look, "stroke-dasharray": dash ? "6 5" : "" }, drawing);
      if (Number.isNaN(values[shown])) continue;
      svg("circle", { class: "dot", cx: x(steps[shown]), cy: y(values[shown]), r: 0.35 * unit, ...look }, drawing);
    }
  }
}
