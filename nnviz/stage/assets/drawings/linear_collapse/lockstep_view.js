// Trainings in lockstep: curves over the steps with bands, dashed what theory says, and matrices of the step on view.

import { svgAxis } from "../../kit/axis.js";
import { html, say, svg } from "../../kit/elements.js";
import { shapeText, short } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { area, line, linePath, SvgPath } from "../../kit/path.js";
import { linear, log } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { Slider } from "../../kit/slider.js";
import { Cells, signedPaint } from "../cells.js";
import { PlayedView } from "../played_view.js";

/** @typedef {{title: string, lane: number, colour: string, dash?: boolean, link: string}} Series */

/**
 * @typedef {object} CourseHeader
 * @property {string} title
 * @property {string} [note]
 * @property {string} name of the array, a number a lane; "NAME low" and "NAME high" are its band, where there is one
 * @property {Series[]} series
 * @property {string} [theory] the array of what theory says, for every frame
 * @property {number} low
 * @property {number} high
 * @property {boolean} [log]
 * @property {number} [height] in em
 */

/** @typedef {{name: string, title: string, rows?: string[], columns?: string[], small: boolean, shape: number[], scale?: number}} TileHeader */
/** @typedef {{name: string, title: string, low: number, high: number, step?: number, log?: boolean, value: number, text: string}} SliderHeader */

/**
 * @typedef {object} LockstepOnly
 * @property {number} stride steps from frame to frame
 * @property {number} pace milliseconds from frame to frame, at least
 * @property {SliderHeader[]} sliders
 * @property {CourseHeader[]} panels
 * @property {TileHeader[]} tiles matrices of the step on view
 * @property {{title: string, name: string, lane: number}[]} readings
 */

/** @typedef {import("../played_view.js").PlayedHeader & LockstepOnly} LockstepHeader */

/** @extends {PlayedView<LockstepHeader>} */
export class LockstepView extends PlayedView {
  ahead = 40;

  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Map<string, Slider>} */
    this.sliders = new Map();
    /** @type {Panel[]} */
    this.panels = [];
    /** @type {Cells[]} */
    this.tiles = [];
    this.laid = "";
    const head = html("div", { class: "lockstep-head" }, root);
    this.makeBar(head, { buttons: ["play", "first", "back", "forward"] });
    this.controls = html("div", { class: "lockstep-sliders" }, head);
    this.courses = html("div", { class: "lockstep-courses" }, root);
    this.matrices = scrollArea(html("div", { class: "lockstep-matrices" }, root), "matrices of this step", signal);
    this.line = html("p", { class: "line" }, root);
  }

  /** Sliders, panels and matrices, built once for each layout. @param {LockstepHeader} header */
  arrange({ sliders, panels, tiles, pace }) {
    this.playhead.pace = pace;
    for (const given of sliders) {
      const slider = this.sliders.get(given.name) ?? this.slider(given);
      if (!this.requests.busy) slider.show(given.value, given.text);
    }
    const laid = JSON.stringify([panels.map(({ title, series }) => [title, series]), tiles]);
    if (laid === this.laid) return;
    this.laid = laid;
    this.courses.replaceChildren();
    this.matrices.replaceChildren();
    this.panels = panels.map(
      ({ title, note, series, height }) => new Panel(this.courses, { title, note, keys: series, height }),
    );
    this.tiles = tiles.map(({ title, shape }) => {
      const tile = new Cells(this.matrices, this.signal);
      say(tile.title, `${title} ${shapeText(shape)}`);
      return tile;
    });
  }

  /** @param {SliderHeader} given */
  slider({ name, title, low, high, step, log: power, value, text }) {
    const slider = new Slider(this.controls, {
      label: title,
      name,
      low,
      high,
      ...(power ? { log: 20, digits: 2 } : { step }),
      text: short,
      change: (now, done) => this.requests.ask({ set: name, value: now, done }),
      signal: this.signal,
    });
    slider.show(value, text);
    this.sliders.set(name, slider);
    return slider;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {LockstepHeader} header */
  paint(colours, header) {
    const now = this.frames[this.playhead.at];
    if (!now) return false;
    header.panels.forEach((panel, k) => this.course(this.panels[k], panel, header));
    const tone = signedPaint(colours);
    header.tiles.forEach(({ name, shape, rows, columns, small, scale }, k) => {
      const data = now.arrays[name] ?? this.fixed[name];
      this.tiles[k].show({ shape, data }, { name, rows, columns, small }, tone, { scale });
    });
    const parts = header.readings.map(({ title, name, lane }) => `${title} ${short(now.arrays[name][lane])}`);
    say(this.line, [this.stepText(this.playhead.at), ...parts].join("   "));
    return true;
  }

  /** One panel of curves. @param {Panel} panel @param {CourseHeader} course @param {LockstepHeader} header */
  course(panel, { name, series, theory, low, high, log: powers }, { last, stride }) {
    const sheet = panel.sheet({ left: 3.7, right: 1, top: 0.5, bottom: 1.35 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { frames, playhead } = this;
    const x = linear([0, last], [frame.left, frame.right]);
    const y = (powers ? log : linear)([low, high], [frame.bottom, frame.top], { overshoot: 0.03 });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "step", titleAt: "start" });
    const at = (/** @type {number} */ i) => x(frames[i].step);
    const count = playhead.at + 1;
    for (const { lane, colour, dash, link } of series) {
      const look = { style: `--c: var(--${colour})`, "data-link": link };
      const lane_ = (/** @type {string} */ which) => frames.map(({ arrays }) => arrays[which]?.[lane] ?? NaN);
      if (frames[0].arrays[`${name} low`]) {
        const pen = new SvgPath();
        area(pen, lane_(`${name} low`), lane_(`${name} high`), at, y, { count });
        svg("path", { class: "lockstep-band", d: pen.d, ...look }, drawing);
      }
      if (theory) {
        const [data, [length, lanes]] = [this.fixed[theory], this.shapes[theory]];
        const expected = Array.from({ length }, (_, i) => data[i * lanes + lane]);
        const d = linePath(expected, (i) => x(Math.min(last, i * stride)), y);
        svg("path", { class: "lockstep-theory", d, ...look }, drawing);
      }
      const values = lane_(name);
      const pen = new SvgPath();
      line(pen, values, at, y, { count, stop: true });
      svg("path", { class: "curve", d: pen.d, ...look, "stroke-dasharray": dash ? "6 5" : "" }, drawing);
      if (!Number.isFinite(values[playhead.at])) continue;
      svg(
        "circle",
        { class: "dot", cx: at(playhead.at), cy: y(values[playhead.at]), r: 0.38 * unit, ...look },
        drawing,
      );
    }
  }

  /** For tests. */
  state() {
    const state = super.state();
    const { arrays } = this.frames[this.shown] ?? { arrays: {} };
    const numbers = Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, Array.from(data)]));
    return state && { ...state, numbers, tiles: this.tiles.length };
  }
}
