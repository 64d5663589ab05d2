// What the network itself answers to the questions of a lesson: asked for once each, and again where the server is busy.

/** @typedef {{option: number, value: string, why?: string}} Measured the true option of a question, and what was measured */

/** The server's word for: other answers are measured now. */
const BUSY = 503;

/** Milliseconds until a busy server is asked again. */
const AGAIN = 3000;

export class MeasuredAnswers {
  constructor() {
    /** By steps. @type {Map<string, Measured>} */
    this.known = new Map();
    /** Why there is none, by steps. @type {Map<string, string>} */
    this.problems = new Map();
    /** @type {Set<string>} */
    this.asked = new Set();
  }

  /** An answer has come, or the reason why there is none. @param {string} at @param {Measured | {problem: string}} answer */
  take(at, answer) {
    this.problems.delete(at);
    if ("problem" in answer) this.problems.set(at, answer.problem);
    else this.known.set(at, answer);
  }

  /** Have the server measure it; one that failed is asked for anew. @param {string} lesson @param {string} at @param {AbortSignal} signal */
  async ask(lesson, at, signal) {
    if (this.known.has(at) || this.asked.has(at)) return;
    this.asked.add(at);
    this.problems.delete(at);
    const address = `hall/lesson/${encodeURIComponent(lesson)}/measured?at=${encodeURIComponent(at)}`;
    try {
      this.take(at, await answerAt(new URL(address, location.href), signal));
    } catch (error) {
      this.take(at, { problem: /** @type {Error} */ (error).message });
    }
    this.asked.delete(at);
  }
}

/** @param {URL} address @param {AbortSignal} signal @returns {Promise<Measured>} */
async function answerAt(address, signal) {
  for (;;) {
    const answer = await fetch(address, { signal }).catch(() => {
      throw new Error("the server did not answer");
    });
    if (answer.ok) return answer.json();
    if (answer.status !== BUSY) {
      const { error = `the server answered ${answer.status}` } = await answer.json().catch(() => ({}));
      throw new Error(error);
    }
    await new Promise((over) => setTimeout(over, AGAIN));
  }
}
