// The wire: bytes as nnviz/stage/packing.py writes them become a header, a scene, points and frames.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../../../nnviz/stage/assets/live/wire.js";

/** One message: the size of the header, the header, the body. */
function packed(header, body) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(4 + text.length + body.byteLength);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(new Uint8Array(body), 4 + text.length);
  return bytes;
}

const LAYOUT = [
  { name: "numbers", type: "f4", shape: [7], offset: 0 },
  { name: "weights.0", type: "f4", shape: [2, 1], offset: 28 },
  { name: "output_map", type: "u1", shape: [1, 4], offset: 36 },
];

/** A frame of a step in 40 bytes. */
function frame(step) {
  const bytes = new Uint8Array(40);
  new Float32Array(bytes.buffer, 0, 9).set([step, step / 10, 0.5, 1, 2, 0.75, NaN, 3, -4]);
  bytes.set([0, 1, 128, 255], 36);
  return bytes;
}

const HISTORY = Float32Array.from([1, 0.1, 1, 2, 0.5, 0.5]);
const HEADER = {
  history: { offset: 0, rows: 1, since: 0 },
  history_columns: ["step", "epoch", "train", "test", "train accuracy", "test accuracy"],
  frames: { count: 2, offset: 24, size: 40, layout: LAYOUT },
  sample: { index: 3 },
};
const BODY = new Uint8Array([...new Uint8Array(HISTORY.buffer), ...frame(1), ...frame(2)]).buffer;

test("points and frames come out as they went in, wherever the header ends", () => {
  for (const note of ["", "a", "ab", "abc"]) {
    const { header, rows, frames, sceneBlock } = decode(packed({ ...HEADER, note }, BODY));
    assert.equal(header.note, note);
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
    assert.equal(frames[0].bytes, 40);
  }
});

test("an array is made when it is asked for, with its shape; others are not there", () => {
  const [{ block }] = decode(packed(HEADER, BODY)).frames;
  assert.deepEqual(block.get("weights.0"), { shape: [2, 1], data: Float32Array.of(3, -4) });
  assert.deepEqual(block.get("output_map"), { shape: [1, 4], data: Uint8Array.of(0, 1, 128, 255) });
  assert.equal(block.has("biases.0"), false);
  assert.equal(block.get("biases.0"), undefined);
});

test("a scene brings its arrays, and does not hold on to the message", () => {
  const spec = { layout: [{ name: "train_labels", type: "f4", shape: [2], offset: 0 }] };
  const labels = Float32Array.of(0, 1);
  const bytes = packed(
    {
      ...HEADER,
      scene_spec: spec,
      history: { offset: 8, rows: 0, since: 0 },
      frames: { count: 0, offset: 8, size: 0, layout: [] },
    },
    labels.buffer,
  );
  const { sceneBlock } = decode(bytes);
  bytes.fill(0);
  assert.deepEqual(sceneBlock?.get("train_labels")?.data, labels);
});
