// Lines of equal height: where they cross the cells of a grid, and where there are none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { contourPath } from "../../../nnviz/stage/assets/kit/contours.js";

const own = (/** @type {number} */ k) => k;

/** The points of a path. */
const points = (path) => [...path.matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("a slope is crossed by one straight line", () => {
  const n = 5;
  const values = Float64Array.from({ length: n * n }, (_, k) => k % n);
  const path = contourPath(values, n, n, 1.5, own, own);
  assert.ok(points(path).every(([x]) => x === 1.5));
  assert.equal(points(path).length, 2 * (n - 1));
});

test("the line of a bowl is a circle", () => {
  const n = 41;
  const at = (k) => (k - 20) / 10;
  const values = Float64Array.from({ length: n * n }, (_, k) => at(k % n) ** 2 + at(Math.floor(k / n)) ** 2);
  const found = points(
    contourPath(
      values,
      n,
      n,
      1,
      (k) => 100 * at(k),
      (k) => 100 * at(k),
    ),
  );
  assert.ok(found.length > 100);
  for (const [x, y] of found) assert.ok(Math.abs(Math.hypot(x, y) - 100) < 0.5, `${x}, ${y}`);
});

test("a level outside of the values, or no number, draws nothing", () => {
  const values = Float64Array.of(0, 1, 2, 3);
  assert.equal(contourPath(values, 2, 2, 9, own, own), "");
  assert.equal(contourPath(Float64Array.of(NaN, NaN, NaN, NaN), 2, 2, 0, own, own), "");
});
