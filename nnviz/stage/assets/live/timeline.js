// The timeline: a slim row in which one drags through every step that the browser holds, with the loss behind it.

import { PHASES } from "./phases.js";
import { count, precise, short } from "../kit/numbers.js";
import { Surface } from "../kit/surface.js";

const THUMB = 14;

const MOVES = {
  first: ["First step (home key)", "M4 4h2.4v12H4zM17 4v12l-9-6z"],
  epochBack: ["Back by one epoch (shift and left arrow)", "M10 4v12l-7-6zM17 4v12l-7-6z"],
  back: ["Back by one frame (left arrow)", "M14 4v12l-9-6z"],
  forward: ["Forward by one frame; at the newest one, train one batch (right arrow)", "M6 4v12l9-6z"],
  epochForward: ["Forward by one epoch (shift and right arrow)", "M10 4v12l7-6zM3 4v12l7-6z"],
  newest: ["Newest step (end key)", "M13.6 4H16v12h-2.4zM3 4v12l9-6z"],
};

const CAMERA =
  "M7 5l1.2-1.8h3.6L13 5h3.2c.9 0 1.5.6 1.5 1.5v8c0 .9-.6 1.5-1.5 1.5H3.8c-.9 0-1.5-.6-1.5-1.5v-8C2.3 5.6 2.9 5 3.8 5zM10 7.4a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z";

/** @param {string} name @param {string} title @param {string} path */
const smallButton = (name, title, path) =>
  `<button data-move="${name}" title="${title}"><svg viewBox="0 0 20 20" aria-hidden="true"><path fill-rule="evenodd" d="${path}"/></svg><span class="said">${title.split(" (")[0]}</span></button>`;

const moveButtons = (/** @type {(keyof typeof MOVES)[]} */ ...names) =>
  names.map((name) => smallButton(name, MOVES[name][0], MOVES[name][1])).join("");

const HTML_TIMELINE = `
  <span class="moves" role="group" aria-label="Back in time">${moveButtons("first", "epochBack", "back")}</span>
  <span class="track"><input type="range" min="0" max="1" step="1" value="0" aria-label="Step on view"
    title="Drag to any past step. Keys: space plays and pauses, arrows go by a frame, with shift by an epoch; home, end; r resets"></span>
  <span class="moves" role="group" aria-label="Forward in time">${moveButtons("forward", "epochForward", "newest")}</span>
  <span class="where"></span>
  <span class="moves">${smallButton("picture", "Save the stage as a picture (PNG)", CAMERA)}</span>`;

export class Timeline {
  /**
   * @param {HTMLElement} box
   * @param {import("../kit/surface.js").Look} look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {{move: (name: string) => void, scrub: (step: number) => void, rest: () => void, cross: (epoch: number | null) => void}} wishes
   */
  constructor(box, look, tip, { move, scrub, rest, cross }) {
    this.look = look;
    this.tip = tip;
    this.rows = [];
    box.innerHTML = HTML_TIMELINE;
    const track = /** @type {HTMLElement} */ (box.querySelector(".track"));
    this.surface = new Surface(track, "", true);
    this.input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    this.where = /** @type {HTMLElement} */ (box.querySelector(".where"));
    track.append(this.input);
    box.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest("button")) event.preventDefault();
    });
    box.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
      if (button) move(/** @type {string} */ (button.dataset.move));
    });
    this.dragging = false;
    this.input.addEventListener("pointerdown", () => (this.dragging = true));
    this.input.addEventListener("input", () => scrub(Number(this.input.value)));
    this.input.addEventListener("change", () => {
      this.dragging = false;
      rest();
    });
    this.input.addEventListener("pointermove", (event) => cross(this.hover(event)));
    this.input.addEventListener("pointerleave", () => {
      tip.hide();
      cross(null);
    });
  }

  /** @param {import("./player.js").Player} player @param {number | null} cross the epoch that is pointed at */
  paint(player, cross) {
    const { shown, newest, history, back } = player;
    const first = player.buffer.length ? player.buffer.frames[0].step : 0;
    this.first = Math.min(first, shown);
    this.last = Math.max(newest, shown, this.first + 1);
    this.rows = history.rows;
    this.count = history.count(Math.max(newest, shown));
    this.show(shown, newest, back, player.phases.now);
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

  /** The words, and the slider as those see it who hear it. */
  show(shown, newest, back, phase) {
    const words = back ? `step ${count(shown)} of ${count(newest)}` : shown < 0 ? "" : `step ${count(shown)}`;
    const html = phase ? PHASES.map(([name]) => (name === phase.name ? `<b>${name}</b>` : name)).join(" › ") : words;
    if (this.html !== html) this.where.innerHTML = this.html = html;
    this.where.classList.toggle("past", back);
    const { input } = this;
    if (input.min !== String(this.first)) input.min = String(this.first);
    if (input.max !== String(this.last)) input.max = String(this.last);
    if (!this.dragging && input.value !== String(shown)) input.value = String(shown);
    if (this.words !== words) input.setAttribute("aria-valuetext", (this.words = words));
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
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle][0] < step) low = middle + 1;
      else high = middle;
    }
    const row = this.rows[low];
    this.tip.show(event, this.tell(row));
    return row[1];
  }
}
