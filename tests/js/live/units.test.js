// The maps of all units in one picture, one below the other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stacked } from "../../../nnviz/stage/assets/live/units.js";

test("maps of two sizes lie one below the other, and none reaches into the next", () => {
  const { starts, rows, width } = stacked([[2, 25, 25], [4, 13, 13], null, [1, 13, 13]]);
  assert.deepEqual(starts, [0, 50, 102, 102]);
  assert.deepEqual([rows, width], [115, 25]);
  assert.deepEqual(stacked([null, null]), { starts: [0, 0], rows: 0, width: 0 });
});
