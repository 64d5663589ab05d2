// A block of attention forward and back: a map of all its tensors, and one of them as what it is computed from.

import { em, html, say, set, svg } from "../../kit/elements.js";
import { captioned } from "../../kit/grid_caption.js";
import { exact, shapeText, tabular } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { cellSide, largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */
/** @typedef {"row" | "column" | "row by column" | "column by row" | "cell"} Cells */
/** @typedef {{box: HTMLElement, sign: HTMLElement, grid: ValueGrid}} Part */
/** @typedef {{name: string, title: string, cells: Cells, sign: string, within: boolean, transposed: boolean}} OperandHeader */

/**
 * @typedef {object} BlockHeader
 * @property {[above: string, below: string][]} pairs the map's columns: a tensor and its gradient, each may be empty
 * @property {Record<string, string>} titles
 * @property {{name: string, row: number, column: number, head: number}} chosen from 0
 * @property {string} formula
 * @property {string} note
 * @property {string} written
 * @property {OperandHeader[]} operands
 * @property {{name: string, title: string}[]} sums columns to the right of the result
 * @property {boolean} veiled whether those are not shown yet
 * @property {string[]} byHead arrays that have one matrix for each head
 * @property {number} headWidth
 * @property {boolean} causal
 */

const CELL = 3; // em of an entry at most
const HEIGHT = 9.4; // em of the grids at most
const SCREEN = 0.25; // of the height of the screen, where that is more
const PICTURE = 0.62; // em of a cell of the map
const NARROW = 40; // em

/**
 * Whether a cell of an operand goes into the entry.
 * @param {Cells} cells @param {Place} entry @param {Place} cell
 */
export function goesInto(cells, [row, column], [i, j]) {
  return {
    row: i === row,
    column: j === column,
    "row by column": i === column,
    "column by row": j === row,
    cell: i === row && j === column,
  }[cells];
}

/** @extends {Drawing<BlockHeader>} */
export class BlockView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    /** @type {{name: string, row: number, column: number, head: number}} */
    this.chosen = { name: "", row: 0, column: 0, head: 0 };
    this.map = html("div", { class: "block-map", role: "group", "aria-label": "All tensors" }, root);
    /** @type {Map<string, {button: HTMLButtonElement, picture: SVGSVGElement}>} */
    this.pictures = new Map();
    this.laid = "";
    this.revealed = "";
    this.formula = html("p", { class: "block-formula" }, root);
    this.line = html("p", { class: "block-line", "aria-live": "polite" }, root);
    this.row = html("div", { class: "block-row" }, root);
    /** @type {Part[]} */
    this.parts = [];
    /** @type {Part[]} */
    this.sums = [];
    /** @type {string[]} of the tensors in the grids */
    this.names = [];
  }
  get keys() {
    return ROVING_KEYS;
  }

  /** @param {string} name @param {Place} place */
  choose(name, [row, column]) {
    const { header } = this;
    if (!header) return;
    const { headWidth, byHead } = header;
    const beside = this.isSplit(name) ? Math.floor(column / headWidth) : this.chosen.head;
    const head = byHead.includes(name) ? this.chosen.head : beside;
    if (name === this.chosen.name) {
      this.chosen = { name, row, column, head };
      this.draw();
    }
    this.requests.ask({ tensor: name, row, column, head });
  }

  /** Whether the heads stand side by side in a tensor. @param {string} name */
  isSplit(name) {
    return /^d?[QKVO]$/.test(name);
  }

  /** A tensor as a matrix: that of one head where each has its own. @param {string} name @param {BlockHeader} header */
  values(name, { byHead }) {
    const { shape, data } = this.matrix(name);
    const [rows, columns] = shape.slice(-2);
    const start = byHead.includes(name) ? this.chosen.head * rows * columns : 0;
    return {
      shape: /** @type {Place} */ ([rows, columns]),
      at: (/** @type {number} */ i, /** @type {number} */ j) => data[start + i * columns + j],
      all: data,
    };
  }

  /** @param {BlockHeader} header */
  take(header) {
    if (!this.requests.busy) this.chosen = header.chosen;
    if (this.map.childElementCount === 0) this.layMap(header);
    const laid = [header.chosen.name, ...header.operands.map(({ name }) => name)].join();
    if (laid !== this.laid) this.lay(header);
    this.laid = laid;
  }

  /** @param {BlockHeader} header */
  layMap({ pairs, titles }) {
    for (const pair of pairs) {
      const column = html("div", { class: "block-pair" }, this.map);
      for (const name of pair) {
        if (!name) {
          html("span", {}, column);
          continue;
        }
        const button = html("button", { type: "button", class: "block-tensor" }, column);
        html("b", {}, button, titles[name]);
        const picture = svg("svg", { "aria-hidden": "true" }, button);
        this.listen(button, "click", () => this.choose(name, [this.chosen.row, this.chosen.column]));
        this.pictures.set(name, { button, picture });
      }
    }
  }

  /** The grids of the chosen tensor: what it is computed from, itself, and what its rows sum to. @param {BlockHeader} header */
  lay({ operands, chosen, titles, sums }) {
    const grids = [
      ...operands.map(({ name, title, sign }) => ({ name, title, sign })),
      { ...chosen, title: titles[chosen.name], sign: operands.length ? "=" : "" },
    ];
    while (this.parts.length < grids.length) {
      const k = this.parts.length;
      this.parts.push(this.part(`tensor ${k + 1}`, (place) => this.choose(this.names[k], place)));
    }
    while (this.sums.length < sums.length) this.sums.push(this.part("sums"));
    this.row.append(...this.sums.map(({ box }) => box));
    this.names = grids.map(({ name }) => name);
    const shown = (/** @type {Part[]} */ parts, /** @type {{title: string, sign?: string}[]} */ what) =>
      parts.forEach(({ box, sign, grid }, k) => {
        box.hidden = k >= what.length;
        if (box.hidden) return;
        const { title, sign: before = "" } = what[k];
        say(sign, before);
        sign.hidden = !before;
        grid.options.title = title;
        set(grid.cells, { "aria-label": title });
      });
    shown(this.parts, grids);
    shown(this.sums, sums);
  }

  /** A grid of its own with the sign in front of it; grids are kept for all tensors. @param {string} title @param {(place: Place) => void} [choose] @returns {Part} */
  part(title, choose) {
    const box = html("div", { class: "block-part" }, this.row);
    const sign = html("span", { class: "block-sign", "aria-hidden": "true" }, box);
    return { box, sign, grid: new ValueGrid(box, { title, signal: this.signal, choose }) };
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {BlockHeader} header */
  paint(colours, header) {
    const { chosen } = this;
    this.paintMap(colours, header);
    const info = header.operands;
    const result = this.values(header.chosen.name, header);
    const operands = info.map(({ name }) => this.values(name, header));
    const isSum = info.length > 1 && info.every(({ cells }) => cells === "cell");
    const common = isSum ? largest([...operands, result].flatMap(({ all }) => Array.from(all))) : undefined;
    const unit = em(this.root);
    const width = widthOf(this.root);
    const narrow = width < NARROW * unit;
    const high = Math.max(HEIGHT * unit, SCREEN * window.innerHeight);
    const shapes = [...operands, result].map(({ shape }) => shape);
    const columns = shapes.reduce((sum, shape) => sum + shape[1], 0) + header.sums.length * 1.6;
    const rows = Math.max(...shapes.map((shape) => shape[0]));
    const room = width - 1.9 * unit * (shapes.length + header.sums.length);
    const fits = (/** @type {Place} */ shape) => cellSide(shape, width - 8, Infinity, unit);
    const cell = Math.min(CELL * unit, cellSide([rows, columns], room, high, unit));
    info.forEach((operand, k) => this.paintOperand(colours, header, k, narrow ? fits(shapes[k]) : cell, common));
    const name = header.chosen.name;
    const { grid } = this.parts[info.length];
    const place = /** @type {Place} */ ([chosen.row, chosen.column]);
    captioned(grid, header.titles[name], this.note(name, result.shape, header));
    grid.show(result, colours, {
      cell: narrow ? fits(result.shape) : cell,
      scale: common ?? largest(result.all),
      chosen: place,
      mark: this.masked(name, header),
      boxes: [...this.headBoxes(name, result.shape, header), { row: place[0], column: place[1], rows: 1, columns: 1 }],
      says: (i, j) => `${header.titles[name]} ${i}, ${j}: ${exact(result.at(i, j))}`,
    });
    header.sums.forEach(({ name: array, title }, k) => this.paintSums(colours, header, array, title, k, cell));
    this.formula.replaceChildren();
    html("b", {}, this.formula, `${header.titles[name]} = ${header.formula}`);
    if (header.note && !(header.veiled && header.sums.length)) html("span", {}, this.formula, ` ${header.note}`);
    const same = header.chosen.row === chosen.row && header.chosen.column === chosen.column;
    say(this.line, same && header.chosen.head === chosen.head ? header.written : "");
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {BlockHeader} header */
  paintMap(colours, header) {
    const side = Math.round(PICTURE * em(this.root));
    for (const [name, { button, picture }] of this.pictures) {
      const { shape, at, all } = this.values(name, header);
      const scale = largest(all);
      const [wide, high] = [shape[1] * side, shape[0] * side];
      set(picture, { width: wide, height: high, viewBox: `0 0 ${wide} ${high}` });
      while (picture.childElementCount > shape[0] * shape[1]) picture.lastElementChild?.remove();
      while (picture.childElementCount < shape[0] * shape[1]) svg("rect", {}, picture);
      Array.from(picture.children).forEach((rect, k) => {
        const [i, j] = [Math.floor(k / shape[1]), k % shape[1]];
        const place = { x: j * side, y: i * side, width: side, height: side };
        set(rect, { ...place, fill: colours.tone(Math.max(-1, Math.min(1, at(i, j) / scale))) });
      });
      const used = header.operands.some((operand) => operand.name === name);
      set(button, { "aria-pressed": name === header.chosen.name, class: `block-tensor${used ? " used" : ""}` });
    }
    this.reveal(header.chosen.name);
  }

  /** Scroll the map, if it is wider than the screen, to the chosen tensor. @param {string} name */
  reveal(name) {
    const button = this.pictures.get(name)?.button;
    if (!button || this.revealed === name) return;
    this.revealed = name;
    const { left, right } = button.getBoundingClientRect();
    const seen = this.map.getBoundingClientRect();
    if (left < seen.left || right > seen.right)
      this.map.scrollLeft += left - seen.left - (seen.width - right + left) / 2;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {BlockHeader} header @param {number} k @param {number} cell @param {number | undefined} scale */
  paintOperand(colours, header, k, cell, scale) {
    const { name, title, cells, within, transposed } = header.operands[k];
    const values = this.values(name, header);
    const place = /** @type {Place} */ ([this.chosen.row, this.chosen.column]);
    const [first, width] = [this.chosen.head * header.headWidth, header.headWidth];
    const inHead = (/** @type {number} */ j) => !within || (j >= first && j < first + width);
    const masked = this.masked(name, header);
    const meets = (/** @type {number} */ i, /** @type {number} */ j) => goesInto(cells, place, [i, j]) && inHead(j);
    const { grid } = this.parts[k];
    captioned(grid, title, this.note(name, values.shape, header));
    grid.show(values, colours, {
      cell,
      scale: scale ?? largest(values.all),
      mark: (i, j) => `${masked(i, j)} ${meets(i, j) ? "met" : ""}`.trim(),
      chosen: [0, 0],
      boxes: this.headBoxes(name, values.shape, header),
      says: (i, j) => `${title} ${i}, ${j}${transposed ? " before it is transposed" : ""}: ${exact(values.at(i, j))}`,
    });
  }

  /** What the rows sum to. @param {import("../../kit/view.js").Palette} colours @param {BlockHeader} header @param {string} array @param {string} title @param {number} k @param {number} cell */
  paintSums(colours, header, array, title, k, cell) {
    const { grid } = this.sums[k];
    const { shape, at } = this.values(array, header);
    captioned(grid, title, "");
    grid.show({ shape, at }, colours, {
      cell,
      scale: largest(this.values(header.chosen.name, header).all),
      write: (x) => tabular(x, 2),
      mark: () => (header.veiled ? "veiled" : ""),
      says: (i) => `${title} ${i}: ${header.veiled ? "not shown yet" : exact(at(i, 0))}`,
    });
  }

  /** @param {string} name @param {Place} shape @param {BlockHeader} header */
  note(name, shape, { byHead, headWidth }) {
    const several = this.matrix("Q").shape[1] > headWidth;
    return `${shapeText(shape)}${several && byHead.includes(name) ? `, head ${this.chosen.head + 1}` : ""}`;
  }

  /** @param {string} name @param {BlockHeader} header */
  masked(name, { causal, byHead }) {
    const hides = causal && byHead.includes(name);
    return (/** @type {number} */ i, /** @type {number} */ j) => (hides && j > i ? "hatched" : "");
  }

  /** A frame around the columns of the chosen head. @param {string} name @param {Place} shape @param {BlockHeader} header @returns {import("../../kit/value_grid.js").Box[]} */
  headBoxes(name, [rows, columns], { headWidth }) {
    if (!this.isSplit(name) || columns === headWidth) return [];
    return [{ row: 0, column: this.chosen.head * headWidth, rows, columns: headWidth, kind: "soft" }];
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { chosen } = this;
    return {
      chosen,
      formula: this.formula.textContent,
      written: this.line.textContent,
      operands: this.header.operands.map(({ name }) => name),
      sums: this.header.sums.map(({ title }) => title),
      veiled: this.header.veiled,
      tensors: this.pictures.size,
    };
  }
}
