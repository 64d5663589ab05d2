import assert from "node:assert/strict";
import { test } from "node:test";
import { axisTicks } from "../../../nnviz/stage/assets/kit/axis.js";
import * as scales from "../../../nnviz/stage/assets/kit/scale.js";

const { bands, decades, linear, log, nearest, powers, roundUp, ticks } = scales;
const frame = { left: 40, right: 440, top: 10, bottom: 210 };

test("a linear scale goes there and back, and stops at its overshoot", () => {
  const y = linear([0, 2], [200, 0]);
  assert.equal(y(0.5), 150);
  assert.equal(y.invert(150), 0.5);
  assert.equal(y.clamp(7), 2);
  assert.equal(linear([0, 1], [0, 100], { overshoot: 0.05 })(9), 105);
  assert.equal(linear([3, 3], [0, 100])(3), 0, "one point does not divide by zero");
});

test("a logarithmic scale has places for zero and for what is not finite", () => {
  const y = log([0.01, 100], [200, 0], { zero: 215, unbounded: -10 });
  assert.equal(y(1), 100);
  assert.ok(Math.abs(y.invert(100) - 1) < 1e-12);
  assert.equal(y(0), 215);
  assert.equal(y(Infinity), -10);
  assert.equal(y(NaN), -10);
  assert.ok(Number.isNaN(log([0.01, 1], [0, 1])(NaN)), "without such a place a line has a gap there");
  assert.deepEqual(y.ticks(4), [0.01, 0.1, 1, 10, 100]);
});

test("bands stand in the middle of their room, and a place belongs to one of them", () => {
  const x = bands(4, [0, 400]);
  assert.equal(x(0), 50);
  assert.equal(x.bandwidth, 100);
  assert.deepEqual([-5, 99, 100, 999].map(x.invert), [0, 0, 1, 3]);
  assert.deepEqual(bands(12, [0, 1]).ticks(3), [0, 5, 10]);
});

test("ticks are round and never more than there is room for", () => {
  assert.deepEqual(
    ticks(0, 1, 5).map((v) => Number(v.toFixed(9))),
    [0, 0.2, 0.4, 0.6, 0.8, 1],
  );
  assert.deepEqual(ticks(-3, 3, 6), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(ticks(2, 2, 5), [2]);
  for (let most = 1; most < 12; most++) {
    for (const high of [0.013, 0.7, 3, 49, 51, 1e5]) assert.ok(ticks(0, high, most).length <= most + 1);
  }
});

test("exponents of ten are round, too", () => {
  assert.deepEqual(powers(-3, 2, 5), [-3, -2, -1, 0, 1, 2]);
  assert.deepEqual(powers(-31, 4, 4), [-30, -20, -10, 0]);
  assert.deepEqual(powers(-7, 0, 5), [-6, -4, -2, 0]);
});

test("decades hold the sizes and say what no logarithm has", () => {
  assert.deepEqual(decades([0.02, 30]), { low: -2, high: 2, zero: false, unbounded: false });
  const odd = decades([0, NaN, Infinity]);
  assert.ok(odd.zero && odd.unbounded && odd.low === Infinity);
});

test("round numbers at or above a size", () => {
  assert.deepEqual([0.12, 1, 1.2, 6, 0, NaN].map(roundUp), [0.15000000000000002, 1, 1.5, 7, 1, 1]);
});

test("the nearest value is found on both sides", () => {
  assert.equal(nearest([0, 1, 4], 2.4), 1);
  assert.equal(nearest(Float64Array.of(0, 1, 4), 2.6), 2);
  assert.equal(nearest([0, 1, 4], 99), 2);
});

test("an axis has as many labels as it has room for, and none on its title", () => {
  const wide = axisTicks(linear([0, 60], [40, 440]), { side: "bottom", frame }, 16);
  const small = axisTicks(linear([0, 60], [40, 140]), { side: "bottom", frame }, 16);
  assert.ok(wide.length > small.length && small.length >= 2);
  const titled = axisTicks(
    linear([0, 60], [40, 440]),
    { side: "bottom", frame, title: "step of training", titleAt: "end" },
    16,
  );
  assert.ok(titled.at(-1)?.shown === false && titled[0].shown);
});

test("labels that would run into each other are left out", () => {
  const options = { side: /** @type {const} */ ("bottom"), frame, values: [0, 1, 2, 3], format: () => "a long name" };
  const shown = axisTicks(bands(4, [0, 200]), options, 16).map((tick) => tick.shown);
  assert.deepEqual(shown, [true, false, true, false]);
});

test("a logarithmic axis writes powers of ten", () => {
  const texts = axisTicks(log([1e-6, 10], [200, 0]), { side: "left", frame, most: 7 }, 16).map((tick) => tick.text);
  assert.deepEqual(texts, ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10"]);
});

test("beyond the ends of a logarithmic axis zero has a place of its own, in the frame or out of it", () => {
  const beyond = [{ at: 215, text: "exactly 0", line: true }];
  const options = { side: /** @type {const} */ ("left"), frame, most: 7, grid: false, beyond };
  const last = (/** @type {object} */ more) => axisTicks(log([1e-6, 10], [200, 0]), { ...options, ...more }, 16).at(-1);
  assert.deepEqual(last({}), { value: NaN, at: 215, text: "exactly 0", shown: true, lined: true });
  assert.equal(last({ within: [0, 210] }).shown, false);
});
