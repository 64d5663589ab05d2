// A lecture's time: in all, per step, against the plan, and after a reload.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as timing from "../../../nnviz/stage/assets/lessons/timer.js";

const MINUTE = 60_000;
const STEPS = [
  { id: "a", minutes: 2 },
  { id: "b", minutes: 3 },
  { id: "c", minutes: 1 },
];

test("time runs from the start and not before, and stands while it is paused", () => {
  let timer = timing.stopped("a");
  assert.equal(timing.elapsed(timer, 5_000), 0);
  assert.ok(timing.untouched(timer));
  timer = timing.started(timer, 10_000);
  assert.equal(timing.elapsed(timer, 15_000), 5_000);
  timer = timing.paused(timer, 20_000);
  assert.equal(timing.elapsed(timer, 900_000), 10_000);
  assert.ok(!timing.untouched(timer));
  timer = timing.started(timer, 1_000_000);
  assert.equal(timing.elapsed(timer, 1_001_000), 11_000);
});

test("each step has the time that it was on view, also where one comes back to it", () => {
  let timer = timing.started(timing.stopped("a"), 0);
  timer = timing.moved(timer, "b", 10_000);
  timer = timing.moved(timer, "a", 14_000);
  assert.equal(timing.spentAt(timer, "b", 20_000), 4_000);
  assert.equal(timing.spentAt(timer, "a", 20_000), 16_000);
  assert.equal(timing.elapsed(timer, 20_000), 20_000);
  assert.equal(timing.moved(timer, "a", 30_000), timer, "the same step again is no move");
});

test("a lecture is in time for as long as the plan has it at this step", () => {
  assert.equal(timing.behind(STEPS, "b", 1 * MINUTE), -1 * MINUTE);
  assert.equal(timing.behind(STEPS, "b", 2 * MINUTE), 0);
  assert.equal(timing.behind(STEPS, "b", 5 * MINUTE), 0);
  assert.equal(timing.behind(STEPS, "b", 6.5 * MINUTE), 1.5 * MINUTE);
  assert.equal(timing.behind(STEPS, "of another lesson", 6.5 * MINUTE), 0);
});

test("the plan in words", () => {
  assert.equal(timing.inWords(90_000, true), "1:30 behind");
  assert.equal(timing.inWords(-125_000, true), "2:05 ahead");
  assert.equal(timing.inWords(20_000, true), "in time");
  assert.equal(timing.inWords(90_000, false), "no plan");
  assert.equal(timing.clockTime(3_725_900), "1:02:05");
});

test("a timer goes on after a reload, and one that was forgotten or is broken begins anew", () => {
  const timer = timing.moved(timing.started(timing.stopped("a"), 1_000), "b", 6_000);
  const read = timing.readTimer(JSON.stringify(timer), "a", 8_000);
  assert.deepEqual(read, timer);
  assert.equal(timing.elapsed(read, 9_000), 8_000);
  const fresh = timing.stopped("a");
  assert.deepEqual(timing.readTimer(JSON.stringify(timer), "a", 7 * 60 * MINUTE), fresh);
  for (const text of [null, "", "{", "3", '{"since": "x", "total": 1, "spent": {}, "at": "a"}', '{"since": null}'])
    assert.deepEqual(timing.readTimer(text, "a", 8_000), fresh, String(text));
});
