// The tools of every figure, in the margin at its right: full screen, a picture, back to its start, its keys.
//
//   const tools = new FigureTools(box, root, { view: () => view, restart, signal });
//
// They are one stop of the tab key, with arrows between them; a figure that fills the screen is as large as fits there.

import { DRAG_KEYS } from "./drag.js";
import { html, set } from "./elements.js";
import { iconButton } from "./icons.js";
import { lettersAct, setLetters } from "./letters.js";
import { pictureOf, saveAsFile } from "./picture.js";
import { ROVING_KEYS } from "./roving.js";
import { SLIDER_KEYS } from "./slider.js";

/** How much larger text and lengths of a figure may become where it fills the screen. */
const SIZES = [2.4, 2.2, 2, 1.8, 1.6, 1.45, 1.3, 1.15, 1];

/** @typedef {{keys: string, does: string, letter?: boolean}} KeyHelp a letter acts only where letters do (letters.js) */

/**
 * @typedef {object} Shown a view as the tools know it
 * @property {() => void} draw
 * @property {KeyHelp[]} [keys] that it understands, beside those of the browser
 * @property {string} [fileName] of its picture, without the ending
 * @property {string} [title] what stands on its picture
 * @property {() => Promise<HTMLCanvasElement | undefined>} [snapshot] where it has another one than what is seen
 */

/**
 * @typedef {object} Figure
 * @property {() => Shown} view
 * @property {(() => void)} [restart] go back to how it was at first
 * @property {AbortSignal} signal
 */

export class FigureTools {
  /** @param {HTMLElement} box with the figure and its tools, which can fill the screen @param {HTMLElement} root of the figure @param {Figure} figure */
  constructor(box, root, figure) {
    this.box = box;
    this.root = root;
    this.figure = figure;
    const { signal, restart } = figure;
    this.bar = html("div", { class: "figure-tools", role: "toolbar", "aria-label": "Figure" }, box);
    const tool = (/** @type {import("./icons.js").Face & {press: () => void}} */ shown) =>
      iconButton(this.bar, { ...shown, title: shown.title ?? shown.label, signal });
    this.screen = tool({ icon: "expand", label: "Full screen", press: () => this.fill() });
    this.screen.hidden = !box.requestFullscreen;
    tool({ icon: "camera", label: "Save picture", title: "Save as a picture (PNG)", press: () => this.save() });
    if (restart) tool({ icon: "reset", label: "Start over", title: "Back to how this figure began", press: restart });
    this.question = tool({ icon: "question", label: "Keys", press: () => this.explain(this.list.hidden === true) });
    this.list = html("div", { class: "figure-keys", role: "group", "aria-label": "Keys of this figure" }, box);
    this.list.hidden = true;
    set(this.question, { "aria-expanded": false });
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...this.bar.children]).filter((button) => !button.hidden);
    this.rove(this.buttons[0]);
    this.bar.addEventListener("keydown", (event) => this.step(event), { signal });
    this.bar.addEventListener("focusin", ({ target }) => this.rove(target), { signal });
    box.addEventListener("keydown", (event) => this.close(event), { signal });
    box.addEventListener("fullscreenchange", () => this.fit(), { signal });
    window.addEventListener("resize", () => this.filled && this.fit(), { signal });
  }

  /** Whether the figure fills the screen. */
  get filled() {
    return this.box.matches(":fullscreen");
  }

  fill() {
    if (this.filled) document.exitFullscreen();
    else this.box.requestFullscreen().catch(() => {});
  }

  /** As large as the screen allows; as before where it does not fill it. */
  fit() {
    const { root, box, filled } = this;
    const view = this.figure.view();
    set(this.screen, { "aria-label": filled ? "Leave full screen" : "Full screen" });
    this.screen.title = filled ? "Leave full screen (escape)" : "Full screen";
    root.style.removeProperty("--fit");
    view.draw();
    if (!filled) return;
    const usual = crowded(root);
    for (const size of SIZES) {
      root.style.setProperty("--fit", String(size));
      view.draw();
      if (box.scrollHeight <= box.clientHeight && crowded(root) <= usual) break;
    }
  }

  async save() {
    const view = this.figure.view();
    const paper = getComputedStyle(this.root).getPropertyValue("--paper").trim() || "#ffffff";
    const picture = (await view.snapshot?.()) ?? pictureOf(this.root, { paper, title: view.title });
    saveAsFile(picture, `${view.fileName ?? "nnviz"}.png`);
  }

  /** Show which keys it understands, or no longer. @param {boolean} open */
  explain(open) {
    this.list.hidden = !open;
    this.bar.classList.toggle("open", open);
    set(this.question, { "aria-expanded": open });
    if (!open) return;
    const keys = [...(this.figure.view().keys ?? []), ...keysOf(this.root)];
    this.list.replaceChildren();
    const table = html("dl", {}, this.list);
    for (const { keys: name, does } of [...keys, ...TOOL_KEYS]) {
      html("dt", {}, table, name);
      html("dd", {}, table, does);
    }
    if (keys.some(({ letter }) => letter)) this.offerLetters();
  }

  offerLetters() {
    const label = html("label", {}, this.list);
    const box = html("input", { type: "checkbox" }, label);
    html("span", {}, label, "Letters act as keys");
    box.checked = lettersAct();
    box.addEventListener("change", () => setLetters(box.checked), { signal: this.figure.signal });
  }

  /** @param {KeyboardEvent} event */
  close(event) {
    if (event.key !== "Escape" || this.list.hidden) return;
    event.stopPropagation();
    this.explain(false);
    this.question.focus();
  }

  /** Only one of them is a stop of the tab key. @param {EventTarget | null} chosen */
  rove(chosen) {
    if (!this.buttons.some((button) => button === chosen)) return;
    for (const button of this.buttons) button.tabIndex = button === chosen ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = this.buttons.findIndex((button) => button === event.target);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.buttons[(at + by + this.buttons.length) % this.buttons.length].focus();
  }
}

/** How many parts of a figure are wider than their place. @param {Element} root */
function crowded(root) {
  const wider = (/** @type {Element} */ part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0;
  return [root, ...root.querySelectorAll("*")].filter(wider).length;
}

/** What the parts of the kit that a figure has on view understand. @param {Element} root */
function keysOf(root) {
  const seen = (/** @type {string} */ selector) =>
    [...root.querySelectorAll(selector)].some((part) => part.checkVisibility());
  return [
    ...(seen("[data-row][data-column][tabindex]") ? ROVING_KEYS : []),
    ...(seen("[role=slider]") ? DRAG_KEYS : []),
    ...(seen("input[type=range]") ? SLIDER_KEYS : []),
  ];
}

/** @type {KeyHelp[]} */
const TOOL_KEYS = [{ keys: "Alt + P", does: "projector mode" }];
