// What the presenter's window is made of. Each part makes its elements once; `draw` writes what has changed.

import { html, say, set } from "../kit/elements.js";
import { HALL } from "./channel.js";
import { QuestionPanel } from "./question_panel.js";
import * as timing from "./timer.js";
import { write } from "./words.js";

/** @typedef {import("./presenter.js").Presenter} Presenter */
/** @typedef {{draw: () => void}} Part */

const PHASES = { view: "on view", done: "played", asked: "question asked", revealed: "answer revealed" };

/** Letters of notes beyond which they are written smaller, to fit into a window of 1280 x 720. */
const LONG = 280;

/** @param {HTMLElement} parent @param {string} text @param {() => void} press @param {AbortSignal} signal @param {string} [key] */
function button(parent, text, press, signal, key) {
  const names = key ? { "aria-keyshortcuts": key, title: `Key: ${key}` } : {};
  const made = html("button", { type: "button", ...names }, parent, text);
  made.addEventListener("click", press, { signal });
  return made;
}

/** @param {HTMLElement} parent @param {string} name @param {string} title */
function section(parent, name, title) {
  const box = html("section", { class: name, "aria-labelledby": `${name}-title` }, parent);
  html("h2", { id: `${name}-title` }, box, title);
  return html("div", { class: "text" }, box);
}

/** @param {HTMLElement} list @param {string} term */
function pair(list, term) {
  const box = html("div", {}, list);
  html("dt", {}, box, term);
  const dd = html("dd", {}, box);
  return { value: html("span", {}, dd), more: html("small", {}, dd) };
}

/** All of the window. @param {HTMLElement} root @param {Presenter} presenter @param {AbortSignal} signal @returns {Part[]} */
export function presenterParts(root, presenter, signal) {
  root.replaceChildren();
  const header = new Header(html("header", {}, root), presenter, signal);
  const hall = new HallWindow(html("div", { class: "hall-window", role: "status" }, root), presenter);
  const body = html("div", { class: "body" }, root);
  const steps = new Steps(html("nav", { class: "steps", "aria-label": "Steps" }, body), presenter, signal);
  const middle = html("div", { class: "words" }, body);
  const words = new Words(middle, presenter);
  const next = new Next(section(middle, "next", "Next"), presenter);
  const side = html("div", { class: "side" }, body);
  const question = new QuestionPanel(section(side, "question", "Question"), presenter, signal);
  const keys = new Keys(html("footer", {}, root), presenter, signal);
  return [header, hall, steps, words, next, question, keys];
}

/** Title, place and time. */
class Header {
  /** @param {HTMLElement} root @param {Presenter} presenter @param {AbortSignal} signal */
  constructor(root, presenter, signal) {
    this.presenter = presenter;
    const title = html("div", { class: "title" }, root);
    html("h1", { dir: "auto" }, title, presenter.lesson.title);
    this.where = html("p", {}, title);
    const times = html("dl", { class: "times" }, root);
    this.now = pair(times, "Clock");
    this.all = pair(times, "In all");
    this.here = pair(times, "This step");
    this.plan = pair(times, "Plan");
    const timer = html("div", { class: "timer", role: "group", "aria-label": "Timer" }, root);
    const run = () => presenter.clock(presenter.timer.since === null ? "start" : "pause");
    this.run = button(timer, "Start", run, signal);
    this.reset = button(timer, "Reset", () => presenter.clock("reset"), signal);
  }

  draw() {
    const { timer, lesson, step, place, k } = this.presenter;
    say(this.where, `Step ${k + 1} of ${lesson.steps.length} · ${step.id} · ${PHASES[place.phase]}`);
    const now = Date.now();
    const planned = lesson.steps.reduce((sum, one) => sum + one.minutes, 0);
    const all = timing.elapsed(timer, now);
    const late = timing.behind(lesson.steps, step.id, all);
    const runs = !timing.untouched(timer);
    say(this.now.value, new Date(now).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    say(this.all.value, timing.clockTime(all));
    say(this.all.more, planned ? ` of ${planned} min` : "");
    say(this.here.value, timing.clockTime(timing.spentAt(timer, step.id, now)));
    say(this.here.more, step.minutes ? ` of ${step.minutes} min` : "");
    say(this.plan.value, runs ? timing.inWords(late, planned > 0) : "not started");
    set(this.plan.value, { class: runs && planned && late >= timing.IN_TIME ? "late" : null });
    say(this.run, timer.since === null ? (timer.total ? "Go on" : "Start") : "Pause");
    this.reset.disabled = !runs;
  }
}

/** What stands between this window and the hall's. */
class HallWindow {
  /** @param {HTMLElement} root @param {Presenter} presenter */
  constructor(root, presenter) {
    this.presenter = presenter;
    this.root = root;
    this.words = html("span", {}, root);
    this.link = html("a", { class: "button", target: HALL, href: "#" }, root, "Open the hall's window");
  }

  draw() {
    const { standing, place, step } = this.presenter;
    const words = {
      waiting: "",
      none: "No window shows this lesson to the hall. Keys leaf through the notes here.",
      one: place.black ? "The hall's screen is black. B brings the picture back." : "",
      several: "Two or more windows show this lesson, and all of them follow the keys here. Close all but one.",
    };
    say(this.words, words[standing]);
    this.root.hidden = !words[standing];
    set(this.root, { "data-standing": standing });
    this.link.hidden = standing !== "none";
    this.link.href = this.presenter.address(step);
  }
}

/** The list to jump to. */
class Steps {
  /** @param {HTMLElement} root @param {Presenter} presenter @param {AbortSignal} signal */
  constructor(root, presenter, signal) {
    this.presenter = presenter;
    html("h2", {}, root, "Steps");
    const list = html("ol", {}, root);
    this.jumps = presenter.lesson.steps.map((step) => {
      const jump = button(html("li", {}, list), "", () => presenter.go(step.id), signal);
      html("span", { class: "id" }, jump, step.id);
      if (step.minutes) html("span", { class: "minutes" }, jump, `${step.minutes} min`);
      return jump;
    });
    this.shown = -1;
  }

  draw() {
    const { k } = this.presenter;
    if (k === this.shown) return;
    this.shown = k;
    this.jumps.forEach((jump, i) => set(jump, { "aria-current": i === k ? "step" : null }));
    this.jumps[k].parentElement?.scrollIntoView({ block: "nearest" });
  }
}

/** What the speaker says, and what the hall reads. */
class Words {
  /** @param {HTMLElement} root @param {Presenter} presenter */
  constructor(root, presenter) {
    this.presenter = presenter;
    this.notes = section(root, "notes", "Notes");
    set(this.notes, { tabindex: 0, role: "group", "aria-labelledby": "notes-title" }); // long ones scroll
    this.said = section(root, "said", "The hall reads");
  }

  draw() {
    const { step } = this.presenter;
    write(this.notes, step.notes || "<em>No notes for this step.</em>");
    set(this.notes, { "data-long": this.notes.textContent.length > LONG ? "" : null });
    write(this.said, step.say || "<em>Nothing: the drawing speaks for itself.</em>");
  }
}

class Next {
  /** @param {HTMLElement} root @param {Presenter} presenter */
  constructor(root, presenter) {
    this.presenter = presenter;
    this.id = html("strong", {}, html("p", {}, root));
    this.words = html("p", { dir: "auto" }, root);
  }

  draw() {
    const { next } = this.presenter;
    say(this.id, next ? next.id : "This is the last step.");
    say(this.words, next ? next.words : "");
  }
}

/** The keys of a lesson as buttons. */
class Keys {
  /** @param {HTMLElement} root @param {Presenter} presenter @param {AbortSignal} signal */
  constructor(root, presenter, signal) {
    this.presenter = presenter;
    this.previous = button(root, "Previous", () => presenter.key("previous"), signal, "PageUp");
    this.onward = button(root, "Next", () => presenter.key("next"), signal, "PageDown");
    this.onward.classList.add("main");
    this.reveal = button(root, "Reveal", () => presenter.key("reveal"), signal, "R");
    this.black = button(root, "Black", () => presenter.key("black"), signal, "B");
    this.open = button(root, "Open vote", () => void presenter.vote(true), signal, "V");
    this.close = button(root, "Close vote", () => void presenter.vote(false), signal, "V");
  }

  draw() {
    const { standing, step, next, place, round, hall, k, votes } = this.presenter;
    this.previous.disabled = standing === "none" && k === 0;
    this.onward.disabled = standing === "none" && !next;
    this.reveal.disabled = !hall || !step.reveals || place.phase === "revealed";
    this.black.disabled = !hall;
    set(this.black, { "aria-pressed": String(place.black) });
    this.open.hidden = !step.ask?.vote || Boolean(round?.open || (round?.round && place.phase === "revealed"));
    this.close.hidden = !step.ask?.vote || !round?.open;
    const further = round?.round === 1 ? "Second round" : "Another round";
    say(this.open, round?.round ? further : "Open vote");
    this.open.disabled = !hall && (!votes.room || !round);
  }
}
