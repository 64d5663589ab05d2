// What the line below a plane says about the determinant of its map.

import assert from "node:assert/strict";
import { test } from "node:test";

import { signText } from "../../../nnviz/stage/assets/drawings/recording_view.js";

test("a determinant of one sign lets nothing cross, one of both signs folds, and zero flattens", () => {
  assert.match(signText(-3, -1e-300), /one sign/);
  assert.match(signText(0.1, 4), /one sign/);
  assert.match(signText(-1, 2), /folded/);
  assert.match(signText(0, 2), /flattened/);
  assert.match(signText(-2, -0), /flattened/);
});
