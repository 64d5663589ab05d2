// One entry of the browser's history for each visit of a page: settings stand in the address, and Streamlit adds an entry
// whenever they change there. Back would then undo one change after the other; it is to leave the page.

import { tellAnswered } from "../kit/answers.js";

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
  history.pushState = (state, unused, url) => {
    if (!url || !samePage(String(url), here())) return push(state, unused, url);
    history.replaceState(state, unused, url);
    tellAnswered();
  };
  Object.defineProperty(history, CHANGED, { value: true });
}

/** @param {string} url @param {string} here */
export function samePage(url, here) {
  const [there, now] = [new URL(url, here), new URL(here)];
  return there.origin === now.origin && there.pathname === now.pathname;
}

/** The address with other parameters; those of Streamlit for embedding are none of ours and stay. @param {string} here @param {string} query */
export function corrected(here, query) {
  const address = new URL(here);
  const wanted = new URLSearchParams(query);
  for (const [name, value] of address.searchParams) if (name.startsWith("embed")) wanted.append(name, value);
  address.search = wanted.toString();
  return address.href;
}
