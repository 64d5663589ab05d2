import assert from "node:assert/strict";
import { test } from "node:test";
import { Slider, sliderScale } from "../../../nnviz/stage/assets/kit/slider.js";
import { page } from "../page.js";

test("a logarithmic slider stands on exponents and means round values", () => {
  const scale = sliderScale({ label: "", low: 1e-4, high: 10, log: 50, digits: 4 });
  assert.deepEqual([scale.min, scale.max, scale.step], [-4, 1, 0.02]);
  assert.equal(scale.value(-2), 0.01);
  assert.equal(scale.value(-0.52), 0.302);
  assert.equal(scale.position(0.302), -0.52);
});

test("a list of values stands on their places, and on the nearest of them", () => {
  const scale = sliderScale({ label: "", steps: [1, 2, 5, 10] });
  assert.deepEqual([scale.min, scale.max, scale.step], [0, 3, 1]);
  assert.equal(scale.value(2), 5);
  assert.deepEqual([5, 4, 99].map(scale.position), [2, 2, 3]);
});

test("a linear slider stands on its values", () => {
  const scale = sliderScale({ label: "", low: -3, high: 3, step: 0.1 });
  assert.deepEqual([scale.min, scale.max, scale.step, scale.value(0.5), scale.position(0.5)], [-3, 3, 0.1, 0.5, 0.5]);
});

test("a drag that ends without a change ends all the same, and once", (context) => {
  page(context);
  const told = [];
  const slider = new Slider(null, { label: "", change: (_, done) => told.push(done) });
  for (const end of ["pointerup", "pointercancel", "blur", "change"]) {
    slider.input.dispatchEvent(new Event("input"));
    assert.equal(slider.held, true);
    slider.input.dispatchEvent(new Event(end));
    slider.input.dispatchEvent(new Event("change"));
    assert.deepEqual([slider.held, told.splice(0)], [false, [false, true]], end);
  }
});

test("a value that a program sets is told, once, and one that the page shows is not", (context) => {
  page(context);
  const told = [];
  const slider = new Slider(null, { label: "", change: (value, done) => told.push([value, done]) });
  slider.show(0.25);
  slider.input.dispatchEvent(new Event("blur"));
  assert.deepEqual(told, []);
  slider.input.value = "0.75";
  for (const type of ["change", "change", "blur"]) slider.input.dispatchEvent(new Event(type));
  assert.deepEqual(told, [[0.75, true]]);
});
