// One tensor: small ones show their numbers, large ones are a heatmap whose numbers come under the mouse.

import { html, say, set, tableHead } from "../kit/elements.js";
import { error as errorText, exact, shapeText, tabular } from "../kit/number_format.js";
import { Roving } from "../kit/roving.js";
import { scrollArea } from "../kit/scroll_area.js";

export const MOST_NUMBERS = 12;
const FAINTEST = -12;

/**
 * @typedef {object} TensorOptions
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {number} [decimals]
 * @property {number} [scale] the size that has the full colour; the largest entry if left out
 * @property {"signed" | "error"} [tone] errors are coloured by their power of ten
 * @property {boolean} [pick] whether a cell can be chosen
 * @property {boolean} [numbers] whether the cells show their numbers even where there are many
 * @property {number[] | null} [chosen] the row and column that is
 */

export class TensorGrid {
  /** @param {Element} parent @param {string} name a word of its own among the grids of a drawing @param {AbortSignal} signal */
  constructor(parent, name, signal) {
    this.name = name;
    this.box = scrollArea(html("figure", { class: "grid-box tensor-box" }, parent), "tensor", signal);
    this.title = html("figcaption", {}, this.box);
    this.table = html("table", { class: "grid" }, this.box);
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    this.laid = "";
    this.roving = new Roving(this.table, { signal });
  }

  /** @param {string} symbol @param {number[]} shape @param {string} words */
  caption(symbol, shape, words) {
    if (!this.title.firstChild) {
      this.symbol = html("b", {}, this.title);
      this.shape = html("span", { class: "shape" }, this.title);
      this.words = html("small", {}, this.title);
    }
    say(/** @type {HTMLElement} */ (this.symbol), symbol);
    say(/** @type {HTMLElement} */ (this.shape), shapeText(shape));
    say(/** @type {HTMLElement} */ (this.words), words);
  }

  /**
   * @param {import("./message.js").Matrix} matrix
   * @param {TensorOptions} options
   * @param {import("../kit/view.js").Palette} colours
   */
  show(matrix, options, colours) {
    const [n, m] = matrix.shape;
    const dense = !options.numbers && (n > MOST_NUMBERS || m > MOST_NUMBERS);
    this.lay(options, n, m, dense);
    const scale = options.scale ?? Math.max(1e-300, ...Array.from(matrix.data, Math.abs).filter(Number.isFinite));
    for (let k = 0; k < n * m; k++) {
      const x = matrix.data[k];
      const cell = this.cells[k];
      const error = options.tone === "error";
      if (!dense) say(cell, error ? errorText(x) : tabular(x, options.decimals ?? 2));
      const place = dense ? `${options.rows[Math.floor(k / m)]}, ${options.columns[k % m]}: ` : "";
      cell.title = place + exact(x);
      const share = error ? loudness(x) : Math.max(-1, Math.min(1, x / scale));
      cell.style.background = error
        ? `color-mix(in srgb, var(--warning) ${(100 * share).toFixed(0)}%, var(--calm))`
        : colours.tone(share);
      cell.style.color = error ? colours.onWarning(share) : colours.onTone(share);
      const [i, j] = options.chosen ?? [-1, -1];
      cell.classList.toggle("chosen", k === i * m + j);
      if (options.pick) set(cell, { "aria-selected": k === i * m + j });
      if (dense) set(cell, { "aria-label": cell.title });
    }
    set(this.table, { role: options.pick ? "grid" : undefined, "aria-label": options.pick ? this.heard : undefined });
    if (options.pick) this.roving.refresh(options.chosen ? [options.chosen[0], options.chosen[1]] : undefined);
  }

  /** What the table is called. */
  get heard() {
    return this.title.textContent || this.name;
  }

  /** @param {TensorOptions} options @param {number} n @param {number} m @param {boolean} dense */
  lay(options, n, m, dense) {
    const laid = JSON.stringify([options.rows, options.columns, n, m, options.pick]);
    if (laid === this.laid) return;
    this.laid = laid;
    this.table.className = dense ? "grid dense" : "grid";
    this.table.replaceChildren();
    this.cells = [];
    if (options.columns.some((name) => name) && (options.numbers || m <= MOST_NUMBERS)) {
      const head = html("tr", {}, html("thead", {}, this.table));
      if (!dense) html("td", {}, head);
      options.columns.forEach((name) => tableHead("col", {}, head, dense ? "" : name));
    }
    const body = html("tbody", {}, this.table);
    for (let i = 0; i < n; i++) {
      const row = html("tr", {}, body);
      if (!dense) tableHead("row", {}, row, options.rows[i]);
      for (let j = 0; j < m; j++) {
        this.cells.push(html("td", { "data-row": i, "data-column": j, "data-grid": this.name }, row));
      }
    }
  }

  /** Mark the cells for which a test holds. @param {(i: number, j: number) => boolean} test */
  mark(test) {
    for (const cell of this.cells)
      cell.classList.toggle("lit", test(Number(cell.dataset.row), Number(cell.dataset.column)));
  }
}

/** The cell of a grid that an event hit. @param {EventTarget | null} target */
export function cellAt(target) {
  const cell = target instanceof Element ? target.closest("td[data-grid]") : null;
  if (!cell) return null;
  return {
    grid: String(cell.getAttribute("data-grid")),
    i: Number(cell.getAttribute("data-row")),
    j: Number(cell.getAttribute("data-column")),
  };
}

/** From 0 at 1e-12 to 1 at 1 or more; NaN is as loud as it gets. @param {number} x */
function loudness(x) {
  if (Number.isNaN(x)) return 1;
  return x > 0 ? Math.max(0, Math.min(1, 1 - Math.log10(x) / FAINTEST)) ** 1.5 : 0;
}
