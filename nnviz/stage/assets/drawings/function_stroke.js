// A stroke of a pen over knots at equal distances: between two moments of a pointer a straight line is drawn.

/**
 * The heights after a stroke; those outside of it stay.
 * @param {ArrayLike<number>} values
 * @param {[number, number]} from the knot and the height where the pen was
 * @param {[number, number]} to where it is
 */
export function stroke(values, [i, a], [j, b]) {
  const drawn = Array.from(values);
  const by = Math.sign(j - i) || 1;
  for (let k = i; by * (j - k) >= 0; k += by) drawn[k] = i === j ? b : a + ((b - a) * (k - i)) / (j - i);
  return drawn;
}
