// A curve of the run: one quantity for the training data (solid) and the test data (dashed) against epochs; behind it,
// pale, the run before.

import { bisector } from "d3-array";
import { canvasAxis } from "../kit/axis.js";
import { label, percent, precise, short, wholePercent } from "../kit/number_format.js";
import { line } from "../kit/path.js";
import { linear, log } from "../kit/scale.js";
import { Surface } from "../kit/surface.js";

/**
 * @typedef {object} Quantity what is drawn
 * @property {string} name
 * @property {number[]} columns of its rows, train and test
 * @property {boolean} share whether it goes from 0 to 1
 * @property {(value: number) => string} [say] how its numbers are written
 */
/** @typedef {{repaint: () => void, cross: (epoch: number | null) => void, seek: (step: number) => void}} CurveWishes what a curve asks for */

/** What the two lines are called. */
const LINES = ["train", "test"];

/**
 * The heights of two names beside the ends of their lines: as near as they can be without touching each other.
 * @param {number[]} ends
 * @param {number} apart
 * @param {number} top
 * @param {number} bottom
 */
export function namePlaces([first, second], apart, top, bottom) {
  const middle = (first + second) / 2;
  const half = Math.max(apart, Math.abs(first - second)) / 2;
  const up = first <= second ? -half : half;
  const low = Math.max(top + half, Math.min(bottom - half, middle));
  return [low + up, low - up];
}

export class Curve {
  /**
   * @param {HTMLElement} panel
   * @param {import("../kit/surface.js").Look} look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {Quantity} quantity
   * @param {CurveWishes} wishes
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, quantity, { repaint, cross, seek }, signal) {
    this.look = look;
    this.tip = tip;
    this.quantity = quantity;
    /** The columns of a row that are drawn. */
    this.columns = quantity.columns;
    this.log = false;
    /** Whether the test data are the training data. */
    this.same = false;
    /** @type {number[][]} */
    this.rows = [];
    /** @type {number[][]} */
    this.previousRun = [];
    /** How many rows there are to draw. */
    this.count = 0;
    /** The last epoch on the axis. */
    this.end = 0;
    this.frame = { left: 0, right: 0, top: 0, bottom: 0 };
    /** The place of an epoch, and of a value. */
    this.x = this.y = linear([0, 1], [0, 1]);
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      `${quantity.name} by epoch`,
      signal,
    );
    const toggle = panel.querySelector(".log");
    toggle?.addEventListener(
      "click",
      () => {
        this.log = !this.log;
        toggle.setAttribute("aria-pressed", String(this.log));
        repaint();
      },
      { signal },
    );
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

  /** Draw something else. @param {Quantity} quantity */
  setQuantity(quantity) {
    this.quantity = quantity;
    this.columns = quantity.columns;
  }

  /** How a number is written. */
  get say() {
    return this.quantity.say ?? (this.quantity.share ? percent : precise);
  }

  /**
   * @param {import("./player.js").Player} player
   * @param {number | null} cross the epoch that is pointed at, here or elsewhere
   */
  paint({ history, previousRun, shown, back, newest }, cross) {
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const px = (/** @type {number} */ n) => this.look.px(n);
    c.font = this.look.type(14);
    this.rows = history.rows;
    this.previousRun = previousRun.rows;
    this.count = history.count(back ? newest : shown);
    const done = back ? history.count(shown) : this.count;
    this.frame = { left: px(46), right: width - px(8) - this.nameRoom(c), top: px(8), bottom: height - px(22) };
    const { left, right, top, bottom } = this.frame;
    const last = this.count ? this.rows[this.count - 1][1] : 0;
    this.end = Math.max(last, this.previousRun.length ? this.previousRun[this.previousRun.length - 1][1] : 0, 1e-9);
    this.x = linear([0, this.end], [left, right]);
    this.y = (this.log ? log : linear)(this.findRange(), [bottom, top], { overshoot: 0.05 });
    this.paintAxes(c);
    c.save();
    c.beginPath();
    c.rect(left - 1, top - px(3), right - left + px(8), bottom - top + px(6));
    c.clip();
    this.paintPreviousRun(c);
    if (done < this.count) this.paintLater(c);
    this.paintLines(c, this.rows, done);
    c.restore();
    this.paintCross(c, cross);
    this.paintNames(c, done);
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
    const [train, test] = this.columns;
    this.paintLine(c, rows, count, test, true, colour);
    this.paintLine(c, rows, count, train, false, colour);
  }

  /** An upright line where the pointer is. @param {CanvasRenderingContext2D} c @param {number | null} epoch */
  paintCross(c, epoch) {
    if (epoch === null || epoch > this.end) return;
    const x = Math.round(this.x(epoch)) + 0.5;
    c.strokeStyle = this.look.colours.muted;
    c.lineWidth = 1;
    c.beginPath();
    c.moveTo(x, this.frame.top);
    c.lineTo(x, this.frame.bottom);
    c.stroke();
  }

  /** Lowest and highest value to show. @returns {[number, number]} */
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

  /** @param {CanvasRenderingContext2D} c */
  paintAxes(c) {
    const { look, frame } = this;
    const { left, right, top, bottom } = frame;
    canvasAxis(c, this.y, {
      side: "left",
      frame,
      look,
      most: this.log ? 4 : Math.max(2, Math.floor((bottom - top) / look.px(34))),
      format: this.quantity.share ? wholePercent : label,
    });
    c.strokeStyle = look.colours.muted;
    c.beginPath();
    c.moveTo(left + 0.5, top);
    c.lineTo(left + 0.5, bottom + 0.5);
    c.lineTo(right, bottom + 0.5);
    c.stroke();
    canvasAxis(c, this.x, {
      side: "bottom",
      frame,
      look,
      most: Math.max(1, Math.floor((right - left) / look.px(46))),
      values: this.end > 1e-9 ? undefined : [0],
      format: label,
      title: "epoch",
      titleAt: "end",
      grid: false,
    });
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
    const y = (/** @type {number[]} */ row) => (Number.isFinite(row[column]) ? this.y(row[column]) : NaN);
    line(c, rows, (i) => this.x(rows[i][1]), y, { count, thin: 0.7 });
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

  /** The room to the right of the axes in which the lines are named. @param {CanvasRenderingContext2D} c */
  nameRoom(c) {
    return this.same ? 0 : Math.max(...LINES.map((name) => c.measureText(name).width)) + this.look.px(6);
  }

  /** Each line is named at its end, beside the axes, where no line passes. @param {CanvasRenderingContext2D} c @param {number} done how many rows are on view */
  paintNames(c, done) {
    if (this.same || !done) return;
    const { look, frame } = this;
    const ends = this.columns.map((column) => this.rows[done - 1][column]);
    const places = namePlaces(
      ends.map((end) => (Number.isFinite(end) ? this.y(end) : frame.top)),
      look.px(15),
      frame.top,
      frame.bottom - look.px(4),
    );
    [look.colours.train, look.colours.test].forEach((colour, k) => {
      c.fillStyle = colour;
      c.fillText(LINES[k], frame.right + look.px(6), places[k]);
    });
  }

  /** Give the picture its numbers as a text. @param {import("./wire.js").Frame} frame */
  name(frame) {
    const { share, name, say } = this.quantity;
    const [train, test] = share
      ? [frame.trainAccuracy, frame.testAccuracy].map(percent)
      : say
        ? [frame.trainRmse, frame.testRmse].map((value) => say(value ?? NaN))
        : [frame.trainLoss, frame.testLoss].map(precise);
    const told = this.same ? `train ${train}, and the test data are the same` : `train ${train}, test ${test}`;
    const text = `${name} by epoch. At epoch ${short(frame.epoch)}: ${told}.`;
    this.surface.canvas.setAttribute("aria-label", text);
  }

  /** The point of the curve that is nearest to a place. @param {number} x */
  rowAt(x) {
    if (!this.count || x < this.frame.left - 4) return null;
    return rowAtEpoch(this.rows, this.count, this.x.invert(x));
  }

  /** Say the exact numbers under the pointer. @param {PointerEvent} event @returns {number | null} their epoch */
  hover(event) {
    const row = this.rowAt(event.offsetX);
    if (!row) {
      this.tip.hide();
      return null;
    }
    const { say } = this;
    const [train, test] = this.columns;
    const lines = [`epoch ${short(row[1])}, step ${row[0]}`];
    if (this.same) lines.push(`train = test ${say(row[train])}`);
    else lines.push(`train ${say(row[train])}`, `test ${say(row[test])}`);
    const before = rowAtEpoch(this.previousRun, this.previousRun.length, this.x.invert(event.offsetX));
    if (before)
      lines.push(`previous run, epoch ${short(before[1])}:`, `train ${say(before[train])}, test ${say(before[test])}`);
    this.tip.show(event, lines.join("\n"));
    return row[1];
  }
}

const byEpoch = bisector((/** @type {number[]} */ row) => row[1]);

/** The row nearest to an epoch. @param {number[][]} rows @param {number} count @param {number} epoch */
const rowAtEpoch = (rows, count, epoch) => (count ? rows[byEpoch.center(rows, epoch, 0, count)] : null);
