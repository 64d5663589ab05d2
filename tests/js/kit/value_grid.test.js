// What the grid of cells of the page of convolution places: windows, sizes, letters; and the brush's stroke.

import assert from "node:assert/strict";
import { test } from "node:test";

import { stroke } from "../../../nnviz/stage/assets/drawings/brush.js";
import {
  cellSide,
  isInside,
  largest,
  letterSize,
  windowBox,
  windowPlaces,
  writer,
} from "../../../nnviz/stage/assets/kit/value_grid.js";

test("a window of 3 x 3 looks at nine places, and with a padding the first of them is outside", () => {
  assert.deepEqual(windowPlaces([0, 0], { kernel: [2, 2] }), [[0, 0], [0, 1], [1, 0], [1, 1]]); // prettier-ignore
  const places = windowPlaces([0, 0], { kernel: [3, 3], before: [1, 1] });
  assert.equal(places.length, 9);
  assert.deepEqual(places[0], [-1, -1]);
  assert.deepEqual(places[8], [1, 1]);
});

test("stride moves the window, dilation spreads it, and its box holds what lies between", () => {
  const window = { kernel: [3, 3], stride: [2, 1], dilation: [2, 3], before: [1, 0] };
  assert.deepEqual(windowPlaces([1, 4], window)[0], [1, 4]);
  assert.deepEqual(windowPlaces([1, 4], window)[8], [5, 10]);
  assert.deepEqual(windowBox([1, 4], window), { row: 1, column: 4, rows: 5, columns: 7, kind: "window" });
});

test("cells fill the room that there is, but are never larger than a number asks for", () => {
  assert.equal(cellSide([8, 8], 320, 1000, 20), 40);
  assert.equal(cellSide([8, 16], 320, 1000, 20), 20);
  assert.equal(cellSide([16, 8], 320, 160, 20), 10);
  assert.equal(cellSide([2, 2], 1000, 1000, 20), 58);
  assert.equal(cellSide([100, 100], 100, 100, 20), 8);
  assert.equal(cellSide([100, 100], 100, Infinity, 20), 24);
});

test("numbers are as large as they fit, and not written where nobody could read them", () => {
  assert.equal(letterSize(40, 1, 16), 16);
  assert.ok(letterSize(30, 2, 16) === 16 && letterSize(30, 4, 16) < 16);
  assert.equal(letterSize(18, 3, 16), 0);
  assert.ok(letterSize(40, 3, 30) > 21);
  assert.equal(letterSize(39, 3, 30, 22), 0);
});

test("whole numbers are written as such, others with the decimals that show three digits", () => {
  assert.equal(writer([1, -16, 0])(-16), "−16");
  assert.equal(writer([0.5, 1])(1), "1.00");
  assert.equal(writer([12.5])(12.5), "12.5");
  assert.equal(writer([123.4])(123.4), "123");
  assert.equal(writer([0.0012])(0.0012), "0.001");
  assert.equal(writer([0, 0])(0), "0");
  assert.equal(writer([])(0), "0");
});

test("the scale of colours is the largest finite size, and 1 where there is none", () => {
  assert.equal(largest([-3, 2, Infinity, NaN]), 3);
  assert.equal(largest([0, 0]), 1);
  assert.equal(largest([]), 1);
});

test("a place is inside from the first to the last row and column", () => {
  assert.deepEqual([[0, 0], [2, 3], [-1, 0], [3, 0], [0, 4]].map((place) => isInside(place, [3, 4])), [true, true, false, false, false]); // prettier-ignore
});

test("a quick stroke leaves no holes", () => {
  assert.deepEqual(stroke([1, 1], [1, 4]), [[1, 1], [1, 2], [1, 3], [1, 4]]); // prettier-ignore
  assert.deepEqual(stroke([2, 2], [2, 2]), [[2, 2], [2, 2]]); // prettier-ignore
  assert.deepEqual(stroke([0, 0], [2, 1]), [[0, 0], [1, 1], [2, 1]]); // prettier-ignore
});
