// A kernel by hand: the image, nine numbers to drag, and the output; a cell of the output with the products it sums up.

import { DRAG_KEYS } from "../../kit/drag.js";
import { em, html, say, set } from "../../kit/elements.js";
import { bracketed, exact, shapeText, trimmed } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { Cells, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";
import { brush } from "../brush.js";
import { cellSide, isInside, largest, ValueGrid, windowBox } from "../../kit/value_grid.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/**
 * @typedef {object} KernelHeader
 * @property {string[]} channels their names; one without a name of an image in grey
 * @property {number} before zeros of the padding above and at the left
 * @property {Place} chosen the cell of the output that is written out
 * @property {boolean} answered
 * @property {boolean} drawable
 * @property {boolean} flipped
 * @property {number} ink
 * @property {string} image its name
 */

const HEIGHT = 20; // em of the larger grids at least
const SCREEN = 0.42; // of the height of the screen
const PRODUCT = 2.5; // em of a product; a small one where there are 25
const SMALL_PRODUCT = 1.7;
const WRITTEN = 9; // terms that are written out in the line

/** @extends {Drawing<KernelHeader>} */
export class KernelView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Place} */
    this.chosen = [0, 0];
    /** @type {Place | null} */
    this.pointed = null;
    this.channel = 0;
    /** @type {Float64Array | null} pixels as they are being drawn */
    this.pixels = null;
    this.row = html("div", { class: "kernel-row" }, root);
    this.image = new ValueGrid(this.row, {
      title: "image",
      signal,
      choose: (place) => this.chooseInImage(place),
      class: "kernel-image",
    });
    this.operator = html("span", { class: "operator" }, this.row);
    this.middle = html("div", { class: "kernel-middle" }, this.row);
    this.tabs = html("div", { class: "kernel-tabs", role: "group", "aria-label": "Channel" }, this.middle);
    this.kernels = html("div", { class: "kernel-kernels" }, this.middle);
    this.kernel = new Cells(this.kernels, signal);
    this.kernel.onEdit = (i, j, text, done) =>
      this.requests.ask(
        { what: "weight", row: i, column: j, channel: this.channel, text, done },
        `${i} ${j} ${this.channel}`,
      );
    this.flipped = new ValueGrid(this.kernels, { title: "turned by 180°", signal });
    this.products = new ValueGrid(this.middle, { title: "products", signal, point: () => {} });
    html("span", { class: "operator", "aria-hidden": "true" }, this.row, "=");
    this.output = new ValueGrid(this.row, {
      title: "output",
      signal,
      choose: (place) => this.choose(place),
      point: (place) => this.point(place),
      class: "kernel-output",
    });
    this.sum = html("p", { class: "kernel-sum", "aria-live": "polite" }, root);
    this.listen(this.tabs, "click", (event) => this.chooseChannel(event.target));
    brush(this.image, {
      on: () => this.header?.drawable ?? false,
      ink: (place) => this.pixel(place) > 0,
      paint: (places, ink, done) => this.painted(places, ink, done),
      signal,
    });
  }

  get keys() {
    return [...ROVING_KEYS, ...DRAG_KEYS.slice(0, 2)];
  }

  /** The cell that is written out: the one that is pointed at, else the chosen one. */
  get shown() {
    return this.pointed ?? this.chosen;
  }

  /** @param {Place} place */
  choose(place) {
    this.chosen = place;
    this.draw();
    this.requests.ask({ what: "cell", row: place[0], column: place[1], done: true });
  }

  /** @param {Place} place of the image: the output cell whose window has it in the middle, or a pixel to be drawn */
  chooseInImage([i, j]) {
    const { header } = this;
    if (!header) return;
    if (header.drawable) return this.tapped([i, j]);
    const [half] = this.matrix("kernel").shape.map((size) => Math.floor(size / 2));
    const [rows, columns] = this.matrix("Z").shape;
    const near = (/** @type {number} */ at, /** @type {number} */ n) => Math.max(0, Math.min(n - 1, at));
    this.choose([near(i + header.before - half, rows), near(j + header.before - half, columns)]);
  }

  /** @param {Place | null} place */
  point(place) {
    if (place?.join() === this.pointed?.join()) return;
    this.pointed = place;
    this.draw();
  }

  /** @param {EventTarget | null} target */
  chooseChannel(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    this.channel = Number(button.dataset.channel);
    this.draw();
  }

  /** @param {Place} place */
  pixel([i, j]) {
    const { shape, data } = this.matrix("X");
    return (this.pixels ?? data)[(i * shape[1] + j) * shape[2]];
  }

  /** Enter or space on a pixel; a press of the mouse has been drawn already. @param {Place} place */
  tapped(place) {
    if (this.strokeEnded && performance.now() - this.strokeEnded < 100) return;
    this.painted([place], this.pixel(place) === 0, true);
  }

  /** @param {Place[]} places @param {boolean} ink @param {boolean} done */
  painted(places, ink, done) {
    const { shape, data } = this.matrix("X");
    const pixels = (this.pixels ??= Float64Array.from(data));
    for (const [i, j] of places) pixels[i * shape[1] + j] = ink ? (this.header?.ink ?? 1) : 0;
    if (done) this.strokeEnded = performance.now();
    this.requests.ask({ what: "pixels", pixels: Array.from(pixels), rows: shape[0], done });
    this.draw();
  }

  /** @param {KernelHeader} header */
  take(header) {
    if (!this.requests.busy) {
      this.chosen = header.chosen;
      this.pixels = null;
    }
    const [rows, columns] = this.matrix("Z").shape;
    this.chosen = [Math.min(this.chosen[0], rows - 1), Math.min(this.chosen[1], columns - 1)];
    if (this.pointed && !isInside(this.pointed, [rows, columns])) this.pointed = null;
    this.channel = Math.min(this.channel, header.channels.length - 1);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {KernelHeader} header */
  paint(colours, header) {
    const { channel } = this;
    const { before, channels } = header;
    const X = this.matrix("X");
    const Z = this.matrix("Z");
    const [height, width, depth] = X.shape;
    const size = this.matrix("kernel").shape[0];
    const outer = /** @type {[number, number]} */ ([height + 2 * before, width + 2 * before]);
    const cell = this.cell(Math.max(outer[0], Z.shape[0]), Math.max(outer[1], Z.shape[1]));
    const [row, column] = this.shown;
    const window = {
      kernel: /** @type {[number, number]} */ ([size, size]),
      before: /** @type {[number, number]} */ ([before, before]),
    };
    const name = channels[channel] ? `, ${channels[channel]}` : "";
    const pixels = this.pixels ?? X.data;
    const pixel = (/** @type {number} */ i, /** @type {number} */ j) => pixels[(i * width + j) * depth + channel];
    this.image.cells.classList.toggle("drawable", header.drawable);
    this.caption(this.image, `${header.image}${name}`, X.shape);
    this.image.show({ shape: [height, width], at: pixel }, colours, {
      cell,
      paint: "data",
      scale: Math.max(1, largest(X.data)),
      border: [before, before, before, before],
      tone: depth === 3 ? (i, j) => colourTone(X.data, (i * width + j) * depth) : undefined,
      boxes: [windowBox(this.shown, window)],
      chosen: [0, 0],
      says: (i, j) =>
        isInside([i, j], [height, width]) ? `image${name} ${i}, ${j}: ${exact(pixel(i, j))}` : `padding ${i}, ${j}: 0`,
    });
    this.showKernel(colours, header, name);
    const at = (row * Z.shape[1] + column) * size * size * depth + channel;
    const product = (/** @type {number} */ i, /** @type {number} */ j) =>
      this.matrix("products").data[at + (i * size + j) * depth];
    say(this.products.title, `products at ${row}, ${column}${name}`);
    this.products.show({ shape: [size, size], at: product }, colours, {
      cell: Math.floor((size > 3 ? SMALL_PRODUCT : PRODUCT) * em(this.root)),
      scale: largest(this.matrix("products").data),
      says: (i, j) => this.term(header, row, column, i, j, channel),
      mark: () => (header.answered ? "" : "veiled"),
    });
    const value = (/** @type {number} */ i, /** @type {number} */ j) => Z.data[i * Z.shape[1] + j];
    this.caption(this.output, "output Z", Z.shape);
    this.output.show({ shape: [Z.shape[0], Z.shape[1]], at: value }, colours, {
      cell,
      scale: largest(Z.data),
      chosen: this.chosen,
      boxes: [{ row, column, rows: 1, columns: 1 }],
      mark: () => (header.answered ? "" : "veiled"),
      says: (i, j) => `output ${i}, ${j}: ${header.answered ? exact(value(i, j)) : "not shown yet"}`,
    });
    this.write(header);
  }

  /** The side of the cells of image and output, which stand at the same scale. @param {number} rows @param {number} columns */
  cell(rows, columns) {
    const width = widthOf(this.root);
    const letter = em(this.root);
    const middle = Math.max(this.middle.offsetWidth, 12 * letter) + 6 * letter;
    const narrow = width < 640;
    return cellSide(
      [rows, columns],
      narrow ? width - 8 : (width - middle) / 2,
      narrow ? Infinity : Math.max(HEIGHT * letter, SCREEN * window.innerHeight),
      letter,
    );
  }

  /** @param {ValueGrid} grid @param {string} title @param {number[]} shape */
  caption(grid, title, shape) {
    const text = `${title} `;
    if (grid.title.dataset.text === `${text}${shape}`) return;
    grid.title.dataset.text = `${text}${shape}`;
    grid.title.replaceChildren(text);
    html("small", {}, grid.title, shapeText(shape));
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {KernelHeader} header @param {string} name */
  showKernel(colours, header, name) {
    const { shape, data } = this.matrix("kernel");
    const [size, , depth] = shape;
    const one = Float64Array.from({ length: size * size }, (_, k) => data[k * depth + this.channel]);
    say(this.kernel.title, `kernel${name}`);
    say(this.operator, header.flipped ? "∗" : "⋆");
    this.operator.classList.toggle("star", !header.flipped);
    set(this.operator, { title: header.flipped ? "convolution: the kernel is turned by 180° first" : "correlation" });
    this.kernel.show({ shape: [size, size], data: one }, { name: "k", editable: true }, signedPaint(colours), {
      scale: largest(data),
      awaited: this.requests.busy,
    });
    this.flipped.box.hidden = !header.flipped;
    const K = this.matrix("K").data;
    const turned = (/** @type {number} */ i, /** @type {number} */ j) => K[(i * size + j) * depth + this.channel];
    const look = { cell: Math.floor((size > 3 ? SMALL_PRODUCT : 1.9) * em(this.root)), scale: largest(data) };
    this.kernels.classList.toggle("wide", size > 3);
    if (header.flipped) this.flipped.show({ shape: [size, size], at: turned }, colours, look);
    this.tabs.hidden = depth === 1;
    if (this.tabs.childElementCount !== depth) {
      this.tabs.replaceChildren();
      header.channels.forEach((text, k) =>
        html("button", { type: "button", class: "icon-button", "data-channel": k }, this.tabs, text),
      );
    }
    for (const button of this.tabs.children)
      set(button, { "aria-pressed": Number(/** @type {HTMLElement} */ (button).dataset.channel) === this.channel });
  }

  /** The number of the image and of the kernel behind a product. @param {KernelHeader} header @param {number} row @param {number} column @param {number} i @param {number} j @param {number} c */
  factors(header, row, column, i, j, c) {
    const { shape, data } = this.matrix("X");
    const K = this.matrix("K");
    const [y, x] = [row + i - header.before, column + j - header.before];
    const inside = isInside([y, x], [shape[0], shape[1]]);
    return [inside ? data[(y * shape[1] + x) * shape[2] + c] : 0, K.data[(i * K.shape[1] + j) * K.shape[2] + c]];
  }

  /** @param {KernelHeader} header @param {number} row @param {number} column @param {number} i @param {number} j @param {number} c */
  term(header, row, column, i, j, c) {
    const [x, k] = this.factors(header, row, column, i, j, c);
    return `${trimmed(x)}·${bracketed(k, trimmed)}`;
  }

  /** The sum of the cell that is shown. @param {KernelHeader} header */
  write(header) {
    const [row, column] = this.shown;
    const Z = this.matrix("Z");
    const [size, , depth] = this.matrix("K").shape;
    const z = Z.data[row * Z.shape[1] + column];
    this.sum.replaceChildren();
    const name = `Z[${row}, ${column}]`;
    if (!header.answered) {
      this.sum.textContent = `${name} = ? Answer the question below, or press “Just show”.`;
      return;
    }
    const sums = this.matrix("channel_sums").data;
    const parts = [];
    if (depth > 1) {
      header.channels.forEach((channel, c) =>
        parts.push(`${channel} ${bracketed(sums[(row * Z.shape[1] + column) * depth + c], trimmed)}`),
      );
    } else {
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const [x, k] = this.factors(header, row, column, i, j, 0);
          if (size * size <= WRITTEN || x * k !== 0) parts.push(`${trimmed(x)}·${bracketed(k, trimmed)}`);
        }
    }
    const text = parts.length > 12 ? `${parts.slice(0, 11).join(" + ")} + …` : parts.join(" + ") || "0";
    html("b", {}, this.sum, name);
    this.sum.append(` = ${text} = `);
    html("b", { title: exact(z) }, this.sum, trimmed(z));
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    const { chosen, pointed, channel, sum, header } = this;
    return { ...numbers, chosen, pointed, channel, sum: sum.textContent, answered: header?.answered };
  }
}

/** A pixel of three channels, 16 being full light, and an ink that can be read on it. @param {Float64Array} data @param {number} k @returns {[string, string]} */
function colourTone(data, k) {
  const [r, g, b] = [0, 1, 2].map((c) => Math.round((255 * data[k + c]) / 16));
  return [`rgb(${r}, ${g}, ${b})`, 0.3 * r + 0.59 * g + 0.11 * b > 128 ? "#111111" : "#ffffff"];
}
