// How wide the maps of a stack are drawn, and how a shift is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sides } from "../../../nnviz/stage/assets/drawings/convolution/receptive_view.js";
import { shiftText } from "../../../nnviz/stage/assets/drawings/convolution/shift_view.js";

test("maps of a stack fit beside each other, smaller ones smaller and never a speck", () => {
  const sizes = [20, 20, 10, 5];
  const cells = sides(sizes, 900, 200, 14);
  const widths = sizes.map((size, k) => size * cells[k]);
  assert.ok(widths.reduce((sum, width) => sum + width, 0) + 3 * 14 <= 900);
  assert.ok(Math.max(...widths) <= 200);
  assert.ok(widths[2] < widths[1] && widths[3] >= 0.4 * widths[0]);
  assert.ok(cells[3] > cells[2]);
});

test("on a narrow screen a cell stays large enough to be chosen", () => {
  assert.deepEqual(sides([32, 32, 32, 32], 300, 200, 14), [6, 6, 6, 6]);
});

test("a shift is said by its directions", () => {
  assert.equal(shiftText(0, 0), "0");
  assert.equal(shiftText(-1, 0), "1 up");
  assert.equal(shiftText(2, -3), "3 left, 2 down");
});
