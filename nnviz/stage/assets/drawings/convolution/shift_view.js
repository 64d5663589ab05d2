// An image that is shifted by hand, and what a convolution and a pooling make of it: shifted alike, or not.

import { svgAxis } from "../../kit/axis.js";
import { describe, drag, DRAG_KEYS } from "../../kit/drag.js";
import { em, html, say, svg } from "../../kit/elements.js";
import { significant } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";

/** @typedef {{title: string, size: number, places: [number, number], largest: number, compared: number, of: number}} Stage `places` by how many its first map is shifted, down and to the right */
/** @typedef {{down: number, right: number, most: number, stages: Stage[], answered: boolean}} ShiftHeader */

const MARGINS = { left: 2.6, right: 0.4, top: 0.5, bottom: 1.9 };
const NAMES = ["image", "convolution", "pooling"];
const GAP = 0.7; // em
const LARGEST = 0.69; // em of a cell of the image

/** How a shift is said. @param {number} down @param {number} right */
export function shiftText(down, right) {
  const parts = [];
  if (right) parts.push(`${Math.abs(right)} ${right > 0 ? "right" : "left"}`);
  if (down) parts.push(`${Math.abs(down)} ${down > 0 ? "down" : "up"}`);
  return parts.join(", ") || "0";
}

/** @param {number} x */
const exactly = (x) => (x === 0 ? "0.0" : significant(x));

/** @extends {Drawing<ShiftHeader>} */
export class ShiftView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    this.columns = html("div", { class: "shift-columns" }, root);
    this.stages = [0, 1, 2].map((k) => {
      const box = html("section", { class: "shift-stage" }, this.columns);
      const title = html("b", { class: "title" }, box);
      const pair = html("div", { class: "shift-pair" }, box);
      const before = new ValueGrid(pair, { title: `${NAMES[k]} before the shift`, signal });
      const after = new ValueGrid(pair, { title: `${NAMES[k]} after the shift`, signal });
      const below = html("div", { class: "shift-pair" }, box);
      const difference = k ? new ValueGrid(below, { title: `${NAMES[k]}: difference`, signal }) : null;
      const words = k ? html("p", { class: "shift-words", "aria-live": "polite" }, below) : null;
      return { box, title, before, after, below, difference, words };
    });
    this.chart = new Panel(this.stages[0].below, {
      title: "Largest difference, by pixels to the right",
      height: 9.5,
      keys: [
        { title: "convolution", colour: "line-0" },
        { title: "pooling", colour: "line-1" },
      ],
    });
    this.chart.box.classList.add("shift-chart");
    this.cell = 1;
    /** To the right and up: what was asked for last. @type {number[]} */
    this.target = [0, 0];
    const handle = this.stages[0].after.cells;
    handle.classList.add("shift-handle");
    this.held = drag(handle, {
      value: () => [...this.target],
      limits: () => [this.limits, this.limits],
      place: ({ dx, dy }, from) => [from[0] + dx / this.cell, from[1] - dy / this.cell],
      step: 1,
      coarse: 2,
      snap: 1,
      move: (to, done) => {
        this.target = to;
        this.requests.ask({ right: to[0], down: to[1] ? -to[1] : 0, done });
      },
      signal,
    });
  }

  /** @param {ShiftHeader} header */
  take({ right, down }) {
    if (!this.requests.busy) this.target = [right, down ? -down : 0];
  }

  get keys() {
    return DRAG_KEYS;
  }

  /** @returns {[number, number]} */
  get limits() {
    const most = this.header?.most ?? 0;
    return [-most, most];
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ShiftHeader} header */
  paint(colours, header) {
    const width = widthOf(this.stages[0].box);
    const size = header.stages[0].size;
    this.cell = Math.max(
      4,
      Math.min(Math.round(LARGEST * em(this.root)), Math.floor((width - GAP * em(this.root)) / 2 / size)),
    );
    header.stages.forEach((stage, k) => this.stage(stage, k, colours, header));
    const { down, right } = header;
    const text = `${right} to the right, ${down} down`;
    const [low, high] = this.limits;
    describe(this.stages[0].after.cells, { label: "shift of the image", low, high, now: right, text, twofold: true });
    this.bars(header);
  }

  /** @param {Stage} stage @param {number} k @param {import("../../kit/view.js").Palette} colours @param {ShiftHeader} header */
  stage({ title, size, places, largest: off, compared, of }, k, colours, { answered, down, right }) {
    const { before, after, difference, words, title: head } = this.stages[k];
    const cell = Math.floor((this.cell * (this.header?.stages[0].size ?? size)) / size);
    const shape = /** @type {[number, number]} */ ([size, size]);
    const of_ = (/** @type {string} */ name) => this.matrix(`${name} ${k}`).data;
    const values = (/** @type {Float64Array} */ data) => ({
      shape,
      at: (/** @type {number} */ i, /** @type {number} */ j) => data[i * size + j],
    });
    const scale = Math.max(largest(of_("before")), largest(of_("after")));
    const paint = k ? /** @type {const} */ ("signed") : /** @type {const} */ ("data");
    const hidden = k > 0 && !answered;
    const mark = () => (hidden ? "veiled" : "");
    say(head, title);
    say(before.title, "before");
    say(after.title, k ? "after" : `shifted: ${shiftText(down, right)}`);
    before.show(values(of_("before")), colours, { cell, scale, paint, write: () => "" });
    after.show(values(of_("after")), colours, { cell, scale, paint, mark, write: () => "" });
    if (!difference || !words) return;
    const off_ = of_("difference");
    const absent = (/** @type {number} */ i, /** @type {number} */ j) => Number.isNaN(off_[i * size + j]);
    say(difference.title, `after − before, shifted ${shiftText(...places)}`);
    difference.show({ shape, at: (i, j) => (absent(i, j) ? 0 : off_[i * size + j]) }, colours, {
      cell,
      scale,
      write: () => "",
      mark: (i, j) => (hidden ? "veiled" : absent(i, j) ? "hatched" : ""),
      says: (i, j) =>
        `${i}, ${j}: ${hidden ? "not shown yet" : absent(i, j) ? "sees the border" : exactly(off_[i * size + j])}`,
    });
    words.replaceChildren();
    html("b", { class: "shift-number" }, words, hidden ? "?" : exactly(off));
    html("span", {}, words, ` is the largest difference, in ${compared} of ${of} places`);
    if (compared < of && !hidden) html("small", {}, words, "hatched: sees the border");
  }

  /** @param {ShiftHeader} header */
  bars({ answered, right, down }) {
    const sheet = this.chart.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { shifts, convolved, pooled } = this.numbers;
    const x = linear([shifts[0] - 0.6, shifts[shifts.length - 1] + 0.6], [frame.left, frame.right]);
    const y = linear([0, 1.1 * Math.max(...convolved, ...pooled, 1e-9)], [frame.bottom, frame.top]);
    const values = Array.from(shifts);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 3 });
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, values });
    if (!down)
      svg(
        "rect",
        {
          class: "receptive-box",
          x: x(right - 0.5),
          width: x(1) - x(0),
          y: frame.top,
          height: frame.bottom - frame.top,
        },
        drawing,
      );
    if (!answered) return;
    const wide = 0.36 * (x(1) - x(0));
    shifts.forEach((at, k) => {
      for (const [value, kind, side] of /** @type {[number, string, number][]} */ ([
        [convolved[k], "convolved", -1],
        [pooled[k], "pooled", 0],
      ])) {
        const height = Math.max(2, frame.bottom - y(value));
        svg(
          "rect",
          { class: `shift-bar ${kind}`, x: x(at) + side * wide, width: 0.9 * wide, y: frame.bottom - height, height },
          drawing,
        );
      }
    });
  }

  /** For tests. */
  state() {
    const { header } = this;
    if (!header) return null;
    const words = this.stages.map(({ words: line }) => line?.textContent ?? "");
    return {
      down: header.down,
      right: header.right,
      largest: header.stages.map((one) => one.largest),
      words,
      answered: header.answered,
    };
  }
}
