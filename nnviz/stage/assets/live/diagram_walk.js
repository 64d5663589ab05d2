// Where an arrow key leads in the network diagram: from a unit along a weight to the next unit, up and down among equals.

import { matrixShape } from "./explain.js";
import { kernelPlace } from "./geometry_maps.js";
import { ends } from "./links.js";

/**
 * @typedef {object} Stop
 * @property {"unit" | "weight"} kind
 * @property {number} column of the unit, or into which the weight leads
 * @property {number} i the unit that a weight comes from
 * @property {number} j the unit, or the one that a weight leads to
 * @property {"i" | "j"} end which end of a weight goes up and down: the other one is where it was reached from
 */

/**
 * @param {string} key
 * @param {Stop | null} stop where it stands; null before the first key
 * @param {number[]} sizes units of each column
 * @param {number[]} [rows] the rows of the weights that lead into each column, 0 where there are none; the units before it unless given
 * @returns {Stop | null} null where the key means nothing
 */
export function walk(key, stop, sizes, rows = [0, ...sizes]) {
  const last = sizes.length - 1;
  /** @param {number} column @param {number} j @returns {Stop} */
  const unit = (column, j) => ({
    kind: "unit",
    column,
    i: 0,
    j: Math.max(0, Math.min(sizes[column] - 1, j)),
    end: "j",
  });
  if (!/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key)) return null;
  if (!stop) return unit(Math.min(1, last), 0);
  const { kind, column, i, j, end } = stop;
  const weight = kind === "weight";
  if (key === "ArrowRight") {
    if (weight) return unit(column, j);
    if (column === last) return stop;
    if (!rows[column + 1]) return unit(column + 1, j);
    return { kind: "weight", column: column + 1, i: j, j: Math.min(j, sizes[column + 1] - 1), end: "j" };
  }
  if (key === "ArrowLeft") {
    // A dense layer reads maps place by place, and all channels of one place: the channel counts fastest.
    if (weight) return unit(column - 1, i % sizes[column - 1]);
    if (column === 0) return stop;
    if (!rows[column]) return unit(column - 1, j);
    return { kind: "weight", column, i: Math.min(j, rows[column] - 1), j, end: "i" };
  }
  const moving = weight ? end : "j";
  const most = (moving === "i" ? rows : sizes)[column] - 1;
  const from = stop[moving];
  const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: most }[key] ?? from;
  return { ...stop, [moving]: Math.max(0, Math.min(most, to)) };
}

/** Where a stop is drawn. @param {import("./explain.js").Drawn} drawn @param {Stop} stop @returns {[x: number, y: number]} */
export function placeOfStop({ places, scene, channels }, { kind, column, i, j }) {
  const middle = (/** @type {import("./geometry.js").Place} */ place, /** @type {number} */ k) =>
    place.units[k] ?? (place.top + place.bottom) / 2;
  const to = places[column];
  const slot = to.tiles?.slots[channels[column].indexOf(j)];
  if (kind === "unit" && to.tiles && slot) return [to.left + slot.x + to.tiles.width / 2, slot.y + to.tiles.height / 2];
  if (kind === "unit") return [(to.left + to.right) / 2, middle(to, j)];
  const from = places[column - 1];
  if (from.kernels) {
    const { x, y, side, pitchX, pitchY } = from.kernels;
    const shown = (/** @type {number} */ k, /** @type {number} */ at) => Math.max(0, channels[at]?.indexOf(k) ?? k);
    const [cell, row] = kernelPlace(from.kernels, shown(i, column - 1), shown(j, column));
    return [x + cell * pitchX + side / 2, y + row * pitchY + side / 2];
  }
  if (!from.card) {
    const [x0, y0, x1, y1] = ends(from, i, to, j);
    return [(x0 + x1) / 2, (y0 + y1) / 2];
  }
  const { x, y, width, height } = from.card;
  const [n, m] = matrixShape(scene.columns, column);
  return [x + ((j + 0.5) / m) * width, y + ((i + 0.5) / n) * height];
}
