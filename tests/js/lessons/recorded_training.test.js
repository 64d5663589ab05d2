import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { unpack } from "../../../nnviz/stage/assets/kit/wire.js";
import { RecordedTraining } from "../../../nnviz/stage/assets/lessons/recorded_training.js";
import { reel } from "./recorded.js";

const REELS = { a: reel([0], true), b: reel([1, 2, 3]), c: reel([5, 8]), d: reel([0], true), e: reel([10, 20]) };
const RECORDING = {
  stretches: [
    { words: "", plays: false, reels: [{ file: "a", frames: 1 }] },
    { words: "step 8", plays: true, reels: [{ file: "b", frames: 3 }, { file: "c", frames: 2 }] }, // prettier-ignore
    { words: "set activation relu", plays: false, reels: [{ file: "d", frames: 1 }] },
    { words: "step 20", plays: true, reels: [{ file: "e", frames: 2 }] },
  ],
  samples: [
    { index: 0, title: "left", position: /** @type {[number, number]} */ ([-1, 0]) },
    { index: 1, title: "right", position: /** @type {[number, number]} */ ([1, 0]) },
  ],
  per_epoch: 4,
};

/** @type {RecordedTraining} */
let training;
/** @type {{header: Record<string, unknown>, frames: number[][], points: number[]}[]} */
let messages;
/** @type {string[]} */
let lacking;
/** @type {number[]} */
let stopped;

beforeEach(async () => {
  [messages, lacking, stopped] = [[], [], []];
  training = new RecordedTraining(RECORDING, {
    load: (file) => Promise.resolve(REELS[/** @type {keyof typeof REELS} */ (file)]),
    deliver: (message) => {
      const { header, frames, block } = unpack(message);
      const points = [...block.data("history")].filter((_, k) => k % 2 === 0);
      messages.push({ header, frames: frames.map((frame) => [...frame.data("numbers")]), points });
    },
    lacks: (what) => lacking.push(what),
    inspect: () => {},
    stopped: (stretch) => stopped.push(stretch),
  });
  await training.begin();
});

const last = () => messages[messages.length - 1];
let n = 1;
const command = (/** @type {string} */ name, /** @type {number | object} */ value = 0, shown = 0) =>
  training.hear("command", { name, value, shown, n: n++ });
const need = () => training.hear("need", { n: n++, have: 0 });

test("at first there is one picture, with its scene, and it stands", () => {
  assert.equal(messages.length, 1);
  assert.deepEqual(last().frames, [[0, 0]]);
  assert.deepEqual(last().header.scene_spec, { id: 7 });
  assert.equal(last().header.playing, false);
});

test("it plays reel by reel as far as its stop, and stands there", async () => {
  await training.playTo(1);
  assert.deepEqual(last().frames.map(([step]) => step), [1, 2, 3]); // prettier-ignore
  assert.equal(last().header.playing, true);
  await need();
  assert.deepEqual(last().frames.map(([step]) => step), [5, 8]); // prettier-ignore
  assert.equal(last().header.low_water, 0); // the next request means that all were shown
  assert.deepEqual(stopped, []);
  await need();
  assert.equal(last().header.playing, false);
  assert.equal(last().header.newest, 8);
  assert.deepEqual(last().frames, []);
  assert.deepEqual(stopped, [1]);
});

test("after a stop it goes on to the next one, by way of another scene", async () => {
  await training.playTo(1);
  await need();
  await need();
  const { generation } = last().header;
  await command("play", 0, 8);
  assert.deepEqual(last().header.scene_spec, { id: 7 });
  assert.equal(last().header.rewind_to, -1);
  assert.ok(Number(last().header.generation) > Number(generation));
  await need();
  assert.deepEqual(last().frames.map(([step]) => step), [10, 20]); // prettier-ignore
  await need();
  assert.deepEqual(stopped, [1, 3]);
  await command("play", 0, 20);
  assert.match(String(last().header.note), /ends here/);
});

test("a pause goes back to the step on the screen, and play goes on from it", async () => {
  await training.playTo(1);
  await command("pause", 0, 2);
  assert.equal(last().header.rewind_to, 2);
  assert.equal(last().header.playing, false);
  assert.deepEqual(last().points, [1, 2]); // nothing is told of what was not shown
  await command("play", 0, 2);
  assert.deepEqual(last().frames, [[3, 3]]);
});

test("a sample changes what belongs to it in every frame, nearest to where one pressed", async () => {
  await command("sample", { x: 0.8, y: 0.1 }, 0);
  assert.deepEqual(last().frames, [[0, 100]]);
  assert.deepEqual(last().header.sample, RECORDING.samples[1]);
  await training.playTo(1);
  assert.deepEqual(last().frames, [[1, 101], [2, 102], [3, 103]]); // prettier-ignore
});

test("a batch is the next picture, an epoch the next whole epoch", async () => {
  await command("step", 2, 0);
  assert.deepEqual(last().frames.map(([step]) => step), [1, 2]); // prettier-ignore
  await command("epoch", 1, 2);
  assert.deepEqual(last().frames.map(([step]) => step), [5]); // prettier-ignore
});

test("a look back sends the nearest picture and forgets nothing", async () => {
  await command("step", 5, 0);
  await command("seek", 2, 8);
  assert.deepEqual(last().frames, [[2, 2]]);
  assert.equal(last().header.newest, 8);
});

test("the lesson goes to a step with all points of the curves before it", async () => {
  await training.goTo(6);
  assert.deepEqual(last().frames, [[5, 5]]);
  assert.deepEqual(last().points, [0, 1, 2, 3, 5]);
});

test("what only the app can do is answered and said", async () => {
  const before = n;
  await command("reseed", 0, 0);
  assert.equal(last().header.answers, before);
  assert.match(String(last().header.note), /needs the app/);
  assert.deepEqual(lacking, ["New initial weights"]);
});

test("a command that arrives twice is carried out once", async () => {
  await training.hear("command", { name: "step", value: 1, shown: 0, n: 10 ** 9 });
  const count = messages.length;
  await training.hear("command", { name: "step", value: 1, shown: 0, n: 10 ** 9 });
  assert.equal(messages.length, count);
});
