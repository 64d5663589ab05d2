// Plotly cuts a title that is too long: it is broken into lines, and the axes make room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { wrappedTitle } from "../../../nnviz/stage/assets/drawings/figure_title.js";

const layout = {
  title: { text: "Distance between the mean of k masked passes and X", x: 0 },
  margin: { l: 64, t: 56 },
};

test("a title that fits stays as it is", () => {
  assert.deepEqual(wrappedTitle(layout, 1200), { title: layout.title, margin: layout.margin });
});

test("on a phone it takes two lines, and the margin grows by one", () => {
  const { title, margin } = wrappedTitle(layout, 300);
  assert.equal(title.text, "Distance between the mean of<br>k masked passes and X");
  assert.deepEqual([title.x, margin.l, margin.t], [0, 64, 56 + 26]);
});

test("no word is lost however narrow it is", () => {
  assert.equal(wrappedTitle(layout, 10).title.text.replaceAll("<br>", " "), layout.title.text);
});

test("size and room of the template hold where the figure names none", () => {
  const template = { layout: { title: { font: { size: 10 } }, margin: { t: 30 } } };
  const { title, margin } = wrappedTitle({ title: { text: "a b" }, template }, 5);
  assert.deepEqual([title.text, margin.t], ["a b", 30]);
});
