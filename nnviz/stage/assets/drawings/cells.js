// A matrix as a table whose cells can be linked, hidden, framed, edited in place, or so many that only colours are left.

import { plain } from "../kit/digits.js";
import { html, say } from "../kit/elements.js";

const PER_TENTH = 4; // pixels of a drag that change a number by 0.1

/**
 * @typedef {object} CellOptions
 * @property {string} name the letter before a cell's place in its data-link: "x" gives "x-0-1"
 * @property {string[]} [rows] names at the left
 * @property {string[]} [columns] names at the top
 * @property {(i: number, j: number) => string} [link] the words of a cell; its name and place if left out
 * @property {(i: number) => string} [rowLink]
 * @property {(j: number) => string} [columnLink]
 * @property {boolean} [editable]
 * @property {boolean} [small] colours alone, the numbers on hover
 */

export class Cells {
  /** @param {Element} parent @param {string} extra further classes */
  constructor(parent, extra = "") {
    this.box = html("figure", { class: `cells-box ${extra}` }, parent);
    this.title = html("figcaption", {}, this.box);
    this.table = html("table", { class: "cells" }, this.box);
    /** @type {HTMLElement[]} */
    this.cells = [];
    this.laid = "";
    /** @type {(i: number, j: number, text: string, done: boolean) => void} */
    this.onEdit = () => {};
  }

  /**
   * @param {import("./message.js").Matrix} matrix of any rank up to 2; a vector is one row
   * @param {CellOptions} options
   * @param {(share: number) => string} paint the colour of a cell
   * @param {{decimals?: number, scale?: number, mark?: (i: number, j: number) => string, hidden?: (i: number, j: number) => boolean}} [how]
   */
  show(matrix, options, paint, how = {}) {
    const [n, m] = matrix.shape.length > 1 ? matrix.shape : [1, matrix.shape[0] ?? 1];
    this.lay(options, n, m);
    const scale = how.scale ?? Math.max(1e-300, ...Array.from(matrix.data, Math.abs).filter(Number.isFinite));
    for (let k = 0; k < n * m; k++) {
      const [i, j] = [Math.floor(k / m), k % m];
      const cell = this.cells[k];
      const x = matrix.data[k];
      const hidden = how.hidden?.(i, j) ?? false;
      const share = Math.max(-1, Math.min(1, x / scale));
      const background = hidden ? "transparent" : paint(share);
      if (cell.dataset.paint !== background) {
        cell.dataset.paint = background;
        cell.style.background = background;
        cell.classList.toggle("deep", !hidden && Math.abs(share) > 0.62);
      }
      cell.title = hidden ? "" : `${this.written(options, i, j)}${String(x).replace("-", "−")}`;
      const mark = hidden ? "hidden-cell" : (how.mark?.(i, j) ?? "");
      if (cell.dataset.mark !== mark) {
        if (cell.dataset.mark) cell.classList.remove(...cell.dataset.mark.split(" "));
        if (mark) cell.classList.add(...mark.split(" ").filter(Boolean));
        cell.dataset.mark = mark.trim();
      }
      const input = /** @type {HTMLInputElement | null} */ (cell.firstElementChild);
      if (input) {
        if (
          input !== /** @type {Document | ShadowRoot} */ (input.getRootNode()).activeElement &&
          !input.classList.contains("dragged")
        ) {
          input.value = String(x).replace("-", "−");
        }
      } else if (!options.small) say(cell, hidden ? "" : plain(x, how.decimals ?? 2));
    }
  }

  /** Where a cell stands, for its tooltip. @param {CellOptions} options @param {number} i @param {number} j */
  written(options, i, j) {
    return options.rows || options.columns
      ? `${[options.rows?.[i], options.columns?.[j]].filter(Boolean).join(", ")}: `
      : "";
  }

  /** Build the table, if its shape or its names have changed. @param {CellOptions} options @param {number} n @param {number} m */
  lay(options, n, m) {
    const laid = JSON.stringify([options.rows, options.columns, n, m, options.small, options.editable, options.name]);
    if (laid === this.laid) return;
    this.laid = laid;
    this.table.replaceChildren();
    this.table.classList.toggle("small", Boolean(options.small));
    this.cells = [];
    const { rows, columns, name } = options;
    if (columns) {
      const head = html("tr", {}, html("thead", {}, this.table));
      if (rows) html("td", {}, head);
      columns.forEach((text, j) =>
        html(
          "th",
          { scope: "col", title: text, "data-link": options.columnLink?.(j) ?? `${name}-column-${j}` },
          head,
          text,
        ),
      );
    }
    const body = html("tbody", {}, this.table);
    for (let i = 0; i < n; i++) {
      const row = html("tr", {}, body);
      if (rows)
        html(
          "th",
          { scope: "row", title: rows[i] ?? "", "data-link": options.rowLink?.(i) ?? `${name}-row-${i}` },
          row,
          rows[i] ?? "",
        );
      for (let j = 0; j < m; j++) {
        const link = options.link?.(i, j) ?? `${name}-${i}-${j}`;
        const cell = html("td", { "data-link": link, "data-name": name, "data-row": i, "data-column": j }, row);
        if (options.editable) this.editor(cell, i, j, `${name.toUpperCase()} ${i}, ${j}`);
        this.cells.push(cell);
      }
    }
  }

  /** A number to type, to step with the arrow keys, or to drag up and down. @param {HTMLElement} cell @param {number} i @param {number} j @param {string} label */
  editor(cell, i, j, label) {
    const input = html("input", { type: "text", inputmode: "decimal", "aria-label": label, autocomplete: "off" }, cell);
    const number = () => Number(input.value.replace("−", "-"));
    const step = (/** @type {number} */ by, /** @type {boolean} */ done) => {
      if (!Number.isFinite(number())) return;
      input.value = String(Math.round((number() + by) * 100) / 100).replace("-", "−");
      this.onEdit(i, j, input.value, done);
    };
    input.addEventListener("change", () => this.onEdit(i, j, input.value, true));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") input.blur();
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      step((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 1 : 0.1), true);
    });
    let from = NaN;
    let start = 0;
    input.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== "mouse" || !Number.isFinite(number())) return;
      [from, start] = [event.clientY, number()];
      input.setPointerCapture(event.pointerId);
    });
    input.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const moved = Math.round((from - event.clientY) / PER_TENTH);
      if (Number.isNaN(from) || (!moved && !input.classList.contains("dragged"))) return;
      input.classList.add("dragged");
      const value = Math.round((start + 0.1 * moved) * 100) / 100;
      if (value !== number()) {
        input.value = String(value).replace("-", "−");
        this.onEdit(i, j, input.value, false);
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      input.addEventListener(end, () => {
        from = NaN;
        if (!input.classList.contains("dragged")) return;
        input.classList.remove("dragged");
        input.blur();
        this.onEdit(i, j, input.value, true);
      });
    }
  }
}

/** The colour of signed numbers: blue, orange, and the paper for zero. @param {any} colours */
export const signedPaint = (colours) => (/** @type {number} */ share) => colours.tone(share);

/** The colour of data, which has a hue of its own. */
export const dataPaint = (/** @type {number} */ share) =>
  `color-mix(in srgb, var(--class-0) ${Math.round(45 * Math.abs(share))}%, var(--paper))`;
