// The backward pass one line at a time: what came from above, the local slope, and their product side by side.

import { html, say, set } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { atRest } from "../../kit/timing.js";
import { Drawing } from "../drawing.js";
import { cellAt, MOST_NUMBERS, TensorGrid } from "../tensor_grid.js";

/** @typedef {"upstream" | "slope" | "product"} Role */

const ROLES = /** @type {const} */ (["upstream", "slope", "product"]);
const ROLE_WORDS = { upstream: "upstream", slope: "local derivative", product: "product" };
const REST_OF_ASKING = 150;

/** @typedef {{symbol: string, words: string, rows: string[], columns: string[]}} Operand */

/**
 * @typedef {object} LineHeader
 * @property {number} layer 0 for the loss
 * @property {string} operator
 * @property {boolean} slope_first
 * @property {number[]} needs the lines that it needs
 * @property {string} sentence
 * @property {Operand} upstream
 * @property {Operand} slope
 * @property {Operand} product
 */

/** @typedef {{lines: LineHeader[], at: number, entry: number[], decimals: number}} LinesHeader */
/** @typedef {{grid: string, i: number, j: number}} Hit a cell of a grid */

/** @extends {Drawing<LinesHeader>} */
export class LinesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.chain = html("div", { class: "chain", role: "tablist", "aria-label": "lines of the backward pass" }, root);
    const bar = html("div", { class: "line-bar" }, root);
    this.playhead = new Playhead();
    this.turns = new PlaybackBar(bar, this.playhead, {
      group: "lines of the backward pass",
      buttons: ["back", "forward"],
      faces: { back: { text: "previous line" }, forward: { text: "next line" } },
      changed: () => this.choose(0, 0),
      signal: this.signal,
    });
    this.formula = html("p", { class: "line-formula" }, bar);
    this.sentence = html("p", { class: "line-sentence" }, root);
    this.row = html("div", { class: "line-row" }, root);
    const grid = (/** @type {Role} */ role) => {
      const made = new TensorGrid(this.row, role, this.signal);
      set(made.box, { "data-link": role });
      return made;
    };
    /** @type {Record<Role, TensorGrid>} */
    this.grids = { upstream: grid("upstream"), slope: grid("slope"), product: grid("product") };
    this.signs = [html("span", { class: "arrow" }), html("span", { class: "arrow" }, undefined, "=")];
    this.out = html("p", { class: "line", "aria-live": "polite" }, root);
    /** @type {HTMLElement[]} */
    this.chips = [];
    this.laid = "";
    this.told = -1;
    this.entry = [0, 0];
    this.tell = atRest(REST_OF_ASKING, () => this.requests.ask({ line: this.at, entry: this.entry }), this.signal);
    this.hear();
  }

  /** Which line is on view. */
  get at() {
    return this.playhead.at;
  }

  get keys() {
    return [{ keys: "Left, right", does: "previous or next line, while no cell has the focus" }];
  }

  hear() {
    this.listen(this.chain, "click", ({ target }) => {
      const chip = target instanceof Element ? target.closest("button[data-line]") : null;
      if (chip) this.turns.go(Number(chip.getAttribute("data-line")));
    });
    this.listen(this.root, "keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by || cellAt(event.target)) return;
      event.preventDefault();
      if (this.playhead.inside(this.at + by) !== this.at) this.turns.go(this.at + by);
    });
    this.listen(this.root, "pointerover", (event) => this.point(cellAt(event.target)));
    this.listen(this.root, "pointerleave", () => this.point(null));
    this.listen(this.root, "click", (event) => {
      const at = cellAt(event.target);
      if (at?.grid === "product") this.choose(at.i, at.j);
    });
  }

  /** @param {LinesHeader} header */
  take(header) {
    this.playhead.reach(header.lines.length - 1);
    if (header.at !== this.told && !this.requests.busy && !this.tell.waiting) {
      this.playhead.go(header.at);
      this.entry = header.entry;
    }
    this.told = header.at;
    this.turns.draw();
    const laid = JSON.stringify(header.lines.map((l) => [l.layer, l.product.symbol]));
    if (laid !== this.laid) this.lay(header);
    this.laid = laid;
  }

  /** The chips, layer by layer from the loss down. @param {LinesHeader} header */
  lay({ lines }) {
    this.chain.replaceChildren();
    this.row.style.minHeight = `${Math.max(...Array.from(this.arrays.values(), ({ shape }) => heightOf(shape[0])))}em`;
    let box = this.chain;
    this.chips = lines.map(({ layer, product }, k) => {
      if (layer !== lines[k - 1]?.layer) {
        box = html("div", { class: "chain-part" }, this.chain);
        html("small", {}, box, layer ? `layer ${layer}` : "loss");
      }
      return html("button", { type: "button", role: "tab", "data-line": k }, box, product.symbol);
    });
  }

  /** An entry of the product. @param {number} i @param {number} j */
  choose(i, j) {
    this.entry = [i, j];
    this.draw();
    this.tell.start();
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {LinesHeader} header */
  paint(colours, { lines, decimals }) {
    const line = lines[this.at];
    this.chips.forEach((chip, k) => {
      const needed = line.needs.includes(k);
      chip.className = k === this.at ? "now" : needed ? "needed" : k > this.at ? "later" : "aside";
      set(chip, { "aria-selected": k === this.at });
    });
    this.writeFormula(line);
    say(this.sentence, line.sentence);
    for (const role of ROLES) {
      const { symbol, words, rows, columns } = line[role];
      const matrix = this.tensor(role);
      const pick = role === "product";
      const chosen = pick ? this.entry : null;
      this.grids[role].caption(symbol, matrix.shape, `${ROLE_WORDS[role]}: ${words}`);
      this.grids[role].show(matrix, { rows, columns, decimals, pick, chosen }, colours);
    }
    const [first, second] = orderOf(line);
    say(this.signs[0], line.operator);
    const { grids, signs } = this;
    this.row.append(grids[first].box, signs[0], grids[second].box, signs[1], grids.product.box);
    this.point(null);
  }

  /** @param {LineHeader} line */
  writeFormula(line) {
    const [first, second] = orderOf(line);
    this.formula.replaceChildren();
    const term = (/** @type {Role} */ role) =>
      html("b", { "data-link": role, class: `term ${role}` }, this.formula, line[role].symbol);
    term("product");
    this.formula.append(" = ");
    term(first);
    this.formula.append(` ${line.operator} `);
    term(second);
  }

  /** The numbers of the line on view. @param {Role} role */
  tensor(role) {
    return this.matrix(`${role}${this.at}`);
  }

  /** Mark what a cell of the product was made from, and write it out. @param {Hit | null} hit */
  point(hit) {
    if (!this.header) return;
    const line = this.header.lines[this.at];
    /** @type {Hit} */
    const at = hit ?? { grid: "product", i: this.entry[0], j: this.entry[1] };
    const [left, right] = orderOf(line);
    const shapes = { left: this.tensor(left).shape, right: this.tensor(right).shape };
    const inside = (/** @type {number[]} */ shape, /** @type {number} */ i, /** @type {number} */ j) =>
      [Math.min(i, shape[0] - 1), Math.min(j, shape[1] - 1)].join();
    const matched = line.operator === "@";
    for (const role of [left, right]) {
      const shape = role === right ? shapes.right : shapes.left;
      this.grids[role].mark((i, j) => {
        if (at.grid !== "product") return role === at.grid && i === at.i && j === at.j;
        return matched ? (role === right ? j === at.j : i === at.i) : [i, j].join() === inside(shape, at.i, at.j);
      });
    }
    this.grids.product.mark((i, j) => {
      if (at.grid === "product") return i === at.i && j === at.j;
      return matched
        ? at.grid === left
          ? i === at.i
          : j === at.j
        : inside(at.grid === left ? shapes.left : shapes.right, i, j) === [at.i, at.j].join();
    });
    say(this.out, this.written(line, at, left, right));
  }

  /** @param {LineHeader} line @param {Hit} at @param {Role} left @param {Role} right */
  written(line, at, left, right) {
    const get = (/** @type {Role} */ role, /** @type {number} */ i, /** @type {number} */ j) => {
      const { shape, data } = this.tensor(role);
      return fixed(data[Math.min(i, shape[0] - 1) * shape[1] + Math.min(j, shape[1] - 1)]);
    };
    if (at.grid !== "product") {
      const role = /** @type {Role} */ (at.grid);
      return `${line[role].symbol}[${at.i}, ${at.j}] = ${get(role, at.i, at.j)}: used in the marked entries`;
    }
    const bracket = (/** @type {string} */ x) => (x.startsWith("−") ? `(${x})` : x);
    const terms = [];
    if (line.operator === "@") {
      const inner = this.tensor(left).shape[1];
      for (let k = 0; k < inner; k++) terms.push(`${bracket(get(left, at.i, k))} · ${bracket(get(right, k, at.j))}`);
    } else terms.push(`${bracket(get(left, at.i, at.j))} · ${bracket(get(right, at.i, at.j))}`);
    const shown = terms.length > 6 ? [...terms.slice(0, 5), "…", terms[terms.length - 1]] : terms;
    return `${line.product.symbol}[${at.i}, ${at.j}] = ${shown.join(" + ")} = ${get("product", at.i, at.j)}`;
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const line = this.header.lines[this.at];
    return {
      at: this.at,
      symbol: line.product.symbol,
      needs: line.needs,
      product: Array.from(this.tensor("product").data),
      entry: this.entry,
    };
  }
}

/** The two factors as they stand in the formula. @param {LineHeader} line @returns {[Role, Role]} */
const orderOf = ({ slope_first }) => (slope_first ? ["slope", "upstream"] : ["upstream", "slope"]);

/** How many em a tensor takes with its caption: the row keeps free what its highest line needs. @param {number} rows */
function heightOf(rows) {
  return rows > MOST_NUMBERS ? 4.6 + 0.43 * rows : 5.2 + 1.92 * rows;
}
