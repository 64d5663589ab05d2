// The curves of a race: for each contestant the median over the seeds, in a band that holds the middle half of them.

import { Curve } from "../curves.js";
import { percent, precise, short } from "../../kit/number_format.js";
import { fit } from "../../kit/surface.js";
import { column, runnerColour, runnerDash } from "./runners.js";

export class RaceCurve extends Curve {
  /**
   * @param {HTMLElement} panel
   * @param {import("../../kit/surface.js").Look} look
   * @param {import("../../kit/tooltip.js").Tooltip} tip
   * @param {{name: string, of: number, share: boolean}} quantity where its columns begin
   * @param {import("../curves.js").CurveWishes} wishes
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, quantity, wishes, signal) {
    super(panel, look, tip, { ...quantity, columns: [] }, wishes, signal);
    this.of = quantity.of;
    /** @type {import("../wire.js").Contestant[]} */
    this.runners = [];
    /** @type {number[]} columns of the lower edges */
    this.lowest = [];
    /** @type {number[]} how the line is broken that is drawn now */
    this.dash = [];
  }

  /** @param {import("../wire.js").RaceScene} scene */
  setScene(scene) {
    this.runners = scene.race.contestants;
    this.columns = this.runners.map((_, k) => column(k, this.of + 2));
    this.lowest = this.runners.map((_, k) => column(k, this.of + 1));
  }

  /** On a logarithmic axis the lower edges must fit, too. */
  findRange() {
    const upper = this.columns;
    if (this.log) this.columns = [...upper, ...this.lowest];
    const range = super.findRange();
    this.columns = upper;
    return range;
  }

  /** @param {CanvasRenderingContext2D} c @param {number[][]} rows @param {number} count */
  paintLines(c, rows, count) {
    const { look } = this;
    this.runners.forEach((_, k) => this.paintBand(c, rows, count, k));
    this.runners.forEach((_, k) => {
      this.dash = runnerDash(look, k);
      this.paintLine(c, rows, count, column(k, this.of), false, runnerColour(look.colours, k));
    });
  }

  /** The middle half of the seeds. @param {CanvasRenderingContext2D} c @param {number[][]} rows @param {number} count @param {number} k */
  paintBand(c, rows, count, k) {
    const low = column(k, this.of + 1);
    const high = column(k, this.of + 2);
    const top = this.frame.top - this.look.px(3);
    const edge = (/** @type {number} */ v) => (Number.isFinite(v) ? this.y(v) : top);
    const kept = [];
    let lastX = -Infinity;
    for (let i = 0; i < count; i++) {
      const x = this.x(rows[i][1]);
      if (x - lastX < 1 && i + 1 < count) continue;
      kept.push([x, edge(rows[i][low]), edge(rows[i][high])]);
      lastX = x;
    }
    if (kept.length < 2) return;
    c.beginPath();
    kept.forEach(([x, y]) => c.lineTo(x, y));
    kept.reverse().forEach(([x, , y]) => c.lineTo(x, y));
    const { globalAlpha } = c;
    c.globalAlpha = 0.2 * globalAlpha;
    c.fillStyle = runnerColour(this.look.colours, k);
    c.fill();
    c.globalAlpha = globalAlpha;
  }

  dashes() {
    return this.dash;
  }

  /** Nobody ran before. */
  paintPreviousRun() {}

  /** The lines are named in a legend. */
  nameRoom() {
    return 0;
  }

  /** @param {CanvasRenderingContext2D} c */
  paintNames(c) {
    if (!this.quantity.share) return; // losses fill the place; the colours are named beside and above
    const { look, frame } = this;
    const line = look.px(18);
    const wide = Math.max(...this.runners.map(({ title }) => c.measureText(title).width));
    const most = Math.min(wide, (frame.right - frame.left) * 0.55);
    const high = this.runners.length * line;
    if (high > frame.bottom - frame.top - line) return;
    const top = frame.bottom - high + look.px(4);
    const { right } = frame;
    c.fillStyle = look.colours.veil;
    c.fillRect(right - most - look.px(34), top - line / 2, most + look.px(34), high);
    c.textAlign = "right";
    this.runners.forEach(({ title }, k) => {
      const y = top + k * line;
      c.fillStyle = c.strokeStyle = runnerColour(look.colours, k);
      c.fillText(fit(c, title, most), right - look.px(2), y);
      c.lineWidth = look.px(2.4);
      c.setLineDash(runnerDash(look, k));
      c.beginPath();
      c.moveTo(right - most - look.px(32), y);
      c.lineTo(right - most - look.px(7), y);
      c.stroke();
      c.setLineDash([]);
    });
    c.textAlign = "left";
  }

  /** Say the exact numbers under the pointer. @param {PointerEvent} event @returns {number | null} their epoch */
  hover(event) {
    const row = this.rowAt(event.offsetX);
    if (!row) {
      this.tip.hide();
      return null;
    }
    const say = this.quantity.share ? percent : precise;
    const lines = this.runners.map(({ title }, k) => {
      const [median, low, high] = [0, 1, 2].map((i) => say(row[column(k, this.of + i)]));
      return `${title}: ${median} (middle half ${low} to ${high})`;
    });
    this.tip.show(event, [`epoch ${short(row[1])}, step ${row[0]}`, ...lines].join("\n"));
    return row[1];
  }
}
