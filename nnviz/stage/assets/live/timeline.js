// The timeline: a slim row in which one drags through every step that the browser holds, with the loss behind it.

import { PHASES } from "./phases.js";
import { bisector } from "d3-array";
import { say } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { count, precise, short } from "../kit/number_format.js";
import { Slider } from "../kit/slider.js";
import { Surface } from "../kit/surface.js";

const THUMB = 14;

const byStep = bisector((/** @type {number[]} */ row) => row[0]);

/** @type {Record<string, import("../kit/icons.js").Face>} */
const MOVES = {
  first: { icon: "first", title: "First step (home key)" },
  epochBack: { icon: "fastBack", title: "Back by one epoch (shift and left arrow)" },
  back: { icon: "back", title: "Back by one frame (left arrow)" },
  forward: { icon: "forward", title: "Forward by one frame; at the newest one, train one batch (right arrow)" },
  epochForward: { icon: "fastForward", title: "Forward by one epoch (shift and right arrow)" },
  newest: { icon: "last", title: "Newest step (end key)" },
};

const KEYS =
  "Drag to any past step. Keys: space plays and pauses, arrows go by a frame, with shift by an epoch; home, end; r resets";

const HTML_TIMELINE = `
  <span class="moves" role="group" aria-label="Back in time"></span>
  <span class="track"></span>
  <span class="moves" role="group" aria-label="Forward in time"></span>
  <span class="where"></span>`;

/** The buttons of the two groups. */
const GROUPS = [
  ["first", "epochBack", "back"],
  ["forward", "epochForward", "newest"],
];

/** @typedef {{move: (name: string) => void, scrub: (step: number) => void, rest: () => void, cross: (epoch: number | null) => void}} Wishes */

export class Timeline {
  /**
   * @param {HTMLElement} box
   * @param {import("../kit/surface.js").Look} look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {Wishes} wishes
   * @param {AbortSignal} signal
   */
  constructor(box, look, tip, { move, scrub, rest, cross }, signal) {
    this.look = look;
    this.tip = tip;
    /** @type {number[][]} points of the curves */
    this.rows = [];
    this.count = 0;
    /** The ends of the track. */
    this.first = 0;
    this.last = 1;
    this.newest = 0;
    this.html = "";
    box.innerHTML = HTML_TIMELINE;
    const track = /** @type {HTMLElement} */ (box.querySelector(".track"));
    this.surface = new Surface(track, "", signal, true);
    this.slider = new Slider(track, {
      label: "Step on view",
      caption: false,
      number: false,
      title: KEYS,
      text: (step) => this.words(step),
      change: (step, done) => (done ? rest() : scrub(step)),
      signal,
    });
    /** The slider as the browser knows it, whose arrows mean the same as everywhere. */
    this.input = this.slider.input;
    this.where = /** @type {HTMLElement} */ (box.querySelector(".where"));
    box.querySelectorAll(".moves").forEach((group, k) => {
      for (const name of GROUPS[k]) {
        const { icon, title = "" } = MOVES[name];
        iconButton(group, {
          icon,
          label: title.split(" (")[0],
          title,
          press: () => move(name),
          keepFocus: true,
          signal,
        });
      }
    });
    this.input.addEventListener("pointermove", (event) => cross(this.hover(event)), { signal });
    this.input.addEventListener(
      "pointerleave",
      () => {
        tip.hide();
        cross(null);
      },
      { signal },
    );
  }

  /** @param {import("./player.js").Player} player @param {number | null} cross the epoch that is pointed at */
  paint(player, cross) {
    const { shown, newest, history, back } = player;
    const first = player.buffer.length ? player.buffer.frames[0].step : 0;
    this.first = Math.min(first, shown);
    this.last = Math.max(newest, shown, this.first + 1);
    this.rows = history.rows;
    this.count = history.count(Math.max(newest, shown));
    this.newest = back ? newest : shown;
    this.show(shown, back, player.phases.now);
    const c = this.surface.begin(this.look);
    const { width, height } = this.surface;
    if (!width) return;
    const { colours } = this.look;
    const middle = height / 2;
    const thick = this.look.px(4);
    this.paintLoss(c, height);
    c.fillStyle = colours.hairline;
    c.fillRect(this.x(this.first), middle - thick / 2, this.x(this.last) - this.x(this.first), thick);
    c.fillStyle = colours.ink;
    c.fillRect(this.x(this.first), middle - thick / 2, this.x(shown) - this.x(this.first), thick);
    this.paintCross(c, cross, height);
    c.beginPath();
    c.arc(this.x(shown), middle, this.look.px(THUMB / 2 - 0.5), 0, 7);
    c.fillStyle = back ? colours.panel : colours.ink;
    c.fill();
    c.strokeStyle = colours.ink;
    c.lineWidth = this.look.px(2.4);
    c.stroke();
  }

  /** The training loss as a pale hill behind the track. @param {CanvasRenderingContext2D} c @param {number} height */
  paintLoss(c, height) {
    let most = 0;
    for (let i = 0; i < this.count; i++)
      if (this.rows[i][2] > most && Number.isFinite(this.rows[i][2])) most = this.rows[i][2];
    if (!most || this.count < 2) return;
    c.beginPath();
    c.moveTo(this.x(this.first), height);
    let lastX = -Infinity;
    for (let i = 0; i < this.count; i++) {
      const [step, , loss] = this.rows[i];
      const x = this.x(step);
      if ((x - lastX < 1 && i + 1 < this.count) || !Number.isFinite(loss)) continue;
      c.lineTo(x, height - (loss / most) * (height - 1));
      lastX = x;
    }
    c.lineTo(lastX, height);
    c.fillStyle = this.look.colours.grid;
    c.fill();
  }

  /** @param {CanvasRenderingContext2D} c @param {number | null} epoch @param {number} height */
  paintCross(c, epoch, height) {
    if (epoch === null) return;
    const row = this.rows.findIndex((r) => r[1] >= epoch - 1e-6);
    if (row < 0 || row >= this.count) return;
    c.fillStyle = this.look.colours.muted;
    c.fillRect(Math.round(this.x(this.rows[row][0])), 0, 1, height);
  }

  /** @param {number} step */
  x(step) {
    const inset = this.look.px(THUMB / 2);
    const share = (step - this.first) / (this.last - this.first);
    return inset + (this.surface.width - 2 * inset) * Math.min(1, Math.max(0, share));
  }

  /** A step as it is written and heard. @param {number} step */
  words(step) {
    if (step < this.newest) return `step ${count(step)} of ${count(this.newest)}`;
    return step < 0 ? "" : `step ${count(step)}`;
  }

  /** The words, and the slider as those see it who hear it. @param {number} shown @param {boolean} back @param {import("./phases.js").Phase | null} phase */
  show(shown, back, phase) {
    const words = this.words(shown);
    const html = phase ? PHASES.map(([name]) => (name === phase.name ? `<b>${name}</b>` : name)).join(" › ") : "";
    if (!html) say(this.where, words);
    else if (this.html !== html) this.where.innerHTML = html;
    this.html = html;
    this.where.classList.toggle("past", back);
    const { low, high } = this.slider.options;
    if (low !== this.first || high !== this.last) this.slider.update({ low: this.first, high: this.last });
    this.slider.show(shown);
  }

  /** What is said of a point of the curves. @param {number[]} row */
  tell(row) {
    return `step ${row[0]}, epoch ${short(row[1])}\ntrain loss ${precise(row[2])}`;
  }

  /** Say what lies under the pointer. @param {PointerEvent} event @returns {number | null} its epoch */
  hover(event) {
    if (!this.count) return null;
    const inset = this.look.px(THUMB / 2);
    const share = (event.offsetX - inset) / Math.max(1, this.surface.width - 2 * inset);
    const step = this.first + Math.min(1, Math.max(0, share)) * (this.last - this.first);
    const row = this.rows[Math.min(byStep.left(this.rows, step, 0, this.count), this.count - 1)];
    this.tip.show(event, this.tell(row));
    return row[1];
  }
}
