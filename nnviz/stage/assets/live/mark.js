// The mark on what is pointed at in the diagram: one unit, or one weight with the two units that it joins.

import { kernelPlace } from "./geometry_maps.js";
import { areStraight, ends } from "./links.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./explain.js").Target} Target */

/** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target */
export function paintMark(c, drawn, target) {
  const { look, places } = drawn;
  const { column, i, j } = target;
  c.strokeStyle = look.colours.ink;
  if (target.kind === "others") return;
  if (target.kind === "kernel" || places[column].tiles) {
    paintChannelMark(c, drawn, target);
    return;
  }
  if (target.kind !== "weight") {
    paintFrame(c, drawn, column, j, 2.6);
    return;
  }
  const [from, to] = [places[column - 1], places[column]];
  if (from.card || from.kernels) return;
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

/** A channel with the kernels that lead to it and from it, or one kernel with the two channels that it joins. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target */
function paintChannelMark(c, drawn, { kind, column, i, j }) {
  if (kind === "kernel") {
    paintKernels(c, drawn, column - 1, i, j, 2.2);
    paintTile(c, drawn, column - 1, i, 1.6);
    paintTile(c, drawn, column, j, 1.6);
    return;
  }
  paintTile(c, drawn, column, j, 2.6);
  paintKernels(c, drawn, column - 1, null, j, 1.6);
  paintKernels(c, drawn, column, j, null, 1.2);
}

/** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} column @param {number} channel @param {number} width */
function paintTile(c, { places, look, channels }, column, channel, width) {
  const { left, tiles } = places[column];
  const slot = tiles?.slots[channels[column]?.indexOf(channel) ?? -1];
  if (!tiles || !slot) return;
  const out = look.px(2);
  c.lineWidth = look.px(width);
  c.strokeRect(left + slot.x - out, slot.y - out, tiles.width + 2 * out, tiles.height + 2 * out);
}

/** A frame around one kernel, a row of them, or what one channel is read by. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} l the column before them @param {number | null} i null: all @param {number | null} j null: all @param {number} width */
function paintKernels(c, { places, look, channels }, l, i, j, width) {
  const kernels = places[l]?.kernels;
  if (!kernels) return;
  const { x, y, side, pitchX, pitchY, rows, across, wrap } = kernels;
  if (wrap > 1 && j === null) return; // all of them are read
  const shown = (/** @type {number} */ column, /** @type {number} */ k) => channels[column]?.indexOf(k) ?? k;
  const [cell, row] = kernelPlace(kernels, i === null ? 0 : shown(l, i), j === null ? 0 : shown(l + 1, j));
  if (cell < 0 || row < 0 || cell >= across || row >= rows) return;
  const lastCell = i === null && wrap === 1 ? across - 1 : cell;
  const lastRow = j === null ? rows - 1 : row;
  const out = look.px(1.2);
  c.lineWidth = look.px(width);
  c.strokeRect(
    x + cell * pitchX - out,
    y + row * pitchY - out,
    (lastCell - cell) * pitchX + side + 2 * out,
    (lastRow - row) * pitchY + side + 2 * out,
  );
}
