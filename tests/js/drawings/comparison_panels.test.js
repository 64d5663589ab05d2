// What the panels of the clinic say of units that are copies of each other.

import assert from "node:assert/strict";
import test from "node:test";

import { alike } from "../../../nnviz/stage/assets/drawings/clinic/comparison_panels.js";

test("one kind of unit is said to be alike, not one of eight to differ", () => {
  assert.equal(alike(1, 8), "all 8 units are alike");
  assert.equal(alike(3, 8), "8 units are of 3 kinds");
  assert.equal(alike(8, 8), "all 8 units differ");
  assert.equal(alike(1, 1), "1 unit");
});
