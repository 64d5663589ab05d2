// The bar of a lesson, over the page it leads through: what to look at, the question, where one stands, and the ways on.
// It stands outside of what Streamlit draws, so that it stays where it is while one page follows another.

import { appRuns } from "../kit/app_runs.js";
import { PATIENCE, forgetPreviousRun, perform, when } from "./actions.js";
import { BarView } from "./bar_view.js";
import { joinAsHall } from "./channel.js";
import { follow } from "./follow.js";
import { hallOverlay } from "./hall_overlay.js";
import { LessonKeys } from "./keys.js";
import { MeasuredAnswers } from "./measured_answers.js";
import { PageLimits } from "./page_parts.js";
import { Pointer } from "./point.js";
import { arrival, backward, canReveal, forward } from "./progress.js";
import { lastPlace, remember, standing } from "./remembered.js";

/** @typedef {import("./progress.js").Lesson} Lesson */
/** @typedef {import("./progress.js").Step} Step */
/** @typedef {import("./progress.js").Phase} Phase */
/** @typedef {import("./measured_answers.js").Measured} Measured */

/**
 * @typedef {object} Given what the server says about lessons (nnviz/ui/lessons/bar.py)
 * @property {Lesson | null} lesson the one that is on
 * @property {string} at the id of the step whose view is open
 * @property {number} done the number of the last request that was carried out
 * @property {{lesson: string, at: string, title: string, number: number, of: number} | null} left where a lesson was left
 * @property {boolean} remembering whether the page asks for the place that this browser was left in
 * @property {boolean} server whether there is a server for the hall: not where Python runs in this very browser
 * @property {Measured | {problem: string} | null} measured the answer to the question of that step, where no server measures any
 */

/** @typedef {(request: {kind: string, n: number} & Record<string, unknown>) => void} Send */

/** After so many milliseconds without an answer a request is sent again. */
const ASK_AGAIN = 1500;

export class LessonBar {
  constructor() {
    /** @type {Given} */
    this.given = { lesson: null, at: "", done: 0, left: null, remembering: false, server: true, measured: null };
    /** @type {Send} */
    this.send = () => {};
    /** @type {Phase} */
    this.phase = "view";
    this.at = "";
    this.black = false;
    /** Whether something that a step does is under way. */
    this.busy = false;
    /** What is open beside the bar. @type {"" | "notes" | "keys"} */
    this.opened = "";
    /** The own answers, by steps. @type {Record<string, number>} */
    this.chosen = {};
    this.measured = new MeasuredAnswers();
    /** @type {{n: number, request: Record<string, unknown> & {kind: string}} | null} */
    this.pending = null;
    this.asked = 0;
    this.actions = new AbortController();
    /** Ends what belongs to one lesson. @type {AbortController | null} */
    this.on = null;
    /** @type {ReturnType<typeof joinAsHall> | null} */
    this.channel = null;
    /** @type {ReturnType<typeof hallOverlay> | null} */
    this.overlay = null;
    /** @type {ReturnType<typeof follow> | null} */
    this.following = null;
    this.view = new BarView(document.body, this);
    this.limits = new PageLimits();
    this.pointer = new Pointer(this.view.layer);
  }

  /** @returns {Lesson | null} */
  get lesson() {
    return this.given.lesson;
  }

  get number() {
    return Math.max(0, this.lesson?.steps.findIndex(({ id }) => id === this.at) ?? 0);
  }

  /** @returns {Step | null} */
  get step() {
    return this.lesson?.steps[this.number] ?? null;
  }

  /** What the server says; it comes again and again. @param {Given} given @param {Send} send */
  receive(given, send) {
    const before = this.lesson;
    this.send = send;
    this.given = given;
    const answered = this.pending !== null && given.done >= this.pending.n;
    const opened = answered && this.pending?.request.kind === "go";
    if (answered) this.pending = null;
    if (given.lesson?.name !== before?.name) this.begin(given.lesson);
    if (given.lesson && !this.pending && given.at !== this.at) this.arrive(given.at);
    if (!given.lesson && given.remembering && !given.left) this.recall();
    if (given.measured) this.measured.take(given.at, given.measured);
    if (opened) this.beginView();
    this.draw();
  }

  /** A view has been opened: it is seen from its top, with its own run alone. */
  beginView() {
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    void forgetPreviousRun(this.actions.signal);
  }

  /** Another lesson is on, or none. @param {Lesson | null} lesson */
  begin(lesson) {
    this.on?.abort();
    this.stop();
    this.channel = null;
    this.overlay = null;
    this.following = null;
    this.at = "";
    this.measured = new MeasuredAnswers();
    this.opened = "";
    this.black = false;
    if (!lesson) return;
    this.on = new AbortController();
    const { signal } = this.on;
    const kept = standing(lesson.name);
    this.chosen = kept.chosen ?? {};
    this.arrive(this.given.at);
    if (kept.at === this.at) {
      this.black = kept.black === true;
      // What a step has done is gone with the page that it was done on.
      if (kept.phase && kept.phase !== "done") this.phase = kept.phase;
      if (this.phase === "revealed") void this.measure();
    }
    new LessonKeys(this, signal);
    if (!this.given.server) return;
    const overlay = (this.overlay = hallOverlay(this.view.layer, {
      lesson: lesson.name,
      title: lesson.title,
      language: lesson.language,
      base: new URL(".", location.href).href,
      signal,
      changed: () => {
        this.channel?.tell();
        this.channel?.tellRoom();
      },
      follows: () => this.following?.standing === "following",
    }));
    this.channel = joinAsHall(lesson.name, {
      here: () => this.here(),
      go: (at) => this.go(at),
      key: (key) => this.press(key),
      vote: (open) => overlay.vote(open),
      room: () => overlay.room(),
      enter: (room) => overlay.enter(room),
      place: (place) => overlay.place(place),
      signal,
    });
    this.followLecture(signal);
  }

  /** Go along with the lecturer where the address says so, once. @param {AbortSignal} signal */
  followLecture(signal) {
    const room = new URLSearchParams(location.search).get("follow");
    if (!room || this.following) return;
    this.following = follow({
      room,
      at: () => this.at,
      go: (lecture) => this.goAlong(lecture),
      root: this.view.strip,
      signal,
    });
  }

  /** Go to the lecturer's step, which may be one of another lesson. @param {{lesson: string, at: string}} lecture */
  goAlong({ lesson, at }) {
    if (lesson === this.lesson?.name) this.go(at);
    else this.request({ kind: "go", at, lesson });
  }

  /** A person goes to a step: who follows a lecture leaves it. @param {string} at */
  turnTo(at) {
    if (at !== this.at) this.following?.leave();
    this.go(at);
  }

  /** Where the lesson stands, for the presenter's window. */
  here() {
    const { at, phase, black } = this;
    const voting = this.overlay?.voting ?? false;
    return { at, phase, black, voting, measured: phase === "revealed" ? this.truth : null };
  }

  /** The true option of the question, once it is known. @returns {Measured | null} */
  get truth() {
    const ask = this.step?.ask;
    if (!ask) return null;
    return ask.answer === null ? (this.measured.known.get(this.at) ?? null) : { option: ask.answer, value: "" };
  }

  /** Why there is no measured answer; empty where there may be one. */
  get problem() {
    return this.measured.problems.get(this.at) ?? "";
  }

  /** A step is on view. @param {string} at */
  arrive(at) {
    this.stop();
    this.actions = new AbortController();
    this.busy = false;
    this.at = at;
    if (this.step) this.phase = arrival(this.step);
    if (this.phase === "asked") void this.measure();
  }

  /** Open the view of a step, as its address would; also of the one that is on. @param {string} at */
  go(at) {
    if (!this.lesson?.steps.some(({ id }) => id === at)) return;
    this.request({ kind: "go", at, lesson: this.lesson.name });
    this.arrive(at);
    this.draw();
  }

  forward() {
    const { step, lesson } = this;
    if (!step || !lesson) return;
    if (this.black) return this.darken(false);
    if (this.busy) return this.stop(); // no longer wait for what is under way
    const next = forward(step, this.phase);
    if (next.act === "move") {
      const after = lesson.steps[this.number + 1];
      if (after) this.turnTo(after.id);
      return;
    }
    if (next.act === "reveal") return void this.reveal();
    if (next.act === "do") return void this.carryOut(step.do, next.phase);
    this.enter(next.phase);
  }

  back() {
    const { lesson } = this;
    if (!lesson) return;
    if (this.black) return this.darken(false);
    this.turnTo(lesson.steps[backward(lesson, this.number, this.phase)].id);
  }

  async reveal() {
    const { step } = this;
    if (!step || this.busy || !canReveal(step, this.phase)) return;
    await Promise.all([this.carryOut(step.reveal, "revealed"), this.measure()]);
    if (!this.given.server && !this.truth && step === this.step && step.ask) {
      this.request({ kind: "measure", lesson: this.lesson?.name ?? "", at: step.id });
    }
  }

  /** Do what a step says, and then stand in a phase of it. @param {Step["do"]} actions @param {Phase} phase */
  async carryOut(actions, phase) {
    const { signal } = (this.actions = new AbortController());
    const { at } = this;
    this.busy = actions.length > 0;
    this.draw();
    const means = {
      set: (/** @type {Record<string, string>} */ settings) => this.set(settings, signal),
      page: () => this.step?.page ?? "",
    };
    await perform(actions, means, signal);
    if (at !== this.at || this.actions.signal !== signal) return;
    this.busy = false;
    this.enter(phase);
  }

  /** Change settings, and wait until the page has them. @param {Record<string, string>} settings @param {AbortSignal} signal */
  async set(settings, signal) {
    this.request({ kind: "set", settings });
    const { pending } = this;
    await when(() => this.pending !== pending, signal);
    await when(() => !appRuns(), signal, PATIENCE);
  }

  /** @param {Phase} phase */
  enter(phase) {
    this.phase = phase;
    if (phase === "asked") void this.measure();
    this.draw();
  }

  /** End what is under way; what was to come after it counts as done. */
  stop() {
    this.actions.abort();
  }

  /** Have the server measure the answer, once; while it is asked, so that it is there when it is revealed. */
  async measure() {
    const { at, lesson, on } = this;
    const ask = this.step?.ask;
    if (!lesson || !on || !ask || ask.answer !== null || !this.given.server) return;
    await this.measured.ask(lesson.name, at, on.signal);
    if (at === this.at) this.draw();
  }

  /** @param {number} option */
  choose(option) {
    if (this.phase === "revealed") return;
    this.chosen[this.at] = option;
    this.draw();
  }

  /** @param {boolean} [on] */
  darken(on = !this.black) {
    this.black = on;
    this.draw();
  }

  /** @param {import("./channel.js").Key | "notes" | "keys" | "close"} key */
  press(key) {
    if (key === "next") this.forward();
    else if (key === "previous") this.back();
    else if (key === "black") this.darken();
    else if (key === "reveal") void this.reveal();
    else if (key === "vote") this.overlay?.vote();
    else if (key === "notes" || key === "keys") this.open(key);
    else if (key === "close") this.close();
  }

  /** @param {"notes" | "keys"} what opens beside the bar, or closes */
  open(what) {
    this.opened = this.opened === what ? "" : what;
    this.draw();
  }

  close() {
    if (this.black) this.darken(false);
    else this.opened = "";
    this.draw();
  }

  openPresenter() {
    const { lesson, at } = this;
    if (!lesson) return;
    const query = new URLSearchParams({ lesson: lesson.name, at });
    const room = new URLSearchParams(location.search).get("room");
    if (room) query.set("room", room);
    window.open(
      new URL(`hall/presenter?${query}`, location.href),
      `nnviz-presenter-${lesson.name}`,
      "popup,width=1100,height=720",
    );
  }

  leave() {
    this.request({ kind: "leave" });
  }

  goOn() {
    const { left } = this.given;
    if (left) this.request({ kind: "go", at: left.at, lesson: left.lesson });
  }

  /** Tell the server where this browser was left last; it shows a way back where there is such a lesson. */
  recall() {
    const place = lastPlace();
    if (place && this.asked === 0) this.request({ kind: "remembered", ...place });
  }

  /** Ask the server for something, until it has been done. @param {{kind: string} & Record<string, unknown>} request */
  request(request) {
    this.asked = Math.max(Date.now(), this.asked + 1);
    this.pending = { n: this.asked, request };
    this.post(this.pending);
  }

  /** @param {NonNullable<LessonBar["pending"]>} pending */
  post(pending) {
    this.send({ ...pending.request, n: pending.n });
    setTimeout(() => this.pending === pending && this.post(pending), ASK_AGAIN);
  }

  draw() {
    const { lesson, step } = this;
    this.view.draw(this);
    if (!lesson || !step) {
      this.limits.clear();
      this.pointer.set("", "");
      return;
    }
    if (!this.pending) {
      this.limits.set(step, step.page);
      this.pointer.set(step.point, step.page);
    }
    remember({ lesson: lesson.name, at: this.at, phase: this.phase, black: this.black, chosen: this.chosen });
    const { at, phase, busy, truth } = this;
    this.overlay?.show({ at, address: step.address, ask: step.ask, phase, busy, truth });
    this.channel?.tell();
  }

  /** For tests. */
  state() {
    const { at, phase, black, busy } = this;
    const missing = this.limits.missing;
    const following = this.following?.standing ?? "";
    const waiting = this.pending !== null;
    return { lesson: this.lesson?.name ?? "", at, phase, black, busy, waiting, missing, following };
  }
}
