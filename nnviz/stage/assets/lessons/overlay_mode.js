// How large the votes stand on the hall's screen, without a document.

/** @typedef {"hidden" | "docked" | "large"} Mode */
/** @typedef {{at: string, round: number, open: boolean}} Round */

/**
 * What is shown unless the lecturer chose something else: all of the window while a vote is on and while its histogram is
 * talked about; nothing while the network answers, and a corner beside it once the answer is revealed.
 * @param {{at: string, phase: import("./channel.js").Phase, busy: boolean}} step on view
 * @param {Round | null} state
 * @returns {Mode}
 */
export function usual({ at, phase, busy }, state) {
  if (!state || state.at !== at || !state.round) return "hidden";
  if (state.open) return "large";
  if (busy) return "hidden";
  if (phase === "asked") return "large";
  return phase === "revealed" ? "docked" : "hidden";
}

/**
 * What the key V does.
 * @param {{vote: boolean, again: boolean} | null} ask
 * @param {string} at
 * @param {import("./channel.js").Phase} phase
 * @param {Round | null} state
 * @returns {"open" | "close" | "resize" | "nothing"}
 */
export function voteKey(ask, at, phase, state) {
  if (!ask?.vote) return "nothing";
  if (!state || state.at !== at || !state.round) return "open";
  if (state.open) return "close";
  return ask.again && state.round === 1 && phase !== "revealed" ? "open" : "resize";
}
