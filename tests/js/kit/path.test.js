import assert from "node:assert/strict";
import { test } from "node:test";
import { contourPath } from "../../../nnviz/stage/assets/kit/contours.js";
import { SvgPath, area, arrow, line, linePath } from "../../../nnviz/stage/assets/kit/path.js";

const x = (/** @type {number} */ i) => 10 * i;
const y = (/** @type {number} */ v) => v;

test("a line has a gap where a number is not finite", () => {
  assert.equal(linePath([1, 2, NaN, 4, 5], x, y), "M0.0 1.0L10.0 2.0M30.0 4.0L40.0 5.0");
  assert.equal(linePath([1, 2, NaN, 4], x, y, { stop: true }), "M0.0 1.0L10.0 2.0");
});

test("a line can be broken at a jump and end early", () => {
  assert.equal(linePath([0, 0, 1, 1], x, y, { gap: (i) => i === 2 }), "M0.0 0.0L10.0 0.0M20.0 1.0L30.0 1.0");
  assert.equal(linePath([1, 2, 3], x, y, { count: 2 }), "M0.0 1.0L10.0 2.0");
});

test("points on the same pixel are left out, but never the last one", () => {
  assert.equal(
    linePath([1, 2, 3], (i) => i / 10, y, { thin: 0.7 }),
    "M0.0 1.0L0.2 3.0",
  );
});

test("a line says where it ends, and does not go on for ever", () => {
  assert.deepEqual(line(new SvgPath(), [1, 1e9], x, y), [10, 1e4]);
  assert.equal(line(new SvgPath(), [NaN], x, y), null);
});

test("an area goes there along the lower edge and back along the upper one", () => {
  const pen = new SvgPath();
  area(pen, [0, 1], [5, 6], x, y);
  assert.equal(pen.d, "M0.0 0.0L10.0 1.0L10.0 6.0L0.0 5.0Z");
});

test("an arrow of less than three pixels is none", () => {
  const pen = new SvgPath();
  arrow(pen, 0, 0, 2, 0, 5);
  assert.equal(pen.d, "");
  arrow(pen, 0, 0, 20, 0, 5);
  assert.equal(pen.d, "M0.0 0.0L15.0 0.0M20.0 0.0L15.0 2.5L15.0 -2.5Z");
});

test("a contour crosses between the numbers that it lies between", () => {
  const n = 11;
  const slope = Float64Array.from({ length: n * n }, (_, k) => k % n);
  const crossed = contourPath(
    slope,
    n,
    n,
    2.5,
    (column) => column,
    (row) => row,
  ).match(/2\.5 [\d.]+/g);
  assert.ok(crossed && crossed.length >= n);
});

test("the contours of a bowl lie on its circle", () => {
  const n = 81;
  const at = (/** @type {number} */ k) => (k / (n - 1)) * 4 - 2;
  const bowl = Float64Array.from({ length: n * n }, (_, k) => at(k % n) ** 2 + at(Math.floor(k / n)) ** 2);
  const points = contourPath(
    bowl,
    n,
    n,
    1,
    (column) => 100 * at(column),
    (row) => 100 * at(row),
  ).match(/-?[\d.]+ -?[\d.]+/g);
  assert.ok(points && points.length > 100);
  for (const point of points) {
    const [a, b] = point.split(" ").map(Number);
    assert.ok(Math.abs(Math.hypot(a, b) - 100) < 0.2, point);
  }
});

test("a hole of NaN breaks no contour", () => {
  const n = 9;
  const values = Float64Array.from({ length: n * n }, (_, k) => (k === 40 ? NaN : k % n));
  assert.ok(
    !contourPath(
      values,
      n,
      n,
      3.5,
      (c) => c,
      (r) => r,
    ).includes("NaN"),
  );
});
