// Attention by hand: queries and keys as arrows, scores, weights, and the mixture as a point among the values.

import { AttentionMap, besideMap } from "../../kit/attention_map.js";
import { DRAG_KEYS } from "../../kit/drag.js";
import { em, html, say, svg } from "../../kit/elements.js";
import { captioned } from "../../kit/grid_caption.js";
import { exact, fixed, subscript, wholePercent } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { widthOf } from "../../kit/sizes.js";
import { largest, ValueGrid } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";
import { VectorPlane } from "./vector_plane.js";

/** @typedef {"q" | "k" | "v"} Vectors */
/** @typedef {{tensor: string, token: number, asked: number, axis: number}} Chosen who asks and who is asked, from 0 */
/** @typedef {import("./vector_plane.js").Point} Point */
/** @typedef {import("./vector_plane.js").Handle} Handle */

/**
 * @typedef {object} ByHandHeader
 * @property {number} reach of the planes
 * @property {boolean} scaled
 * @property {boolean} causal
 * @property {Chosen} chosen
 * @property {number[]} hull tokens whose values are its corners, one after the other
 * @property {string} written
 */

const COLOURS = { q: "var(--line-0)", k: "var(--line-1)", v: "var(--line-2)" };
const SAID = { q: "query", k: "key", v: "value" };
const NARROW = 800;
const CELL = 2.7; // em of a number at most
const GAP = 1; // em between the parts
const PLANE = 23; // em of a plane at most
const TOUCHED = 24; // pixels

/** @extends {Drawing<ByHandHeader>} */
export class ByHandView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    this.body = html("div", { class: "by-hand" }, root);
    const plane = (/** @type {string} */ title) =>
      new VectorPlane(this.body, {
        title,
        signal,
        move: (key, at, done) => this.move(key, at, done),
        choose: (key) => this.choose(key),
      });
    this.arrows = plane("queries and keys");
    this.maps = html("div", { class: "by-hand-maps" }, this.body);
    const map = (/** @type {string} */ name) =>
      new AttentionMap(this.maps, {
        title: name,
        signal,
        choose: ([token, asked]) => this.requests.ask({ tensor: name, token, asked }),
      });
    this.scores = map("S");
    this.weights = map("P");
    this.mixtures = new ValueGrid(this.maps, {
      title: "O",
      signal,
      choose: ([token, axis]) => this.requests.ask({ tensor: "O", token, axis }),
    });
    this.values = plane("values and mixture");
    this.line = html("p", { class: "by-hand-line", "aria-live": "polite" }, root);
    /** @type {Record<Vectors, Float64Array>} */
    this.vectors = { q: new Float64Array(), k: new Float64Array(), v: new Float64Array() };
  }

  get keys() {
    return [...DRAG_KEYS, ...ROVING_KEYS];
  }

  /** An arrow or a point was pressed. @param {string} key */
  choose(key) {
    this.requests.ask({ tensor: key[0], [key[0] === "q" ? "token" : "asked"]: Number(key[1]) });
  }

  /** @param {string} key @param {Point} to @param {boolean} done */
  move(key, to, done) {
    const [tensor, row] = [/** @type {Vectors} */ (key[0]), Number(key[1])];
    this.vectors[tensor].set(to, 2 * row);
    this.draw();
    this.requests.ask({ tensor, [tensor === "q" ? "token" : "asked"]: row, to, done }, key);
  }

  /** @param {ByHandHeader} _ */
  take(_) {
    if (this.requests.busy || this.arrows.held || this.values.held) return;
    for (const name of /** @type {const} */ (["q", "k", "v"]))
      this.vectors[name] = Float64Array.from(this.matrix(name).data);
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ByHandHeader} header */
  paint(colours, header) {
    const letter = em(this.root);
    const width = widthOf(this.root);
    const narrow = width < NARROW;
    this.body.classList.toggle("narrow", narrow);
    const cell = Math.max(TOUCHED, Math.floor(Math.min(CELL * letter, narrow ? width / 6 : width / 25)));
    const maps = 10 * cell + (besideMap() + besideMap(true) + 2 * GAP) * letter;
    const room = narrow ? width : (width - maps - 2 * GAP * letter) / 2;
    const side = Math.floor(Math.min(PLANE * letter, room));
    this.drawArrows(header, side);
    this.drawMaps(colours, header, cell);
    this.drawValues(header, side);
    say(this.line, header.written);
  }

  /** @param {Vectors} name @param {number} row @returns {Point} */
  vector(name, row) {
    const at = this.vectors[name];
    return [at[2 * row], at[2 * row + 1]];
  }

  /** @param {Vectors} name @param {ByHandHeader} header @param {(row: number) => string} [note] @returns {Handle[]} */
  handles(name, { chosen }, note) {
    const here = name === "q" ? chosen.token : chosen.asked;
    return Array.from({ length: this.vectors[name].length / 2 }, (_, row) => ({
      key: `${name}${row}`,
      label: `${name}${subscript(row + 1)}`,
      said: `${SAID[name]} of token ${row + 1}`,
      at: this.vector(name, row),
      colour: COLOURS[name],
      arrow: name !== "v",
      faint: name === "q" && row !== chosen.token,
      chosen: name === chosen.tensor && row === here,
      note: note?.(row),
    }));
  }

  /** The chosen query's line, with a perpendicular from each key. @param {ByHandHeader} header @param {number} side */
  drawArrows(header, side) {
    const feet = this.matrix("feet").data;
    const hidden = this.matrix("hidden").data;
    const { token } = header.chosen;
    const tokens = this.vectors.k.length / 2;
    this.arrows.show(side, header.reach, [...this.handles("k", header), ...this.handles("q", header)], (back, to) => {
      if (this.requests.busy) return; // the feet are those of the arrows before
      for (let s = 0; s < tokens; s++) {
        if (hidden[token * tokens + s]) continue;
        const [x1, y1] = to(...this.vector("k", s));
        const [x2, y2] = to(feet[2 * s], feet[2 * s + 1]);
        const [x0, y0] = to(0, 0);
        svg("line", { class: "by-hand-shadow", x1: x0, y1: y0, x2, y2 }, back);
        svg("line", { class: "drop", x1, y1, x2, y2 }, back);
      }
    });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ByHandHeader} header @param {number} cell */
  drawMaps(colours, header, cell) {
    const { S, P, O, hidden } = this.numbers;
    const { chosen, scaled } = header;
    const tokens = Array.from({ length: this.matrix("S").shape[0] }, (_, t) => String(t + 1));
    const T = tokens.length;
    const common = {
      tokens,
      hidden: (/** @type {number} */ t, /** @type {number} */ s) => hidden[t * T + s] === 1,
    };
    const at =
      (/** @type {Float64Array} */ A, n = T) =>
      (/** @type {number} */ i, /** @type {number} */ j) =>
        A[i * n + j];
    const look = (/** @type {string} */ name, /** @type {number} */ column) => ({
      cell,
      row: chosen.token,
      chosen: /** @type {Point} */ ([chosen.token, column]),
      boxes:
        chosen.tensor === name
          ? [{ row: chosen.token, column, rows: 1, columns: 1, kind: /** @type {const} */ ("window") }]
          : [],
    });
    captioned(this.scores.grid, "S", scaled ? "q·k / √2" : "q·k");
    this.scores.show({ ...common, at: at(S) }, colours, { ...look("S", chosen.asked), scale: largest(S) });
    captioned(this.weights.grid, "P", "softmax of each row");
    const sums = tokens.map(
      (_, t) =>
        `Σ ${fixed(
          P.slice(t * T, (t + 1) * T).reduce((a, b) => a + b),
          0,
        )}`,
    );
    this.weights.show({ ...common, at: at(P) }, colours, { ...look("P", chosen.asked), sums });
    captioned(this.mixtures, "O", "P V");
    this.mixtures.show({ shape: [T, 2], at: at(O, 2) }, colours, {
      ...look("O", chosen.axis),
      scale: header.reach,
      says: (t, j) => `mixture of token ${t + 1}, ${["right", "up"][j]}: ${exact(O[2 * t + j])}`,
    });
  }

  /** The hull of the values, and the mixture with a line to each value as thick as its weight. @param {ByHandHeader} header @param {number} side */
  drawValues(header, side) {
    const { O, P } = this.numbers;
    const { token } = header.chosen;
    const T = this.vectors.v.length / 2;
    const share = (/** @type {number} */ s) => wholePercent(P[token * T + s]);
    this.values.show(side, header.reach, this.handles("v", header, share), (back, to, unit, top) => {
      const corners = header.hull.map((s) => to(...this.vector("v", s)));
      svg("polygon", { class: "by-hand-hull", points: corners.join(" ") }, back);
      const [x, y] = to(O[2 * token], O[2 * token + 1]);
      for (let s = 0; s < T; s++) {
        const [x2, y2] = to(...this.vector("v", s));
        const p = P[token * T + s];
        if (p === 0) continue;
        svg("line", { class: "by-hand-share", x1: x, y1: y, x2, y2, "stroke-width": 1 + 0.7 * unit * p }, back);
      }
      for (let t = 0; t < T; t++) {
        const [cx, cy] = to(O[2 * t], O[2 * t + 1]);
        if (t !== token) svg("circle", { class: "by-hand-other", cx, cy, r: 0.25 * unit }, back);
      }
      svg("circle", { class: "by-hand-mixture", cx: x, cy: y, r: 0.36 * unit }, top);
      const name = { class: "by-hand-name", x, y: y - unit, "text-anchor": "middle" };
      svg("text", name, top, `o${subscript(token + 1)}`);
    });
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { q, k, v } = this.vectors;
    return {
      chosen: this.header.chosen,
      written: this.line.textContent,
      q: Array.from(q),
      k: Array.from(k),
      v: Array.from(v),
      P: Array.from(this.numbers.P),
      O: Array.from(this.numbers.O),
    };
  }
}
