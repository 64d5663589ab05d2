// The block of a picture under the pointer is called by an entry that leads back to that very block.

import assert from "node:assert/strict";
import { test } from "node:test";
import { blockOf, firstOf } from "../../../nnviz/stage/assets/live/blocks.js";

test("every entry is in the block that the server put it in", () => {
  for (const blocks of [1, 7, 63, 64])
    for (let n = blocks; n < 900; n++) {
      const starts = Array.from({ length: blocks }, (_, block) => firstOf(block, n, blocks));
      let block = 0;
      for (let i = 0; i < n; i++) {
        while (block + 1 < blocks && starts[block + 1] <= i) block++;
        assert.equal(blockOf(i, n, blocks), block, `entry ${i} of ${n} in ${blocks}`);
      }
    }
});

test("the blocks begin where they do in the server's half", () => {
  assert.deepEqual(
    [0, 1, 2, 8, 63].map((block) => firstOf(block, 72, 64)), // np.arange(64) * 72 // 64
    [0, 1, 2, 9, 70],
  );
});
