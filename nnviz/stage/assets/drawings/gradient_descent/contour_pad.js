// A bowl seen from above: lines of equal loss, the ways of the walkers, and a start that a hand can drag.

import { em, html, set, svg } from "../../kit/elements.js";
import { isoline } from "./isolines.js";
import { label, ticks } from "../../kit/numbers.js";

let pads = 0;

export class ContourPad {
  /** @param {HTMLElement} parent @param {(x: number, y: number, done: boolean) => void} move */
  constructor(parent, move) {
    this.move = move;
    this.id = `pad-${pads++}`;
    this.svg = svg(
      "svg",
      { class: "contour-pad", tabindex: 0, role: "group" },
      html("div", { class: "pad-box" }, parent),
    );
    this.start = [0, 0];
    this.listen();
  }

  /**
   * @param {{reach: number, lowest: ArrayLike<number>, angle: number, axes: ArrayLike<number>, names: string[], bottom?: ArrayLike<number>, field?: {values: ArrayLike<number>, n: number, levels: number[]}}} bowl
   *   `axes` are the half axes of the ellipses, two for each level; `angle` is that of the first, in degrees; where
   *   there is a `field` its lines of equal loss are drawn instead
   */
  lay(bowl) {
    this.bowl = bowl;
    const unit = em(this.svg);
    const side = Math.min(this.svg.parentElement?.clientWidth || 300, 22.5 * unit);
    const foot = 1.5 * unit;
    this.unit = unit;
    this.side = side;
    set(this.svg, { width: side, height: side + foot, viewBox: `0 0 ${side} ${side + foot}` });
    this.svg.replaceChildren();
    this.scale = side / (2 * bowl.reach);
    this.x = (/** @type {number} */ v) => (v - bowl.lowest[0] + bowl.reach) * this.scale;
    this.y = (/** @type {number} */ v) => side - (v - bowl.lowest[1] + bowl.reach) * this.scale;
    svg("rect", { width: side, height: side }, svg("clipPath", { id: this.id }, svg("defs", {}, this.svg)));
    const inside = { "clip-path": `url(#${this.id})` };
    svg("rect", { class: "ground", width: side, height: side }, this.svg);
    const rings = svg("g", { ...inside, "data-link": "loss" }, this.svg);
    const turned = svg("g", { transform: `translate(${side / 2} ${side / 2}) rotate(${-bowl.angle})` }, rings);
    for (let k = 0; k < bowl.axes.length; k += 2) {
      svg("ellipse", { class: "ring", rx: bowl.axes[k] * this.scale, ry: bowl.axes[k + 1] * this.scale }, turned);
    }
    if (bowl.field) this.isolines(bowl.field, rings);
    this.ticks(bowl, side, unit);
    this.ways = svg("g", inside, this.svg);
    this.arrows = svg("g", inside, this.svg);
    this.handle = svg("g", { class: "start", "data-link": "start" }, this.svg);
    svg("circle", { r: 0.75 * unit }, this.handle);
    svg("circle", { class: "core", r: 0.25 * unit }, this.handle);
    const [lowX, lowY] = Array.from(bowl.bottom ?? bowl.lowest);
    svg("path", { class: "lowest", d: `M${this.x(lowX) - 6} ${this.y(lowY)}h12m-6 -6v12` }, this.svg);
  }

  /** @param {any} field @param {Element} group */
  isolines({ values, n, levels }, group) {
    const along = (/** @type {number} */ k) => (k / (n - 1)) * this.side;
    for (const level of levels)
      svg("path", { class: "ring", d: isoline(values, n, level, along, (k) => this.side - along(k)) }, group);
  }

  /** @param {any} bowl @param {number} side @param {number} unit */
  ticks(bowl, side, unit) {
    const [cx, cy] = bowl.lowest;
    for (const v of ticks(cx - bowl.reach, cx + bowl.reach, 6)) {
      if (this.x(v) > unit && this.x(v) < side - 3 * unit)
        svg(
          "text",
          { class: "tick", x: this.x(v), y: side + 0.75 * unit, "text-anchor": "middle" },
          this.svg,
          label(v),
        );
    }
    for (const v of ticks(cy - bowl.reach, cy + bowl.reach, 6)) {
      if (this.y(v) > 1.6 * unit && this.y(v) < side - unit)
        svg("text", { class: "tick", x: 0.35 * unit, y: this.y(v) }, this.svg, label(v));
    }
    svg(
      "text",
      { class: "band", x: side - 0.4 * unit, y: side + 0.75 * unit, "text-anchor": "end" },
      this.svg,
      bowl.names[0],
    );
    svg("text", { class: "band", x: 0.35 * unit, y: 0.8 * unit }, this.svg, bowl.names[1]);
  }

  /** @param {{theta: ArrayLike<number>, colour: string, link: string}[]} ways */
  paths(ways) {
    this.ways.replaceChildren();
    for (const { theta, colour, link } of ways) {
      let d = "";
      const dots = [];
      for (let k = 0; k + 1 < theta.length; k += 2) {
        if (!Number.isFinite(theta[k]) || !Number.isFinite(theta[k + 1])) break;
        const [x, y] = [this.within(this.x(theta[k])), this.within(this.y(theta[k + 1]))];
        d += `${d ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
        dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
      }
      const group = svg("g", { style: `--c: ${colour}`, "data-link": link }, this.ways);
      svg("path", { class: "way", d }, group);
      svg("path", { class: "stops", d: dots.join("") }, group);
    }
  }

  /** A path that leaves goes on beyond the edge, but not for ever. @param {number} v */
  within(v) {
    return Math.max(-20 * this.side, Math.min(20 * this.side, v));
  }

  /**
   * Who stands where, and where it goes next.
   * @param {{theta: number[], parts: {to: number[], kind: string, link: string}[], colour: string, link: string}[]} walkers
   */
  stand(walkers) {
    this.arrows.replaceChildren();
    for (const { theta, parts, colour, link } of walkers) {
      if (!theta.every(Number.isFinite)) continue;
      const group = svg("g", { style: `--c: ${colour}` }, this.arrows);
      const [x, y] = [this.within(this.x(theta[0])), this.within(this.y(theta[1]))];
      for (const { to, kind, link: word } of parts) {
        if (to.every(Number.isFinite))
          this.arrow(
            group,
            x,
            y,
            this.within(x + to[0] * this.scale),
            this.within(y - to[1] * this.scale),
            kind,
            `${link} ${word}`,
          );
      }
      svg("circle", { class: "dot", cx: x, cy: y, r: 0.48 * this.unit, "data-link": `${link} theta loss` }, group);
    }
  }

  /** @param {Element} group @param {number} x @param {number} y @param {number} u @param {number} v @param {string} kind @param {string} link */
  arrow(group, x, y, u, v, kind, link) {
    const length = Math.hypot(u - x, v - y);
    if (length < 3) return;
    const [dx, dy] = [(u - x) / length, (v - y) / length];
    const head = Math.min(0.7 * this.unit, 0.6 * length);
    const [bx, by] = [u - dx * head, v - dy * head];
    const d = `M${x} ${y}L${bx} ${by}M${u} ${v}L${bx - (dy * head) / 2} ${by + (dx * head) / 2}L${bx + (dy * head) / 2} ${by - (dx * head) / 2}Z`;
    svg("path", { class: `pad-arrow ${kind}`, d, "data-link": link }, group);
  }

  /** @param {number} x @param {number} y where the start is */
  startAt(x, y) {
    this.start = [x, y];
    set(this.handle, { transform: `translate(${this.x(x)} ${this.y(y)})` });
  }

  listen() {
    const to = (/** @type {PointerEvent} */ event, /** @type {boolean} */ done) => {
      const box = this.svg.getBoundingClientRect();
      const share = (/** @type {number} */ px) => Math.max(-1, Math.min(1, (2 * px) / this.side - 1)) * this.bowl.reach;
      this.move(
        this.bowl.lowest[0] + share(event.clientX - box.left),
        this.bowl.lowest[1] - share(event.clientY - box.top),
        done,
      );
    };
    this.svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      this.svg.setPointerCapture(event.pointerId);
      this.held = true;
      to(event, false);
    });
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (this.held) to(event, false);
    });
    this.svg.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
      this.held = false;
      to(event, true);
    });
    this.svg.addEventListener("pointercancel", () => (this.held = false));
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const one = event.shiftKey ? 0.5 : 0.1;
      /** @type {Record<string, number[]>} */
      const steps = { ArrowLeft: [-one, 0], ArrowRight: [one, 0], ArrowUp: [0, one], ArrowDown: [0, -one] };
      const by = steps[event.key];
      if (!by) return;
      event.preventDefault();
      this.move(this.start[0] + by[0], this.start[1] + by[1], true);
    });
  }
}
