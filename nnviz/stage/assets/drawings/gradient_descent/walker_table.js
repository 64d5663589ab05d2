// Who walks: for each walker its optimizer, its rate to drag, and a word on how it goes.

import { html, say } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { Slider } from "../../kit/slider.js";

const PER_DECADE = 50;

/** @typedef {Pick<import("./descent_view.js").DescentHeader, "walkers" | "optimizers">} Walkers */
/** @typedef {{kind: HTMLSelectElement, rate: Slider, word: HTMLElement}} Row */

export class WalkerTable {
  /** @param {HTMLElement} box @param {(change: object) => void} ask @param {AbortSignal} signal */
  constructor(box, ask, signal) {
    this.box = box;
    this.ask = ask;
    this.signal = signal;
    /** @type {Row[]} */
    this.rows = [];
    this.laid = "";
  }

  /** @param {Walkers} header @param {boolean} busy whether an answer is still to come */
  show({ walkers, optimizers }, busy) {
    const laid = JSON.stringify([walkers.length, optimizers]);
    if (laid !== this.laid) {
      this.box.replaceChildren();
      this.rows = walkers.map((_, k) => this.row(k, optimizers));
    }
    this.laid = laid;
    walkers.forEach((walker, k) => {
      const row = this.rows[k];
      if (!busy) {
        row.kind.value = walker.name;
        row.rate.show(walker.rate);
      }
      say(row.word, walker.verdict);
      row.word.className = `state ${walker.kind}`;
    });
  }

  /** @param {number} k @param {Walkers["optimizers"]} optimizers @returns {Row} */
  row(k, optimizers) {
    const row = html("div", { class: "walker", style: `--c: var(--line-${k})`, "data-link": `walker-${k}` }, this.box);
    html("i", { class: "swatch" }, row);
    const kind = html("select", { "aria-label": `optimizer ${k + 1}` }, row);
    for (const [name, title] of optimizers) html("option", { value: name }, kind, title);
    const tell = (/** @type {boolean} */ done) => this.ask({ [`walker${k}`]: [kind.value, rate.value], done });
    const rate = new Slider(row, {
      label: `learning rate of optimizer ${k + 1}`,
      caption: false,
      name: `rate${k}`,
      link: `rate-walker-${k}`,
      low: 1e-4,
      high: 10,
      log: PER_DECADE,
      digits: 4,
      text: (v) => fixed(v, v < 0.01 ? 4 : 3),
      change: (_, done) => tell(done),
      signal: this.signal,
    });
    rate.row.prepend(html("span", { class: "name" }, null, "η"));
    kind.addEventListener("change", () => tell(true), { signal: this.signal });
    return { kind, rate, word: html("span", { class: "state", role: "status" }, row) };
  }
}
