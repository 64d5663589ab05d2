// What live views publish of themselves in the window (kit/mount.js), as far as a lesson reads it.

/**
 * @typedef {object} LiveState
 * @property {number} step the one on view; -1 before there is one
 * @property {number} newest
 * @property {boolean} playing
 * @property {number} waiting commands without an answer
 * @property {number} [epoch]
 * @property {number} [loss]
 * @property {number} [testLoss]
 * @property {number} [trainAccuracy]
 * @property {number} [accuracy] of the test samples
 * @property {number} [previousRun] how many points of the run before are drawn
 * @property {import("./point.js").Column[]} [columns]
 */

const NAMES = ["__nnviz", "__nnvizRace", "__nnvizSequences"];

/** The live view that is on the page, if any. @returns {LiveState | undefined} */
export function liveState() {
  const world = /** @type {Record<string, LiveState | undefined>} */ (/** @type {unknown} */ (window));
  return NAMES.map((name) => world[name]).find((one) => one && one.step >= 0);
}
