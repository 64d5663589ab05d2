// Buttons of drawings that a recorded page presses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RecordedPage } from "../../../nnviz/stage/assets/lessons/recorded_page.js";

/** @param {string} text @param {string} [place] a selector that it matches */
function button(text, place = "") {
  const made = {
    textContent: text,
    title: "",
    disabled: false,
    pressed: 0,
    getAttribute: () => null,
    matches: (/** @type {string} */ selector) => selector === place,
    scrollIntoView: () => {},
    click: () => made.pressed++,
  };
  return made;
}

/** @param {ReturnType<typeof button>[]} buttons */
function pageWith(...buttons) {
  const page = new RecordedPage(/** @type {any} */ (null), { load: async () => new Uint8Array(), lacks: () => {} });
  page.mounts.set("drawing", /** @type {any} */ ({ root: { querySelectorAll: () => buttons } }));
  return page;
}

test("a button is pressed by its name, whatever its case", () => {
  const train = button(" Train ");
  assert.equal(pageWith(button("Reset"), train).press("train"), true);
  assert.equal(train.pressed, 1);
  assert.equal(pageWith(train).press("Test"), false);
});

test("what plays a drawing is found whatever it is called", () => {
  const run = button("Run", ".playback .play");
  assert.equal(pageWith(button("Reset"), run).press("Play"), true);
  assert.equal(run.pressed, 1);
  assert.equal(pageWith(run).press("Train"), false, "only for play");
});
