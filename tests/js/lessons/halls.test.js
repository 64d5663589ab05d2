// Which windows of the hall there are, from what they say and what they leave unsaid.

import assert from "node:assert/strict";
import { test } from "node:test";

import { closed, nobody, spoke, standing } from "../../../nnviz/stage/assets/lessons/halls.js";

const PLACE = /** @type {const} */ ({ at: "a", phase: "view", black: false });

test("nobody is missed before there was time to answer", () => {
  assert.equal(standing(nobody(0), 500), "waiting");
  assert.equal(standing(nobody(0), 2_000), "none");
});

test("one window, two windows, and one again when the other says goodbye", () => {
  let halls = spoke(nobody(0), "first", PLACE, 100);
  assert.equal(standing(halls, 200), "one");
  halls = spoke(halls, "second", PLACE, 300);
  assert.equal(standing(halls, 400), "several");
  assert.equal([...halls.places.keys()].at(-1), "second");
  halls = spoke(halls, "first", PLACE, 500);
  assert.equal([...halls.places.keys()].at(-1), "first", "the last one to speak");
  assert.equal(standing(closed(halls, "second", 600), 700), "one");
});

test("a window that is loaded anew is not missed at once, and is after a while", () => {
  const halls = closed(spoke(nobody(0), "first", PLACE, 100), "first", 60_000);
  assert.equal(standing(halls, 60_500), "waiting");
  assert.equal(standing(halls, 62_000), "none");
});

test("a window that no longer answers is gone", () => {
  const halls = spoke(nobody(0), "first", PLACE, 100);
  assert.equal(standing(halls, 5_000), "one");
  assert.equal(standing(halls, 6_000), "none");
});
