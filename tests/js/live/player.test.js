// The player: which frame is shown, what is asked for and when, and what a command does before it is answered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Playing, frameOf, standing, steps } from "./playing.js";

test("frames are shown in order and the queue runs dry", () => {
  const stage = standing();
  stage.give(2, { newest: 5 }, { points: steps(1, 5), frames: steps(1, 5) });
  stage.run(500);
  assert.deepEqual(stage.shown, steps(0, 5));
  assert.equal(stage.player.queue.length, 0);
  assert.equal(stage.player.buffer.length, 6);
  assert.equal(stage.player.history.count(5), 6);
});

test("a message that comes twice is taken once", () => {
  const stage = standing();
  assert.equal(stage.give(2, {}, { points: [1], frames: [1] }), true);
  assert.equal(stage.give(2, {}, { points: [1], frames: [1] }), false);
  assert.equal(stage.player.queue.length, 1);
});

test("a message that was overtaken by a later one is left out", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: steps(1, 5), frames: steps(1, 5) });
  stage.give(4, { playing: true, generation: 2, answers: 7 }, { points: [6], frames: [6] });
  assert.equal(stage.give(3, { playing: true }, { points: steps(6, 9), frames: steps(6, 9) }), false);
  assert.deepEqual([stage.player.generation, stage.player.answers], [2, 7]);
  assert.deepEqual(
    stage.player.queue.map(({ step }) => step),
    [6],
  );
});

test("a server that begins anew counts from one, with another scene", () => {
  const stage = standing();
  stage.give(5, {}, { points: [1], frames: [1] });
  assert.equal(stage.give(1, { scene: 9, scene_spec: {} }, { points: [0], frames: [0] }), true);
  assert.equal(stage.player.scene, 9);
});

test("more is asked for while playing before the queue is empty", () => {
  const stage = standing();
  stage.give(2, { playing: true, low_water: 5 }, { points: steps(1, 20), frames: steps(1, 20) });
  stage.run(2000, () => stage.sent.length > 0);
  const [need] = stage.by("need");
  assert.equal(need.scene, 1);
  assert.equal(need.have, 20);
  assert.equal(need.shown, 15);
});

test("a lost request is sent again after a while", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: [1, 2], frames: [1, 2] });
  stage.run(20);
  assert.equal(stage.by("need").length, 1);
  stage.run(1400);
  assert.equal(stage.by("need").length, 1);
  stage.run(200);
  assert.equal(stage.by("need").length, 2);
});

test("nothing is asked for while it stands still", () => {
  const stage = standing();
  stage.run(5000);
  assert.deepEqual(stage.sent, []);
});

test("nothing is asked for in the seconds after a step back to another page", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: [1, 2], frames: [1, 2] });
  globalThis.window.dispatchEvent(new Event("popstate"));
  stage.run(4900);
  assert.deepEqual(stage.sent, []);
  stage.run(300);
  assert.equal(stage.by("need").length, 1);
});

test("a command without an answer is not sent again in these seconds either", () => {
  const stage = standing();
  stage.player.command("sample", { index: 3 });
  globalThis.window.dispatchEvent(new Event("popstate"));
  stage.run(4900);
  assert.equal(stage.by("command").length, 1);
  stage.run(300);
  assert.equal(stage.by("command").length, 2);
});

test("a stage without its scene asks for it", () => {
  const stage = new Playing();
  stage.give(7, {}, { points: [60, 61], frames: [61] });
  stage.run(20);
  assert.equal(stage.by("need")[0].scene, 0);
  stage.give(8, { newest: 61, scene_spec: {} }, { points: steps(0, 61), frames: [61] });
  stage.run(100);
  assert.equal(stage.player.shown, 61);
  assert.equal(stage.player.history.count(61), 62);
});

test("a gap in the history is noticed and filled", () => {
  const stage = standing();
  stage.give(2, { newest: 12 }, { points: [11, 12], frames: [12] });
  stage.run(20);
  assert.equal(stage.by("need")[0].have, 0);
  stage.give(3, { newest: 12 }, { points: steps(1, 12) });
  assert.equal(stage.player.history.have, 12);
  assert.equal(stage.player.history.count(12), 13);
  assert.equal(stage.player.missing, false);
});

test("frames of an older generation are dropped", () => {
  const stage = standing();
  stage.give(2, { speed: 0, playing: true }, { points: steps(1, 40), frames: steps(1, 40) });
  stage.run(2000, () => stage.player.shown >= 2);
  stage.give(3, { speed: 0, playing: true, generation: 2 }, { points: [41, 42], frames: [41, 42], rate: 0.5 });
  stage.run(500);
  assert.deepEqual(stage.shown, [0, 1, 2, 41, 42]);
  assert.equal(stage.player.frame?.learningRate, 0.5);
});

test("a pause holds at once, tells its step and plays nothing that was under way", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000, () => stage.player.shown > 5);
  const { shown } = stage.player;
  stage.player.command("pause");
  stage.give(3, { playing: true }, { points: [61, 62], frames: [61, 62] });
  stage.run(200);
  assert.equal(stage.player.shown, shown);
  assert.equal(stage.player.playing, false);
  assert.equal(stage.by("command")[0].name, "pause");
  assert.equal(stage.by("command")[0].shown, shown);
});

test("the answer to a pause takes back what was not shown", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000, () => stage.player.shown > 5);
  const { shown } = stage.player;
  stage.player.command("pause");
  const { n } = stage.by("command")[0];
  stage.give(3, { generation: 2, newest: shown, rewind_to: shown, answers: n }, { frames: [shown], since: shown });
  assert.equal(stage.player.history.have, shown);
  assert.equal(stage.player.commands.length, 0);
  stage.run(100);
  assert.equal(stage.player.shown, shown);
});

test("a command without an answer is sent again, four times in all, and then given up", () => {
  const stage = standing();
  stage.player.command("step", 1);
  const counts = [1400, 3000, 6000, 12_000].map((milliseconds) => {
    stage.run(milliseconds);
    return stage.by("command").length;
  });
  assert.deepEqual(counts, [1, 2, 3, 4], "after 1.5, 4.5 and 10.5 seconds, since a slow page must not get more to do");
  stage.run(2000);
  const sent = stage.by("command");
  assert.equal(sent.length, 4);
  assert.equal(new Set(sent.map(({ n }) => n)).size, 1);
  assert.equal(stage.player.commands.length, 0);
});

test("a command waits for as long as the page's program runs, and is kept", () => {
  const stage = standing();
  let running = true;
  stage.player.serverRuns = () => running;
  stage.player.command("step", 1);
  stage.run(60_000);
  assert.equal(stage.by("command").length, 1);
  assert.equal(stage.player.commands.length, 1);
  running = false;
  stage.run(100);
  assert.equal(stage.by("command").length, 2, "the program has ended without an answer: it was lost");
});

test("a command that is answered is not sent again", () => {
  const stage = standing();
  stage.player.command("step", 1);
  const [{ n }] = stage.by("command");
  stage.give(2, { generation: 2, newest: 1, answers: n }, { points: [1], frames: [1] });
  stage.run(5000);
  assert.equal(stage.by("command").length, 1);
  assert.equal(stage.player.shown, 1);
});

test("quick steps are counted together", () => {
  const stage = standing();
  for (let k = 0; k < 4; k++) stage.player.command("step", 1);
  const [{ n }] = stage.by("command");
  stage.give(2, { generation: 2, newest: 1, answers: n }, { points: [1], frames: [1] });
  stage.run(100);
  assert.deepEqual(
    stage.by("command").map(({ value }) => value),
    [1, 3],
  );
});

test("the next press goes on from what the last one has trained, however slowly frames are shown", () => {
  const stage = standing();
  stage.give(2, { speed: 0 }); // twenty frames a second: one is due 50 ms after another
  for (let k = 0; k < 3; k++) stage.player.command("step", 1);
  for (const [k, step] of [1, 3].entries()) {
    const sent = stage.by("command")[k];
    assert.equal(sent.shown, k === 0 ? 0 : 1);
    const points = k === 0 ? [1] : [2, 3];
    stage.give(3 + k, { speed: 0, generation: 2 + k, newest: step, answers: sent.n }, { points, frames: points });
    assert.equal(stage.player.shown, step, "shown at once");
    stage.run(16);
  }
  assert.equal(stage.by("command")[1].value, 2);
  assert.equal(stage.player.buffer.length, 4, "and every frame can be looked at again");
});

test("presses on two buttons keep their order", () => {
  const stage = standing();
  for (const name of ["step", "epoch", "step", "step", "epoch"]) stage.player.command(name, 1);
  assert.deepEqual(
    stage.player.commands.map(({ name, value }) => [name, value]),
    [
      ["step", 1],
      ["epoch", 1],
      ["step", 2],
      ["epoch", 1],
    ],
  );
});

test("a reset forgets the curve and what was held", () => {
  const stage = standing();
  stage.give(2, { newest: 30 }, { points: steps(1, 30), frames: steps(1, 30) });
  stage.run(1000);
  stage.player.command("reset");
  const [{ n }] = stage.by("command");
  stage.give(3, { generation: 2, rewind_to: -1, answers: n }, { points: [0], frames: [0] });
  stage.run(100);
  assert.equal(stage.player.shown, 0);
  assert.equal(stage.player.history.rows.length, 1);
  assert.equal(stage.player.buffer.length, 1);
});

test("a look at the past pauses the training, and the frame of the pause does not pull the view away", () => {
  const stage = standing();
  stage.give(2, { playing: true }, { points: steps(1, 199), frames: steps(1, 199) });
  stage.run(2000, () => stage.player.shown > 20);
  const { newest } = stage.player;
  stage.player.look(0);
  assert.equal(stage.player.shown, 0);
  assert.equal(stage.player.back, true);
  const [pause] = stage.by("command");
  assert.deepEqual([pause.name, pause.shown], ["pause", newest]);
  stage.give(3, { generation: 2, newest, rewind_to: newest, answers: pause.n }, { frames: [newest], since: newest });
  stage.run(100);
  assert.equal(stage.player.shown, 0);
  assert.equal(stage.player.back, true);
});

test("a lost rewind is told by the newest step of the next message", () => {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000);
  stage.give(3, { generation: 2, newest: 20 }, { since: 20, frames: [20] });
  stage.run(100);
  assert.equal(stage.player.newest, 20);
  assert.equal(stage.player.history.have, 20);
  assert.equal(stage.player.shown, 20);
});

test("a frame of the step looked at replaces it and later ones stay", () => {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000);
  stage.player.look(50);
  stage.give(3, { generation: 2, newest: 60 }, { since: 60, frames: [50], rate: 0.7 });
  assert.equal(stage.player.frame?.learningRate, 0.7);
  assert.equal(stage.player.shown, 50);
  assert.equal(stage.player.newest, 60);
  assert.equal(stage.player.buffer.length, 61);
});

test("what is trained on from the past replaces the later steps; their curves become the previous run", () => {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000);
  stage.player.look(30);
  stage.player.command("play");
  assert.equal(stage.player.playing, true);
  assert.equal(stage.player.newest, 30);
  assert.equal(stage.player.history.have, 30);
  assert.equal(stage.player.previousRun.rows.length, 61);
});

test("another view of the same run is no previous run", () => {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000);
  stage.give(3, { scene: 2, scene_spec: {}, generation: 2, newest: 60 }, { points: steps(0, 60), frames: [60] });
  assert.equal(stage.player.previousRun.rows.length, 0);
});

test("a reset in a new scene leaves the previous run behind", () => {
  const stage = standing();
  stage.give(2, { newest: 60 }, { points: steps(1, 60), frames: steps(1, 60) });
  stage.run(2000);
  stage.give(3, { scene: 2, scene_spec: {}, generation: 2, rewind_to: -1 }, { points: [0], frames: [0] });
  assert.equal(stage.player.previousRun.rows.length, 61);
  assert.equal(stage.player.history.rows.length, 1);
});

test("with less motion frames are painted seldom but all arrive", () => {
  const stage = standing();
  stage.player.calm = true;
  stage.shown.length = 0;
  stage.give(2, { newest: 40 }, { points: steps(1, 40), frames: steps(1, 40) });
  stage.run(2000);
  assert.equal(stage.shown.at(-1), 40);
  assert.ok(stage.shown.length < 10, `${stage.shown.length} painted`);
  assert.equal(stage.player.buffer.length, 41);
});

test("at one frame a second a step is shown in its parts, and the next frame with the update", () => {
  const stage = standing();
  const speeds = [{ label: "one batch a second", frames_per_second: 1 }];
  stage.give(2, { playing: true, speeds, speed: 0 }, { points: [1], frames: [1] });
  const seen = [];
  stage.run(1000, () => {
    const name = stage.player.phases.now?.name;
    if (name && seen.at(-1)?.name !== name) seen.push({ name, shown: stage.player.shown });
    return false;
  });
  assert.deepEqual(seen, [
    { name: "forward", shown: 0 },
    { name: "loss", shown: 0 },
    { name: "backward", shown: 0 },
    { name: "update", shown: 1 },
  ]);
});

test("where frames are left out, a sign says so, and what that means; it goes when all are made again", () => {
  const stage = standing();
  assert.deepEqual(stage.player.crowd, { sign: "", meaning: "" });
  stage.give(2, { playing: true, thinning: 3, strides: 3 }, { points: [1], frames: [1] });
  assert.equal(stage.player.crowd.sign, ", many visitors: 1 frame in 3");
  assert.match(stage.player.crowd.meaning, /one frame in 3, with 3 times the .* frames, and.*numbers are exact.*pause/);
  stage.give(3, { playing: true, thinning: 3, strides: 1 }, { points: [2], frames: [2] });
  assert.match(stage.player.crowd.meaning, /one frame in 3, with the usual training .*, so training takes longer, and/);
  stage.give(4, { playing: true, thinning: 1 }, { points: [3], frames: [3] });
  assert.deepEqual(stage.player.crowd, { sign: "", meaning: "" });
});

test("a whole frame takes the place of the newest, rough one, whether it was shown or waits", () => {
  const stage = standing();
  const rough = (/** @type {number} */ step) => ({ ...frameOf(step), rough: true });
  const whole = { ...frameOf(3), rough: false };
  stage.give(2, { playing: true, newest: 3 }, { points: steps(1, 3), frames: [rough(1), rough(2), rough(3)] });
  stage.give(3, { newest: 3 }, { frames: [whole], since: 3 });
  assert.deepEqual(
    stage.player.queue.map(({ step, rough }) => [step, rough]),
    [
      [1, true],
      [2, true],
      [3, false],
    ],
  );
  stage.give(4, { playing: true, newest: 4 }, { points: [4], frames: [rough(4)] });
  stage.run(500);
  assert.equal(stage.player.frame.rough, true);
  stage.give(5, { newest: 4 }, { frames: [{ ...frameOf(4), rough: false }], since: 4 });
  stage.run(100);
  assert.equal(stage.player.frame.rough, false);
  assert.equal(stage.player.buffer.frames.at(-1).rough, false);
  assert.equal(stage.player.buffer.length, 5);
});

test("a rough step of the past is asked for again, a whole one is not", () => {
  const stage = standing();
  const frames = [{ ...frameOf(1), rough: true }, frameOf(2)];
  stage.give(2, { newest: 2 }, { points: [1, 2], frames });
  stage.run(500);
  const { player } = stage;
  player.look(1);
  player.command("seek", 1);
  assert.deepEqual(
    stage.by("command").map(({ name, shown }) => [name, shown]),
    [["seek", -1]],
  );
  stage.give(3, { newest: 2, answers: stage.by("command")[0].n }, { frames: [frameOf(1)], since: 2 });
  assert.ok(!player.frame.rough && player.shown === 1);
  player.command("seek", 1);
  assert.equal(stage.by("command").at(-1).shown, 1);
});

test("a step just before the newest one is shown when its frame comes, though the newest is the nearest that is held", () => {
  const stage = standing();
  stage.give(2, { newest: 12 }, { points: steps(1, 12), frames: [4, 8, 12] });
  stage.run(500);
  const { player } = stage;
  player.look(player.buffer.nearest(11));
  player.sought = 11;
  player.command("seek", 11);
  stage.give(3, { newest: 12, answers: stage.by("command")[0].n }, { frames: [frameOf(11)], since: 12 });
  assert.equal(player.shown, 11);
  assert.ok(player.back);
});

test("a command that the direct line carries out first waits for the run of the page that follows", () => {
  const stage = standing();
  const direct = { name: "abc", alone: ["play"], first: ["set"] };
  stage.player.command("set", { name: "learning_rate", value: 0.1 });
  stage.player.command("play");
  const { n } = stage.player.commands[0];
  stage.give(2, { direct, answers: n + 1, followed: 0 });
  assert.deepEqual(
    stage.player.commands.map(({ name }) => name),
    ["set"],
  );
  stage.give(3, { direct, answers: n + 1, followed: n });
  assert.equal(stage.player.commands.length, 0);
});

test("an older message of a scene before is left out", () => {
  const stage = standing();
  stage.give(5, { scene: 2, scene_spec: {} }, { points: [0], frames: [0] });
  assert.equal(stage.give(4, { scene: 1 }, { points: [1], frames: [1] }), false);
  assert.equal(stage.player.scene, 2);
});

test("who is led back to a lost step is led there before what was not answered, and what was answered is left", () => {
  const stage = standing();
  const direct = { name: "abc", alone: ["play"], first: ["set"] };
  stage.player.command("set", { name: "learning_rate", value: 0.1 });
  const { n } = stage.player.commands[0];
  stage.give(2, { direct, answers: n, followed: 0 });
  stage.player.command("set", { name: "batch_size", value: 5 });
  stage.player.leadBack("step=7");
  const waiting = stage.player.commands;
  assert.deepEqual(
    waiting.map(({ name, value }) => [name, value.name ?? value.query]),
    [
      ["return", "step=7"],
      ["set", "batch_size"],
    ],
  );
  assert.ok(waiting[0].n < waiting[1].n);
  assert.equal(stage.by("command").at(-1).name, "return");
});
