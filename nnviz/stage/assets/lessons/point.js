// A ring around what a step points at: a word of the drawings' links, the path of a tensor, or a name on the page. It
// follows its place, whatever moves on the page.

import { html } from "../kit/elements.js";
import { bringIntoSight, drawings, find } from "./page_parts.js";

const TENSOR = /^((after|before)\.)?(network\.)?layers\[\d+\]|^[A-Z]\w{0,2}$|^d[A-Z]$/;

/** So many places get a ring at most: more of them would point at nothing. */
const MOST = 4;

/** From what is pointed at to its ring, in pixels. */
const AIR = 5;

/** So long, in milliseconds, a place that is not there yet is looked for before the next look. */
const LOOK_AGAIN = 250;

/** What a step points at, on the page as it is now. @param {string} word @param {string} page @returns {Element[]} */
export function pointedAt(word, page) {
  if (!word) return [];
  const roots = drawings(document);
  const all = (/** @type {string} */ selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const quoted = CSS.escape(word);
  const places = [
    () => (TENSOR.test(word) ? all(`[data-path="${quoted}"]`) : []),
    () => all(`[data-point~="${quoted}"]`),
    () => all(`[data-link~="${quoted}"]`),
    () => find(word, page),
    () => (TENSOR.test(word) ? all(".nnviz-stage .panel.net") : []),
  ];
  for (const place of places) {
    const seen = place().filter((element) => element.getClientRects().length);
    if (seen.length) return seen.slice(0, MOST);
  }
  return [];
}

export class Pointer {
  /** @param {HTMLElement} layer where rings are drawn */
  constructor(layer) {
    this.layer = layer;
    this.word = "";
    this.page = "";
    /** @type {Element[]} */
    this.targets = [];
    /** @type {HTMLElement[]} */
    this.rings = [];
    this.frame = 0;
    this.looked = -Infinity;
    this.shown = false;
  }

  /** @param {string} word empty for nothing @param {string} page */
  set(word, page) {
    if (word === this.word && page === this.page) return;
    this.word = word;
    this.page = page;
    this.targets = [];
    this.shown = false;
    this.looked = -Infinity;
    cancelAnimationFrame(this.frame);
    if (word) this.follow(performance.now());
    else this.draw();
  }

  /** @param {number} now */
  follow(now) {
    this.frame = requestAnimationFrame((later) => this.follow(later));
    const gone =
      !this.targets.length || this.targets.some((element) => !element.isConnected || !element.getClientRects().length);
    if (gone && now - this.looked > LOOK_AGAIN) {
      this.looked = now;
      this.targets = pointedAt(this.word, this.page);
      if (this.targets.length && !this.shown) this.arrive(this.targets[0]);
    }
    this.draw();
  }

  /** Bring it into sight, once; a tensor of a list is opened. @param {Element} target */
  arrive(target) {
    this.shown = true;
    if (target instanceof HTMLButtonElement && target.dataset.path && target.getAttribute("aria-pressed") !== "true")
      target.click();
    bringIntoSight(target);
  }

  draw() {
    while (this.rings.length < this.targets.length)
      this.rings.push(html("div", { class: "lesson-ring", "aria-hidden": "true" }, this.layer));
    this.rings.forEach((ring, k) => {
      const box = this.targets[k]?.getBoundingClientRect();
      ring.hidden = !box?.width;
      if (!box?.width) return;
      Object.assign(ring.style, {
        left: `${box.left - AIR}px`,
        top: `${box.top - AIR}px`,
        width: `${box.width + 2 * AIR}px`,
        height: `${box.height + 2 * AIR}px`,
      });
    });
  }
}
