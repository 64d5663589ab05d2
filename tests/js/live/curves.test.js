import assert from "node:assert/strict";
import test from "node:test";

import { namePlaces } from "../../../nnviz/stage/assets/live/curves.js";

test("two lines that end far apart are named at their very ends", () => {
  assert.deepEqual(namePlaces([20, 80], 15, 0, 100), [20, 80]);
  assert.deepEqual(namePlaces([80, 20], 15, 0, 100), [80, 20]);
});

test("names of lines that end together stand one above the other, in the order of the lines", () => {
  assert.deepEqual(namePlaces([50, 52], 16, 0, 100), [43, 59]);
  assert.deepEqual(namePlaces([52, 50], 16, 0, 100), [59, 43]);
});

test("no name leaves the height of the axes", () => {
  for (const end of [-5, 0, 99, 140]) {
    const places = namePlaces([end, end], 15, 0, 100);
    assert.ok(Math.min(...places) >= 0 && Math.max(...places) <= 100);
    assert.equal(Math.abs(places[0] - places[1]), 15);
  }
});
