import assert from "node:assert/strict";
import test from "node:test";

import { BUTTON, geometry } from "../../../nnviz/stage/assets/live/geometry.js";

const look = { px: (n) => n };
const c = { measureText: (text) => ({ width: 7.2 * text.length }) };

const sceneOf = (hidden, units = 4) => ({
  block: { get: () => undefined },
  columns: [
    { title: "input", units: 2, labels: ["x", "y"], activation: "", curve: [], wide: false },
    ...Array.from({ length: hidden }, (_, i) => ({
      title: `hidden ${i + 1}`,
      units,
      labels: [],
      activation: "leaky ReLU",
      curve: [0, 1],
      wide: units > 16,
    })),
    { title: "output", units: 1, labels: [], activation: "sigmoid", curve: [0, 1], wide: false },
  ],
});

test("buttons and menus of however many layers stand apart, and inside the drawing", () => {
  for (let hidden = 1; hidden <= 12; hidden++) {
    for (const width of [310, 498, 760]) {
      for (const units of [4, 32]) {
        const columns = geometry(sceneOf(hidden, units), width, 240, look, c, true).slice(1, -1);
        const boxes = columns.flatMap(({ stepper }) =>
          stepper ? [stepper.minus, stepper.plus].map((left) => [left, left + BUTTON]) : [],
        );
        const menus = columns.map(({ menu }) => [menu.left, menu.left + menu.width]);
        for (const row of [boxes, menus]) {
          row.forEach(([left, right], k) => {
            assert.ok(left >= 0 && right <= width, `${hidden} layers, ${width} px`);
            if (k) assert.ok(left >= row[k - 1][1] - 0.5, `${hidden} layers, ${width} px`);
          });
        }
      }
    }
  }
});

test("a name gives way before its buttons do, and these where there is no room for two", () => {
  const [few, many, most] = [2, 6, 12].map((hidden) => geometry(sceneOf(hidden), 498, 240, look, c, true)[1]);
  assert.equal(few.title, "hidden 1");
  assert.ok(many.title === "" && many.stepper);
  assert.ok(most.title === "h1" && !most.stepper);
});

test("where nothing can be set there are captions alone", () => {
  for (const place of geometry(sceneOf(3), 498, 240, look, c)) assert.ok(!place.stepper && !place.menu && place.title);
});
