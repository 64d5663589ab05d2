// What a message tells the live stage: a scene, points of the curves, and frames with their numbers at hand.

import { unpack } from "../kit/wire.js";

/** @typedef {import("../kit/wire.js").Block} Block */
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
 * @property {number | undefined} trainRmse in the target's own units, where it has some
 * @property {number | undefined} testRmse
 * @property {Block} block every array of the frame by its name
 * @property {number} bytes what it weighs
 * @property {any} sample the sample that was chosen when it was taken: its activations are in the frame
 */

/**
 * @param {Uint8Array} bytes one message
 * @returns {{header: any, sceneBlock: Block | null, rows: Float32Array, frames: Frame[]}}
 */
export function decode(bytes) {
  const { header, block, frames } = unpack(bytes);
  return {
    header,
    sceneBlock: header.scene_spec ? block : null,
    rows: /** @type {Float32Array} */ (block.get("history")?.data),
    frames: frames.map((frame) => withNumbers(frame, header.sample)),
  };
}

/**
 * @param {Block} block
 * @param {any} sample
 * @returns {Frame}
 */
function withNumbers(block, sample) {
  const { data } = /** @type {Tensor} */ (block.get("numbers"));
  const [step, epoch, learningRate, trainLoss, testLoss, trainAccuracy, testAccuracy, trainRmse, testRmse] = data;
  const losses = { trainLoss, testLoss, trainAccuracy, testAccuracy, trainRmse, testRmse };
  return { step, epoch, learningRate, ...losses, block, bytes: block.bytes.length, sample };
}
