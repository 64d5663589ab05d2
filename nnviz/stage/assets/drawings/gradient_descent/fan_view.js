// Gradients of many batches from one place: a hand moves the place and the size of the batches.

import { em, html, say, sheet, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { widthOf } from "../../kit/sizes.js";
import { Slider } from "../../kit/slider.js";
import { Drawing } from "../drawing.js";
import { ContourPad, drawArrow } from "./contour_pad.js";

/**
 * @typedef {object} FanHeader
 * @property {{reach: number, names: string[]}} pad
 * @property {number[]} levels of equal loss
 * @property {number[]} sizes of batches
 * @property {number} batch
 * @property {number} longest a length that the arrows have room for
 * @property {number} ring half the length of the outer ring
 * @property {{name: string, value: string, link: string}[]} facts
 */

/** @extends {Drawing<FanHeader>} */
export class FanView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    const body = html("div", { class: "fan-body" }, root);
    this.pad = new ContourPad(html("div", {}, body), (x, y, done) => this.drag(x, y, done), signal);
    this.right = html("div", { class: "fan-right" }, body);
    this.size = new Slider(this.right, {
      label: "batch size B",
      name: "batch",
      link: "batch",
      class: "fan-size",
      steps: [1],
      text: String,
      change: (batch, done) => this.requests.ask(done ? { batch, done } : { batch }),
      signal,
    });
    const title = "gradients of the batches from one point";
    this.rose = svg("svg", { class: "rose", role: "img", "aria-label": title }, this.right);
    this.facts = html("div", { class: "fan-facts" }, this.right);
    /** @type {{name: HTMLElement, value: HTMLElement}[]} */
    this.lines = [];
    this.sizes = "";
    /** @type {Record<string, Float64Array>} */
    this.data = {};
  }

  /** @param {number} x @param {number} y @param {boolean} done */
  drag(x, y, done) {
    const [w1, w2] = [x, y].map((v) => Math.round(v * 50) / 50);
    this.pad.startAt(w1, w2);
    this.requests.ask({ w1, w2, done });
  }

  /** @param {FanHeader} header */
  take({ sizes, batch }) {
    this.data = this.numbers;
    if (sizes.join() !== this.sizes) this.size.update({ steps: sizes });
    this.sizes = sizes.join();
    if (!this.requests.busy) this.size.show(batch);
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {FanHeader} header */
  paint(_colours, header) {
    const { field, bottom, w, noisy, smooth } = this.data;
    const n = Math.round(Math.sqrt(field.length));
    const { pad } = this;
    pad.lay({
      ...header.pad,
      lowest: [0, 0],
      bottom,
      axes: [],
      angle: 0,
      field: { values: field, n, levels: header.levels },
    });
    pad.paths([
      { theta: noisy, colour: "var(--line-2)", link: "noisy" },
      { theta: smooth, colour: "var(--line-1)", link: "full" },
    ]);
    pad.follow(w, this.requests.busy);
    this.drawRose(header);
    this.write(header);
  }

  /** All arrows from one point, each to its real length on one scale; downhill, as a step would go. @param {FanHeader} header */
  drawRose({ longest, ring }) {
    const { batches, full, mean } = this.data;
    const unit = em(this.rose);
    const width = widthOf(this.right) || 400;
    const height = 17.5 * unit;
    sheet(this.rose, width, height);
    const scale = (0.46 * height) / longest;
    const [x, y] = [width / 2, height / 2];
    for (const length of [ring, 2 * ring]) {
      svg("circle", { class: "ring", cx: x, cy: y, r: length * scale }, this.rose);
      svg("text", { class: "tick", x: x + length * scale + 3, y: y + 0.6 * unit }, this.rose, fixed(length, 2));
    }
    const downhill = (/** @type {number} */ gx, /** @type {number} */ gy, /** @type {string} */ kind, link = kind) =>
      drawArrow(this.rose, [x, y], [x - gx * scale, y + gy * scale], 0.7 * unit, {
        class: `pad-arrow ${kind}`,
        "data-link": link,
      });
    for (let k = 0; k < batches.length; k += 2) {
      const uphill = batches[k] * full[0] + batches[k + 1] * full[1] < -1e-12;
      downhill(batches[k], batches[k + 1], uphill ? "one uphill" : "one", uphill ? "noisy uphill" : "noisy");
    }
    downhill(mean[0], mean[1], "mean");
    downhill(full[0], full[1], "whole", "full");
    svg("circle", { class: "start-dot", cx: x, cy: y, r: 0.35 * unit }, this.rose);
  }

  /** The sentences beside the arrows, each linked to what it is about. @param {FanHeader} header */
  write({ facts }) {
    if (this.lines.length !== facts.length) {
      this.facts.replaceChildren();
      this.lines = facts.map(({ link }) => {
        const row = html("p", { "data-link": link }, this.facts);
        html("span", { class: `key ${link.split(" ")[0]}` }, row);
        return { name: html("span", { class: "name" }, row), value: html("b", { class: "number" }, row) };
      });
    }
    facts.forEach(({ name, value }, k) => {
      say(this.lines[k].name, name);
      say(this.lines[k].value, value);
    });
  }

  /** For tests. */
  state() {
    const { full, batches, w } = this.data;
    return {
      batch: this.header?.batch,
      w: Array.from(w),
      full: Array.from(full),
      batches: Array.from(batches),
      facts: this.header?.facts,
    };
  }
}
