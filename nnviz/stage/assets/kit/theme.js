// The theme watcher turns the colours of nnviz/figures/theme.py into CSS variables and follows a switch.

import { isDark, palette } from "./colours.js";

const LOOK_EVERY = 400;

/** The theme's colours that a drawing can name. */
const NAMED = [
  "paper",
  "panel",
  "hairline",
  "grid",
  "ink",
  "muted",
  "positive",
  "negative",
  "gradient",
  "warning",
  "right",
];

export class ThemeWatcher {
  /**
   * @param {HTMLElement} root
   * @param {Record<"light" | "dark", any>} themes
   * @param {() => void} onChange
   */
  constructor(root, themes, onChange) {
    this.root = root;
    this.themes = themes;
    this.onChange = onChange;
    /** @type {boolean | null} */
    this.dark = null;
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY);
  }

  look() {
    const style = getComputedStyle(this.root);
    const dark = isDark(style.getPropertyValue("--st-background-color"));
    if (dark === this.dark) return;
    this.dark = dark;
    const colours = palette(this.themes[dark ? "dark" : "light"]);
    Object.assign(this.root, { colours });
    for (const name of NAMED) {
      if (colours[name]) this.root.style.setProperty(`--${name}`, colours[name]);
    }
    colours.classes.forEach((/** @type {string} */ c, /** @type {number} */ k) =>
      this.root.style.setProperty(`--class-${k}`, c),
    );
    colours.lines.forEach((/** @type {string} */ c, /** @type {number} */ k) =>
      this.root.style.setProperty(`--line-${k}`, c),
    );
    this.onChange();
  }

  destroy() {
    clearInterval(this.timer);
  }
}
