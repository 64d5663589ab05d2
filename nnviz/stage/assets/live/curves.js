// A curve of the run: one quantity for the training data (solid) and the test data (dashed) against epochs; behind it,
// pale, the run before.

import { label, percent, precise, short } from "../kit/number_format.js";
import { ticks } from "../kit/scale.js";
import { Surface } from "../kit/surface.js";

/** @typedef {{name: string, train: number, test: number, share: boolean}} Quantity columns of a history row */

export class Curve {
  /**
   * @param {HTMLElement} panel
   * @param {import("../kit/surface.js").Look} look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {Quantity} quantity
   * @param {{repaint: () => void, cross: (epoch: number | null) => void, seek: (step: number) => void}} wishes
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, quantity, { repaint, cross, seek }, signal) {
    this.look = look;
    this.tip = tip;
    this.quantity = quantity;
    /** The columns of a row that are drawn. */
    this.columns = [quantity.train, quantity.test];
    this.log = false;
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      `${quantity.name} by epoch`,
      signal,
    );
    this.toggle = /** @type {HTMLButtonElement | null} */ (panel.querySelector(".log"));
    if (this.toggle) {
      this.toggle.addEventListener(
        "click",
        () => {
          this.log = !this.log;
          this.toggle.setAttribute("aria-pressed", String(this.log));
          repaint();
        },
        { signal },
      );
    }
    const { canvas } = this.surface;
    canvas.addEventListener("pointermove", (event) => cross(this.hover(event)), { signal });
    canvas.addEventListener(
      "pointerleave",
      () => {
        tip.hide();
        cross(null);
      },
      { signal },
    );
    canvas.addEventListener(
      "click",
      (event) => {
        const row = this.rowAt(event.offsetX);
        if (row) seek(row[0]);
      },
      { signal },
    );
  }

  /**
   * @param {import("./player.js").Player} player
   * @param {number | null} cross the epoch that is pointed at, here or elsewhere
   */
  paint({ history, previousRun, shown, back, newest }, cross) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { px } = { px: (/** @type {number} */ n) => this.look.px(n) };
    this.rows = history.rows;
    this.previousRun = previousRun.rows;
    this.count = history.count(back ? newest : shown);
    const done = back ? history.count(shown) : this.count;
    this.box = { x: px(46), y: px(8), width: width - px(46) - px(8), height: height - px(8) - px(22) };
    const last = this.count ? this.rows[this.count - 1][1] : 0;
    this.end = Math.max(last, this.previousRun.length ? this.previousRun[this.previousRun.length - 1][1] : 0, 1e-9);
    this.range = this.findRange();
    this.paintGrid(c, this.end > 1e-9 ? this.end : 0);
    c.save();
    c.beginPath();
    c.rect(this.box.x - 1, this.box.y - px(3), this.box.width + px(8), this.box.height + px(6));
    c.clip();
    this.paintPreviousRun(c);
    if (done < this.count) this.paintLater(c);
    this.paintLines(c, this.rows, done);
    c.restore();
    this.paintCross(c, cross);
    this.paintLegend(c);
  }

  /** The run before. @param {CanvasRenderingContext2D} c */
  paintPreviousRun(c) {
    c.globalAlpha = 0.55;
    this.paintLines(c, this.previousRun, this.previousRun.length, this.look.colours.muted);
    c.globalAlpha = 1;
  }

  /** What lies after the step on view. @param {CanvasRenderingContext2D} c */
  paintLater(c) {
    c.globalAlpha = 0.32;
    this.paintLines(c, this.rows, this.count);
    c.globalAlpha = 1;
  }

  /** The lines of some rows. @param {CanvasRenderingContext2D} c @param {number[][]} rows @param {number} count @param {string} [colour] */
  paintLines(c, rows, count, colour) {
    this.paintLine(c, rows, count, this.quantity.test, true, colour);
    this.paintLine(c, rows, count, this.quantity.train, false, colour);
  }

  /** An upright line where the pointer is. @param {CanvasRenderingContext2D} c @param {number | null} epoch */
  paintCross(c, epoch) {
    if (epoch === null || epoch > this.end) return;
    const x = Math.round(this.x(epoch)) + 0.5;
    c.strokeStyle = this.look.colours.muted;
    c.lineWidth = 1;
    c.beginPath();
    c.moveTo(x, this.box.y);
    c.lineTo(x, this.box.y + this.box.height);
    c.stroke();
  }

  /** Lowest and highest value to show. */
  findRange() {
    if (this.quantity.share) return [0, 1];
    let [low, high] = [Infinity, 0];
    const look = (/** @type {number} */ v) => {
      if (!Number.isFinite(v)) return;
      if (v > high) high = v;
      if (v > 0 && v < low) low = v;
    };
    for (const [rows, count] of /** @type {[number[][], number][]} */ ([
      [this.rows, this.count],
      [this.previousRun, this.previousRun.length],
    ])) {
      for (let i = 0; i < count; i++) {
        for (const column of this.columns) look(rows[i][column]);
      }
    }
    if (!(high > 0)) return this.log ? [0.1, 1] : [0, 1];
    if (!this.log) return [0, high * 1.06];
    const floor = 10 ** Math.floor(Math.log10(Math.min(low, high / 1.01)) + 1e-9);
    return [Math.max(floor, high * 1e-9), 10 ** Math.ceil(Math.log10(high) - 1e-9) * (high === floor ? 10 : 1)];
  }

  /** @param {number} v */
  y(v) {
    const [low, high] = this.range;
    const t = this.log ? Math.log(Math.max(v, 1e-300) / low) / Math.log(high / low) : (v - low) / (high - low);
    return this.box.y + this.box.height * (1 - Math.min(1.05, Math.max(-0.05, t)));
  }

  /** @param {number} epoch */
  x(epoch) {
    return this.box.x + (epoch / this.end) * this.box.width;
  }

  /** @param {CanvasRenderingContext2D} c @param {number} last */
  paintGrid(c, last) {
    const { look, box } = this;
    const { colours } = look;
    const [low, high] = this.range;
    c.font = look.type(14);
    c.lineWidth = 1;
    c.textAlign = "right";
    const rows = this.log ? decades(low, high) : ticks(low, high, Math.max(2, Math.floor(box.height / look.px(34))));
    for (const v of rows) {
      const y = Math.round(this.y(v)) + 0.5;
      c.strokeStyle = colours.grid;
      c.beginPath();
      c.moveTo(box.x, y);
      c.lineTo(box.x + box.width, y);
      c.stroke();
      c.fillStyle = colours.muted;
      const text = this.quantity.share ? `${Math.round(v * 100)} %` : label(v, rows[1] - rows[0]);
      if (y > box.y - look.px(2)) c.fillText(text, box.x - look.px(6), Math.max(y, look.px(7)));
    }
    c.strokeStyle = colours.muted;
    c.beginPath();
    c.moveTo(box.x + 0.5, box.y);
    c.lineTo(box.x + 0.5, box.y + box.height + 0.5);
    c.lineTo(box.x + box.width, box.y + box.height + 0.5);
    c.stroke();
    this.paintEpochs(c, last);
  }

  /** @param {CanvasRenderingContext2D} c @param {number} last */
  paintEpochs(c, last) {
    const { look, box } = this;
    const y = box.y + box.height + look.px(12);
    c.fillStyle = look.colours.ink;
    c.textAlign = "right";
    c.fillText("epoch", box.x + box.width + look.px(6), y);
    const free = box.x + box.width - look.px(38);
    c.fillStyle = look.colours.muted;
    c.textAlign = "center";
    const columns = last > 0 ? ticks(0, last, Math.max(1, Math.floor(box.width / look.px(46)))) : [0];
    for (const v of columns) {
      const text = label(v, columns[1]);
      const half = c.measureText(text).width / 2;
      if (this.x(v) + half < free) c.fillText(text, this.x(v), y);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {number[][]} rows
   * @param {number} count how many of them
   * @param {number} column
   * @param {boolean} dashed
   * @param {string} [colour]
   */
  paintLine(c, rows, count, column, dashed, colour) {
    const { look } = this;
    c.strokeStyle = c.fillStyle = colour ?? (dashed ? look.colours.test : look.colours.train);
    c.lineWidth = look.px(2.2);
    c.lineJoin = "round";
    c.setLineDash(this.dashes(dashed));
    c.beginPath();
    let broken = true;
    let lastX = -Infinity;
    for (let i = 0; i < count; i++) {
      const v = rows[i][column];
      if (!Number.isFinite(v)) {
        broken = true;
        continue;
      }
      const x = this.x(rows[i][1]);
      if (!broken && x - lastX < 0.7 && i + 1 < count) continue;
      if (broken) c.moveTo(x, this.y(v));
      else c.lineTo(x, this.y(v));
      broken = false;
      lastX = x;
    }
    c.stroke();
    c.setLineDash([]);
    const end = count ? rows[count - 1][column] : NaN;
    if (!Number.isFinite(end)) return;
    c.beginPath();
    c.arc(this.x(rows[count - 1][1]), this.y(end), look.px(3.4), 0, 7);
    c.fill();
  }

  /** How a line is broken. @param {boolean} dashed */
  dashes(dashed) {
    return dashed ? [this.look.px(6), this.look.px(4)] : [];
  }

  /** @param {CanvasRenderingContext2D} c */
  paintLegend(c) {
    const { look, box } = this;
    const high = look.px(this.previousRun.length ? 51 : 32);
    const top = this.quantity.share ? box.y + box.height - high - look.px(6) + look.px(4) : box.y + look.px(8);
    c.textAlign = "right";
    const entries = [
      ["train", look.colours.train, false],
      ["test", look.colours.test, true],
    ];
    if (this.previousRun.length) entries.push(["before", look.colours.muted, false]);
    entries.forEach(([text, colour, dashed], i) => {
      const y = top + i * look.px(19);
      const right = box.x + box.width;
      const wide = c.measureText(String(text)).width;
      c.fillStyle = look.colours.veil;
      c.fillRect(right - wide - look.px(36), y - look.px(9), wide + look.px(36), look.px(18));
      c.fillStyle = c.strokeStyle = String(colour);
      c.fillText(String(text), right - look.px(2), y);
      c.lineWidth = look.px(2.2);
      c.setLineDash(dashed ? [look.px(6), look.px(4)] : []);
      c.beginPath();
      c.moveTo(right - wide - look.px(32), y);
      c.lineTo(right - wide - look.px(8), y);
      c.stroke();
      c.setLineDash([]);
    });
    c.textAlign = "left";
  }

  /** Give the picture its numbers as a text. @param {import("./wire.js").Frame} frame */
  name(frame) {
    const { share, name } = this.quantity;
    const [train, test] = share
      ? [frame.trainAccuracy, frame.testAccuracy].map(percent)
      : [frame.trainLoss, frame.testLoss].map(precise);
    const text = `${name} by epoch. At epoch ${short(frame.epoch)}: train ${train}, test ${test}.`;
    this.surface.canvas.setAttribute("aria-label", text);
  }

  /** The point of the curve that is nearest to a place. @param {number} x */
  rowAt(x) {
    if (!this.count || !this.box || x < this.box.x - 4) return null;
    return rowAtEpoch(this.rows, this.count, ((x - this.box.x) / this.box.width) * this.end);
  }

  /** Say the exact numbers under the pointer. @param {PointerEvent} event @returns {number | null} their epoch */
  hover(event) {
    const row = this.rowAt(event.offsetX);
    if (!row) {
      this.tip.hide();
      return null;
    }
    const say = this.quantity.share ? percent : precise;
    const { train, test } = this.quantity;
    const lines = [`epoch ${short(row[1])}, step ${row[0]}`, `train ${say(row[train])}`, `test ${say(row[test])}`];
    const pointed = ((event.offsetX - this.box.x) / this.box.width) * this.end;
    const before = rowAtEpoch(this.previousRun, this.previousRun.length, pointed);
    if (before)
      lines.push(`run before, epoch ${short(before[1])}:`, `train ${say(before[train])}, test ${say(before[test])}`);
    this.tip.show(event, lines.join("\n"));
    return row[1];
  }
}

/** The row nearest to an epoch. @param {number[][]} rows @param {number} count @param {number} epoch */
function rowAtEpoch(rows, count, epoch) {
  if (!count) return null;
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][1] < epoch) low = middle + 1;
    else high = middle;
  }
  return low > 0 && epoch - rows[low - 1][1] < rows[low][1] - epoch ? rows[low - 1] : rows[low];
}

/** Powers of ten from low to high, at most five of them. @param {number} low @param {number} high */
function decades(low, high) {
  const [a, b] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((b - a) / 4));
  const out = [];
  for (let k = a; k <= b; k += every) out.push(10 ** k);
  return out;
}
