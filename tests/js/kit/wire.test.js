// The wire: what Python packed is read byte by byte. tests/stage/test_wire.py holds that the file is what is packed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unpack } from "../../../nnviz/stage/assets/kit/wire.js";

const BYTES = readFileSync(new URL("wire_message.bin", import.meta.url));

/** The message at some place in a larger buffer, as Streamlit may hand it over. @param {number} at */
function shifted(at) {
  const bytes = new Uint8Array(at + BYTES.length);
  bytes.set(BYTES, at);
  return bytes.subarray(at);
}

test("arrays of every type come out digit by digit, wherever the message lies", () => {
  for (const at of [0, 1, 4, 7]) {
    const { header, block } = unpack(shifted(at));
    assert.deepEqual(header.words, ["‖dW‖ → 0", "ä"]);
    assert.deepEqual(block.get("cells"), { shape: [1, 3], data: Uint8Array.of(0, 128, 255) });
    assert.deepEqual(block.get("exact"), { shape: [2, 2], data: Float64Array.of(0.1, -1e-300, Infinity, 2 / 3) });
    assert.deepEqual(block.get("single"), { shape: [2], data: Float32Array.of(0.1, NaN) });
    assert.deepEqual(block.get("scalar"), { shape: [], data: Float64Array.of(-0) });
    assert.deepEqual(block.get("empty"), { shape: [0, 6], data: new Float64Array() });
    assert.deepEqual(block.get("deep")?.data, Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7));
  }
});

test("frames are blocks of their own, and their arrays are made when somebody asks", () => {
  const { frames } = unpack(shifted(0));
  assert.deepEqual(
    frames.map((frame) => frame.get("numbers")),
    [7, 8].map((step) => ({ shape: [2], data: Float32Array.of(step, 0.1) })),
  );
  assert.deepEqual(frames[1].get("map"), { shape: [3], data: Uint8Array.of(8, 1, 2) });
  assert.equal(frames[0].bytes.length, 12);
  assert.equal(frames[0].fields, frames[1].fields);
  assert.equal(frames[0].has("weights.0"), false);
  assert.equal(frames[0].get("weights.0"), undefined);
});

test("what was read does not hold on to the message", () => {
  const bytes = shifted(0);
  const { block, frames } = unpack(bytes);
  bytes.fill(0);
  assert.deepEqual(block.get("cells")?.data, Uint8Array.of(0, 128, 255));
  assert.equal(frames[0].get("numbers")?.data[0], 7);
});
