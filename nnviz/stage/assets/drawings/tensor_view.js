// A tensor of the inspector: a small one as numbers on coloured cells, a large one as a heat map, and its distribution.

import { html, say, set, svg, em } from "../kit/elements.js";
import { exact, significant } from "../kit/number_format.js";
import { bands } from "../kit/scale.js";
import { svgAxis } from "../kit/axis.js";
import { stepped } from "../kit/roving.js";
import { scrollArea } from "../kit/scroll_area.js";
import { Grid } from "./grid.js";
import { Drawing } from "./drawing.js";
import { Histogram } from "./histogram.js";

const LARGEST_CELL = 28; // pixels, so that the cells of a vector stay small
const LONGEST = 14; // characters of a name beside the heat map

/** @typedef {{name: string, text: string, title: string, wrong: boolean}} Fact a number about the tensor, short and with all its digits */

/**
 * @typedef {object} TensorHeader
 * @property {string} alt
 * @property {string} rowAxis empty where there is no such axis
 * @property {string} columnAxis
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {boolean} numbers whether the numbers stand in the cells
 * @property {boolean} clickable whether an entry can be chosen
 * @property {number} limit the size that has the full colour
 * @property {number[] | null} chosen row and column of the entry that is written out
 * @property {number} height of the picture in pixels; what is larger scrolls inside of it
 * @property {number} barWidth of a bar of the histogram; 0 if all values are the same
 * @property {Fact[]} facts
 */

/** @extends {Drawing<TensorHeader>} */
export class TensorView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.frame = scrollArea(html("div", { class: "tensor-frame" }, root), "the tensor", this.signal);
    this.grid = new Grid(this.frame, "", this.signal);
    this.map = svg("svg", { class: "tensor-map" }, this.frame);
    this.empty = html("p", { class: "tensor-empty" }, this.frame, "no entries");
    const line = html("p", { class: "tensor-line" }, root);
    this.where = html("output", {}, line);
    this.scale = html("span", { class: "tensor-scale", "aria-hidden": "true" }, line);
    const below = html("div", { class: "tensor-below" }, root);
    this.histogram = new Histogram(below);
    this.facts = html("dl", { class: "tensor-facts" }, below);
    /** @type {[number, number]} the cell that the keys have reached */
    this.at = [0, 0];
    /** @type {{left: number, top: number, wide: number, tall: number} | null} where the heat map stands */
    this.area = null;
    this.listen(this.frame, "pointermove", (event) => this.point(this.cellAt(event)));
    this.listen(this.frame, "pointerleave", () => this.point(null));
    this.listen(this.frame, "focusin", (event) => this.point(this.cellAt(event)));
    this.listen(this.frame, "click", (event) => this.choose(this.cellAt(event)));
    this.listen(this.frame, "keydown", (event) => this.key(event));
  }

  /** @param {TensorHeader} header */
  take(header) {
    this.at = header.chosen ? [header.chosen[0], header.chosen[1]] : [0, 0];
  }

  /** @param {import("../kit/view.js").Palette} colours @param {TensorHeader} header */
  paint(colours, header) {
    const matrix = this.matrix("values");
    const [n, m] = matrix.shape;
    this.frame.style.height = `${header.height}px`;
    this.grid.box.hidden = !header.numbers || n * m === 0;
    this.map.toggleAttribute("hidden", header.numbers || n * m === 0);
    this.empty.hidden = n * m > 0;
    if (header.numbers && n * m > 0) this.paintNumbers(matrix, colours, header);
    else if (n * m > 0 && !this.paintMap(matrix, colours, header)) return false;
    this.scale.replaceChildren();
    for (const text of [significant(-header.limit), "", significant(header.limit)])
      html(text ? "span" : "i", {}, this.scale, text);
    this.point(null);
    this.histogram.show(this.numbers.centres, this.numbers.counts, header.barWidth);
    this.facts.replaceChildren();
    for (const { name, text, title, wrong } of header.facts) {
      const fact = html("div", { class: wrong ? "wrong" : undefined, title }, this.facts);
      html("dt", {}, fact, name);
      html("dd", {}, fact, text);
    }
  }

  /** @param {import("./message.js").Matrix} matrix @param {import("../kit/view.js").Palette} colours @param {TensorHeader} header */
  paintNumbers(matrix, colours, header) {
    const { rowAxis, columnAxis, chosen } = header;
    const named = (/** @type {string} */ axis, /** @type {string[]} */ names) => (axis ? names : names.map(() => ""));
    const options = {
      name: "entry",
      rows: named(rowAxis, header.rows),
      columns: named(columnAxis, header.columns),
      scale: header.limit,
      write: significant,
    };
    this.grid.show(matrix, options, colours, (i, j) => (chosen && i === chosen[0] && j === chosen[1] ? "chosen" : ""));
    const axes = [rowAxis && `${rowAxis} ↓`, columnAxis && `${columnAxis} →`].filter(Boolean);
    say(this.grid.corner, axes.join("  "));
    set(this.grid.table, { "aria-label": header.alt });
    if (header.clickable) this.reachable();
  }

  /** One of the cells takes the focus; the arrow keys lead to the others. */
  reachable() {
    const columns = this.matrix("values").shape[1];
    this.grid.cells.forEach((cell, k) => set(cell, { tabindex: k === this.at[0] * columns + this.at[1] ? 0 : -1 }));
  }

  /** @param {import("./message.js").Matrix} matrix @param {import("../kit/view.js").Palette} colours @param {TensorHeader} header */
  paintMap(matrix, colours, header) {
    const [n, m] = matrix.shape;
    const unit = em(this.root);
    const width = this.frame.clientWidth;
    if (width < 40) return false;
    const names = header.rows.map(shortened);
    const left = unit * (1.2 + 0.52 * Math.max(1, ...names.map((name) => name.length)) + (header.rowAxis ? 1.1 : 0));
    const [foot, height] = [2.5 * unit, header.height - 4];
    const wide = Math.min(width - left - 0.5 * unit, m * LARGEST_CELL);
    const tall = Math.min(height - foot - 0.5 * unit, n * LARGEST_CELL);
    const frame = { left, right: left + wide, top: 0.5 * unit, bottom: 0.5 * unit + tall };
    this.area = { left, top: frame.top, wide, tall };
    set(this.map, { width, height, viewBox: `0 0 ${width} ${height}`, role: "application" });
    set(this.map, { "aria-label": header.alt, tabindex: header.clickable ? 0 : undefined });
    this.map.replaceChildren();
    const place = { x: left, y: frame.top, width: wide, height: tall, preserveAspectRatio: "none" };
    svg("image", { ...place, href: picture(matrix, colours, header.limit), class: "pixelated" }, this.map);
    const axis = { frame, unit, grid: false };
    if (header.rowAxis)
      svgAxis(this.map, bands(n, [frame.top, frame.bottom]), {
        ...axis,
        side: "left",
        title: header.rowAxis,
        format: (i) => names[i],
      });
    if (header.columnAxis)
      svgAxis(this.map, bands(m, [frame.left, frame.right]), {
        ...axis,
        side: "bottom",
        title: header.columnAxis,
        format: (j) => shortened(header.columns[j]),
      });
    if (header.chosen) this.outline(header.chosen, "chosen");
    return true;
  }

  /** Frame a cell of the heat map. @param {number[]} cell @param {string} name */
  outline([i, j], name) {
    const [n, m] = this.matrix("values").shape;
    const { left, top, wide, tall } = /** @type {NonNullable<typeof this.area>} */ (this.area);
    const [width, height] = [wide / m, tall / n];
    svg("rect", { class: name, x: left + j * width, y: top + i * height, width, height }, this.map);
  }

  /** The cell that an event means. @param {Event} event @returns {[number, number] | null} */
  cellAt(event) {
    const { header } = this;
    if (!header) return null;
    if (header.numbers) {
      const cell = event.target instanceof Element ? event.target.closest("td[data-row]") : null;
      return cell ? [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))] : null;
    }
    if (!(event instanceof MouseEvent) || !this.area) return event.type === "focusin" ? this.at : null;
    const [n, m] = this.matrix("values").shape;
    const box = this.map.getBoundingClientRect();
    const { left, top, wide, tall } = this.area;
    const i = Math.floor(((event.clientY - box.top - top) / tall) * n);
    const j = Math.floor(((event.clientX - box.left - left) / wide) * m);
    return i >= 0 && j >= 0 && i < n && j < m ? [i, j] : null;
  }

  /** Say which number it is, with all its digits; without a cell, that of the chosen one. @param {[number, number] | null} cell */
  point(cell) {
    const { header } = this;
    if (!header) return;
    for (const frame of this.map.querySelectorAll(".pointed")) frame.remove();
    const chosen = /** @type {[number, number] | null} */ (header.chosen);
    const at = cell ?? chosen;
    if (!at) return say(this.where, "");
    const { data, shape } = this.matrix("values");
    const names = [header.rowAxis && `${header.rowAxis} ${header.rows[at[0]]}`];
    names.push(header.columnAxis && `${header.columnAxis} ${header.columns[at[1]]}`);
    const place = names.filter(Boolean).join(", ");
    say(this.where, `${place ? `${place}: ` : ""}${exact(data[at[0] * shape[1] + at[1]])}`);
    if (cell && !header.numbers) this.outline(cell, "pointed");
  }

  /** @param {[number, number] | null} cell */
  choose(cell) {
    if (!cell || !this.header?.clickable) return;
    this.at = cell;
    this.requests.ask({ cell });
  }

  /** Arrow keys move from cell to cell, Enter and the space bar choose one. @param {KeyboardEvent} event */
  key(event) {
    const { header } = this;
    if (!header?.clickable) return;
    const [n, m] = this.matrix("values").shape;
    const to = stepped(event.key, event.ctrlKey, this.at, [n, m]);
    if (event.key === "Enter" || event.key === " ") this.choose(this.at);
    else if (!to) return;
    else {
      this.at = to;
      if (header.numbers) {
        this.reachable();
        this.grid.cells[this.at[0] * m + this.at[1]].focus();
      } else this.point(this.at);
    }
    event.preventDefault();
  }

  /** For tests. */
  state() {
    if (!this.drawn || !this.header) return null;
    const { alt, chosen, numbers } = this.header;
    return { alt, chosen, numbers, shape: this.matrix("values").shape, said: this.where.textContent };
  }
}

const shortened = (/** @type {string} */ name) => (name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 1)}…`);

/** A pixel a cell, as the address of a picture. @param {import("./message.js").Matrix} matrix @param {import("../kit/view.js").Palette} colours @param {number} limit */
function picture({ shape: [n, m], data }, colours, limit) {
  const canvas = html("canvas", { width: m, height: n });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(m, n);
  const pixels = new Uint32Array(image.data.buffer);
  data.forEach((x, k) => {
    const share = Math.max(-1, Math.min(1, x / limit)); // an infinity has the colour of the end
    pixels[k] = colours.signed[Number.isNaN(x) ? 0 : 128 + Math.round(127 * share)];
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
