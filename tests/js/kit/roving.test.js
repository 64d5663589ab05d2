// Where a key leads among cells, of which one takes the tab key.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestPlace, stepped } from "../../../nnviz/stage/assets/kit/roving.js";

test("arrow keys lead to the next cell and stop at the edge", () => {
  assert.deepEqual(stepped("ArrowRight", false, [1, 1], [3, 4]), [1, 2]);
  assert.deepEqual(stepped("ArrowUp", false, [1, 1], [3, 4]), [0, 1]);
  assert.deepEqual(stepped("ArrowDown", false, [2, 1], [3, 4]), [2, 1]);
  assert.deepEqual(stepped("ArrowLeft", false, [2, 0], [3, 4]), [2, 0]);
});

test("home and end go to the ends of a row, with control to the corners", () => {
  assert.deepEqual(stepped("Home", false, [1, 2], [3, 4]), [1, 0]);
  assert.deepEqual(stepped("End", false, [1, 2], [3, 4]), [1, 3]);
  assert.deepEqual(stepped("Home", true, [1, 2], [3, 4]), [0, 0]);
  assert.deepEqual(stepped("End", true, [1, 2], [3, 4]), [2, 3]);
});

test("other keys mean nothing, and control with an arrow is the browser's", () => {
  assert.equal(stepped("a", false, [0, 0], [3, 4]), null);
  assert.equal(stepped("Tab", false, [0, 0], [3, 4]), null);
  assert.equal(stepped("ArrowRight", true, [0, 0], [3, 4]), null);
});

test("where columns have different heights, the nearest cell of the column is meant", () => {
  const units = [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [0, 2],
    [1, 2],
  ];
  assert.deepEqual(nearestPlace([2, 1], units), [0, 1]);
  assert.deepEqual(nearestPlace([5, 2], units), [1, 2]);
  assert.deepEqual(nearestPlace([1, 0], units), [1, 0]);
});
