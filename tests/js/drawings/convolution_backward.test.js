// The places that the backward pass of a convolution and of pooling link: pure arithmetic of windows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { productWith } from "../../../nnviz/stage/assets/drawings/convolution/patches_view.js";
import { cellsThatSee } from "../../../nnviz/stage/assets/drawings/convolution/pooling_view.js";
import { entryColour } from "../../../nnviz/stage/assets/drawings/convolution/tied_matrix.js";

test("a pixel goes into the product of the place at which an entry of the kernel met it", () => {
  const layer = { gradient: /** @type {const} */ ("dK"), stride: 1, before: /** @type {[number, number]} */ ([1, 1]) };
  assert.deepEqual(productWith(layer, [0, 0], [0, 0]), [1, 1]);
  assert.deepEqual(productWith(layer, [2, 1], [3, 4]), [2, 4]);
  assert.deepEqual(productWith(layer, [2, 2], [-1, 0]), [-2, -1], "outside of the products: the padding above");
});

test("between two places of a stride an entry of the kernel meets nothing", () => {
  const layer = { gradient: /** @type {const} */ ("dK"), stride: 2, before: /** @type {[number, number]} */ ([0, 0]) };
  assert.deepEqual(productWith(layer, [1, 0], [3, 4]), [1, 2]);
  assert.equal(productWith(layer, [1, 0], [2, 4]), null);
});

test("the flipped kernel lies on dZ in zeros with its corner at the pixel", () => {
  const layer = { gradient: /** @type {const} */ ("dX"), stride: 2, before: /** @type {[number, number]} */ ([1, 1]) };
  assert.deepEqual(productWith(layer, [2, 3], [2, 3]), [0, 0]);
  assert.deepEqual(productWith(layer, [2, 3], [4, 5]), [2, 2]);
});

test("a pixel is seen by all windows that overlap there, and by none beyond the last one", () => {
  const layer = { window: /** @type {[number, number]} */ ([3, 3]), stride: 1 };
  assert.equal(cellsThatSee([2, 2], [4, 4], layer).length, 9);
  assert.deepEqual(cellsThatSee([0, 0], [4, 4], layer), [[0, 0]]);
  assert.deepEqual(cellsThatSee([5, 0], [2, 2], { window: [2, 2], stride: 2 }), []);
});

test("no two entries of a kernel have the same colour", () => {
  for (const dark of [false, true]) {
    const colours = Array.from({ length: 25 }, (_, k) => entryColour(Math.floor(k / 5), k % 5, [5, 5], dark)[0]);
    assert.equal(new Set(colours).size, 25);
  }
});
