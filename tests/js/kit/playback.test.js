import assert from "node:assert/strict";
import { test } from "node:test";
import { PlaybackBar, Playhead } from "../../../nnviz/stage/assets/kit/playback.js";
import { atRest } from "../../../nnviz/stage/assets/kit/timing.js";
import { page } from "../page.js";

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

test("a button that leads nowhere says so, and does nothing when it is clicked", (context) => {
  const document = page(context);
  const head = new Playhead();
  head.reach(2, false); // more may come, so that to play at the last one is to wait
  let changes = 0;
  const names = /** @type {const} */ (["play", "first", "back", "forward", "last"]);
  const bar = new PlaybackBar(document.body, head, { group: "Test", buttons: [...names], changed: () => changes++ });
  const button = (name) => bar.buttons.get(name);
  const idle = () => names.filter((name) => button(name).getAttribute("aria-disabled") === "true");
  const click = (name) => button(name).dispatchEvent(new Event("click"));

  assert.deepEqual(idle(), ["first", "back"]);
  for (const name of idle()) click(name);
  assert.deepEqual([head.at, changes], [0, 0]);
  click("last");
  assert.deepEqual([head.at, changes, idle()], [2, 1, ["forward", "last"]]);
  head.play(0);
  for (const name of idle()) click(name);
  assert.deepEqual([head.playing, changes], [true, 1], "what does nothing does not pause, either");
  click("back");
  assert.deepEqual([head.at, head.playing, idle()], [1, false, []]);
});
