// What each walker has in hand at step t: place, gradient, memory and move, beside the rule that ties them together.

import { html, say, set } from "../../kit/elements.js";
import { exact, fixed } from "../../kit/number_format.js";

const COLUMNS = /** @type {const} */ ([
  ["theta", "position θ", "theta"],
  ["g", "gradient g", "g"],
  ["v", "velocity v", "v"],
  ["s", "squared gradients s", "s"],
  ["u", "memory u", "u"],
  ["move", "update Δθ", "move"],
]);

/** @typedef {import("./descent_view.js").Path} Path */
/** @typedef {typeof COLUMNS[number][0]} Name */

export class StateTable {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.table = html("table", {}, box);
    this.laid = "";
    /** Those that a walker here has: few optimizers keep a third vector. @type {(typeof COLUMNS[number])[]} */
    this.columns = [];
    /** @type {Record<string, HTMLElement>[]} */
    this.rows = [];
  }

  /** @param {Path[]} paths @param {number} t @param {(values: Float64Array) => number[]} at */
  show(paths, t, at) {
    const laid = JSON.stringify(paths.map((path) => path.rule));
    if (laid !== this.laid) this.lay(paths);
    this.laid = laid;
    paths.forEach((path, k) => {
      for (const [name] of this.columns) {
        const pair = path[name]?.length ? at(path[name]) : null;
        const cell = this.rows[k][name];
        say(cell, pair ? `(${pair.map((x) => fixed(x, 3)).join(", ")})` : "–");
        set(cell, { title: pair ? pair.map(exact).join(", ") : undefined });
      }
      say(this.rows[k].loss, fixed(path.excess[t], 4));
      set(this.rows[k].loss, { title: exact(path.excess[t]) });
    });
  }

  /** @param {Path[]} paths */
  lay(paths) {
    this.table.replaceChildren();
    this.columns = COLUMNS.filter(([name]) => name !== "u" || paths.some((path) => path.u?.length));
    const head = html("tr", {}, html("thead", {}, this.table));
    html("th", { scope: "col" }, head, "rule");
    for (const [, title, link] of this.columns) html("th", { scope: "col", "data-link": link }, head, `${title} (2,)`);
    html("th", { scope: "col", "data-link": "loss" }, head, "L − L*");
    const body = html("tbody", {}, this.table);
    this.rows = paths.map((path) => {
      const row = html("tr", { style: `--c: ${path.colour}` }, body);
      const rule = html("th", { scope: "row" }, row);
      for (const [text, link] of path.rule)
        html("span", { "data-link": link ? `${link}-${path.link}` : undefined }, rule, text);
      const cell = (/** @type {string} */ link) => html("td", { "data-link": `${link}-${path.link}` }, row);
      return Object.fromEntries([...this.columns.map(([name, , link]) => [name, cell(link)]), ["loss", cell("loss")]]);
    });
  }
}
