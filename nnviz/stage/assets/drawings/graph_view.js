// Curves over the same points, in one panel or several: one handle moves along all of them, numbers are looked up.

import { svgAxis } from "../kit/axis.js";
import { drag } from "../kit/drag.js";
import { clipped, html, say, set, svg } from "../kit/elements.js";
import { exact, fixed } from "../kit/number_format.js";
import { Panel } from "../kit/panel.js";
import { linePath } from "../kit/path.js";
import { linear, log, nearest } from "../kit/scale.js";
import { Slider } from "../kit/slider.js";
import { atRest } from "../kit/timing.js";
import { Drawing } from "./drawing.js";

const STEADY = 120;

/**
 * @typedef {object} Series
 * @property {string} name of its array
 * @property {string} title
 * @property {number | string} [colour] a line of the theme by its number, or a name such as muted
 * @property {string} [link] its name if left out
 * @property {boolean} [dash]
 * @property {boolean} [thin]
 */

/**
 * @typedef {object} GraphPanel
 * @property {string} title
 * @property {string} x the array of its points, in ascending order
 * @property {string} [x_title] left out where the panel's title says it
 * @property {[number, number]} x_range
 * @property {[number, number]} y_range
 * @property {boolean} [log] whether the heights are logarithmic
 * @property {number} [height] in em
 * @property {Series[]} series
 * @property {{x: number, text: string}[]} [marks]
 */

/** @typedef {{name: string, title: string, decimals?: number, colour?: number, link?: string, row?: number | string}} Reading */

/**
 * @typedef {object} GraphHeader
 * @property {string} slider what it is called
 * @property {string} handle the array that its value is read from
 * @property {number} [handle_decimals]
 * @property {number} at
 * @property {number} [across] panels in a row
 * @property {GraphPanel[]} panels
 * @property {Reading[]} readings
 */

/**
 * @typedef {object} Part what is kept of a panel while it is on the page
 * @property {Panel} panel
 * @property {SVGSVGElement} plot
 * @property {import("../kit/elements.js").Frame} [frame]
 * @property {import("../kit/scale.js").Scale} [x]
 * @property {(v: number) => number} [y]
 * @property {SVGLineElement} [drop]
 * @property {SVGCircleElement[]} dots
 */

/** @extends {Drawing<GraphHeader>} */
export class GraphView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.panels = html("div", { class: "graph-panels" }, root);
    this.slider = new Slider(root, {
      label: "",
      class: "graph-slider",
      text: (at) => this.handled(at),
      change: (at, done) => this.move(at, done),
      signal: this.signal,
    });
    this.table = html("div", { class: "graph-readings" }, root);
    /** @type {Part[]} */
    this.parts = [];
    /** @type {{reading: Reading, number: HTMLElement}[]} */
    this.readings = [];
    this.laid = "";
    this.at = 0;
    this.count = 1;
    this.told = NaN;
    this.done = false;
    this.tell = atRest(STEADY, () => this.requests.ask({ at: this.at, done: this.done }), this.signal);
    /** @type {Record<string, Float64Array>} */
    this.data = {};
  }

  /** @param {GraphHeader} header */
  take(header) {
    this.data = this.numbers;
    if (header.at !== this.told && !this.requests.busy && !this.tell.waiting) this.at = header.at;
    this.told = header.at;
    this.count = this.data[header.panels[0].x].length;
    this.at = Math.max(0, Math.min(this.count - 1, this.at));
    this.slider.update({ label: header.slider, high: this.count - 1 });
    const laid = JSON.stringify([header.panels.map((p) => [p.title, p.series]), header.readings, header.across]);
    if (laid !== this.laid) this.build(header);
    this.laid = laid;
  }

  /** The value that the handle stands for. @param {number} at */
  handled(at) {
    const { header } = this;
    return header ? fixed(this.data[header.handle][at], header.handle_decimals ?? 2) : "";
  }

  /** @param {GraphHeader} header */
  build({ panels, across, readings }) {
    this.panels.replaceChildren();
    this.panels.style.setProperty("--across", String(across ?? panels.length));
    this.parts = panels.map(({ title, series }, k) => {
      const keys = series.map((s) => ({ ...s, colour: colourOf(s), link: s.link ?? s.name }));
      const panel = new Panel(this.panels, { title, keys, class: "graph-panel" });
      panel.drawing = svg("svg", { class: "graph-plot", role: "img" }, panel.place);
      const part = { panel, plot: panel.drawing, dots: [] };
      this.grip(part, k);
      return part;
    });
    this.table.replaceChildren();
    let row = html("div", {}, this.table);
    this.readings = readings.map((reading, k) => {
      if (k && reading.row !== readings[k - 1].row) row = html("div", {}, this.table);
      const style = reading.colour === undefined ? undefined : `--c: var(--line-${reading.colour})`;
      const item = html("span", { "data-link": reading.link ?? reading.name, style }, row);
      html("i", {}, item, `${reading.title} = `);
      return { reading, number: html("b", { class: "number" }, item) };
    });
  }

  /** @param {import("../kit/view.js").Palette} _colours @param {GraphHeader} header */
  paint(_colours, { panels }) {
    const seen = panels.map((panel, k) => this.lay(panel, this.parts[k]));
    this.show();
    return seen.includes(true);
  }

  /** Everything that does not move; whether there was room. @param {GraphPanel} panel @param {Part} part */
  lay(panel, part) {
    const sheet = part.panel.sheet({
      height: panel.height ?? 13,
      left: 3.6,
      right: 0.7,
      top: 0.5,
      bottom: panel.x_title ? 2.6 : 1.5,
    });
    if (!sheet) return false;
    const { frame, unit } = sheet;
    const { left, right, top, bottom } = frame;
    const x = linear(panel.x_range, [left, right]);
    const y = (panel.log ? log : linear)(panel.y_range, [bottom, top]);
    Object.assign(part, { frame, x, y: panel.log ? (/** @type {number} */ v) => (v > 0 ? y(v) : NaN) : y });
    svgAxis(part.plot, x, { side: "bottom", frame, unit, title: panel.x_title });
    svgAxis(part.plot, y, { side: "left", frame, unit, most: 5 });
    for (const mark of panel.marks ?? []) {
      const at = x(mark.x);
      svg("line", { class: "mark", x1: at, x2: at, y1: top, y2: bottom }, part.plot);
      svg("text", { class: "mark-text", x: at + 0.3 * unit, y: top + 0.7 * unit }, part.plot, mark.text);
    }
    this.curves(panel, part);
    part.drop = svg("line", { class: "drop", y1: top, y2: bottom }, part.plot);
    part.dots = panel.series.map((series) =>
      svg("circle", { class: "dot", r: 0.42 * unit, ...lookOf(series) }, part.plot),
    );
    return true;
  }

  /** @param {GraphPanel} panel @param {Part} part */
  curves(panel, { plot, frame, x, y }) {
    if (!frame || !x || !y) return;
    const xs = this.data[panel.x];
    const inside = clipped(plot, frame);
    for (const series of panel.series) {
      const d = linePath(this.data[series.name], (i) => x(xs[i]), y);
      const kind = series.thin ? "curve thin" : "curve";
      svg("path", { class: kind, d, ...lookOf(series), "stroke-dasharray": series.dash ? "7 5" : undefined }, inside);
    }
  }

  /** Everything that moves. */
  show() {
    this.header?.panels.forEach((panel, k) => {
      const { frame, x, y, drop, dots } = this.parts[k];
      if (!frame || !x || !y || !drop) return;
      const at = x(this.data[panel.x][this.at]);
      set(drop, { x1: at, x2: at });
      panel.series.forEach(({ name }, s) => {
        const height = y(this.data[name][this.at]);
        const seen = Number.isFinite(height) && height >= frame.top - 1 && height <= frame.bottom + 1;
        set(dots[s], { cx: at, cy: seen ? height : -99 });
      });
    });
    this.slider.show(this.at);
    for (const { reading, number } of this.readings) {
      const value = this.data[reading.name][this.at];
      say(number, fixed(value, reading.decimals ?? 6));
      set(number, { title: exact(value) });
    }
  }

  /** @param {number} index @param {boolean} done */
  move(index, done) {
    this.at = index;
    this.done = done;
    this.show();
    this.tell.start(done ? 0 : STEADY);
  }

  /** The keys are the slider's. @param {Part} part @param {number} k */
  grip(part, k) {
    drag(part.plot, {
      value: () => [this.at],
      limits: () => [[0, this.count - 1]],
      place: ({ x }) => {
        const { header } = this;
        return header && part.x ? [nearest(this.data[header.panels[k].x], part.x.invert(x))] : [this.at];
      },
      step: 1,
      snap: 1,
      move: ([index], done) => this.move(index, done),
      signal: this.signal,
    });
  }

  /** For tests. */
  state() {
    return {
      at: this.at,
      values: Object.fromEntries(Object.entries(this.data).map(([name, data]) => [name, data[this.at]])),
    };
  }
}

/** The CSS variable of a colour. @param {Series} series */
const colourOf = ({ colour = "ink" }) => (typeof colour === "number" ? `line-${colour}` : colour);

/** @param {Series} series */
const lookOf = (series) => ({ style: `--c: var(--${colourOf(series)})`, "data-link": series.link ?? series.name });
