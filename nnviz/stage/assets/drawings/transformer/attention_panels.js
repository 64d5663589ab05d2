// Panels of a recorded transformer: maps of what each token looks at, and a sequence with what the network says.

import { html, say, set } from "../../kit/elements.js";
import { fixed, significant } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { Cells } from "../../kit/surface.js";
import { largest, rems } from "../../kit/value_grid.js";

/** @typedef {import("../recording_view.js").Seen} Seen */
/** @typedef {import("../../kit/panel.js").PanelOptions} PanelOptions */
/**
 * @typedef {PanelOptions & {kind: "maps", name: string, titles: string[], tokens: string[], answers: number[], causal: boolean, signed?: boolean, from?: number, veiled?: boolean, marks?: number[]}} MapsHeader
 *   an array of maps, T x T each, from the map `from` on, one a title; rows are who looks, columns who is looked at;
 *   `answers` are the rows that say an answer, `causal`: later tokens cannot be seen, `marks`: cells of each map with an outline
 */
/** @typedef {PanelOptions & {kind: "strip", rows: {title: string, symbols?: number[], name?: string, right?: number[], before?: number}[], names: string[]}} StripHeader rows of symbols by their numbers: fixed ones, or those of an array of the frame, each of which is right or wrong */

const LABEL = 1.15; // em for the tokens beside and above all maps
const NAME_ABOVE = 1.2; // em
const NAME_BESIDE = 3.2;
const GAP = 0.8;
const ROW_GAP = 0.4;
const LEAST_LETTERS = 11; // pixels; a projector wants larger ones
const CROWDED = 1.4; // a letter may be so many times as high as its cell: capitals fill two thirds of their height

/**
 * How maps of T x T cells fill a panel with the largest cells: so many side by side, their names above them or beside them.
 * All share the tokens at the left and at the top.
 * @param {number} count
 * @param {number} T
 * @param {{width: number, height: number, unit: number}} room
 */
export function mapsLayout(count, T, { width, height, unit }) {
  const label = LABEL * unit;
  let best = { columns: 1, rows: count, cell: 0, above: 0, right: 0 };
  for (let columns = 1; columns <= count; columns++)
    for (const beside of count > 1 ? [false, true] : [false]) {
      const rows = Math.ceil(count / columns);
      const above = count > 1 && !beside ? NAME_ABOVE * unit : 0;
      const right = beside ? NAME_BESIDE * unit : columns > 1 ? GAP * unit : 0;
      const wide = (width - label) / columns - right;
      const high = (height - label) / rows - above - ROW_GAP * unit;
      const cell = Math.max(2, Math.floor(Math.min(wide, high) / T));
      if (cell > best.cell) best = { columns, rows, cell, above, right };
    }
  return best;
}

/** The size of the letters beside cells, in pixels; 0 where they could not be read. @param {number} cell @param {number} unit @param {number} [least] */
export function tokenSize(cell, unit, least = LEAST_LETTERS) {
  return cell * CROWDED >= least ? Math.max(least, Math.min(0.85 * unit, 0.95 * cell)) : 0;
}

/** Attention weights of each head, or the gradient on them. */
export class MapsPanel extends Panel {
  /** @param {Element} parent @param {MapsHeader} panel @param {unknown} _choose @param {AbortSignal} signal */
  constructor(parent, panel, _choose, signal) {
    super(parent, { note: "", ...panel });
    this.panel = panel;
    this.cells = new Cells();
    /** @type {[number, number] | null} where the pointer is, in CSS pixels */
    this.pointer = null;
    /** @type {Seen | null} */
    this.seen = null;
    /** The gradient of full colour; 0 of weights, which have 1. */
    this.scale = 0;
    /** @type {{left: number, top: number, side: number}[]} where the maps are */
    this.places = [];
    const follow = (/** @type {PointerEvent | null} */ event) => {
      const box = this.canvas?.getBoundingClientRect();
      this.pointer = event && box ? [event.clientX - box.left, event.clientY - box.top] : null;
      this.tell();
    };
    this.place.addEventListener("pointermove", follow, { signal });
    this.place.addEventListener("pointerleave", () => follow(null), { signal });
  }

  /** @param {Seen} seen */
  show(seen) {
    const { frames, shown, colours } = seen;
    const { name, titles, tokens, answers, causal, signed, veiled, marks = [] } = this.panel;
    const values = frames[shown].arrays[name];
    const { width, height, unit } = this.measure();
    const T = tokens.length;
    const { columns, rows, cell, above, right } = mapsLayout(titles.length, T, { width, height, unit });
    const label = LABEL * unit;
    const below = ROW_GAP * unit;
    const paper = this.paper((label + rows * (above + T * cell + below)) / unit);
    if (!paper) return;
    this.seen = seen;
    const c = paper.context;
    const style = getComputedStyle(this.box);
    const font = style.fontFamily;
    const letter = tokenSize(cell, unit, Math.max(LEAST_LETTERS, rems(style.getPropertyValue("--least"))));
    const later = (/** @type {number} */ i) => causal && i % T > Math.floor(i / T);
    const scale = signed ? largest(this.own(values).filter((_, i) => !later(i % (T * T)))) : 1;
    this.scale = signed ? scale : 0;
    c.imageSmoothingEnabled = false;
    c.textBaseline = "middle";
    this.places = titles.map((title, k) => {
      const [row, column] = [Math.floor(k / columns), k % columns];
      const left = label + column * (T * cell + right);
      const top = label + row * (above + T * cell + below) + above;
      const map = this.map(values, k);
      const pixels = this.cells.resize(T, T);
      for (let i = 0; i < T * T; i++) {
        const share = veiled || later(i) ? 0 : Math.max(-1, Math.min(1, map[i] / scale));
        pixels[i] = colours.signed[Number.isFinite(share) ? 128 + Math.round(127 * share) : 0];
      }
      this.cells.commit();
      c.drawImage(this.cells.canvas, left, top, T * cell, T * cell);
      if (causal) hatch(c, left, top, cell, T, colours.hairline);
      c.lineWidth = 1;
      c.strokeStyle = colours.muted;
      for (const at of veiled ? [] : marks)
        c.strokeRect(left + (at % T) * cell + 0.5, top + Math.floor(at / T) * cell + 0.5, cell - 1, cell - 1);
      c.strokeStyle = colours.hairline;
      c.strokeRect(left - 0.5, top - 0.5, T * cell + 1, T * cell + 1);
      if (titles.length > 1) {
        c.font = `600 ${0.82 * unit}px ${font}`;
        c.textAlign = "left";
        c.fillStyle = colours.ink;
        if (above) c.fillText(title, left, top - 0.6 * unit - (row ? 0 : label));
        else c.fillText(title, left + T * cell + 0.3 * unit, top + 0.6 * unit);
      }
      tokens.forEach((token, t) => {
        if (!letter) return;
        const asked = answers.includes(t);
        c.textAlign = "center";
        c.font = `${asked ? 700 : 400} ${letter}px ${font}`;
        c.fillStyle = asked ? colours.ink : colours.muted;
        if (!column) c.fillText(token, left - label / 2, top + (t + 0.5) * cell);
        c.font = `400 ${letter}px ${font}`;
        c.fillStyle = colours.muted;
        if (!row) c.fillText(token, left + (t + 0.5) * cell, top - label / 2);
      });
      if (veiled) {
        c.font = `700 ${2 * unit}px ${font}`;
        c.textAlign = "center";
        c.fillStyle = colours.muted;
        c.fillText("?", left + (T * cell) / 2, top + (T * cell) / 2);
      }
      return { left, top, side: T * cell };
    });
    this.tell();
  }

  /** The numbers of all maps of this panel. @param {Float64Array} values */
  own(values) {
    const { from = 0, titles, tokens } = this.panel;
    const size = tokens.length ** 2;
    return values.subarray(from * size, (from + titles.length) * size);
  }

  /** Those of one. @param {Float64Array} values @param {number} k */
  map(values, k) {
    const size = this.panel.tokens.length ** 2;
    return this.own(values).subarray(k * size, (k + 1) * size);
  }

  /** Write what the pointer is on, or what the panel is about. */
  tell() {
    const { note, tokens, titles, name, title, causal, veiled } = this.panel;
    if (!this.note || !this.seen) return;
    let text = [note, this.scale && !veiled ? `full colour ${significant(this.scale, 2)}` : ""]
      .filter(Boolean)
      .join("; ");
    const at = this.pointer;
    const k = at ? this.places.findIndex(({ left, top, side }) => inBox(at, left, top, side)) : -1;
    if (at && k >= 0 && !veiled) {
      const { left, top, side } = this.places[k];
      const T = tokens.length;
      const [i, j] = [Math.floor(((at[1] - top) * T) / side), Math.floor(((at[0] - left) * T) / side)];
      const { frames, shown } = this.seen;
      const value = this.map(frames[shown].arrays[name], k)[i * T + j];
      const hidden = causal && j > i ? "hidden" : fixed(value, 4);
      const head = titles.length > 1 ? `${titles[k]}, ` : "";
      text = `${head}${tokens[i]} at ${i + 1} on ${tokens[j]} at ${j + 1}: ${hidden}`;
    }
    say(this.note, text);
    if (this.canvas) set(this.canvas, { "aria-label": `${title}. ${veiled ? "Not shown yet" : note}` });
  }
}

/** @param {[number, number]} at @param {number} left @param {number} top @param {number} side */
const inBox = ([x, y], left, top, side) => x >= left && y >= top && x < left + side && y < top + side;

/** Lines over the cells of later tokens, which cannot be seen. @param {CanvasRenderingContext2D} c @param {number} left @param {number} top @param {number} cell @param {number} T @param {string} colour */
function hatch(c, left, top, cell, T, colour) {
  c.save();
  c.beginPath();
  for (let i = 0; i < T - 1; i++) c.rect(left + (i + 1) * cell, top + i * cell, (T - 1 - i) * cell, cell);
  c.clip();
  c.beginPath();
  for (let x = -T * cell; x < T * cell; x += 6) {
    c.moveTo(left + x, top + T * cell);
    c.lineTo(left + x + T * cell, top);
  }
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.stroke();
  c.restore();
}

/** A sequence, symbol by symbol, and what the network says. */
export class StripPanel {
  /** @param {Element} parent @param {StripHeader} panel */
  constructor(parent, panel) {
    this.panel = panel;
    this.box = html("section", { class: "layer-panel strip-panel" }, parent);
    if (panel.span) this.box.style.gridColumn = `span ${panel.span}`;
    html("b", { class: "title" }, html("header", {}, this.box), panel.title);
    const table = html("table", { class: "strip" }, this.box);
    this.rows = panel.rows.map(({ title, symbols, right, before = 0 }) => {
      const row = html("tr", {}, table);
      html("th", { scope: "row" }, row, title);
      for (let k = 0; k < before; k++) html("td", { class: "empty" }, row);
      const cells = (symbols ?? right ?? []).map((k) => html("td", {}, row, panel.names[k]));
      return cells;
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const { arrays } = frames[shown];
    this.panel.rows.forEach(({ name, right = [] }, r) => {
      if (!name) return;
      arrays[name].forEach((symbol, k) => {
        const cell = this.rows[r][k];
        if (!cell) return;
        const ok = symbol === right[k];
        say(cell, this.panel.names[symbol] ?? "?");
        set(cell, { class: ok ? "right" : "wrong", title: ok ? "right" : "wrong" });
      });
    });
  }
}
