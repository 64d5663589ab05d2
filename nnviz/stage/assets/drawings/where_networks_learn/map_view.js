// A map of trainings: a cell for each pair of settings, coloured by what its runs measured, the measured border and the
// predicted one across them. Pointing at a cell shows its runs; choosing it opens that very network in the Playground.

import { svgAxis } from "../../kit/axis.js";
import { css, mix, rgb, textOn } from "../../kit/colours.js";
import { em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { label, powerOfTen, short, significant } from "../../kit/number_format.js";
import { legendKey, Panel } from "../../kit/panel.js";
import { line, linePath, SvgPath } from "../../kit/path.js";
import { Roving, ROVING_KEYS } from "../../kit/roving.js";
import { bands, linear, log } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { widthOf } from "../../kit/sizes.js";
import { letterSize } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { inWords, kindOf, strengthOf, upright, written } from "./map_cells.js";

const HEIGHT = 21; // em
const MARGINS = { left: 3.6, right: 0.6, top: 0.4, bottom: 2.5 };
const FINGER = 24; // pixels: the least width of a cell; a wider map scrolls
const DWELL = 220; // ms that a pointer rests on a cell before its network is computed
const RUNS = ["line-0", "line-1", "line-2"]; // colours of the runs whose curves are drawn

/** @typedef {{title: string, labels: string[]}} AxisWords */
/** @typedef {{place: [number, number], seeds: string[], done: boolean, note: string}} Opened the runs of a cell that were computed anew */
/** @typedef {{done: number, total: number, running: boolean, left: string}} Progress of a map that is computed here */

/**
 * @typedef {object} MapHeader
 * @property {AxisWords} rows the first one is drawn at the bottom
 * @property {AxisWords} columns
 * @property {string[]} seeds
 * @property {import("./map_cells.js").Shown} shown the measure that is coloured
 * @property {{name: string, title: string}[]} listed measures of a run, by the names of their arrays
 * @property {[number, number]} chosen row and column
 * @property {string} fixed what all cells share, in words
 * @property {boolean} veiled whether the question comes first
 * @property {number} predictions how many lines of the predicted border there are
 * @property {number} critical how many lines where a layer keeps the size of gradients
 * @property {boolean} opens whether the Playground shows such networks
 * @property {Opened | null} opened
 * @property {Progress | null} progress
 */

/** @extends {Drawing<MapHeader>} */
export class LearningMapView extends Drawing {
  /** @type {[number, number]} the cell whose runs are listed */
  at = [0, 0];
  told = "";
  /** @type {{x: import("../../kit/scale.js").Scale & {bandwidth: number}, y: import("../../kit/scale.js").Scale & {bandwidth: number}} | null} */
  bands = null;
  /** @type {SVGRectElement[]} around the chosen cell */
  marks = [];

  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    this.columns = html("div", { class: "map-columns" }, root);
    const left = html("div", {}, this.columns);
    this.head = html("div", { class: "map-head" }, left);
    this.name = html("b", { class: "title" }, this.head);
    this.legend = svg("svg", { class: "map-legend", "aria-hidden": "true" }, this.head);
    this.place = scrollArea(html("div", { class: "map-place" }, left), "map", signal);
    this.svg = svg("svg", { role: "grid" }, this.place);
    this.keysLine = html("div", { class: "map-keys" }, left);
    this.progress = html("div", { class: "map-progress" }, left);
    this.bar = html("progress", { "aria-label": "cells that are computed" }, this.progress);
    this.progressText = html("span", { class: "number" }, this.progress);
    this.stop = html("button", { type: "button" }, this.progress);
    this.roving = new Roving(this.svg, { signal, choose: (cell) => this.open(placeOf(cell)) });
    this.side = html("div", { class: "map-side" }, this.columns);
    this.where = html("p", { class: "map-where", role: "status" }, this.side);
    this.table = html(
      "table",
      {},
      scrollArea(html("div", { class: "map-runs" }, this.side), "runs of the chosen cell", signal),
    );
    const charts = html("div", { class: "map-charts" }, this.side);
    this.losses = new Panel(charts, { title: "Loss by epoch", class: "map-losses", height: 7.2 });
    this.gradients = new Panel(charts, { title: "‖dW‖ by layer, at the start", class: "map-gradients", height: 7.2 });
    this.note = html("p", { class: "map-note" }, this.side);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
    signal.addEventListener("abort", () => clearTimeout(this.rest));
    this.listen(this.svg, "pointerover", (event) => this.point(event));
    this.listen(this.svg, "pointerleave", () => clearTimeout(this.rest));
    this.listen(this.svg, "focusin", (event) => {
      const cell = this.roving.cellOf(event.target);
      if (cell) this.look(placeOf(cell), true);
    });
    this.listen(this.svg, "click", (event) => this.click(event));
    this.listen(this.stop, "click", () => this.requests.ask({ run: !this.header?.progress?.running }));
    this.listen(this.table, "click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-seed]") : null;
      if (button) this.open(this.at, Number(button.getAttribute("data-seed")));
    });
  }

  get keys() {
    const [arrows, ends] = ROVING_KEYS;
    return [arrows, ends, { keys: "Enter, space", does: "open the network in the Playground" }];
  }

  get title() {
    return this.header ? `${this.header.shown.title}: ${this.header.fixed}` : "";
  }

  /** @param {MapHeader} header */
  take({ chosen, rows, columns, fixed, progress, opened }) {
    const told = JSON.stringify([chosen, rows, columns, fixed]);
    if (told !== this.told && !this.requests.busy) this.at = chosen;
    this.told = told;
    this.at = [Math.min(this.at[0], rows.labels.length - 1), Math.min(this.at[1], columns.labels.length - 1)];
    const unfinished = opened && !opened.done;
    if (progress?.running || unfinished) queueMicrotask(() => this.goOn()); // when this answer has been noted
  }

  /** What is being computed goes on as long as somebody looks at it. */
  goOn() {
    if (!this.signal.aborted && !this.requests.busy) this.requests.ask({ more: true });
  }

  /** @param {PointerEvent} event */
  point(event) {
    const cell = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    clearTimeout(this.rest);
    if (!cell || event.pointerType === "touch") return;
    const place = placeOf(cell);
    this.at = place;
    this.tell();
    this.rest = setTimeout(() => this.look(place, false), DWELL);
  }

  /** Show the runs of a cell, and have them computed. @param {[number, number]} place @param {boolean} chosen whether the address is to lead there */
  look(place, chosen) {
    this.at = place;
    this.tell();
    if (!this.header || this.header.veiled) return;
    clearTimeout(this.rest);
    const same = JSON.stringify(place) === JSON.stringify(this.header.opened?.place);
    const kept = JSON.stringify(place) === JSON.stringify(this.header.chosen);
    if (same && (kept || !chosen)) return;
    const ask = () => this.requests.ask({ look: place, chosen });
    if (chosen) this.rest = setTimeout(ask, DWELL);
    else ask();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const cell = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (!cell) return;
    const place = placeOf(cell);
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    const first = JSON.stringify(place) !== JSON.stringify(this.at);
    if (touched && first) this.look(place, true);
    else this.open(place);
  }

  /** @param {[number, number]} place @param {number} [seed] its number among the seeds */
  open(place, seed = 0) {
    if (!this.header || this.header.veiled) return;
    clearTimeout(this.rest);
    this.requests.ask(this.header.opens ? { open: place, seed } : { look: place, chosen: true });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {MapHeader} header */
  paint(colours, header) {
    const room = widthOf(this.place);
    if (room < 60) return false;
    const unit = em(this.svg);
    const { rows, columns, shown, veiled, seeds } = header;
    const [R, C] = [rows.labels.length, columns.labels.length];
    const height = HEIGHT * unit;
    const width = Math.max(room, (MARGINS.left + MARGINS.right) * unit + FINGER * C);
    const frame = {
      left: MARGINS.left * unit,
      right: width - MARGINS.right * unit,
      top: MARGINS.top * unit,
      bottom: height - MARGINS.bottom * unit,
    };
    const { focused } = this.roving;
    sheet(this.svg, width, height);
    const x = bands(C, [frame.left, frame.right]);
    const y = bands(R, [frame.bottom, frame.top]);
    const named = (/** @type {string[]} */ labels) => (/** @type {number} */ i) => labels[Math.round(i)] ?? "";
    const every = (/** @type {string[]} */ labels) => labels.map((_, i) => i);
    const shared = { frame, unit, grid: false };
    const axes = svg("g", { "aria-hidden": "true" }, this.svg);
    svgAxis(axes, x, {
      side: "bottom",
      ...shared,
      values: every(columns.labels),
      format: named(columns.labels),
      title: columns.title,
    });
    svgAxis(axes, y, {
      side: "left",
      ...shared,
      values: every(rows.labels),
      format: named(rows.labels),
      title: rows.title,
    });
    const [paper, full, ink] = [rgb(colours.paper), rgb(colours.positive), rgb(colours.ink)];
    const values = this.matrix("shown").data;
    const longest = Math.max(
      ...Array.from(
        values,
        (value, k) => written(value, kindOf(value, this.isRun(k)), shown.name, seeds.length).length,
      ),
      1,
    );
    const size = Math.min(
      letterSize(x.bandwidth, longest, unit, 9),
      letterSize(y.bandwidth, 1.6, unit, 9) || letterSize(y.bandwidth, 1, unit, 9),
    );
    /** @type {(() => void)[]} */
    const numbers = []; // over the borders
    for (let visual = 0; visual < R; visual++) {
      const i = upright(visual, R);
      const row = svg("g", { role: "row" }, this.svg);
      for (let j = 0; j < C; j++) {
        const value = values[i * C + j];
        const kind = veiled ? "absent" : kindOf(value, this.isRun(i * C + j));
        const ground = kind === "infinite" ? rgb(colours.negative) : mix(paper, full, strengthOf(value, kind, shown));
        svg(
          "rect",
          {
            role: "gridcell",
            class: `map-cell ${kind}`,
            x: x(j) - x.bandwidth / 2,
            y: y(i) - y.bandwidth / 2,
            width: x.bandwidth,
            height: y.bandwidth,
            fill: kind === "absent" ? "none" : css(ground),
            "data-row": visual,
            "data-column": j,
            "data-cell": `${i},${j}`,
            "aria-label": this.heard(i, j),
          },
          row,
        );
        const text = veiled ? "?" : written(value, kind, shown.name, seeds.length);
        if (!text || (!size && !veiled)) continue;
        const style = `font-size: ${size || unit}px; fill: ${css(textOn(ground, ink))}; stroke: ${css(ground)}`;
        numbers.push(() => svg("text", { class: "map-number", x: x(j), y: y(i), style }, texts, text));
      }
    }
    if (!veiled) this.borders(header, x, y);
    const texts = svg("g", { "aria-hidden": "true" }, this.svg);
    for (const draw of numbers) draw();
    this.marks = ["map-mark-halo", "map-mark"].map((look) =>
      svg("rect", { class: look, "aria-hidden": "true" }, this.svg),
    );
    this.bands = { x, y };
    set(this.svg, {
      "aria-label": `${shown.title} by ${columns.title} (columns) and ${rows.title} (rows)`,
      "aria-rowcount": R,
      "aria-colcount": C,
    });
    this.roving.refresh([upright(this.at[0], R), this.at[1]]);
    if (focused) this.roving.focus();
    this.heading(colours, header);
    this.tell();
    return true;
  }

  /** Whether a cell was run. @param {number} k */
  isRun(k) {
    const { data, shape } = this.matrix("run solved");
    return !Number.isNaN(data[k * shape[2]]);
  }

  /** The measured border between cells, and the predicted one. @param {MapHeader} header @param {import("../../kit/scale.js").Scale} x @param {import("../../kit/scale.js").Scale} y */
  borders({ predictions, critical }, x, y) {
    const group = svg("g", { class: "map-borders", "aria-hidden": "true" }, this.svg);
    const [left, right] = x.range;
    const [low, high] = y.range;
    const inside = svg("g", { "clip-path": "url(#map-clip)" }, group);
    const clip = svg("clipPath", { id: "map-clip" }, svg("defs", {}, group));
    svg("rect", { x: left, y: high, width: right - left, height: low - high }, clip);
    const border = this.matrix("border").data;
    let d = "";
    for (let k = 0; k + 3 < border.length; k += 4)
      d += `M${x(border[k]).toFixed(1)} ${y(border[k + 1]).toFixed(1)}L${x(border[k + 2]).toFixed(1)} ${y(border[k + 3]).toFixed(1)}`;
    svg("path", { class: "map-measured", d }, inside);
    this.lines("critical", critical, inside, x, y);
    this.lines("predicted", predictions, inside, x, y);
  }

  /** Lines of a kind. @param {string} kind @param {number} count @param {SVGElement} parent @param {import("../../kit/scale.js").Scale} x @param {import("../../kit/scale.js").Scale} y */
  lines(kind, count, parent, x, y) {
    for (let k = 0; k < count; k++) {
      const { data, shape } = this.matrix(`${kind} ${k}`);
      const heights = Array.from({ length: shape[0] }, (_, i) => data[2 * i + 1]);
      const d = linePath(heights, (i) => x(data[2 * i]), y);
      for (const look of ["halo", kind]) svg("path", { class: `map-${look}`, d }, parent);
    }
  }

  /** The title, the scale of colours and the keys. @param {import("../../kit/view.js").Palette} colours @param {MapHeader} header */
  heading(colours, { shown, fixed, veiled, predictions, critical, progress }) {
    say(this.name, `${shown.title}: ${fixed}`);
    const unit = em(this.legend);
    const [width, height] = [11 * unit, 2.2 * unit];
    sheet(this.legend, width, height);
    const frame = { left: 1.4 * unit, right: width - 1.4 * unit, top: 0.1 * unit, bottom: 0.9 * unit };
    const range = /** @type {[number, number]} */ ([frame.left, frame.right]);
    const [paper, full] = [rgb(colours.paper), rgb(colours.positive)];
    const steps = 40;
    for (let k = 0; k < steps; k++) {
      const fill = css(mix(paper, full, k / (steps - 1)));
      const wide = (frame.right - frame.left) / steps;
      svg(
        "rect",
        { x: frame.left + k * wide, y: frame.top, width: wide + 0.5, height: frame.bottom, fill },
        this.legend,
      );
    }
    const scale = (shown.log ? log : linear)([shown.low, shown.high], range);
    svgAxis(this.legend, scale, { side: "bottom", frame, unit, most: 3, grid: false });
    this.keysLine.replaceChildren();
    if (veiled) say(this.keysLine, "Answer the question below first: then the map is drawn.");
    else {
      const half = legendKey(this.keysLine, { title: "measured border: half of the runs solved", colour: "ink" });
      half.classList.add("map-key");
      if (predictions)
        legendKey(this.keysLine, { title: "mean-field theory: deepest that trains", colour: "warning", dash: true });
      if (critical) legendKey(this.keysLine, { title: "critical scale", colour: "warning" }).classList.add("dotted");
    }
    this.progress.hidden = !progress || progress.done === progress.total;
    if (progress) {
      const { done, total, running, left } = progress;
      set(this.bar, { value: done, max: total });
      say(this.progressText, `${done} of ${total} cells${running ? left : ""}`);
      say(this.stop, running ? "Stop" : "Go on");
    }
  }

  /** What is heard of a cell. @param {number} i @param {number} j */
  heard(i, j) {
    const { header } = this;
    if (!header) return "";
    const { rows, columns, shown, seeds, veiled } = header;
    const k = i * columns.labels.length + j;
    const value = this.matrix("shown").data[k];
    const words = veiled
      ? "answer the question first"
      : inWords(value, kindOf(value, this.isRun(k)), shown, seeds.length);
    return `${columns.title} ${columns.labels[j]}, ${rows.title} ${rows.labels[i]}: ${words}`;
  }

  /** The runs of the cell that is pointed at. */
  tell() {
    const { header, bands: places, at } = this;
    if (!header || !places) return;
    const [i, j] = at;
    const { x, y } = places;
    const { bandwidth: width } = x;
    const { bandwidth: height } = y;
    for (const mark of this.marks) set(mark, { x: x(j) - width / 2, y: y(i) - height / 2, width, height });
    say(this.where, this.heard(i, j));
    this.runs(header, i, j);
    this.curves(header);
  }

  /** A line for each seed. @param {MapHeader} header @param {number} i @param {number} j */
  runs({ listed, seeds, columns, veiled, opens }, i, j) {
    this.table.replaceChildren();
    if (veiled) return;
    const top = html("tr", {}, html("thead", {}, this.table));
    for (const title of ["seed", ...listed.map((one) => one.title), ...(opens ? [""] : [])])
      html(title ? "th" : "td", title ? { scope: "col" } : {}, top, title);
    const body = html("tbody", {}, this.table);
    const k = i * columns.labels.length + j;
    seeds.forEach((seed, s) => {
      const row = html("tr", {}, body);
      html(
        "th",
        { scope: "row", style: `--c: var(--${RUNS[s] ?? "muted"})`, class: RUNS[s] ? "run-key" : "" },
        row,
        seed,
      );
      for (const { name } of listed) {
        const value = this.matrix(`run ${name}`).data[k * seeds.length + s];
        html(
          "td",
          {},
          row,
          name === "solved" ? (value ? "yes" : Number.isNaN(value) ? "–" : "no") : number(name, value),
        );
      }
      if (!opens) return;
      const place = html("td", {}, row);
      html(
        "button",
        { type: "button", "data-seed": s, "aria-label": `Open seed ${seed} in the Playground` },
        place,
        "open",
      );
    });
  }

  /** The curves of its first runs, computed anew. @param {MapHeader} header */
  curves({ opened, veiled }) {
    const here = opened && !veiled && JSON.stringify(opened.place) === JSON.stringify(this.at) ? opened : null;
    say(this.note, here ? here.note : veiled ? "" : "Rest on a cell: its first runs are computed anew.");
    const margins = { left: 3.4, right: 0.6, top: 0.4, bottom: 1.5 };
    const losses = this.losses.sheet(margins);
    const gradients = this.gradients.sheet(margins);
    if (!here || !losses || !gradients) return;
    const series = this.matrix("opened losses");
    const epochs = this.matrix("opened epochs").data;
    const points = series.shape[1];
    const found = Array.from(series.data).filter((v) => Number.isFinite(v) && v > 0);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    const { frame, unit } = losses;
    const x = linear([0, Math.max(1, epochs[points - 1])], [frame.left, frame.right]);
    const ends = /** @type {[number, number]} */ ([frame.bottom, frame.top]);
    const y = high > 8 * low ? log([low / 1.2, high * 1.2], ends) : linear([0, high || 1], ends, { overshoot: 0 });
    svgAxis(losses.drawing, x, { side: "bottom", frame, unit, most: 3, grid: false });
    svgAxis(losses.drawing, y, { side: "left", frame, unit, most: 3 });
    here.seeds.forEach((_, s) => {
      const pen = new SvgPath();
      line(pen, series.data.subarray(s * points, (s + 1) * points), (k) => x(epochs[k]), y, { stop: true });
      svg("path", { class: "curve", d: pen.d, style: `--c: var(--${RUNS[s]})` }, losses.drawing);
    });
    this.layers(here, gradients);
  }

  /** @param {Opened} here @param {NonNullable<ReturnType<Panel["sheet"]>>} paper */
  layers(here, { drawing, frame, unit }) {
    const { data, shape } = this.matrix("opened gradients");
    const layers = shape[1];
    const found = Array.from(data).filter((v) => Number.isFinite(v) && v > 0);
    const [low, high] = found.length ? [Math.min(...found), Math.max(...found)] : [0.1, 1];
    const wide = Math.max(high, 10 * low);
    const x = bands(layers, [frame.left, frame.right]);
    const y = log([low / 2, wide * 2], [frame.bottom, frame.top], { zero: frame.bottom, unbounded: frame.top });
    svgAxis(drawing, x, { side: "bottom", frame, unit, format: (i) => String(i + 1), grid: false });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 3, format: (v) => powerOfTen(Math.round(Math.log10(v))) });
    here.seeds.forEach((_, s) => {
      const own = data.subarray(s * layers, (s + 1) * layers);
      const style = `--c: var(--${RUNS[s]})`;
      svg("path", { class: "curve faint", d: linePath(own, x, y), style }, drawing);
      own.forEach((value, k) =>
        svg("circle", { class: "dot", cx: x(k), cy: y(value), r: 0.28 * unit, style }, drawing),
      );
    });
  }

  /** For tests. */
  state() {
    const { header, at, drawn } = this;
    if (!header || !drawn) return null;
    const { shown, chosen, opened, progress, veiled } = header;
    return { at, chosen, shown: shown.name, opened: opened && { ...opened }, progress, veiled, drawn };
  }
}

/** The place of a cell in the table. @param {Element} cell @returns {[number, number]} */
function placeOf(cell) {
  const [i, j] = (cell.getAttribute("data-cell") ?? "0,0").split(",").map(Number);
  return [i, j];
}

/** @param {string} name @param {number} value */
function number(name, value) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return "∞";
  return name.startsWith("epochs") ? label(value) : name.startsWith("loss") ? short(value) : significant(value, 2);
}
