import assert from "node:assert/strict";
import { test } from "node:test";
import { drawsByProcessor } from "../../../nnviz/stage/assets/kit/surface.js";

test("the processor draws canvases in WebKitGTK alone", () => {
  assert.ok(drawsByProcessor({ vendor: "Apple Computer, Inc.", platform: "Linux x86_64" }));
  assert.ok(!drawsByProcessor({ vendor: "Apple Computer, Inc.", platform: "MacIntel" }), "Safari");
  assert.ok(!drawsByProcessor({ vendor: "Google Inc.", platform: "Linux x86_64" }), "Chromium");
  assert.ok(!drawsByProcessor({ vendor: "", platform: "Linux x86_64" }), "Firefox");
});
