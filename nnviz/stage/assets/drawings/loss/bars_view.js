// One bar a sample, and a line at their mean: a click on a bar chooses the sample.

import { svgAxis } from "../../kit/axis.js";
import { describe, drag } from "../../kit/drag.js";
import { em, html, say, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { bands, linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";

/**
 * @typedef {object} BarsHeader
 * @property {number} at the chosen sample
 * @property {number} mean
 * @property {number} top the upper end of the axis
 * @property {boolean[]} right whether the sample's answer is
 * @property {string[]} names the sample's class
 * @property {string} x_title
 * @property {string} words about the chosen sample
 * @property {[number, number] | null} image_shape
 */

/** @typedef {import("../../kit/elements.js").Frame} Frame */
/** @typedef {import("../../kit/scale.js").Scale} Scale */

/** @extends {Drawing<BarsHeader>} */
export class BarsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.body = html("div", { class: "bars-body" }, root);
    this.left = html("div", { class: "plot-box" }, this.body);
    this.svg = svg("svg", { class: "graph-plot bars" }, this.left);
    this.caption = html("p", { class: "bars-caption" }, this.left);
    this.picture = html("figure", { class: "picture" }, this.body);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.at = 0;
    /** @type {Float64Array} */
    this.losses = new Float64Array();
    this.pictured = "";
    this.x = bands(1, [0, 1]);
    drag(this.svg, {
      value: () => [this.at],
      limits: () => [[0, this.losses.length - 1]],
      start: ({ target }) => target instanceof Element && target.closest("[data-sample]") !== null,
      place: ({ x }) => [this.x.invert(x)],
      step: 1,
      snap: 1,
      move: ([k]) => this.choose(k),
      signal: this.signal,
    });
  }

  /** @param {BarsHeader} header */
  take(header) {
    this.losses = this.matrix("losses").data;
    if (!this.requests.busy) this.at = header.at;
  }

  /** @param {number} k */
  choose(k) {
    if (k === this.at) return;
    this.at = k;
    this.draw();
    this.requests.ask({ sample: k });
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {BarsHeader} header */
  paint(_colours, header) {
    const width = widthOf(this.left);
    if (width < 50) return false;
    const unit = em(this.svg);
    const height = 12.5 * unit;
    const frame = { left: 3.4 * unit, right: width - 0.5 * unit, top: 1.7 * unit, bottom: height - 1.5 * unit };
    const { left, right, top, bottom } = frame;
    const y = linear([0, header.top], [bottom, top], { overshoot: 0 });
    this.x = bands(this.losses.length, [left, right]);
    sheet(this.svg, width, height);
    describe(this.svg, {
      label: "sample",
      low: 0,
      high: this.losses.length - 1,
      now: this.at,
      text: header.words,
    });
    svgAxis(this.svg, y, { side: "left", frame, unit, most: 5 });
    this.bars(header, frame, y, unit);
    const mean = y(header.mean);
    svg("line", { class: "mean", x1: left, x2: right, y1: mean, y2: mean, "data-link": "mean" }, this.svg);
    // Its name stands above the plot, where no bar reaches.
    const key = { x1: left, x2: left + 2 * unit, y1: 0.75 * unit, y2: 0.75 * unit };
    svg("line", { class: "mean", ...key, "data-link": "mean" }, this.svg);
    const place = { x: left + 2.5 * unit, y: 0.75 * unit };
    svg("text", { class: "mark-text", ...place, "data-link": "mean" }, this.svg, `mean L = ${fixed(header.mean)}`);
    say(this.caption, header.x_title);
    say(this.line, header.words);
    this.show(header);
    return true;
  }

  /** @param {BarsHeader} header @param {Frame} frame @param {Scale} y @param {number} unit */
  bars({ right, names }, { top, bottom }, y, unit) {
    const wide = this.x.bandwidth;
    this.losses.forEach((loss, k) => {
      const kind = `loss-bar ${right[k] ? "right" : "wrong"} ${k === this.at ? "chosen" : ""}`;
      const group = svg("g", { class: kind, "data-sample": k, "data-link": `sample-${k}` }, this.svg);
      const middle = this.x(k);
      const all = { x: middle - wide / 2, width: wide, y: top - 0.6 * unit, height: bottom - top + 1.8 * unit };
      svg("rect", { class: "reach", ...all }, group);
      const tall = Math.max(1, bottom - y(loss));
      const bar = { x: middle - 0.38 * wide, width: 0.76 * wide, y: bottom - tall, height: tall };
      svg("rect", { class: "body", ...bar }, group);
      const foot = { x: middle, y: bottom + 0.75 * unit, "text-anchor": "middle" };
      if (wide > 0.75 * unit) svg("text", { class: "tick", ...foot }, group, names[k]);
      svg("title", {}, group, `sample ${k}: ${fixed(loss)}`);
    });
  }

  /** The chosen sample as a picture. @param {BarsHeader} header */
  show({ image_shape, words }) {
    const image = this.arrays.get("image")?.data;
    this.picture.hidden = !image;
    if (!image || !image_shape) return;
    const shown = image.join();
    if (shown === this.pictured) return;
    this.pictured = shown;
    this.picture.replaceChildren();
    const style = `grid-template-columns: repeat(${image_shape[1]}, 1fr)`;
    const cells = html("div", { class: "pixels", style, role: "img", "aria-label": words }, this.picture);
    for (const x of image) html("i", { style: `--ink-share: ${(100 * x).toFixed(0)}%` }, cells);
  }

  /** For tests. */
  state() {
    return { at: this.at, losses: Array.from(this.losses), mean: this.header?.mean, told: this.header?.at };
  }
}
