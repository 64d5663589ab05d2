// The networks of a comparison: frames arrive in order and once, and another network starts anew.

import assert from "node:assert/strict";
import test from "node:test";

import { ended, reach, received } from "../../../nnviz/stage/assets/drawings/clinic/comparison_lanes.js";

/** A message with frames of one number each. @param {number} from @param {number[]} steps @param {object} [more] */
function message(from, steps, more = {}) {
  const rest = { sizes: [2, 1], values: false, answers: [], guessing: 0.7, since: 0, done: false };
  const header = { generation: "ill", from, steps, ...rest, ...more };
  const arrays = new Map([
    ["0 frame row", { shape: [steps.length, 1], data: Float64Array.from(steps, (s) => s / 10) }],
  ]);
  return /** @type {const} */ ([header, 0, arrays]);
}

test("frames are joined in order; one that is here already, or comes too early, is left out", () => {
  const first = received(null, ...message(0, [0, 10]));
  const again = received(first, ...message(1, [10, 20]));
  const early = received(again, ...message(7, [70]));
  assert.deepEqual(
    early.frames.map(({ step }) => step),
    [0, 10, 20],
  );
  assert.deepEqual(Array.from(early.frames[2].arrays.row), [2]);
  assert.equal(early.frames, first.frames);
});

test("another generation is another network, and starts anew", () => {
  const first = received(null, ...message(0, [0, 10]));
  const other = received(first, ...message(0, [0], { generation: "treated" }));
  assert.equal(other.frames.length, 1);
  assert.notEqual(other.frames, first.frames);
});

test("words come beside their frames, from the first that is missing", () => {
  const word = { kind: "good", title: "", text: "" };
  const first = received(null, ...message(0, [0, 10], { words: [word], wordsFrom: 0 }));
  const late = received(first, ...message(2, [], { words: [word], wordsFrom: 3 }));
  assert.equal(late.words.length, 1);
});

test("the clock reaches as far as every network that goes on", () => {
  const long = received(null, ...message(0, [0, 10, 20]));
  const short = received(null, ...message(0, [0, 10]));
  assert.equal(reach([long, short]), 1);
  assert.equal(reach([long, { ...short, done: true }]), 2);
  assert.equal(reach([long, null]), 2);
  assert.ok(!ended([{ ...short, done: true }, long]));
});
