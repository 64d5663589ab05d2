// A message as nnviz/stage/wire.py packs it, for tests of what is read from one.

/** The size of the header, the header, the body. @param {object} header @param {Uint8Array} body */
export function packed(header, body) {
  let text = new TextEncoder().encode(JSON.stringify(header));
  text = new TextEncoder().encode(JSON.stringify(header) + " ".repeat((8 - ((text.length + 4) % 8)) % 8));
  const bytes = new Uint8Array(4 + text.length + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(body, 4 + text.length);
  return bytes;
}
