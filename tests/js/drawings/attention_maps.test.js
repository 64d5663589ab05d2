// How maps of several heads fill a panel, and when the tokens beside them are written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mapsLayout, tokenSize } from "../../../nnviz/stage/assets/drawings/transformer/attention_panels.js";

const room = { width: 375, height: 288, unit: 16 };

test("four heads of eleven tokens stand two by two, with letters that can be read", () => {
  const { columns, rows, cell, above, right } = mapsLayout(4, 11, room);
  assert.deepEqual([columns, rows], [2, 2]);
  assert.ok(columns * (11 * cell + right) <= 375 && rows * (11 * cell + above) <= 288);
  assert.ok(cell >= 11, `${cell}`);
  assert.ok(tokenSize(cell, 16) >= 11);
});

test("on a projector of 1920 pixels the letters are 22 pixels high", () => {
  const { cell } = mapsLayout(4, 11, { width: 560, height: 432, unit: 24 });
  assert.equal(tokenSize(cell, 24, 22), 22);
});

test("one head has no name and two stand side by side", () => {
  assert.deepEqual(mapsLayout(1, 11, room), { columns: 1, rows: 1, cell: 23, above: 0, right: 0 });
  assert.equal(mapsLayout(2, 11, room).columns, 2);
});

test("letters that would lie on one another are left out", () => {
  assert.equal(tokenSize(7, 16), 0);
  assert.equal(tokenSize(8, 16), 11);
  assert.equal(tokenSize(30, 16), 0.85 * 16);
});
