// Pooling: an output cell, its window and the pixels that its gradient goes to; a pixel and the windows that feed it.

import { html } from "../../kit/elements.js";
import { bracketed, exact, shapeText, significant } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { Drawing } from "../drawing.js";
import { cellSide, largest, ValueGrid } from "../../kit/value_grid.js";
import { captioned } from "../../kit/grid_caption.js";
import { gridRoom } from "./grid_room.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/**
 * @typedef {object} PoolingHeader
 * @property {"max" | "average"} kind
 * @property {[number, number]} window
 * @property {number} stride
 * @property {Place} chosen the output cell
 * @property {boolean} answered whether dX may be seen
 */

const HEIGHT = 16; // em of the largest grid at least
const SCREEN = 0.4; // of the height of the screen

/** The output cells whose windows a pixel is in. @param {Place} pixel @param {[number, number]} out rows and columns of the output @param {{window: [number, number], stride: number}} layer @returns {Place[]} */
export function cellsThatSee(pixel, out, { window, stride }) {
  const along = (/** @type {0 | 1} */ axis) =>
    Array.from({ length: out[axis] }, (_, k) => k).filter(
      (k) => k * stride <= pixel[axis] && pixel[axis] < k * stride + window[axis],
    );
  return along(0).flatMap((i) => along(1).map((j) => /** @type {Place} */ ([i, j])));
}

/** @extends {Drawing<PoolingHeader>} */
export class PoolingView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Place} */
    this.chosen = [0, 0];
    /** @type {Place | null} a pixel of dX that is pointed at */
    this.pixel = null;
    this.row = html("div", { class: "pooling-row" }, root);
    const grid = (
      /** @type {string} */ title,
      /** @type {Omit<import("../../kit/value_grid.js").Options, "title" | "signal">} */ more,
    ) => new ValueGrid(this.row, { title, signal, ...more });
    const arrow = (/** @type {string} */ text) =>
      html("span", { class: "patches-sign", "aria-hidden": "true" }, this.row, text);
    this.input = grid("X", {});
    arrow("→");
    this.output = grid("A", { choose: (place) => this.choose(place) });
    arrow("");
    this.above = grid("dA", { choose: (place) => this.choose(place) });
    arrow("→");
    this.below = grid("dX", { point: (place) => this.point(place) });
    this.line = html("p", { class: "patches-line", "aria-live": "polite" }, root);
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {Place} place */
  choose(place) {
    this.chosen = place;
    this.draw();
    this.requests.ask({ row: place[0], column: place[1] });
  }

  /** @param {Place | null} place */
  point(place) {
    if (place?.join() === this.pixel?.join()) return;
    this.pixel = place;
    this.draw();
  }

  /** @param {PoolingHeader} header */
  take(header) {
    this.pixel = null;
    if (!this.requests.busy) this.chosen = header.chosen;
    const [rows, columns] = this.matrix("A").shape;
    this.chosen = [Math.min(this.chosen[0], rows - 1), Math.min(this.chosen[1], columns - 1)];
  }

  /** Rows and columns of the output. @returns {[number, number]} */
  get out() {
    const [rows, columns] = this.matrix("A").shape;
    return [rows, columns];
  }

  /** What an output cell gives to a pixel. @param {Place} cell @param {Place} pixel */
  part([i, j], [p, q]) {
    const { shape, data } = this.matrix("parts");
    return data[((i * shape[1] + j) * shape[2] + p) * shape[3] + q];
  }

  /** @param {PoolingHeader} header @param {Place} cell @param {import("../../kit/value_grid.js").BoxKind} kind @returns {import("../../kit/value_grid.js").Box} */
  windowBox({ window, stride }, [i, j], kind) {
    return { row: i * stride, column: j * stride, rows: window[0], columns: window[1], kind };
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {PoolingHeader} header */
  paint(colours, header) {
    const { answered, kind } = header;
    const { unit, width, narrow, height } = gridRoom(this.root, HEIGHT, SCREEN);
    const of = (/** @type {number[]} */ shape, /** @type {number} */ share) =>
      cellSide([shape[0], shape[1]], narrow ? width - 8 : share * width, height, unit);
    const values = (/** @type {string} */ name) => {
      const { shape, data } = this.matrix(name);
      return {
        shape: /** @type {Place} */ ([shape[0], shape[1]]),
        at: (/** @type {number} */ i, /** @type {number} */ j) => data[i * shape[1] + j],
      };
    };
    const [X, A, dA, dX, ties, seen] = ["X", "A", "dA", "dX", "ties", "seen"].map(values);
    const { pixel } = this;
    const cells = pixel && answered ? cellsThatSee(pixel, this.out, header) : [this.chosen];
    const frames = cells.map((cell) => this.windowBox(header, cell, pixel ? "soft" : "window"));
    const one = cells.map(([row, column]) => ({ row, column, rows: 1, columns: 1 }));
    const gets = (/** @type {number} */ i, /** @type {number} */ j) =>
      cells.some((cell) => this.part(cell, [i, j]) !== 0);
    const unreached = (/** @type {number} */ i, /** @type {number} */ j) => (seen.at(i, j) === 0 ? "hatched" : "");
    const marks = (/** @type {number} */ i, /** @type {number} */ j) =>
      unreached(i, j) ||
      (answered && kind === "max" && gets(i, j) ? "winner" : this.tied(header, [i, j]) ? "tied" : "");
    captioned(this.input, "X", shapeText(X.shape));
    this.input.show(X, colours, {
      cell: of(X.shape, 0.29),
      scale: largest(this.matrix("X").data),
      boxes: frames,
      mark: marks,
    });
    const tie = Array.from(this.matrix("ties").data).some((n) => n > 0) && kind === "max" ? " dashed: a tie" : "";
    captioned(this.output, kind === "max" ? "A, the maxima" : "A, the averages", shapeText(A.shape) + tie);
    this.output.show(A, colours, {
      cell: of(A.shape, 0.15),
      scale: largest(this.matrix("X").data),
      chosen: this.chosen,
      boxes: one,
      mark: (i, j) => (kind === "max" && ties.at(i, j) > 0 ? "tied" : ""),
      says: (i, j) => this.saysCell(A.at(i, j), ties.at(i, j), [i, j]),
    });
    captioned(this.above, "dA", shapeText(dA.shape));
    this.above.show(dA, colours, { cell: of(dA.shape, 0.15), chosen: this.chosen, boxes: one });
    captioned(this.below, "dX", shapeText(dX.shape));
    this.below.show(dX, colours, {
      cell: of(dX.shape, 0.29),
      boxes: [...frames, ...(pixel ? [{ row: pixel[0], column: pixel[1], rows: 1, columns: 1 }] : [])],
      mark: (i, j) => (answered ? unreached(i, j) : "veiled"),
      says: (i, j) => `dX ${i}, ${j}: ${answered ? exact(dX.at(i, j)) : "not shown yet"}`,
    });
    this.write(header);
  }

  /** Whether a pixel of the chosen window holds the maximum beside others. @param {PoolingHeader} header @param {Place} pixel */
  tied(header, [i, j]) {
    const [row, column] = this.chosen;
    const { shape, data } = this.matrix("ties");
    if (header.kind !== "max" || data[row * shape[1] + column] === 0) return false;
    const box = this.windowBox(header, this.chosen, "window");
    const inside = i >= box.row && i < box.row + box.rows && j >= box.column && j < box.column + box.columns;
    const [A, X] = [this.matrix("A"), this.matrix("X")];
    return inside && X.data[i * X.shape[1] + j] === A.data[row * A.shape[1] + column];
  }

  /** @param {number} value @param {number} ties @param {Place} place */
  saysCell(value, ties, [i, j]) {
    return `A ${i}, ${j}: ${exact(value)}${ties ? `, held by ${ties + 1} pixels` : ""}`;
  }

  /** @param {PoolingHeader} header */
  write(header) {
    this.line.replaceChildren();
    const { pixel, chosen } = this;
    if (!header.answered) {
      this.line.textContent = `Where does the gradient of A[${chosen.join(", ")}] go? Answer the question below, or let it be shown.`;
    } else if (pixel) this.writePixel(header, pixel);
    else this.writeCell(header);
  }

  /** What windows give to a pixel. @param {PoolingHeader} header @param {Place} pixel */
  writePixel(header, pixel) {
    const { shape, data } = this.matrix("dX");
    const total = data[pixel[0] * shape[1] + pixel[1]];
    const cells = cellsThatSee(pixel, this.out, header);
    const parts = cells.map((cell) => `${bracketed(this.part(cell, pixel), significant)} from A[${cell.join(", ")}]`);
    html("b", {}, this.line, `dX[${pixel.join(", ")}]`);
    this.line.append(` = ${parts.join(" + ") || "0: no window sees this pixel"}`);
    if (parts.length > 1) this.line.append(` = ${significant(total)}`);
  }

  /** Where the gradient of the chosen cell goes. @param {PoolingHeader} header */
  writeCell({ kind }) {
    const [row, column] = this.chosen;
    const { shape, data } = this.matrix("dA");
    const [A, X] = [this.matrix("A"), this.matrix("X")];
    const dA = data[row * shape[1] + column];
    const places = Array.from(
      { length: X.shape[0] * X.shape[1] },
      (_, k) => /** @type {Place} */ ([Math.floor(k / X.shape[1]), k % X.shape[1]]),
    );
    const receivers = places.filter((place) => this.part(this.chosen, place) !== 0);
    const ties = this.matrix("ties").data[row * shape[1] + column];
    html("b", {}, this.line, `A[${row}, ${column}] = ${significant(A.data[row * shape[1] + column])}`);
    this.line.append(`, gradient dA = ${significant(dA)}. `);
    if (kind === "max") {
      const [to] = receivers;
      this.line.append(to ? `All of it goes to X[${to.join(", ")}].` : "It is 0.");
      if (ties)
        this.line.append(
          ` A tie: ${ties + 1} pixels hold this maximum, and the first in reading order gets everything.`,
        );
    } else if (receivers.length) {
      const share = this.part(this.chosen, receivers[0]);
      this.line.append(
        `Each of ${receivers.length} pixels gets ${significant(dA)} / ${receivers.length} = ${significant(share)}.`,
      );
    }
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const numbers = Object.fromEntries(
      ["X", "A", "dA", "dX"].map((name) => [name, Array.from(this.matrix(name).data)]),
    );
    const { chosen, pixel, line, header } = this;
    return { ...numbers, chosen, pixel, answered: header.answered, kind: header.kind, line: line.textContent };
  }
}
