// One bar a sample, and a line at their mean: a click on a bar chooses the sample.

import { fixed } from "../../kit/digits.js";
import { em, html, say, set, svg } from "../../kit/elements.js";
import { label, ticks } from "../../kit/numbers.js";

export class BarsView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.body = html("div", { class: "bars-body" }, root);
    const left = html("div", { class: "plot-box" }, this.body);
    this.svg = svg("svg", { class: "graph-plot bars", tabindex: 0, role: "slider", "aria-label": "sample" }, left);
    this.caption = html("p", { class: "bars-caption" }, left);
    this.picture = html("figure", { class: "picture" }, this.body);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      const bar = event.target instanceof Element ? event.target.closest("[data-sample]") : null;
      if (bar) this.choose(Number(bar.getAttribute("data-sample")));
    });
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      /** @type {Record<string, number>} */
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.choose(this.at + steps[event.key]);
    });
    this.at = 0;
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.losses = /** @type {import("../message.js").Matrix} */ (arrays.get("losses")).data;
    this.image = arrays.get("image")?.data;
    if (!this.requests.busy) this.at = header.at;
    this.draw();
  }

  /** @param {number} k */
  choose(k) {
    if (k < 0 || k >= this.losses.length) return;
    this.at = k;
    this.draw();
    this.requests.ask({ sample: k });
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    const width = this.svg.parentElement.clientWidth;
    if (!this.header || !colours || width < 50) return;
    const unit = em(this.svg);
    const height = 12.5 * unit;
    const frame = { left: 3.4 * unit, right: width - 0.5 * unit, top: 1.1 * unit, bottom: height - 1.5 * unit };
    const top = this.header.top;
    const y = (/** @type {number} */ v) => frame.bottom - (Math.min(v, top) / top) * (frame.bottom - frame.top);
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    set(this.svg, {
      "aria-valuemin": 0,
      "aria-valuemax": this.losses.length - 1,
      "aria-valuenow": this.at,
      "aria-valuetext": this.header.words,
    });
    this.svg.replaceChildren();
    const steps = ticks(0, top, 5);
    for (const v of steps) {
      svg(
        "line",
        { class: v === 0 ? "axis" : "gridline", x1: frame.left, x2: frame.right, y1: y(v), y2: y(v) },
        this.svg,
      );
      svg(
        "text",
        { class: "tick", x: frame.left - 0.4 * unit, y: y(v), "text-anchor": "end" },
        this.svg,
        label(v, steps[1] - steps[0]),
      );
    }
    this.bars(frame, y, unit);
    const mean = y(this.header.mean);
    svg("line", { class: "mean", x1: frame.left, x2: frame.right, y1: mean, y2: mean, "data-link": "mean" }, this.svg);
    svg(
      "text",
      { class: "mark-text", x: frame.right, y: mean - 0.7 * unit, "text-anchor": "end", "data-link": "mean" },
      this.svg,
      `mean L = ${fixed(this.header.mean)}`,
    );
    say(this.caption, this.header.x_title);
    say(this.line, this.header.words);
    this.draws();
  }

  /** @param {any} frame @param {(v: number) => number} y @param {number} unit */
  bars(frame, y, unit) {
    const wide = (frame.right - frame.left) / this.losses.length;
    this.losses.forEach((/** @type {number} */ loss, /** @type {number} */ k) => {
      const x = frame.left + k * wide;
      const group = svg(
        "g",
        {
          class: `loss-bar ${this.header.right[k] ? "right" : "wrong"} ${k === this.at ? "chosen" : ""}`,
          "data-sample": k,
          "data-link": `sample-${k}`,
        },
        this.svg,
      );
      svg(
        "rect",
        { class: "reach", x, width: wide, y: frame.top - unit, height: frame.bottom - frame.top + 2.2 * unit },
        group,
      );
      svg(
        "rect",
        {
          class: "body",
          x: x + 0.12 * wide,
          width: 0.76 * wide,
          y: Math.min(y(loss), frame.bottom - 1),
          height: Math.max(1, frame.bottom - y(loss)),
        },
        group,
      );
      if (wide > 0.75 * unit)
        svg(
          "text",
          { class: "tick", x: x + wide / 2, y: frame.bottom + 0.75 * unit, "text-anchor": "middle" },
          group,
          this.header.names[k],
        );
      svg("title", {}, group, `sample ${k}: ${fixed(loss)}`);
    });
  }

  /** The chosen sample as a picture. */
  draws() {
    this.picture.hidden = !this.image;
    if (!this.image) return;
    const shown = Array.from(this.image).join();
    if (shown === this.pictured) return;
    this.pictured = shown;
    this.picture.replaceChildren();
    const [, m] = this.header.image_shape;
    const cells = html(
      "div",
      {
        class: "pixels",
        style: `grid-template-columns: repeat(${m}, 1fr)`,
        role: "img",
        "aria-label": this.header.words,
      },
      this.picture,
    );
    for (const x of this.image) html("i", { style: `--ink-share: ${(100 * x).toFixed(0)}%` }, cells);
  }

  /** For tests. */
  state() {
    return { at: this.at, losses: Array.from(this.losses), mean: this.header.mean, told: this.header.at };
  }
}
