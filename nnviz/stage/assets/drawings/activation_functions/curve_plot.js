// One drawing of curves and, below it, of their slopes: a hand moves z, the tangent follows.

import { fixed } from "../../kit/digits.js";
import { em, html, say, set, svg } from "../../kit/elements.js";
import { label, ticks } from "../../kit/numbers.js";

const TANGENT = 1.7;

let serial = 0;

export class CurvePlot {
  /** @param {HTMLElement} parent @param {(index: number, done: boolean) => void} move */
  constructor(parent, move) {
    this.move = move;
    this.id = `clip-${serial++}`;
    this.svg = svg(
      "svg",
      { class: "curve-plot", tabindex: 0, role: "slider" },
      html("div", { class: "plot-box" }, parent),
    );
    /** @type {any[]} */
    this.curves = [];
    this.at = 0;
    this.listen();
  }

  /**
   * @param {any[]} curves each with index, title, A, slope, zones
   * @param {{low: number, step: number, count: number}} grid
   * @param {[number, number]} valueRange
   * @param {[number, number]} slopeRange
   */
  setCurves(curves, grid, valueRange, slopeRange) {
    this.curves = curves;
    this.grid = grid;
    this.valueRange = valueRange;
    this.slopeRange = slopeRange;
    this.lay();
  }

  /** Draw everything that does not move. */
  lay() {
    const width = this.svg.parentElement.clientWidth;
    if (!this.grid || width < 50) return;
    const unit = em(this.svg);
    const { low, step, count } = this.grid;
    const left = 2.6 * unit;
    const right = width - 0.6 * unit;
    const high = low + step * (count - 1);
    const top = 0.4 * unit;
    const more = this.curves.length > 1 ? 1.3 : 1;
    this.upper = { top, bottom: top + 8.4 * more * unit };
    this.lower = { top: this.upper.bottom + 0.9 * unit, bottom: this.upper.bottom + (0.9 + 4.8 * more) * unit };
    const height = this.lower.bottom + 2.15 * unit;
    this.x = (/** @type {number} */ z) => left + ((z - low) / (high - low)) * (right - left);
    this.back = (/** @type {number} */ px) => Math.round((((px - left) / (right - left)) * (high - low)) / step);
    const scale =
      (/** @type {any} */ band, /** @type {[number, number]} */ [a, b]) =>
      (/** @type {number} */ v) =>
        band.bottom - ((v - a) / (b - a)) * (band.bottom - band.top);
    this.y = scale(this.upper, this.valueRange);
    this.v = scale(this.lower, this.slopeRange);
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.svg.replaceChildren();
    const defs = svg("defs", {}, this.svg);
    for (const [name, band] of /** @type {[string, {top: number, bottom: number}][]} */ ([
      ["u", this.upper],
      ["l", this.lower],
    ])) {
      svg(
        "rect",
        { x: left, y: band.top, width: right - left, height: band.bottom - band.top },
        svg("clipPath", { id: `${this.id}${name}` }, defs),
      );
    }
    this.axes(left, right, low, high, unit);
    for (const curve of this.curves) this.drawCurve(curve, unit);
    this.moving = this.curves.map((curve) => this.makeMoving(curve, unit));
    this.moveTo(this.at);
  }

  /** @param {number} left @param {number} right @param {number} low @param {number} high @param {number} unit */
  axes(left, right, low, high, unit) {
    /** @type {{x: number, text: Element}[]} */
    this.feet = [];
    const zones = svg("g", { "data-link": "zone", class: "zones" }, this.svg);
    if (this.curves.length === 1) {
      for (const [from, to] of this.curves[0].zones) {
        for (const band of [this.upper, this.lower]) {
          const x = this.x(from);
          svg("rect", { x, y: band.top, width: Math.max(1, this.x(to) - x), height: band.bottom - band.top }, zones);
        }
      }
    }
    const bands = /** @type {const} */ ([
      [this.upper, this.y, this.valueRange, "g(z)"],
      [this.lower, this.v, this.slopeRange, "slope g′(z)"],
    ]);
    for (const [band, y, [a, b], title] of bands) {
      for (const z of ticks(low, high, 6)) {
        svg(
          "line",
          { class: z === 0 ? "axis" : "gridline", x1: this.x(z), x2: this.x(z), y1: band.top, y2: band.bottom },
          this.svg,
        );
      }
      const steps = ticks(a, b, band === this.upper ? 5 : 3);
      for (const v of steps) {
        svg("line", { class: v === 0 ? "axis" : "gridline", x1: left, x2: right, y1: y(v), y2: y(v) }, this.svg);
        svg(
          "text",
          { class: "tick", x: left - 0.35 * unit, y: y(v), "text-anchor": "end" },
          this.svg,
          label(v, steps[1] - steps[0]),
        );
      }
      svg(
        "text",
        {
          class: "band",
          x: left + 0.4 * unit,
          y: band.top + 0.75 * unit,
          "data-link": title === "g(z)" ? "value" : "slope",
        },
        this.svg,
        title,
      );
    }
    for (const z of ticks(low, high, 6)) {
      const text = { class: "tick", x: this.x(z), y: this.lower.bottom + 0.8 * unit, "text-anchor": "middle" };
      this.feet.push({ x: this.x(z), text: svg("text", text, this.svg, label(z, 1)) });
    }
    this.handle = svg("g", { class: "handle" }, this.svg);
  }

  /** @param {any} curve @param {number} unit */
  drawCurve(curve, unit) {
    const { low, step, count } = this.grid;
    const path = (/** @type {Float64Array} */ values, /** @type {(v: number) => number} */ y) => {
      let d = "";
      for (let k = 0; k < count; k++) {
        const jump = k && Math.abs(values[k] - values[k - 1]) > 40 * step;
        d += `${k && !jump ? "L" : "M"}${this.x(low + k * step).toFixed(1)} ${y(values[k]).toFixed(1)}`;
      }
      return d;
    };
    const colour = `--c: var(--line-${curve.index})`;
    const dash = this.curves.length > 1 ? ["", "9 5", "2.5 4", "12 4 2.5 4"][curve.index % 4] : "";
    const group = svg("g", { style: colour, "data-link": `curve-${curve.index}` }, this.svg);
    svg(
      "path",
      {
        class: "curve",
        d: path(curve.A, this.y),
        "clip-path": `url(#${this.id}u)`,
        "stroke-dasharray": dash,
        "data-link": "value",
      },
      group,
    );
    svg(
      "path",
      {
        class: "curve",
        d: path(curve.slope, this.v),
        "clip-path": `url(#${this.id}l)`,
        "stroke-dasharray": dash,
        "data-link": "slope",
      },
      group,
    );
    if (this.curves.length === 1) this.drawLargest(curve, group, unit);
    return group;
  }

  /** The dotted line at the largest slope. @param {any} curve @param {Element} group @param {number} unit */
  drawLargest(curve, group, unit) {
    const y = this.v(curve.largest);
    const { low, step, count } = this.grid;
    const line = {
      class: "largest",
      x1: this.x(low),
      x2: this.x(low + step * (count - 1)),
      y1: y,
      y2: y,
      "data-link": "largest",
    };
    svg("line", line, group);
    svg(
      "text",
      {
        class: "largest-text",
        x: this.x(low + step * (count - 1)) - 0.3 * unit,
        y: y - 0.65 * unit,
        "text-anchor": "end",
        "data-link": "largest",
      },
      group,
      `largest ${curve.largestText}`,
    );
  }

  /** @param {any} curve @param {number} unit */
  makeMoving(curve, unit) {
    const group = svg("g", { style: `--c: var(--line-${curve.index})` }, this.svg);
    return {
      curve,
      tangent: svg("line", { class: "tangent", "clip-path": `url(#${this.id}u)`, "data-link": "slope" }, group),
      drop: svg("line", { class: "drop" }, group),
      pole:
        this.curves.length > 1
          ? null
          : svg("line", { class: "pole", "clip-path": `url(#${this.id}l)`, "data-link": "slope" }, group),
      dot: svg("circle", { class: "dot", r: 0.48 * unit, "data-link": "value" }, group),
      slopeDot: svg("circle", { class: "dot small", r: 0.36 * unit, "data-link": "slope" }, group),
    };
  }

  /** @param {number} index a point of the grid */
  moveTo(index) {
    this.at = index;
    if (!this.x) return;
    const { low, step } = this.grid;
    const z = low + index * step;
    const x = this.x(z);
    for (const { curve, tangent, drop, pole, dot, slopeDot } of this.moving) {
      const a = curve.A[index];
      const s = curve.slope[index];
      const y = Math.max(this.upper.top, Math.min(this.upper.bottom, this.y(a)));
      const v = Math.max(this.lower.top, Math.min(this.lower.bottom, this.v(s)));
      set(tangent, {
        x1: this.x(z - TANGENT),
        x2: this.x(z + TANGENT),
        y1: this.y(a - s * TANGENT),
        y2: this.y(a + s * TANGENT),
      });
      set(drop, { x1: x, x2: x, y1: y, y2: this.lower.bottom });
      if (pole) set(pole, { x1: x, x2: x, y1: this.v(0), y2: v });
      set(dot, { cx: x, cy: y });
      set(slopeDot, { cx: x, cy: v });
    }
    const titles = this.curves.map(
      (curve) => `${curve.title}: g = ${fixed(curve.A[index])}, slope ${fixed(curve.slope[index])}`,
    );
    set(this.svg, {
      "aria-label": "z, the input of the activation",
      "aria-valuenow": z.toFixed(2),
      "aria-valuetext": `z = ${z.toFixed(2)}; ${titles.join("; ")}`,
    });
    this.svg.setAttribute("aria-valuemin", String(low));
    this.svg.setAttribute("aria-valuemax", String(low + step * (this.grid.count - 1)));
    this.handleAt(x, z);
  }

  /** The tag with z at the foot. @param {number} x @param {number} z */
  handleAt(x, z) {
    const unit = em(this.svg);
    if (!this.handle.firstChild) {
      svg("rect", { class: "tag", width: 4.6 * unit, height: 1.5 * unit, rx: 0.75 * unit }, this.handle);
      svg("text", { class: "tag-text", "text-anchor": "middle" }, this.handle);
      this.svg.appendChild(this.handle);
    }
    const half = 2.3 * unit;
    const width = this.svg.clientWidth || this.svg.parentElement.clientWidth;
    const centre = Math.max(half + 1, Math.min(width - half - 1, x));
    set(this.handle.children[0], { x: centre - half, y: this.lower.bottom + 0.45 * unit });
    set(this.handle.children[1], { x: centre, y: this.lower.bottom + 1.24 * unit });
    say(this.handle.children[1], `z = ${fixed(z, 2)}`);
    for (const { x: foot, text } of this.feet)
      set(text, { opacity: Math.abs(foot - centre) < half + 0.6 * unit ? 0 : 1 });
  }

  listen() {
    const to = (/** @type {PointerEvent} */ event, /** @type {boolean} */ done) => {
      const box = this.svg.getBoundingClientRect();
      this.move(this.clamp(this.back(event.clientX - box.left)), done);
    };
    this.svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      this.svg.setPointerCapture(event.pointerId);
      this.svg.classList.add("dragged");
      to(event, false);
    });
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (this.svg.hasPointerCapture(event.pointerId)) to(event, false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(end, (/** @type {PointerEvent} */ event) => {
        if (!this.svg.classList.contains("dragged")) return;
        this.svg.classList.remove("dragged");
        if (end === "pointerup") to(event, true);
        else this.move(this.at, true);
      });
    }
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const one = event.shiftKey ? 100 : 10;
    /** @type {Record<string, number>} */
    const steps = {
      ArrowLeft: -one,
      ArrowDown: -one,
      ArrowRight: one,
      ArrowUp: one,
      PageDown: -100,
      PageUp: 100,
      Home: -1e6,
      End: 1e6,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.move(this.clamp(this.at + steps[event.key]), true);
  }

  /** @param {number} index */
  clamp(index) {
    return Math.max(0, Math.min(this.grid.count - 1, index));
  }
}
