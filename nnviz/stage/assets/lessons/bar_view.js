// What of a lesson is drawn over the page: the bar, notes and keys beside it, the black screen, and the way back.

import { html, set } from "../kit/elements.js";
import { face, iconButton } from "../kit/icons.js";
import { setFormulas } from "./formula.js";
import { KEYS } from "./keys.js";
import { arrival, canReveal, forward } from "./progress.js";

/** @typedef {import("./bar.js").LessonBar} LessonBar */
/** @typedef {import("./progress.js").Step} Step */

/** Tells all drawings that lengths have changed although no box may have. */
const SCALED = "nnviz-scaled";

const LETTERS = "ABCDEF";

export class BarView {
  /** @param {HTMLElement} parent @param {LessonBar} lesson what buttons act on */
  constructor(parent, lesson) {
    this.layer = html("div", { class: "lesson-layer" }, parent);
    this.bar = html("section", { class: "lesson-bar", "aria-label": "Lesson", hidden: "" }, this.layer);
    const line = html("div", { class: "lesson-line" }, this.bar);
    this.previous = iconButton(line, {
      icon: "left",
      label: "Previous",
      title: "Previous (Page Up)",
      class: "lesson-previous",
      press: () => lesson.back(),
    });
    this.sentence = html("p", { class: "lesson-say", "aria-live": "polite" }, line);
    const place = html("p", { class: "lesson-place" }, line);
    this.title = html("span", { class: "lesson-title" }, place);
    this.number = html("span", { class: "lesson-number" }, place);
    this.next = iconButton(line, {
      icon: "right",
      label: "Next",
      title: "Next (Page Down)",
      class: "lesson-next",
      press: () => lesson.forward(),
    });
    const tools = html("div", { class: "lesson-tools", role: "group", "aria-label": "Tools of the lesson" }, line);
    const tool = (/** @type {import("../kit/icons.js").Face & {press: () => void, pressed?: boolean}} */ shown) =>
      iconButton(tools, { ...shown, title: shown.title ?? shown.label });
    this.notes = tool({
      icon: "notes",
      label: "Notes",
      title: "Notes for the speaker (N)",
      pressed: false,
      press: () => lesson.open("notes"),
    });
    this.presenter = tool({ icon: "windows", label: "Presenter's window", press: () => lesson.openPresenter() });
    this.keys = tool({
      icon: "question",
      label: "Keys of the lesson",
      title: "Keys of the lesson (?)",
      pressed: false,
      press: () => lesson.open("keys"),
    });
    tool({ icon: "cross", label: "Leave the lesson", press: () => lesson.leave() });
    this.question = html("div", { class: "lesson-question", hidden: "" }, this.bar);
    this.asking = html("p", { class: "lesson-asking" }, this.question);
    this.options = html("div", { class: "lesson-options", role: "group", "aria-label": "Answers" }, this.question);
    this.options.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[data-option]")?.getAttribute("data-option") : null;
      if (option) lesson.choose(Number(option));
    });
    this.reveal = iconButton(this.question, {
      text: "Reveal",
      title: "Show the answer (R)",
      class: "lesson-reveal",
      press: () => void lesson.reveal(),
    });
    this.why = html("p", { class: "lesson-why", "aria-live": "polite" }, this.question);
    /** The strip of who follows a lecturer. */
    this.strip = html("div", { class: "lesson-strip" }, this.bar);
    this.aside = html("section", { class: "lesson-aside", hidden: "", "aria-label": "Notes", tabindex: 0 }, this.layer);
    this.curtain = html(
      "div",
      { class: "lesson-black", hidden: "", role: "img", "aria-label": "Black screen" },
      this.layer,
    );
    this.curtain.addEventListener("click", () => lesson.darken(false));
    this.chip = html("section", { class: "lesson-left", "aria-label": "Lesson", hidden: "" }, this.layer);
    this.resume = iconButton(this.chip, { icon: "play", text: "Continue the lesson", press: () => lesson.goOn() });
    iconButton(this.chip, { icon: "cross", label: "Not now", press: () => lesson.request({ kind: "forget" }) });
    new ResizeObserver(() => this.makeRoom()).observe(this.bar);
  }

  /** @param {LessonBar} lesson */
  draw(lesson) {
    const { given, step } = lesson;
    const on = given.lesson !== null && step !== null;
    document.documentElement.classList.toggle("in-lesson", on);
    const app = document.querySelector(".stApp");
    if (app) this.layer.style.colorScheme = getComputedStyle(app).colorScheme; // the theme that was chosen for the page
    this.bar.hidden = !on;
    this.presenter.hidden = !given.server;
    this.curtain.hidden = !on || !lesson.black;
    this.aside.hidden = !on || !lesson.opened;
    this.drawChip(lesson);
    if (given.lesson && step) {
      this.drawLine(lesson, given.lesson, step);
      this.drawQuestion(lesson, step);
      this.drawAside(lesson, step);
    }
    this.makeRoom();
  }

  /** @param {LessonBar} lesson @param {import("./progress.js").Lesson} given @param {Step} step */
  drawLine({ number, phase, busy, pending }, { title, steps }, step) {
    write(this.sentence, step.say);
    this.title.textContent = title;
    this.number.textContent = `step ${number + 1} of ${steps.length}`;
    const first = number === 0 && phase === arrival(step);
    const last = number + 1 === steps.length && !busy && forward(step, phase).act === "move";
    set(this.bar, { "aria-busy": busy || pending !== null || undefined });
    set(this.previous, { "aria-disabled": first || undefined });
    set(this.next, { "aria-disabled": last || undefined });
    const icon = busy ? "pause" : "right";
    face(this.next, { icon, label: "Next", title: busy ? "Wait no longer (Page Down)" : "Next (Page Down)" });
  }

  /** @param {LessonBar} lesson @param {Step} step */
  drawQuestion({ at, phase, busy, chosen, truth, problem }, step) {
    const ask = phase === "asked" || phase === "revealed" ? step.ask : null;
    const revealed = phase === "revealed";
    const revealable = canReveal(step, phase) && (ask !== null || !step.ask);
    this.question.hidden = !ask && !revealable;
    this.asking.hidden = this.options.hidden = !ask;
    this.reveal.hidden = !revealable;
    set(this.reveal, { "aria-disabled": busy || undefined });
    write(this.asking, ask?.question ?? "");
    this.layOptions(at, ask?.options ?? []);
    [...this.options.children].forEach((button, k) => {
      const own = chosen[at] === k;
      const right = revealed && truth?.option === k;
      set(button, { "aria-pressed": own, "aria-disabled": revealed || undefined });
      button.classList.toggle("right", right);
      button.classList.toggle("wrong", revealed && truth !== null && own && !right);
      const words = [right && (truth?.value ? `measured: ${truth.value}` : "the answer"), own && "your answer"];
      /** @type {Element} */ (button.lastElementChild).textContent = words.filter(Boolean).join(", ");
    });
    this.why.hidden = !revealed || !ask;
    const told = problem ? `The answer could not be measured: ${escaped(problem)}` : "The answer is being measured.";
    if (revealed && ask) write(this.why, truth ? ask.why : told);
  }

  /** @param {string} at @param {{text: string}[]} options */
  layOptions(at, options) {
    const laid = JSON.stringify([at, options]);
    if (this.options.dataset.laid === laid) return;
    this.options.dataset.laid = laid;
    this.options.replaceChildren();
    options.forEach(({ text }, k) => {
      const button = html("button", { type: "button", class: "lesson-option", "data-option": k }, this.options);
      html("span", { class: "lesson-letter", "aria-hidden": "true" }, button, LETTERS[k]);
      write(html("span", {}, button), text);
      html("span", { class: "lesson-mark" }, button);
    });
  }

  /** Notes, or the keys. @param {LessonBar} lesson @param {Step} step */
  drawAside({ opened, given }, step) {
    set(this.notes, { "aria-pressed": opened === "notes" });
    set(this.keys, { "aria-pressed": opened === "keys" });
    set(this.aside, { "aria-label": opened === "keys" ? "Keys of the lesson" : "Notes" });
    if (opened === "notes") write(this.aside, step.notes || "<p>This step has no notes.</p>");
    if (opened === "keys") {
      write(this.aside, "");
      const list = html("dl", {}, this.aside);
      for (const { keys, does, wish } of KEYS) {
        if (wish === "vote" && !given.server) continue;
        html("dt", {}, list, keys);
        html("dd", {}, list, does);
      }
    }
  }

  /** @param {LessonBar} lesson */
  drawChip({ given: { lesson, left, remembering } }) {
    this.chip.hidden = lesson !== null || !left || remembering;
    if (left) face(this.resume, { icon: "play", text: `Continue: ${left.title} (step ${left.number} of ${left.of})` });
  }

  /** The page begins below the bar. */
  makeRoom() {
    const height = this.bar.hidden ? 0 : Math.ceil(this.bar.getBoundingClientRect().height);
    const { style } = document.documentElement;
    const wanted = height ? `${height}px` : "";
    if (style.getPropertyValue("--lesson-bar") === wanted) return;
    if (wanted) style.setProperty("--lesson-bar", wanted);
    else style.removeProperty("--lesson-bar");
    window.dispatchEvent(new Event(SCALED));
    window.dispatchEvent(new Event("resize"));
  }
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Write HTML that the server has escaped (nnviz/lessons/markup.py), where it is another one. @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.dataset.text === text && text) return;
  element.dataset.text = text;
  element.innerHTML = text;
  setFormulas(element);
}
