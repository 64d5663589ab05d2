// Which numbers go into an entry of a block's tensors, and the order of tokens after one has been dragged.

import assert from "node:assert/strict";
import { test } from "node:test";
import { goesInto } from "../../../nnviz/stage/assets/drawings/attention/block_view.js";
import { moved } from "../../../nnviz/stage/assets/drawings/attention/positions_view.js";

/** @typedef {import("../../../nnviz/stage/assets/drawings/attention/block_view.js").Cells} Cells */

test("a product takes a row and a column, a transposed factor the other way round", () => {
  const met = (/** @type {Cells} */ cells) =>
    [0, 1, 2].flatMap((i) => [0, 1, 2].filter((j) => goesInto(cells, [2, 1], [i, j])).map((j) => `${i}${j}`));
  assert.deepEqual(met("row"), ["20", "21", "22"]);
  assert.deepEqual(met("column"), ["01", "11", "21"]);
  assert.deepEqual(met("row by column"), ["10", "11", "12"]);
  assert.deepEqual(met("column by row"), ["02", "12", "22"]);
  assert.deepEqual(met("cell"), ["21"]);
});

test("a dragged token stands at its place, and the others keep their order", () => {
  assert.equal(moved("abcde", "a", 4), "bcdea");
  assert.equal(moved("abcde", "d", 1), "adbce");
  assert.equal(moved("abcde", "c", 2), "abcde");
});
