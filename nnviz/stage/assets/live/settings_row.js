// The row above the picture: the settings used most, each a menu.

import { html, say } from "../kit/elements.js";
import { Menu } from "../kit/menu.js";
import { label } from "../kit/number_format.js";

/** @typedef {import("./wire.js").Controls} Controls */
/** @typedef {(name: string, value: string | number) => void} SetSetting */

export class SettingsRow {
  /** @param {HTMLElement} box @param {SetSetting} set @param {AbortSignal} signal */
  constructor(box, set, signal) {
    this.box = box;
    this.set = set;
    this.signal = signal;
    /** @type {Menu[]} */
    this.menus = [];
    this.names = "";
    /** Where a schedule changes the rate: the present one. */
    this.rate = html("span", { class: "present" });
  }

  /** @param {Controls} controls */
  show({ row, scheduled }) {
    const names = row.map(({ name }) => name).join();
    if (names !== this.names) {
      this.names = names;
      const focused = this.menus.findIndex(({ select }) => select.matches(":focus"));
      const before = this.menus[focused]?.select.ariaLabel;
      this.box.replaceChildren();
      this.menus = row.map(({ name, title, caption }) => {
        const change = (/** @type {string | number} */ value) => this.set(name, value);
        const menu = new Menu(this.box, { label: title, caption, class: name, change, signal: this.signal });
        if (name === "learning_rate") this.box.append(this.rate);
        return menu;
      });
      if (before) this.menus.find(({ select }) => select.ariaLabel === before)?.select.focus({ preventScroll: true });
    }
    row.forEach(({ options, value, help, off }, k) => this.menus[k].show(options, value, { off, title: help }));
    this.rate.hidden = !scheduled;
  }

  /** @param {number} rate of the step on view */
  showRate(rate) {
    if (!this.rate.hidden) say(this.rate, `now ${label(Number(rate.toPrecision(3)))}`);
  }
}
