// Gradients of many batches from one place: a hand moves the place and the size of the batches.

import { ContourPad } from "./contour_pad.js";
import { fixed } from "../../kit/digits.js";
import { em, html, say, set, svg } from "../../kit/elements.js";

export class FanView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.requests = requests;
    const body = html("div", { class: "fan-body" }, root);
    this.pad = new ContourPad(html("div", {}, body), (x, y, done) => this.drag(x, y, done));
    const right = html("div", { class: "fan-right" }, body);
    const row = html("label", { class: "fan-size", "data-link": "batch" }, right);
    html("span", { class: "name" }, row, "batch size B");
    this.size = html("input", { type: "range", min: 0, step: 1, "aria-label": "batch size", name: "batch" }, row);
    this.count = html("b", { class: "number" }, row);
    this.size.addEventListener("input", () => this.ask({ batch: this.header.sizes[Number(this.size.value)] }));
    this.size.addEventListener("change", () =>
      this.ask({ batch: this.header.sizes[Number(this.size.value)], done: true }),
    );
    this.rose = svg(
      "svg",
      { class: "rose", role: "img", "aria-label": "gradients of the batches from one point" },
      right,
    );
    this.facts = html("div", { class: "fan-facts" }, right);
    /** @type {any[]} */
    this.lines = [];
  }

  /** @param {number} x @param {number} y @param {boolean} done */
  drag(x, y, done) {
    const at = [x, y].map((v) => Math.round(v * 50) / 50);
    this.pad.startAt(at[0], at[1]);
    this.ask({ w1: at[0], w2: at[1], done });
  }

  /** @param {Record<string, any>} change */
  ask(change) {
    const waiting = /** @type {any} */ (this.requests.waiting?.value ?? {});
    this.requests.ask({ ...waiting, ...change });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    this.draw();
  }

  draw() {
    if (!this.header) return;
    const { header, numbers } = this;
    const n = Math.round(Math.sqrt(numbers.field.length));
    this.pad.lay({
      ...header.pad,
      lowest: [0, 0],
      bottom: numbers.bottom,
      axes: [],
      angle: 0,
      field: { values: numbers.field, n, levels: header.levels },
    });
    if (!this.pad.held) this.pad.start = Array.from(numbers.w);
    this.pad.paths([
      { theta: numbers.noisy, colour: "var(--line-2)", link: "noisy" },
      { theta: numbers.smooth, colour: "var(--line-1)", link: "full" },
    ]);
    this.pad.startAt(this.pad.start[0], this.pad.start[1]);
    this.size.max = String(header.sizes.length - 1);
    if (!this.requests.busy) this.size.value = String(header.at);
    say(this.count, String(header.batch));
    this.drawRose();
    this.write();
  }

  /** All arrows from one point, each to its real length on one scale; downhill, as a step would go. */
  drawRose() {
    const { batches, full, mean } = this.numbers;
    const unit = em(this.rose);
    const width = this.rose.parentElement?.clientWidth || 400;
    const height = 17.5 * unit;
    set(this.rose, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.rose.replaceChildren();
    const scale = (0.46 * height) / this.header.longest;
    const [x, y] = [width / 2, height / 2];
    for (const share of [0.5, 1]) {
      const length = this.header.ring * share * 2;
      svg("circle", { class: "ring", cx: x, cy: y, r: length * scale }, this.rose);
      svg("text", { class: "tick", x: x + length * scale + 3, y: y + 0.6 * unit }, this.rose, fixed(length, 2));
    }
    const arrow = (
      /** @type {number} */ gx,
      /** @type {number} */ gy,
      /** @type {string} */ kind,
      /** @type {string} */ link,
    ) => this.pad.arrow.call({ unit }, this.rose, x, y, x - gx * scale, y + gy * scale, kind, link);
    for (let k = 0; k < batches.length; k += 2) {
      const uphill = batches[k] * full[0] + batches[k + 1] * full[1] < -1e-12;
      arrow(batches[k], batches[k + 1], `one${uphill ? " uphill" : ""}`, uphill ? "noisy uphill" : "noisy");
    }
    arrow(mean[0], mean[1], "mean", "mean");
    arrow(full[0], full[1], "whole", "full");
    svg("circle", { class: "start-dot", cx: x, cy: y, r: 0.35 * unit }, this.rose);
  }

  /** The sentences beside the arrows, each linked to what it is about. */
  write() {
    const { facts } = this.header;
    if (this.lines.length !== facts.length) {
      this.facts.replaceChildren();
      this.lines = facts.map((/** @type {any} */ fact) => {
        const row = html("p", { "data-link": fact.link }, this.facts);
        html("span", { class: `key ${fact.link.split(" ")[0]}` }, row);
        return { name: html("span", { class: "name" }, row), value: html("b", { class: "number" }, row) };
      });
    }
    facts.forEach((/** @type {any} */ fact, /** @type {number} */ k) => {
      say(this.lines[k].name, fact.name);
      say(this.lines[k].value, fact.value);
    });
  }

  /** For tests. */
  state() {
    const { full, batches, w } = this.numbers;
    return {
      batch: this.header.batch,
      w: Array.from(w),
      full: Array.from(full),
      batches: Array.from(batches),
      facts: this.header.facts,
    };
  }
}
