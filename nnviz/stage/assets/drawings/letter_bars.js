// How probable each letter is to come next: a bar for every one of them; those that were cut off are hatched.
//
//   this.bars = new LetterBars(root, { signal, choose: (k) => this.choose(k) }); // without `choose` it is a picture
//   this.bars.show({ symbols, P, drawn, chosen });

import { html, say, set } from "../kit/elements.js";
import { exact, significant, tabular } from "../kit/number_format.js";
import { Roving } from "../kit/roving.js";
import { scrollArea } from "../kit/scroll_area.js";
import { largest } from "../kit/value_grid.js";

/** @typedef {{symbols: string[], P: ArrayLike<number>, drawn?: ArrayLike<number>, chosen?: number}} Letters `drawn`: the probabilities after some letters were cut off, which have none */

const WRITTEN = 0.05; // from this probability on it is written above its bar
const TALLEST = 80; // percent

export class LetterBars {
  /** @param {Element} parent @param {{signal: AbortSignal, choose?: (letter: number) => void}} options */
  constructor(parent, { signal, choose }) {
    const area = html("div", { class: "names-area" }, parent);
    scrollArea(area, "probability of each next letter", signal);
    this.box = html("div", { class: "names-bars", role: choose ? "grid" : "img" }, area);
    this.roving = choose ? new Roving(this.box, { signal }) : null;
    /** @type {{bar: HTMLElement, number: HTMLElement, fill: HTMLElement}[]} */
    this.bars = [];
    this.laid = "";
    if (!choose) return;
    this.box.addEventListener(
      "click",
      (event) => {
        const bar = event.target instanceof Element ? event.target.closest("[data-column]") : null;
        if (bar) choose(Number(bar.getAttribute("data-column")));
      },
      { signal },
    );
  }

  /** @param {Letters} letters */
  show({ symbols, P, drawn, chosen }) {
    this.lay(symbols);
    const most = largest(Array.from(P));
    this.bars.forEach(({ bar, number, fill }, i) => {
      const cut = drawn !== undefined && drawn[i] === 0;
      const after = cut ? ", cut off" : drawn ? `, drawn with ${exact(drawn[i])}` : "";
      const told = `${symbols[i]}: ${exact(P[i])}${after}`;
      set(bar, {
        class: `names-bar${cut ? " cut" : ""}${i === chosen ? " chosen" : ""}`,
        title: told,
        "aria-selected": this.roving ? i === chosen : undefined,
      });
      say(number, P[i] >= WRITTEN ? tabular(P[i], 2) : "");
      fill.style.height = `${(TALLEST * P[i]) / most}%`;
    });
    if (chosen !== undefined && !this.roving?.focused) this.roving?.refresh([0, chosen]);
    const order = symbols.map((_, i) => i).sort((a, b) => P[b] - P[a]);
    const best = order.slice(0, 3).map((i) => `${symbols[i]} ${significant(P[i], 2)}`);
    set(this.box, { "aria-label": `Probability of each next letter; most probable: ${best.join(", ")}` });
  }

  /** Make the bars, if there are other letters. @param {string[]} symbols */
  lay(symbols) {
    if (this.laid === symbols.join()) return;
    this.laid = symbols.join();
    this.box.replaceChildren();
    this.box.style.setProperty("--letters", String(symbols.length));
    const row = this.roving ? html("div", { role: "row", class: "names-bar-row" }, this.box) : this.box;
    this.bars = symbols.map((symbol, i) => {
      const place = this.roving ? { role: "gridcell", "data-row": 0, "data-column": i } : {};
      const bar = html("span", { class: "names-bar", ...place }, row);
      const box = html("span", { "aria-hidden": "true" }, bar); // its title says the number
      const number = html("small", {}, box);
      const fill = html("i", {}, box);
      html("b", {}, bar, symbol);
      return { bar, number, fill };
    });
    this.roving?.refresh();
  }
}
