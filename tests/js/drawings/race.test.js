// The race of the page of convolution: what is drawn between two frames, and the median of a row of dots.

import assert from "node:assert/strict";
import { test } from "node:test";

import { between } from "../../../nnviz/stage/assets/drawings/glide.js";
import { median } from "../../../nnviz/stage/assets/drawings/race_panels.js";

const frame = (/** @type {number} */ step, /** @type {number[]} */ ...numbers) => ({
  step,
  arrays: { accuracy: Float64Array.from(numbers) },
});

test("between two frames all numbers lie on the straight line from the one to the other", () => {
  const [from, to] = [frame(4, 0.25, 1), frame(8, 0.75, 0)];
  assert.deepEqual(between(from, to, 0), from);
  assert.deepEqual(between(from, to, 1), to);
  assert.deepEqual(between(from, to, 0.5), frame(6, 0.5, 0.5));
});

test("the frames themselves stay as they are", () => {
  const [from, to] = [frame(0, 0), frame(1, 1)];
  between(from, to, 0.5);
  assert.deepEqual([from, to], [frame(0, 0), frame(1, 1)]);
});

test("a median is the middle number, or the mean of the two in the middle", () => {
  assert.equal(median(Float64Array.of(3, 1, 2)), 2);
  assert.equal(median(Float64Array.of(4, 1, 2, 3)), 2.5);
});
