import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { MeasuredAnswers } from "../../../nnviz/stage/assets/lessons/measured_answers.js";

const FOUND = { option: 1, value: "0.083" };

/** Ask for an answer, of a server that answers with these; an Error stands for none. @param {(Error | [number, object])[]} answers @param {number} [times] */
async function asked(answers, times = 1) {
  Object.assign(globalThis, { location: { href: "http://h/playground" } });
  const measured = new MeasuredAnswers();
  /** @type {string[]} */
  const requests = [];
  mock.method(globalThis, "fetch", async (/** @type {string} */ address) => {
    requests.push(address);
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer;
    const [status, body] = answer;
    return { ok: status === 200, status, json: async () => body };
  });
  mock.timers.enable({ apis: ["setTimeout"] });
  const { signal } = new AbortController();
  let over = false;
  const all = Promise.all(Array.from({ length: times }, () => measured.ask("own", "one", signal))).then(
    () => (over = true),
  );
  while (!over) {
    mock.timers.tick(1000);
    await Promise.resolve();
  }
  await all;
  mock.timers.reset();
  mock.reset();
  return { measured, requests };
}

test("an answer is asked for once", async () => {
  const { measured, requests } = await asked([[200, FOUND]], 3);
  assert.deepEqual(measured.known.get("one"), FOUND);
  assert.deepEqual(requests, ["http://h/hall/lesson/own/measured?at=one"]);
});

test("a busy server is asked again", async () => {
  const busy = /** @type {[number, object]} */ ([503, { error: "other answers", reason: "busy" }]);
  const { measured, requests } = await asked([busy, busy, [200, FOUND]]);
  assert.deepEqual([measured.known.get("one"), requests.length], [FOUND, 3]);
});

test("why there is no answer is kept, until it is asked for again", async () => {
  const { measured } = await asked([[409, { error: "expected one option to hold it" }]]);
  assert.equal(measured.problems.get("one"), "expected one option to hold it");
  measured.take("one", FOUND);
  assert.deepEqual([measured.problems.size, measured.known.get("one")], [0, FOUND]);
});

test("a server that is not there is told as such", async () => {
  const { measured } = await asked([new TypeError("Failed to fetch")]);
  assert.equal(measured.problems.get("one"), "The server cannot be reached.");
});
