import assert from "node:assert/strict";
import test from "node:test";

import { middles, thinned } from "../../../nnviz/stage/assets/live/cells.js";

test("a map of 50 cells says what is in their middles: half a cell from the rim, and as far from the other", () => {
  const at = middles(200, 50);
  assert.deepEqual([at(0), at(49)], [2, 198]);
});

test("of a map that was thinned each cell stands where the one stands that was taken", () => {
  const { cell, shift } = thinned(200, 50, 2);
  for (const k of [0, 7, 24]) assert.equal(shift + (k + 0.5) * cell, middles(200, 50)(2 * k));
});
