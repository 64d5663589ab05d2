// The wire: one message becomes a header, named arrays, and frames, which are blocks of named arrays.
// nnviz/stage/wire.py writes it; docs/stage.md describes it.

export const WIRE_VERSION = 7;

/** @typedef {"f8" | "f4" | "u1"} Dtype */
/** @typedef {{name: string, dtype: Dtype, shape: number[], offset: number}} Field */
/** @typedef {{shape: number[], data: Float64Array | Float32Array | Uint8Array}} Tensor */

/** @typedef {Float64ArrayConstructor | Float32ArrayConstructor | Uint8ArrayConstructor} Kind */

/** @type {Record<Dtype, Kind>} */
const KINDS = { f8: Float64Array, f4: Float32Array, u1: Uint8Array };

/** @typedef {{count: number, offset: number, size: number, layout: Field[]}} Frames where the frames lie: the first, and how far they are apart */
/** @typedef {Record<string, unknown> & {arrays: Field[], frames?: Frames}} WireHeader what the reader of the wire must know of a header */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: WireHeader, block: Block, frames: Block[]}} of the header only the wire's own part is known here
 */
export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  /** @type {WireHeader} */
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const body = bytes.subarray(4 + size);
  const { count, offset, size: step, layout } = header.frames ?? { count: 0, offset: body.length, size: 0, layout: [] };
  const fields = fieldsOf(layout);
  const frames = [];
  for (let i = 0; i < count; i++) {
    const start = offset + i * step;
    frames.push(new Block(body.slice(start, start + step), fields));
  }
  return { header, block: new Block(body.slice(0, offset), byName(header.arrays)), frames };
}

/** The fields of the last frames: those of the next ones are nearly always the same, so that all frames share them. */
const LATEST = { text: "", fields: new Map() };

/** @param {Field[]} layout @returns {Map<string, Field>} the fields by their names */
function fieldsOf(layout) {
  const text = JSON.stringify(layout);
  if (text !== LATEST.text) Object.assign(LATEST, { text, fields: byName(layout) });
  return LATEST.fields;
}

/** @param {Field[]} layout @returns {Map<string, Field>} */
function byName(layout) {
  return new Map(layout.map((field) => [field.name, field]));
}

/**
 * Arrays by their names, on a buffer of their own. Each is made when it is asked for: of the thousands of frames that are
 * kept one is looked at, and what is not made needs no collecting.
 */
export class Block {
  /** @param {Uint8Array} bytes a copy, so that offsets are aligned @param {Map<string, Field>} fields */
  constructor(bytes, fields) {
    this.bytes = bytes;
    this.fields = fields;
  }

  /** @param {string} name */
  has(name) {
    return this.fields.has(name);
  }

  /** The array of a name; an error where there is none. @param {string} name @returns {Tensor} */
  tensor(name) {
    const found = this.get(name);
    if (!found) throw new Error(`There is no array ${name}, only ${[...this.fields.keys()].join(", ")}.`);
    return found;
  }

  /** Its numbers, without their shape. @param {string} name */
  data(name) {
    return this.tensor(name).data;
  }

  /** @param {string} name @returns {Tensor | undefined} */
  get(name) {
    const field = this.fields.get(name);
    if (!field) return undefined;
    const { dtype, shape, offset } = field;
    const count = shape.reduce((a, b) => a * b, 1);
    const buffer = /** @type {ArrayBuffer} */ (this.bytes.buffer);
    return { shape, data: new KINDS[dtype](buffer, this.bytes.byteOffset + offset, count) };
  }
}
