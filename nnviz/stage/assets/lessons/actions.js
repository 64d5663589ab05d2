// What a step has done on the page: played, paused, sought, set, opened, pressed. The stage does it by its own commands;
// elsewhere the page's visible buttons are pressed.

import { tellLive } from "../kit/lesson_command.js";
import { liveState } from "./live_state.js";
import { bringIntoSight, drawings, find, plain } from "./page_parts.js";
import { met } from "./progress.js";

/** @typedef {import("./progress.js").Action} Action */
/** @typedef {import("./progress.js").Condition} Condition */

/** So long, in milliseconds, something that is to be played, opened or pressed may take to come. */
export const PATIENCE = 10_000;

/** So long, in milliseconds, after it was opened a view may still take over what was on view before. */
const FRESH = 3000;

/** Between two looks at a page that is not there yet, in milliseconds. */
const LOOK = 80;

/** What live views say of themselves, by the names that conditions know. @returns {{playing: boolean, newest: number, said: Record<string, number>} | null} */
export function live() {
  const state = liveState();
  if (!state) return null;
  const { step, newest, playing, waiting, epoch = NaN, loss = NaN, testLoss = NaN } = state;
  const { trainAccuracy = NaN, accuracy = NaN } = state;
  const said = { step, epoch, loss, "test loss": testLoss, accuracy: trainAccuracy, "test accuracy": accuracy };
  return { playing: playing || waiting > 0, newest, said };
}

/** A step begins with its own run alone: what the stage shows of the one before is gone. @param {AbortSignal} signal */
export async function forgetPreviousRun(signal) {
  const drawn = () => (liveState()?.previousRun ?? 0) > 0;
  await when(drawn, signal, FRESH);
  if (!signal.aborted && drawn()) tellLive("forget");
}

/** The play button of the first played drawing in sight. @returns {{button: HTMLElement, playing: boolean, said: Record<string, number>} | null} */
function played() {
  for (const root of drawings(document)) {
    const button = /** @type {HTMLElement | null} */ (root.querySelector(".playback button.play"));
    if (!button?.getClientRects().length) continue;
    const slider = /** @type {HTMLInputElement | null} */ (root.querySelector('.playback input[type="range"]'));
    const words = slider?.getAttribute("aria-valuetext") ?? "";
    const step = Number(/step ([\d,]+)/.exec(words)?.[1].replaceAll(",", "") ?? slider?.value ?? NaN);
    return { button, playing: plain(button.textContent) === "pause", said: { step } };
  }
  return null;
}

/** What the page needs to hear of the server. @typedef {{set: (settings: Record<string, string>) => Promise<void>, page: () => string}} Means */

/**
 * Do it all, one after the other; ends early where it is aborted.
 * @param {Action[]} actions @param {Means} means @param {AbortSignal} signal
 */
export async function perform(actions, means, signal) {
  for (const action of actions) {
    if (signal.aborted) return;
    await ACTIONS[action.kind](action, means, signal);
  }
}

/** @type {Record<Action["kind"], (action: Action, means: Means, signal: AbortSignal) => Promise<void>>} */
const ACTIONS = {
  async play({ until = null }, _means, signal) {
    await when(() => Boolean(live() ?? played()), signal, PATIENCE);
    if (live()) await playStage(until, signal);
    else await playDrawing(until, signal);
  },
  async pause() {
    if (live()) tellLive("pause");
    else if (played()?.playing) played()?.button.click();
  },
  async seek({ step = 0 }, _means, signal) {
    await when(() => Boolean(live() ?? played()), signal, PATIENCE);
    const now = live();
    const until = { quantity: "step", sign: ">=", bound: step };
    if (!now) await playDrawing(until, signal);
    else if (now.newest < step) await playStage(until, signal);
    else tellLive("seek", step);
  },
  async set({ settings = {} }, means) {
    await means.set(settings); // the next action finds the page as it is to be
  },
  async open({ target = "" }, means, signal) {
    await when(() => find(target, means.page()).length > 0, signal, PATIENCE);
    for (const panel of find(target, means.page())) open(panel);
  },
  async press({ target = "" }, means, signal) {
    await when(() => Boolean(pressable(target, means.page())), signal, PATIENCE);
    pressable(target, means.page())?.click();
  },
};

/** The first button of that name in sight: what a step hides keeps its own. @param {string} target @param {string} page @returns {HTMLElement | null} */
function pressable(target, page) {
  for (const element of find(target, page)) {
    const button = element.matches("button") ? element : element.querySelector("button, input, [role='switch']");
    if (button && element.getClientRects().length) return /** @type {HTMLElement} */ (button);
  }
  return null;
}

/** Open a panel, and leave one that is open. @param {HTMLElement} panel */
export function open(panel) {
  if (panel.matches('[role="tab"]')) {
    if (panel.getAttribute("aria-selected") !== "true") panel.click();
    return;
  }
  const details = panel.querySelector("details");
  if (details) {
    if (!details.open) details.querySelector("summary")?.click();
    bringIntoSight(details);
    return;
  }
  const button = panel.querySelector("button");
  if (button && button.getAttribute("aria-expanded") !== "true") button.click();
}

/** @param {Condition | null} until @param {AbortSignal} signal */
async function playStage(until, signal) {
  const reached = () => until !== null && met(until, live()?.said ?? {});
  if (reached()) return stopAt(until);
  tellLive("play");
  await when(() => live()?.playing === true, signal, PATIENCE);
  if (until === null) return; // it goes on until it is paused
  await when(() => reached() || live()?.playing === false, signal);
  if (live()?.playing) tellLive("pause");
  await when(() => live()?.playing === false, signal, PATIENCE);
  if (!signal.aborted) stopAt(until);
}

/** A frame may lie a few steps beyond the one that was asked for: then that one is shown. @param {Condition | null} until */
function stopAt(until) {
  const step = live()?.said.step ?? NaN;
  if (until?.quantity === "step" && step > until.bound) tellLive("seek", until.bound);
}

/** @param {Condition | null} until @param {AbortSignal} signal */
async function playDrawing(until, signal) {
  const start = played();
  if (!start || (until && met(until, start.said))) return;
  if (!start.playing) start.button.click();
  if (until === null) return;
  await when(() => met(until, played()?.said ?? {}) || !played()?.playing, signal);
  const now = played();
  if (now?.playing) now.button.click();
}

/**
 * Wait until something is so; for so long at most, where that is given.
 * @param {() => boolean} isSo @param {AbortSignal} signal @param {number} [patience] milliseconds
 * @returns {Promise<void>}
 */
export function when(isSo, signal, patience = Infinity) {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = () => {
      if (signal.aborted || isSo() || performance.now() - began > patience) resolve();
      else if (document.hidden) setTimeout(look, LOOK);
      else requestAnimationFrame(look);
    };
    look();
  });
}
