// One entry of the browser's history for each visit of a page: settings stand in the address, and Streamlit adds an entry
// whenever they change there. Back would then undo one change after the other; it is to leave the page.

const CHANGED = Symbol.for("nnviz.history");

/**
 * Have addresses of the page that is on view replace its entry. It stays so until the window is left: a component may be
 * mounted and taken away, and this knows nothing of it.
 *
 * @param {History} history
 * @param {() => string} here the address on view
 */
export function oneEntryPerVisit(history, here) {
  if (CHANGED in history) return;
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) =>
    url && samePage(String(url), here()) ? history.replaceState(state, unused, url) : push(state, unused, url);
  Object.defineProperty(history, CHANGED, { value: true });
}

/** @param {string} url @param {string} here */
export function samePage(url, here) {
  const [there, now] = [new URL(url, here), new URL(here)];
  return there.origin === now.origin && there.pathname === now.pathname;
}
