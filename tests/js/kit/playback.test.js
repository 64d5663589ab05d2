import assert from "node:assert/strict";
import { test } from "node:test";
import { Playhead } from "../../../nnviz/stage/assets/kit/playback.js";
import { atRest } from "../../../nnviz/stage/assets/kit/timing.js";

test("a playhead moves a step at its pace and stops at the end", () => {
  const head = new Playhead({ pace: 100 });
  head.reach(2);
  head.play(0);
  assert.equal(head.tick(50), false);
  assert.equal(head.tick(100), true);
  assert.equal(head.tick(150), false, "the next one has to wait for its turn");
  assert.equal(head.tick(200), true);
  assert.equal(head.at, 2);
  assert.equal(head.tick(300), true, "the buttons change");
  assert.deepEqual([head.playing, head.offer], [false, "again"]);
});

test("it waits at the last one while more is to come", () => {
  const head = new Playhead({ pace: 10 });
  head.reach(1, false);
  head.play(0);
  head.tick(10);
  assert.equal(head.tick(99), false);
  assert.deepEqual([head.playing, head.over, head.offer], [true, false, "pause"]);
  head.reach(2, true);
  assert.equal(head.tick(100), true);
  assert.equal(head.at, 2);
});

test("to play at the end is to play again", () => {
  const head = new Playhead({ first: 1 });
  head.reach(5);
  head.go(99);
  assert.equal(head.at, 5);
  head.play(0);
  assert.deepEqual([head.at, head.offer], [1, "pause"]);
});

test("to go somewhere is to pause, and never beyond the ends", () => {
  const head = new Playhead();
  head.reach(5, false);
  head.play(0);
  head.go(-3);
  assert.deepEqual([head.at, head.playing, head.offer], [0, false, "play"]);
  head.go(4);
  head.reach(2);
  assert.equal(head.at, 2, "what is no longer there cannot be stood on");
});

test("what waits for rest happens once, and never after the end", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const end = new AbortController();
  let times = 0;
  const rest = atRest(100, () => times++, end.signal);
  rest.start();
  context.mock.timers.tick(60);
  rest.start();
  context.mock.timers.tick(60);
  assert.deepEqual([times, rest.waiting], [0, true]);
  context.mock.timers.tick(60);
  assert.deepEqual([times, rest.waiting], [1, false]);
  rest.start(0);
  end.abort();
  rest.start();
  context.mock.timers.tick(500);
  assert.equal(times, 1);
});

test("one step on from the end stays there, or is the first step where it wraps", () => {
  const [head, wrapping] = [new Playhead(), new Playhead({ wrap: true })];
  for (const each of [head, wrapping]) {
    each.reach(3);
    assert.equal(each.next, 1);
    each.go(3);
  }
  assert.deepEqual([head.next, wrapping.next], [3, 1]);
});
