// Where a lesson stands, and where the next key leads: without a document, so that the bar, a follower and a recorded
// lesson agree.

/** @typedef {import("./channel.js").Phase} Phase what of a step has been shown */

/** @typedef {{quantity: string, sign: string, bound: number}} Condition */
/**
 * @typedef {object} Action as nnviz/lessons/transfer.py writes it
 * @property {"play" | "pause" | "seek" | "set" | "open" | "press"} kind
 * @property {Condition | null} [until]
 * @property {number} [step]
 * @property {Record<string, string>} [settings]
 * @property {string} [target]
 */
/**
 * @typedef {object} Question
 * @property {string} question HTML, as the texts of options and `why`
 * @property {{text: string}[]} options
 * @property {number | null} answer the place of the true option; null where it is measured
 * @property {string} why
 * @property {boolean} vote
 * @property {boolean} again
 * @property {number} seconds
 */
/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} page
 * @property {string} address below that of the app
 * @property {string} say HTML, as `notes`
 * @property {string} notes
 * @property {string[]} hide
 * @property {string[]} only
 * @property {string[]} lock
 * @property {string} point
 * @property {Action[]} do
 * @property {Action[]} reveal
 * @property {Question | null} ask
 */
/** @typedef {{name: string, title: string, language: string, steps: Step[]}} Lesson */

/** What has been shown of a step when one comes to it. @param {Step} step @returns {Phase} */
export const arrival = (step) => (!step.do.length && step.ask ? "asked" : "view");

/**
 * What the next key does, and what has been shown then; to move is to go to the step after it.
 * @param {Step} step
 * @param {Phase} phase
 * @returns {{act: "do" | "reveal" | "" | "move", phase: Phase}}
 */
export function forward(step, phase) {
  if (phase === "view" && step.do.length) return { act: "do", phase: "done" };
  if (phase === "revealed") return { act: "move", phase };
  if (step.ask && phase !== "asked") return { act: "", phase: "asked" };
  if (step.ask || step.reveal.length) return { act: "reveal", phase: "revealed" };
  return { act: "move", phase };
}

/**
 * Where the previous key leads: first to the beginning of the step, as it was opened.
 * @param {Lesson} lesson
 * @param {number} k the place of the step
 * @param {Phase} phase
 */
export const backward = (lesson, k, phase) => (phase === arrival(lesson.steps[k]) ? Math.max(0, k - 1) : k);

/** Whether there is anything to reveal. @param {Step} step @param {Phase} phase */
export const canReveal = (step, phase) => phase !== "revealed" && Boolean(step.ask || step.reveal.length);

/**
 * Whether what a live view says of itself meets a condition; what it does not say meets nothing.
 * @param {Condition} condition
 * @param {Record<string, number>} said
 */
export function met({ quantity, sign, bound }, said) {
  const value = said[quantity] ?? NaN;
  if (sign === "<") return value < bound;
  return sign === ">" ? value > bound : value >= bound;
}
