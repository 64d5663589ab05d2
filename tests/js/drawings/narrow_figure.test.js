// Plotly figures at the width of a phone: nothing is cut, and no legend lies on a plot.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, narrowed } from "../../../nnviz/stage/assets/drawings/narrow_figure.js";

const TITLE = "Singular values of the product of the first k hidden weight matrices";

test("a wide figure stays as it is", () => {
  const layout = { title: "A title", legend: { x: 1.01, y: 1 }, height: 400 };
  assert.equal(narrowed(layout, NARROW), layout);
});

test("the title is small, and the legend stands below the plot", () => {
  const layout = { title: { text: TITLE }, legend: { x: 1.01, y: 1 }, xaxis: { title: { text: "k" } }, height: 400 };
  const fitted = JSON.parse(JSON.stringify(narrowed(layout, 330)));
  assert.equal(fitted.title.text, TITLE);
  assert.ok(fitted.title.font.size < 20);
  assert.equal(fitted.legend.yref, "container");
  assert.equal(fitted.legend.y, 0);
  assert.equal(fitted.xaxis.title.text, "k");
  assert.equal(layout.legend.y, 1, "the figure of the server is left alone");
});

test("plots side by side are stacked, and the figure grows", () => {
  const layout = { xaxis: { domain: [0, 0.42] }, xaxis2: { domain: [0.54, 1] }, yaxis: {}, yaxis2: {}, height: 360 };
  const { xaxis2, yaxis, yaxis2, height } = narrowed(layout, 330);
  assert.deepEqual(xaxis2?.domain, [0, 1]);
  assert.ok((yaxis?.domain?.[0] ?? 0) > (yaxis2?.domain?.[1] ?? 1));
  assert.ok(height > 500);
});

test("landscapes side by side are stacked, their titles small", () => {
  const scene = { domain: { x: [0, 0.5] }, xaxis: { title: { text: "weight w", font: { size: 15 } } } };
  const fitted = JSON.parse(JSON.stringify(narrowed({ scene, scene2: scene, height: 520 }, 330)));
  assert.deepEqual(fitted.scene.domain.x, [0, 1]);
  assert.ok(fitted.scene.domain.y[0] > fitted.scene2.domain.y[1]);
  assert.equal(fitted.scene.xaxis.title.text, "weight w");
  assert.ok(fitted.scene.xaxis.title.font.size < 15);
});

test("one landscape stays where it is", () => {
  assert.deepEqual(narrowed({ scene: { domain: { x: [0, 1] } }, height: 460 }, 330).scene?.domain, { x: [0, 1] });
});
