// The network diagram by keyboard: every unit and every weight can be reached.

import assert from "node:assert/strict";
import { test } from "node:test";
import { walk } from "../../../nnviz/stage/assets/live/diagram_walk.js";

const SIZES = [2, 3, 1];
const along = (keys, stop = null) => keys.reduce((at, key) => walk(key, at, SIZES) ?? at, stop);
const name = ({ kind, column, i, j }) => (kind === "unit" ? `unit ${column} ${j}` : `weight ${column} ${i} ${j}`);

test("the first key leads to the first unit of the first hidden layer", () => {
  assert.equal(name(walk("ArrowDown", null, SIZES)), "unit 1 0");
  assert.equal(walk("a", null, SIZES), null);
});

test("up and down lead to the other units of the column and stop at its ends", () => {
  assert.equal(name(along(["ArrowDown", "ArrowDown", "ArrowDown"])), "unit 1 2");
  assert.equal(name(along(["ArrowDown", "End", "ArrowDown"])), "unit 1 2");
  assert.equal(name(along(["ArrowDown", "End", "Home"])), "unit 1 0");
});

test("right leads along a weight to the unit that it feeds; up and down choose which", () => {
  const input = { kind: "unit", column: 0, i: 0, j: 1, end: "j" };
  assert.equal(name(along(["ArrowRight"], input)), "weight 1 1 1");
  assert.equal(name(along(["ArrowRight", "ArrowDown"], input)), "weight 1 1 2");
  assert.equal(name(along(["ArrowRight", "ArrowDown", "ArrowRight"], input)), "unit 1 2");
});

test("left leads back along a weight; up and down choose the unit that it comes from", () => {
  const output = { kind: "unit", column: 2, i: 0, j: 0, end: "j" };
  assert.equal(name(along(["ArrowLeft"], output)), "weight 2 0 0");
  assert.equal(name(along(["ArrowLeft", "ArrowDown", "ArrowDown"], output)), "weight 2 2 0");
  assert.equal(name(along(["ArrowLeft", "ArrowDown", "ArrowLeft"], output)), "unit 1 1");
});

test("nothing lies beyond the first and the last column", () => {
  const output = { kind: "unit", column: 2, i: 0, j: 0, end: "j" };
  assert.equal(name(along(["ArrowRight"], output)), "unit 2 0");
  const input = { kind: "unit", column: 0, i: 0, j: 0, end: "j" };
  assert.equal(name(along(["ArrowLeft"], input)), "unit 0 0");
});

test("every weight can be reached", () => {
  const reached = new Set();
  const queue = [walk("ArrowUp", null, SIZES)];
  const seen = new Set();
  while (queue.length) {
    const stop = queue.pop();
    const key = JSON.stringify(stop);
    if (seen.has(key)) continue;
    seen.add(key);
    reached.add(name(stop));
    for (const arrow of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) queue.push(walk(arrow, stop, SIZES));
  }
  assert.equal(reached.size, 2 + 3 + 1 + 2 * 3 + 3 * 1);
});
