// A quiet sign at a figure that has asked the server for something and has waited longer than a moment for it.
//
//   const waiting = waitingSign(box, { running, stocked, signal });
//   waiting.begin(); // asked
//   waiting.end();   // answered

import { set } from "./elements.js";
import { atRest } from "./timing.js";

/** Milliseconds that nobody calls waiting. */
export const MOMENT = 500;

/** So many moments without an answer from a server that is not at work, and the question is lost. */
const PATIENCE = 10;

/**
 * @typedef {object} Wait
 * @property {() => boolean} running whether the server is at work
 * @property {() => boolean} stocked whether there is enough to show meanwhile
 * @property {AbortSignal} signal
 */

/** @param {Element} box @param {Wait} wait */
export function waitingSign(box, { running, stocked, signal }) {
  const show = (/** @type {boolean} */ waits) => set(box, { "aria-busy": waits ? true : undefined });
  let unheard = 0;
  const later = atRest(
    MOMENT,
    () => {
      unheard = running() ? 0 : unheard + 1;
      const waits = unheard <= PATIENCE;
      show(waits && !stocked());
      if (waits) later.start();
    },
    signal,
  );
  return {
    begin() {
      unheard = 0;
      if (!later.waiting) later.start();
    },
    end() {
      later.stop();
      show(false);
    },
  };
}
