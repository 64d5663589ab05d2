// Who walks: for each walker its optimizer, its rate to drag, and a word on how it goes.

import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";

const PER_DECADE = 50;

export class WalkerTable {
  /** @param {HTMLElement} box @param {(change: Record<string, any>) => void} ask */
  constructor(box, ask) {
    this.box = box;
    this.ask = ask;
    /** @type {any[]} */
    this.rows = [];
    this.laid = "";
  }

  /** @param {any} header @param {boolean} busy whether a hand is still moving something */
  show(header, busy) {
    const laid = JSON.stringify([header.walkers.length, header.optimizers]);
    if (laid !== this.laid) {
      this.box.replaceChildren();
      this.rows = header.walkers.map((/** @type {any} */ _, /** @type {number} */ k) => this.row(k, header.optimizers));
    }
    this.laid = laid;
    header.walkers.forEach((/** @type {any} */ walker, /** @type {number} */ k) => {
      const row = this.rows[k];
      if (!busy) {
        row.kind.value = walker.name;
        row.rate.value = String(Math.round(Math.log10(walker.rate) * PER_DECADE));
      }
      say(row.number, fixed(walker.rate, walker.rate < 0.01 ? 4 : 3));
      row.rate.setAttribute("aria-valuetext", String(walker.rate));
      say(row.word, walker.verdict);
      row.word.className = `state ${walker.kind}`;
    });
  }

  /** @param {number} k @param {[string, string][]} optimizers */
  row(k, optimizers) {
    const row = html("div", { class: "walker", style: `--c: var(--line-${k})`, "data-link": `walker-${k}` }, this.box);
    html("i", { class: "swatch" }, row);
    const kind = html("select", { "aria-label": `optimizer of walker ${k + 1}` }, row);
    for (const [name, title] of optimizers) html("option", { value: name }, kind, title);
    const label = html("label", { "data-link": `walker-${k} rate` }, row);
    html("span", { class: "name" }, label, "η");
    const rate = html(
      "input",
      {
        type: "range",
        min: -4 * PER_DECADE,
        max: PER_DECADE,
        step: 1,
        "aria-label": `learning rate of walker ${k + 1}`,
        name: `rate${k}`,
      },
      label,
    );
    const number = html("b", { class: "number" }, label);
    const word = html("span", { class: "state" }, row);
    const tell = (/** @type {boolean} */ done) =>
      this.ask({
        [`walker${k}`]: [kind.value, Number((10 ** (Number(rate.value) / PER_DECADE)).toPrecision(4))],
        done,
      });
    kind.addEventListener("change", () => tell(true));
    rate.addEventListener("input", () => tell(false));
    rate.addEventListener("change", () => tell(true));
    return { kind, rate, number, word };
  }
}
