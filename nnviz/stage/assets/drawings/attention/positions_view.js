// Shuffled tokens: the same network on both orders; a token is dragged to another place, and the outputs are compared.

import { describe, drag, DRAG_KEYS } from "../../kit/drag.js";
import { em, html, say, set } from "../../kit/elements.js";
import { AttentionMap, besideMap } from "../../kit/attention_map.js";
import { exact, significant } from "../../kit/number_format.js";
import { widthOf } from "../../kit/sizes.js";
import { largest } from "../../kit/value_grid.js";
import { Drawing } from "../drawing.js";

/**
 * @typedef {object} PositionsHeader
 * @property {string} word the tokens in their order
 * @property {string} order the tokens as they stand now
 * @property {string} added what is added to each token; empty without positions
 * @property {boolean} causal
 * @property {number} largest the largest difference
 * @property {boolean} same whether it is rounding
 * @property {boolean} answered
 */

const CELL = 1.55; // em at most
const SCREEN = 0.036; // of the height of the screen, where that is more
const NARROW = 46; // em
const GAP = 1.4; // em between two maps
const TITLES = { added: "added by place", weights: "weights P", outputs: "outputs" };

/** The tokens after one of them has gone to another place. @param {string} order @param {string} token @param {number} place */
export function moved(order, token, place) {
  const rest = [...order].filter((one) => one !== token);
  return [...rest.slice(0, place), token, ...rest.slice(place)].join("");
}

/** @extends {Drawing<PositionsHeader>} */
export class PositionsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.order = "";
    this.top = html("div", { class: "positions-top" }, root);
    html("b", {}, this.top, "Drag a token");
    this.strip = html("div", { class: "positions-strip", role: "group", "aria-label": "Shuffled tokens" }, this.top);
    /** @type {Map<string, HTMLElement>} */
    this.tokens = new Map();
    const button = (/** @type {string} */ text, /** @type {(order: string) => string} */ change) => {
      const one = html("button", { type: "button", class: "positions-button" }, this.top, text);
      this.listen(one, "click", () => this.go(change(this.order), true));
    };
    button("Reverse", (order) => [...order].reverse().join(""));
    button("In order", () => this.header?.word ?? "");
    this.rows = html("div", { class: "positions-rows" }, root);
    this.before = this.layRow("in order");
    this.after = this.layRow("shuffled");
    this.end = html("div", { class: "positions-end" }, this.rows);
    this.difference = new AttentionMap(this.end, { title: "difference", signal: this.signal });
    this.words = html("p", { class: "positions-words", "aria-live": "polite" }, this.end);
  }

  get keys() {
    return DRAG_KEYS;
  }

  /** @param {string} title */
  layRow(title) {
    const row = html("div", { class: "positions-row" }, this.rows);
    const map = (/** @type {string} */ what) =>
      new AttentionMap(row, { title: `${what}, ${title}`, signal: this.signal });
    return { title, added: map(TITLES.added), weights: map(TITLES.weights), outputs: map(TITLES.outputs) };
  }

  /** @param {string} order @param {boolean} done */
  go(order, done) {
    this.order = order;
    this.place();
    this.requests.ask({ order, done });
  }

  /** @param {PositionsHeader} header */
  take({ word, order }) {
    if (!this.requests.busy) this.order = order;
    for (const token of word) {
      if (this.tokens.has(token)) continue;
      const handle = html("div", { class: "positions-token" }, this.strip, token);
      this.tokens.set(token, handle);
      drag(handle, {
        value: () => [this.order.indexOf(token)],
        limits: () => [[0, word.length - 1]],
        place: ({ dx }, from) => [from[0] + dx / (handle.offsetWidth + 4)],
        step: 1,
        coarse: 1,
        snap: 1,
        move: ([to], done) => this.go(moved(this.order, token, to), done),
        signal: this.signal,
      });
    }
    this.place();
  }

  /** Put the tokens of the strip where they stand. */
  place() {
    for (const [token, handle] of this.tokens) {
      const at = this.order.indexOf(token);
      handle.style.order = String(at);
      const text = `place ${at + 1} of ${this.order.length}`;
      describe(handle, { label: `token ${token}`, low: 0, high: this.order.length - 1, now: at, text });
    }
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {PositionsHeader} header */
  paint(colours, header) {
    const { word, order, added, causal, answered } = header;
    const unit = em(this.root);
    const width = widthOf(this.root);
    const narrow = width < NARROW * unit;
    const most = Math.max(CELL * unit, SCREEN * window.innerHeight);
    const wide = this.matrix("outputs before").shape[1];
    const T = word.length;
    const columns = T + 2 * wide + (added ? wide : 0);
    const room = width - ((added ? 4 : 3) * (besideMap() + GAP) + 5) * unit;
    const cell = Math.floor(
      narrow ? Math.max(15, Math.min(most, (width - 3 * unit) / wide)) : Math.min(most, room / columns),
    );
    const scale = Math.max(...["before", "after"].map((one) => largest(this.matrix(`outputs ${one}`).data)));
    for (const [name, part, tokens] of /** @type {const} */ ([
      ["before", this.before, word],
      ["after", this.after, order],
    ])) {
      part.added.grid.box.hidden = !added;
      if (added) this.show(part.added, colours, `${part.title}: ${TITLES.added}`, "added", [...tokens], cell);
      const hidden = (/** @type {number} */ t, /** @type {number} */ s) => causal && s > t;
      this.show(part.weights, colours, `${part.title}: ${TITLES.weights}`, `weights ${name}`, [...tokens], cell, {
        asked: [...tokens],
        hidden,
        scale: 1,
      });
      const veiled = name === "after" && !answered;
      this.show(part.outputs, colours, `${part.title}: ${TITLES.outputs}`, `outputs ${name}`, [...tokens], cell, {
        veiled,
        scale,
      });
    }
    this.show(this.difference, colours, "shuffled − in order, shuffled alike", "difference", [...order], cell, {
      veiled: !answered,
      scale,
    });
    this.words.replaceChildren();
    html("b", { class: "positions-number" }, this.words, answered ? this.number(header.largest) : "?");
    html("span", {}, this.words, " is the largest difference. ");
    if (answered)
      html("span", {}, this.words, header.same ? "Each token has kept its output." : "Tokens have got other outputs.");
  }

  /** @param {number} x */
  number(x) {
    return x === 0 ? "0" : significant(x, 2);
  }

  /**
   * @param {AttentionMap} map @param {import("../../kit/view.js").Palette} colours @param {string} title @param {string} name
   * @param {string[]} tokens @param {number} cell @param {{asked?: string[], hidden?: (t: number, s: number) => boolean, scale?: number, veiled?: boolean}} [look]
   */
  show(map, colours, title, name, tokens, cell, { asked, hidden, scale, veiled = false } = {}) {
    const { data, shape } = this.matrix(name);
    const columns = shape[1];
    const at = (/** @type {number} */ i, /** @type {number} */ j) => data[i * columns + j];
    const features = Array.from({ length: columns }, (_, j) => String(j + 1));
    say(map.grid.title, title);
    map.show({ tokens, asked: asked ?? features, at, hidden }, colours, {
      cell,
      scale: scale ?? largest(data),
      write: () => "",
      mark: () => (veiled ? "veiled" : ""),
      says: (i, j) =>
        `${tokens[i]}, ${asked ? `to ${asked[j]}` : `feature ${j + 1}`}: ${veiled ? "not shown yet" : exact(at(i, j))}`,
    });
    set(map.grid.box, { "data-map": name });
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { order, largest: off, same, answered, added } = this.header;
    return { order, largest: off, same, answered, added, words: this.words.textContent };
  }
}
