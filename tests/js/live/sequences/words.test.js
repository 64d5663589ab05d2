// What becomes of a gradient on its way through time, in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shareText, tensorTitle, throughTime } from "../../../../nnviz/stage/assets/live/sequences/words.js";

const LIMITS = { vanished: 1e-3, exploded: 1e3 };

test("a gradient vanishes, explodes, or gets through", () => {
  assert.deepEqual(throughTime(2e-6, LIMITS), {
    word: "vanishing",
    text: "vanishing through time: 10⁻⁶ reaches step 1",
  });
  assert.deepEqual(throughTime(0.35, LIMITS), { word: "", text: "35 % reaches step 1" });
  assert.equal(throughTime(3e5, LIMITS).word, "exploding");
  assert.equal(throughTime(0, LIMITS).word, "vanishing");
  assert.deepEqual(throughTime(NaN, LIMITS), { word: "", text: "no gradient at the last step" });
});

test("a share is written in few letters", () => {
  assert.equal(shareText(0.0012), "0.12 %");
  assert.equal(shareText(1), "100 %");
  assert.equal(shareText(2.51), "2.5 times as much");
  assert.equal(shareText(123.4), "120 times as much");
  assert.equal(shareText(30000), "10⁴ times as much");
  assert.equal(shareText(9e-8), "10⁻⁷");
});

test("a tensor is called by its letter and its name, a gradient by what it is of", () => {
  assert.equal(tensorTitle("f", { f: "forget gate" }), "fₜ forget gate");
  assert.equal(tensorTitle("dh", {}), "dL/dhₜ");
});
