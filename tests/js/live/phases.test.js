// The phases: forward, loss, backward, update, in the time of one step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHASES, Phases } from "../../../nnviz/stage/assets/live/phases.js";

test("there is time for the parts of a step at two frames a second and below", () => {
  assert.equal(new Phases().start(0, 2.5), false);
  assert.equal(new Phases().start(0, 2), true);
});

test("each part has its share of the time and goes from 0 to 1", () => {
  const phases = new Phases();
  phases.start(1000, 1);
  phases.move(1000, true);
  assert.deepEqual(phases.now, { name: "forward", share: 0 });
  phases.move(1330, true);
  assert.equal(phases.now?.name, "loss");
  assert.ok(Math.abs((phases.now?.share ?? NaN) - 0.5) < 1e-9);
  phases.move(1000 + 1000 * PHASES[PHASES.length - 1][1], true);
  assert.equal(phases.now, null);
});

test("the next frame is shown once, with the update, and only if it is there", () => {
  const phases = new Phases();
  phases.start(0, 1);
  assert.equal(phases.move(650, true), false);
  assert.equal(phases.move(670, true), true);
  assert.equal(phases.move(690, true), false);
  phases.start(0, 1);
  assert.equal(phases.move(670, false), false);
});
