// The request queue: one question under way, the newest waits, a lost one is asked again.

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

test("changes go together while a question waits", () => {
  const { requests, sent } = queue();
  requests.askAlso({ x: 1 });
  requests.askAlso({ y: 2 });
  requests.askAlso({ y: 3, done: true });
  requests.answered(sent[0].n);
  assert.deepEqual({ ...sent[1], n: 0 }, { y: 3, done: true, n: 0 });
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
