// The editor of a kernel: all its numbers as fields at the place of a click, to be typed, stepped by keys or dragged.

import { drag } from "../kit/drag.js";
import { html, set } from "../kit/elements.js";
import { exact, readNumber } from "../kit/number_format.js";

/** Pixels of a drag, upwards, for a change by the kernel's largest number. */
const PIXELS = 60;
const STEP = 0.05;
const COARSE = 0.5;
const LIMIT = 1000;

/** @typedef {{layer: number, name: "K", index: number[]}} Entry one number of the network's kernels */
/** @typedef {{layer: number, target: import("./explain.js").Target}} KernelPlace its layer in the network, the channels that it joins, and which number has the keyboard first */

export class KernelEditor {
  /**
   * @param {HTMLElement} stage
   * @param {import("../kit/surface.js").Look} look
   * @param {(value: object) => void} change sets one number
   * @param {AbortSignal} signal
   */
  constructor(stage, look, change, signal) {
    this.stage = stage;
    this.look = look;
    this.change = change;
    this.signal = signal;
    /** @type {Element | null} what had the keyboard before */
    this.before = null;
    /** @type {KernelPlace | null} */
    this.place = null;
    /** @type {HTMLInputElement[][]} */
    this.fields = [];
    /** @type {number[][]} as they were set or came last */
    this.numbers = [];
    this.box = html("div", { class: "kernel-editor", role: "group", hidden: "" }, stage);
    this.caption = html("span", { class: "caption" }, this.box);
    this.grid = html("div", { class: "numbers" }, this.box);
    const row = html("div", { class: "row" }, this.box);
    html("span", { class: "hint" }, row).textContent = "type, arrow keys, or drag up and down";
    const close = html("button", { type: "button", class: "close" }, row);
    close.textContent = "Close";
    this.wrong = html("span", { class: "wrong", role: "alert", hidden: "" }, this.box);
    this.wrong.textContent = "Type a number such as 0.5";
    close.addEventListener("click", () => this.close(), { signal });
    this.box.addEventListener(
      "keydown",
      (event) => {
        event.stopPropagation();
        if (event.key === "Escape") this.close();
      },
      { signal },
    );
  }

  get open() {
    return !this.box.hidden;
  }

  /** The kernel that is open. */
  get target() {
    return this.place?.target ?? null;
  }

  /**
   * @param {{clientX: number, clientY: number}} at
   * @param {KernelPlace} place
   * @param {string} title
   * @param {number[][]} numbers
   */
  show(at, place, title, numbers) {
    this.place = place;
    this.caption.textContent = title;
    set(this.box, { "aria-label": `Kernel ${title}` });
    this.wrong.hidden = true;
    this.grid.replaceChildren();
    set(this.grid, { style: `grid-template-columns: repeat(${numbers[0]?.length ?? 1}, 1fr)` });
    this.fields = numbers.map((row, a) => row.map((_, b) => this.field(a, b)));
    this.fill(numbers);
    this.box.hidden = false;
    const frame = this.stage.getBoundingClientRect();
    const [w, h] = [this.box.offsetWidth, this.box.offsetHeight];
    const x = Math.max(4, Math.min(at.clientX - frame.left + 12, frame.width - w - 4));
    const y = Math.max(4, Math.min(at.clientY - frame.top + 12, frame.height - h - 4));
    this.box.style.transform = `translate(${x}px, ${y}px)`;
    this.before = /** @type {Document | ShadowRoot} */ (this.stage.getRootNode()).activeElement;
    const first = this.fields[place.target.a ?? 0]?.[place.target.b ?? 0];
    first?.focus({ preventScroll: true });
    first?.select();
  }

  /** @param {number} a @param {number} b */
  field(a, b) {
    const input = html(
      "input",
      { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": `row ${a + 1}, column ${b + 1}` },
      this.grid,
    );
    const take = () => this.take(a, b, readNumber(input.value));
    input.addEventListener("change", take, { signal: this.signal });
    input.addEventListener("keydown", (event) => event.key === "Enter" && take(), { signal: this.signal });
    drag(input, {
      value: () => [this.numbers[a][b]],
      place: ({ dy }, [from]) => [from - (dy / PIXELS) * this.largest],
      limits: () => [[-LIMIT, LIMIT]],
      step: STEP,
      coarse: COARSE,
      snap: 0.01,
      typed: true,
      threshold: 4,
      move: ([value], done) => {
        if (done) this.take(a, b, value);
        else this.write(a, b, value);
      },
      signal: this.signal,
    });
    return input;
  }

  get largest() {
    return Math.max(0.5, ...this.numbers.flat().map(Math.abs).filter(Number.isFinite));
  }

  /** New numbers of the network; a field that is being typed in keeps its text. @param {number[][]} numbers */
  fill(numbers) {
    this.numbers = numbers.map((row) => [...row]);
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.stage.getRootNode());
    numbers.forEach((row, a) =>
      row.forEach((value, b) => {
        if (this.fields[a][b] !== activeElement || !this.open) this.fields[a][b].value = text(value);
      }),
    );
    this.colour();
  }

  /** Show a number that is not set yet. @param {number} a @param {number} b @param {number} value */
  write(a, b, value) {
    this.fields[a][b].value = text(value);
    this.colour();
  }

  /** Every field has the colour of its number. */
  colour() {
    const { largest, look } = this;
    this.fields.forEach((row) =>
      row.forEach((input) => {
        const t = (readNumber(input.value) ?? NaN) / largest;
        input.style.background = look.colours.tone(t);
        input.style.color = look.colours.onTone(t);
      }),
    );
  }

  /** Set one number of the network, if it is another one. @param {number} a @param {number} b @param {number | null} value */
  take(a, b, value) {
    this.wrong.hidden = value !== null;
    if (value === null || !this.place) return;
    this.write(a, b, value);
    if (value === this.numbers[a][b] || text(value) === text(this.numbers[a][b])) return;
    this.numbers[a][b] = value;
    this.colour();
    const { layer, target } = this.place;
    const { i, j } = target;
    this.change({ layer, name: "K", index: [a, b, i, j], value });
  }

  close() {
    if (!this.open) return;
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.stage.getRootNode());
    const back = activeElement && this.box.contains(activeElement) ? this.before : null;
    this.box.hidden = true;
    this.place = null;
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }
}

/** @param {number} value */
const text = (value) => (Number.isFinite(value) ? exact(Number(value.toPrecision(4))) : "");
