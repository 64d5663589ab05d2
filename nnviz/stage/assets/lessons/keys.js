// The keys of a lesson, the same in the hall's window and in the presenter's. Clickers send Page Up and Page Down.

import { isTyping } from "../kit/typing.js";

/** @typedef {import("./channel.js").Key} Key */

const KEYS = /** @type {Record<string, Key>} */ ({
  PageDown: "next",
  " ": "next",
  PageUp: "previous",
  b: "black",
  r: "reveal",
  v: "vote",
});

/** What presses a button or a link that has the focus, and so is no key of the lesson there. */
const PRESSES = 'button, a[href], summary, input, [role="button"], [role="radio"], [role="tab"], [role="checkbox"]';

/** The key of the lesson that was pressed; null where it is none, or a letter of a text. @param {KeyboardEvent} event @returns {Key | null} */
export function lessonKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!Object.hasOwn(KEYS, key) || isTyping(event)) return null;
  const [target] = event.composedPath();
  if (key === " " && target instanceof Element && target.closest(PRESSES)) return null;
  return KEYS[key];
}
