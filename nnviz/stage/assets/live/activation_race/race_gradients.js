// How large the gradient is in each layer of each contestant, on a log axis: the median over the seeds and its band.

import { canvasAxis } from "../../kit/axis.js";
import { precise, subscript, tenTo } from "../../kit/number_format.js";
import { bands, decades, linear, log } from "../../kit/scale.js";
import { Surface } from "../../kit/surface.js";
import { runnerColour, runnerDash } from "./runners.js";

/** The exponents of ten at the ends of the axis when a race begins. */
const LOW = -3;
const HIGH = 1;

export class RaceGradients {
  /** @param {HTMLElement} panel @param {import("../../kit/surface.js").Look} look @param {import("../../kit/tooltip.js").Tooltip} tip @param {AbortSignal} signal */
  constructor(panel, look, tip, signal) {
    this.look = look;
    this.tip = tip;
    /** @type {import("../wire.js").Contestant[]} */
    this.runners = [];
    /** @type {import("../../kit/wire.js").Tensor["data"]} by contestant and layer: lower edge, median, upper edge */
    this.lengths = new Float32Array();
    this.layers = 0;
    this.frame = { left: 0, right: 0, top: 0, bottom: 0 };
    /** The place of a length, and of a layer. */
    this.y = linear([0, 1], [0, 1]);
    this.layer = bands(1, [0, 1]);
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "Gradient norm by layer, for each contestant",
      signal,
    );
    this.surface.canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    this.surface.canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
    /** Exponents of ten at the two ends; they only ever move apart during a race. */
    this.low = LOW;
    this.high = HIGH;
  }

  /** @param {import("../wire.js").RaceScene} scene */
  setScene(scene) {
    this.runners = scene.race.contestants;
    this.low = LOW;
    this.high = HIGH;
  }

  /** @param {import("../wire.js").Frame} frame */
  paint(frame) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { look } = this;
    const { shape, data } = frame.block.tensor("gradients");
    this.lengths = data;
    this.layers = shape[1];
    this.widen();
    this.frame = { left: look.px(34), right: width - look.px(12), top: look.px(6), bottom: height - look.px(26) };
    const { left, right, top, bottom } = this.frame;
    // Zero lies on the foot of the axis.
    this.y = log([10 ** this.low, 10 ** this.high], [bottom, top], { overshoot: 0, zero: bottom });
    this.layer = bands(this.layers, [left, right]);
    this.paintAxes(c);
    this.runners.forEach((_, k) => this.paintRunner(c, k));
  }

  /** @param {number} k @param {number} layer @returns {number[]} lower edge, median, upper edge */
  three(k, layer) {
    const at = (k * this.layers + layer) * 3;
    return Array.from(this.lengths.subarray(at, at + 3));
  }

  widen() {
    const { low, high } = decades(this.lengths);
    this.low = Math.max(-16, Math.min(this.low, low));
    this.high = Math.min(16, Math.max(this.high, high));
  }

  /** @param {number} layer @param {number} k contestants stand a little beside each other */
  x(layer, k) {
    const spread = Math.min(this.layer.bandwidth * 0.5, this.look.px(9) * this.runners.length);
    const shift = this.runners.length > 1 ? k / (this.runners.length - 1) - 0.5 : 0;
    return this.layer(layer) + shift * spread;
  }

  /** @param {CanvasRenderingContext2D} c */
  paintAxes(c) {
    const { look, frame } = this;
    const { left, right, top, bottom } = frame;
    canvasAxis(c, this.y, {
      side: "left",
      frame,
      look,
      most: Math.max(1, (bottom - top) / look.px(26)),
      format: (v) => tenTo(Math.round(Math.log10(v))),
    });
    canvasAxis(c, this.layer, {
      side: "bottom",
      frame,
      look,
      most: Math.max(1, (right - left) / look.px(26)),
      format: (layer) => `W${subscript(layer + 1)}`,
      grid: false,
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {number} k */
  paintRunner(c, k) {
    const { look } = this;
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
      c.fillText("0", x, this.frame.bottom - look.px(10)); // no logarithm: it lies on the foot, and is called what it is
      c.textAlign = "left";
    }
  }

  /** @param {PointerEvent} event */
  hover(event) {
    if (!this.layers) return;
    const { left, right } = this.frame;
    if (event.offsetX < left || event.offsetX >= right) return this.tip.hide();
    const layer = this.layer.invert(event.offsetX);
    const lines = this.runners.map(({ title }, k) => {
      const [low, median, high] = this.three(k, layer);
      return Number.isNaN(median)
        ? `${title}: no such layer`
        : `${title}: ${precise(median)} (middle half ${precise(low)} to ${precise(high)})`;
    });
    this.tip.show(event, [`layer ${layer + 1}: gradient norm ‖dW‖, median over the seeds`, ...lines].join("\n"));
  }
}
