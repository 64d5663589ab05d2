// What a lesson has a live view do, which may stand in another bundle: play, pause, show a step, or forget
// the run before.

const COMMAND = "nnviz-lesson-command";

/** @typedef {"play" | "pause" | "seek" | "forget"} LessonCommand */

/** @param {LessonCommand} name @param {number} [step] the one to show */
export const tellLive = (name, step = 0) => window.dispatchEvent(new CustomEvent(COMMAND, { detail: { name, step } }));

/** @param {(name: LessonCommand, step: number) => void} act @param {AbortSignal} signal */
export const whenTold = (act, signal) =>
  window.addEventListener(
    COMMAND,
    (event) => {
      const { name, step } = /** @type {CustomEvent<{name: LessonCommand, step: number}>} */ (event).detail;
      act(name, step);
    },
    { signal },
  );
