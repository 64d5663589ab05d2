// What every page has in the browser: projector mode, where all text and figures are as large as the last row needs; one
// entry of the history for each visit of a page; meanings of terms.

import { copy } from "../kit/clipboard.js";
import { iconButton } from "../kit/icons.js";
import { watchConnection } from "../kit/connection.js";
import { set } from "../kit/elements.js";
import { mount } from "../kit/mount.js";
import { isTyping } from "../kit/typing.js";
import { View } from "../kit/view.js";
import { LessonBar } from "../lessons/bar.js";
import { followConclusion } from "./conclusion.js";
import { corrected, oneEntryPerVisit } from "./history.js";
import { speak } from "./spoken.js";
import { tellStale } from "./stale.js";
import { explainTerms } from "./terms.js";

/** @typedef {{projector: boolean, lesson: import("../lessons/bar.js").Given | null}} PageHeader whether the address asks for projector mode; what is to be said of lessons */

/** Tells all drawings that lengths have changed although no box may have. */
const SCALED = "nnviz-scaled";

/** So long, in milliseconds, after it is connected again Streamlit has begun to run the page, if it does. */
const SOON = 500;

/** For so long, in milliseconds, a button says that it has copied. */
const SAID = 2000;

/** @extends {View<PageHeader>} */
class PageView extends View {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** What was switched here last, until the server has heard of it. @type {boolean | undefined} */
    this.switched = undefined;
    this.menu = iconButton(root, {
      icon: "menu",
      label: "Navigation and settings",
      class: "menu",
      pressed: false,
      press: () => this.unfold(!this.unfolded),
      signal,
    });
    this.projector = iconButton(root, {
      icon: "projector",
      label: "Projector mode",
      title: "Projector mode: text and figures large, navigation folded away (Alt+P)",
      pressed: false,
      press: () => this.switch(!this.on),
      signal,
    });
    this.listen(window, "keydown", (event) => this.key(event));
    speak(signal);
    tellStale(signal);
    this.listen(document, "click", (event) => copyLines(event.target));
    explainTerms(signal);
    followConclusion(document, signal);
    watchConnection({ again: () => setTimeout(() => this.drawAnew(), SOON) }, signal);
  }

  /** Another server may have taken over, which knows nothing of this page; Streamlit asks for a run only now and then. */
  drawAnew() {
    if (!this.signal.aborted && !this.host.running()) this.host.send("connected", { n: Date.now() });
  }

  get on() {
    return document.documentElement.classList.contains("projector");
  }

  get unfolded() {
    return document.documentElement.classList.contains("unfolded");
  }

  draw() {
    if (!this.header) return;
    const { projector, lesson } = this.header;
    if (lesson) lessonBar().receive(lesson, (request) => this.host.send("lesson", request));
    if (this.switched === undefined || this.switched === projector) {
      this.switched = undefined;
      this.show(projector);
    }
    this.drawMenu();
    this.host.painted();
  }

  /** By the place of the key and not by its letter, which Alt changes on some keyboards. @param {KeyboardEvent} event */
  key(event) {
    if (event.code !== "KeyP" || !event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event))
      return;
    event.preventDefault();
    this.switch(!this.on);
  }

  /** @param {boolean} on */
  switch(on) {
    this.switched = on;
    this.show(on);
    this.host.send("projector", { on, n: Date.now() });
  }

  /** @param {boolean} on */
  show(on) {
    const changed = on !== this.on;
    document.documentElement.classList.toggle("projector", on);
    this.drawMenu();
    set(this.projector, { "aria-pressed": on });
    if (!changed) return;
    this.unfold(false);
    window.dispatchEvent(new Event(SCALED));
  }

  /** A lesson takes the place of the navigation, too. */
  drawMenu() {
    this.menu.hidden = !this.on && !document.documentElement.classList.contains("in-lesson");
  }

  /** Show navigation and sidebar while everything is large. @param {boolean} open */
  unfold(open) {
    document.documentElement.classList.toggle("unfolded", open);
    set(this.menu, { "aria-pressed": open });
  }

  /** For tests. */
  state() {
    return { projector: this.on, unfolded: this.unfolded };
  }
}

/** A button on the page that copies the lines beside it (nnviz/ui/widgets/numpy_lines.py). @param {EventTarget | null} target */
async function copyLines(target) {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null;
  const lines = button?.parentElement?.querySelector("pre");
  if (!button || !lines) return;
  const done = await copy(lines.textContent, () => getSelection()?.selectAllChildren(lines));
  button.textContent = done ? "Copied" : "Press Ctrl+C";
  setTimeout(() => (button.textContent = "Copy"), SAID);
}

const LESSON = Symbol.for("nnviz.lesson");

/** The window's one bar of lessons; it stays while one page follows another. @returns {LessonBar} */
function lessonBar() {
  const world = /** @type {Record<symbol, LessonBar>} */ (/** @type {unknown} */ (window));
  if (!world[LESSON]) {
    const bar = (world[LESSON] = new LessonBar());
    Object.defineProperty(window, "__nnvizLesson", { configurable: true, get: () => bar.state() });
  }
  return world[LESSON];
}

oneEntryPerVisit(window.history, () => location.href);

const tools = mount({
  published: "__nnvizPage",
  unpack: (data) => ({ header: /** @type {PageHeader} */ (/** @type {unknown} */ (data)), arrays: new Map() }),
  themes: () => undefined,
  rootClass: () => "page-tools",
  create: (root, host) => new PageView(root, host),
});

/** @typedef {import("../kit/mount.js").Component & {data: {address?: string}}} PageComponent */

/** Corrections that were made: Streamlit calls a component again, when the settings may be others. @type {WeakSet<object>} */
const made = new WeakSet();

/** The tools of the page; or the address as it is in force, where it was opened with another one. @param {PageComponent} component */
export default (component) => {
  const { address } = component.data;
  if (address === undefined) return tools(component);
  if (made.has(component.parentElement)) return;
  made.add(component.parentElement);
  history.replaceState(history.state, "", corrected(location.href, address));
};
