// Whether bare letters act as keys: who types by voice, or brushes a key, can turn them off, in all windows and for good.

const KEY = "nnviz.letters";

/** A private window may keep nothing: then it holds until the page is left. */
let here = true;

export function lettersAct() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return here;
  }
}

/** @param {boolean} on */
export function setLetters(on) {
  here = on;
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // `here` holds it.
  }
}
