// One of several things on a canvas, chosen by keys: for the ear it is a slider over them.
//
//   const chooser = new Chooser(canvas, { count: () => 20, text: (k) => `seed ${k}`, choose, signal });
//   chooser.show(3);

import { describe, keyed } from "./drag.js";

const COARSE = 5;

export class Chooser {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{count: () => number, text: (k: number) => string, choose: (k: number) => void, signal: AbortSignal}} options
   */
  constructor(canvas, options) {
    this.canvas = canvas;
    this.options = options;
    this.at = 0;
    const { signal } = options;
    canvas.addEventListener("keydown", (event) => this.key(event), { signal });
    canvas.addEventListener("focus", () => this.describe(), { signal });
    canvas.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // the keyboard stays where it was
  }

  /** What is chosen now. @param {number} at */
  show(at) {
    if (at === this.at && this.canvas.getAttribute("role") === "slider") return;
    this.at = at;
    this.describe();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.options.count() - 1;
    if (last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = keyed(event.key, event.shiftKey, [this.at], { step: 1, coarse: COARSE, limits: [[0, last]] });
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    this.at = to[0];
    this.options.choose(this.at);
    this.describe();
  }

  describe() {
    const { count, text } = this.options;
    const high = Math.max(0, count() - 1);
    const now = Math.max(0, Math.min(high, this.at));
    describe(this.canvas, { low: 0, high, now, text: text(now) });
  }
}
