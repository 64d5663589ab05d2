// Where the cells of a map over the plane lie.

/** Where the middle of a cell lies: a map says what is said in the middles of its cells, n to a side. @param {number} side @param {number} n */
export const middles = (side, n) => (/** @type {number} */ cell) => ((cell + 0.5) * side) / n;

/**
 * Where a thinned map is drawn so that each of its cells has its middle on that of the cell it was taken from.
 * @param {number} side
 * @param {number} n cells a side of the whole map
 * @param {number} stride every so many of them were taken
 */
export function thinned(side, n, stride) {
  const cell = (stride * side) / n;
  return { cell, shift: middles(side, n)(0) - cell / 2 };
}
