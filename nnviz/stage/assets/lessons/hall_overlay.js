// What the hall's screen shows of votes: the code to join and how many have answered while a vote is on, the histogram once
// it is closed, and the answer of the network beside it. The lesson's bar mounts it and tells it the step.
//
//   const overlay = hallOverlay(root, { lesson, title, base, signal, changed: () => (channel.tell(), channel.tellRoom()) });
//   overlay.show({ at, address, ask, phase, busy, truth });
//   overlay.vote(); // key V

import { OverlayParts } from "./overlay_parts.js";
import { usual, voteKey } from "./overlay_mode.js";
import { Reach } from "./reach.js";
import { Refused, Votes, watch } from "./votes_client.js";
import { plainWords } from "./words.js";

/** @typedef {import("./channel.js").Phase} Phase */
/** @typedef {import("./channel.js").Room} Room */
/** @typedef {import("./overlay_mode.js").Mode} Mode */
/** @typedef {import("./progress.js").Question} Asked */
/** @typedef {{at: string, address: string, ask: Asked | null, phase: Phase, busy: boolean, truth: import("./histogram.js").Measured | null}} Shown `busy` while something plays; `truth` is the true option, as soon as it is known */
/** @typedef {{lesson: string, title: string, language?: string, base: string, signal: AbortSignal, changed: () => void, follows?: () => boolean}} Options `follows`: whether this window goes along with a lecture */

export class HallOverlay {
  /** @param {HTMLElement} root @param {Options} options */
  constructor(root, { lesson, title, language = "en", base, signal, changed, follows = () => false }) {
    this.title = title;
    this.language = language;
    this.changed = changed;
    this.follows = follows;
    this.votes = new Votes(base, lesson);
    this.reach = new Reach(base, () => this.draw());
    /** @type {Shown} */
    this.shown = { at: "", address: "", ask: null, phase: "view", busy: false, truth: null };
    /** @type {import("./votes_client.js").RoomState | null} */
    this.state = null;
    /** What the network answered to the question on view, once it is revealed. @type {Required<import("./histogram.js").Measured> | null} */
    this.answer = null;
    this.problem = "";
    /** What the lecturer chose instead of the usual size. @type {Mode | null} */
    this.chosen = null;
    /** One request after the other: a step before its round. @type {Promise<void>} */
    this.queue = Promise.resolve();
    this.parts = new OverlayParts(root, this, signal);
    this.watcher = watch(this.votes, {
      seen: (state) => this.see(state),
      failed: (error) => this.fail(error),
      signal,
    });
    this.draw();
  }

  /** Whether a vote is on. */
  get voting() {
    return Boolean(this.state?.open);
  }

  /** @returns {Mode} */
  get mode() {
    const mode = this.chosen ?? usual(this.shown, this.state);
    return mode === "hidden" && this.problem ? "docked" : mode;
  }

  room() {
    return this.votes.room;
  }

  /** Another window knows the room, or has opened one: the lecture stays where that window has it. @param {Room} room */
  enter(room) {
    if (room.room === this.votes.room?.room) return;
    this.votes.room = room;
    void this.reach.use();
    void this.watcher.look();
  }

  /** Where phones reach the app, as the presenter's window says. @param {string} place */
  place(place) {
    if (place !== this.reach.place) void this.reach.use(place);
  }

  /** A step of the lesson is on view, or has come further. @param {Shown} shown */
  show(shown) {
    const { at, phase, busy } = this.shown;
    this.shown = shown;
    if (shown.at !== at) {
      this.answer = null;
      this.chosen = null;
      this.problem = "";
      this.tellStep();
    }
    if (shown.phase !== phase || shown.busy !== busy) this.chosen = null;
    if (shown.phase !== "revealed") this.answer = null;
    else if (shown.truth && !this.answer) this.reveal(shown.truth);
    this.draw();
  }

  /** Open a round, after a closed one the second, or close it; without a word what the key V does. @param {boolean} [open] */
  vote(open) {
    const { ask, at, phase } = this.shown;
    const key = voteKey(ask, at, phase, this.state);
    const what = open === undefined || key === "nothing" ? key : open ? "open" : "close";
    if (what === "resize") this.resize();
    else if (what === "open" && !this.voting) this.openRound();
    else if (what === "close" && this.voting) this.round({ open: false });
  }

  /** All of the window, or a corner of it. */
  resize() {
    this.chosen = this.mode === "large" ? "docked" : "large";
    this.draw();
  }

  hide() {
    this.chosen = "hidden";
    this.problem = "";
    this.draw();
  }

  openRound() {
    const { at, ask } = this.shown;
    this.then(async () => {
      const had = this.votes.room;
      await this.votes.opened(this.title, this.language);
      if (this.votes.room !== had) this.changed();
      void this.reach.use();
      const state = await this.votes.told("step", this.told);
      if (this.shown.at !== at) return this.watcher.tell(state);
      const round = { open: true, ...(ask?.seconds ? { seconds: ask.seconds } : {}) };
      this.watcher.tell(await this.votes.told("round", round));
    });
  }

  /** @param {{open: boolean, seconds?: number}} round */
  round(round) {
    const { at } = this.shown;
    this.then(async () => {
      if (this.shown.at !== at) return;
      this.watcher.tell(await this.votes.told("round", round));
    });
  }

  /** Phones and those who follow are told the step: this window leads the lecture from now on, and keeps the room. */
  tellStep() {
    if (!this.votes.room || !this.shown.at || this.follows()) return;
    this.votes.enter(this.votes.room);
    void this.reach.use();
    this.then(async () => this.watcher.tell(await this.votes.told("step", this.told)));
  }

  get told() {
    const { at, address, ask } = this.shown;
    const asked = ask?.vote
      ? { question: plainWords(ask.question), options: ask.options.map(({ text }) => plainWords(text)) }
      : {};
    return { at, address, ...asked };
  }

  /** The answer is known and may be seen: phones are told it too. @param {import("./histogram.js").Measured} truth */
  reveal({ option, value = "" }) {
    const { ask } = this.shown;
    if (!ask) return;
    this.answer = { option, value, why: ask.why };
    if (!this.votes.room || !ask.vote) return;
    const sent = { option, value, why: plainWords(ask.why) };
    this.then(async () => this.watcher.tell(await this.votes.told("measured", sent)));
  }

  /** @param {() => Promise<void>} job */
  then(job) {
    this.queue = this.queue.then(job).catch((error) => this.fail(error));
  }

  /** @param {import("./votes_client.js").RoomState} state */
  see(state) {
    const before = this.state;
    this.state = state;
    this.problem = "";
    const turns = before?.open !== state.open || before?.at !== state.at || before.round !== state.round;
    if (turns) {
      this.chosen = null;
      this.changed();
    }
    this.draw();
  }

  /** @param {Error} error */
  fail(error) {
    const gone = error instanceof Refused && error.reason === "gone";
    if (gone) {
      this.state = null;
      this.changed();
    }
    const told = gone ? "The room is closed. V opens another one." : error.message;
    this.problem = this.shown.ask?.vote ? told : ""; // elsewhere the hall need not know
    this.draw();
  }

  draw() {
    this.parts?.draw();
  }
}

/** @param {HTMLElement} root @param {Options} options */
export const hallOverlay = (root, options) => new HallOverlay(root, options);
