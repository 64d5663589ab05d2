// Three probabilities that sum to one are a point in a triangle: each corner is full certainty.

import { em, html, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { linePath } from "../../kit/path.js";
import { widthOf } from "../../kit/sizes.js";

const TRAIL = 80;

/** @typedef {[number, number]} Point */

export class Simplex {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.box = html("figure", { class: "simplex" }, parent);
    html("figcaption", {}, this.box, "each prediction is a point in this triangle");
    this.svg = svg("svg", { role: "img" }, this.box);
    /** The probabilities that it has had. @type {Float64Array[]} */
    this.trail = [];
  }

  /**
   * @param {string[]} names
   * @param {Record<string, Float64Array>} numbers P (3), path (M x 3) along the temperature, others (N x 3) or none
   * @param {number} target
   * @param {number[]} labels classes of the others
   * @param {import("../../kit/view.js").Palette} colours
   */
  show(names, { P, path, others = new Float64Array() }, target, labels, colours) {
    const unit = em(this.svg);
    const width = widthOf(this.box) || 280;
    const side = Math.min(width - 2 * unit, 17 * unit);
    const tall = (side * Math.sqrt(3)) / 2;
    const corners = [
      [width / 2 - side / 2, 1.7 * unit + tall],
      [width / 2 + side / 2, 1.7 * unit + tall],
      [width / 2, 1.7 * unit],
    ];
    const place = (/** @type {ArrayLike<number>} */ p, at = 0) =>
      /** @type {Point} */ (
        [0, 1].map((axis) => corners.reduce((sum, corner, k) => sum + corner[axis] * p[at + k], 0))
      );
    const places = (/** @type {Float64Array} */ rows) =>
      Array.from({ length: Math.floor(rows.length / 3) }, (_, i) => place(rows, 3 * i));
    sheet(this.svg, width, tall + 3.6 * unit);
    this.regions(place, colours);
    svg("polygon", { class: "frame", points: corners.join(" ") }, this.svg);
    corners.forEach(([x, y], k) => this.corner([x, y], k, names[k], k === target, width, unit, colours));
    places(others).forEach(([cx, cy], i) => {
      const style = `--c: ${colours.classColour(labels[i])}`;
      svg("circle", { class: "other", cx, cy, r: 0.24 * unit, style }, this.svg);
    });
    svg("path", { class: "path", d: through(places(path)), "data-link": "temperature" }, this.svg);
    const here = place(P);
    this.follow(P);
    svg("path", { class: "trail", d: through(this.trail.map((p) => place(p))) }, this.svg);
    svg("circle", { class: "here", cx: here[0], cy: here[1], r: 0.5 * unit }, this.svg);
    const told = Array.from(P, (p, k) => `${names[k]} ${fixed(p, 2)}`).join(", ");
    set(this.svg, { "aria-label": `the point ${told} in the triangle of probabilities` });
  }

  /** A corner with the name of its class: the first two are below. @param {Point} place @param {number} k @param {string} name @param {boolean} target @param {number} width @param {number} unit @param {import("../../kit/view.js").Palette} colours */
  corner([cx, cy], k, name, target, width, unit, colours) {
    const aside = 0.8 * unit;
    const at = [
      { x: Math.max(2, cx - aside), y: cy + 1.1 * unit, "text-anchor": "start" },
      { x: Math.min(width - 2, cx + aside), y: cy + 1.1 * unit, "text-anchor": "end" },
      { x: cx, y: cy - aside, "text-anchor": "middle" },
    ][k];
    svg("text", { ...at, class: "corner", "data-link": `class-${k}` }, this.svg, name);
    const style = `--c: ${colours.classColour(k)}`;
    const [kind, r] = target ? ["target", 0.42 * unit] : ["corner-dot", 0.22 * unit];
    svg("circle", { class: kind, cx, cy, r, style }, this.svg);
  }

  /** @param {Float64Array} P */
  follow(P) {
    const end = this.trail[this.trail.length - 1];
    if (end?.every((p, k) => p === P[k])) return;
    this.trail.push(P);
    if (this.trail.length > TRAIL) this.trail.shift();
  }

  /** Which class wins where. @param {(p: number[]) => Point} place @param {import("../../kit/view.js").Palette} colours */
  regions(place, colours) {
    const middle = place([1 / 3, 1 / 3, 1 / 3]);
    for (let k = 0; k < 3; k++) {
      const corner = [0, 0, 0];
      corner[k] = 1;
      const halves = [1, 2].map((step) => {
        const edge = [0, 0, 0];
        edge[k] = edge[(k + step) % 3] = 0.5;
        return place(edge);
      });
      const points = [place(corner), halves[0], middle, halves[1]].join(" ");
      const look = { style: `fill: ${colours.classColour(k)}`, class: "region", "data-link": `class-${k}` };
      svg("polygon", { points, ...look }, this.svg);
    }
  }
}

/** A line through points. @param {Point[]} points */
function through(points) {
  return linePath(
    points.map(([, y]) => y),
    (i) => points[i][0],
    (y) => y,
  );
}
