// The keys of a lesson: those of a clicker, and a few letters. They are dead while somebody types.

import { lettersAct } from "../kit/letters.js";
import { isTyping } from "../kit/typing.js";

/** @typedef {"next" | "previous" | "black" | "reveal" | "vote" | "notes" | "keys" | "close"} Wish */

/**
 * @typedef {object} LessonKey
 * @property {string[]} names as events name them, letters in small
 * @property {Wish} wish
 * @property {string} keys as a person names them
 * @property {string} does
 * @property {boolean} [soft] it acts only where nothing else has the keyboard
 * @property {boolean} [letter] it can be turned off (kit/letters.js)
 */

/** @type {LessonKey[]} */
export const KEYS = [
  {
    names: ["PageDown"],
    wish: "next",
    keys: "Page Down",
    does: "next: what the step does, its answer, then the next step",
  },
  { names: ["PageUp"], wish: "previous", keys: "Page Up", does: "the beginning of the step, then the one before" },
  {
    names: [" ", "ArrowRight"],
    wish: "next",
    keys: "Space, Right",
    does: "next, where nothing else uses the key",
    soft: true,
  },
  {
    names: ["ArrowLeft"],
    wish: "previous",
    keys: "Left",
    does: "previous, where nothing else uses the key",
    soft: true,
  },
  { names: ["r"], wish: "reveal", keys: "R", does: "reveal", letter: true },
  { names: ["v"], wish: "vote", keys: "V", does: "open or close the vote", letter: true },
  { names: ["b", "."], wish: "black", keys: "B", does: "black screen, and back", letter: true },
  { names: ["n"], wish: "notes", keys: "N", does: "notes for the speaker, in this window", letter: true },
  { names: ["?"], wish: "keys", keys: "?", does: "these keys", letter: true },
  { names: ["Escape"], wish: "close", keys: "Escape", does: "close notes and keys", soft: true },
];

/**
 * What a key asks of a lesson, if anything.
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean}} event
 * @param {boolean} free whether nothing else has the keyboard
 * @param {boolean} letters whether letters act
 * @returns {Wish | null}
 */
export function wishOf({ key, ctrlKey, metaKey, altKey, shiftKey }, free, letters) {
  if (ctrlKey || metaKey || altKey) return null;
  const named = key.length === 1 ? key.toLowerCase() : key;
  const found = KEYS.find(({ names }) => names.includes(named));
  if (!found || (found.soft && (!free || shiftKey)) || (found.letter && !letters)) return null;
  return found.wish;
}

/** What uses the arrows or the space bar where it has the focus. */
const USERS =
  "input, textarea, select, button, a, summary, canvas, [contenteditable], [tabindex]:not([tabindex='-1']), [role=slider], [role=tab], [role=option], .nnviz-stage, .concept";

/** Keys that the stage takes wherever nothing else has the keyboard. */
const OF_THE_STAGE = new Set([" ", "ArrowLeft", "ArrowRight", "Home", "End"]);

/** @param {KeyboardEvent} event */
const isFree = (event) =>
  !event
    .composedPath()
    .some((one) => one instanceof Element && one.matches(USERS) && !one.matches('[data-testid="stMain"]'));

export class LessonKeys {
  /** @param {{press: (wish: Wish) => void, black: boolean, limits: {stageHeld: boolean}}} bar @param {AbortSignal} signal */
  constructor(bar, signal) {
    this.bar = bar;
    // Before the stage, which listens at the same place.
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isTyping(event)) return;
    const free = isFree(event);
    const wish = this.bar.black && event.key === "Escape" ? "close" : wishOf(event, free, lettersAct());
    if (!wish) {
      // A stage that is locked hears no key of its own.
      if (this.bar.limits.stageHeld && free && OF_THE_STAGE.has(event.key)) event.stopImmediatePropagation();
      return;
    }
    if (wish !== "close") event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.bar.press(wish);
  }
}
