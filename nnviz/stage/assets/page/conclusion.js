// An open conclusion follows the page: a part of the page is computed alone, and the sentences at its end depend on it.

import { whenAnswered } from "../kit/answers.js";
import { atRest } from "../kit/timing.js";

/** So long, in milliseconds, nothing must change any more: a drag costs nothing before it ends. */
const REST = 300;

/** What computes the sentences anew (nnviz/ui/widgets/conclusion.py); it is there while they are open. */
const BUTTON = '[class*="-conclusion-refresh"] button';

/** A panel that a click anywhere else closes. */
const PANEL = '[data-testid="stPopoverBody"]';

/** @param {ParentNode} page @param {AbortSignal} signal */
export function followConclusion(page, signal) {
  const later = atRest(REST, refresh, signal);
  whenAnswered(() => later.start(), signal);

  function refresh() {
    if (page.querySelector(PANEL)) later.start();
    else /** @type {HTMLElement | null} */ (page.querySelector(BUTTON))?.click();
  }
}
