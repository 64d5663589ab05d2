// What of a lesson outlasts a reload (this window) and a visit (this browser). A private window may keep nothing.

/** @typedef {import("./progress.js").Phase} Phase */
/** @typedef {{lesson: string, at: string, phase: Phase, black: boolean, chosen: Record<string, number>}} Standing `chosen`: the own answer of each step */
/** @typedef {{lesson: string, at: string}} Place */

const STANDING = "nnviz-lesson";
const PLACE = "nnviz-lesson-place";

/** @param {() => Storage} storage @param {string} key @returns {Partial<Standing>} what was written here, whatever that is */
function read(storage, key) {
  try {
    const kept = /** @type {unknown} */ (JSON.parse(storage().getItem(key) ?? "null"));
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** @param {() => Storage} storage @param {string} key @param {object} value */
function write(storage, key, value) {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // It is forgotten.
  }
}

/** Where this window stood in a lesson before it was loaded anew. @param {string} lesson @returns {Partial<Standing>} */
export function standing(lesson) {
  const kept = read(() => sessionStorage, STANDING);
  return kept.lesson === lesson ? kept : {};
}

/** @param {Standing} now */
export function remember(now) {
  write(() => sessionStorage, STANDING, now);
  write(() => localStorage, PLACE, { lesson: now.lesson, at: now.at });
}

/** The place in the lesson that this browser was left in last. @returns {Place | null} */
export function lastPlace() {
  const { lesson, at } = read(() => localStorage, PLACE);
  return typeof lesson === "string" && typeof at === "string" ? { lesson, at } : null;
}
