// What lies under the pointer: a unit with a bias and one whose layer has none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, targetAt } from "../../../nnviz/stage/assets/live/explain.js";

/** Two inputs and one unit. @param {Record<string, number[]>} more */
function diagram(more) {
  const block = new Map(
    Object.entries({ "weights.0": [0.5, -2], "activations.0": [3, 1], "activations.1": [-0.5], ...more }).map(
      ([name, data]) => [name, { data }],
    ),
  );
  const columns = [
    { units: 2, title: "input", labels: [] },
    { units: 1, title: "output", labels: [] },
  ];
  const unit = { left: 100, side: 20, units: [50], hit: () => -1 };
  return {
    frame: { block },
    scene: { columns },
    places: [{ left: 0, right: 10, units: [20, 80], hit: () => -1 }, unit],
    look: { px: (/** @type {number} */ n) => n },
    straight: true,
    outputs: () => block.get("activations.1"),
  };
}

test("a unit with a bias adds it", () => {
  const text = explain(diagram({ "biases.0": [0.25], "pre_activations.1": [-0.25] }), {
    kind: "unit",
    column: 1,
    i: 0,
    j: 0,
    whole: true,
  });
  assert.match(text, /z = Σ w·x \+ b\n= 0\.500·3\.000 \+ \(−2\.000\)·1\.000 \+ 0\.250\n/);
  assert.match(text, /b₁\[1\] = 0\.25/);
});

test("a unit without a bias is the sum of its inputs, and says so", () => {
  const text = explain(diagram({ "pre_activations.1": [-0.5] }), { kind: "unit", column: 1, i: 0, j: 0, whole: true });
  assert.match(text, /z = Σ w·x\n= 0\.500·3\.000 \+ \(−2\.000\)·1\.000\n/);
  assert.ok(text.endsWith("no bias"));
});

test("no bias is hit where there is none", () => {
  assert.equal(targetAt(diagram({ "biases.0": [0.25] }), 100, 60)?.kind, "bias");
  assert.notEqual(targetAt(diagram({}), 100, 60)?.kind, "bias");
});
