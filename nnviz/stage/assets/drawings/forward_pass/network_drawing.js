// A network as columns of units with their numbers, for one sample: lines are weights, blue positive, orange negative.

import { fixed } from "../../kit/digits.js";
import { em, set, svg } from "../../kit/elements.js";

export class NetworkDrawing {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.svg = svg("svg", { role: "img", class: "network-drawing" }, box);
  }

  /**
   * @param {any} header
   * @param {Map<string, import("../message.js").Matrix>} arrays
   * @param {any} colours
   * @param {(place: number) => boolean} revealed whether a step's numbers are shown
   * @param {number} step the one that is on
   */
  draw(header, arrays, colours, revealed, step) {
    const unit = em(this.svg);
    const width = this.box.clientWidth || 700;
    const narrow = width < 560;
    const most = Math.max(
      ...header.units.slice(header.image ? 1 : 0).map((/** @type {string[]} */ names) => names.length),
      header.image ? 5 : 2,
    );
    const pitch = (most > 6 ? 1.75 : 2.15) * unit;
    const top = 1.9 * unit;
    const height = top + most * pitch + 1.7 * unit;
    this.header = header;
    this.arrays = arrays;
    this.colours = colours;
    this.unit = unit;
    this.revealed = revealed;
    this.step = step;
    set(this.svg, { viewBox: `0 0 ${width} ${height}`, height, width, "aria-label": header.remark });
    this.svg.replaceChildren();
    const columns = header.columns;
    const first = (header.image ? (narrow ? 3.7 : 4.6) : narrow ? 2.2 : 9.4) * unit;
    const last = width - (narrow ? 2.2 : 8.2) * unit;
    const x = (/** @type {number} */ k) => first + ((last - first) * k) / Math.max(1, columns.length - 1);
    const gap = (last - first) / Math.max(1, columns.length - 1);
    const half = Math.min(2.9 * unit, gap / 3.4);
    this.roomy = gap > 7.5 * unit;
    const y = (/** @type {number} */ count, /** @type {number} */ j) =>
      top + (most * pitch) / 2 + (j - (count - 1) / 2) * pitch;
    for (let k = 1; k < columns.length; k++) this.links(columns, k, x, y, half);
    columns.forEach((/** @type {any} */ column, /** @type {number} */ k) =>
      this.column(column, k, x(k), y, half, height),
    );
  }

  /** @param {string} n */
  row(n) {
    const matrix = /** @type {import("../message.js").Matrix} */ (this.arrays.get(n));
    return matrix.data.subarray(0, matrix.shape[1]);
  }

  /** Lines into column k. @param {any[]} columns @param {number} k @param {(k: number) => number} x @param {(count: number, j: number) => number} y @param {number} half */
  links(columns, k, x, y, half) {
    const { weights } = columns[k];
    const [from, to] = [columns[k - 1].count, columns[k].count];
    const group = svg("g", { class: "links" }, this.svg);
    if (!weights) {
      for (let j = 0; j < to; j++) {
        for (let i = 0; i < from; i++)
          svg(
            "line",
            { class: "softmax-line", x1: x(k - 1) + half, y1: y(from, i), x2: x(k) - half, y2: y(to, j) },
            group,
          );
      }
      return;
    }
    const matrix = /** @type {import("../message.js").Matrix} */ (this.arrays.get(weights));
    const scale = Math.max(1e-9, ...Array.from(matrix.data, Math.abs));
    if (k === 1 && this.header.image) {
      const side = (this.box.clientWidth < 560 ? 2.8 : 3.6) * this.unit;
      for (let j = 0; j < to; j++)
        svg(
          "line",
          {
            class: "bundle",
            x1: x(0) + side,
            y1: y(1, 0),
            x2: x(1) - half,
            y2: y(to, j),
            "data-link": this.incoming(weights, j),
          },
          group,
        );
      return;
    }
    for (let i = 0; i < from; i++) {
      for (let j = 0; j < to; j++) {
        const w = matrix.data[i * to + j];
        const share = Math.abs(w) / scale;
        svg(
          "line",
          {
            class: "edge",
            x1: x(k - 1) + half,
            y1: y(from, i),
            x2: x(k) - half,
            y2: y(to, j),
            stroke: this.colours.tone(Math.sign(w) * (0.35 + 0.65 * share)),
            "stroke-width": 0.6 + 3.2 * share,
            "data-link": `${weights}-${i}-${j}`,
          },
          group,
        );
      }
    }
  }

  /** All weights into a unit, as words. @param {string} weights @param {number} j */
  incoming(weights, j) {
    const [count] = /** @type {import("../message.js").Matrix} */ (this.arrays.get(weights)).shape;
    return Array.from({ length: count }, (_, i) => `${weights}-${i}-${j}`).join(" ");
  }

  /** @param {any} column @param {number} k @param {number} x @param {(count: number, j: number) => number} y @param {number} half @param {number} height */
  column(column, k, x, y, half, height) {
    const title = svg(
      "text",
      { class: "column-title", x, y: 0.85 * this.unit, "text-anchor": "middle" },
      this.svg,
      this.roomy ? column.title : column.short,
    );
    title.classList.toggle("on", column.places.includes(this.step));
    if (this.roomy)
      svg(
        "text",
        { class: "column-foot", x, y: height - 0.7 * this.unit, "text-anchor": "middle" },
        this.svg,
        column.foot,
      );
    if (k === 0 && this.header.image) {
      this.picture(x, y(1, 0));
      return;
    }
    for (let j = 0; j < column.count; j++) this.node(column, k, j, x, y(column.count, j), half);
  }

  /** The traced sample as a picture. @param {number} x @param {number} y */
  picture(x, y) {
    const [rows, columns] = this.header.image;
    const side = ((this.box.clientWidth < 560 ? 5.6 : 7.2) * this.unit) / columns;
    const pixels = this.row("X");
    const group = svg("g", { class: "picture" }, this.svg);
    for (let p = 0; p < rows * columns; p++) {
      const [r, c] = [Math.floor(p / columns), p % columns];
      svg(
        "rect",
        {
          x: x + (c - columns / 2) * side,
          y: y + (r - rows / 2) * side,
          width: side,
          height: side,
          style: `fill: color-mix(in srgb, var(--class-0) ${Math.round(75 * pixels[p])}%, var(--paper))`,
          "data-link": `X-0-${p}`,
        },
        group,
      );
    }
    svg(
      "rect",
      {
        class: "frame",
        x: x - (columns / 2) * side,
        y: y - (rows / 2) * side,
        width: columns * side,
        height: rows * side,
      },
      group,
    );
  }

  /** A unit: its linear part at the left, what leaves it at the right. @param {any} column @param {number} k @param {number} j @param {number} x @param {number} y @param {number} half */
  node(column, k, j, x, y, half) {
    const tall = 0.78 * this.unit;
    const words = column.tensors.map((/** @type {string} */ n) => `${n}-0-${j}`);
    if (column.weights) words.push(this.incoming(column.weights, j), `${column.bias}-${j}`);
    const group = svg("g", { class: "unit", "data-link": words.join(" ") }, this.svg);
    const part = (2 * half) / column.tensors.length;
    column.tensors.forEach((/** @type {string} */ n, /** @type {number} */ side) => {
      const place = column.places[side] ?? 0;
      const shown = place === 0 || this.revealed(place);
      const value = this.row(n)[j];
      const scale = n === this.header.output ? 1 : Math.max(1e-9, ...Array.from(this.row(n), Math.abs));
      const share = value / scale;
      const left = x - half + side * part;
      const fill = !shown
        ? "transparent"
        : n === "X"
          ? `color-mix(in srgb, var(--class-0) ${Math.round(45 * Math.abs(share))}%, var(--paper))`
          : this.colours.tone(0.85 * share);
      const rect = { x: left, y: y - tall, width: part, height: 2 * tall, style: `fill: ${fill}` };
      const cell = svg(
        "g",
        place ? { "data-unit": `${place}-${j}`, class: place === this.step ? "on" : "" } : {},
        group,
      );
      svg("rect", rect, cell);
      const deep = shown && n !== "X" && Math.abs(0.85 * share) > 0.62;
      svg(
        "text",
        { x: left + part / 2, y, "text-anchor": "middle", class: deep ? "deep" : "" },
        cell,
        shown ? this.fitting(value, part) : "",
      );
      if (shown) svg("title", {}, cell, `${n}[0, ${j}] = ${fixed(value)}   ${column.names[j]}`);
    });
    this.outside(column, k, j, x, y, half, group);
  }

  /** A number as far as there is room for it. @param {number} value @param {number} room */
  fitting(value, room) {
    const text = [2, 1]
      .map((decimals) => fixed(value, decimals))
      .find((digits) => digits.length * 0.47 * this.unit < room);
    return text ?? "";
  }

  /** The name of an input or of a class, beside its unit. @param {any} column @param {number} k @param {number} j @param {number} x @param {number} y @param {number} half @param {Element} group */
  outside(column, k, j, x, y, half, group) {
    const outer =
      k === 0
        ? { x: x - half - 0.4 * this.unit, "text-anchor": "end" }
        : k === this.header.columns.length - 1
          ? { x: x + half + 0.4 * this.unit, "text-anchor": "start" }
          : null;
    if (outer && this.box.clientWidth >= 560) {
      const text = svg("text", { ...outer, y, class: k ? "class-name" : "feature-name" }, group, column.names[j]);
      const said = k > 0 && this.header.said === j && this.revealed(this.header.steps.length);
      text.classList.toggle("said", said);
    }
  }
}
