// A small part of LaTeX as MathML.

import assert from "node:assert/strict";
import { test } from "node:test";

import { formula } from "../../../nnviz/stage/assets/lessons/formula.js";

/** @param {string} latex */
const written = (latex) =>
  /** @type {any} */ (
    formula(latex, /** @type {any} */ ((name, children) => `<${name}>${children.join("")}</${name}>`))
  );

test("letters, numbers and signs", () => {
  assert.equal(written("Z = 0.25"), "<math><mi>Z</mi><mo>=</mo><mn>0.25</mn></math>");
  assert.equal(written("-\\sigma"), "<math><mo>−</mo><mi>σ</mi></math>");
});

test("scripts, fractions and roots", () => {
  assert.equal(written("W_1^2"), "<math><msubsup><mi>W</mi><mn>1</mn><mn>2</mn></msubsup></math>");
  assert.equal(
    written("\\frac{dL}{dW}"),
    "<math><mfrac><mrow><mi>d</mi><mi>L</mi></mrow><mrow><mi>d</mi><mi>W</mi></mrow></mfrac></math>",
  );
  assert.equal(written("\\sqrt{d}"), "<math><msqrt><mrow><mi>d</mi></mrow></msqrt></math>");
});

test("nonsense is shown, and ends", () => {
  assert.match(written("\\unknown{a"), /unknown/);
  assert.match(written("}^_{"), /math/);
  assert.match(written(`${"{".repeat(200)}x`), /math/);
});
