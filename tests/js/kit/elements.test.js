// Attributes of elements, where a browser would complain about them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { set, svg } from "../../../nnviz/stage/assets/kit/elements.js";
import { page } from "../page.js";

test("a size below zero is none, wherever it is given", (context) => {
  page(context);
  const box = svg("rect", { x: -3, y: -1, width: -3.0000000000000284, height: 20, rx: -0.5 });
  const given = ["x", "y", "width", "height", "rx"].map((name) => box.getAttribute(name));
  assert.deepEqual(given, ["-3", "-1", "0", "20", "0"]);
  set(box, { width: 12, r: -2 });
  assert.deepEqual([box.getAttribute("width"), box.getAttribute("r")], ["12", "0"]);
});

test("what is undefined or null is taken away", (context) => {
  page(context);
  const line = svg("line", { x1: 0, class: "axis" });
  set(line, { class: null, x1: undefined });
  assert.deepEqual([line.getAttribute("class"), line.getAttribute("x1")], [null, null]);
});
