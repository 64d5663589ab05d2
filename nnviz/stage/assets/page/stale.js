// What Streamlit shows from an earlier run while a newer one is under way says that it waits; page.css draws the sign.

import { set } from "../kit/elements.js";

/** @param {AbortSignal} signal ends it */
export function tellStale(signal) {
  const changes = new MutationObserver((records) => {
    for (const { target } of records) {
      const stale = /** @type {HTMLElement} */ (target).dataset.stale === "true";
      set(/** @type {HTMLElement} */ (target), { "aria-busy": stale ? true : undefined });
    }
  });
  changes.observe(document.body, { attributes: true, attributeFilter: ["data-stale"], subtree: true });
  signal.addEventListener("abort", () => changes.disconnect());
}
