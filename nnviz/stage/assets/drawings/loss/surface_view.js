// Losses over weight and bias seen from above, all with one start that a hand drags, and the way down from there.

import { fixed } from "../../kit/digits.js";
import { em, html, say, set, svg } from "../../kit/elements.js";
import { css, mix, rgb } from "../../kit/colours.js";
import { label, ticks } from "../../kit/numbers.js";

const BANDS = 18;
const AXIS = 2.4; // em for the numbers at the left
const STEP_OF_HAND = 0.05;

let lands = 0;

export class SurfaceView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.row = html("div", { class: "surfaces" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {any[]} */
    this.parts = [];
    this.start = [0, 0];
    this.held = false;
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    if (!this.requests.busy && !this.held) this.start = header.start;
    while (this.parts.length < header.surfaces.length) this.parts.push(this.make());
    this.draw();
  }

  make() {
    const box = html("figure", { class: "loss-land" }, this.row);
    const title = html("figcaption", {}, box);
    const ground = html("div", { class: "surface-ground" }, box);
    const canvas = html("canvas", {}, ground);
    const over = svg(
      "svg",
      { class: "surface-over", tabindex: 0, role: "group", "aria-label": "start of the neuron: weight and bias" },
      ground,
    );
    const part = { box, title, ground, canvas, over, painted: "", clip: `land-${lands++}` };
    this.listen(part);
    return part;
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    this.header.surfaces.forEach((/** @type {any} */ surface, /** @type {number} */ k) => {
      const part = this.parts[k];
      const unit = em(part.over);
      const side = Math.round(Math.min(part.ground.clientWidth - AXIS * unit - 4, 24 * unit));
      if (side < 50) return;
      part.side = side;
      say(part.title, surface.title);
      part.title.style.setProperty("--c", `var(--line-${surface.colour})`);
      this.paint(part, surface, colours, side);
      this.over(part, surface, side, unit);
    });
    say(this.line, this.header.summary);
  }

  /** Bands of equal loss. @param {any} part @param {any} surface @param {any} colours @param {number} side */
  paint(part, surface, colours, side) {
    const painted = `${surface.name}|${side}|${colours.dark}|${this.header.data}`;
    if (painted === part.painted) return;
    part.painted = painted;
    const { shape, data } = /** @type {import("../message.js").Matrix} */ (this.arrays.get(surface.name));
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
    const pen = part.canvas.getContext("2d");
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
    part.lightest = css(shades[0]);
  }

  /** Axes, way, start. @param {any} part @param {any} surface @param {number} side @param {number} unit */
  over(part, surface, side, unit) {
    const { reach } = this.header;
    const foot = 2.3 * unit;
    const left = AXIS * unit;
    part.x = (/** @type {number} */ v) => left + ((v + reach) / (2 * reach)) * side;
    part.y = (/** @type {number} */ v) => side - ((v + reach) / (2 * reach)) * side;
    part.left = left;
    part.canvas.style.left = `${left}px`;
    set(part.over, { width: side + left + 2, height: side + foot, viewBox: `0 0 ${side + left + 2} ${side + foot}` });
    part.over.replaceChildren();
    for (const v of ticks(-reach, reach, 5)) {
      svg("text", { class: "tick", x: part.x(v), y: side + 0.75 * unit, "text-anchor": "middle" }, part.over, label(v));
      svg("text", { class: "tick", x: left - 0.4 * unit, y: part.y(v), "text-anchor": "end" }, part.over, label(v));
    }
    svg(
      "text",
      { class: "tick", x: left + side / 2, y: side + 1.75 * unit, "text-anchor": "middle" },
      part.over,
      "weight w",
    );
    svg(
      "text",
      {
        class: "tick",
        x: 0.5 * unit,
        y: side / 2,
        transform: `rotate(-90 ${0.5 * unit} ${side / 2})`,
        "text-anchor": "middle",
      },
      part.over,
      "bias b",
    );
    const path = /** @type {import("../message.js").Matrix} */ (this.arrays.get(surface.path)).data;
    let d = "";
    for (let t = 0; t < path.length; t += 2)
      d += `${t ? "L" : "M"}${part.x(path[t]).toFixed(1)} ${part.y(path[t + 1]).toFixed(1)}`;
    const colour = { style: `--c: var(--line-${surface.colour})` };
    svg(
      "rect",
      { x: left, y: 0, width: side, height: side },
      svg("clipPath", { id: part.clip }, svg("defs", {}, part.over)),
    );
    const inside = svg("g", { "clip-path": `url(#${part.clip})` }, part.over);
    svg("path", { class: "way halo", d }, inside);
    svg("path", { class: "way", d, ...colour, "data-link": surface.name }, inside);
    const at = 2 * this.header.epoch;
    svg(
      "circle",
      {
        class: "dot",
        r: 0.5 * unit,
        cx: part.x(path[at]),
        cy: part.y(path[at + 1]),
        ...colour,
        "data-link": surface.name,
      },
      inside,
    );
    part.grip = svg(
      "circle",
      { class: "grip", r: 0.62 * unit, cx: part.x(this.start[0]), cy: part.y(this.start[1]), "data-link": "start" },
      part.over,
    );
  }

  /** @param {number} w @param {number} b @param {boolean} done */
  move(w, b, done) {
    const { reach } = this.header;
    const near = (/** @type {number} */ v) =>
      Math.max(-reach, Math.min(reach, Math.round(v / STEP_OF_HAND) * STEP_OF_HAND));
    this.start = [near(w), near(b)];
    for (const part of this.parts)
      if (part.grip) set(part.grip, { cx: part.x(this.start[0]), cy: part.y(this.start[1]) });
    this.requests.ask({ w: this.start[0], b: this.start[1], done });
  }

  /** @param {any} part */
  listen(part) {
    const to = (/** @type {PointerEvent} */ event, /** @type {boolean} */ done) => {
      const box = part.over.getBoundingClientRect();
      const { reach } = this.header;
      const share = (/** @type {number} */ px) => (2 * px) / part.side - 1;
      this.move(share(event.clientX - box.left - part.left) * reach, -share(event.clientY - box.top) * reach, done);
    };
    part.over.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      part.over.setPointerCapture(event.pointerId);
      this.held = true;
      to(event, false);
    });
    part.over.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (this.held) to(event, false);
    });
    part.over.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
      if (!this.held) return;
      this.held = false;
      to(event, true);
    });
    part.over.addEventListener("pointercancel", () => (this.held = false));
    part.over.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const one = event.shiftKey ? 0.5 : 0.1;
      /** @type {Record<string, number[]>} */
      const steps = { ArrowLeft: [-one, 0], ArrowRight: [one, 0], ArrowUp: [0, one], ArrowDown: [0, -one] };
      const by = steps[event.key];
      if (!by) return;
      event.preventDefault();
      this.move(this.start[0] + by[0], this.start[1] + by[1], true);
    });
  }

  /** For tests. */
  state() {
    const ends = this.header.surfaces.map((/** @type {any} */ s) =>
      Array.from(/** @type {any} */ (this.arrays.get(s.path)).data.slice(-2)),
    );
    return { start: this.start.map((v) => Number(fixed(v, 2).replace("−", "-"))), told: this.header.start, ends };
  }
}
