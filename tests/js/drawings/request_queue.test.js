// The request queue: one question under way, of each thing the newest waits, a lost one is asked again.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { RequestQueue } from "../../../nnviz/stage/assets/drawings/request_queue.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

/** A queue and what it sent. */
function queue() {
  const sent = [];
  const requests = new RequestQueue((value) => sent.push(value));
  return { requests, sent };
}

test("the first question goes out at once, the newest of the others when it is answered", () => {
  const { requests, sent } = queue();
  for (const at of [1, 2, 3]) requests.ask({ at });
  assert.deepEqual(
    sent.map(({ at }) => at),
    [1],
  );
  requests.answered(sent[0].n);
  assert.deepEqual(
    sent.map(({ at }) => at),
    [1, 3],
  );
  assert.equal(requests.busy, true);
  requests.answered(sent[1].n);
  assert.equal(requests.busy, false);
  assert.equal(requests.times.length, 2);
});

/** What is sent in the end, without its number. @param {RequestQueue} requests @param {any[]} sent */
function all(requests, sent) {
  while (requests.busy) requests.answered(sent.at(-1).n);
  return sent.map(({ n: _, ...rest }) => rest);
}

test("a question takes only the place of one about the same thing", () => {
  const { requests, sent } = queue();
  requests.ask({ at: 1 });
  requests.ask({ set: "rate", value: 1 });
  requests.ask({ x: 1, done: false });
  requests.ask({ set: "seed", value: 7 });
  requests.ask({ set: "rate", value: 2 });
  requests.ask({ x: 2, done: true });
  assert.deepEqual(all(requests, sent), [
    { at: 1 },
    { set: "seed", value: 7 },
    { set: "rate", value: 2 },
    { x: 2, done: true },
  ]);
});

test("numbers that are typed quickly, one after the other, all arrive", () => {
  const { requests, sent } = queue();
  const type = (/** @type {number} */ j, /** @type {string} */ text) =>
    requests.ask({ what: "weight", row: 0, column: j, text, done: true }, `0 ${j}`);
  type(0, "1");
  type(1, "2");
  type(2, "3");
  type(1, "20");
  assert.deepEqual(
    all(requests, sent).map(({ column, text }) => [column, text]),
    [
      [0, "1"],
      [2, "3"],
      [1, "20"],
    ],
  );
});

test("of questions relative to what is there each counts", () => {
  const { requests, sent } = queue();
  for (let press = 0; press < 3; press++) requests.askEach({ what: "shift", down: 0, right: 1 });
  assert.equal(all(requests, sent).length, 3);
});

test("numbers of questions rise, also within one millisecond", () => {
  const { requests, sent } = queue();
  for (const at of [1, 2, 3]) {
    requests.ask({ at });
    requests.answered(sent.at(-1).n);
  }
  assert.deepEqual(
    sent.map(({ n }) => n - sent[0].n),
    [0, 1, 2],
  );
});

test("the answer to an older question answers nothing", () => {
  const { requests, sent } = queue();
  requests.ask({ at: 1 });
  requests.answered(sent[0].n - 1);
  assert.equal(requests.busy, true);
});

test("a question that got lost is asked again, four times in all, and then given up", () => {
  const { requests, sent } = queue();
  requests.ask({ at: 1 });
  const seen = [900, 1800, 3600, 7200].map((wait) => {
    mock.timers.tick(wait - 1);
    const before = sent.length;
    mock.timers.tick(1);
    return [before, sent.length];
  });
  assert.deepEqual(seen, [
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 4],
  ]);
  assert.equal(new Set(sent.map(({ n }) => n)).size, 1);
  assert.equal(requests.busy, false);
  requests.ask({ at: 2 });
  assert.equal(sent.at(-1).at, 2);
});

test("a question that is given up does not hold up the next one", () => {
  const { requests, sent } = queue();
  requests.ask({ at: 1 });
  requests.ask({ to: 2 });
  for (const wait of [900, 1800, 3600, 7200]) mock.timers.tick(wait);
  assert.equal(sent.at(-1).to, 2);
  assert.equal(requests.busy, true);
});

test("a question waits for as long as the page's program runs, and is kept", () => {
  const { requests, sent } = queue();
  let running = true;
  requests.serverRuns = () => running;
  requests.ask({ at: 1 });
  mock.timers.tick(60_000);
  assert.deepEqual([sent.length, requests.busy], [1, true]);
  running = false;
  mock.timers.tick(900);
  assert.equal(sent.length, 2, "the program has ended without an answer: it was lost");
});

test("nothing is asked again after the end", () => {
  const { requests, sent } = queue();
  requests.ask({ at: 1 });
  requests.destroy();
  mock.timers.tick(5000);
  assert.equal(sent.length, 1);
});
