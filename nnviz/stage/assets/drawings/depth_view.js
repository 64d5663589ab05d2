// Deep networks layer by layer while they train: frames arrive in chunks, play at the browser's rate, and stay for going back.

import { svgAxis } from "../kit/axis.js";
import { html, say, svg } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { fixed, label, percent, short } from "../kit/number_format.js";
import { Panel } from "../kit/panel.js";
import { line, SvgPath } from "../kit/path.js";
import { PlaybackBar, Playhead } from "../kit/playback.js";
import { linear } from "../kit/scale.js";
import { Slider } from "../kit/slider.js";
import { atRest } from "../kit/timing.js";
import { scrollArea } from "../kit/scroll_area.js";
import { Drawing } from "./drawing.js";
import { DensityPanel, LinesPanel, SharesPanel } from "./layer_panels.js";

const PACE = 50;
const AHEAD = 8;
const WORDS_WAIT = 60;

/** @typedef {import("./layer_panels.js").Named} Named */
/** @typedef {import("./layer_panels.js").PanelHeader} PanelHeader */
/** @typedef {PanelHeader & {kind: "lines", series: Named[]}} LinesHeader */
/** @typedef {import("./layer_panels.js").DensityHeader & {kind: "density", name: string, lane: number}} DensityHeader */
/** @typedef {PanelHeader & {kind: "shares", series: Named[]}} SharesHeader */
/** @typedef {PanelHeader & {kind: "course", series: Named[], top: number, marks?: {value: number, text: string}[]}} CourseHeader `top` is the upper end of the axis */
/** @typedef {LinesPanel<LinesHeader> | DensityPanel<DensityHeader> | SharesPanel<SharesHeader> | CoursePanel} Part */

/** @typedef {{name: string, title: string, low: number, high: number, step?: number, log?: boolean, value: number, text: string}} SliderHeader */
/** @typedef {{step: number, arrays: Record<string, Float64Array>}} Frame */

/**
 * @typedef {object} DepthHeader
 * @property {string} generation what tells a training from others
 * @property {number} from the first frame of the message
 * @property {number[]} steps of its frames
 * @property {number} total how many frames there will be
 * @property {number} last the last step
 * @property {boolean} done whether all frames have come with this message
 * @property {number} layers hidden ones
 * @property {number} bins of the densities
 * @property {boolean} behind whether the words of the page are about other settings still
 * @property {number} [seed]
 * @property {number} [across] panels in a row
 * @property {number} [many] networks side by side
 * @property {SliderHeader[]} sliders
 * @property {{title: string, name: string, lane?: number, percent?: boolean}[]} readings of the layer under the pointer
 * @property {string} [reading] what all of them read
 * @property {{title: string, name: string, lane?: number, at: number}[]} [summary]
 * @property {string} [before] a word before the summary
 * @property {(LinesHeader | DensityHeader | SharesHeader | CourseHeader)[]} panels
 */

/** @extends {Drawing<DepthHeader>} */
export class DepthView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Part[]} */
    this.parts = [];
    /** @type {Frame[]} */
    this.frames = [];
    /** What does not change in training. @type {Record<string, Float64Array>} */
    this.fixed = {};
    /** @type {Record<string, number[]>} */
    this.shapes = {};
    this.layer = -1;
    this.laid = "";
    /** @type {Map<string, Slider>} */
    this.sliders = new Map();
    this.controls = html("div", { class: "depth-sliders" }, root);
    this.playhead = new Playhead({ pace: PACE });
    this.bar = new PlaybackBar(root, this.playhead, {
      group: "Training",
      play: "Train",
      buttons: ["play", "first"],
      scrub: { label: "step of training", text: (at) => this.stepText(at) },
      changed: () => this.draw(),
      ticked: () => this.askAhead(),
      signal,
    });
    this.again = iconButton(this.bar.group, {
      icon: "dice",
      text: "New weights",
      press: () => this.requests.ask({ set: "seed", value: (this.header?.seed ?? 0) + 1, done: true }),
      signal,
    });
    this.panels = scrollArea(html("div", { class: "depth-panels" }, root), "networks side by side", this.signal);
    this.wide = html("div", { class: "depth-wide" }, root);
    this.line = html("p", { class: "line depth-line" }, root);
    this.telling = atRest(WORDS_WAIT, () => this.requests.ask({ drawn: true }), signal);
  }

  /** @param {DepthHeader} header @param {Map<string, import("./message.js").Matrix>} arrays */
  receive(header, arrays) {
    const anew = header.generation !== this.header?.generation;
    if (anew) {
      this.frames = [];
      this.fixed = {};
      this.playhead.reach(0, false);
      this.playhead.go(0);
    }
    this.keep(header, arrays);
    this.header = header;
    if (!this.frames.length) {
      this.requests.ask({ more: 0 });
      return;
    }
    this.dress(header);
    const laid = JSON.stringify(header.panels.map((p) => [p.kind, p.title, p.keys, "name" in p && [p.name, p.lane]]));
    if (laid !== this.laid) this.build(header);
    else header.panels.forEach((panel, k) => Object.assign(this.parts[k].panel, panel));
    this.laid = laid;
    if (anew) for (const part of this.parts) part.forget();
    this.playhead.reach(this.frames.length - 1, header.done);
    this.draw();
    this.bar.draw(header.total - 1);
    // The words of the page are about other settings still: they may follow, now that the drawing is there.
    if (header.behind) this.telling.start();
    else this.telling.stop();
  }

  /** Take the frames that are the next ones. @param {DepthHeader} header @param {Map<string, import("./message.js").Matrix>} arrays */
  keep(header, arrays) {
    const stacks = [...arrays].filter(([name]) => name.startsWith("frame "));
    for (const [name, { data }] of arrays) if (!name.startsWith("frame ")) this.fixed[name] = data;
    for (const [name, { shape }] of stacks) this.shapes[name.slice(6)] = shape.slice(1);
    header.steps.forEach((step, k) => {
      if (header.from + k !== this.frames.length) return;
      const of = stacks.map(([name, { shape, data }]) => {
        const size = data.length / shape[0];
        return [name.slice(6), data.subarray(k * size, (k + 1) * size)];
      });
      this.frames.push({ step, arrays: Object.fromEntries(of) });
    });
  }

  /** The sliders, once; later only their values. @param {DepthHeader} header */
  dress({ sliders, seed }) {
    for (const given of sliders) {
      const slider = this.sliders.get(given.name) ?? this.slider(given);
      if (!this.requests.busy) slider.show(given.value, given.text);
    }
    this.again.hidden = seed === undefined;
  }

  /** @param {SliderHeader} given */
  slider({ name, title, low, high, step, log, value, text }) {
    const slider = new Slider(this.controls, {
      label: title,
      low,
      high,
      ...(log ? { log: 20, digits: 2 } : { step }),
      text: label,
      change: (now, done) => this.requests.ask({ set: name, value: now, done }),
      signal: this.signal,
    });
    slider.show(value, text);
    this.sliders.set(name, slider);
    return slider;
  }

  /** @param {DepthHeader} header */
  build({ panels, across, many }) {
    this.panels.replaceChildren();
    this.wide.replaceChildren();
    this.panels.style.setProperty("--across", String(across ?? 2));
    this.panels.classList.toggle("many", Boolean(many));
    this.panels.style.setProperty("--many", String((many ?? 1) - 1));
    this.parts = panels.map((panel) => this.make(panel, panel.span ? this.wide : this.panels));
  }

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

  get shown() {
    return this.playhead.at;
  }

  /** One number a layer of a lane. @param {string} name @param {number} [lane] @param {number} [frame] */
  values(name, lane = 0, frame = this.shown) {
    if (this.fixed[name]) return this.fixed[name];
    const data = this.frames[frame].arrays[name];
    const size = data.length / this.shapes[name][0];
    return data.subarray(lane * size, (lane + 1) * size);
  }

  /** @param {import("../kit/view.js").Palette} colours @param {DepthHeader} header */
  paint(colours, header) {
    if (!this.frames.length) return false;
    for (const part of this.parts) this.part(part, header, colours);
    this.remark(header);
    return true;
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

  /** @param {number} at */
  stepText(at) {
    return this.header && this.frames[at] ? `step ${this.frames[at].step} of ${this.header.last}` : "";
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

  /** While it plays: more frames, in time. */
  askAhead() {
    if (this.frames.length - this.shown <= AHEAD && !this.header?.done && !this.requests.busy)
      this.requests.ask({ more: this.frames.length });
  }

  /** For tests. */
  state() {
    if (!this.frames.length || !this.header) return null;
    return {
      frames: this.frames.length,
      shown: this.shown,
      step: this.frames[this.shown].step,
      playing: this.playhead.playing,
      drawn: this.drawn,
      generation: this.header.generation,
      layers: this.header.layers,
      line: this.line.textContent,
      values: (/** @type {string} */ name, lane = 0) => Array.from(this.values(name, lane)),
    };
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
