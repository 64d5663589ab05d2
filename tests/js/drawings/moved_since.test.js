// What a hand has moved since a question was asked is not set back by the answer to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ContourPad } from "../../../nnviz/stage/assets/drawings/gradient_descent/contour_pad.js";
import { GatesView } from "../../../nnviz/stage/assets/drawings/recurrence/gates_view.js";

test("the start of a descent follows the engine once all is answered", () => {
  const pad = Object.assign(Object.create(ContourPad.prototype), { dragged: { held: false }, start: [2, 2] });
  pad.startAt = (/** @type {number} */ x, /** @type {number} */ y) => (pad.start = [x, y]);
  pad.follow([1, 1], true);
  assert.deepEqual(pad.start, [2, 2]);
  pad.follow(new Float64Array([1, 1]), false);
  assert.deepEqual(pad.start, [1, 1]);
  pad.dragged.held = true;
  pad.follow([0, 0], false);
  assert.deepEqual(pad.start, [1, 1]);
});

test("a gate is held or let go from the press on, and as the engine says once all is answered", () => {
  const asked = [];
  const requests = { busy: true, ask: (/** @type {object} */ one) => asked.push(one) };
  const gates = Object.assign(Object.create(GatesView.prototype), {
    requests,
    wanted: new Map(),
    header: { rows: [{ name: "f", held: null }] },
    showHand: () => {},
    strips: { follow: () => {} },
  });
  assert.equal(gates.heldAt("f"), null);
  gates.hold("f", 0.5);
  gates.take({ rows: [] }); // an older answer
  assert.equal(gates.heldAt("f"), 0.5);
  gates.hold("f", null);
  assert.equal(gates.heldAt("f"), null);
  requests.busy = false;
  gates.take({ rows: [] });
  gates.header.rows[0].held = 1;
  assert.equal(gates.heldAt("f"), 1);
  assert.deepEqual(asked, [
    { hold: "f", value: 0.5 },
    { hold: "f", value: null },
  ]);
});
