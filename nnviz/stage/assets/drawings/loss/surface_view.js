// Losses over weight and bias seen from above, all with one start that a hand drags, and the way down from there.

import { svgAxis } from "../../kit/axis.js";
import { mix, rgb } from "../../kit/colours.js";
import { describe, drag } from "../../kit/drag.js";
import { clipped, em, html, say, set, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { linePath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";

const BANDS = 18;
const AXIS = 2.4; // em for the numbers at the left
const STEP_OF_HAND = 0.05;

/** @typedef {{name: string, path: string, title: string, colour: number, dash: boolean}} Surface the names of its losses and of its way */

/**
 * @typedef {object} SurfaceHeader
 * @property {string} data what the neuron learns
 * @property {number} reach of weight and bias
 * @property {[number, number]} start
 * @property {number} epoch on view
 * @property {Surface[]} surfaces
 * @property {string} summary
 */

/**
 * @typedef {object} Part what is kept of a surface
 * @property {HTMLElement} title
 * @property {HTMLElement} ground
 * @property {HTMLCanvasElement} canvas
 * @property {SVGSVGElement} over
 * @property {SVGCircleElement} [grip]
 * @property {string} painted
 * @property {import("../../kit/scale.js").Scale} x
 * @property {import("../../kit/scale.js").Scale} y
 * @property {{held: boolean}} dragged
 */

/** @extends {Drawing<SurfaceHeader>} */
export class SurfaceView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "surfaces" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {Part[]} */
    this.parts = [];
    /** @type {number[]} */
    this.start = [0, 0];
  }

  /** @param {SurfaceHeader} header */
  take(header) {
    const held = this.parts.some(({ dragged }) => dragged.held);
    if (!this.requests.busy && !held) this.start = header.start;
    while (this.parts.length < header.surfaces.length) this.parts.push(this.make());
  }

  /** @returns {Part} */
  make() {
    const box = html("figure", { class: "loss-land" }, this.row);
    const title = html("figcaption", {}, box);
    const ground = html("div", { class: "surface-ground" }, box);
    const canvas = html("canvas", { "aria-hidden": "true" }, ground);
    const over = svg("svg", { class: "surface-over" }, ground);
    const [x, y] = [linear([0, 1], [0, 1]), linear([0, 1], [0, 1])];
    const part = { title, ground, canvas, over, painted: "", x, y, dragged: { held: false } };
    part.dragged = drag(over, {
      value: () => this.start,
      limits: () => {
        const reach = this.header?.reach ?? 0;
        return [
          [-reach, reach],
          [-reach, reach],
        ];
      },
      place: (at) => [part.x.invert(at.x), part.y.invert(at.y)],
      step: 0.1,
      coarse: 0.5,
      snap: STEP_OF_HAND,
      move: (start, done) => this.move(start, done),
      signal: this.signal,
    });
    return part;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SurfaceHeader} header */
  paint(colours, header) {
    const seen = header.surfaces.map((surface, k) => {
      const part = this.parts[k];
      const unit = em(part.over);
      const side = Math.round(Math.min(widthOf(part.ground) - AXIS * unit - 4, 24 * unit));
      if (side < 50) return false;
      say(part.title, surface.title);
      part.title.style.setProperty("--c", `var(--line-${surface.colour})`);
      this.land(part, `${surface.name}|${side}|${colours.dark}|${header.data}`, surface, colours, side);
      this.over(part, surface, header, side, unit);
      return true;
    });
    this.describe();
    say(this.line, header.summary);
    return seen.includes(true);
  }

  /** Bands of equal loss. @param {Part} part @param {string} painted what they depend on @param {Surface} surface @param {import("../../kit/view.js").Palette} colours @param {number} side */
  land(part, painted, surface, colours, side) {
    if (painted === part.painted) return;
    part.painted = painted;
    const { shape, data } = this.matrix(surface.name);
    const n = shape[0];
    let low = Infinity;
    let high = -Infinity;
    for (const x of data) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    const shades = Array.from({ length: BANDS }, (_, k) =>
      mix(rgb(colours.paper), rgb(colours.gradient), 0.06 + (0.9 * k) / (BANDS - 1)),
    );
    set(part.canvas, { width: side, height: side });
    const pen = /** @type {CanvasRenderingContext2D} */ (part.canvas.getContext("2d"));
    const image = pen.createImageData(side, side);
    for (let y = 0; y < side; y++) {
      const v = (1 - y / (side - 1)) * (n - 1);
      const i = Math.min(n - 2, Math.floor(v));
      for (let x = 0; x < side; x++) {
        const u = (x / (side - 1)) * (n - 1);
        const j = Math.min(n - 2, Math.floor(u));
        const [s, t] = [u - j, v - i];
        const at = i * n + j;
        const L =
          (1 - t) * ((1 - s) * data[at] + s * data[at + 1]) + t * ((1 - s) * data[at + n] + s * data[at + n + 1]);
        const { r, g, b } = shades[Math.min(BANDS - 1, Math.floor(((L - low) / (high - low)) * BANDS))];
        image.data.set([r, g, b, 255], 4 * (y * side + x));
      }
    }
    pen.putImageData(image, 0, 0);
  }

  /** Axes, way, start. @param {Part} part @param {Surface} surface @param {SurfaceHeader} header @param {number} side @param {number} unit */
  over(part, surface, { reach, epoch }, side, unit) {
    const { over, canvas } = part;
    const frame = { left: AXIS * unit, right: AXIS * unit + side, top: 0, bottom: side };
    const x = linear([-reach, reach], [frame.left, frame.right]);
    const y = linear([-reach, reach], [frame.bottom, frame.top]);
    Object.assign(part, { x, y });
    canvas.style.left = `${frame.left}px`;
    sheet(over, frame.right + 2, side + 2.5 * unit);
    svgAxis(over, x, { side: "bottom", frame, unit, most: 5, grid: false, title: "weight w" });
    svgAxis(over, y, { side: "left", frame, unit, most: 5, grid: false, title: "bias b" });
    const way = this.matrix(surface.path).data;
    const epochs = Array.from({ length: way.length / 2 }, (_, t) => t);
    const xAt = (/** @type {number} */ t) => x(way[2 * t]);
    const yAt = (/** @type {number} */ t) => y(way[2 * t + 1]);
    const d = linePath(epochs, xAt, yAt);
    const look = { style: `--c: var(--line-${surface.colour})`, "data-link": surface.name };
    const inside = clipped(over, frame);
    svg("path", { class: "way halo", d }, inside);
    svg("path", { class: "way", d, ...look, "stroke-dasharray": surface.dash ? "7 5" : undefined }, inside);
    svg("circle", { class: "dot", r: 0.5 * unit, cx: xAt(epoch), cy: yAt(epoch), ...look }, inside);
    part.grip = svg("circle", { class: "grip", r: 0.62 * unit, "data-link": "start" }, over);
    this.grip(part);
  }

  /** @param {Part} part */
  grip({ grip, x, y }) {
    if (grip) set(grip, { cx: x(this.start[0]), cy: y(this.start[1]) });
  }

  describe() {
    const [w, b] = this.start;
    const reach = this.header?.reach ?? 0;
    const text = `w ${fixed(w, 2)}, b ${fixed(b, 2)}`;
    const label = "start of the neuron: weight and bias";
    for (const { over } of this.parts) describe(over, { label, low: -reach, high: reach, now: w, text, twofold: true });
  }

  /** @param {number[]} start @param {boolean} done */
  move(start, done) {
    this.start = start;
    for (const part of this.parts) this.grip(part);
    this.describe();
    this.requests.ask({ w: start[0], b: start[1], done });
  }

  /** For tests. */
  state() {
    const { header } = this;
    const ends = header?.surfaces.map(({ path }) => Array.from(this.matrix(path).data.slice(-2)));
    return { start: this.start.map((v) => Number(fixed(v, 2).replace("−", "-"))), told: header?.start, ends };
  }
}
