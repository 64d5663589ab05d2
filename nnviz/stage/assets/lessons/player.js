// Plays a recorded lesson: steps, their words, questions and reveals, and what each step shows.

import { html } from "../kit/elements.js";
import { isTyping } from "../kit/typing.js";
import { Mount } from "./components.js";
import { load, take } from "./recorded_files.js";
import { RecordedInspector } from "./recorded_inspector.js";
import { RecordedPage } from "./recorded_page.js";
import { Reel } from "./recorded_reel.js";
import { RecordedTraining } from "./recorded_training.js";

/**
 * @typedef {object} Doing what a key of the lesson does; nnviz/lessons/recording/writing.py
 * @property {string} words
 * @property {number} [stretch] it plays as far as the end of this one
 * @property {number} [seek] it goes to this step
 * @property {number} [phase] it shows the page in this state
 * @property {string} [press] it presses this button of a drawing
 * @property {string} [open] it opens this tensor or panel
 * @property {boolean} [lacks] it needs the app
 */

/** @typedef {{question: string, options: string[], answer: number, why: string, measured: string}} Ask texts are HTML */

/**
 * @typedef {object} PlayedStep
 * @property {string} id
 * @property {string} say HTML
 * @property {string} address
 * @property {Doing[]} do
 * @property {Doing[]} reveal
 * @property {Ask | null} ask
 * @property {string} point
 * @property {import("./recorded_training.js").Recording & {component: string, moments: import("./recorded_inspector.js").Moment[]}} [training]
 * @property {import("./recorded_page.js").PageBlock[][]} [phases]
 * @property {string} [lacking] why nothing is shown
 */

/** @typedef {{title: string, place: string, themes: object, steps: PlayedStep[]}} PlayedLesson */

/** Buttons of the stage that mean nothing in a recording: slow motion goes batch by batch, new weights are not there. */
const OF_THE_APP = ".bar .slow, .bar .reseed { display: none !important; }";

/** The step that an address names; the first where it names none. @param {string} hash @param {{id: string}[]} steps */
export function stepOf(hash, steps) {
  const named = new URLSearchParams(hash.replace(/^#/, "")).get("at");
  return Math.max(
    0,
    steps.findIndex(({ id }) => id === named),
  );
}

/** Whether an address asks for the first action at once, as a site does that shows a lesson. @param {string} hash */
export const playsAtOnce = (hash) => new URLSearchParams(hash.replace(/^#/, "")).has("play");

class LessonPlayer {
  /** @param {HTMLElement} root @param {PlayedLesson} lesson */
  constructor(root, lesson) {
    this.lesson = lesson;
    this.at = -1;
    root.replaceChildren();
    const head = html("header", {}, root);
    html("h1", {}, head, lesson.title);
    this.count = html("p", { class: "count" }, head);
    const row = html("nav", { "aria-label": "Steps of the lesson" }, head);
    this.say = html("p", { class: "say" }, root);
    this.question = html("section", { class: "question", "aria-label": "Question" }, root);
    this.status = html("p", { class: "status", role: "status" }, root);
    this.main = html("main", {}, root);
    this.below = html("div", { class: "below" }, root);
    this.back = this.button(row, "Previous", () => this.go(this.at - 1));
    this.act = this.button(row, "", () => this.actNext());
    this.reveal = this.button(row, "Reveal", () => this.revealNext());
    this.on = this.button(row, "Next", () => this.go(this.at + 1));
    this.on.classList.add("primary");
    this.app = html("p", { class: "app" }, root);
    /** @type {{destroy: () => void}[]} */
    this.parts = [];
    /** @type {RecordedTraining | undefined} */
    this.training = undefined;
    /** @type {RecordedPage | undefined} */
    this.page = undefined;
    /** @type {RecordedInspector | undefined} */
    this.inspector = undefined;
    this.done = 0;
    this.revealed = 0;
    window.addEventListener("hashchange", () => this.go(stepOf(location.hash, lesson.steps)));
    document.addEventListener("keydown", (event) => this.key(event));
    const plays = playsAtOnce(location.hash);
    void this.go(stepOf(location.hash, lesson.steps)).then(() => {
      if (plays && this.step.do.length) void this.actNext();
    });
  }

  /** @param {HTMLElement} parent @param {string} text @param {() => void} press */
  button(parent, text, press) {
    const button = html("button", { type: "button" }, parent, text);
    button.addEventListener("click", press);
    return button;
  }

  get step() {
    return this.lesson.steps[this.at];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "PageDown") {
      if (this.act.hidden) void this.go(this.at + 1);
      else void this.actNext();
    } else if (event.key === "PageUp") void this.go(this.at - 1);
    else return;
    event.preventDefault();
  }

  /** @param {number} at */
  async go(at) {
    if (at < 0 || at >= this.lesson.steps.length || at === this.at) return;
    for (const part of this.parts) part.destroy();
    this.parts = [];
    this.training = this.page = this.inspector = undefined;
    this.at = at;
    this.done = this.revealed = 0;
    const { step } = this;
    const { steps } = this.lesson;
    history.replaceState(null, "", `#at=${encodeURIComponent(step.id)}`);
    this.count.textContent = `Step ${at + 1} of ${steps.length}`;
    this.say.innerHTML = step.say; // escaped where it was recorded
    this.say.hidden = !step.say;
    this.status.replaceChildren();
    this.main.replaceChildren();
    this.below.replaceChildren();
    this.back.disabled = at === 0;
    this.on.disabled = at === steps.length - 1;
    this.ask(step.ask);
    this.inTheApp();
    this.buttons();
    try {
      if (step.training) await this.train(step);
      else if (step.phases) await this.open(step.phases);
      else html("p", { class: "lacking" }, this.main, step.lacking ?? "");
    } catch (error) {
      if (this.step === step) this.status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {PlayedStep} step */
  async train({ training, point }) {
    const recording = /** @type {NonNullable<PlayedStep["training"]>} */ (training);
    const hear = (/** @type {string} */ name, /** @type {import("./components.js").Said} */ value) =>
      here.hear(name, value);
    const mount = new Mount(this.main, recording.component, hear, OF_THE_APP);
    const inspector = new RecordedInspector(this.below, recording.moments, { ...this.ways, path: point });
    const here = new RecordedTraining(recording, {
      load: async (file) => new Reel(await load(file)),
      deliver: (message) => void mount.show(message),
      lacks: (what) => this.lacks(what),
      inspect: (wanted, shown) => void inspector.point(wanted, shown),
      stopped: (stretch) => this.stopped(stretch),
    });
    this.parts.push(mount, inspector);
    this.training = here;
    this.inspector = inspector;
    await here.begin();
  }

  /** @param {import("./recorded_page.js").PageBlock[][]} phases */
  async open(phases) {
    this.page = new RecordedPage(this.main, this.ways);
    this.parts.push(this.page);
    await this.page.show(phases[0]);
  }

  get ways() {
    return {
      load: (/** @type {string} */ file) => load(file),
      themes: this.lesson.themes,
      lacks: this.lacks.bind(this),
    };
  }

  /** Say that something needs the app, and where that is. @param {string} what */
  lacks(what) {
    this.status.textContent = `${what} needs the app: this is a recording. `;
    this.link(this.status);
  }

  /** @param {HTMLElement} parent */
  link(parent) {
    const { place } = this.lesson;
    if (place) html("a", { href: place + this.step.address }, parent, "Open this step in the app");
    else html("code", {}, parent, this.step.address);
  }

  inTheApp() {
    this.app.replaceChildren(this.lesson.place ? "" : "In the app, where you can change everything: ");
    this.link(this.app);
  }

  /** What can be done next. */
  buttons() {
    const next = this.step.do[this.done];
    this.act.hidden = !next;
    this.act.textContent = next?.words ?? "";
    this.reveal.hidden = !this.step.reveal[this.revealed];
  }

  async actNext() {
    await this.carryOut(this.step.do[this.done++]);
  }

  async revealNext() {
    this.done = this.step.do.length;
    await this.carryOut(this.step.reveal[this.revealed++]);
  }

  /** @param {Doing} doing */
  async carryOut({ words, stretch, seek, phase, press, open, lacks }) {
    this.buttons();
    if (stretch !== undefined) await this.training?.playTo(stretch);
    else if (seek !== undefined) await this.training?.goTo(seek);
    else if (phase !== undefined) await this.page?.show((this.step.phases ?? [])[phase]);
    else if (open !== undefined && this.inspector) {
      this.inspector.box.open = true;
      await this.inspector.show(this.inspector.at, open);
    }
    if (lacks || (press !== undefined && !this.page?.press(press))) this.lacks(words);
  }

  /** @param {number} stretch that has come to its end */
  stopped(stretch) {
    const met = this.step.training?.stretches[stretch].words;
    if (met) this.status.textContent = `Stopped: ${met}.`;
  }

  /** @param {Ask | null} ask */
  ask(ask) {
    this.question.replaceChildren();
    this.question.hidden = !ask;
    if (!ask) return;
    html("p", { class: "asked" }, this.question).innerHTML = ask.question;
    const row = html("div", { class: "options" }, this.question);
    const buttons = ask.options.map((option, k) => {
      const button = html("button", { type: "button" }, row);
      button.innerHTML = option;
      button.addEventListener("click", () => answer(k));
      return button;
    });
    const show = this.button(this.question, "Show the answer", () => answer(-1));
    show.className = "quiet";
    const reply = html("p", { class: "reply", role: "status" }, this.question);
    const answer = (/** @type {number} */ chosen) => {
      buttons.forEach((button, k) => {
        button.setAttribute("aria-pressed", String(k === chosen));
        button.classList.toggle("right", k === ask.answer);
        button.classList.toggle("wrong", k === chosen && k !== ask.answer);
      });
      const verdict = chosen < 0 ? "" : chosen === ask.answer ? "<strong>Yes.</strong> " : "<strong>No.</strong> ";
      const measured = ask.measured ? ` <span class="measured">${ask.measured}</span>` : "";
      reply.innerHTML = `${verdict}${ask.options[ask.answer]}.${measured} ${ask.why}`;
      show.hidden = true;
    };
  }
}

const lesson = document.getElementById("lesson");
const root = document.getElementById("player");
if (lesson && root) {
  Object.assign(window, { nnvizFile: take });
  new LessonPlayer(root, JSON.parse(lesson.textContent));
}
