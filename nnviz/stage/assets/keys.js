// The keyboard: which keys mean something, and when they are meant for the stage.

const KEYS = { " ": "play", r: "reset", R: "reset", ArrowRight: "step" };

const OTHERS = "input, textarea, select, button, a, summary, [contenteditable], [role=slider], [role=tab], [role=option]";

/** @param {string} key */
export function keyCommand(key) {
  return KEYS[key];
}

/**
 * Whether a key is for the stage: nothing else on the page has the keyboard, and the stage is in sight.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
export function isOurs(event, root) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.composedPath()[0];
  if (target instanceof Element && target.closest(OTHERS)) return false;
  const { top, bottom } = root.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
