// From one frame to the next: all numbers in between, on the straight line that the curve takes.

/** @typedef {import("./played_view.js").Frame} Frame */

/**
 * @param {Frame} from
 * @param {Frame} to
 * @param {number} share 0 is the first, 1 the second
 * @returns {Frame}
 */
export function between(from, to, share) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  const arrays = Object.entries(from.arrays).map(([name, numbers]) => [
    name,
    numbers.map((number, i) => mix(number, to.arrays[name][i])),
  ]);
  return { step: mix(from.step, to.step), arrays: Object.fromEntries(arrays) };
}
