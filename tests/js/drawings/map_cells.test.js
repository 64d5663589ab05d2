import assert from "node:assert/strict";
import { test } from "node:test";

import {
  inWords,
  kindOf,
  strengthOf,
  upright,
  written,
} from "../../../nnviz/stage/assets/drawings/where_networks_learn/map_cells.js";

const SHARE = { name: "solved", title: "share solved", low: 0, high: 1, log: false };
const LOSS = { name: "train_loss", title: "final loss", low: 0.01, high: 1, log: true };

test("a cell that was not run is told from one in which no run has the number", () => {
  assert.equal(kindOf(NaN, false), "absent");
  assert.equal(kindOf(NaN, true), "none");
  assert.equal(kindOf(Infinity, true), "infinite");
  assert.equal(kindOf(0, true), "number");
});

test("colours follow the scale, logarithmic or not, and end at its ends", () => {
  assert.equal(strengthOf(0.5, "number", SHARE), 0.5);
  assert.ok(Math.abs(strengthOf(0.1, "number", LOSS) - 0.5) < 1e-12);
  assert.equal(strengthOf(0, "number", LOSS), 0);
  assert.equal(strengthOf(7, "number", LOSS), 1);
  assert.equal(strengthOf(Infinity, "infinite", LOSS), 0);
});

test("a share is written as runs, other measures as numbers", () => {
  assert.equal(written(0.6, "number", "solved", 5), "3/5");
  assert.equal(written(34, "number", "solved_epoch", 5), "34");
  assert.equal(written(NaN, "none", "solved_epoch", 5), "–");
  assert.equal(written(Infinity, "infinite", "train_loss", 5), "∞");
  assert.equal(written(NaN, "absent", "train_loss", 5), "");
});

test("what is heard says what is seen", () => {
  assert.equal(inWords(0.4, "number", SHARE, 5), "2 of 5 runs solved it");
  assert.equal(inWords(NaN, "absent", SHARE, 5), "not run yet");
  assert.equal(inWords(NaN, "none", LOSS, 5), "final loss: no run has one");
  assert.equal(inWords(Infinity, "infinite", LOSS, 5), "final loss: not finite");
});

test("the first row of the table stands at the bottom", () => {
  assert.deepEqual([upright(0, 3), upright(2, 3)], [2, 0]);
});
