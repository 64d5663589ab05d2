// The confusion matrix: each row is a true class, each column a predicted class, and what follows for each class.

import { html } from "../kit/elements.js";
import { percent } from "../kit/number_format.js";
import { scrollArea } from "../kit/scroll_area.js";
import { Drawing } from "./drawing.js";

const MOST_WRITTEN = 20; // with more classes the counts do not fit into the cells
const FEW = 3; // up to so many classes zeros are written too

/** @typedef {{alt: string, names: string[], measures: string[]}} ConfusionHeader the measures are the columns of `scores` */

/** @extends {Drawing<ConfusionHeader>} */
export class ConfusionView extends Drawing {
  /** @param {ConfusionHeader} header */
  take({ alt, names, measures }) {
    const counts = this.matrix("counts").data;
    const k = names.length;
    this.root.replaceChildren();
    const table = html(
      "table",
      { class: "confusion", "aria-label": alt },
      scrollArea(html("div", { class: "confusion-box" }, this.root), "confusion matrix", this.signal),
    );
    table.classList.toggle("many", k > MOST_WRITTEN);
    html("caption", {}, table, "Confusion matrix, and the scores of each class");
    const head = html("thead", {}, table);
    const above = html("tr", {}, head);
    html("td", {}, above);
    html("th", { scope: "colgroup", colspan: k }, above, "predicted class");
    const row = html("tr", {}, head);
    html("th", { scope: "col", class: "corner" }, row, "true class");
    for (const name of names) html("th", { scope: "col", title: name }, row, name);
    for (const name of measures) html("th", { scope: "col", class: "measure" }, row, name);
    const body = html("tbody", {}, table);
    for (let i = 0; i < k; i++) {
      const line = html("tr", {}, body);
      html("th", { scope: "row", title: names[i] }, line, names[i]);
      const own = counts.subarray(i * k, i * k + k);
      const sum = own.reduce((total, n) => total + n, 0);
      own.forEach((n, j) => this.count(line, n, sum, [names[i], names[j]], i === j, k));
      measures.forEach((name, m) => this.measure(line, this.matrix("scores").data[i * measures.length + m], name));
    }
  }

  /** @param {Element} line @param {number} n @param {number} sum of the row @param {string[]} names true and predicted @param {boolean} right @param {number} k */
  count(line, n, sum, [truth, said], right, k) {
    const share = n / Math.max(1, sum);
    const cell = html("td", { class: right ? "right" : "wrong", style: `--share: ${Math.round(100 * share)}%` }, line);
    cell.title = `${n} of ${sum} samples of ${truth} (${percent(share)}) predicted as ${said}`;
    if (k <= MOST_WRITTEN && (n || k <= FEW)) cell.textContent = String(n);
  }

  /** @param {Element} line @param {number} value NaN where it does not exist @param {string} name */
  measure(line, value, name) {
    const known = Number.isFinite(value);
    const cell = html("td", { class: "measure", style: `--share: ${known ? 100 * value : 0}%` }, line);
    cell.title = `${name} ${known ? value : "does not exist"}`;
    cell.textContent = known ? value.toFixed(3) : "–";
  }

  /** For tests. */
  state() {
    return this.drawn ? { classes: this.header?.names.length, drawn: this.drawn } : null;
  }
}
