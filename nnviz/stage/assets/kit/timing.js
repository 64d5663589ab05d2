// What happens later: once after things have come to rest, and never after a view is gone.
//
//   const tell = atRest(150, () => requests.ask({ line: this.at }), signal);
//   tell.start(); tell.start(); // one question, 150 ms after the last of them
//   if (tell.waiting) ...

/** Whether a person wants less motion. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {number} wait milliseconds
 * @param {() => void} act
 * @param {AbortSignal} [signal]
 */
export function atRest(wait, act, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  signal?.addEventListener("abort", stop);
  return {
    /** @param {number} [after] another wait, such as 0 for at once */
    start(after = wait) {
      stop();
      if (signal?.aborted) return;
      timer = setTimeout(() => {
        timer = undefined;
        act();
      }, after);
    },
    stop,
    get waiting() {
      return timer !== undefined;
    },
  };
}
