// An entry of a convolution's gradients as the sum that it is: the factors light up, the products stand beside them.

import { html, say } from "../../kit/elements.js";
import { bracketed, exact, shapeText, significant } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { Drawing } from "../drawing.js";
import { cellSide, isInside, largest, ValueGrid } from "../../kit/value_grid.js";
import { captioned } from "../../kit/grid_caption.js";
import { gridRoom } from "./grid_room.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */
/** @typedef {"dK" | "dX" | "db"} GradientName */

/**
 * @typedef {object} PatchesHeader
 * @property {GradientName} gradient which one is taken apart
 * @property {Place} chosen its entry
 * @property {number} sample the image that is drawn, from 0
 * @property {number} filter the filter that is drawn, from 0
 * @property {number} samples
 * @property {number} filters
 * @property {number} stride
 * @property {[number, number]} before zeros above and left of an image
 * @property {boolean} answered
 */

/** @typedef {{shape: Place, at: (i: number, j: number) => number}} Picture */

const SIGNS = ["·", "=", "Σ"];
const HEIGHT = 15; // em of the largest grid at least
const SCREEN = 0.36; // of the height of the screen
const TERMS = 6;

/**
 * Which product of an entry of a gradient a cell of its left factor goes into; null where it goes into none. The left factor
 * of dK is the image, whose places count without the padding; that of dX is dZ in zeros, that of db dZ.
 * @param {{gradient: GradientName, stride: number, before: [number, number]}} layer @param {Place} entry @param {Place} cell
 * @returns {Place | null}
 */
export function productWith({ gradient, stride, before }, [u, v], [i, j]) {
  if (gradient === "db") return [i, j];
  if (gradient === "dX") return [i - u, j - v];
  const [row, column] = [(i + before[0] - u) / stride, (j + before[1] - v) / stride];
  return Number.isInteger(row) && Number.isInteger(column) ? [row, column] : null;
}

/** @extends {Drawing<PatchesHeader>} */
export class PatchesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Place} */
    this.chosen = [0, 0];
    /** @type {Place | null} a product, by its place among the products */
    this.pointed = null;
    this.row = html("div", { class: "patches-row" }, root);
    const grid = (
      /** @type {string} */ title,
      /** @type {import("../../kit/value_grid.js").Options["choose"]} */ choose,
    ) =>
      new ValueGrid(this.row, {
        title,
        signal,
        choose,
        point: choose ? undefined : (place) => this.point(title, place),
      });
    this.left = grid("left factor", undefined);
    const sign = (/** @type {number} */ k) =>
      html("span", { class: "patches-sign", "aria-hidden": "true" }, this.row, SIGNS[k]);
    this.signs = [sign(0)];
    this.right = grid("right factor", undefined);
    this.signs.push(sign(1));
    this.products = grid("products", undefined);
    this.signs.push(sign(2));
    this.result = grid("gradient", (place) => this.choose(place));
    this.line = html("p", { class: "patches-line", "aria-live": "polite" }, root);
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {Place} place */
  choose(place) {
    const { header } = this;
    if (!header || !isInside(place, this.resultShape(header))) return;
    this.chosen = place;
    this.draw();
    this.requests.ask(header.gradient === "db" ? { filter: place[1] } : { row: place[0], column: place[1] });
  }

  /** What is pointed at, as a place among the products. @param {string} title @param {Place | null} place */
  point(title, place) {
    const { header } = this;
    if (!header) return;
    const shape = this.productShape(header);
    let to = place;
    if (to && title === "left factor") to = productWith(header, this.chosen, to);
    if (to && !isInside(to, shape)) to = null;
    if (to?.join() === this.pointed?.join()) return;
    this.pointed = to;
    this.draw();
  }

  /** @param {PatchesHeader} header */
  take(header) {
    this.pointed = null;
    if (!this.requests.busy) this.chosen = header.gradient === "db" ? [0, header.filter] : header.chosen;
    const [rows, columns] = this.resultShape(header);
    this.chosen = [Math.min(this.chosen[0], rows - 1), Math.min(this.chosen[1], columns - 1)];
  }

  /** @param {PatchesHeader} header @returns {Place} */
  resultShape({ gradient, filters }) {
    if (gradient === "db") return [1, filters];
    const { shape } = this.matrix(gradient);
    return gradient === "dK" ? [shape[0], shape[1]] : [shape[1], shape[2]];
  }

  /** @param {PatchesHeader} header @returns {Place} */
  productShape({ gradient }) {
    const { shape } = gradient === "dX" ? this.matrix("K") : this.matrix("dZ");
    return gradient === "dX" ? [shape[0], shape[1]] : [shape[1], shape[2]];
  }

  /** The map of a sample and a filter out of an array (N, rows, columns, F). @param {string} name @param {number} sample @param {number} filter @returns {Picture} */
  map(name, sample, filter) {
    const { shape, data } = this.matrix(name);
    const [, rows, columns, filters] = shape;
    return { shape: [rows, columns], at: (i, j) => data[((sample * rows + i) * columns + j) * filters + filter] };
  }

  /** The products of the chosen entry. @param {PatchesHeader} header @param {number} sample @param {number} filter @returns {Picture} */
  productsOf({ gradient, filters, samples }, sample, filter) {
    const [p, q] = this.chosen;
    if (gradient === "db") return this.map("dZ", sample, filter);
    const { shape, data } = this.matrix(gradient === "dK" ? "kernel products" : "image products");
    if (gradient === "dK") {
      const [, columns, , , rows, places] = shape;
      const start = (((p * columns + q) * filters + filter) * samples + sample) * rows * places;
      return { shape: [rows, places], at: (i, j) => data[start + i * places + j] };
    }
    const [, rows, columns, , kh, kw] = shape;
    const start = (((sample * rows + p) * columns + q) * filters + filter) * kh * kw;
    return { shape: [kh, kw], at: (i, j) => data[start + i * kw + j] };
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {PatchesHeader} header */
  paint(colours, header) {
    const { gradient, filter, sample, answered } = header;
    const { unit, width, narrow, height } = gridRoom(this.root, HEIGHT, SCREEN);
    const of = (/** @type {Place} */ shape) => cellSide(shape, narrow ? width - 8 : width / 3.6, height, unit);
    const products = this.productsOf(header, sample, gradient === "db" ? this.chosen[1] : filter);
    const name = `image ${header.samples > 1 ? sample + 1 : ""}`.trim();
    const mark = () => (answered ? "" : "veiled");
    for (const part of [this.left.box, this.signs[0], this.signs[1]]) part.hidden = gradient === "db";
    this.products.box.hidden = gradient === "db";
    if (gradient === "dK") this.paintImage(colours, header, of, name);
    else if (gradient === "dX") this.paintSpread(colours, header, of, name);
    this.paintRight(colours, header, of, name);
    captioned(this.products, "products", `${shapeText(products.shape)}, ${name}`);
    this.products.show(products, colours, {
      cell: of(products.shape),
      mark,
      boxes: this.boxAt(this.pointed),
      says: (i, j) => `product ${i}, ${j}: ${answered ? exact(products.at(i, j)) : "not shown yet"}`,
    });
    this.paintResult(colours, header, of);
    this.write(header);
  }

  /** @param {Place | null} place @returns {import("../../kit/value_grid.js").Box[]} */
  boxAt(place) {
    return place ? [{ row: place[0], column: place[1], rows: 1, columns: 1 }] : [];
  }

  /** The image with its zeros; the pixels that the chosen entry of K met are marked. @param {import("../../kit/view.js").Palette} colours @param {PatchesHeader} header @param {(shape: Place) => number} of @param {string} name */
  paintImage(colours, header, of, name) {
    const { before, stride, sample } = header;
    const { shape, data } = this.matrix("X");
    const [, rows, columns] = shape;
    const [u, v] = this.chosen;
    const met = (/** @type {number} */ i, /** @type {number} */ j) => {
      const place = productWith(header, this.chosen, [i, j]);
      return place !== null && isInside(place, this.productShape(header));
    };
    captioned(this.left, `X, ${name}`, shapeText([rows, columns]));
    this.left.show({ shape: [rows, columns], at: (i, j) => data[(sample * rows + i) * columns + j] }, colours, {
      cell: of([rows + 2 * before[0], columns + 2 * before[1]]),
      paint: "data",
      scale: 1,
      border: [before[0], before[1], before[0], before[1]],
      mark: (i, j) => (met(i, j) ? "met" : "aside"),
      boxes: this.pointed
        ? this.boxAt([this.pointed[0] * stride - before[0] + u, this.pointed[1] * stride - before[1] + v])
        : [],
    });
  }

  /** dZ with zeros between and around, and the window that the flipped kernel covers. @param {import("../../kit/view.js").Palette} colours @param {PatchesHeader} header @param {(shape: Place) => number} of @param {string} name */
  paintSpread(colours, header, of, name) {
    const spread = this.map("spread", header.sample, header.filter);
    const [kh, kw] = this.matrix("K").shape;
    const [row, column] = this.chosen;
    const inside = (/** @type {number} */ i, /** @type {number} */ j) => isInside([i - row, j - column], [kh, kw]);
    captioned(this.left, `dZ in zeros, ${name}`, shapeText(spread.shape));
    this.left.show(spread, colours, {
      cell: of(spread.shape),
      mark: (i, j) => (inside(i, j) ? "met" : "aside"),
      boxes: [
        { row, column, rows: kh, columns: kw, kind: this.pointed ? "soft" : "window" },
        ...this.boxAt(this.pointed && [row + this.pointed[0], column + this.pointed[1]]),
      ],
    });
  }

  /** dZ, or the flipped kernel. @param {import("../../kit/view.js").Palette} colours @param {PatchesHeader} header @param {(shape: Place) => number} of @param {string} name */
  paintRight(colours, header, of, name) {
    const { gradient, filter, sample } = header;
    if (gradient === "dX") {
      const { shape, data } = this.matrix("flipped");
      const [kh, kw, filters] = shape;
      captioned(this.right, "K, turned by 180°", shapeText([kh, kw]));
      this.right.show({ shape: [kh, kw], at: (i, j) => data[(i * kw + j) * filters + filter] }, colours, {
        cell: of([kh, kw]),
        mark: () => (header.answered ? "" : "veiled"),
        scale: largest(data),
        boxes: this.boxAt(this.pointed),
      });
      return;
    }
    const dZ = this.map("dZ", sample, gradient === "db" ? this.chosen[1] : filter);
    captioned(this.right, `dZ, ${name}`, shapeText(dZ.shape));
    this.right.show(dZ, colours, {
      cell: of(dZ.shape),
      scale: largest(this.matrix("dZ").data),
      boxes: this.boxAt(this.pointed),
    });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {PatchesHeader} header @param {(shape: Place) => number} of */
  paintResult(colours, header, of) {
    const { gradient, filter, filters, sample, answered } = header;
    const shape = this.resultShape(header);
    const { data } = this.matrix(gradient);
    /** @type {(i: number, j: number) => number} */
    const at = {
      dK: (/** @type {number} */ i, /** @type {number} */ j) => data[(i * shape[1] + j) * filters + filter],
      dX: (/** @type {number} */ i, /** @type {number} */ j) => data[(sample * shape[0] + i) * shape[1] + j],
      db: (/** @type {number} */ _, /** @type {number} */ j) => data[j],
    }[gradient];
    const which = { dK: filters > 1 ? `filter ${filter + 1}` : "", dX: `image ${sample + 1}`, db: "by filter" }[
      gradient
    ];
    captioned(this.result, gradient, `${shapeText(shape)} ${which}`.trim());
    this.result.show({ shape, at }, colours, {
      cell: of(shape),
      scale: largest(data),
      chosen: this.chosen,
      boxes: this.boxAt(this.chosen),
      mark: () => (answered ? "" : "veiled"),
      says: (i, j) => `${gradient} ${i}, ${j}: ${answered ? exact(at(i, j)) : "not shown yet"}`,
    });
  }

  /** The sum of the chosen entry: its products here, then what the other images or filters add. @param {PatchesHeader} header */
  write(header) {
    const { gradient, answered, sample, filter, samples, filters } = header;
    const name = gradient === "db" ? `db[${this.chosen[1]}]` : `${gradient}[${this.chosen.join(", ")}]`;
    this.line.replaceChildren();
    if (!answered) {
      this.line.textContent = `${name} = ? Answer the question below, or let it be shown.`;
      return;
    }
    if (this.pointed && gradient !== "db") {
      this.writeProduct(header, this.pointed);
      return;
    }
    const others = gradient === "dX" ? filters : samples;
    const parts = this.matrix(`${gradient} parts`).data;
    const [p, q] = this.chosen;
    const shape = this.resultShape(header);
    const part = (/** @type {number} */ k) =>
      ({
        dK: () => parts[((p * shape[1] + q) * filters + filter) * samples + k],
        dX: () => parts[((sample * shape[0] + p) * shape[1] + q) * filters + k],
        db: () => parts[k * filters + q],
      })[gradient]();
    const drawn = gradient === "dX" ? filter : sample;
    const products = this.productsOf(header, sample, gradient === "db" ? q : filter);
    const terms = this.terms(products);
    html("b", {}, this.line, name);
    if (others > 1)
      this.line.append(
        ` = ${Array.from({ length: others }, (_, k) => `${bracketed(part(k), significant)}`).join(" + ")}`,
      );
    this.line.append(" = ");
    const total = this.total(header);
    html("b", { title: exact(total) }, this.line, significant(total));
    const what = gradient === "dX" ? "filter" : "image";
    if (others > 1) this.line.append(`, a part for each ${what}.`);
    html("br", {}, this.line);
    const of = others > 1 ? ` of ${what} ${drawn + 1}` : "";
    this.line.append(
      `${gradient === "db" ? "Entries of dZ" : "Products"}${of}: ${terms} = ${significant(part(drawn))}`,
    );
  }

  /** The entry of the gradient itself. @param {PatchesHeader} header */
  total({ gradient, sample, filter, filters }) {
    const { data } = this.matrix(gradient);
    const [p, q] = this.chosen;
    const shape = this.resultShape(/** @type {PatchesHeader} */ (this.header));
    if (gradient === "dK") return data[(p * shape[1] + q) * filters + filter];
    return gradient === "dX" ? data[(sample * shape[0] + p) * shape[1] + q] : data[q];
  }

  /** The products that are not zero, as many as a line takes. @param {Picture} products */
  terms({ shape, at }) {
    const all = Array.from({ length: shape[0] * shape[1] }, (_, k) => at(Math.floor(k / shape[1]), k % shape[1]));
    const some = all.filter((x) => x !== 0).map((x) => bracketed(x, (y) => significant(y, 3)));
    const shown = some.length > TERMS + 1 ? [...some.slice(0, TERMS), "…", some[some.length - 1]] : some;
    const zeros = all.length - some.length;
    const rest = zeros ? ` (${zeros} of ${all.length} are 0)` : ` (${all.length})`;
    return (shown.join(" + ") || "0") + rest;
  }

  /** One product. @param {PatchesHeader} header @param {Place} place */
  writeProduct(header, [i, j]) {
    const { gradient, before, stride, sample, filter } = header;
    const [u, v] = this.chosen;
    const product = this.productsOf(header, sample, filter).at(i, j);
    if (gradient === "dK") {
      const [row, column] = [i * stride - before[0] + u, j * stride - before[1] + v];
      const { shape, data } = this.matrix("X");
      const inside = isInside([row, column], [shape[1], shape[2]]);
      const x = inside ? data[(sample * shape[1] + row) * shape[2] + column] : 0;
      const pixel = inside ? `X[${row}, ${column}]` : "a zero of the padding";
      const dZ = this.map("dZ", sample, filter).at(i, j);
      say(
        this.line,
        `${pixel} · dZ[${i}, ${j}] = ${significant(x)} · ${bracketed(dZ, significant)} = ${significant(product)}: at the place ${i}, ${j} the entry K[${u}, ${v}] met this pixel.`,
      );
      return;
    }
    const spread = this.map("spread", sample, filter).at(u + i, v + j);
    const { shape, data } = this.matrix("flipped");
    const k = data[(i * shape[1] + j) * shape[2] + filter];
    const entry = `K[${shape[0] - 1 - i}, ${shape[1] - 1 - j}]`;
    say(
      this.line,
      `dZ · ${entry} = ${significant(spread)} · ${bracketed(k, significant)} = ${significant(product)}: X[${u}, ${v}] met ${entry} there on the way forward.`,
    );
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { gradient, answered, sample } = this.header;
    return {
      gradient,
      answered,
      sample,
      chosen: this.chosen,
      pointed: this.pointed,
      value: this.total(this.header),
      line: this.line.textContent,
    };
  }
}
