import assert from "node:assert/strict";
import { test } from "node:test";

import { perform } from "../../../nnviz/stage/assets/lessons/actions.js";
import { LessonBar } from "../../../nnviz/stage/assets/lessons/bar.js";

const settings = (/** @type {string} */ learning_rate) =>
  /** @type {import("../../../nnviz/stage/assets/lessons/progress.js").Action} */ ({
    kind: "set",
    settings: { learning_rate },
  });

/** Let what waits go on. */
const settle = () => new Promise((over) => setTimeout(over, 5));

/** A bar before a server that answers when it is told to, and a page whose program runs or not. */
function bar() {
  const app = { state: "notRunning" };
  const document = { hidden: false, querySelector: () => ({ getAttribute: () => app.state }) };
  Object.assign(globalThis, {
    document,
    requestAnimationFrame: (/** @type {() => void} */ look) => setTimeout(look, 0),
  });
  /** @type {any[]} */
  const sent = [];
  const made = Object.assign(Object.create(LessonBar.prototype), { asked: 0, pending: null, post: () => {} });
  made.post = (/** @type {any} */ pending) => sent.push(pending.request.settings.learning_rate);
  return { app, bar: made, sent };
}

test("a setting is there before the next action begins, and none is lost", async () => {
  const { app, bar: lesson, sent } = bar();
  const { signal } = new AbortController();
  const means = { set: (/** @type {any} */ given) => lesson.set(given, signal), page: () => "" };
  let over = false;
  const done = perform([settings("1"), settings("2")], means, signal).then(() => (over = true));
  await settle();
  assert.deepEqual(sent, ["1"], "the second waits for the first");
  app.state = "running";
  lesson.pending = null; // the server has carried it out
  await settle();
  assert.deepEqual(sent, ["1"], "and for the page, which is still being drawn");
  app.state = "notRunning";
  await settle();
  assert.deepEqual([sent, over], [["1", "2"], false]);
  lesson.pending = null;
  await done;
});

test("who goes on does not wait for a setting", async () => {
  const { bar: lesson } = bar();
  const ended = new AbortController();
  const done = lesson.set({ learning_rate: "1" }, ended.signal);
  ended.abort();
  await done;
});
