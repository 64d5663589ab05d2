// The previous run: kept for comparison where there is enough of it, and not where it is the same run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../../nnviz/stage/assets/live/history.js";
import { PreviousRun, comparable } from "../../../nnviz/stage/assets/live/previous_run.js";

/** A history of so many steps whose losses begin at a height. */
function history(count, height = 1) {
  const made = new History();
  for (let step = 0; step < count; step++)
    made.add(Float32Array.of(step, step / 10, height / (1 + step), 1, 0, 0), step - 1);
  return made;
}

test("a run of a few steps is nothing to compare with", () => {
  const previous = new PreviousRun();
  previous.take(history(2), 1);
  assert.equal(previous.rows.length, 0);
  previous.take(history(3), 2);
  assert.equal(previous.rows.length, 3);
});

test("only what was seen is kept", () => {
  const previous = new PreviousRun();
  previous.take(history(20), 9);
  assert.equal(previous.rows.length, 10);
});

test("it is taken back where the new history is the same run, and the one before stays", () => {
  const previous = new PreviousRun();
  previous.take(history(8, 3), 7);
  previous.take(history(20), 19);
  previous.unless(history(25));
  assert.equal(previous.rows.length, 8);
});

test("it stays where the new history is another run", () => {
  const previous = new PreviousRun();
  previous.take(history(20), 19);
  previous.unless(history(25, 2));
  assert.equal(previous.rows.length, 20);
});

/** What is compared of a scene. */
function scene(changes = {}, points = [1, 2, 3]) {
  const arrays = new Map([["train_points", { data: Float32Array.from(points) }]]);
  return { kind: "plane", head: "sigmoid", classes: ["outer", "inner"], block: arrays, ...changes };
}

test("curves are compared on the same data with the same kind of answer only", () => {
  assert.equal(comparable(scene(), scene()), true);
  assert.equal(comparable(scene(), scene({}, [1, 2, 4])), false);
  assert.equal(comparable(scene(), scene({}, [1, 2])), false);
  assert.equal(comparable(scene(), scene({ head: "tanh" })), false);
  assert.equal(comparable(scene(), scene({ classes: ["outer", "middle"] })), false);
  assert.equal(comparable(scene(), scene({ block: new Map() })), false);
});
