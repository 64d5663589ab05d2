import assert from "node:assert/strict";
import { test } from "node:test";
import { keyed, settle } from "../../../nnviz/stage/assets/kit/drag.js";

const one = { step: 1, coarse: 10, limits: /** @type {[number, number][]} */ ([[0, 100]]) };
const two = {
  step: 0.1,
  coarse: 0.5,
  snap: 0.05,
  limits: /** @type {[number, number][]} */ ([
    [-1, 1],
    [-1, 1],
  ]),
};

test("all arrows change one number, with shift by a coarse step", () => {
  const after = (/** @type {string} */ key, shift = false) => keyed(key, shift, [50], one);
  assert.deepEqual(
    ["ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"].map((key) => after(key)),
    [[49], [49], [51], [51]],
  );
  assert.deepEqual(after("ArrowUp", true), [60]);
  assert.deepEqual([after("PageUp"), after("PageDown")], [[60], [40]]);
  assert.deepEqual([after("Home"), after("End")], [[0], [100]]);
  assert.equal(after("a"), null);
});

test("numbers stay inside of their limits", () => {
  assert.deepEqual(keyed("ArrowRight", true, [95], one), [100]);
  assert.deepEqual(keyed("ArrowLeft", true, [-0.8, 0.3], two), [-1, 0.3]);
});

test("of two numbers each has its arrows, and home means neither", () => {
  assert.deepEqual(keyed("ArrowLeft", false, [0, 0], two), [-0.1, 0]);
  assert.deepEqual(keyed("ArrowUp", true, [0, 0], two), [0, 0.5]);
  assert.equal(keyed("Home", false, [0, 0], two), null);
});

test("where text is typed only the upright arrows mean something", () => {
  const typed = { ...one, typed: true };
  assert.deepEqual(keyed("ArrowUp", false, [1], typed), [2]);
  for (const key of ["ArrowLeft", "Home", "End", "PageUp"]) assert.equal(keyed(key, false, [1], typed), null);
});

test("numbers snap without a tail of digits", () => {
  assert.deepEqual(settle([0.149, -0.31], two.limits, 0.05), [0.15, -0.3]);
  assert.deepEqual(settle([0.1 + 0.2], [[-1, 1]], 0.1), [0.3]);
  assert.deepEqual(settle([17], [[0, 100]], 5), [15]);
  assert.deepEqual(settle([0.123], [[0, 1]]), [0.123]);
});
