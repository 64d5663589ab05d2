// Roving focus: of many cells one takes the tab key, arrow keys lead on from there, Enter and the space bar choose.
//
//   this.roving = new Roving(table, { signal });          // cells are [data-row][data-column]; choosing one clicks it
//   this.roving.refresh([i, j]);                           // after the cells were made or another one was chosen
//
// Home and End go to the ends of a row, with Ctrl to the first and the last cell.

/** @typedef {[row: number, column: number]} Place */

/** What is said of them. @type {import("./figure_tools.js").KeyHelp[]} */
export const ROVING_KEYS = [
  { keys: "Arrows", does: "move from cell to cell" },
  { keys: "Home, end; with Ctrl", does: "ends of a row; the first and the last cell" },
  { keys: "Enter, space", does: "choose the cell" },
];

/** @type {Record<string, Place>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Where a key leads in a grid, or null where it means nothing.
 * @param {string} key @param {boolean} far whether Ctrl is held @param {Place} at @param {Place} size rows and columns
 * @returns {Place | null}
 */
export function stepped(key, far, [i, j], [rows, columns]) {
  if (key === "Home") return [far ? 0 : i, 0];
  if (key === "End") return [far ? rows - 1 : i, columns - 1];
  const arrow = ARROWS[key];
  if (!arrow || far) return null;
  const inside = (/** @type {number} */ k, /** @type {number} */ n) => Math.max(0, Math.min(n - 1, k));
  return [inside(i + arrow[0], rows), inside(j + arrow[1], columns)];
}

/** Of places that need not fill a grid, the one nearest to where a key leads: the same column first. @param {Place} to @param {Place[]} places */
export function nearestPlace([i, j], places) {
  const away = (/** @type {Place} */ [row, column]) => 1e6 * Math.abs(column - j) + Math.abs(row - i);
  return places.reduce((best, place) => (away(place) < away(best) ? place : best));
}

/** @param {Element} cell @returns {Place} */
const placeOf = (cell) => [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];

export class Roving {
  /**
   * @param {Element} box
   * @param {{signal: AbortSignal, cells?: string, choose?: (cell: Element) => void}} options `cells` is a selector
   */
  constructor(box, { signal, cells = "[data-row][data-column]", choose }) {
    this.box = box;
    this.selector = cells;
    this.choose = choose ?? ((cell) => cell.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true })));
    /** @type {Place} the cell that the tab key leads to */
    this.at = [0, 0];
    box.addEventListener("focusin", (event) => this.reached(event.target), { signal });
    box.addEventListener("keydown", (event) => this.key(/** @type {KeyboardEvent} */ (event)), { signal });
  }

  get cells() {
    return /** @type {(HTMLElement | SVGElement)[]} */ ([...this.box.querySelectorAll(this.selector)]);
  }

  /** @param {Place} [at] the chosen cell; where the focus was before, if left out */
  refresh(at = this.at) {
    const cells = this.cells;
    if (!cells.length) return;
    this.at = nearestPlace(at, cells.map(placeOf));
    for (const cell of cells) {
      const tabindex = String(placeOf(cell).join() === this.at.join() ? 0 : -1);
      if (cell.getAttribute("tabindex") !== tabindex) cell.setAttribute("tabindex", tabindex);
    }
  }

  /** Whether a cell has the focus now, before the cells are made anew. */
  get focused() {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.box.getRootNode());
    return activeElement !== null && this.box.contains(activeElement) && this.cellOf(activeElement) !== null;
  }

  /** Give the focus to the cell that the tab key leads to. */
  focus() {
    this.cells.find((cell) => cell.getAttribute("tabindex") === "0")?.focus();
  }

  /** @param {EventTarget | null} target @returns {Element | null} */
  cellOf(target) {
    return target instanceof Element && target.matches(this.selector) ? target : null; // not what a cell holds
  }

  /** @param {EventTarget | null} target */
  reached(target) {
    const cell = this.cellOf(target);
    if (cell) this.refresh(placeOf(cell));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") this.choose(cell);
    else {
      const cells = this.cells;
      const places = cells.map(placeOf);
      const size = [0, 1].map((axis) => 1 + Math.max(...places.map((place) => place[axis])));
      const to = stepped(event.key, event.ctrlKey, placeOf(cell), /** @type {Place} */ (size));
      if (!to) return;
      const next = nearestPlace(to, places);
      cells[places.indexOf(next)].focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
