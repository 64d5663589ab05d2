// How long a lecture has taken, in all and per step, beside what the lesson plans: without a clock of its own, so that a
// window that is loaded anew goes on where it was.

/** @typedef {{since: number | null, total: number, spent: Record<string, number>, at: string}} Timer milliseconds until it last changed; it runs since then unless `since` is null */
/** @typedef {{id: string, minutes: number}} Planned */

const MINUTE = 60_000;

/** So far, in milliseconds, a lecture may be from its plan and is in time. */
export const IN_TIME = MINUTE / 2;

/** A timer that runs for longer was forgotten. */
const FORGOTTEN = 6 * 60 * MINUTE;

/** @param {string} at @returns {Timer} */
export const stopped = (at) => ({ since: null, total: 0, spent: {}, at });

/** Whether it has never run. @param {Timer} timer */
export const untouched = (timer) => timer.since === null && timer.total === 0;

/** What has passed until now is added up. @param {Timer} timer @param {number} now @returns {Timer} */
function added(timer, now) {
  if (timer.since === null) return timer;
  const passed = Math.max(0, now - timer.since);
  const spent = { ...timer.spent, [timer.at]: (timer.spent[timer.at] ?? 0) + passed };
  return { ...timer, since: now, total: timer.total + passed, spent };
}

/** @param {Timer} timer @param {number} now @returns {Timer} */
export const started = (timer, now) => (timer.since === null ? { ...timer, since: now } : timer);

/** @param {Timer} timer @param {number} now @returns {Timer} */
export const paused = (timer, now) => ({ ...added(timer, now), since: null });

/** The lesson is at another step. @param {Timer} timer @param {string} at @param {number} now @returns {Timer} */
export const moved = (timer, at, now) => (at === timer.at ? timer : { ...added(timer, now), at });

/** @param {Timer} timer @param {number} now */
export const elapsed = (timer, now) => added(timer, now).total;

/** @param {Timer} timer @param {string} at @param {number} now */
export const spentAt = (timer, at, now) => added(timer, now).spent[at] ?? 0;

/**
 * How far the lecture is from its plan: it is in time for as long as the plan has it at this very step.
 * @param {readonly Planned[]} steps
 * @param {string} at
 * @param {number} ms since the beginning
 * @returns {number} milliseconds: above zero behind the plan, below zero ahead of it
 */
export function behind(steps, at, ms) {
  const k = steps.findIndex((step) => step.id === at);
  if (k < 0) return 0;
  const begins = MINUTE * steps.slice(0, k).reduce((sum, step) => sum + step.minutes, 0);
  const ends = begins + MINUTE * steps[k].minutes;
  if (ms < begins) return ms - begins;
  return Math.max(0, ms - ends);
}

/** The same in words. @param {number} ms @param {boolean} planned whether the lesson says how long its steps take */
export function inWords(ms, planned) {
  if (!planned) return "no plan";
  if (Math.abs(ms) < IN_TIME) return "in time";
  return `${clockTime(Math.abs(ms))} ${ms > 0 ? "behind" : "ahead"}`;
}

/** `7:05`, and `1:02:05` from an hour on. @param {number} ms */
export function clockTime(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A timer that was kept as text; a stopped one where it cannot be read or was forgotten. @param {string | null} text @param {string} at @param {number} now @returns {Timer} */
export function readTimer(text, at, now) {
  try {
    const { since, total, spent, at: where } = JSON.parse(text ?? "");
    const number = (/** @type {unknown} */ value) => Number.isFinite(value) && /** @type {number} */ (value) >= 0;
    const fits = (since === null || number(since)) && number(total) && typeof where === "string";
    const times = Object.entries(spent).filter(([, value]) => number(value));
    if (!fits || (since !== null && (now - since > FORGOTTEN || since > now))) return stopped(at);
    return { since, total, at: where, spent: /** @type {Record<string, number>} */ (Object.fromEntries(times)) };
  } catch {
    return stopped(at);
  }
}
