// The room of a lesson as the lecturer's windows use it: opened, told the step, a round opened and closed, and looked at
// while a vote is on. What phones see is written by the server (nnviz/ui/lessons/phone_page.py).

/** @typedef {import("./channel.js").Room} Room */
/** @typedef {import("./histogram.js").Measured} Measured */
/**
 * @typedef {object} RoomState
 * @property {string} at
 * @property {string} question
 * @property {string[]} options
 * @property {number} round 0 before the first
 * @property {boolean} open
 * @property {number | null} left seconds until the round closes by itself
 * @property {number} voters
 * @property {number} voted
 * @property {number[][]} histograms of closed rounds
 * @property {Measured | null} measured
 */

const KEPT = "nnviz-room:";

/** What went wrong, as a sentence of the server's; `reason` is "gone" where there is no such room any more. */
export class Refused extends Error {
  /** @param {string} message @param {string} reason */
  constructor(message, reason) {
    super(message);
    this.reason = reason;
  }
}

/**
 * What the server answers, as JSON; of which shape is for the caller to say.
 * @template T
 * @param {string} address
 * @param {RequestInit} [request]
 * @returns {Promise<T>}
 */
export async function json(address, request) {
  let response;
  try {
    response = await fetch(address, { ...request, cache: "no-store", credentials: "same-origin" });
  } catch {
    throw new Refused("The server cannot be reached.", "offline");
  }
  const told = await response.json().catch(() => ({}));
  if (response.ok) return told;
  throw new Refused(told.error ?? `The server answered ${response.status}.`, told.reason ?? String(response.status));
}

/** The routes of the hall, below the app's own folder. */
export class Votes {
  /** @param {string} base the address of the app's folder, with its last slash @param {string} lesson */
  constructor(base, lesson) {
    this.hall = new URL("hall/", base).href;
    this.lesson = lesson;
    /** @type {Room | null} */
    this.room = keptRoom(lesson);
  }

  /** @template T @param {string} path @param {object} body @returns {Promise<T>} */
  post(path, body) {
    const headers = { "Content-Type": "application/json" };
    return json(this.hall + path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** @param {string} path @param {object} [body] @returns {Promise<RoomState>} */
  async told(path, body = {}) {
    if (!this.room) throw new Refused("There is no room yet.", "gone");
    const { room, token } = this.room;
    try {
      return await this.post(`${room}/${path}`, { token, ...body });
    } catch (error) {
      if (error instanceof Refused && error.reason === "gone" && this.room?.room === room) this.enter(null);
      throw error;
    }
  }

  /** Know another room from now on. @param {Room | null} room */
  enter(room) {
    this.room = room;
    keepRoom(this.lesson, room);
  }

  /** A room, a new one where there is none. @param {string} title @param {string} language @returns {Promise<Room>} */
  async opened(title, language) {
    if (!this.room) {
      const { room, token } = await this.post("rooms", { lesson: this.lesson, title, language });
      this.enter({ room, token });
    }
    return /** @type {Room} */ (this.room);
  }

  /** @returns {Promise<RoomState>} */
  async state() {
    if (!this.room) throw new Refused("There is no room yet.", "gone");
    const { room } = this.room;
    try {
      return await json(`${this.hall}${room}/state`);
    } catch (error) {
      if (error instanceof Refused && error.reason === "gone" && this.room?.room === room) this.enter(null);
      throw error;
    }
  }
}

/** @param {string} lesson @returns {Room | null} */
function keptRoom(lesson) {
  try {
    const { room, token } = JSON.parse(sessionStorage.getItem(KEPT + lesson) ?? "{}");
    return typeof room === "string" && typeof token === "string" ? { room, token } : null;
  } catch {
    return null;
  }
}

/** In this window alone: the token stands in no address and in no other tab. @param {string} lesson @param {Room | null} room */
function keepRoom(lesson, room) {
  try {
    if (room) sessionStorage.setItem(KEPT + lesson, JSON.stringify(room));
    else sessionStorage.removeItem(KEPT + lesson);
  } catch {
    // A window that may keep nothing knows its room until it is loaded anew.
  }
}

/** How often the room is looked at while a vote is on, in milliseconds. */
const EVERY = 1000;

/**
 * Look at the room once, and again and again for as long as a vote is on.
 * @param {Votes} votes
 * @param {object} watcher
 * @param {(state: RoomState) => void} watcher.seen
 * @param {(error: Error) => void} watcher.failed
 * @param {AbortSignal} watcher.signal
 */
export function watch(votes, { seen, failed, signal }) {
  let timer = 0;
  let asks = false;
  /** @type {RoomState | null} */
  let last = null;
  const again = () => {
    clearTimeout(timer);
    if (last?.open && !signal.aborted) timer = setTimeout(look, EVERY);
  };
  const look = async () => {
    if (asks || signal.aborted) return;
    asks = true;
    try {
      tell(await votes.state());
    } catch (error) {
      if (/** @type {Refused} */ (error).reason === "gone") last = null;
      if (!signal.aborted) failed(/** @type {Error} */ (error));
    }
    asks = false;
    again();
  };
  /** @param {RoomState} state as an answer to something else told it */
  const tell = (state) => {
    last = state;
    if (!signal.aborted) seen(state);
    again();
  };
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return { look, tell };
}
