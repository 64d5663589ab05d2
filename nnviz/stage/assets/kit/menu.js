// A native menu with its name before it, or over a drawing that shows what is chosen.
//
//   const rate = new Menu(row, { label: "Learning rate", caption: "Learning rate", change: (value) => set(value), signal });
//   rate.show([[0.1, "0.1"], [0.3, "0.3"]], 0.1);

import { html, set } from "./elements.js";

/** @typedef {string | number} MenuValue */
/** @typedef {readonly [MenuValue, string]} Option a value and what it is called */

/**
 * @typedef {object} MenuOptions
 * @property {string} label its name
 * @property {string} [caption] what of its name stands before it
 * @property {string} [class] of what surrounds it
 * @property {(value: MenuValue) => void} change
 * @property {AbortSignal} [signal]
 */

export class Menu {
  /** @param {Element} parent @param {MenuOptions} options */
  constructor(parent, { label, caption, class: kind = "", change, signal }) {
    this.box = html("label", { class: `menu ${kind}`.trim() }, parent);
    if (caption) html("span", { class: "caption" }, this.box, caption);
    this.select = html("select", { "aria-label": label }, this.box);
    /** @type {readonly Option[]} */
    this.options = [];
    this.written = "";
    this.select.addEventListener("change", () => change(this.options[this.select.selectedIndex][0]), { signal });
  }

  /**
   * @param {readonly Option[]} options
   * @param {MenuValue} value one of them
   * @param {{off?: boolean, title?: string}} [more]
   */
  show(options, value, { off = false, title } = {}) {
    const written = JSON.stringify(options);
    if (written !== this.written) {
      this.written = written;
      this.options = options;
      this.select.replaceChildren(...options.map(([, text]) => html("option", {}, null, text)));
    }
    const at = options.findIndex(([one]) => one === value);
    if (this.select.selectedIndex !== at) this.select.selectedIndex = at;
    this.select.disabled = off;
    set(this.box, { title });
  }
}
