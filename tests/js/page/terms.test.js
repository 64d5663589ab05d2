import assert from "node:assert/strict";
import { test } from "node:test";

import { placed } from "../../../nnviz/stage/assets/page/terms.js";

const WINDOW = { innerWidth: 390, innerHeight: 800 };
const MEANING = { width: 300, height: 60 };

test("a meaning stands below its term", () => {
  assert.deepEqual(placed({ left: 20, top: 100, bottom: 120 }, MEANING, WINDOW), { left: 20, top: 120 });
});

test("a meaning stays inside the window", () => {
  assert.equal(placed({ left: 350, top: 100, bottom: 120 }, MEANING, WINDOW).left, 84);
  assert.equal(placed({ left: -40, top: 100, bottom: 120 }, MEANING, WINDOW).left, 6);
});

test("at the foot of the window a meaning stands above its term", () => {
  assert.equal(placed({ left: 20, top: 740, bottom: 760 }, MEANING, WINDOW).top, 680);
});
