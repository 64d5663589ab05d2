// Idle units: in each hidden layer of each contestant, the share that is dead, and the share that is flat on a sample.

import { percent } from "../../kit/number_format.js";
import { Surface, fit } from "../../kit/surface.js";
import { runnerColour } from "./runners.js";

/** @typedef {import("../../kit/wire.js").Tensor} Tensor */

/** No contestants, no layers. @type {Tensor} */
const NOTHING = { shape: [0, 0], data: new Float32Array() };

export class RaceUnits {
  /** @param {HTMLElement} panel @param {import("../../kit/surface.js").Look} look @param {import("../../kit/tooltip.js").Tooltip} tip @param {AbortSignal} signal */
  constructor(panel, look, tip, signal) {
    this.look = look;
    this.tip = tip;
    /** @type {import("../wire.js").Contestant[]} */
    this.runners = [];
    /** Shares by contestant and layer. */
    this.dead = this.flat = NOTHING;
    this.pitch = this.top = 0;
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "Dead and saturated units by hidden layer, for each contestant",
      signal,
    );
    this.surface.canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    this.surface.canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
  }

  /** @param {import("../wire.js").RaceScene} scene */
  setScene(scene) {
    this.runners = scene.race.contestants;
  }

  /** @param {import("../wire.js").Frame} frame */
  paint(frame) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { look } = this;
    this.dead = frame.block.tensor("dead");
    this.flat = frame.block.tensor("flat");
    this.pitch = Math.min(look.px(46), height / this.runners.length);
    this.top = (height - this.pitch * this.runners.length) / 2;
    c.font = look.type(13.5);
    this.runners.forEach(({ title, hidden }, k) => {
      const y = this.top + k * this.pitch;
      const worded = this.pitch > look.px(32);
      c.fillStyle = runnerColour(look.colours, k);
      const name = worded ? width : look.px(70);
      c.fillText(fit(c, title, name), 0, y + (worded ? look.px(8) : this.pitch / 2));
      const left = worded ? 0 : look.px(76);
      const top = y + (worded ? look.px(17) : look.px(2));
      const bottom = y + this.pitch - look.px(4);
      const wide = (width - left) / hidden;
      for (let layer = 0; layer < hidden; layer++)
        this.paintCell(c, k, layer, left + layer * wide, top, wide - look.px(4), bottom - top);
    });
  }

  /** Two bars: dead above, flat below. @param {CanvasRenderingContext2D} c @param {number} k @param {number} layer @param {number} x @param {number} y @param {number} width @param {number} height */
  paintCell(c, k, layer, x, y, width, height) {
    const { colours } = this.look;
    const half = height / 2 - 0.5;
    const bars = /** @type {[Tensor, string][]} */ ([
      [this.dead, colours.warning],
      [this.flat, colours.muted],
    ]);
    bars.forEach(([tensor, colour], i) => {
      const top = y + i * (half + 1);
      c.fillStyle = colours.grid;
      c.fillRect(x, top, width, half);
      c.fillStyle = colour;
      c.fillRect(x, top, width * Math.min(1, Math.max(0, this.share(tensor, k, layer) || 0)), half);
    });
  }

  /** @param {Tensor} tensor @param {number} k @param {number} layer */
  share(tensor, k, layer) {
    return tensor.data[k * tensor.shape[1] + layer];
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const k = this.dead === NOTHING ? -1 : Math.floor((event.offsetY - this.top) / this.pitch);
    if (k < 0 || k >= this.runners.length) return this.tip.hide();
    const { title, hidden } = this.runners[k];
    const lines = Array.from({ length: hidden }, (_, layer) => {
      return `layer ${layer + 1}: dead ${percent(this.share(this.dead, k, layer))}, saturated ${percent(this.share(this.flat, k, layer))}`;
    });
    const notes = [
      "dead: slope 0 on every training sample",
      "saturated: slope below 5 % of its maximum; for ReLU about half is normal",
    ];
    this.tip.show(event, [`${title}, mean over the seeds`, ...lines, ...notes].join("\n"));
  }
}
