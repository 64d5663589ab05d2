// What each walker has in hand at step t: place, gradient, memory and move, beside the rule that ties them together.

import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";

const COLUMNS = [
  ["theta", "θ, where it stands", "theta"],
  ["g", "gradient g", "g"],
  ["v", "velocity v", "v"],
  ["s", "squares s", "s"],
  ["move", "move", "move"],
];

export class StateTable {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.table = html("table", {}, box);
    this.laid = "";
    /** @type {any[]} */
    this.rows = [];
  }

  /** @param {any[]} paths @param {number} t @param {(values: Float64Array) => number[]} at */
  show(paths, t, at) {
    const laid = JSON.stringify(paths.map((path) => path.rule));
    if (laid !== this.laid) this.lay(paths);
    this.laid = laid;
    paths.forEach((path, k) => {
      for (const [name] of COLUMNS)
        say(
          this.rows[k][name],
          path[name]?.length
            ? `(${at(path[name])
                .map((x) => fixed(x, 3))
                .join(", ")})`
            : "–",
        );
      say(this.rows[k].loss, fixed(path.excess[t], 4));
    });
  }

  /** @param {any[]} paths */
  lay(paths) {
    this.table.replaceChildren();
    const head = html("tr", {}, html("thead", {}, this.table));
    html("th", { scope: "col" }, head, "rule");
    for (const [, title, link] of COLUMNS) html("th", { scope: "col", "data-link": link }, head, `${title} (2,)`);
    html("th", { scope: "col", "data-link": "loss" }, head, "L − L*");
    const body = html("tbody", {}, this.table);
    this.rows = paths.map((path) => {
      const row = html("tr", { style: `--c: ${path.colour}` }, body);
      const rule = html("th", { scope: "row" }, row);
      for (const [text, link] of path.rule)
        html("span", link ? { "data-link": `${link} ${path.link}` } : {}, rule, text);
      const cells = Object.fromEntries(
        COLUMNS.map(([name, , link]) => [name, html("td", { "data-link": `${link} ${path.link}` }, row)]),
      );
      return { ...cells, loss: html("td", { "data-link": `loss ${path.link}` }, row) };
    });
  }
}
