// The kernels of a convolution: a row for each channel that it makes, a cell for each channel that it reads.

import { label, subscript } from "../kit/number_format.js";
import { roundUp } from "../kit/scale.js";
import { Cells } from "../kit/surface.js";
import { layerNumber } from "./channels.js";
import { kernelPlace } from "./geometry_maps.js";
import { KINDS } from "./links.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./links.js").NumberKind} NumberKind */
/** @typedef {import("./wire.js").Tensor} Tensor */

/** The largest absolute number that a colour must reach. @param {Tensor} tensor */
function largestOf({ data }) {
  let most = 0;
  for (let k = 0; k < data.length; k++) if (Math.abs(data[k]) > most) most = Math.abs(data[k]);
  return Number.isFinite(most) ? most : 0;
}

export class KernelPictures {
  constructor() {
    /** @type {Cells[]} */
    this.cells = [];
    /** The number of the deepest colour, a round one, so that the drawing does not breathe. @type {number[]} */
    this.scales = [];
  }

  /** Other numbers are shown: another scale. */
  reset() {
    this.scales = [];
  }

  /** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} l the column before them @param {NumberKind} kind */
  paint(c, drawn, l, kind) {
    const { look, frame, scene, places, channels } = drawn;
    const place = places[l].kernels;
    const name = `${KINDS[kind].weight}.${l}`;
    const tensor = frame.block.get(name) ?? frame.block.get(`${name}.picture`);
    if (!place || !tensor) return;
    const bytes = tensor.data instanceof Uint8Array;
    const scale = bytes ? frame.block.data(`${name}.largest`)[0] : this.scaleOf(l, tensor);
    const { colours } = look;
    const last = colours.signed.length - 1;
    /** @type {(value: number) => number} */
    const colour = bytes
      ? (value) => colours.signed[value]
      : (value) =>
          colours.signed[
            Number.isNaN(value) ? 0 : Math.max(1, Math.min(last, 128 + Math.round((127 * value) / scale)))
          ];
    this.paintCells(
      c,
      place,
      tensor,
      colour,
      channels[l] ?? firsts(tensor.shape[2]),
      channels[l + 1] ?? firsts(tensor.shape[3]),
      l,
      look,
    );
    c.fillStyle = colours.ink;
    c.textAlign = "center";
    const [middle, column] = [place.x + place.width / 2, l + 1];
    const symbol = KINDS[kind].symbol[2];
    const [high, wide] = tensor.shape;
    const room = places[column].left - places[l].right - look.px(4);
    const short = `${symbol}${subscript(layerNumber(scene.columns, column))}`;
    const full = `${short} ${high}×${wide}`;
    c.fillText(c.measureText(full).width <= room ? full : short, middle, place.y - look.px(11));
    c.fillStyle = colours.muted;
    c.fillText(`± ${label(Number(scale.toPrecision(2)))}`, middle, place.y + place.height + look.px(12));
    c.textAlign = "left";
  }

  /** @param {number} l @param {Tensor} tensor */
  scaleOf(l, tensor) {
    const wanted = largestOf(tensor);
    const before = this.scales[l] ?? 0;
    if (wanted > before || wanted < before / 2.5) this.scales[l] = roundUp(wanted || 1);
    return this.scales[l];
  }

  /**
   * One picture of them all, in the screen's own pixels.
   * @param {CanvasRenderingContext2D} c
   * @param {import("./geometry_maps.js").Kernels} place
   * @param {Tensor} tensor
   * @param {(value: number) => number} colour
   * @param {number[]} ins the channels of the cells
   * @param {number[]} outs the channels of the rows
   * @param {number} l
   * @param {import("../kit/surface.js").Look} look
   */
  paintCells(c, place, tensor, colour, ins, outs, l, look) {
    const { ratio } = look;
    const [high, wide, n, m] = tensor.shape;
    const edge = (/** @type {number} */ k, /** @type {number} */ pitch) => Math.round(k * pitch * ratio);
    const side = Math.max(1, Math.round(place.side * ratio));
    const width = edge(place.across - 1, place.pitchX) + side;
    const height = edge(place.rows - 1, place.pitchY) + side;
    const cells = (this.cells[l] ??= new Cells());
    const pixels = cells.resize(width, height);
    pixels.fill(0);
    const edges = (/** @type {number} */ parts) =>
      Array.from({ length: parts + 1 }, (_, k) => Math.round((k * side) / parts));
    const [rows, columns] = [edges(high), edges(wide)];
    outs.forEach((j, out) => {
      ins.forEach((i, each) => {
        const [column, row] = kernelPlace(place, each, out);
        const [left, top] = [edge(column, place.pitchX), edge(row, place.pitchY)];
        for (let a = 0; a < high; a++) {
          for (let b = 0; b < wide; b++) {
            const value = colour(tensor.data[((a * wide + b) * n + i) * m + j]);
            for (let y = top + rows[a]; y < top + rows[a + 1]; y++)
              pixels.fill(value, y * width + left + columns[b], y * width + left + columns[b + 1]);
          }
        }
      });
    });
    cells.commit();
    c.fillStyle = look.colours.grid;
    c.fillRect(place.x - 1, place.y - 1, width / ratio + 2, height / ratio + 2);
    c.imageSmoothingEnabled = false;
    c.drawImage(cells.canvas, place.x, place.y, width / ratio, height / ratio);
  }
}

/** The first channels. @param {number} n */
const firsts = (n) => Array.from({ length: n }, (_, k) => k);
