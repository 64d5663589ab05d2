// What is dragged up and down as well as to the sides keeps the finger: the page does not scroll under it.

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const DRAWINGS = new URL("../../../nnviz/stage/assets/drawings/", import.meta.url);
const read = (/** @type {string} */ file) => readFileSync(new URL(file, DRAWINGS), "utf8");
const RULES = globSync("**/*.css", { cwd: DRAWINGS }).flatMap((file) =>
  [
    ...read(file)
      .replaceAll(/\/\*.*?\*\//gs, "")
      .matchAll(/([^{}]+)\{([^{}]*)\}/g),
  ].map(([, of, rule]) => ({ of, rule })),
);

test("every drag in two dimensions has a rule, and none of its own that lets the page scroll", () => {
  const all = RULES.filter(({ of }) => of.trim() === '[aria-roledescription="two-dimensional slider"]');
  assert.deepEqual(
    all.map(({ rule }) => rule.trim()),
    ["touch-action: none;"],
  );
  const files = globSync("**/*.js", { cwd: DRAWINGS }).filter((file) => read(file).includes("twofold: true"));
  assert.ok(files.length >= 5);
  const classes = files.flatMap((file) => [...read(file).matchAll(/class: ["`]([\w-]+)/g)].map(([, name]) => name));
  assert.ok(classes.includes("contour-pad") && classes.includes("vector-handle"));
  for (const { of, rule } of RULES)
    if (/touch-action: (?!none)/.test(rule))
      for (const name of classes) assert.ok(!of.includes(`.${name}`), `${of}: ${rule}`);
});
