// Attributes of elements, where a browser would complain about them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { say, set, svg } from "../../../nnviz/stage/assets/kit/elements.js";
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

test("a text that stands there changes its letters, and its node stays", () => {
  const text = { nodeType: 3, nodeValue: "0.5", nextSibling: null };
  const counter = { firstChild: text, textContent: "whole" };
  say(counter, "0.4");
  assert.deepEqual([counter.firstChild.nodeValue, counter.textContent], ["0.4", "whole"]);
});

test("without a text alone, all that stands there is replaced", () => {
  const [text, bold] = [
    { nodeType: 3, nodeValue: "a", nextSibling: {} },
    { nodeType: 1, nextSibling: null },
  ];
  for (const firstChild of [null, text, bold]) {
    const box = { firstChild, textContent: "before" };
    say(box, "after");
    assert.equal(box.textContent, "after");
  }
});

test("no style of what moves depends on what an element holds: each frame, all styles of the stage would be found anew", () => {
  const assets = new URL("../../../nnviz/stage/assets/", import.meta.url);
  const sheets = ["kit/", "live/"].flatMap((folder) =>
    readdirSync(new URL(folder, assets))
      .filter((name) => name.endsWith(".css"))
      .map((name) => new URL(folder + name, assets)),
  );
  assert.ok(sheets.length > 1);
  assert.deepEqual(sheets.filter((sheet) => readFileSync(sheet, "utf8").includes(":has(")).map(String), []);
});
