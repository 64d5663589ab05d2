// The frame buffer: within its bounds, its ends kept, and found by step and by epoch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameBuffer } from "../../../nnviz/stage/assets/live/frame_buffer.js";
import { frameOf, steps } from "./playing.js";

/** A buffer with frames of these steps, ten steps an epoch. */
function holding(list) {
  const buffer = new FrameBuffer();
  for (const step of list) buffer.keep(frameOf(step));
  return buffer;
}

test("it stays within its bytes and keeps its ends", () => {
  const buffer = new FrameBuffer();
  for (let step = 0; step < 36_000; step++) {
    buffer.keep({ ...frameOf(step), bytes: 40_000 });
    if (step > 100) assert.equal(step - buffer.frames[buffer.length - 100].step, 99, "the newest frames are all there");
  }
  const held = buffer.frames.map(({ step }) => step);
  assert.equal(
    buffer.frames.reduce((sum, { bytes }) => sum + bytes, 0),
    buffer.bytes,
  );
  assert.ok(buffer.bytes <= 48e6);
  assert.ok(held.every((step, k) => k === 0 || step > held[k - 1]));
  assert.equal(held[0], 0);
  assert.equal(held.at(-1), 35_999);
  assert.ok(held.length > 500);
});

test("a frame of a step that is held replaces it", () => {
  const buffer = holding([0, 1, 2, 3]);
  buffer.keep({ ...frameOf(2, 0.5), bytes: 10 });
  assert.deepEqual(
    buffer.frames.map(({ step, learningRate }) => [step, learningRate]),
    [
      [0, 0.03],
      [1, 0.03],
      [2, 0.5],
      [3, 0.03],
    ],
  );
  assert.equal(buffer.bytes, 3010);
});

test("a frame of the past goes to its place", () => {
  const buffer = holding([0, 4, 8]);
  buffer.keep(frameOf(6));
  assert.deepEqual(
    buffer.frames.map(({ step }) => step),
    [0, 4, 6, 8],
  );
});

test("rewinding forgets what came after a step", () => {
  const buffer = holding(steps(0, 9));
  buffer.rewind(6);
  assert.equal(buffer.newest, 6);
  assert.equal(buffer.bytes, 7000);
});

test("the nearest frame to a step is found", () => {
  const buffer = holding([0, 10, 20]);
  assert.deepEqual(
    [-5, 4, 6, 14, 16, 99].map((step) => buffer.frames[buffer.nearest(step)].step),
    [0, 0, 10, 10, 20, 20],
  );
});

test("one goes back and on by whole epochs", () => {
  const buffer = holding(steps(0, 30).map((k) => 2 * k));
  const at = (step) => buffer.frames[buffer.from(step)];
  assert.equal(buffer.frames[buffer.epochBefore(at(56))].step, 50);
  assert.equal(buffer.frames[buffer.epochBefore(at(50))].step, 40);
  assert.equal(buffer.frames[buffer.epochAfter(at(42))].step, 50);
  assert.equal(buffer.frames[buffer.epochAfter(at(60))].step, 60);
  assert.equal(buffer.frames[buffer.epochBefore(at(0))].step, 0);
});
