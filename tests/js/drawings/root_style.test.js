// The root of a view wears the colours of the theme as its style: no view may put another style in their place.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ASSETS = new URL("../../../nnviz/stage/assets/", import.meta.url);

test("no view replaces the style of its root", () => {
  const files = readdirSync(ASSETS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  assert.ok(files.length > 50);
  for (const file of files) {
    const source = readFileSync(new URL(file, ASSETS), "utf8");
    assert.doesNotMatch(source, /set\(this\.root, \{[^}]*style/, `${file}: use this.root.style.setProperty`);
  }
});
