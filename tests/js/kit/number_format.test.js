import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../../nnviz/stage/assets/kit/number_format.js";

/** @param {(x: number, ...rest: number[]) => string} write @param {[number[], string][]} cases */
const check = (write, cases) => {
  for (const [given, wanted] of cases) assert.equal(write(.../** @type {[number]} */ (given)), wanted, `of ${given}`);
};

test("a fixed number keeps its decimals, and becomes a power of ten where they would show nothing of it", () => {
  check(format.fixed, [
    [[0.25], "0.2500"],
    [[-1.5, 1], "−1.5"],
    [[-0.00001, 4], "−1.0e−5"],
    [[-0.00006, 4], "−0.0001"],
    [[0, 2], "0.00"],
    [[-0, 2], "0.00"],
    [[1e6, 2], "1.0e6"],
    [[NaN], "NaN"],
    [[Infinity], "inf"],
    [[-Infinity], "−inf"],
  ]);
});

test("a number of a table shows zeros where nothing else is left, without a minus", () => {
  check(format.tabular, [
    [[1e-9, 2], "0.00"],
    [[-1e-9, 2], "0.00"],
    [[-0.126, 2], "−0.13"],
    [[2.5e6, 2], "2.5e6"],
    [[NaN, 2], "NaN"],
  ]);
});

test("a short number has at most seven characters", () => {
  check(format.short, [
    [[0.69315], "0.693"],
    [[0.0094], "0.0094"],
    [[9.9951], "10.00"],
    [[99.96], "100.0"],
    [[1234.5], "1235"],
    [[123456], "1.2e5"],
    [[-0.0001], "−1.0e−4"],
    [[0], "0.0000"],
    [[Infinity], "∞"],
  ]);
  for (let k = -9; k < 9; k++) assert.ok(format.short(-1.2345 * 10 ** k).length <= 8);
});

test("a label of an axis has no more digits than its distance asks for", () => {
  check(format.label, [
    [[0.30000000000000004, 0.1], "0.3"],
    [[1, 0.5], "1"],
    [[0.125], "0.125"],
    [[12000], "12k"],
    [[-2.5e6], "−2.5M"],
    [[0.0001], "1e−4"],
  ]);
});

test("powers of ten have one way of being written", () => {
  check(format.powerOfTen, [
    [[0], "1"],
    [[-2], "0.01"],
    [[3], "1000"],
    [[-3], "10⁻³"],
    [[-3, -3, 3], "0.001"],
    [[-308], "10⁻³⁰⁸"],
    [[12], "10¹²"],
  ]);
  assert.equal(format.tenTo(1), "10¹");
  assert.equal(format.subscript(12), "₁₂");
});

test("differences, errors and other numbers of one use", () => {
  check(format.difference, [
    [[0], "0"],
    [[2.22e-16], "2.2e−16"],
    [[-3.1], "−3.1e0"],
  ]);
  check(format.error, [
    [[0], "0"],
    [[3e-9], "3e−9"],
    [[0.5], "0.50"],
    [[NaN], "NaN"],
  ]);
  check(format.trimmed, [
    [[-0.5], "−0.5"],
    [[1 / 3], "0.3333"],
    [[1e-7], "1.0e−7"],
  ]);
  check(format.precise, [
    [[1 / 3], "0.33333"],
    [[-1e-5], "−1.0000e−5"],
  ]);
  check(format.inUnits, [
    [[245123.4], "245,123"],
    [[-0.5], "−0.5"],
    [[0], "0"],
    [[1.5e-7], "1.5000e−7"],
    [[2e13], "2.0000e+13"],
    [[NaN], "NaN"],
  ]);
  assert.equal(format.rounded(0.5), "0.5");
  assert.equal(format.exact(-1.5e-9), "−1.5e−9");
  assert.equal(
    format.bracketed(-1, (x) => format.fixed(x, 1)),
    "(−1.0)",
  );
  assert.equal(format.shapeText([3]), "(3,)");
  assert.equal(format.shapeText([2, 3]), "(2, 3)");
});

test("counts, epochs and shares", () => {
  check(format.count, [
    [[12.4], "12"],
    [[1234567], "1.23M"],
    [[123456789], "123M"],
  ]);
  check(format.epochs, [
    [[3], "3"],
    [[2.5], "2.50"],
    [[1234.5], "1235"],
  ]);
  check(format.percent, [
    [[1], "100 %"],
    [[0.9996], "100.0 %"],
    [[NaN], "–"],
  ]);
});

test("a person may type a decimal comma and a true minus", () => {
  assert.equal(format.readNumber(" −0,5 "), -0.5);
  assert.equal(format.readNumber("1e-3"), 0.001);
  for (const text of ["", "1,000,000", "abc", "Infinity"]) assert.equal(format.readNumber(text), null);
});

test("four digits wherever the point stands, as Python's cell writes them", () => {
  check(format.significant, [
    [[0.123456], "0.1235"],
    [[-1234.56], "−1235"],
    [[12345], "1.234e4"],
    [[0.00012345], "0.0001234"],
    [[0.00001], "1e−5"],
    [[2.5], "2.5"],
    [[100], "100"],
    [[0.28125], "0.2812"],
    [[0.28135], "0.2813"],
    [[9.99996], "10"],
    [[-0], "0"],
    [[2.25, 2], "2.2"],
    [[2.35e-7, 2], "2.3e−7"],
    [[Infinity], "∞"],
    [[NaN], "NaN"],
  ]);
});
