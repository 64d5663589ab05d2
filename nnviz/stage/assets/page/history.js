// One entry of the browser's history for each visit of a page: settings stand in the address, and Streamlit adds an entry
// whenever they change there. Back would then undo one change after the other; it is to leave the page.

import { tellAnswered } from "../kit/answers.js";

const CHANGED = Symbol.for("nnviz.history");

/** Milliseconds in which the two messages of one switch arrive. */
const ONE_SWITCH = 1000;

/**
 * Have addresses of the page that is on view replace its entry. It stays so until the window is left: a component may be
 * mounted and taken away, and this knows nothing of it.
 *
 * Where the program switches to another page, Streamlit first writes that page's parameters behind the path of this one.
 * The entry of this page then gets its own address back, so that Back finds it as it was left.
 *
 * @param {History} history
 * @param {() => string} here the address on view
 * @param {() => number} now milliseconds
 */
export function oneEntryPerVisit(history, here, now = () => performance.now()) {
  if (CHANGED in history) return;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let before = { address: "", until: -Infinity };
  history.replaceState = (state, unused, url) => {
    before = { address: here(), until: now() + ONE_SWITCH };
    replace(state, unused, url);
  };
  history.pushState = (state, unused, url) => {
    if (url && samePage(String(url), here())) {
      history.replaceState(state, unused, url);
      return tellAnswered();
    }
    const written = new URL(here()).search;
    const switched = Boolean(url && written) && new URL(String(url), here()).search === written;
    if (switched && now() < before.until && samePage(before.address, here()))
      replace(history.state, "", before.address);
    push(state, unused, url);
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
