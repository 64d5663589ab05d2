// A drawing's message: a header and arrays of float64, as nnviz/stage/message.py packs them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../../nnviz/stage/assets/drawings/message.js";

test("arrays come out digit by digit", () => {
  const values = Float64Array.of(0.1, -1e-300, Infinity, 2 / 3);
  const header = {
    view: "lines",
    layout: [
      { name: "X", shape: [1, 2], offset: 0 },
      { name: "y", shape: [2], offset: 16 },
    ],
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(4 + text.length + 32);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(new Uint8Array(values.buffer), 4 + text.length);
  const { header: read, arrays } = unpack(bytes);
  assert.equal(read.view, "lines");
  assert.deepEqual(arrays.get("X"), { shape: [1, 2], data: values.slice(0, 2) });
  assert.deepEqual(arrays.get("y"), { shape: [2], data: values.slice(2) });
});
