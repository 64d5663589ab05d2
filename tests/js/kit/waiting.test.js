// A figure that waits for the server says so after half a second, and no longer than it waits.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { MOMENT, waitingSign } from "../../../nnviz/stage/assets/kit/waiting.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** A box with a sign, and what surrounds it. */
function figure() {
  const attributes = new Map();
  const box = {
    setAttribute: (name, value) => attributes.set(name, String(value)),
    removeAttribute: (name) => attributes.delete(name),
    getAttribute: (name) => attributes.get(name) ?? null,
  };
  const around = { runs: true, stocked: false };
  const abort = new AbortController();
  const waiting = waitingSign(box, {
    running: () => around.runs,
    stocked: () => around.stocked,
    signal: abort.signal,
  });
  return { waiting, around, abort, busy: () => attributes.get("aria-busy") === "true" };
}

test("an answer within a moment shows nothing", () => {
  const { waiting, busy } = figure();
  waiting.begin();
  mock.timers.tick(MOMENT - 1);
  waiting.end();
  mock.timers.tick(10 * MOMENT);
  assert.equal(busy(), false);
});

test("who waits longer says so until the answer, however often it has asked meanwhile", () => {
  const { waiting, busy } = figure();
  waiting.begin();
  mock.timers.tick(MOMENT - 1);
  waiting.begin();
  mock.timers.tick(1);
  assert.equal(busy(), true);
  waiting.end();
  assert.equal(busy(), false);
});

test("what a server that is not at work leaves unanswered is waited for five seconds", () => {
  const { waiting, around, busy } = figure();
  around.runs = false;
  waiting.begin();
  for (let k = 0; k < 10; k++) {
    mock.timers.tick(MOMENT);
    assert.equal(busy(), true);
  }
  mock.timers.tick(MOMENT);
  assert.equal(busy(), false);
});

test("a stage that still has frames to play waits only when they are played", () => {
  const { waiting, around, busy } = figure();
  around.stocked = true;
  waiting.begin();
  mock.timers.tick(MOMENT);
  assert.equal(busy(), false);
  around.stocked = false;
  mock.timers.tick(MOMENT);
  assert.equal(busy(), true);
});

test("a figure that is gone says nothing", () => {
  const { waiting, abort, busy } = figure();
  waiting.begin();
  abort.abort();
  mock.timers.tick(MOMENT);
  assert.equal(busy(), false);
});
