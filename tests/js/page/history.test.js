import assert from "node:assert/strict";
import { test } from "node:test";

import { corrected, oneEntryPerVisit, samePage } from "../../../nnviz/stage/assets/page/history.js";

globalThis.window ??= /** @type {any} */ (new EventTarget());

let clock = 0;

/** A history as a browser keeps it. */
function visited(/** @type {string[]} */ ...entries) {
  const history = /** @type {History & {entries: string[]}} */ (
    /** @type {unknown} */ ({
      entries,
      pushState: (/** @type {unknown} */ _state, /** @type {string} */ _unused, /** @type {string} */ url) =>
        void entries.push(new URL(url, entries.at(-1)).href),
      replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _unused, /** @type {string} */ url) =>
        void entries.splice(-1, 1, new URL(url, entries.at(-1)).href),
    })
  );
  oneEntryPerVisit(
    history,
    () => /** @type {string} */ (entries.at(-1)),
    () => clock,
  );
  return history;
}

test("a change of settings takes the place of the page's entry", () => {
  const history = visited("http://a/", "http://a/loss");
  for (const query of ["?task=classes", "?task=regression&z=2", ""]) history.pushState({}, "", `/loss${query}`);
  assert.deepEqual(history.entries, ["http://a/", "http://a/loss"]);
});

test("another page gets an entry of its own, and keeps one", () => {
  const history = visited("http://a/loss?z=1");
  history.pushState({}, "", "/softmax");
  history.pushState({}, "", "/softmax?target=2");
  assert.deepEqual(history.entries, ["http://a/loss?z=1", "http://a/softmax?target=2"]);
});

test("a page that the program leaves keeps its own address: Streamlit writes the next page's parameters behind it", () => {
  const history = visited("http://a/playground?z=1&at=2");
  history.pushState({}, "", "/playground?y=7&at=3");
  history.pushState({}, "", "/backward_pass?y=7&at=3");
  assert.deepEqual(history.entries, ["http://a/playground?z=1&at=2", "http://a/backward_pass?y=7&at=3"]);
  history.replaceState({}, "", "/backward_pass?at=4"); // as Streamlit does after Back and Forward
  history.pushState({}, "", "/loss?at=4");
  assert.equal(history.entries.at(-2), "http://a/backward_pass?y=7&at=3");
});

test("settings that were changed by hand stay in the entry, even where the next page has the same", () => {
  const history = visited("http://a/playground?data=circle");
  history.pushState({}, "", "/playground?data=xor");
  clock += 2000;
  history.pushState({}, "", "/activation_race?data=xor");
  assert.deepEqual(history.entries, ["http://a/playground?data=xor", "http://a/activation_race?data=xor"]);
});

test("a history is changed once, however often its page is mounted", () => {
  const history = visited("http://a/loss");
  const changed = history.pushState;
  oneEntryPerVisit(history, () => "http://a/loss");
  assert.equal(history.pushState, changed);
});

test("what follows the path does not make another page", () => {
  assert.ok(samePage("?z=2", "http://a/loss?z=1#top"));
  assert.ok(!samePage("/", "http://a/loss"));
  assert.ok(!samePage("https://b/loss", "http://a/loss"));
});

test("a corrected address keeps what belongs to Streamlit, and ends without a question mark where nothing is left", () => {
  assert.equal(corrected("http://a/loss?z=1e9&embed=true#x", "?z=8"), "http://a/loss?z=8&embed=true#x");
  assert.equal(corrected("http://a/loss?nonsense=1", "?"), "http://a/loss");
});
