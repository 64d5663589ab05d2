// Three probabilities that sum to one are a point in a triangle: each corner is a certain answer.

import { em, html, say, set, svg } from "../../kit/elements.js";

const TRAIL = 80;

export class Simplex {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.box = html("figure", { class: "simplex" }, parent);
    this.caption = html("figcaption", {}, this.box);
    this.svg = svg("svg", { role: "img" }, this.box);
    /** @type {[number, number][]} */
    this.trail = [];
  }

  /**
   * @param {string[]} names
   * @param {Record<string, Float64Array>} numbers P (3), path (M x 3) along the temperature, others (N x 3) or none
   * @param {number} target
   * @param {number[]} labels classes of the others
   * @param {any} colours
   */
  show(names, numbers, target, labels, colours) {
    const unit = em(this.svg);
    const width = this.box.clientWidth || 280;
    const side = Math.min(width - 2 * unit, 17 * unit);
    const tall = (side * Math.sqrt(3)) / 2;
    const height = tall + 3.6 * unit;
    const corners = [
      [width / 2 - side / 2, 1.7 * unit + tall],
      [width / 2 + side / 2, 1.7 * unit + tall],
      [width / 2, 1.7 * unit],
    ];
    const place = (/** @type {ArrayLike<number>} */ p, at = 0) =>
      /** @type {[number, number]} */ (
        [0, 1].map((axis) => corners[0][axis] * p[at] + corners[1][axis] * p[at + 1] + corners[2][axis] * p[at + 2])
      );
    set(this.svg, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.svg.replaceChildren();
    this.regions(place, colours);
    svg("polygon", { class: "frame", points: corners.join(" ") }, this.svg);
    corners.forEach(([x, y], k) => {
      const text = svg(
        "text",
        {
          x,
          y: k === 2 ? y - 0.8 * unit : y + 1.1 * unit,
          "text-anchor": k === 2 ? "middle" : k ? "end" : "start",
          class: "corner",
          "data-link": `class-${k}`,
        },
        this.svg,
        names[k],
      );
      if (k < 2) set(text, { x: k ? Math.min(width - 2, x + 0.8 * unit) : Math.max(2, x - 0.8 * unit) });
      svg(
        "circle",
        {
          class: k === target ? "target" : "corner-dot",
          cx: x,
          cy: y,
          r: (k === target ? 0.42 : 0.22) * unit,
          style: `--c: ${colours.classColour(k)}`,
        },
        this.svg,
      );
    });
    for (let i = 0; i + 2 < (numbers.others?.length ?? 0); i += 3) {
      const [x, y] = place(numbers.others, i);
      svg(
        "circle",
        { class: "other", cx: x, cy: y, r: 0.24 * unit, style: `--c: ${colours.classColour(labels[i / 3])}` },
        this.svg,
      );
    }
    const line = [];
    for (let i = 0; i + 2 < numbers.path.length; i += 3)
      line.push(
        place(numbers.path, i)
          .map((v) => v.toFixed(1))
          .join(" "),
      );
    svg("polyline", { class: "path", points: line.join(" "), "data-link": "temperature" }, this.svg);
    const here = place(numbers.P);
    this.follow(here, place(numbers.P));
    svg("polyline", { class: "trail", points: this.trail.map((p) => p.join(" ")).join(" ") }, this.svg);
    svg("circle", { class: "here", cx: here[0], cy: here[1], r: 0.5 * unit }, this.svg);
    say(this.caption, "every answer is a point in here");
    set(this.svg, {
      "aria-label": `the point ${Array.from(numbers.P, (p, k) => `${names[k]} ${p.toFixed(2)}`).join(", ")} in the triangle of probabilities`,
    });
  }

  /** @param {[number, number]} here @param {[number, number]} last */
  follow(here, last) {
    const end = this.trail[this.trail.length - 1];
    if (end && end[0] === last[0] && end[1] === last[1]) return;
    this.trail.push(here);
    if (this.trail.length > TRAIL) this.trail.shift();
  }

  /** Which class wins where. @param {(p: number[]) => [number, number]} place @param {any} colours */
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
      svg(
        "polygon",
        {
          points: [place(corner), halves[0], middle, halves[1]].join(" "),
          style: `fill: ${colours.classColour(k)}`,
          class: "region",
          "data-link": `class-${k}`,
        },
        this.svg,
      );
    }
  }
}
