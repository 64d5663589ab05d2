// The borders across a map of trainings: where half of the runs solved their task, and where theory says that they should.

import { svg } from "../../kit/elements.js";
import { linePath } from "../../kit/path.js";

/** @typedef {import("../../kit/scale.js").Scale} Scale */

/**
 * The measured border between cells, and the predicted one.
 * @param {SVGElement} parent @param {{predictions: number, critical: number}} header
 * @param {(name: string) => import("../message.js").Matrix} matrix @param {Scale} x @param {Scale} y
 */
export function drawBorders(parent, { predictions, critical }, matrix, x, y) {
  const group = svg("g", { class: "map-borders", "aria-hidden": "true" }, parent);
  const [left, right] = x.range;
  const [low, high] = y.range;
  const inside = svg("g", { "clip-path": "url(#map-clip)" }, group);
  const clip = svg("clipPath", { id: "map-clip" }, svg("defs", {}, group));
  svg("rect", { x: left, y: high, width: right - left, height: low - high }, clip);
  const border = matrix("border").data;
  let d = "";
  for (let k = 0; k + 3 < border.length; k += 4)
    d += `M${x(border[k]).toFixed(1)} ${y(border[k + 1]).toFixed(1)}L${x(border[k + 2]).toFixed(1)} ${y(border[k + 3]).toFixed(1)}`;
  svg("path", { class: "map-measured", d }, inside);
  const all = (/** @type {string} */ kind, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, k) => matrix(`${kind} ${k}`));
  drawLines(inside, "critical", all("critical", critical), x, y);
  drawLines(inside, "predicted", all("predicted", predictions), x, y);
}

/** Lines of a kind. @param {SVGElement} parent @param {string} kind @param {import("../message.js").Matrix[]} lines @param {Scale} x @param {Scale} y */
function drawLines(parent, kind, lines, x, y) {
  for (const { data, shape } of lines) {
    const heights = Array.from({ length: shape[0] }, (_, i) => data[2 * i + 1]);
    const d = linePath(heights, (i) => x(data[2 * i]), y);
    for (const look of ["halo", kind]) svg("path", { class: `map-${look}`, d }, parent);
  }
}
