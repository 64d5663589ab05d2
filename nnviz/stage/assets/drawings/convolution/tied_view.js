// A convolution and the dense layer that computes the same: where each entry of the kernel stands in the matrix.

import { html, say } from "../../kit/elements.js";
import { difference, exact, shapeText, trimmed } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";
import { cellSide, largest, ValueGrid, windowBox } from "../../kit/value_grid.js";
import { captioned } from "../../kit/grid_caption.js";
import { gridRoom } from "./grid_room.js";
import { entryColour, TiedMatrix } from "./tied_matrix.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/**
 * @typedef {object} TiedHeader
 * @property {[number, number]} size rows and columns of the image
 * @property {[number, number]} out of the output
 * @property {[number, number]} kernel
 * @property {number} stride
 * @property {[number, number]} before zeros above and left of the image
 * @property {[number, number]} after zeros below and right of it
 * @property {number} cell the chosen cell of the output, counted row by row
 * @property {number} entry the chosen entry of the kernel
 * @property {"entry" | "weight" | "gradient"} colour
 * @property {number} different numbers in the matrix
 * @property {{tied: number, local: number, dense: number}} parameters what a convolution, a locally connected and a dense layer learn
 * @property {number} gap the largest difference between the sums and dK
 * @property {boolean} answered whether the matrix may be seen
 * @property {boolean} summed whether the sums may be seen
 */

const NONE = -1;
const HEIGHT = 20; // em of the matrix at least
const SCREEN = 0.45; // of the height of the screen
const TERMS = 5;

/** @extends {Drawing<TiedHeader>} */
export class TiedView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {[number, number] | null} the weight under the pointer: its row and its column in the matrix */
    this.pointed = null;
    this.cell = 0;
    this.entry = 0;
    this.row = html("div", { class: "tied-row" }, root);
    const left = html("div", { class: "tied-left" }, this.row);
    const above = html("div", { class: "tied-grids" }, left);
    const below = html("div", { class: "tied-grids" }, left);
    this.image = new ValueGrid(above, { title: "image", signal });
    this.output = new ValueGrid(above, { title: "output", signal, choose: (place) => this.chooseCell(place) });
    this.kernel = new ValueGrid(below, { title: "kernel", signal, choose: (place) => this.chooseEntry(place) });
    this.sums = new ValueGrid(below, { title: "sums", signal });
    this.gradient = new ValueGrid(below, { title: "dK", signal });
    this.weights = html("div", { class: "tied-right" }, this.row);
    this.big = new TiedMatrix(this.weights, {
      signal,
      choose: (row, column) => this.chooseWeight(row, column),
      point: (place) => this.point(place),
    });
    this.line = html("p", { class: "tied-line", "aria-live": "polite" }, root);
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {Place} place */
  chooseCell([i, j]) {
    if (this.header) this.choose(i * this.header.out[1] + j, this.entry);
  }

  /** @param {Place} place */
  chooseEntry([u, v]) {
    if (this.header) this.choose(this.cell, u * this.header.kernel[1] + v);
  }

  /** @param {number} row @param {number} column */
  chooseWeight(row, column) {
    if (!this.header?.answered) return;
    const entry = this.entryAt(row, column);
    this.choose(row, entry === NONE ? this.entry : entry);
  }

  /** @param {number} cell @param {number} entry */
  choose(cell, entry) {
    Object.assign(this, { cell, entry });
    this.draw();
    this.requests.ask({ cell, entry });
  }

  /** @param {[number, number] | null} place */
  point(place) {
    if (place?.join() === this.pointed?.join()) return;
    this.pointed = place;
    if (this.header) this.write(this.header);
  }

  /** @param {number} row @param {number} column */
  entryAt(row, column) {
    const { data, shape } = this.matrix("entries");
    return data[row * shape[1] + column];
  }

  /** @param {TiedHeader} header */
  take(header) {
    this.pointed = null;
    if (!this.requests.busy) Object.assign(this, { cell: header.cell, entry: header.entry });
    this.cell = Math.min(this.cell, header.out[0] * header.out[1] - 1);
    this.entry = Math.min(this.entry, header.kernel[0] * header.kernel[1] - 1);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {TiedHeader} header */
  paint(colours, header) {
    const { unit, narrow, height, width } = gridRoom(this.root, HEIGHT, SCREEN);
    const { size, out, kernel } = header;
    const [room, tall] = narrow ? [width - 8, Infinity] : [0.57 * height, 0.57 * height];
    const [row, column] = [Math.floor(this.cell / out[1]), this.cell % out[1]];
    const [u, v] = this.place(this.entry, header);
    const window = { kernel, stride: /** @type {Place} */ ([header.stride, header.stride]), before: header.before };
    const [frame, pixel] = [
      windowBox([row, column], window),
      [row * header.stride - header.before[0] + u, column * header.stride - header.before[1] + v],
    ];
    const [X, Z] = [this.matrix("X"), this.matrix("Z")];
    const padded = [0, 1].map((k) => size[k] + header.before[k] + header.after[k]);
    const side = cellSide([padded[0], padded[1]], room, tall, unit);
    captioned(this.image, "image X", shapeText(size));
    this.image.show({ shape: size, at: (i, j) => X.data[i * size[1] + j] }, colours, {
      cell: side,
      paint: "data",
      border: [header.before[0], header.after[1], header.after[0], header.before[1]],
      scale: 1,
      boxes: [frame, { row: pixel[0], column: pixel[1], rows: 1, columns: 1, kind: "other" }],
    });
    captioned(this.output, "output Z", shapeText(out));
    this.output.show({ shape: out, at: (i, j) => Z.data[i * out[1] + j] }, colours, {
      cell: cellSide(out, room, tall, unit),
      scale: largest(Z.data),
      chosen: [row, column],
      boxes: [{ row, column, rows: 1, columns: 1 }],
      says: (i, j) => `output ${i}, ${j}: ${exact(Z.data[i * out[1] + j])}, row ${i * out[1] + j} of the matrix`,
    });
    this.showKernels(colours, header, [u, v], unit, narrow);
    this.showMatrix(colours, header, narrow ? HEIGHT * unit : height);
    this.write(header);
  }

  /** The kernel, or of an untied layer the weights of the chosen cell; beside it dK twice. @param {import("../../kit/view.js").Palette} colours @param {TiedHeader} header @param {Place} chosen @param {number} unit @param {boolean} narrow */
  showKernels(colours, header, chosen, unit, narrow) {
    const { kernel } = header;
    const K = this.matrix("K").data;
    const cell = cellSide(kernel, 7.6 * unit, narrow ? Infinity : 9 * unit, unit);
    const boxes = [{ row: chosen[0], column: chosen[1], rows: 1, columns: 1, kind: /** @type {const} */ ("other") }];
    const values = (/** @type {ArrayLike<number>} */ data) => ({
      shape: kernel,
      at: (/** @type {number} */ i, /** @type {number} */ j) => data[i * kernel[1] + j],
    });
    captioned(this.kernel, "kernel K", shapeText(kernel));
    this.kernel.show(values(K), colours, {
      cell,
      chosen,
      boxes,
      scale: largest(K),
      tone: header.colour === "entry" ? (i, j) => entryColour(i, j, kernel, colours.dark) : undefined,
      says: (i, j) => `K[${i}, ${j}]: ${exact(K[i * kernel[1] + j])}`,
    });
    for (const grid of [this.sums, this.gradient]) grid.box.hidden = header.colour !== "gradient";
    const mark = () => (header.summed ? "" : "veiled");
    const [sums, dK] = [this.matrix("sums").data, this.matrix("dK").data];
    captioned(this.sums, "Σ dW", "over the ties");
    this.sums.show(values(sums), colours, { cell, boxes, mark, scale: largest(dK) });
    captioned(this.gradient, "dK", "of the convolution");
    this.gradient.show(values(dK), colours, { cell, boxes, mark, scale: largest(dK) });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {TiedHeader} header @param {number} height */
  showMatrix(colours, header, height) {
    const { kernel, colour, answered } = header;
    const { shape, data: entries } = this.matrix("entries");
    const { data } = this.matrix(colour === "gradient" ? "dW" : "W");
    const scale = largest(data);
    const name = colour === "gradient" ? "dWᵀ" : "Wᵀ";
    say(this.big.title, `${name} ${shapeText(shape)}: a row for each output cell, a column for each pixel`);
    const ofEntry = (/** @type {number} */ k) => {
      const [u, v] = this.place(entries[k], header);
      return entries[k] === NONE ? null : entryColour(u, v, kernel, colours.dark)[0];
    };
    const ofValue = (/** @type {number} */ k) =>
      data[k] === 0 ? null : colours.tone(Math.max(-1, Math.min(1, data[k] / scale)));
    const tone = colour === "entry" ? ofEntry : ofValue;
    this.big.show({
      shape: [shape[0], shape[1]],
      width: widthOf(this.weights) - 4,
      height,
      label: this.heard(header),
      row: this.cell,
      lit: (k) => entries[k] === this.entry,
      tone: answered ? tone : () => null,
      line: colours.muted,
      accent: colours.ink,
    });
  }

  /** @param {TiedHeader} header */
  heard({ different, answered }) {
    const { shape } = this.matrix("entries");
    const what = `Matrix of the layer, ${shape[0]} output cells by ${shape[1]} pixels`;
    return answered ? `${what}, ${different} different numbers other than 0` : `${what}, not shown yet`;
  }

  /** @param {number} entry @param {TiedHeader} header @returns {Place} */
  place(entry, { kernel }) {
    return [Math.floor(entry / kernel[1]), entry % kernel[1]];
  }

  /** @param {TiedHeader} header */
  write(header) {
    this.line.replaceChildren();
    if (!header.answered) {
      this.line.textContent = "Answer the question below, or let it be shown: then the matrix is filled.";
      return;
    }
    if (this.pointed) this.writeWeight(header, ...this.pointed);
    else if (header.colour === "gradient") this.writeSum(header);
    else this.writePlaces(header);
  }

  /** @param {TiedHeader} header @param {number} row @param {number} column */
  writeWeight(header, row, column) {
    const { shape } = this.matrix("entries");
    const [i, j] = [Math.floor(row / header.out[1]), row % header.out[1]];
    const [y, x] = [Math.floor(column / header.size[1]), column % header.size[1]];
    const entry = this.entryAt(row, column);
    const W = this.matrix("W").data[row * shape[1] + column];
    const name = entry === NONE ? "no entry of the kernel" : `K[${this.place(entry, header).join(", ")}]`;
    const gradient = this.matrix("dW").data[row * shape[1] + column];
    this.line.textContent = `Output [${i}, ${j}] and pixel [${y}, ${x}]: ${name}, weight ${trimmed(W)}; its gradient, untied: ${trimmed(gradient)}`;
  }

  /** The places of the chosen entry. @param {TiedHeader} header */
  writePlaces({ different, parameters }) {
    const name = `K[${this.place(this.entry, /** @type {TiedHeader} */ (this.header)).join(", ")}]`;
    const n = this.placesOf(this.entry).length;
    const { shape } = this.matrix("W");
    const total = shape[0] * shape[1];
    html("b", {}, this.line, name);
    this.line.append(` = ${trimmed(this.matrix("K").data[this.entry])} stands at ${n} of ${total} places. `);
    html("b", {}, this.line, `${different} different numbers`);
    const { tied, local, dense } = parameters;
    this.line.append(
      ` in all. To learn, biases included: ${tied}; locally connected, without ties: ${local}; dense: ${dense}.`,
    );
  }

  /** The sum over the ties of the chosen entry. @param {TiedHeader} header */
  writeSum(header) {
    const [u, v] = this.place(this.entry, header);
    const places = this.placesOf(this.entry);
    const dW = this.matrix("dW").data;
    const terms = places.map((k) => (dW[k] < 0 ? `(${trimmed(dW[k])})` : trimmed(dW[k])));
    const shown = terms.length > TERMS + 1 ? [...terms.slice(0, TERMS), "…", terms[terms.length - 1]] : terms;
    html("b", {}, this.line, `dK[${u}, ${v}]`);
    this.line.append(` = ${shown.join(" + ") || "0"}  (${places.length} places) = `);
    html(
      "b",
      { title: exact(this.matrix("sums").data[this.entry]) },
      this.line,
      header.summed ? trimmed(this.matrix("sums").data[this.entry]) : "?",
    );
    if (header.summed)
      this.line.append(
        `; the convolution's own: ${trimmed(this.matrix("dK").data[this.entry])}. Largest difference of all entries: ${difference(header.gap)}.`,
      );
  }

  /** Where an entry stands in the matrix. @param {number} entry */
  placesOf(entry) {
    return Array.from(this.matrix("entries").data.keys()).filter((k) => this.matrix("entries").data[k] === entry);
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { cell, entry, header, line } = this;
    return {
      cell,
      entry,
      answered: header.answered,
      summed: header.summed,
      colour: header.colour,
      line: line.textContent,
      shape: this.matrix("entries").shape,
      places: this.placesOf(entry).length,
      sums: Array.from(this.matrix("sums").data),
      dK: Array.from(this.matrix("dK").data),
    };
  }
}
