// The feature maps of the network diagram: every channel of the chosen sample, all of a layer on one colour scale.

import { Cells } from "../kit/surface.js";
import { hasMaps } from "./channels.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./wire.js").Tensor} Tensor */
/** @typedef {import("../kit/surface.js").Look} Look */

/** What the tiles can show: what a channel puts out, or the gradient of the sample's loss with respect to that. @typedef {"channel_maps" | "map_gradients"} MapKind */

export class FeatureMaps {
  constructor() {
    this.atlas = new Cells();
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {Drawn} drawn
   * @param {MapKind} kind
   */
  paint(c, drawn, kind) {
    const { places, scene, frame, look, channels } = drawn;
    const tensors = places.map(({ tiles }, i) => (tiles ? mapsOf(frame, kind, i) : undefined));
    const starts = this.fill(tensors, channels, places, look);
    places.forEach((place, i) => {
      const tensor = tensors[i];
      if (!place.tiles || !tensor || !hasMaps(scene.columns[i])) return;
      const [, high, wide] = tensor.shape;
      const dead = frame.block.get(`dead_channels.${i}`);
      const { slots, width, height, more } = place.tiles;
      c.imageSmoothingEnabled = false;
      c.strokeStyle = look.colours.muted;
      c.lineWidth = 1;
      slots.forEach((slot, k) => {
        const x = place.left + slot.x;
        c.drawImage(this.atlas.canvas, 0, starts[i] + k * high, wide, high, x, slot.y, width, height);
        if (dead?.data[channels[i][k]]) paintDead(c, look, x, slot.y, width, height);
        c.strokeRect(x, slot.y, width, height);
        if (more && k === slots.length - 1)
          paintMore(c, look, tensor.shape[0] - channels[i].length, x, slot.y, width, height);
      });
    });
  }

  /**
   * All tiles in one picture, one below the other: every picture that is filled costs the browser a copy.
   * @param {(Tensor | undefined)[]} tensors
   * @param {number[][]} channels
   * @param {Place[]} places
   * @param {Look} look
   * @returns {number[]} the row in which each column's begin
   */
  fill(tensors, channels, places, look) {
    let [rows, across] = [0, 0];
    const starts = tensors.map((tensor, i) => {
      const start = rows;
      if (tensor) {
        rows += tensor.shape[1] * (places[i].tiles?.slots.length ?? 0);
        across = Math.max(across, tensor.shape[2]);
      }
      return start;
    });
    if (!rows) return starts;
    const table = look.colours.signed;
    const pixels = this.atlas.resize(across, rows);
    tensors.forEach((tensor, i) => {
      if (!tensor) return;
      const [, high, wide] = tensor.shape;
      const put = (/** @type {number} */ slot, /** @type {ArrayLike<number>} */ data, /** @type {number} */ from) => {
        for (let r = 0; r < high; r++) {
          const to = (starts[i] + slot * high + r) * across;
          for (let x = 0; x < wide; x++) pixels[to + x] = table[data[from + r * wide + x]];
        }
      };
      channels[i].forEach((channel, k) => put(k, tensor.data, channel * high * wide));
      if (places[i].tiles?.more) put(channels[i].length, meanOf(tensor, channels[i]), 0);
    });
    this.atlas.commit();
    return starts;
  }
}

/** The maps that are shown of a column; what its channels put out, where there are no gradients. @param {import("./wire.js").Frame} frame @param {MapKind} kind @param {number} i */
export const mapsOf = (frame, kind, i) => frame.block.get(`${kind}.${i}`) ?? frame.block.get(`channel_maps.${i}`);

/** The mean map of all channels but some, in bytes. @param {Tensor} maps @param {number[]} without */
export function meanOf({ shape: [units, high, wide], data }, without) {
  const left_out = new Set(without);
  const sums = new Float32Array(high * wide);
  for (let j = 0; j < units; j++) {
    if (left_out.has(j)) continue;
    for (let k = 0; k < sums.length; k++) sums[k] += data[j * sums.length + k];
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / Math.max(1, units - left_out.size)));
}

/** A channel that nothing excites: hatched, so that it does not look like one that merely rests. @param {CanvasRenderingContext2D} c @param {Look} look @param {number} x @param {number} y @param {number} width @param {number} height */
export function paintDead(c, look, x, y, width, height) {
  const step = Math.max(look.px(5), Math.min(width, height) / 4);
  c.save();
  c.beginPath();
  c.rect(x, y, width, height);
  c.clip();
  c.strokeStyle = look.colours.warning;
  c.lineWidth = look.px(1.2);
  c.beginPath();
  for (let d = step / 2; d < width + height; d += step) {
    c.moveTo(x + d, y);
    c.lineTo(x + d - height, y + height);
  }
  c.stroke();
  c.restore();
}

/** How many channels the last tile stands for. @param {CanvasRenderingContext2D} c @param {Look} look @param {number} n @param {number} x @param {number} y @param {number} width @param {number} height */
function paintMore(c, look, n, x, y, width, height) {
  c.fillStyle = look.colours.veil;
  c.fillRect(x, y, width, height);
  c.fillStyle = look.colours.ink;
  c.textAlign = "center";
  const text = `+${n}`; // the caption below says how many of how many are shown
  c.fillText(c.measureText(text).width <= width ? text : "+", x + width / 2, y + height / 2);
  c.textAlign = "left";
}
