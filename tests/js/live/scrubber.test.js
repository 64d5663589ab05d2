// The scrubber: where a move leads to, and what the server hears when a hand has come to rest.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Scrubber } from "../../../nnviz/stage/assets/live/scrubber.js";
import { standing, steps } from "./playing.js";

/** A stage that stands at step 60 of a run, ten steps an epoch, with every second step held. */
function trained() {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 30).map((k) => 2 * k) });
  stage.run(1500);
  return scrubbed(stage);
}

/** A scrubber on a stage, and the commands of its view. */
function scrubbed(stage) {
  const commands = [];
  const nothing = () => {};
  const scrubber = new Scrubber({
    player: stage.player,
    closeEditor: nothing,
    repaint: nothing,
    announce: nothing,
    choice: null,
    sample: null,
    command: (name, value) => commands.push([name, value]),
  });
  return { stage, scrubber, commands };
}

test("one goes by a frame, by an epoch, to the first step and to the newest", () => {
  const { stage, scrubber, commands } = trained();
  const seen = ["back", "back", "epochBack", "epochBack", "forward", "epochForward", "first", "newest"].map((name) => {
    scrubber.move(name);
    return stage.player.shown;
  });
  scrubber.stop();
  assert.deepEqual(seen, [58, 56, 50, 40, 42, 50, 0, 60]);
  assert.deepEqual(commands, [], "nothing was trained");
});

test("a move beyond the newest step trains", () => {
  const { scrubber, commands } = trained();
  scrubber.move("forward");
  scrubber.move("epochForward");
  assert.deepEqual(commands, [
    ["step", 1],
    ["epoch", 1],
  ]);
});

test("the nearest held frame is shown at once; the server hears of the step when the hand has come to rest", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { stage, scrubber, commands } = trained();
  scrubber.scrub(20);
  mock.timers.tick(100);
  scrubber.scrub(31);
  assert.ok([30, 32].includes(stage.player.shown));
  mock.timers.tick(199);
  assert.deepEqual(commands, []);
  mock.timers.tick(1);
  assert.deepEqual(commands, [["seek", 31]]);
  mock.timers.tick(5000);
  assert.equal(commands.length, 1);
  mock.timers.reset();
});

test("a step that is not held is asked for", () => {
  const stage = standing();
  stage.give(2, { generation: 2, newest: 60, rewind_to: -1 }, { points: steps(0, 60), frames: [20] });
  stage.run(100);
  const { scrubber, commands } = scrubbed(stage);
  scrubber.move("forward");
  scrubber.settle();
  stage.give(3, { generation: 2, newest: 60 }, { since: 60, frames: [21] });
  assert.equal(stage.player.back, true);
  assert.equal(stage.player.buffer.length, 2);
  assert.equal(stage.player.shown, 21);
  scrubber.move("epochForward");
  scrubber.settle();
  scrubber.move("newest");
  scrubber.settle();
  assert.deepEqual(commands, [
    ["seek", 21],
    ["seek", 30],
    ["seek", 60],
  ]);
});
