// Lines of equal height through a grid of numbers, cell by cell (marching squares).

/**
 * @param {ArrayLike<number>} values n rows of n, the first row at the lowest y
 * @param {number} n
 * @param {number} level
 * @param {(column: number) => number} x where a column stands
 * @param {(row: number) => number} y
 * @returns {string} the pieces as an SVG path
 */
export function isoline(values, n, level, x, y) {
  let d = "";
  const at = (/** @type {number} */ i, /** @type {number} */ j) => values[i * n + j] - level;
  for (let i = 0; i + 1 < n; i++) {
    for (let j = 0; j + 1 < n; j++) {
      const corners = [at(i, j), at(i, j + 1), at(i + 1, j + 1), at(i + 1, j)];
      if (corners.every((v) => v > 0) || corners.every((v) => v <= 0)) continue;
      const ends = crossings(corners, i, j);
      for (let k = 0; k + 1 < ends.length; k += 2) {
        const [a, b] = [ends[k], ends[k + 1]];
        d += `M${x(a[0]).toFixed(1)} ${y(a[1]).toFixed(1)}L${x(b[0]).toFixed(1)} ${y(b[1]).toFixed(1)}`;
      }
    }
  }
  return d;
}

/** Where the level crosses the four sides of a cell, as (column, row). @param {number[]} c @param {number} i @param {number} j */
function crossings(c, i, j) {
  const sides = [
    [0, 1, j, i, 1, 0],
    [1, 2, j + 1, i, 0, 1],
    [2, 3, j + 1, i + 1, -1, 0],
    [3, 0, j, i + 1, 0, -1],
  ];
  const out = [];
  for (const [a, b, column, row, dx, dy] of sides) {
    if (c[a] > 0 === c[b] > 0) continue;
    const share = c[a] / (c[a] - c[b]);
    out.push([column + share * dx, row + share * dy]);
  }
  return out;
}
