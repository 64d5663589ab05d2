// Writes messages of the wire in the browser, as nnviz/stage/wire.py does on the server: for what was recorded.

/** @typedef {import("../kit/wire.js").Field} Field */

/** A message of a header and a body, which is where the header's arrays and frames lie. @param {object} header @param {Uint8Array[]} parts of the body, in order @returns {Uint8Array} */
export function written(header, parts) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = text.length + (-(text.length + 4) & 7);
  const length = 4 + size + parts.reduce((sum, part) => sum + part.length, 0);
  const message = new Uint8Array(length);
  new DataView(message.buffer).setUint32(0, size, true);
  message.set(text, 4);
  message.fill(32, 4 + text.length, 4 + size);
  let at = 4 + size;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}

/** A message with other words in its header; what lies in its body stays. @param {Uint8Array} message @param {object} changed */
export function rewritten(message, changed) {
  const size = new DataView(message.buffer, message.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(message.subarray(4, 4 + size)));
  return written({ ...header, ...changed }, [message.subarray(4 + size)]);
}

/**
 * A message of named arrays of numbers.
 * @param {object} header
 * @param {[string, number[], Float64Array][]} arrays names, shapes and numbers
 */
export function writtenArrays(header, arrays) {
  let offset = 0;
  /** @type {Field[]} */
  const fields = arrays.map(([name, shape, data]) => {
    const field = { name, dtype: /** @type {const} */ ("f8"), shape, offset };
    offset += data.byteLength;
    return field;
  });
  const parts = arrays.map(([, , data]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return written({ ...header, arrays: fields }, parts);
}
