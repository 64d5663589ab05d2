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
    [[0.00015], "1.5e−4"],
    [[0.00025], "2.5e−4"],
    [[0.00123], "0.00123"],
    [[2.7e-17, 0.1], "0"],
    [[123500, 500], "123.5k"],
    [[3e10], "3e10"],
    [[Infinity], "∞"],
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
    [[2e13], "2.0000e13"],
    [[NaN], "NaN"],
  ]);
  check(format.rounded, [
    [[0.5], "0.5"],
    [[10000], "10000"],
    [[-120], "−120"],
    [[1e-10], "1e−10"],
    [[1.25e8], "1.25e8"],
  ]);
  check(format.approximate, [
    [[123.4], "120"],
    [[-0.01234], "−0.012"],
    [[1.26e-7], "1.3e−7"],
    [[1000, 1], "1000"],
  ]);
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

/** Zeros, ends of tens, and what lies between, from 1e-300 to 1e300, of both signs. */
const NUMBERS = Array.from({ length: 601 }, (_, k) => k - 300)
  .flatMap((k) => [1, 1.5, 2.5, 4.9999, 9.5, 9.995, 9.99996].map((m) => Number(`${m}e${k}`)))
  .flatMap((x) => [x, -x])
  .concat(0, 10, 120, 999999.5, 99999.5);

/** The number in a text, as a person reads it. @param {string} text */
function read(text) {
  const value = format.readNumber(text.replaceAll(",", "").replace("k", "e3").replace("M", "e6"));
  assert.notEqual(value, null, `${text} is no number`);
  return /** @type {number} */ (value);
}

test("a number that is written with all its digits is read as the same number", () => {
  for (const x of NUMBERS) assert.equal(format.readNumber(format.exact(x)), x);
});

test("what is written is as near to the number as its digits promise", () => {
  /** How many digits, or how many decimals where that is less near. @type {[string, (x: number) => string, number, number?][]} */
  const writers = [
    ["fixed", (x) => format.fixed(x, 4), 2, 4],
    ["tabular", (x) => format.tabular(x, 2), 2, 2],
    ["trimmed", format.trimmed, 2, 4],
    ["significant", format.significant, 4],
    ["difference", format.difference, 2],
    ["short", format.short, 2, 4],
    ["precise", format.precise, 5],
    ["rounded", format.rounded, 5],
    ["approximate", format.approximate, 2],
    ["inUnits", format.inUnits, 5],
    ["label", format.label, 3],
  ];
  for (const [name, write, digits, decimals] of writers)
    for (const x of NUMBERS) {
      const lost = Math.abs(read(write(x)) - x);
      const most = Math.max(0.5 * Math.abs(x) * 10 ** (1 - digits), decimals ? 0.5 * 10 ** -decimals : 0);
      assert.ok(lost <= most * (1 + 1e-9), `${name} of ${x}: ${write(x)}`);
    }
  for (const x of NUMBERS.filter((one) => one > 0)) {
    const lost = Math.abs(read(format.error(x)) - x);
    assert.ok(lost <= (x < 0.01 ? 0.5 * x : Math.max(0.0050001, 0.05 * x)), `error of ${x}: ${format.error(x)}`);
  }
});

test("no two labels of an axis are the same, and each is its number", () => {
  for (let k = -30; k <= 30; k++)
    for (const step of [1, 2, 5]) {
      const distance = Number(`${step}e${k}`);
      for (let i = -20; i <= 20; i++) {
        const text = format.label(i * distance, distance);
        assert.ok(
          Math.abs(read(text) - i * distance) <= 1e-9 * distance * Math.max(1, Math.abs(i)),
          `${text}: ${i} times ${distance}`,
        );
      }
    }
});
