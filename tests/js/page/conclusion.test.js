// An open conclusion follows the page, once, when what was changed has been answered.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window ??= /** @type {any} */ (new EventTarget());

const { tellAnswered } = await import("../../../nnviz/stage/assets/kit/answers.js");
const { followConclusion } = await import("../../../nnviz/stage/assets/page/conclusion.js");
const { oneEntryPerVisit } = await import("../../../nnviz/stage/assets/page/history.js");

/** A page with a conclusion, and how often that was computed anew. @param {import("node:test").TestContext} context @param {boolean} open */
function following(context, open) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const seen = { presses: 0, panel: false };
  const abort = new AbortController();
  context.after(() => abort.abort());
  const button = open ? { click: () => void (seen.presses += 1) } : null;
  const page = {
    querySelector: (/** @type {string} */ selector) => (selector.includes("refresh") ? button : seen.panel || null),
  };
  followConclusion(/** @type {any} */ (page), abort.signal);
  return seen;
}

test("a drag of many answers computes it once, after the last of them", (context) => {
  const seen = following(context, true);
  for (let i = 0; i < 5; i++) {
    tellAnswered();
    context.mock.timers.tick(100);
  }
  assert.equal(seen.presses, 0);
  context.mock.timers.tick(400);
  assert.equal(seen.presses, 1);
  context.mock.timers.tick(10_000);
  assert.equal(seen.presses, 1, "nor is it pressed again by itself");
});

test("a setting that changes nothing but the address counts too", (context) => {
  const seen = following(context, true);
  const history = /** @type {any} */ ({ pushState: () => {}, replaceState: () => {} });
  oneEntryPerVisit(history, () => "http://a/loss");
  history.pushState({}, "", "/loss?z=1");
  context.mock.timers.tick(400);
  assert.equal(seen.presses, 1);
});

test("a closed conclusion costs nothing", (context) => {
  const seen = following(context, false);
  tellAnswered();
  context.mock.timers.tick(400);
  assert.equal(seen.presses, 0);
});

test("a panel that a click elsewhere would close stays open, and the conclusion follows after it", (context) => {
  const seen = following(context, true);
  seen.panel = true;
  tellAnswered();
  context.mock.timers.tick(2_000);
  assert.equal(seen.presses, 0);
  seen.panel = false;
  context.mock.timers.tick(400);
  assert.equal(seen.presses, 1);
});
