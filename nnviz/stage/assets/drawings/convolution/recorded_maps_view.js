// A recording whose panels are grids of numbers: kernels, patches and feature maps, moment by moment.

import { html, say } from "../../kit/elements.js";
import { approximate, fixed } from "../../kit/number_format.js";
import { widthOf } from "../../kit/sizes.js";
import { RecordingView } from "../recording_view.js";
import { cellSide, largest, ValueGrid } from "../../kit/value_grid.js";

/** @typedef {import("../recording_view.js").Seen} Seen */

/**
 * @typedef {object} GridHeader one grid of a panel
 * @property {string} title
 * @property {string} name of the array, of the frame or of what does not change
 * @property {number} [from] its first number
 * @property {[number, number]} shape
 * @property {"signed" | "data"} [paint]
 * @property {string} [scale] the array whose largest size has the full colour; the grid's own if left out
 * @property {{name: string, at: number, digits?: number, before?: string}} [note] a number that is written behind the title
 */

/** @typedef {{kind: "grids", title: string, rows: GridHeader[][], height: number, span?: number, most?: number, small?: boolean}} GridsHeader rows of grids; `most` em a cell, `small`: no numbers, whatever the room */

const TITLE = 1.9; // em above a grid
const GAP = 0.7; // em between two
const EDGES = 4; // pixels left and right of its cells

export class GridsPanel {
  /** @param {Element} parent @param {GridsHeader} panel @param {unknown} _choose @param {AbortSignal} signal */
  constructor(parent, panel, _choose, signal) {
    this.panel = panel;
    this.box = html("section", { class: "layer-panel recorded-panel" }, parent);
    if (panel.span) this.box.style.gridColumn = `span ${panel.span}`;
    html("b", { class: "title" }, html("header", {}, this.box), panel.title);
    this.rows = panel.rows.map((row) => {
      const line = html("div", { class: "recorded-row" }, this.box);
      return row.map(({ title, note }, k) => {
        const name = title && !note ? title : `${title} ${panel.title}, ${k + 1}`.trim();
        return new ValueGrid(line, { title: name, signal });
      });
    });
  }

  /** @param {Seen} seen */
  show({ frames, shown, fixed: constant, colours }) {
    const { rows, height, most = Infinity, small } = this.panel;
    const { arrays } = frames[shown];
    const unit = parseFloat(getComputedStyle(this.box).fontSize) || 16;
    const width = widthOf(this.box);
    if (width < 40) return;
    const tall = (height * unit) / rows.length - TITLE * unit;
    const array = (/** @type {string} */ name) => (name in constant ? constant[name] : arrays[name]);
    rows.forEach((row, r) => {
      const across = row.reduce((sum, { shape }) => sum + shape[1], 0);
      const room = width - (row.length - 1) * GAP * unit - row.length * EDGES;
      const fits = row.map(({ shape }) => cellSide([shape[0], across], room, tall, unit));
      const cell = Math.min(Math.floor(most * unit), ...fits);
      row.forEach(({ title, name, from = 0, shape, paint, scale, note }, k) => {
        const data = array(name);
        const own = data.subarray(from, from + shape[0] * shape[1]);
        const grid = this.rows[r][k];
        say(grid.title, note ? `${title} ${noted(array(note.name)[note.at], note)}` : title);
        grid.show({ shape, at: (i, j) => own[i * shape[1] + j] }, colours, {
          cell,
          paint,
          scale: largest(scale ? array(scale) : own),
          ...(small ? { write: () => "" } : {}),
        });
      });
    });
  }
}

/** @param {number} x @param {{digits?: number, before?: string}} note */
const noted = (x, { digits, before = "" }) => before + (digits === undefined ? fixed(x, 4) : approximate(x, digits));

export class RecordedMapsView extends RecordingView {
  get kinds() {
    return { ...super.kinds, grids: GridsPanel };
  }
}
