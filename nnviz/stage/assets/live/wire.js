// The wire: bytes from the server become a header, a scene, points of the curves and frames.
// docs/stage.md describes the format; nnviz/stage/packing.py writes it.

export const WIRE_VERSION = 1;

/** @typedef {{name: string, type: "f4" | "u1", shape: number[], offset: number}} Field */
/** @typedef {{shape: number[], data: Float32Array | Uint8Array}} Tensor */
/**
 * @typedef {object} Frame One step of the run.
 * @property {number} step
 * @property {number} epoch
 * @property {number} learningRate
 * @property {number} trainLoss
 * @property {number} testLoss
 * @property {number} trainAccuracy NaN for regression
 * @property {number} testAccuracy NaN for regression
 * @property {Block} block every array of the frame by its name
 * @property {number} bytes what it weighs
 * @property {any} sample the sample that was chosen when it was taken: its activations are in the frame
 */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: any, sceneBlock: Block | null, rows: Float32Array, frames: Frame[]}}
 */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const body = bytes.subarray(4 + size);
  const { offset, rows } = header.history;
  const width = header.history_columns.length;
  const scene = header.scene_spec;
  const frames = [];
  const fields = fieldsOf(header.frames.layout);
  for (let i = 0; i < header.frames.count; i++) {
    const start = header.frames.offset + i * header.frames.size;
    frames.push(readFrame(body.slice(start, start + header.frames.size), fields, header.sample));
  }
  return {
    header,
    sceneBlock: scene ? new Block(body.slice(), fieldsOf(scene.layout)) : null,
    rows: new Float32Array(body.slice(offset, offset + 4 * width * rows).buffer),
    frames,
  };
}

/** The fields of the last chunk: those of the next one are nearly always the same, so that all frames share them. */
const LATEST = { text: "", fields: new Map() };

/** @param {Field[]} layout @returns {Map<string, Field>} the fields by their names */
function fieldsOf(layout) {
  const text = JSON.stringify(layout);
  if (text !== LATEST.text)
    Object.assign(LATEST, { text, fields: new Map(layout.map((field) => [field.name, field])) });
  return LATEST.fields;
}

/**
 * Arrays by their names, on a buffer of their own. Each is made when it is asked for: of the thousands of frames that are
 * kept one is looked at, and what is not made needs no collecting.
 */
export class Block {
  /** @param {Uint8Array<ArrayBuffer>} bytes a copy, so that offsets are aligned @param {Map<string, Field>} fields */
  constructor(bytes, fields) {
    this.bytes = bytes;
    this.fields = fields;
  }

  /** @param {string} name */
  has(name) {
    return this.fields.has(name);
  }

  /** @param {string} name @returns {Tensor | undefined} */
  get(name) {
    const field = this.fields.get(name);
    if (!field) return undefined;
    const { type, shape, offset } = field;
    const count = shape.reduce((a, b) => a * b, 1);
    const Kind = type === "f4" ? Float32Array : Uint8Array;
    return { shape, data: new Kind(this.bytes.buffer, this.bytes.byteOffset + offset, count) };
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Map<string, Field>} fields
 * @param {any} sample
 * @returns {Frame}
 */
function readFrame(bytes, fields, sample) {
  const block = new Block(bytes, fields);
  const [step, epoch, learningRate, trainLoss, testLoss, trainAccuracy, testAccuracy] = /** @type {Tensor} */ (
    block.get("numbers")
  ).data;
  return {
    step,
    epoch,
    learningRate,
    trainLoss,
    testLoss,
    trainAccuracy,
    testAccuracy,
    block,
    bytes: bytes.length,
    sample,
  };
}
