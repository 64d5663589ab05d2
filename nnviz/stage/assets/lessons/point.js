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

/** @typedef {{left: number, right: number, top: number, bottom: number, layer: number}} Column of the stage's diagram, on its canvas */

/**
 * Where a tensor is in the diagram: parameters and their gradients between two columns, all others at their own.
 * @param {string} path such as `layers[1].dW`
 * @param {Column[]} columns
 * @returns {{left: number, right: number, top: number, bottom: number} | null}
 */
export function placeOfTensor(path, columns) {
  const [, layer, name] = /layers\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
  const k = columns.findIndex((column) => column.layer === Number(layer ?? NaN));
  if (k < 1) return null;
  const [before, own] = [columns[k - 1], columns[k]];
  const parameter = /^d?[WbK]$/.test(name);
  const from = /^d?X$/.test(name) ? before : own;
  return {
    left: parameter ? before.right : from.left,
    right: parameter ? own.left : from.right,
    top: parameter ? Math.min(before.top, own.top) : from.top,
    bottom: parameter ? Math.max(before.bottom, own.bottom) : from.bottom,
  };
}

/** The box of what is pointed at on the screen: a part of the stage's diagram where that is a tensor of a network. @param {Element} target @param {string} word */
function boxOf(target, word) {
  const box = target.getBoundingClientRect();
  const columns = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window)).__nnviz?.columns;
  const canvas = target.matches(".panel.net") ? target.querySelector(".canvas canvas") : null;
  const place = canvas && columns ? placeOfTensor(word, columns) : null;
  if (!canvas || !place) return box;
  const origin = canvas.getBoundingClientRect();
  return new DOMRect(
    origin.left + place.left,
    origin.top + place.top,
    place.right - place.left,
    place.bottom - place.top,
  );
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
      const box = this.targets[k] && boxOf(this.targets[k], this.word);
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
