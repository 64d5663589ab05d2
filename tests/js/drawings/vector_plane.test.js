// Where the names of arrows and points stand in a plane.

import assert from "node:assert/strict";
import { test } from "node:test";

import { labelPlace } from "../../../nnviz/stage/assets/drawings/attention/vector_plane.js";

const [SIDE, UNIT] = [200, 10];
/** @type {[number, number]} */
const ORIGIN = [100, 100];

test("the name of an arrow stands farther out in its direction", () => {
  assert.deepEqual(labelPlace([150, 100], ORIGIN, SIDE, UNIT, false), [160, 100]);
  assert.deepEqual(labelPlace([100, 60], ORIGIN, SIDE, UNIT, false), [100, 50]);
});

test("an arrow of no length and a point at the origin have theirs above", () => {
  assert.deepEqual(labelPlace(ORIGIN, ORIGIN, SIDE, UNIT, false), [100, 90]);
  assert.deepEqual(labelPlace(ORIGIN, ORIGIN, SIDE, UNIT, true), [100, 90]);
});

test("the name of a point stands below it in the lower half, and no name leaves the drawing", () => {
  assert.deepEqual(labelPlace([100, 150], ORIGIN, SIDE, UNIT, true), [100, 160]);
  for (const [x, y] of [
    [0, 0],
    [200, 0],
    [0, 200],
    [200, 200],
  ])
    for (const point of [false, true]) {
      const [left, top] = labelPlace([x, y], ORIGIN, SIDE, UNIT, point);
      assert.ok(left >= 7 && left <= SIDE - 7 && top >= 7 && top <= SIDE - 7);
    }
});
