// Heat maps of the summands: as large as fits, in as few rows as can be read.

import assert from "node:assert/strict";
import { test } from "node:test";

import { mapCell } from "../../../nnviz/stage/assets/drawings/recurrence/summands_view.js";

test("few maps stand in one row, with cells no larger than a number needs", () => {
  assert.equal(mapCell(2, 3, 1200, 16), 39);
  assert.equal(mapCell(8, 3, 1200, 16), 39);
});

test("maps that would be too small in one row stand in several", () => {
  assert.equal(mapCell(12, 16, 1200, 16), 10); // 6 abreast: (200 − 28.8) / 16
});

test("on a narrow screen no cell is smaller than the least", () => {
  assert.equal(mapCell(12, 16, 150, 16), 10);
});
