// What a message tells a drawing: words and settings, and arrays of float64: the engine's numbers, digit by digit.

import { unpack as read } from "../kit/wire.js";

/** @typedef {{shape: number[], data: Float64Array}} Matrix */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: any, arrays: Map<string, Matrix>}}
 */
export function unpack(bytes) {
  const { header, block } = read(bytes);
  const names = [...block.fields.keys()];
  return { header, arrays: new Map(names.map((name) => [name, /** @type {Matrix} */ (block.get(name))])) };
}
