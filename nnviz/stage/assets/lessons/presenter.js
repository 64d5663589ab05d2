// The presenter's window: notes, the next step, time and votes for the lecturer alone. Where the lesson stands is known to
// the hall's window (channel.js); this one shows it and sends keys. Without a window of the hall it leafs by itself.

import { lettersAct } from "../kit/letters.js";
import { isTyping } from "../kit/typing.js";
import { joinAsPresenter } from "./channel.js";
import { ASKED_EVERY, closed, nobody, present, spoke, standing } from "./halls.js";
import { wishOf } from "./keys.js";
import { measuredAnswer } from "./measured_answers.js";
import { presenterParts } from "./presenter_parts.js";
import { Reach } from "./reach.js";
import * as timing from "./timer.js";
import { Votes, watch } from "./votes_client.js";

/** @typedef {import("./channel.js").Place} Place */
/** @typedef {import("./channel.js").Key} Key */
/** @typedef {import("./channel.js").Word} Word */
/**
 * @typedef {object} Ask
 * @property {string} question
 * @property {string[]} options
 * @property {boolean} measured
 * @property {number | null} answer
 * @property {string} why
 * @property {boolean} vote
 * @property {boolean} again
 * @property {number} seconds
 */
/**
 * @typedef {object} Step texts are HTML that the server has made safe
 * @property {string} id
 * @property {string} address
 * @property {string} say
 * @property {string} notes
 * @property {string} words
 * @property {number} minutes
 * @property {boolean} plays
 * @property {boolean} reveals
 * @property {Ask | null} ask
 */
/** @typedef {{name: string, title: string, language: string, at: string, steps: Step[]}} Lesson */

/** What uses the space bar or the arrows where it has the focus. */
const USERS = "a, button, summary, [tabindex]";

export class Presenter {
  /** @type {import("./presenter_parts.js").Part[]} */
  parts = [];

  /** @param {HTMLElement} root @param {Lesson} lesson @param {AbortSignal} signal */
  constructor(root, lesson, signal) {
    this.lesson = lesson;
    this.signal = signal;
    this.base = new URL("..", location.href).href;
    this.store = `nnviz-presenter:${new URL(this.base).pathname}:${lesson.name}`;
    this.halls = nobody(Date.now());
    /** @type {Place} */
    this.place = { at: lesson.at, phase: "view", black: false, measured: null };
    this.timer = timing.readTimer(localStorage.getItem(`${this.store}:timer`), lesson.at, Date.now());
    const kept = sessionStorage.getItem(`${this.store}:at`) ?? "";
    this.arrive({ ...this.place, at: this.find(kept) ? kept : lesson.at });
    this.votes = new Votes(this.base, lesson.name);
    /** @type {import("./votes_client.js").RoomState | null} */
    this.state = null;
    this.problem = "";
    /** What the network answered, by the step. @type {Record<string, {option: number, value: string} | string>} */
    this.measured = {};
    this.reach = new Reach(this.base, () => this.draw());
    this.parts = presenterParts(root, this, signal);
    this.watcher = watch(this.votes, {
      seen: (state) => this.see(state),
      failed: (error) => this.fail(error),
      signal,
    });
    this.say = joinAsPresenter(lesson.name, {
      here: (window, place) => this.hear(window, place),
      bye: (window) => {
        this.halls = closed(this.halls, window, Date.now());
        this.draw();
      },
      enter: (room) => {
        this.votes.enter(room);
        void this.watcher.look();
        this.draw();
      },
      room: () => this.votes.room,
      place: () => this.reach.place,
      signal,
    });
    window.addEventListener("keydown", (event) => this.press(event), { signal });
    const ticks = setInterval(() => this.draw(), 1000);
    const asks = setInterval(() => this.say({ kind: "hello" }), ASKED_EVERY);
    signal.addEventListener("abort", () => (clearInterval(ticks), clearInterval(asks)), { once: true });
    void this.reach.use();
    if (this.votes.room) void this.watcher.look();
    void this.measure();
    this.draw();
  }

  /** @param {string} at */
  find(at) {
    return this.lesson.steps.find((step) => step.id === at);
  }

  get step() {
    return this.find(this.place.at) ?? this.lesson.steps[0];
  }

  get k() {
    return this.lesson.steps.indexOf(this.step);
  }

  get next() {
    return this.lesson.steps[this.k + 1] ?? null;
  }

  get standing() {
    return standing(this.halls, Date.now());
  }

  /** Whether a window of the hall does what is said here. */
  get hall() {
    return this.standing === "one" || this.standing === "several";
  }

  /** What the room says of the step on view. */
  get round() {
    return this.state?.at === this.step.id ? this.state : null;
  }

  /** The address of a step in the hall's window, with the lesson's bar. @param {Step} step */
  address(step) {
    const address = new URL(step.address, this.base);
    address.searchParams.set("lesson", this.lesson.name);
    address.searchParams.set("at", step.id);
    return address.href;
  }

  /** A window of the hall says where the lesson stands. @param {string} window @param {Place} place */
  hear(window, place) {
    const before = this.halls.places.get(window)?.place;
    this.halls = spoke(present(this.halls, Date.now()), window, place, Date.now());
    // Of two windows, one that only answers does not take the place from the one that moved.
    if (Boolean(before?.voting) !== Boolean(place.voting) && this.votes.room) void this.watcher.look();
    const goes = before && (before.at !== place.at || before.phase !== place.phase);
    if (goes && timing.untouched(this.timer)) this.clock("start");
    const moved = !before || JSON.stringify(before) !== JSON.stringify(place);
    if (moved || this.halls.places.size === 1) this.arrive(place);
    this.draw();
  }

  /** @param {Place} place */
  arrive(place) {
    if (!this.find(place.at)) return;
    const now = Date.now();
    const moves = place.at !== this.place.at;
    this.place = place;
    if (place.measured) this.measured[place.at] = place.measured;
    if (!moves) return;
    this.time(timing.moved(this.timer, place.at, now));
    sessionStorage.setItem(`${this.store}:at`, place.at);
    this.problem = "";
    if (!this.parts.length) return;
    if (this.votes.room) void this.watcher.look();
    void this.measure();
  }

  /** @param {timing.Timer} timer */
  time(timer) {
    this.timer = timer;
    localStorage.setItem(`${this.store}:timer`, JSON.stringify(timer));
  }

  /** @param {"start" | "pause" | "reset"} what */
  clock(what) {
    const now = Date.now();
    if (what === "start") this.time(timing.started(timing.moved(this.timer, this.place.at, now), now));
    else if (what === "pause") this.time(timing.paused(this.timer, now));
    else this.time(timing.stopped(this.place.at));
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (isTyping(event)) return;
    const [target] = event.composedPath();
    const free = !(target instanceof Element && target.closest(USERS));
    const wish = wishOf(event, free, lettersAct());
    if (!wish || wish === "notes" || wish === "keys" || wish === "close") return;
    event.preventDefault();
    if (!event.repeat) this.key(wish);
  }

  /** @param {Key} key */
  key(key) {
    if (key === "next" && timing.untouched(this.timer)) this.clock("start");
    if (this.hall) this.say({ kind: "key", key });
    else if (key === "next" && this.next) this.go(this.next.id);
    else if (key === "previous" && this.k > 0) this.go(this.lesson.steps[this.k - 1].id);
    else if (key === "vote" && this.round) void this.vote(!this.round.open);
    this.draw();
  }

  /** @param {string} at */
  go(at) {
    if (this.hall) this.say({ kind: "go", at });
    else this.arrive({ at, phase: "view", black: false, measured: null });
    this.draw();
  }

  /** Open a round or close it; the hall's window does so, and only where it is gone this one. @param {boolean} open */
  async vote(open) {
    if (this.hall) return this.say({ kind: "vote", open });
    const { ask } = this.step;
    try {
      this.watcher.tell(await this.votes.told("round", open ? { open, seconds: ask?.seconds || null } : { open }));
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /** @param {import("./votes_client.js").RoomState} state */
  see(state) {
    this.state = state;
    this.problem = "";
    if (state.measured && state.at === this.place.at) {
      const { option, value = "" } = state.measured;
      this.measured[state.at] = { option, value };
    }
    this.draw();
  }

  /** @param {Error} error */
  fail(error) {
    if (!this.votes.room) this.state = null;
    this.problem = error.message;
    this.draw();
  }

  /** So that the speaker knows it before the hall does. */
  async measure() {
    const { id, ask } = this.step;
    if (!ask?.measured || typeof this.measured[id] === "object") return;
    delete this.measured[id];
    try {
      const { option, value } = await measuredAnswer(this.base, this.lesson.name, id, this.signal);
      this.measured[id] = { option, value };
    } catch (error) {
      this.measured[id] = /** @type {Error} */ (error).message;
    }
    this.draw();
  }

  draw() {
    for (const part of this.parts) part.draw();
  }
}

const data = globalThis.document?.getElementById("lesson");
const root = globalThis.document?.getElementById("presenter");
if (data && root) new Presenter(root, JSON.parse(data.textContent ?? ""), new AbortController().signal);
