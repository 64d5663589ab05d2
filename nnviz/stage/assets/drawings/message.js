// What a message tells a drawing: words and settings, and arrays of float64: the engine's numbers, digit by digit.

import { unpack as read } from "../kit/wire.js";

/** @typedef {{view: string, key: string, answer: number, heavy: boolean, painted?: string, themes: import("../kit/colours.js").Themes}} Common what every header has; each view says what else its own has */

/** @typedef {{shape: number[], data: Float64Array}} Matrix */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: Common, arrays: Map<string, Matrix>}}
 */
export function unpack(bytes) {
  const { header, block } = read(bytes);
  const names = [...block.fields.keys()];
  return {
    header: /** @type {Common} */ (/** @type {unknown} */ (header)),
    arrays: new Map(names.map((name) => [name, /** @type {Matrix} */ (block.get(name))])),
  };
}
