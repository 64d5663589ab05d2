// Who runs: the colour and the dashes by which a contestant is known everywhere, and the columns of its curves.

/** Columns of a row of the curves that belong to one contestant, behind step and epoch. */
export const OF_EACH = 7;

/** Where they stand: median, low, high of the loss, then of the accuracy, then the seeds that are solved. */
export const column = (/** @type {number} */ k, /** @type {number} */ of) => 2 + OF_EACH * k + of;

export const LOSS_OF = 0;
export const ACCURACY_OF = 3;
export const SOLVED_OF = 6;

/** @type {number[][]} */
const DASHES = [[], [], [7, 4], [], [10, 4, 2, 4], [3, 3]];

/** @param {import("../../kit/colours.js").Palette} colours @param {number} k */
export function runnerColour(colours, k) {
  return [...colours.lines, colours.ink, colours.gradient][k % (colours.lines.length + 2)];
}

/** @param {import("../../kit/surface.js").Look} look @param {number} k */
export function runnerDash(look, k) {
  return DASHES[k % DASHES.length].map((length) => look.px(length));
}
