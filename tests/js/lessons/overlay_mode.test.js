// How large votes stand on the hall's screen, and what the key V does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { usual, voteKey } from "../../../nnviz/stage/assets/lessons/overlay_mode.js";

const ASKED = /** @type {const} */ ({ at: "a", phase: "asked", busy: false });
const OPEN = { at: "a", round: 1, open: true };
const CLOSED = { at: "a", round: 1, open: false };
const ASK = { vote: true, again: true };

test("a vote fills the window until its answer is revealed", () => {
  assert.equal(usual(ASKED, null), "hidden");
  assert.equal(usual(ASKED, { ...CLOSED, round: 0 }), "hidden", "no round yet");
  assert.equal(usual(ASKED, OPEN), "large");
  assert.equal(usual(ASKED, CLOSED), "large");
  assert.equal(usual({ ...ASKED, phase: "revealed" }, CLOSED), "docked");
  assert.equal(usual({ ...ASKED, phase: "view" }, CLOSED), "hidden", "the step was begun anew");
});

test("while the network answers nothing stands before it", () => {
  assert.equal(usual({ ...ASKED, busy: true }, CLOSED), "hidden");
  assert.equal(usual({ ...ASKED, busy: true }, OPEN), "large", "phones still need the code");
});

test("votes of another step are not shown", () => {
  assert.equal(usual({ ...ASKED, at: "b" }, OPEN), "hidden");
});

test("V opens, closes, opens the second round, and then changes the size", () => {
  assert.equal(voteKey(ASK, "a", "asked", null), "open");
  assert.equal(voteKey(ASK, "a", "asked", { ...OPEN, at: "b" }), "open");
  assert.equal(voteKey(ASK, "a", "asked", OPEN), "close");
  assert.equal(voteKey(ASK, "a", "asked", CLOSED), "open");
  assert.equal(voteKey({ ...ASK, again: false }, "a", "asked", CLOSED), "resize");
  assert.equal(voteKey(ASK, "a", "asked", { ...CLOSED, round: 2 }), "resize");
  assert.equal(voteKey(ASK, "a", "revealed", CLOSED), "resize", "an answer that is known is not voted on");
});

test("V does nothing where a step takes no votes", () => {
  assert.equal(voteKey(null, "a", "view", null), "nothing");
  assert.equal(voteKey({ vote: false, again: false }, "a", "asked", null), "nothing");
});
