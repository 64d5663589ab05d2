import assert from "node:assert/strict";
import { test } from "node:test";
import { brush } from "../../../nnviz/stage/assets/drawings/brush.js";
import { drag, keyed, settle } from "../../../nnviz/stage/assets/kit/drag.js";

const one = { step: 1, coarse: 10, limits: /** @type {[number, number][]} */ ([[0, 100]]) };
const two = {
  step: 0.1,
  coarse: 0.5,
  snap: 0.05,
  limits: /** @type {[number, number][]} */ ([
    [-1, 1],
    [-1, 1],
  ]),
};

test("all arrows change one number, with shift by a coarse step", () => {
  const after = (/** @type {string} */ key, shift = false) => keyed(key, shift, [50], one);
  assert.deepEqual(
    ["ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"].map((key) => after(key)),
    [[49], [49], [51], [51]],
  );
  assert.deepEqual(after("ArrowUp", true), [60]);
  assert.deepEqual([after("PageUp"), after("PageDown")], [[60], [40]]);
  assert.deepEqual([after("Home"), after("End")], [[0], [100]]);
  assert.equal(after("a"), null);
});

test("numbers stay inside of their limits", () => {
  assert.deepEqual(keyed("ArrowRight", true, [95], one), [100]);
  assert.deepEqual(keyed("ArrowLeft", true, [-0.8, 0.3], two), [-1, 0.3]);
});

test("of two numbers each has its arrows, and home means neither", () => {
  assert.deepEqual(keyed("ArrowLeft", false, [0, 0], two), [-0.1, 0]);
  assert.deepEqual(keyed("ArrowUp", true, [0, 0], two), [0, 0.5]);
  assert.equal(keyed("Home", false, [0, 0], two), null);
});

test("where text is typed only the upright arrows mean something", () => {
  const typed = { ...one, typed: true };
  assert.deepEqual(keyed("ArrowUp", false, [1], typed), [2]);
  for (const key of ["ArrowLeft", "Home", "End", "PageUp"]) assert.equal(keyed(key, false, [1], typed), null);
});

test("numbers snap without a tail of digits", () => {
  assert.deepEqual(settle([0.149, -0.31], two.limits, 0.05), [0.15, -0.3]);
  assert.deepEqual(settle([0.1 + 0.2], [[-1, 1]], 0.1), [0.3]);
  assert.deepEqual(settle([17], [[0, 100]], 5), [15]);
  assert.deepEqual(settle([0.123], [[0, 1]]), [0.123]);
});

test("where there is no end, home and end lead nowhere", () => {
  const turn = { step: 0.1, limits: /** @type {[number, number][]} */ ([[-Infinity, Infinity]]) };
  assert.equal(keyed("Home", false, [0], turn), null);
  assert.equal(keyed("End", false, [0], turn), null);
  assert.deepEqual(keyed("PageUp", false, [0], turn), [1]);
});

/** What can be touched. */
class Pad extends EventTarget {
  classList = { add() {}, remove() {} };
  setPointerCapture() {}
  getBoundingClientRect = () => ({ left: 0, top: 0 });
  getRootNode = () => ({ elementFromPoint: (x, y) => [y, x] });
  /** @param {string} type @param {number} finger @param {number} x */
  touch(type, finger, x = 0) {
    this.dispatchEvent(
      Object.assign(new Event(type), { pointerId: finger, clientX: x, clientY: 0, button: 0, pointerType: "touch" }),
    );
  }
}

test("a second finger does not take a drag over", (context) => {
  globalThis.window = /** @type {any} */ (new EventTarget());
  context.after(() => delete globalThis.window);
  const pad = new Pad();
  const moves = [];
  let at = 0;
  const dragged = drag(/** @type {any} */ (pad), {
    value: () => [at],
    limits: () => [[-100, 100]],
    place: ({ x }) => [x],
    step: 1,
    move: ([x], done) => {
      at = x;
      moves.push([x, done]);
    },
  });
  pad.touch("pointerdown", 1, 10);
  pad.touch("pointerdown", 2, 70);
  pad.touch("pointermove", 2, 80);
  pad.touch("pointerup", 2, 80);
  pad.touch("lostpointercapture", 2);
  assert.deepEqual([moves, dragged.held], [[[10, false]], true]);
  pad.touch("pointermove", 1, 20);
  pad.touch("pointerup", 1, 20);
  pad.touch("lostpointercapture", 1);
  assert.deepEqual(moves.slice(1), [
    [20, false],
    [20, true],
  ]);
});

test("a second finger does not take a brush over", () => {
  const pad = new Pad();
  const painted = [];
  brush(/** @type {any} */ ({ cells: pad, placeOf: (place) => place }), {
    on: () => true,
    ink: () => false,
    paint: (places, ink, done) => painted.push([places.map(([, x]) => x), ink, done]),
    signal: new AbortController().signal,
  });
  pad.touch("pointerdown", 1, 1);
  pad.touch("pointerdown", 2, 7);
  pad.touch("pointermove", 2, 8);
  pad.touch("pointerup", 2, 8);
  assert.deepEqual(painted, [[[1], true, false]]);
  pad.touch("pointermove", 1, 2);
  pad.touch("pointerup", 1, 2);
  assert.deepEqual(painted.slice(1), [
    [[1, 2], true, false],
    [[], true, true],
  ]);
});
