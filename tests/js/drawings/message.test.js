// A drawing's message: a header and arrays of float64 by their names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../../nnviz/stage/assets/drawings/message.js";
import { packed } from "../packing.js";

test("arrays come out digit by digit, in the order in which they were sent", () => {
  const values = Float64Array.of(0.1, -1e-300, Infinity, 2 / 3);
  const arrays = [
    { name: "y", dtype: "f8", shape: [2], offset: 16 },
    { name: "X", dtype: "f8", shape: [1, 2], offset: 0 },
  ];
  const { header, arrays: read } = unpack(packed({ view: "lines", arrays }, new Uint8Array(values.buffer)));
  assert.equal(header.view, "lines");
  assert.deepEqual([...read.keys()], ["y", "X"]);
  assert.deepEqual(read.get("X"), { shape: [1, 2], data: values.slice(0, 2) });
  assert.deepEqual(read.get("y"), { shape: [2], data: values.slice(2) });
});
