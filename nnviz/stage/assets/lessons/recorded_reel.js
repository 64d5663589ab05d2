// A reel: frames of a recorded training that came in one file, and the messages that are made of them.

import { unpack } from "../kit/wire.js";
import { restored } from "./recorded_files.js";
import { written } from "./wire_writer.js";

/** @typedef {import("../kit/wire.js").Field} Field */

export const HISTORY = "history";

export class Reel {
  /** @param {Uint8Array} bytes as nnviz/lessons/recording/files.py packs it */
  constructor(bytes) {
    const { header, block } = unpack(bytes);
    this.header = /** @type {{scene_spec?: object, arrays: Field[]}} */ (header.header);
    /** @type {number[]} */
    this.steps = /** @type {number[]} */ (header.steps);
    /** @type {Field[]} */
    this.layout = /** @type {Field[]} */ (header.layout);
    /** Where in a frame that stands which is another one for another sample. @type {[number, number][]} */
    this.fields = /** @type {[number, number][]} */ (header.fields);
    const count = this.steps.length;
    this.frames = restored(/** @type {Uint8Array} */ (block.data("frames")), count);
    this.size = count ? this.frames.length / count : 0;
    const samples = block.tensor("samples");
    const each = samples.shape[1] * samples.shape[2];
    /** @type {Uint8Array[]} */
    this.samples = Array.from({ length: samples.shape[0] }, (_, k) =>
      restored(/** @type {Uint8Array} */ (samples.data).subarray(k * each, (k + 1) * each), count),
    );
    const body = /** @type {Uint8Array} */ (block.data("body"));
    /** @type {Field[]} */
    const arrays = this.header.arrays;
    const history = /** @type {Field} */ (arrays.find(({ name }) => name === HISTORY));
    /** @type {Field[]} */
    this.sceneArrays = arrays.filter((field) => field !== history);
    this.sceneBytes = body.slice(0, history.offset);
    const [rows, width] = history.shape;
    const numbers = new Float32Array(body.slice(history.offset, history.offset + 4 * rows * width).buffer);
    this.width = width;
    /** Points of the curves, one row each. @type {Float32Array[]} */
    this.points = Array.from({ length: rows }, (_, k) => numbers.subarray(k * width, (k + 1) * width));
  }

  /** Whether it begins a scene. */
  get opens() {
    return this.header.scene_spec !== undefined;
  }

  /** The frames of some rows as the stage shows them for a sample. @param {number} from @param {number} to @param {number} sample */
  taken(from, to, sample) {
    const frames = this.frames.slice(from * this.size, to * this.size);
    const own = this.samples[sample];
    if (!own) return frames;
    const each = own.length / this.steps.length;
    for (let row = from; row < to; row++) {
      let at = row * each;
      for (const [offset, size] of this.fields) {
        frames.set(own.subarray(at, at + size), (row - from) * this.size + offset);
        at += size;
      }
    }
    return frames;
  }

  /**
   * A message with some of its frames.
   * @param {{from: number, to: number, sample: number, scene: boolean, points: Float32Array[]}} what
   * @param {object} said other words of the header
   */
  message({ from, to, sample, scene, points }, said) {
    const scenery = scene ? this.sceneBytes : new Uint8Array();
    const start = scenery.length + (-scenery.length & 3);
    const rows = new Float32Array(points.length * this.width);
    points.forEach((point, k) => rows.set(point, k * this.width));
    const end = start + rows.byteLength;
    const first = end + (-end & 7);
    const { scene_spec, arrays: _, ...others } = this.header;
    const header = {
      ...others,
      ...(scene && scene_spec ? { scene_spec } : {}),
      ...said,
      history: { since: -1 },
      arrays: [
        ...(scene ? this.sceneArrays : []),
        { name: HISTORY, dtype: "f4", shape: [points.length, this.width], offset: start },
      ],
      frames: { count: to - from, offset: first, size: this.size, layout: this.layout },
    };
    return written(header, [
      scenery,
      new Uint8Array(start - scenery.length),
      new Uint8Array(rows.buffer),
      new Uint8Array(first - end),
      this.taken(from, to, sample),
    ]);
  }
}
