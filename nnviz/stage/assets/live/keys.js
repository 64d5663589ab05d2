// The keyboard: which keys mean something, and when they are meant for the stage.

import { isTyping } from "../kit/typing.js";

/**
 * @typedef {object} StageKey
 * @property {string} key as events name it, a letter in small
 * @property {string} wish what it asks for
 * @property {string} keys as a person names it
 * @property {string} does
 * @property {boolean} [shift]
 * @property {boolean} [letter] it acts only while the stage has the keyboard, and can be turned off (kit/letters.js)
 * @property {boolean} [repeats] it acts again and again while it is held down
 */

/** All of them: for what acts on them, and for the list that the stage shows. @type {StageKey[]} */
export const STAGE_KEYS = [
  { key: " ", wish: "play", keys: "Space", does: "play or pause; in the past: continue from here" },
  { key: "ArrowLeft", wish: "back", keys: "Left", does: "one frame back", repeats: true },
  { key: "ArrowRight", wish: "forward", keys: "Right", does: "one frame on, or train one batch", repeats: true },
  { key: "ArrowLeft", wish: "epochBack", keys: "Shift + left", does: "one epoch back", shift: true, repeats: true },
  { key: "ArrowRight", wish: "epochForward", keys: "Shift + right", does: "one epoch on", shift: true, repeats: true },
  { key: "Home", wish: "first", keys: "Home", does: "first step" },
  { key: "End", wish: "newest", keys: "End", does: "newest step" },
  { key: "r", wish: "reset", keys: "R", does: "reset to the same initial weights", letter: true },
  { key: "u", wish: "undo", keys: "U", does: "undo the reset", letter: true },
];

const OTHERS =
  "input, textarea, select, button, a, summary, [contenteditable], [role=slider], [role=tab], [role=option], [role=application], [role=gridcell], td";

/** @param {{key: string, shiftKey: boolean}} event @returns {StageKey | undefined} what the key asks for */
export function keyWish({ key, shiftKey }) {
  const named = STAGE_KEYS.filter((one) => one.key === (key.length === 1 ? key.toLowerCase() : key));
  return named.find(({ shift = false }) => shift === shiftKey) ?? named.find(({ shift }) => !shift);
}

/**
 * Whether a key is for the stage: nothing else on the page has the keyboard, and the stage is in sight. A letter is only
 * where the stage itself has it.
 * @param {KeyboardEvent} event
 * @param {StageKey} wish
 * @param {HTMLElement} root
 * @param {HTMLElement} slider the timeline's own slider, whose arrows mean the same
 */
export function isOurs(event, wish, root, slider) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const path = event.composedPath();
  if (wish.letter) return path.includes(root) && !isTyping(event);
  const [target] = path;
  if (target === slider) return true;
  if (target instanceof Element && target.closest(OTHERS)) return false;
  const { top, bottom } = root.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
