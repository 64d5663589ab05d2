// A network as columns of units with their numbers, for one sample: lines are weights, blue positive, orange negative.

import { em, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { Roving } from "../../kit/roving.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";

const NARROW = 560; // pixels: below, names beside the units have no room
const TONE = 0.85; // of the full colour, for the largest number

/**
 * @typedef {object} Column of units
 * @property {string} title
 * @property {string} short where there is little room
 * @property {string} foot
 * @property {string[]} tensors a number of each unit, side by side
 * @property {number[]} places of the steps that make them
 * @property {number} count of units
 * @property {string[]} names of the units
 * @property {string} [weights] that lead here
 * @property {string} [bias]
 */

/** @typedef {Pick<import("./forward_view.js").ForwardHeader, "columns" | "units" | "image" | "steps" | "output" | "said" | "remark">} NetworkHeader */

export class NetworkDrawing {
  /** @param {HTMLElement} box @param {AbortSignal} signal */
  constructor(box, signal) {
    this.box = box;
    this.svg = svg("svg", { role: "group", class: "network-drawing" }, box);
    this.roving = new Roving(this.svg, { signal });
    /** @type {NetworkHeader} */
    this.header = { columns: [], units: [], image: null, steps: [], output: "", said: -1, remark: "" };
    /** @type {Record<string, Float64Array>} */
    this.data = {};
    /** @type {Pick<import("../../kit/view.js").Palette, "tone" | "onTone">} */
    this.colours = { tone: () => "", onTone: () => "" };
    /** @type {(place: number) => boolean} */
    this.revealed = () => true;
    this.step = 0;
    this.unit = this.width = this.half = this.most = this.pitch = 0;
    this.x = linear([0, 1], [0, 1]);
  }

  /** Whether there is little room. */
  get narrow() {
    return this.width < NARROW;
  }

  /**
   * @param {NetworkHeader} header
   * @param {Record<string, Float64Array>} data the tensors' numbers
   * @param {import("../../kit/view.js").Palette} colours
   * @param {(place: number) => boolean} revealed whether a step's numbers are shown
   * @param {number} step the one that is on
   */
  draw(header, data, colours, revealed, step) {
    const { focused } = this.roving; // before the units are drawn anew
    const unit = em(this.svg);
    const width = widthOf(this.box) || 700;
    Object.assign(this, { header, data, colours, revealed, step, unit, width });
    const { columns, image } = header;
    this.most = Math.max(...header.units.slice(image ? 1 : 0).map((names) => names.length), image ? 5 : 2);
    this.pitch = (this.most > 6 || image ? 1.75 : 2.15) * unit;
    const height = 3.6 * unit + this.most * this.pitch;
    sheet(this.svg, width, height);
    set(this.svg, { "aria-label": header.remark });
    const { narrow } = this;
    const first = (image ? (narrow ? 3.7 : 4.6) : narrow ? 3.1 : 9.4) * unit;
    const last = width - (narrow ? 3.1 : 8.2) * unit;
    this.x = linear([0, Math.max(1, columns.length - 1)], [first, last]);
    const gap = this.x(1) - this.x(0);
    this.half = Math.min(2.9 * unit, gap / 3.2);
    for (let k = 1; k < columns.length; k++) this.links(columns[k - 1], columns[k], k);
    columns.forEach((column, k) => this.column(column, k, height, gap > 7.5 * unit));
    this.roving.refresh();
    if (focused) this.roving.focus();
  }

  /** The height of unit j of so many. @param {number} count @param {number} j */
  y(count, j) {
    return 1.9 * this.unit + (this.most * this.pitch) / 2 + (j - (count - 1) / 2) * this.pitch;
  }

  /** What a unit of a tensor shows. @param {string} n @param {number} count of units */
  row(n, count) {
    return this.data[n].subarray(0, count);
  }

  /** Lines from a column into the next, which is number k. @param {Column} before @param {Column} column @param {number} k */
  links(before, { weights, count }, k) {
    const group = svg("g", { class: "links" }, this.svg);
    const [x1, x2] = [this.x(k - 1) + this.half, this.x(k) - this.half];
    const ends = (/** @type {number} */ i, /** @type {number} */ j) => ({
      x1,
      y1: this.y(before.count, i),
      x2,
      y2: this.y(count, j),
    });
    if (!weights) {
      for (let j = 0; j < count; j++)
        for (let i = 0; i < before.count; i++) svg("line", { class: "softmax-line", ...ends(i, j) }, group);
      return;
    }
    if (k === 1 && this.header.image) {
      const from = { x1: this.x(0) + this.pictureSide() / 2, y1: this.y(1, 0) };
      for (let j = 0; j < count; j++) {
        const link = this.incoming(weights, before.count, j);
        svg("line", { class: "bundle", ...ends(0, j), ...from, "data-link": link }, group);
      }
      return;
    }
    const data = this.data[weights];
    const scale = Math.max(1e-9, ...Array.from(data, Math.abs));
    for (let i = 0; i < before.count; i++) {
      for (let j = 0; j < count; j++) {
        const w = data[i * count + j];
        const share = Math.abs(w) / scale;
        const stroke = this.colours.tone(Math.sign(w) * (0.35 + 0.65 * share));
        const look = { class: "edge", stroke, "stroke-width": 0.6 + 3.2 * share };
        svg("line", { ...look, ...ends(i, j), "data-link": `${weights}-${i}-${j}` }, group);
      }
    }
  }

  /** All weights into a unit, as words; those of a picture are one. @param {string} weights @param {number} from how many @param {number} j */
  incoming(weights, from, j) {
    if (weights === "W1" && this.header.image) return `W1-unit-${j}`;
    return Array.from({ length: from }, (_, i) => `${weights}-${i}-${j}`).join(" ");
  }

  /** @param {Column} column @param {number} k @param {number} height @param {boolean} roomy whether the words have room */
  column(column, k, height, roomy) {
    const { title, short, foot, places, count } = column;
    const x = this.x(k);
    const middle = { x, "text-anchor": "middle" };
    const kind = places.includes(this.step) ? "column-title on" : "column-title";
    svg("text", { class: kind, ...middle, y: 0.85 * this.unit }, this.svg, roomy ? title : short);
    const end = this.narrow && k > 0 && k === this.header.columns.length - 1;
    const below = { ...(end ? { x: this.width, "text-anchor": "end" } : middle), y: height - 0.7 * this.unit };
    if (roomy) svg("text", { class: "column-foot", ...below }, this.svg, foot);
    if (k === 0 && this.header.image) this.picture(x, this.y(1, 0), this.header.image);
    else for (let j = 0; j < count; j++) this.node(column, k, j, x, this.y(count, j));
  }

  pictureSide() {
    return (this.narrow ? 5.6 : 7.2) * this.unit;
  }

  /** The traced sample as a picture. @param {number} x @param {number} y @param {[rows: number, columns: number]} image */
  picture(x, y, [rows, columns]) {
    const side = this.pictureSide() / columns;
    const [left, top] = [x - (columns / 2) * side, y - (rows / 2) * side];
    const group = svg("g", { class: "picture" }, this.svg);
    this.row("X", rows * columns).forEach((ink, p) => {
      const place = {
        x: left + (p % columns) * side,
        y: top + Math.floor(p / columns) * side,
        width: side,
        height: side,
      };
      const style = `fill: color-mix(in srgb, var(--class-0) ${Math.round(75 * ink)}%, var(--paper))`;
      svg("rect", { ...place, style, "data-link": `X-0-${p}` }, group);
    });
    svg(
      "rect",
      { class: "frame", "data-link": "X-row-0", x: left, y: top, width: columns * side, height: rows * side },
      group,
    );
  }

  /** A unit: its linear part at the left, what leaves it at the right. @param {Column} column @param {number} k @param {number} j @param {number} x @param {number} y */
  node(column, k, j, x, y) {
    const { tensors, places, count, weights, bias, names } = column;
    const before = this.header.columns[k - 1];
    const words = tensors.map((n) => `${n}-0-${j}`);
    if (weights) words.push(this.incoming(weights, before.count, j), `${bias}-${j}`);
    const group = svg("g", { class: "unit", "data-link": words.join(" ") }, this.svg);
    const width = (2 * this.half) / tensors.length;
    tensors.forEach((n, side) => {
      const place = places[side] ?? 0;
      const shown = place === 0 || this.revealed(place);
      const row = this.row(n, count);
      const scale = n === this.header.output ? 1 : Math.max(1e-9, ...Array.from(row, Math.abs));
      const share = row[j] / scale;
      const data = `color-mix(in srgb, var(--class-0) ${Math.round(45 * Math.abs(share))}%, var(--paper))`;
      const fill = !shown ? "transparent" : n === "X" ? data : this.colours.tone(TONE * share);
      const told = shown ? `${n}[0, ${j}] = ${fixed(row[j])}   ${names[j]}` : `${n}[0, ${j}], not computed yet`;
      const about = place ? { "data-unit": `${place}-${j}`, class: place === this.step ? "on" : "" } : {};
      const reached = { role: "button", "data-row": j, "data-column": 2 * k + side };
      const cell = svg("g", { ...about, ...(place ? reached : {}) }, group);
      const tall = Math.max(12, 0.78 * this.unit); // a finger needs 24 pixels
      const left = x - this.half + side * width;
      svg("rect", { x: left, y: y - tall, width, height: 2 * tall, style: `fill: ${fill}` }, cell);
      svg("title", {}, cell, told);
      if (!shown) return;
      const ink = n === "X" ? undefined : `fill: ${this.colours.onTone(TONE * share)}`;
      const text = { x: left + width / 2, y, "text-anchor": "middle", style: ink };
      svg("text", text, cell, this.fitting(row[j], width));
    });
    this.outside(names[j], k, j, x, y, group);
  }

  /** A number as far as there is room for it. @param {number} value @param {number} room */
  fitting(value, room) {
    return [2, 1].map((decimals) => fixed(value, decimals)).find((text) => text.length * 0.47 * this.unit < room) ?? "";
  }

  /** The name of an input or of a class, beside its unit. @param {string} name @param {number} k @param {number} j @param {number} x @param {number} y @param {Element} group */
  outside(name, k, j, x, y, group) {
    const { columns, said, steps } = this.header;
    if (this.narrow || (k > 0 && k < columns.length - 1)) return;
    const aside = this.half + 0.4 * this.unit;
    const place = k ? { x: x + aside, "text-anchor": "start" } : { x: x - aside, "text-anchor": "end" };
    const decided = k > 0 && said === j && this.revealed(steps.length);
    const kind = `${k ? "class-name" : "feature-name"}${decided ? " said" : ""}`;
    svg("text", { ...place, y, class: kind }, group, name);
  }
}
