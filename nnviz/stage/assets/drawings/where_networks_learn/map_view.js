// A map of trainings: a cell for each pair of settings, coloured by what its runs measured, the measured border and the
// predicted one across them. Pointing at a cell shows its runs; choosing it opens that very network in the Playground.

import { css, mix, rgb, textOn } from "../../kit/colours.js";
import { em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { Roving, ROVING_KEYS } from "../../kit/roving.js";
import { bands } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { widthOf } from "../../kit/sizes.js";
import { letterSize } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { drawBorders } from "./map_borders.js";
import { inWords, kindOf, strengthOf, upright, written } from "./map_cells.js";
import { drawAxes, drawScale, writeKeys } from "./map_key.js";
import { CellPanel } from "./map_panel.js";

const HEIGHT = 21; // em
const MARGINS = { left: 3.6, right: 0.6, top: 0.4, bottom: 2.5 };
const FINGER = 24; // pixels: the least width of a cell; a wider map scrolls
const DWELL = 220; // ms that a pointer rests on a cell before its network is computed

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
  /** The same when the last press began. @type {[number, number]} */
  before = [0, 0];
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
    const matrix = (/** @type {string} */ name) => this.matrix(name);
    this.panel = new CellPanel(this.columns, matrix, (seed) => this.open(this.at, seed), signal);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
    signal.addEventListener("abort", () => clearTimeout(this.rest));
    this.listen(this.svg, "pointerover", (event) => this.point(event));
    this.listen(this.svg, "pointerleave", () => clearTimeout(this.rest));
    this.listen(this.svg, "focusin", (event) => {
      const cell = this.roving.cellOf(event.target);
      if (cell) this.look(placeOf(cell), true);
    });
    this.listen(this.svg, "pointerdown", () => this.press());
    this.listen(this.svg, "click", (event) => this.click(event));
    this.listen(this.stop, "click", () => this.requests.ask({ run: !this.header?.progress?.running }));
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
    if (document.hidden)
      document.addEventListener("visibilitychange", () => this.goOn(), { once: true, signal: this.signal });
    else if (!this.signal.aborted && !this.requests.busy) this.requests.ask({ more: true });
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

  /** The focus will go to the cell that is pressed: note where it was. */
  press() {
    this.before = this.at;
  }

  /** @param {MouseEvent} event */
  click(event) {
    const cell = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (!cell) return;
    const place = placeOf(cell);
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    const first = JSON.stringify(place) !== JSON.stringify(this.before);
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
    drawAxes(svg("g", { "aria-hidden": "true" }, this.svg), header, { x, y, frame, unit });
    const [paper, full, ink] = [rgb(colours.paper), rgb(colours.positive), rgb(colours.ink)];
    const values = this.matrix("shown").data;
    const lettersOf = (/** @type {number} */ value, /** @type {number} */ k) =>
      written(value, kindOf(value, this.isRun(k)), shown.name, seeds.length).length;
    const longest = Math.max(...Array.from(values, lettersOf), 1);
    const size = Math.min(
      letterSize(x.bandwidth, longest, unit, 9),
      letterSize(y.bandwidth, 1.6, unit, 9) || letterSize(y.bandwidth, 1, unit, 9),
    );
    const texts = svg("g", { "aria-hidden": "true" }); // over the borders
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
        svg("text", { class: "map-number", x: x(j), y: y(i), style }, texts, text);
      }
    }
    if (!veiled) drawBorders(this.svg, header, (name) => this.matrix(name), x, y);
    this.svg.append(texts);
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
  }

  /** Whether a cell was run. @param {number} k */
  isRun(k) {
    const { data, shape } = this.matrix("run solved");
    return !Number.isNaN(data[k * shape[2]]);
  }

  /** The title, the scale of colours and the keys. @param {import("../../kit/view.js").Palette} colours @param {MapHeader} header */
  heading(colours, header) {
    const { shown, fixed, progress } = header;
    say(this.name, `${shown.title}: ${fixed}`);
    drawScale(this.legend, colours, shown);
    writeKeys(this.keysLine, header);
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
    this.panel.show(header, at, this.heard(i, j));
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
