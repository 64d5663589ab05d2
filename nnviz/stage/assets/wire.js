// The wire: bytes from the server become a header, a scene, points of the curves and frames.
// docs/stage.md describes the format; nnviz/stage/packing.py writes it.

export const WIRE_VERSION = 1;

/** @typedef {{name: string, type: "f4" | "u1", shape: number[], offset: number}} Field */
/** @typedef {{shape: number[], data: Float32Array | Uint8Array}} Tensor */
/** @typedef {Map<string, Tensor>} Block */
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
  for (let i = 0; i < header.frames.count; i++) {
    const start = header.frames.offset + i * header.frames.size;
    frames.push(readFrame(body.slice(start, start + header.frames.size), header));
  }
  return {
    header,
    sceneBlock: scene ? readBlock(body.slice(), scene.layout) : null,
    rows: new Float32Array(body.slice(offset, offset + 4 * width * rows).buffer),
    frames,
  };
}

/**
 * @param {Uint8Array} bytes a block of its own (so that offsets are aligned)
 * @param {Field[]} layout
 * @returns {Block}
 */
function readBlock(bytes, layout) {
  const block = new Map();
  for (const { name, type, shape, offset } of layout) {
    const count = shape.reduce((a, b) => a * b, 1);
    const Kind = type === "f4" ? Float32Array : Uint8Array;
    block.set(name, { shape, data: new Kind(bytes.buffer, bytes.byteOffset + offset, count) });
  }
  return block;
}

/**
 * @param {Uint8Array} bytes
 * @param {any} header
 * @returns {Frame}
 */
function readFrame(bytes, header) {
  const block = readBlock(bytes, header.frames.layout);
  const [step, epoch, learningRate, trainLoss, testLoss, trainAccuracy, testAccuracy] = block.get("numbers").data;
  return { step, epoch, learningRate, trainLoss, testLoss, trainAccuracy, testAccuracy, block, bytes: bytes.length, sample: header.sample };
}
