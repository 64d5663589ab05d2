import assert from "node:assert/strict";
import { test } from "node:test";

import { stroke } from "../../../nnviz/stage/assets/drawings/function_stroke.js";

test("a press moves one knot alone", () => {
  assert.deepEqual(stroke([0, 0, 0], [1, 0.5], [1, 0.5]), [0, 0.5, 0]);
});

test("a quick stroke leaves out no knot, in both directions", () => {
  assert.deepEqual(stroke([0, 9, 9, 9, 0], [1, 1], [3, 3]), [0, 1, 2, 3, 0]);
  assert.deepEqual(stroke([0, 9, 9, 9, 0], [3, 3], [1, 1]), [0, 1, 2, 3, 0]);
});

test("a stroke changes nothing that it is given", () => {
  const values = Object.freeze([0, 0]);
  assert.deepEqual(stroke(values, [0, 1], [1, 1]), [1, 1]);
});
