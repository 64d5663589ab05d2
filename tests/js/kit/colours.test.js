// Text on coloured cells can be read, whatever the number: WCAG 2.2, 1.4.3.

import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, css, luminance, palette, rgb, textOn } from "../../../nnviz/stage/assets/kit/colours.js";

const parse = (text) => {
  const [r, g, b] = text.startsWith("#") ? Object.values(rgb(text)) : text.match(/\d+/g).map(Number);
  return { r, g, b };
};

// The strong and soft ends of nnviz/figures/theme.py; whatever they become, black or white can be read on it.
const LIGHT = { negative: "#d95f02", soft: "#f9b27c", zero: "#ffffff", positive: "#1257b0", ink: "#17202c" };
const DARK = { negative: "#ff9838", soft: "#9a5a1f", zero: "#0e1117", positive: "#62b0ff", ink: "#eef2f7" };

const themed = ({ negative, soft, zero, positive, ink }, dark) =>
  palette({
    dark,
    paper: zero,
    panel: zero,
    zero,
    ink,
    muted: dark ? "#a3adba" : "#566273",
    right: "#1a7f4b",
    warning: dark ? "#ff8a80" : "#b3261e",
    classes: [positive],
    lines: [],
    diverging: [
      [0, negative],
      [0.25, soft],
      [0.5, zero],
      [0.75, "#7fb0e8"],
      [1, positive],
    ],
  });

for (const [name, colours] of Object.entries({ light: themed(LIGHT, false), dark: themed(DARK, true) })) {
  test(`a number can be read on its cell in the ${name} theme, whatever it is`, () => {
    for (let t = -1; t <= 1; t += 0.01)
      assert.ok(contrast(parse(colours.tone(t)), parse(colours.onTone(t))) >= 4.5, `at ${t}`);
  });

  test(`and a number that is not finite, in the ${name} theme`, () => {
    assert.ok(contrast(parse(colours.tone(NaN)), parse(colours.onTone(NaN))) >= 4.5);
  });
}

test("text on any colour at all has a contrast of 4.5", () => {
  for (let r = 0; r < 256; r += 15)
    for (let g = 0; g < 256; g += 15)
      for (let b = 0; b < 256; b += 15)
        assert.ok(contrast({ r, g, b }, textOn({ r, g, b }, parse("#17202c"))) >= 4.5, css({ r, g, b }));
});

test("the ink of the page stays where it can be read", () => {
  const ink = parse("#17202c");
  assert.equal(textOn(parse("#ffffff"), ink), ink);
  assert.deepEqual(textOn(parse("#d95f02"), ink), { r: 0, g: 0, b: 0 });
});

test("luminance and contrast are those of WCAG", () => {
  assert.equal(luminance(parse("#000000")), 0);
  assert.ok(Math.abs(luminance(parse("#ffffff")) - 1) < 1e-12);
  assert.ok(Math.abs(contrast(parse("#000000"), parse("#ffffff")) - 21) < 1e-9);
  assert.ok(Math.abs(contrast(parse("#777777"), parse("#ffffff")) - 4.48) < 0.01);
});
