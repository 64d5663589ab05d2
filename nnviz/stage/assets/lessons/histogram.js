// What the hall has answered, as rows of a histogram: one bar an option and closed round, drawn as HTML.

import { html, say } from "../kit/elements.js";

/** @typedef {{option: number, value?: string, why?: string}} Measured the option that the network itself chose */
/** @typedef {{round: number, count: number, share: number}} Bar */
/** @typedef {{text: string, bars: Bar[], truth: boolean}} Row */

/**
 * @param {readonly string[]} options
 * @param {readonly (readonly number[])[]} histograms counts of each closed round
 * @param {number | null} truth the true option, once it may be known
 * @returns {Row[]}
 */
export function rows(options, histograms, truth) {
  const sums = histograms.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return options.map((text, k) => ({
    text,
    truth: k === truth,
    bars: histograms.map((counts, round) => {
      const count = counts[k] ?? 0;
      return { round: round + 1, count, share: sums[round] ? count / sums[round] : 0 };
    }),
  }));
}

/** What options are called, here and in the lesson's bar. */
const LETTERS = "ABCDEF";

/** `1 answer`, `37 answers`. @param {number} count */
export const answers = (count) => `${count} ${count === 1 ? "answer" : "answers"}`;

/** @param {number} share */
const percent = (share) => `${Math.round(100 * share)} %`;

/**
 * Draw the rows anew.
 * @param {HTMLElement} root
 * @param {readonly Row[]} drawn
 * @param {string} [value] what was measured, beside the true option
 * @param {(element: HTMLElement, text: string) => void} [write] how the text of an option is written
 */
export function drawHistogram(root, drawn, value = "", write = say) {
  const list = html("ol", { class: "histogram" });
  for (const [k, row] of drawn.entries()) {
    const item = html("li", { class: row.truth ? "truth" : undefined }, list);
    const head = html("p", { class: "option" }, item);
    html("span", { class: "letter" }, head, `${LETTERS[k]} `);
    write(html("span", { class: "wording", dir: "auto" }, head), row.text);
    if (row.truth) head.append(" "); // for those who listen
    if (row.truth) html("strong", { class: "mark" }, head, value ? `measured: ${value}` : "the answer");
    for (const { round, count, share } of row.bars) {
      const line = html("div", { class: `round round-${round}` }, item);
      if (row.bars.length > 1) html("span", { class: "which" }, line, `Round ${round} `);
      const track = html("span", { class: "track", "aria-hidden": "true" }, line);
      html("span", { class: "bar" }, track).style.width = `${100 * share}%`;
      html("span", { class: "count" }, line, `${count} · ${percent(share)}`);
    }
  }
  root.replaceChildren(list);
}
