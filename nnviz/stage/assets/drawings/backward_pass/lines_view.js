// The backward pass one line at a time: what came from above, the local slope, and their product side by side.

import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { cellAt, MOST_NUMBERS, TensorGrid } from "./tensor_grid.js";

const ROLES = /** @type {const} */ (["upstream", "slope", "product"]);
const ROLE_WORDS = { upstream: "upstream", slope: "local slope", product: "product" };
const REST_OF_ASKING = 150;

export class LinesView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.chain = html("div", { class: "chain", role: "tablist", "aria-label": "lines of the backward pass" }, root);
    const bar = html("div", { class: "line-bar" }, root);
    this.before = html("button", { type: "button", class: "line-turn" }, bar, "◀ line before");
    this.behind = html("button", { type: "button", class: "line-turn" }, bar, "next line ▶");
    this.formula = html("p", { class: "line-formula" }, bar);
    this.sentence = html("p", { class: "line-sentence" }, root);
    this.row = html("div", { class: "line-row" }, root);
    /** @type {Record<string, TensorGrid>} */
    this.grids = {};
    this.signs = [html("span", { class: "arrow" }), html("span", { class: "arrow" }, undefined, "=")];
    for (const role of ROLES) {
      this.grids[role] = new TensorGrid(this.row, role);
      this.grids[role].box.setAttribute("data-link", role);
    }
    this.out = html("p", { class: "line", "aria-live": "polite" }, root);
    this.at = 0;
    this.told = -1;
    /** @type {number[]} */
    this.entry = [0, 0];
    this.timer = 0;
    this.listen();
  }

  listen() {
    this.before.addEventListener("click", () => this.go(this.at - 1));
    this.behind.addEventListener("click", () => this.go(this.at + 1));
    this.chain.addEventListener("click", (/** @type {Event} */ event) => {
      const chip = event.target instanceof Element ? event.target.closest("button[data-line]") : null;
      if (chip) this.go(Number(chip.getAttribute("data-line")));
    });
    this.root.addEventListener("keydown", (event) => {
      /** @type {Record<string, number>} */
      const steps = { ArrowLeft: -1, ArrowRight: 1 };
      if (event.key in steps && !cellAt(event.target)) {
        event.preventDefault();
        this.go(this.at + steps[event.key]);
      }
    });
    this.root.addEventListener("pointerover", (event) => this.point(cellAt(event.target)));
    this.root.addEventListener("pointerleave", () => this.point(null));
    this.root.addEventListener("click", (event) => {
      const at = cellAt(event.target);
      if (at?.grid === "product") this.choose(at.i, at.j);
    });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    if (header.at !== this.told && !this.requests.busy && !this.timer) {
      this.at = header.at;
      this.entry = header.entry;
    }
    this.told = header.at;
    const laid = JSON.stringify(header.lines.map((/** @type {any} */ l) => [l.layer, l.product.symbol]));
    if (laid !== this.laid) this.lay();
    this.laid = laid;
    this.draw();
  }

  /** The chips, layer by layer from the loss down. */
  lay() {
    this.chain.replaceChildren();
    /** @type {HTMLElement[]} */
    this.chips = [];
    this.row.style.minHeight = `${Math.max(...Array.from(this.arrays.values(), (matrix) => heightOf(matrix.shape[0])))}em`;
    let layer = -1;
    /** @type {Element} */
    let box = this.chain;
    this.header.lines.forEach((/** @type {any} */ line, /** @type {number} */ k) => {
      if (line.layer !== layer) {
        layer = line.layer;
        box = html("div", { class: "chain-part" }, this.chain);
        html("small", {}, box, layer ? `layer ${layer}` : "loss");
      }
      this.chips.push(html("button", { type: "button", role: "tab", "data-line": k }, box, line.product.symbol));
    });
  }

  /** @param {number} k */
  go(k) {
    if (k < 0 || k >= this.header.lines.length) return;
    this.at = k;
    this.entry = [0, 0];
    this.draw();
    this.tell();
  }

  /** @param {number} i @param {number} j */
  choose(i, j) {
    this.entry = [i, j];
    this.draw();
    this.tell();
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.requests.ask({ line: this.at, entry: this.entry });
    }, REST_OF_ASKING);
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    const line = this.header.lines[this.at];
    this.chips.forEach((chip, k) => {
      const needed = line.needs.includes(k);
      chip.className = k === this.at ? "now" : needed ? "needed" : k > this.at ? "later" : "aside";
      chip.setAttribute("aria-selected", String(k === this.at));
    });
    this.before.disabled = this.at === 0;
    this.behind.disabled = this.at === this.header.lines.length - 1;
    this.writeFormula(line);
    say(this.sentence, line.sentence);
    for (const role of ROLES) {
      const part = line[role];
      const matrix = this.matrix(role);
      this.grids[role].caption(part.symbol, matrix.shape, `${ROLE_WORDS[role]}: ${part.words}`);
      const chosen = role === "product" ? this.entry : null;
      this.grids[role].show(
        matrix,
        { rows: part.rows, columns: part.columns, decimals: this.header.decimals, pick: role === "product", chosen },
        colours,
      );
    }
    const order = line.slope_first ? ["slope", "upstream"] : ["upstream", "slope"];
    say(this.signs[0], line.operator);
    this.row.append(
      this.grids[order[0]].box,
      this.signs[0],
      this.grids[order[1]].box,
      this.signs[1],
      this.grids.product.box,
    );
    this.point(null);
  }

  /** @param {any} line */
  writeFormula(line) {
    const [first, second] = line.slope_first ? ["slope", "upstream"] : ["upstream", "slope"];
    this.formula.replaceChildren();
    const term = (/** @type {string} */ role) =>
      html("b", { "data-link": role, class: `term ${role}` }, this.formula, line[role].symbol);
    term("product");
    this.formula.append(" = ");
    term(first);
    this.formula.append(` ${line.operator} `);
    term(second);
  }

  /** @param {string} role @returns {import("../message.js").Matrix} */
  matrix(role) {
    return /** @type {import("../message.js").Matrix} */ (this.arrays.get(`${role}${this.at}`));
  }

  /** Mark what a cell of the product was made from, and write it out. @param {{grid: string, i: number, j: number} | null} hit */
  point(hit) {
    if (!this.header) return;
    const line = this.header.lines[this.at];
    const at = hit ?? { grid: "product", i: this.entry[0], j: this.entry[1] };
    const [left, right] = line.slope_first ? ["slope", "upstream"] : ["upstream", "slope"];
    const shapes = { left: this.matrix(left).shape, right: this.matrix(right).shape };
    const inside = (/** @type {number[]} */ shape, /** @type {number} */ i, /** @type {number} */ j) =>
      [Math.min(i, shape[0] - 1), Math.min(j, shape[1] - 1)].join();
    const matched = line.operator === "@";
    const of = { [left]: 0, [right]: 1 };
    for (const role of [left, right]) {
      const shape = of[role] ? shapes.right : shapes.left;
      this.grids[role].mark((i, j) => {
        if (at.grid !== "product") return role === at.grid && i === at.i && j === at.j;
        return matched ? (of[role] ? j === at.j : i === at.i) : [i, j].join() === inside(shape, at.i, at.j);
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

  /** @param {any} line @param {{grid: string, i: number, j: number}} at @param {string} left @param {string} right */
  written(line, at, left, right) {
    const get = (/** @type {string} */ role, /** @type {number} */ i, /** @type {number} */ j) => {
      const { shape, data } = this.matrix(role);
      return fixed(data[Math.min(i, shape[0] - 1) * shape[1] + Math.min(j, shape[1] - 1)]);
    };
    if (at.grid !== "product")
      return `${line[at.grid].symbol}[${at.i}, ${at.j}] = ${get(at.grid, at.i, at.j)}: where it is used`;
    const bracket = (/** @type {string} */ x) => (x.startsWith("−") ? `(${x})` : x);
    const terms = [];
    if (line.operator === "@") {
      const inner = this.matrix(left).shape[1];
      for (let k = 0; k < inner; k++) terms.push(`${bracket(get(left, at.i, k))} · ${bracket(get(right, k, at.j))}`);
    } else terms.push(`${bracket(get(left, at.i, at.j))} · ${bracket(get(right, at.i, at.j))}`);
    const shown = terms.length > 6 ? [...terms.slice(0, 5), "…", terms[terms.length - 1]] : terms;
    return `${line.product.symbol}[${at.i}, ${at.j}] = ${shown.join(" + ")} = ${get("product", at.i, at.j)}`;
  }

  /** For tests. */
  state() {
    const line = this.header.lines[this.at];
    return {
      at: this.at,
      symbol: line.product.symbol,
      needs: line.needs,
      product: Array.from(this.matrix("product").data),
      entry: this.entry,
    };
  }
}

/** How many em a tensor takes with its caption: the row keeps free what its highest line needs. @param {number} rows */
function heightOf(rows) {
  return rows > MOST_NUMBERS ? 4.6 + 0.43 * rows : 5.2 + 1.92 * rows;
}
