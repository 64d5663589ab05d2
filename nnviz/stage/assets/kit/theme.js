// One theme watcher: it turns the colours of nnviz/figures/theme.py into CSS variables and follows a switch by an event.
//
//   const watcher = new ThemeWatcher(root, header.themes, (colours) => view.draw());
//   watcher.colours.tone(0.5);
//   watcher.destroy();
//
// Streamlit hands its theme down as CSS variables, which tell nobody when they change. An unseen element beside the root
// wears the page's colours with a transition of a millisecond: when they change, for whatever reason, the browser itself
// says so. Nothing is polled.

import { isDark, onPaper, palette, toHex } from "./colours.js";
import { html } from "./elements.js";
import { isPrinting } from "./printing.js";

/** @typedef {import("./colours.js").Palette} Palette */
/** @typedef {import("./colours.js").Themes} Themes */

const UNSEEN =
  "position: absolute; width: 0; height: 0; visibility: hidden; pointer-events: none;" +
  "background-color: var(--st-background-color); color: var(--st-text-color);" +
  "transition: background-color 1ms, color 1ms !important";

export class ThemeWatcher {
  /**
   * @param {HTMLElement} root
   * @param {Themes} themes
   * @param {(colours: Palette) => void} onChange called now, and after every change
   * @param {{paperOfPage?: boolean}} [options] whether the theme's paper is to be the very colour of the page
   */
  constructor(root, themes, onChange, { paperOfPage = false } = {}) {
    this.root = root;
    this.themes = themes;
    this.onChange = onChange;
    this.paperOfPage = paperOfPage;
    this.key = "";
    /** @type {Palette | null} */
    this.colours = null;
    this.probe = html("i", { class: "theme-probe", "aria-hidden": "true", style: UNSEEN }, root.parentNode ?? root);
    this.abort = new AbortController();
    this.probe.addEventListener("transitionrun", () => this.read(), { signal: this.abort.signal });
    this.read();
  }

  read() {
    const style = getComputedStyle(this.root);
    const page = isPrinting() ? "#ffffff" : style.getPropertyValue("--st-background-color");
    const mode = isDark(page) ? "dark" : "light";
    const key = `${this.paperOfPage ? toHex(page) : mode} ${style.fontFamily}`;
    if (key === this.key) return;
    this.key = key;
    const theme = this.themes[mode];
    this.colours = palette(this.paperOfPage ? onPaper(theme, toHex(page)) : theme);
    for (const [name, value] of variables(this.colours)) this.root.style.setProperty(`--${name}`, value);
    this.onChange(this.colours);
  }

  destroy() {
    this.abort.abort();
    this.probe.remove();
  }
}

/** The CSS variables of a theme: each of its colours by its name, classes and lines by their numbers, and the scale. @param {Palette} theme @returns {[string, string][]} */
function variables(theme) {
  /** @type {[string, string][]} */
  const single = Object.entries(theme).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  const numbered = (/** @type {string} */ name, /** @type {string[]} */ list) =>
    list.map((colour, k) => /** @type {[string, string]} */ ([`${name}-${k}`, colour]));
  const stops = theme.diverging.map(([at, hex]) => `${hex} ${100 * at}%`);
  return [
    ...single,
    ...numbered("class", theme.classes),
    ...numbered("line", theme.lines),
    ["scale", `linear-gradient(90deg, ${stops})`],
  ];
}
