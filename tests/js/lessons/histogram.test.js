// Counts of a vote become rows with shares, and the truth is marked once it may be known.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answers, rows } from "../../../nnviz/stage/assets/lessons/histogram.js";

test("one bar an option and round, as shares of that round", () => {
  const drawn = rows(
    ["yes", "no"],
    [
      [3, 1],
      [0, 5],
    ],
    1,
  );
  assert.deepEqual(drawn[0].bars, [
    { round: 1, count: 3, share: 0.75 },
    { round: 2, count: 0, share: 0 },
  ]);
  assert.equal(drawn[1].bars[1].share, 1);
  assert.deepEqual(
    drawn.map((row) => row.truth),
    [false, true],
  );
});

test("no vote, no answer and no round divide by nothing", () => {
  assert.deepEqual(rows(["yes", "no"], [[0, 0]], null)[0], {
    text: "yes",
    truth: false,
    bars: [{ round: 1, count: 0, share: 0 }],
  });
  assert.deepEqual(rows(["yes"], [], null)[0].bars, []);
});

test("the count in words", () => {
  assert.equal(answers(1), "1 answer");
  assert.equal(answers(37), "37 answers");
});
