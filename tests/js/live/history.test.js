// The history: points in order, gaps noticed, old points thinned out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../../nnviz/stage/assets/live/history.js";
import { steps } from "./playing.js";

/** Points of some steps, as they come by the wire. */
const points = (list) => Float32Array.from(list.flatMap((step) => [step, step / 10, 1, 2, 0.5, 0.5]));

test("points that are known already are left out", () => {
  const history = new History();
  assert.equal(history.add(points(steps(0, 5)), -1), true);
  assert.equal(history.add(points(steps(3, 8)), 2), true);
  assert.deepEqual(
    history.rows.map(([step]) => step),
    steps(0, 8),
  );
});

test("a gap before the points is noticed, and nothing is added", () => {
  const history = new History();
  history.add(points(steps(0, 5)), -1);
  assert.equal(history.add(points(steps(9, 12)), 8), false);
  assert.equal(history.have, 5);
});

test("rewinding forgets what came after a step, and it may come again", () => {
  const history = new History();
  history.add(points(steps(0, 20)), -1);
  history.rewind(12);
  assert.equal(history.have, 12);
  assert.equal(history.count(99), 13);
  history.add(points(steps(13, 15)), 12);
  assert.equal(history.count(99), 16);
});

test("the points up to a step are counted", () => {
  const history = new History();
  history.add(points([0, 2, 4, 6]), -1);
  assert.deepEqual(
    [-1, 0, 1, 2, 5, 6, 7].map((step) => history.count(step)),
    [0, 1, 1, 2, 3, 4, 4],
  );
});

test("a long history is thinned in its older half and keeps its ends", () => {
  const history = new History();
  for (let from = 0; from < 20_000; from += 100) {
    history.add(points(steps(from, from + 99)), from - 1);
    assert.equal(history.have - history.rows[history.rows.length - 100][0], 99, "the newest points are all there");
  }
  const held = history.rows.map(([step]) => step);
  assert.ok(held.length <= 3000);
  assert.equal(held[0], 0);
  assert.equal(held.at(-1), 19_999);
});

test("rows of a race are as wide as its columns", () => {
  const history = new History();
  history.width = 3;
  history.add(Float32Array.from([0, 0, 7, 1, 0.1, 8]), -1);
  assert.equal(history.rows.length, 2);
  assert.equal(history.rows[1][2], 8);
});
