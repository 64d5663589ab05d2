// The keyboard: which keys mean something, and when they are meant for the stage.

/** @type {Record<string, string>} */
const KEYS = {
  " ": "play",
  r: "reset",
  R: "reset",
  ArrowRight: "forward",
  ArrowLeft: "back",
  Home: "first",
  End: "newest",
};

/** @type {Record<string, string>} */
const WITH_SHIFT = { ArrowRight: "epochForward", ArrowLeft: "epochBack" };

/** Keys that act again and again while they are held down. */
export const REPEATING = ["forward", "back", "epochForward", "epochBack"];

const OTHERS =
  "input, textarea, select, button, a, summary, [contenteditable], [role=slider], [role=tab], [role=option], [role=application], [role=gridcell]";

/** @param {KeyboardEvent} event @returns {string | undefined} what the key asks for */
export function keyWish(event) {
  return (event.shiftKey && WITH_SHIFT[event.key]) || KEYS[event.key];
}

/**
 * Whether a key is for the stage: nothing else on the page has the keyboard, and the stage is in sight.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 * @param {HTMLElement} slider the timeline's own slider, whose arrows mean the same
 */
export function isOurs(event, root, slider) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.composedPath()[0];
  if (target === slider) return true;
  if (target instanceof Element && target.closest(OTHERS)) return false;
  const { top, bottom } = root.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
