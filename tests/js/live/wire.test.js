// What a message tells the live stage; the bytes themselves are tested in tests/js/kit/wire.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../../../nnviz/stage/assets/live/wire.js";
import { packed } from "../packing.js";

const NUMBERS = { name: "numbers", dtype: "f4", shape: [8], offset: 0 };

/** A frame of a step in 32 bytes. @param {number} step @param {number} measured */
function frame(step, measured = 1) {
  return new Uint8Array(Float32Array.of(step, step / 10, 0.5, 1, 2, 0.75, NaN, measured).buffer);
}

const HISTORY = Float32Array.of(1, 0.1, 1, 2, 0.5, 0.5);
const HEADER = {
  arrays: [{ name: "history", dtype: "f4", shape: [1, 6], offset: 0 }],
  frames: { count: 2, offset: 24, size: 32, layout: [NUMBERS] },
  sample: { index: 3 },
  coarse: true,
};
const BODY = new Uint8Array([...new Uint8Array(HISTORY.buffer), ...frame(1), ...frame(2, 0)]);

test("points and frames come out as they went in", () => {
  const { rows, frames, sceneBlock } = decode(packed(HEADER, BODY));
  assert.equal(sceneBlock, null);
  assert.deepEqual(rows, HISTORY);
  assert.deepEqual(
    frames.map(({ step, learningRate, testLoss }) => [step, learningRate, testLoss]),
    [
      [1, 0.5, 2],
      [2, 0.5, 2],
    ],
  );
  assert.ok(Number.isNaN(frames[1].testAccuracy));
  assert.deepEqual(frames[0].sample, { index: 3 });
  assert.equal(frames[0].bytes, 32);
});

test("a scene brings its arrays", () => {
  const arrays = [
    { name: "train_labels", dtype: "f4", shape: [2], offset: 0 },
    { name: "history", dtype: "f4", shape: [0, 6], offset: 8 },
  ];
  const header = { scene_spec: {}, arrays, frames: { count: 0, offset: 8, size: 0, layout: [] } };
  const { sceneBlock, rows, frames } = decode(packed(header, new Uint8Array(Float32Array.of(0, 1).buffer)));
  assert.deepEqual(sceneBlock?.get("train_labels")?.data, Float32Array.of(0, 1));
  assert.equal(rows.length, 0);
  assert.equal(frames.length, 0);
});

test("a frame is rough with coarser maps, or with losses of an earlier step", () => {
  const rough = (/** @type {boolean} */ coarse) =>
    decode(packed({ ...HEADER, coarse }, BODY)).frames.map((one) => one.rough);
  assert.deepEqual(
    [rough(true), rough(false)],
    [
      [true, true],
      [false, true],
    ],
  );
});
