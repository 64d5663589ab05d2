// Which key asks what of a lesson.

import assert from "node:assert/strict";
import { test } from "node:test";

import { wishOf } from "../../../nnviz/stage/assets/lessons/keys.js";

const press = (/** @type {string} */ key, given = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...given,
});

test("a clicker's keys act wherever the keyboard is", () => {
  assert.equal(wishOf(press("PageDown"), false, true), "next");
  assert.equal(wishOf(press("PageUp"), false, true), "previous");
});

test("space and arrows act where nothing else has the keyboard", () => {
  assert.equal(wishOf(press(" "), true, true), "next");
  assert.equal(wishOf(press(" "), false, true), null);
  assert.equal(wishOf(press("ArrowLeft"), true, true), "previous");
  assert.equal(wishOf(press("ArrowRight", { shiftKey: true }), true, true), null);
});

test("letters act unless they are turned off, and never with Ctrl", () => {
  for (const [key, wish] of [
    ["b", "black"],
    ["B", "black"],
    ["r", "reveal"],
    ["v", "vote"],
    ["n", "notes"],
    ["?", "keys"],
  ]) {
    assert.equal(wishOf(press(key), false, true), wish);
    assert.equal(wishOf(press(key), true, false), null);
    assert.equal(wishOf(press(key, { ctrlKey: true }), true, true), null);
  }
});
