// Where a tensor is in the stage's diagram.

import assert from "node:assert/strict";
import { test } from "node:test";

const { placeOfTensor } = await import("../../../nnviz/stage/assets/lessons/point.js");

/** Inputs, two hidden columns, the output. */
const COLUMNS = [-1, 0, 1, 2].map((layer, k) => ({
  layer,
  left: 100 * k,
  right: 100 * k + 40,
  top: 10 * k,
  bottom: 200,
}));

test("weights and their gradients lie between the columns that they join", () => {
  for (const name of ["W", "dW", "b"])
    assert.deepEqual(placeOfTensor(`layers[1].${name}`, COLUMNS), { left: 140, right: 200, top: 10, bottom: 200 });
  assert.equal(placeOfTensor("after.network.layers[0].W", COLUMNS)?.left, 40);
});

test("what a layer makes is its own column, what it is given the one before", () => {
  assert.deepEqual(placeOfTensor("layers[1].A", COLUMNS), { left: 200, right: 240, top: 20, bottom: 200 });
  assert.equal(placeOfTensor("layers[1].X", COLUMNS)?.left, 100);
});

test("what the diagram does not have has no place", () => {
  assert.equal(placeOfTensor("layers[7].W", COLUMNS), null);
  assert.equal(placeOfTensor("dtheta", COLUMNS), null);
});
