// The p columns of W as p linear models: the lines on which they are 0, and the planes over two features that they are.

import { svgAxis } from "../../kit/axis.js";
import { describe, drag } from "../../kit/drag.js";
import { em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { iconButton } from "../../kit/icons.js";
import { fixed } from "../../kit/number_format.js";
import { arrow, SvgPath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";

const HEIGHT = 13; // em
const FLAT = 0.312; // how much a depth is squeezed by looking from above
const PER_TURN = 160; // pixels of a drag that turn the planes by one radian
const ALONG = [0.5, 0.35, 0.65, 0.2, 0.8]; // where on its line a model's arrow may stand, the best first
const DASHES = [undefined, "9 5", "2.5 4", "12 4 2.5 4"];

/**
 * @typedef {object} ModelsHeader
 * @property {number} features that are seen: 1 or 2
 * @property {string[]} names of them
 * @property {string[]} models
 * @property {string[]} samples
 * @property {boolean} exact whether the samples have no further features
 * @property {string} remark
 * @property {string} about the drawing, before it
 */

/** @extends {Drawing<ModelsHeader>} */
export class ModelsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    /** How far the planes are turned, in radians. */
    this.turn = -0.6;
    /** The only model on view; -1 is all. */
    this.only = -1;
    this.p = 0;
    /** @type {Record<string, Float64Array>} */
    this.data = {};
    const head = html("div", { class: "models-head" }, root);
    this.legend = html("div", { class: "models-legend" }, head);
    this.about = html("p", {}, head);
    const row = html("div", { class: "models-row" }, root);
    this.left = this.figure(row);
    this.right = this.figure(row);
    this.right.picture.classList.add("turnable");
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    drag(this.right.picture, {
      value: () => [this.turn],
      limits: () => [[-Infinity, Infinity]],
      place: ({ dx }, [from]) => [from + dx / PER_TURN],
      step: 0.1,
      move: ([turn]) => {
        this.turn = turn;
        if (this.header) this.drawPlanes(this.header);
      },
      signal: this.signal,
    });
  }

  /** @param {Element} parent */
  figure(parent) {
    const box = html("figure", { class: "models-figure" }, parent);
    const title = html("figcaption", {}, box);
    return { box, title, picture: svg("svg", { role: "img" }, box) };
  }

  /** @param {ModelsHeader} header */
  take(header) {
    this.data = this.numbers;
    this.p = header.models.length;
    if (this.only >= this.p) this.only = -1;
    this.writeLegend(header.models);
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {ModelsHeader} header */
  paint(_colours, header) {
    const two = header.features === 2;
    [...this.legend.children].forEach((button, k) => set(button, { "aria-pressed": k - 1 === this.only }));
    this.right.box.hidden = !two;
    say(
      this.left.title,
      two
        ? "the line where each model is 0; the arrow points to larger values"
        : "each model is a line over the single feature",
    );
    say(this.right.title, "each model is a plane over the two features (drag to rotate)");
    if (two) {
      this.drawZeros(header);
      this.drawPlanes(header);
    } else this.drawLines(header);
    say(this.about, header.about);
    say(this.line, header.remark);
    const names = header.models.join(", ");
    set(this.left.picture, { "aria-label": `${names}: ${this.left.title.textContent}. ${header.remark}` });
  }

  /** A button for all models, and one for each. @param {string[]} models */
  writeLegend(models) {
    if (this.legend.dataset.made === models.join()) return;
    this.legend.dataset.made = models.join();
    this.legend.replaceChildren();
    ["all", ...models].forEach((text, k) => {
      const press = () => {
        this.only = k - 1;
        this.draw();
      };
      const link = k ? `model-${k - 1}` : undefined;
      const button = iconButton(this.legend, { text, pressed: false, press, link, signal: this.signal });
      if (k) button.style.setProperty("--c", `var(--line-${(k - 1) % 4})`);
    });
  }

  /** Groups for the models on view, each in its colour. @param {Element} picture @param {(j: number, group: SVGGElement) => void} draw */
  eachModel(picture, draw) {
    for (let j = 0; j < this.p; j++) {
      if (this.only >= 0 && this.only !== j) continue;
      draw(j, svg("g", { "data-link": `model-${j}`, class: "model", style: `--c: var(--line-${j % 4})` }, picture));
    }
  }

  /** A plane from above, or feature against z. @param {ArrayLike<number>} low @param {ArrayLike<number>} high @param {string[]} names */
  frame(low, high, names) {
    const { picture, box } = this.left;
    const unit = em(picture);
    const [width, height] = [widthOf(box) || 400, HEIGHT * unit];
    const frame = { left: 3.2 * unit, right: width - 0.8 * unit, top: 0.7 * unit, bottom: height - 2.6 * unit };
    sheet(picture, width, height);
    const x = linear([low[0], high[0]], [frame.left, frame.right]);
    const y = linear([low[1], high[1]], [frame.bottom, frame.top]);
    svgAxis(picture, x, { side: "bottom", frame, unit, most: 6, title: `${names[0]} →` });
    svgAxis(picture, y, { side: "left", frame, unit, most: 5, title: `↑ ${names[1]}`, titleAt: "end" });
    return { picture, unit, x, y };
  }

  /** @param {ModelsHeader} header */
  drawZeros({ names, models, samples }) {
    const { low, high, zeros, W, X } = this.data;
    const { picture, unit, x, y } = this.frame(low, high, names);
    /** @type {[number, number][]} */
    const taken = samples.map((_, i) => [x(X[2 * i]), y(X[2 * i + 1])]);
    this.eachModel(picture, (j, group) => {
      const [a, b, c, d] = zeros.subarray(4 * j, 4 * j + 4);
      if (!Number.isFinite(a)) return;
      const ends = { x1: x(a), y1: y(b), x2: x(c), y2: y(d) };
      svg("line", { class: "zero", ...ends, "stroke-dasharray": DASHES[j % 4] }, group);
      const places = ALONG.map((share) => {
        const [u, v] = [a + share * (c - a), b + share * (d - b)];
        const [mx, my] = [x(u), y(v)];
        const [dx, dy] = [x(u + W[j]) - mx, y(v + W[this.p + j]) - my];
        const length = Math.hypot(dx, dy) || 1;
        const [tx, ty] = [mx + (dx / length) * 2.2 * unit, my + (dy / length) * 2.2 * unit];
        const name = { x: tx + (dx / length) * 0.8 * unit, y: ty + (dy / length) * 0.7 * unit };
        return { from: [mx, my], to: [tx, ty], name, room: roomAt(name.x, name.y, taken) };
      });
      const enough = places.find(({ room }) => room > 2 * unit);
      const { from, to, name } = enough ?? places.reduce((best, p) => (p.room > best.room ? p : best));
      taken.push([name.x, name.y]);
      const pen = new SvgPath();
      arrow(pen, from[0], from[1], to[0], to[1], 0.8 * unit);
      svg("path", { class: "normal", d: pen.d }, group);
      svg("text", { class: "model-name", ...name, "text-anchor": "middle" }, group, models[j]);
    });
    samples.forEach((_, i) => {
      const [cx, cy] = [x(X[2 * i]), y(X[2 * i + 1])];
      const group = svg("g", { class: "sample", "data-link": `x-row-${i}` }, picture);
      svg("circle", { cx, cy, r: 0.42 * unit }, group);
      svg("title", {}, group, this.told(i));
      svg("text", { class: "tick halo", x: cx + 0.65 * unit, y: cy - 0.5 * unit }, group, String(i));
    });
  }

  /** What the models say of a sample. @param {number} i */
  told(i) {
    const { models, samples } = /** @type {ModelsHeader} */ (this.header);
    const z = models.map((name, j) => `${name} = ${fixed(this.data.Z[i * this.p + j], 2)}`);
    return `${samples[i]}: ${z.join(", ")}`;
  }

  /** @param {ModelsHeader} header */
  drawLines({ names, models }) {
    const { low, high, heights, X, Z } = this.data;
    const [least, most] = [Math.min(...heights, 0), Math.max(...heights, 0)];
    const room = 0.05 * (most - least + 1);
    const { picture, unit, x, y } = this.frame([low[0], least - room], [high[0], most + room], [names[0], "z"]);
    this.eachModel(picture, (j, group) => {
      const end = y(heights[this.p + j]);
      const ends = { x1: x(low[0]), y1: y(heights[j]), x2: x(high[0]), y2: end };
      svg("line", { class: "zero", ...ends, "stroke-dasharray": DASHES[j % 4] }, group);
      const place = { x: x(high[0]) - 0.3 * unit, y: end - 0.8 * unit };
      svg("text", { class: "model-name", ...place, "text-anchor": "end" }, group, models[j]);
      X.forEach((value, i) => {
        const dot = svg("circle", { class: "tip", cx: x(value), cy: y(Z[i * this.p + j]), r: 0.36 * unit }, group);
        svg("title", {}, dot, this.told(i));
      });
    });
  }

  /** @param {ModelsHeader} header */
  drawPlanes({ names, models, samples, exact }) {
    const { low, high, corners, heights, zeros, X, Z } = this.data;
    const { picture, box } = this.right;
    const unit = em(picture);
    const [width, height] = [widthOf(box) || 400, HEIGHT * unit];
    sheet(picture, width, height);
    this.describe();
    const side = Math.min(width, 1.25 * height) * 0.36;
    const [across, deep] = [0, 1].map((axis) => linear([low[axis], high[axis]], [-side, side]));
    const most = Math.max(...heights.map(Math.abs), 1e-9);
    const up = linear([0, most], [0.52 * height, 0.28 * height]);
    const [cos, sin] = [Math.cos(this.turn), Math.sin(this.turn)];
    const place = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ z) => {
      const [u, v] = [across(a), deep(b)];
      return { x: width / 2 + u * cos - v * sin, y: up(z) - (u * sin + v * cos) * FLAT };
    };
    const polygon = (/** @type {{x: number, y: number}[]} */ points) =>
      points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ");
    const over = (/** @type {(k: number) => number} */ z) =>
      [0, 1, 2, 3].map((k) => place(corners[2 * k], corners[2 * k + 1], z(k)));
    const floor = over(() => 0);
    svg("polygon", { class: "floor", points: polygon(floor) }, picture);
    [floor[1], floor[3]].forEach((end, axis) => {
      const middle = { x: (floor[0].x + end.x) / 2, y: (floor[0].y + end.y) / 2 + 0.9 * unit };
      svg("text", { class: "tick halo", ...middle, "text-anchor": "middle" }, picture, names[axis]);
    });
    this.eachModel(picture, (j, group) => {
      const points = over((k) => heights[k * this.p + j]);
      svg("polygon", { class: "plane", points: polygon(points) }, group);
      const [a, b, c, d] = zeros.subarray(4 * j, 4 * j + 4);
      if (Number.isFinite(a)) {
        const [from, to] = [place(a, b, 0), place(c, d, 0)];
        svg("line", { class: "zero", x1: from.x, y1: from.y, x2: to.x, y2: to.y }, group);
      }
      const top = points.reduce((p, q) => (p.y < q.y ? p : q));
      const name = { x: Math.max(unit, Math.min(width - unit, top.x)), y: top.y - 0.6 * unit };
      svg("text", { class: "model-name", ...name, "text-anchor": "middle" }, group, models[j]);
      if (!exact) return;
      samples.forEach((_, i) => {
        const foot = place(X[2 * i], X[2 * i + 1], 0);
        const head = place(X[2 * i], X[2 * i + 1], Z[i * this.p + j]);
        svg("line", { class: "stem", x1: foot.x, y1: foot.y, x2: head.x, y2: head.y }, group);
        const dot = svg("circle", { class: "tip", cx: head.x, cy: head.y, r: 0.32 * unit }, group);
        svg("title", {}, dot, this.told(i));
      });
    });
    samples.forEach((_, i) => {
      const { x, y } = place(X[2 * i], X[2 * i + 1], 0);
      svg("circle", { class: "foot-dot", cx: x, cy: y, r: 0.24 * unit, "data-link": `x-row-${i}` }, picture);
    });
  }

  /** What is heard of the planes. */
  describe() {
    const degrees = Math.round((this.turn * 180) / Math.PI);
    const now = ((((degrees + 180) % 360) + 360) % 360) - 180;
    const label = "rotation of the planes";
    describe(this.right.picture, { label, low: -180, high: 180, now, text: `${fixed(now, 0)}°` });
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries(Object.entries(this.data).map(([name, values]) => [name, Array.from(values)]));
    return { ...numbers, turn: this.turn, only: this.only };
  }
}

/** How far the nearest of some places is. @param {number} x @param {number} y @param {[number, number][]} taken */
const roomAt = (x, y, taken) => Math.min(...taken.map(([u, v]) => Math.hypot(x - u, y - v)));
