// A function that a person draws, alone: what is drawn goes to the engine while it is drawn; a button takes it back.

import { html } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { Drawing } from "./drawing.js";
import { FunctionPad } from "./function_pad.js";

/**
 * @typedef {object} FunctionHeader
 * @property {[number, number]} domain of x
 * @property {[number, number]} range of what can be drawn
 * @property {number} step to whose multiples heights are rounded
 * @property {string} title
 * @property {string} line of words below it
 */

/** @extends {Drawing<FunctionHeader>} */
export class FunctionView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.pad = new FunctionPad(root, (values, done) => this.requests.ask({ values, done }), this.signal);
    this.foot = html("div", { class: "function-foot" }, root);
    this.line = html("p", { class: "line" }, this.foot);
    iconButton(this.foot, {
      icon: "reset",
      text: "Reset",
      press: () => this.requests.ask({ reset: true }),
      signal: this.signal,
    });
  }

  /** @param {import("../kit/view.js").Palette} _colours @param {FunctionHeader} header */
  paint(_colours, header) {
    const { domain, range, step, title, line } = header;
    this.line.textContent = line;
    const values = this.requests.busy && this.drawn ? this.pad.values : this.matrix("values").data;
    const plot = { domain, range, step, title, values, curve: this.arrays.get("curve")?.data, height: 11 };
    return this.pad.lay(this.pad.values === values ? { ...plot, curve: undefined } : plot);
  }

  /** For tests. */
  state() {
    return this.drawn ? { values: [...this.pad.values], at: this.pad.at } : null;
  }
}
