// The mark on what is pointed at in the diagram: one unit, or one weight with the two units that it joins.

import { areStraight, ends } from "./links.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./explain.js").Target} Target */

/** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target */
export function paintMark(c, drawn, target) {
  const { look, places } = drawn;
  const { column, i, j } = target;
  c.strokeStyle = look.colours.ink;
  if (target.kind !== "weight") {
    paintFrame(c, drawn, column, j, 2.6);
    return;
  }
  const [from, to] = [places[column - 1], places[column]];
  if (from.card) return;
  const [x0, y0, x1, y1] = ends(from, i, to, j);
  const bend = areStraight(places) ? 0 : (x1 - x0) * 0.45;
  for (const side of [-1, 1]) {
    const shift = side * look.px(4);
    c.lineWidth = look.px(1.4);
    c.beginPath();
    c.moveTo(x0, y0 + shift);
    c.bezierCurveTo(x0 + bend, y0 + shift, x1 - bend, y1 + shift, x1, y1 + shift);
    c.stroke();
  }
  paintFrame(c, drawn, column - 1, i, 1.6);
  paintFrame(c, drawn, column, j, 1.6);
}

/** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} column @param {number} unit @param {number} width */
function paintFrame(c, { places, look }, column, unit, width) {
  const { left, side, units, wide } = places[column];
  if (wide) return;
  const out = look.px(2.5);
  c.lineWidth = look.px(width);
  c.beginPath();
  c.roundRect(left - out, units[unit] - side / 2 - out, side + 2 * out, side + 2 * out, look.px(5));
  c.stroke();
}
