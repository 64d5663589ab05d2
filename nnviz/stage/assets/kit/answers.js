// Tells the page that the server has answered, and with what: so that what is computed from it elsewhere follows.

const ANSWERED = "nnviz-answered";

export const tellAnswered = () => window.dispatchEvent(new Event(ANSWERED));

/** @param {() => void} act @param {AbortSignal} signal */
export const whenAnswered = (act, signal) => window.addEventListener(ANSWERED, act, { signal });
