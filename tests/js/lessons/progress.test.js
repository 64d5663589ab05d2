// Where the next key and the previous key lead.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrival, backward, canReveal, forward, met } from "../../../nnviz/stage/assets/lessons/progress.js";

const PLAY = { kind: "play", until: null, step: 0, settings: {}, target: "" };
const ASK = { question: "?", options: ["a", "b"], answer: 0, why: "", vote: false, again: false, seconds: 0 };

/** @returns {any} */
const step = (given = {}) => ({ id: "a", page: "loss", do: [], reveal: [], ask: null, ...given });

/** All that the next key does on a step until it moves on. @param {any} one */
function presses(one) {
  const all = [];
  let phase = arrival(one);
  for (let k = 0; k < 9; k++) {
    const next = forward(one, phase);
    all.push(next.act || next.phase);
    if (next.act === "move") return all;
    phase = next.phase;
  }
  throw new Error("the next key never moves on");
}

test("a step with nothing to do moves on at once", () => {
  assert.deepEqual(presses(step()), ["move"]);
});

test("what a step does comes first, then its question, then the answer", () => {
  assert.deepEqual(presses(step({ do: [PLAY] })), ["do", "move"]);
  assert.deepEqual(presses(step({ do: [PLAY], ask: ASK })), ["do", "asked", "reveal", "move"]);
  assert.deepEqual(presses(step({ ask: ASK, reveal: [PLAY] })), ["reveal", "move"]);
  assert.deepEqual(presses(step({ reveal: [PLAY] })), ["reveal", "move"]);
  assert.deepEqual(presses(step({ do: [PLAY], reveal: [PLAY] })), ["do", "reveal", "move"]);
});

test("a question stands there from the start where nothing has to be done before", () => {
  assert.equal(arrival(step({ ask: ASK })), "asked");
  assert.equal(arrival(step({ ask: ASK, do: [PLAY] })), "view");
});

test("the previous key goes to the beginning of the step first", () => {
  const lesson = /** @type {any} */ ({ steps: [step(), step({ do: [PLAY] }), step({ ask: ASK })] });
  assert.equal(backward(lesson, 1, "done"), 1);
  assert.equal(backward(lesson, 1, "view"), 0);
  assert.equal(backward(lesson, 0, "view"), 0);
  assert.equal(backward(lesson, 2, "asked"), 1);
  assert.equal(backward(lesson, 2, "revealed"), 2);
});

test("there is something to reveal until it is revealed", () => {
  assert.ok(canReveal(step({ ask: ASK }), "asked") && canReveal(step({ reveal: [PLAY] }), "view"));
  assert.ok(!canReveal(step({ ask: ASK }), "revealed") && !canReveal(step(), "view"));
});

test("a condition is met by what is said, and by nothing else", () => {
  const until = { quantity: "loss", sign: "<", bound: 0.1, text: "" };
  assert.ok(met(until, { loss: 0.05 }));
  assert.ok(!met(until, { loss: 0.1 }) && !met(until, {}) && !met(until, { loss: NaN }));
  assert.ok(met({ ...until, quantity: "step", sign: ">=", bound: 300 }, { step: 300 }));
  assert.ok(!met({ ...until, sign: ">" }, { loss: 0.1 }));
});
