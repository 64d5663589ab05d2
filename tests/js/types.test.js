import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ASSETS = new URL("../../nnviz/stage/assets/", import.meta.url);
const TYPED = /@(?:type|param|returns|property|typedef|template)\s+\{[^\n]*?\bany\b[^\n]*?\}/;

test("no type of the browser's half is `any`: tsc would not look behind it", () => {
  const files = globSync("**/*.js", { cwd: ASSETS });
  assert.ok(files.length > 50);
  const lines = files.flatMap((file) =>
    readFileSync(new URL(file, ASSETS), "utf8")
      .split("\n")
      .filter((line) => TYPED.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  assert.deepEqual(lines, []);
});

test("what is looked for is found", () => {
  for (const line of [" * @param {any} scene", "/** @type {Record<string, any>} */", "@param {(e: any) => void} act"])
    assert.match(line, TYPED);
  assert.doesNotMatch(" * @param {Matrix} matrix of any rank", TYPED);
});
