// How large the gradient is in each layer of each contestant, on a log axis: the median over the seeds and its band.

import { precise } from "../../kit/number_format.js";
import { Surface } from "../../kit/surface.js";
import { subscript } from "../links.js";
import { runnerColour, runnerDash } from "./runners.js";

export class RaceGradients {
  /** @param {HTMLElement} panel @param {import("../../kit/surface.js").Look} look @param {import("../../kit/tooltip.js").Tooltip} tip @param {AbortSignal} signal */
  constructor(panel, look, tip, signal) {
    this.look = look;
    this.tip = tip;
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "Length of the gradient by layer, for each contestant",
      signal,
    );
    this.surface.canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    this.surface.canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
    this.reset();
  }

  reset() {
    /** Exponents of ten at the two ends; they only ever move apart during a race. */
    this.low = -3;
    this.high = 1;
  }

  /** @param {any} scene */
  setScene(scene) {
    this.runners = scene.race.contestants;
    this.reset();
  }

  /** @param {import("../wire.js").Frame} frame */
  paint(frame) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { look } = this;
    this.tensor = frame.block.get("gradients");
    this.layers = this.tensor.shape[1];
    this.widen();
    this.box = { x: look.px(34), y: look.px(6), width: width - look.px(46), height: height - look.px(32) };
    c.font = look.type(14);
    this.paintAxes(c);
    this.runners.forEach((_, k) => this.paintRunner(c, k));
  }

  /** @param {number} k @param {number} layer @returns {number[]} lower edge, median, upper edge */
  three(k, layer) {
    const at = (k * this.layers + layer) * 3;
    return Array.from(this.tensor.data.subarray(at, at + 3));
  }

  widen() {
    for (const v of this.tensor.data) {
      if (!(v > 0) || !Number.isFinite(v)) continue;
      this.low = Math.max(-16, Math.min(this.low, Math.floor(Math.log10(v))));
      this.high = Math.min(16, Math.max(this.high, Math.ceil(Math.log10(v))));
    }
  }

  /** @param {number} v a length; zero lies on the foot of the axis */
  y(v) {
    const { box } = this;
    const t = v > 0 ? (Math.log10(v) - this.low) / (this.high - this.low) : 0;
    return box.y + box.height * (1 - Math.min(1, Math.max(0, t)));
  }

  /** @param {number} layer @param {number} k contestants stand a little beside each other */
  x(layer, k) {
    const { box } = this;
    const pitch = box.width / Math.max(1, this.layers);
    const spread = Math.min(pitch * 0.5, this.look.px(9) * this.runners.length);
    const shift = this.runners.length > 1 ? k / (this.runners.length - 1) - 0.5 : 0;
    return box.x + (layer + 0.5) * pitch + shift * spread;
  }

  /** @param {CanvasRenderingContext2D} c */
  paintAxes(c) {
    const { look, box } = this;
    const every = Math.max(1, Math.ceil((this.high - this.low) / Math.max(1, box.height / look.px(26))));
    c.lineWidth = 1;
    for (let e = this.low; e <= this.high; e += every) {
      const y = Math.round(this.y(10 ** e)) + 0.5;
      c.strokeStyle = look.colours.grid;
      c.beginPath();
      c.moveTo(box.x, y);
      c.lineTo(box.x + box.width, y);
      c.stroke();
      c.fillStyle = look.colours.muted;
      c.textAlign = "right";
      c.fillText(tenTo(e), box.x - look.px(5), y);
    }
    c.textAlign = "center";
    const skip = Math.ceil((look.px(26) * this.layers) / Math.max(1, box.width));
    for (let layer = 0; layer < this.layers; layer += skip) {
      c.fillText(
        `W${subscript(layer + 1)}`,
        this.x(layer, (this.runners.length - 1) / 2),
        box.y + box.height + look.px(15),
      );
    }
    c.textAlign = "left";
  }

  /** @param {CanvasRenderingContext2D} c @param {number} k */
  paintRunner(c, k) {
    const { look, box } = this;
    const colour = runnerColour(look.colours, k);
    c.strokeStyle = c.fillStyle = colour;
    const marks = [];
    for (let layer = 0; layer < this.layers; layer++) {
      const [low, median, high] = this.three(k, layer);
      if (Number.isNaN(median)) continue;
      const [x, y] = [this.x(layer, k), this.y(median)];
      marks.push([x, y, median]);
      c.lineWidth = look.px(5);
      c.globalAlpha = 0.3;
      c.beginPath();
      c.moveTo(x, this.y(low));
      c.lineTo(x, this.y(high));
      c.stroke();
      c.globalAlpha = 1;
    }
    c.lineWidth = look.px(2);
    c.setLineDash(runnerDash(look, k));
    c.beginPath();
    marks.forEach(([x, y]) => c.lineTo(x, y));
    c.stroke();
    c.setLineDash([]);
    for (const [x, y, median] of marks) {
      c.beginPath();
      c.arc(x, y, look.px(3.6), 0, 7);
      c.fill();
      if (median > 0) continue;
      c.textAlign = "center";
      c.fillText("0", x, box.y + box.height - look.px(10)); // no logarithm: it lies on the foot, and is called what it is
      c.textAlign = "left";
    }
  }

  /** @param {PointerEvent} event */
  hover(event) {
    if (!this.box) return;
    const layer = Math.floor(((event.offsetX - this.box.x) / this.box.width) * this.layers);
    if (layer < 0 || layer >= this.layers) return this.tip.hide();
    const lines = this.runners.map(({ title }, k) => {
      const [low, median, high] = this.three(k, layer);
      return Number.isNaN(median)
        ? `${title}: no such layer`
        : `${title}: ${precise(median)} (middle half ${precise(low)} to ${precise(high)})`;
    });
    this.tip.show(
      event,
      [`layer ${layer + 1}: length of the gradient ‖dW‖, median over the seeds`, ...lines].join("\n"),
    );
  }
}

/** @param {number} k */
function tenTo(k) {
  return `10${String(k).replace(/[-\d]/g, (d) => (d === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)]))}`;
}
