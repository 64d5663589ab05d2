// A message is a header of words and settings, and arrays of float64: the engine's numbers, digit by digit.

/** @typedef {{shape: number[], data: Float64Array}} Matrix */

/**
 * @param {Uint8Array} bytes as nnviz/stage/message.py packs them
 * @returns {{header: any, arrays: Map<string, Matrix>}}
 */
export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const body = bytes.slice(4 + size).buffer;
  const arrays = new Map();
  for (const { name, shape, offset } of header.layout) {
    const count = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    arrays.set(name, { shape, data: new Float64Array(body, offset, count) });
  }
  return { header, arrays };
}
