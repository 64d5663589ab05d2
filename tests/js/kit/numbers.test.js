// Numbers as people read them: few digits, a true minus, the same width where they change.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  count,
  difference,
  fixed,
  label,
  percent,
  precise,
  short,
  tabular,
} from "../../../nnviz/stage/assets/kit/number_format.js";
import { roundUp, ticks } from "../../../nnviz/stage/assets/kit/scale.js";

test("a loss has at most seven characters", () => {
  const sizes = [0, 1, 0.5, 0.09996, 9.9951, 99.96, 999.6, 99999, 99999.6, 0.00049, 1e-30, 1e30, Infinity, NaN];
  for (const x of sizes) assert.ok(short(x).length <= 7, short(x));
  assert.equal(short(0.123456), "0.123");
  assert.equal(short(-1234.6), "−1235");
  assert.equal(short(1e-5), "1.0e−5");
  assert.equal(short(2.5e7), "2.5e7");
  assert.equal(short(-Infinity), "−∞");
  assert.equal(short(NaN), "NaN");
});

test("a tooltip has five digits", () => {
  assert.equal(precise(1 / 3), "0.33333");
  assert.equal(precise(-1234567), "−1.2346e6");
  assert.equal(precise(0), "0.0000");
});

test("a label has no more digits than the distance between labels asks for", () => {
  assert.deepEqual(
    [0, 0.25, -1.5, 20_000, 3e6].map((x) => label(x)),
    ["0", "0.25", "−1.5", "20k", "3M"],
  );
  assert.equal(label(0.30000000000000004, 0.1), "0.3");
  assert.equal(label(1e-5), "1e−5");
});

test("whole numbers and shares", () => {
  assert.deepEqual([0, 999_999, 1_250_000, 123_456_789].map(count), ["0", "999999", "1.25M", "123M"]);
  assert.deepEqual([1, 0.5, 0.9999, NaN].map(percent), ["100 %", "50.0 %", "100.0 %", "–"]);
});

test("ticks are round, within the ends, and at most about as many as fit", () => {
  assert.deepEqual(
    ticks(0, 10, 5).map((x) => x + 0), // a minus zero is a zero
    [0, 2, 4, 6, 8, 10],
  );
  assert.deepEqual(ticks(-1, 1, 4), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(ticks(3, 3, 4), [3]);
  for (const [low, high, most] of [
    [0.13, 77, 6],
    [-3e-7, 2e-7, 4],
    [1e5, 1.1e5, 9],
  ]) {
    const found = ticks(low, high, most);
    assert.ok(found.length >= 2 && found.length <= most + 1);
    assert.ok(found.every((x) => x >= low - 1e-9 * Math.abs(low) && x <= high + 1e-9 * Math.abs(high)));
  }
});

test("the end of an axis is the next round number", () => {
  assert.deepEqual([1, 1.1, 2.5, 6, 8, 0.012].map(roundUp), [1, 1.5, 3, 7, 10, 0.015]);
  assert.deepEqual([0, -1, NaN, Infinity].map(roundUp), [1, 1, 1, 1]);
});

test("fixed decimals never show a minus zero or lose a small number", () => {
  assert.equal(fixed(-0.000001, 2), "−1.0e−6");
  assert.equal(fixed(0, 3), "0.000");
  assert.equal(fixed(-1.25, 2), "−1.25");
  assert.equal(fixed(2e6), "2.0e6");
  assert.equal(fixed(NaN), "NaN");
  assert.equal(fixed(-Infinity), "−inf");
  assert.equal(tabular(-0.001, 2), "0.00");
  assert.equal(tabular(3e6, 2), "3.0e6");
  assert.equal(difference(0), "0");
  assert.equal(difference(-2.5e-16), "−2.5e−16");
});
