// The stage's keys: one list says what they do and acts; letters are for the stage alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { STAGE_KEYS, isOurs, keyWish } from "../../../nnviz/stage/assets/live/keys.js";

const wish = (key, shiftKey = false) => keyWish({ key, shiftKey })?.wish;

test("every key of the list asks for what the list says", () => {
  for (const { key, shift = false, wish: wanted } of STAGE_KEYS) assert.equal(wish(key, shift), wanted);
});

test("letters mean the same in capitals, and other keys mean nothing", () => {
  assert.equal(wish("R", true), "reset");
  assert.equal(wish("u"), "undo");
  assert.equal(wish("Home", true), "first");
  for (const key of ["x", "Enter", "ArrowUp", "Rewind"]) assert.equal(wish(key), undefined);
});

class Element extends EventTarget {
  constructor(matches = "") {
    super();
    this.matches = matches;
  }

  closest(selector) {
    return this.matches && selector.includes(this.matches) ? this : null;
  }

  getBoundingClientRect() {
    return { top: 0, bottom: 100 };
  }
}

/** Whether a key is for a stage, given where the keyboard is. */
function ours(context, key, path, more = {}) {
  const before = { Element: globalThis.Element, HTMLElement: globalThis.HTMLElement, window: globalThis.window };
  context.after(() => Object.assign(globalThis, before));
  Object.assign(globalThis, {
    Element,
    HTMLElement: Element,
    HTMLInputElement: class {},
    HTMLTextAreaElement: class {},
    HTMLSelectElement: class {},
    window: { innerHeight: 720 },
  });
  const event = { key, shiftKey: false, composedPath: () => path, ...more };
  return isOurs(event, keyWish(event), root, slider);
}
const root = new Element();
const slider = new Element("input");
const body = new Element();
const button = new Element("button");

test("a letter is for the stage only where the stage has the keyboard", (context) => {
  assert.equal(ours(context, "r", [body]), false);
  assert.equal(ours(context, "r", [root, body]), true);
  assert.equal(ours(context, "r", [button, root, body]), true);
  assert.equal(ours(context, "r", [root, body], { ctrlKey: true }), false);
});

test("space and arrows are for the stage while nothing else on the page has the keyboard", (context) => {
  assert.equal(ours(context, " ", [body]), true);
  assert.equal(ours(context, " ", [button, root, body]), false);
  assert.equal(ours(context, "ArrowLeft", [slider, root, body]), true);
});
