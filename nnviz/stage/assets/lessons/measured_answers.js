// What the network itself answers to the questions of a lesson: asked for once each, and again where the server is busy.

import { Refused, json } from "./votes_client.js";

/** @typedef {{option: number, value: string, why?: string}} Measured the true option of a question, and what was measured */

/** Milliseconds until a busy server is asked again. */
const AGAIN = 3000;

/**
 * Have the server measure an answer, and ask again while it measures too many others.
 * @param {string} base the address of the app's folder @param {string} lesson @param {string} at @param {AbortSignal} signal
 * @returns {Promise<Measured>}
 */
export async function measuredAnswer(base, lesson, at, signal) {
  const path = `hall/lesson/${encodeURIComponent(lesson)}/measured?at=${encodeURIComponent(at)}`;
  for (;;) {
    try {
      return await json(new URL(path, base).href, { signal });
    } catch (error) {
      if (!(error instanceof Refused) || error.reason !== "busy") throw error;
      await new Promise((over) => setTimeout(over, AGAIN));
    }
  }
}

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
    try {
      this.take(at, await measuredAnswer(new URL(".", location.href).href, lesson, at, signal));
    } catch (error) {
      this.take(at, { problem: /** @type {Error} */ (error).message });
    }
    this.asked.delete(at);
  }
}
