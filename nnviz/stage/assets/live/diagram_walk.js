// Where an arrow key leads in the network diagram: from a unit along a weight to the next unit, up and down among equals.

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
 * @returns {Stop | null} null where the key means nothing
 */
export function walk(key, stop, sizes) {
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
    return column < last
      ? { kind: "weight", column: column + 1, i: j, j: Math.min(j, sizes[column + 1] - 1), end: "j" }
      : stop;
  }
  if (key === "ArrowLeft") {
    if (weight) return unit(column - 1, i);
    return column > 0 ? { kind: "weight", column, i: Math.min(j, sizes[column - 1] - 1), j, end: "i" } : stop;
  }
  const moving = weight ? end : "j";
  const most = sizes[moving === "i" ? column - 1 : column] - 1;
  const from = stop[moving];
  const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: most }[key] ?? from;
  return { ...stop, [moving]: Math.max(0, Math.min(most, to)) };
}

/** Where a stop is drawn. @param {import("./explain.js").Drawn} drawn @param {Stop} stop @returns {[x: number, y: number]} */
export function placeOfStop({ places, scene }, { kind, column, i, j }) {
  const middle = (/** @type {import("./geometry.js").Place} */ place, /** @type {number} */ k) =>
    place.units[k] ?? (place.top + place.bottom) / 2;
  const to = places[column];
  if (kind === "unit") return [(to.left + to.right) / 2, middle(to, j)];
  const from = places[column - 1];
  if (!from.card) {
    const [x0, y0, x1, y1] = ends(from, i, to, j);
    return [(x0 + x1) / 2, (y0 + y1) / 2];
  }
  const { x, y, width, height } = from.card;
  const [n, m] = [scene.columns[column - 1].units, scene.columns[column].units];
  return [x + ((j + 0.5) / m) * width, y + ((i + 0.5) / n) * height];
}
