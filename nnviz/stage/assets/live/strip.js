// The gradient strip: how long each layer's gradient is and how far the last update moved its weights, on a log scale,
// where vanishing and exploding are seen.

import { canvasAxis } from "../kit/axis.js";
import { precise, short, subscript, tenTo } from "../kit/number_format.js";
import { decades, linear, log } from "../kit/scale.js";
import { Surface } from "../kit/surface.js";

/** The exponents of ten at the ends of the axis when a run begins. */
const LOW = -4;
const HIGH = 1;

/** @typedef {import("./wire.js").Tensor} Tensor */

export class GradientStrip {
  /** @param {HTMLElement} panel @param {import("../kit/surface.js").Look} look @param {import("../kit/tooltip.js").Tooltip} tip @param {AbortSignal} signal */
  constructor(panel, look, tip, signal) {
    this.look = look;
    this.tip = tip;
    /** @type {string[]} the symbols of the layers' weights */
    this.symbols = [];
    /** @type {Tensor["data"]} lengths of the gradients, by layer */
    this.norms = new Float32Array();
    /** @type {Tensor["data"]} lengths of the updates beside the weights */
    this.ratios = new Float32Array();
    this.pitch = this.top = 0;
    this.frame = { left: 0, right: 0, top: 0, bottom: 0 };
    this.x = linear([0, 1], [0, 1]);
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "Norm of the gradient, and of the update relative to the weights, by layer",
      signal,
    );
    this.surface.canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    this.surface.canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
    /** Exponents of ten at the two ends; they only ever move apart during a run. */
    this.low = LOW;
    this.high = HIGH;
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene({ columns }) {
    const layers = columns.slice(1).filter(({ operation }) => operation !== "pooling");
    this.symbols = layers.map(({ operation }) => (operation === "convolution" ? "K" : "W"));
    this.low = LOW;
    this.high = HIGH;
  }

  /** @param {import("./wire.js").Frame} frame */
  paint(frame) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { look } = this;
    this.norms = frame.block.data("gradient_norms");
    this.ratios = frame.block.data("update_ratios");
    this.widen();
    const foot = look.px(20);
    this.pitch = Math.min(look.px(30), (height - foot) / this.norms.length);
    const bottom = height - foot;
    this.top = Math.max(0, bottom - this.pitch * this.norms.length) / 2;
    this.frame = { left: look.px(30), right: width - look.px(64), top: this.top, bottom };
    const { left, right } = this.frame;
    this.x = log([10 ** this.low, 10 ** this.high], [left, right], { overshoot: 0 });
    c.font = look.type(14);
    canvasAxis(c, this.x, {
      side: "bottom",
      frame: this.frame,
      look,
      most: Math.max(1, (right - left) / look.px(33)),
      format: (v) => tenTo(Math.round(Math.log10(v))),
    });
    this.norms.forEach((norm, layer) => this.paintRow(c, norm, layer));
  }

  widen() {
    for (const values of [this.norms, this.ratios]) {
      const { low, high } = decades(values);
      this.low = Math.max(-16, Math.min(this.low, low));
      this.high = Math.min(16, Math.max(this.high, high));
    }
  }

  /** @param {CanvasRenderingContext2D} c @param {number} norm @param {number} layer */
  paintRow(c, norm, layer) {
    const { look } = this;
    const { left } = this.frame;
    const { colours } = look;
    const middle = this.top + (layer + 0.5) * this.pitch;
    const thick = Math.min(look.px(11), this.pitch * 0.42);
    const thin = Math.min(look.px(6), this.pitch * 0.26);
    const top = middle - (thick + thin) / 2;
    c.textAlign = "left";
    c.fillStyle = colours.ink;
    c.fillText(`${this.symbols[layer]}${subscript(layer + 1)}`, 0, middle);
    const fine = norm > 0 && Number.isFinite(norm);
    if (fine) {
      c.fillStyle = colours.gradient;
      c.fillRect(left, top, Math.max(1.5, this.x(norm) - left), thick);
    }
    const ratio = this.ratios[layer];
    if (ratio > 0 && Number.isFinite(ratio)) {
      c.fillStyle = colours.update;
      c.fillRect(left, top + thick, Math.max(1.5, this.x(ratio) - left), thin);
    }
    c.fillStyle = fine ? colours.ink : colours.warning;
    c.textAlign = "right";
    c.fillText(norm === 0 ? "zero" : short(norm), this.surface.width - 1, middle);
    c.textAlign = "left";
  }

  /** Give the picture its numbers as a text. */
  name() {
    const rows = Array.from(
      this.norms,
      (norm, layer) => `layer ${layer + 1} ${short(norm)}, ${short(this.ratios[layer])}`,
    );
    const text = `Norm of the gradient, and of the update relative to the weights: ${rows.join("; ")}.`;
    this.surface.canvas.setAttribute("aria-label", text);
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const layer = Math.floor((event.offsetY - this.top) / this.pitch);
    if (!(layer >= 0 && layer < this.norms.length)) return this.tip.hide();
    const symbol = this.symbols[layer];
    this.tip.show(
      event,
      `layer ${layer + 1}\ngradient norm ‖d${symbol}‖ ${precise(this.norms[layer])}\nrelative update ‖Δ${symbol}‖/‖${symbol}‖ ${precise(this.ratios[layer])}`,
    );
  }
}
