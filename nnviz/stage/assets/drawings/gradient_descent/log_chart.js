// Lines over steps or over learning rates, their height on a logarithmic axis, with a cursor that moves along.

import { em, set, svg } from "../../kit/elements.js";
import { label, ticks } from "../../kit/numbers.js";

const DECADES = 7;

/**
 * @typedef {object} Line
 * @property {ArrayLike<number>} y
 * @property {string} colour a CSS colour
 * @property {string} link
 * @property {string} [dash]
 */

export class LogChart {
  /** @param {HTMLElement} parent @param {string} name */
  constructor(parent, name) {
    this.svg = svg("svg", { class: "log-chart", role: "img", "aria-label": name }, parent);
    this.id = `log-${name.replaceAll(/\W+/g, "-")}`;
  }

  /**
   * @param {{title: string, foot: string, x: ArrayLike<number>, logX: boolean, lines: Line[], top: number, height: number}} what
   *   `top` is the value at the upper end of the axis
   */
  lay(what) {
    this.what = what;
    const unit = em(this.svg);
    const width = this.svg.parentElement?.clientWidth || 400;
    const height = what.height * unit;
    const box = { left: 3.3 * unit, right: width - 0.8 * unit, top: 1.6 * unit, bottom: height - 2.3 * unit };
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.svg.replaceChildren();
    const last = what.x.length - 1;
    const along = (/** @type {number} */ v) => (what.logX ? Math.log10(v) : v);
    const [a, b] = [along(what.x[0]), along(what.x[last])];
    this.x = (/** @type {number} */ v) => box.left + ((along(v) - a) / (b - a || 1)) * (box.right - box.left);
    this.range(what, box);
    this.frame(what, box, unit, [a, b]);
    const clip = svg("clipPath", { id: this.id }, svg("defs", {}, this.svg));
    svg("rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }, clip);
    for (const line of what.lines) this.line(line);
    this.box = box;
    this.over = svg("g", {}, this.svg);
  }

  /** The heights: seven powers of ten at the most, ending a little above the top. @param {any} what @param {any} box */
  range(what, box) {
    const high = Math.log10(what.top) + 0.15;
    let low = high - 1;
    for (const line of what.lines) {
      for (let k = 0; k < line.y.length; k++) if (line.y[k] > 0) low = Math.min(low, Math.log10(line.y[k]) - 0.15);
    }
    low = Math.max(low, high - DECADES);
    this.heights = [low, high];
    this.y = (/** @type {number} */ v) => {
      const share = v > 0 ? (Math.log10(v) - low) / (high - low) : v === 0 ? -0.1 : 2;
      return box.bottom - Math.max(-0.2, Math.min(1.3, share)) * (box.bottom - box.top);
    };
  }

  /** @param {any} what @param {any} box @param {number} unit @param {number[]} reach */
  frame(what, box, unit, [a, b]) {
    svg("text", { class: "band", x: box.left, y: 0.7 * unit }, this.svg, what.title);
    const [low, high] = this.heights;
    const every = Math.max(1, Math.ceil((high - low) / 5));
    for (let k = Math.ceil(low); k <= high; k += every) {
      const y = this.y(10 ** k);
      svg("line", { class: "gridline", x1: box.left, x2: box.right, y1: y, y2: y }, this.svg);
      const text = svg(
        "text",
        { class: "tick", x: box.left - 0.4 * unit, y, "text-anchor": "end" },
        this.svg,
        k < -3 || k > 3 ? "10" : label(10 ** k),
      );
      if (k < -3 || k > 3) svg("tspan", { dy: "-0.45em", "font-size": "0.75em" }, text, String(k).replace("-", "−"));
    }
    const feet = what.logX ? this.decades(a, b) : ticks(a, b, 6);
    for (const v of feet) {
      svg("line", { class: "gridline", x1: this.x(v), x2: this.x(v), y1: box.top, y2: box.bottom }, this.svg);
      svg(
        "text",
        { class: "tick", x: this.x(v), y: box.bottom + 0.8 * unit, "text-anchor": "middle" },
        this.svg,
        label(v),
      );
    }
    svg("text", { class: "tick", x: box.right, y: box.bottom + 1.8 * unit, "text-anchor": "end" }, this.svg, what.foot);
  }

  /** @param {number} a @param {number} b powers of ten */
  decades(a, b) {
    const out = [];
    for (let k = Math.ceil(a - 1e-9); k <= b + 1e-9; k++) out.push(10 ** k);
    return out;
  }

  /** @param {Line} line */
  line(line) {
    let d = "";
    for (let k = 0; k < line.y.length; k++) {
      if (Number.isNaN(line.y[k])) break;
      d += `${d ? "L" : "M"}${this.x(this.what.x[k]).toFixed(1)} ${this.y(line.y[k]).toFixed(1)}`;
    }
    svg(
      "path",
      {
        class: "curve",
        d,
        style: `--c: ${line.colour}`,
        "clip-path": `url(#${this.id})`,
        "data-link": line.link,
        "stroke-dasharray": line.dash ?? "",
      },
      this.svg,
    );
  }

  /**
   * What moves: upright lines with a word, and points.
   * @param {{at: number, text: string, kind: string, link: string}[]} marks
   * @param {{at: number, value: number, colour: string, link: string}[]} points
   */
  mark(marks, points) {
    const unit = em(this.svg);
    this.over.replaceChildren();
    marks.forEach(({ at, text, kind, link }, k) => {
      const x = this.x(at);
      if (!(x >= this.box.left - 1 && x <= this.box.right + 1)) return;
      svg("line", { class: kind, x1: x, x2: x, y1: this.box.top, y2: this.box.bottom, "data-link": link }, this.over);
      const end = x > (this.box.left + this.box.right) / 2;
      if (text)
        svg(
          "text",
          {
            class: `${kind}-text`,
            x: x + (end ? -0.4 : 0.4) * unit,
            y: this.box.top + (0.8 + 1.15 * k) * unit,
            "text-anchor": end ? "end" : "start",
            "data-link": link,
          },
          this.over,
          text,
        );
    });
    for (const { at, value, colour, link } of points) {
      if (Number.isNaN(value)) continue;
      const y = Math.max(this.box.top, Math.min(this.box.bottom, this.y(value)));
      svg(
        "circle",
        { class: "dot", r: 0.42 * unit, cx: this.x(at), cy: y, style: `--c: ${colour}`, "data-link": link },
        this.over,
      );
    }
  }
}
