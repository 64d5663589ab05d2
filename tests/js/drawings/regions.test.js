import assert from "node:assert/strict";
import { test } from "node:test";

import { borderLine, patternText, regionShade } from "../../../nnviz/stage/assets/drawings/width_and_depth/regions.js";

/** @type {[number, number][]} */
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

test("a border crosses a polygon on two of its sides", () => {
  assert.deepEqual(borderLine(SQUARE, [1, 0], -0.25), [
    [0.25, 0],
    [0.25, 1],
  ]);
  assert.equal(borderLine(SQUARE, [1, 0], -2), null);
});

test("a pattern has a group of digits for each layer that is on view", () => {
  assert.equal(patternText([1, 0, 1], [2, 1, 4]), "10 | 1");
});

test("regions of one first-layer pattern share their hue", () => {
  assert.equal(regionShade(9, 3, 7)[0], regionShade(9, 4, 7)[0]);
  assert.notEqual(regionShade(9, 3, 7)[1], regionShade(9, 4, 7)[1]);
});
