// Which windows show a lesson to the hall, as the presenter's window knows it from what they say.

/** @typedef {import("./channel.js").Place} Place */
/** @typedef {{places: ReadonlyMap<string, {place: Place, heard: number}>, asked: number}} Halls when the first question went out, and what was answered */

/** So long, in milliseconds, a window of the hall may take to answer; and how often it is asked. */
export const ANSWERS_WITHIN = 1500;
export const ASKED_EVERY = 2000;

/** A window that has not answered twice is gone without a word. */
const GONE = 2 * ASKED_EVERY + ANSWERS_WITHIN;

/** @param {number} now @returns {Halls} */
export const nobody = (now) => ({ places: new Map(), asked: now });

/** @param {Halls} halls @param {string} window @param {Place} place @param {number} now @returns {Halls} */
export const spoke = (halls, window, place, now) => {
  const places = new Map(halls.places);
  places.delete(window); // so that the last one to speak is the last one of the map
  return { ...halls, places: places.set(window, { place, heard: now }) };
};

/** @param {Halls} halls @param {string} window @param {number} now @returns {Halls} */
export const closed = (halls, window, now) => {
  const places = new Map([...halls.places].filter(([name]) => name !== window));
  return { places, asked: places.size ? halls.asked : now };
};

/** Those that are still there. @param {Halls} halls @param {number} now @returns {Halls} */
export const present = (halls, now) => ({
  ...halls,
  places: new Map([...halls.places].filter(([, { heard }]) => now - heard <= GONE)),
});

/** How it stands with them, in a word. @param {Halls} halls @param {number} now @returns {"waiting" | "none" | "one" | "several"} */
export function standing(halls, now) {
  const { size } = present(halls, now).places;
  if (size) return size > 1 ? "several" : "one";
  return now - halls.asked < ANSWERS_WITHIN && !halls.places.size ? "waiting" : "none";
}
