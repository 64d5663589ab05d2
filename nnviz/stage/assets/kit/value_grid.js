// A grid of cells: an image, a feature map, a kernel or any matrix, 1 x 1 to 40 x 40.
//
//   this.output = new ValueGrid(box, { title: "output", signal, choose: ([i, j]) => this.choose(i, j),
//                                      point: (place) => this.point(place) });       // place is [i, j] or null
//   this.output.show({ shape: [6, 6], at: (i, j) => Z[6 * i + j] }, colours, {
//     cell: cellSide([6, 6], width, 18 * em, em), // pixels; numbers are written where they can be read
//     scale: largest(Z),                          // the size of full colour: ONE for all maps of a layer
//     paint: "signed",                            // or "data": ink on paper, for images
//     border: [1, 1, 1, 1],                       // ghost cells of the padding: above, right, below, left
//     mark: (i, j) => "hatched",                  // classes: hatched, faint, veiled (a number not shown yet), or your own
//     chosen: [2, 3],                             // the cell that the tab key leads to
//     boxes: [{ row: 2, column: 3, rows: 3, columns: 3, kind: "window" }], // outlines; kind: window, other, soft
//     says: (i, j) => "output 2, 3: 0.5",         // what is heard and shown on hover
//   });
//
// Places are [row, column] of the matrix itself, so those of the border are negative or beyond its end. The arrow keys
// move from cell to cell (kit/roving.js), Enter and space choose. A grid without `choose` is a picture. Nothing here
// computes what is read: `at` looks a number up.

import { em, html, say, set } from "./elements.js";
import { exact, significant, tabular } from "./number_format.js";
import { Roving } from "./roving.js";
import { scrollArea } from "./scroll_area.js";

/** @typedef {[row: number, column: number]} Place */
/** @typedef {[above: number, right: number, below: number, left: number]} Border */
/** @typedef {"window" | "other" | "soft"} BoxKind */
/** @typedef {{row: number, column: number, rows: number, columns: number, kind?: BoxKind}} Box */

/**
 * @typedef {object} Values
 * @property {[rows: number, columns: number]} shape
 * @property {(i: number, j: number) => number} at
 */

/**
 * @typedef {object} Look
 * @property {number} cell side of a cell in pixels
 * @property {number} [scale] the size that has the full colour; the largest entry if left out
 * @property {"signed" | "data"} [paint]
 * @property {(i: number, j: number) => [ground: string, ink: string]} [tone] colours of its own, such as an image's
 * @property {(x: number) => string} [write] how a number is written; as `writer` does if left out
 * @property {Border} [border]
 * @property {string} [ghost] what stands in the cells of the border; 0 if left out
 * @property {(i: number, j: number) => string} [mark]
 * @property {Place | null} [chosen]
 * @property {Box[]} [boxes]
 * @property {(i: number, j: number) => string} [says]
 */

/**
 * @typedef {object} Options
 * @property {string} title above it; also what is heard of the grid
 * @property {AbortSignal} signal
 * @property {(place: Place) => void} [choose]
 * @property {(place: Place | null) => void} [point] the pointer or the focus is on a cell, or on none
 * @property {string} [class]
 */

const SIGN = /^[^\d]$/u;
const SMALLEST_CELL = 8; // pixels
const TOUCHED_CELL = 24;
const LARGEST_CELL = 2.9; // em
const LEAST_LETTERS = 11; // pixels; a projector wants larger ones
const WORDS = /[\s:;,]+/;
const LETTER = 0.56; // width of a digit as a share of its height
const GROUND = 45; // percent of the data's hue: ink can be read on it

/** The side of the cells of a grid that is to fit in so many pixels. @param {[number, number]} shape with its border @param {number} width @param {number} height infinite where the grid stands alone in its row, as on a phone: then a finger must hit its cells, and a wide one scrolls @param {number} em pixels of the letters around it */
export function cellSide([rows, columns], width, height, em) {
  const fits = Math.floor(Math.min(width / columns, height / rows));
  const least = height === Infinity ? TOUCHED_CELL : SMALLEST_CELL;
  return Math.max(least, Math.min(Math.floor(LARGEST_CELL * em), fits));
}

/** The size of numbers of so many letters in a cell, in pixels; 0 where they could not be read. @param {number} cell @param {number} letters @param {number} em @param {number} [least] */
export function letterSize(cell, letters, em, least = LEAST_LETTERS) {
  const fits = Math.min(0.6 * cell, em, (cell - 3) / (LETTER * Math.max(1, letters)));
  return fits >= least ? Math.floor(10 * fits) / 10 : 0;
}

/** The largest size among finite numbers: the scale of the colours. @param {ArrayLike<number>} values */
export const largest = (values) =>
  Array.from(values, Math.abs).reduce((most, x) => (Number.isFinite(x) && x > most ? x : most), 0) || 1;

/** How the numbers of a grid are written: whole ones as such, all others with so many decimals that three digits are seen. @param {number[]} values */
export function writer(values) {
  const numbers = values.filter(Number.isFinite);
  const size = Math.max(0, ...numbers.map(Math.abs));
  const whole = numbers.every(Number.isInteger);
  if (size !== 0 && !whole && size < 0.005) return (/** @type {number} */ x) => significant(x, 1);
  return (/** @type {number} */ x) => tabular(x, whole || size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/**
 * The places that one output cell looks at, in the image without its padding; those of the padding are negative or beyond.
 * @param {Place} output @param {{kernel: [number, number], stride?: [number, number], before?: [number, number], dilation?: [number, number]}} window
 * @returns {Place[]}
 */
export function windowPlaces([i, j], { kernel, stride = [1, 1], before = [0, 0], dilation = [1, 1] }) {
  const along = (/** @type {number} */ at, /** @type {0 | 1} */ axis) =>
    Array.from({ length: kernel[axis] }, (_, k) => at * stride[axis] - before[axis] + k * dilation[axis]);
  return along(i, 0).flatMap((row) => along(j, 1).map((column) => /** @type {Place} */ ([row, column])));
}

/** The box around that window. @param {Place} output @param {Parameters<typeof windowPlaces>[1]} window @param {BoxKind} [kind] @returns {Box} */
export function windowBox(output, window, kind = "window") {
  const places = windowPlaces(output, window);
  const [[row, column], [last, right]] = [places[0], places[places.length - 1]];
  return { row, column, rows: last - row + 1, columns: right - column + 1, kind };
}

/** Whether a place is of the matrix and not of its border. @param {Place} place @param {[number, number]} shape */
export const isInside = ([i, j], [rows, columns]) => i >= 0 && j >= 0 && i < rows && j < columns;

export class ValueGrid {
  /** @param {Element} parent @param {Options} options */
  constructor(parent, options) {
    this.options = options;
    const { signal } = options;
    this.box = html("figure", { class: `value-grid ${options.class ?? ""}`.trim() }, parent);
    scrollArea(this.box, options.title, signal);
    this.title = html("figcaption", {}, this.box, options.title);
    this.cells = html("div", { class: "value-cells" }, this.box);
    /** @type {HTMLElement[]} by displayed place, row by row */
    this.all = [];
    this.laid = "";
    this.columns = 1; // with those of the border
    /** @type {Border} */
    this.border = [0, 0, 0, 0];
    /** @type {HTMLElement[]} */
    this.outlines = [];
    this.roving = options.choose || options.point ? new Roving(this.cells, { signal }) : null;
    const place = (/** @type {Event} */ event) => this.placeOf(event.target);
    const listen = (/** @type {string} */ type, /** @type {(event: Event) => void} */ act) =>
      this.cells.addEventListener(type, act, { signal });
    listen("click", (event) => {
      const chosen = place(event);
      if (chosen) options.choose?.(chosen);
    });
    for (const type of ["pointerover", "focusin"]) {
      listen(type, (event) => {
        const pointed = place(event);
        if (pointed) options.point?.(pointed);
      });
    }
    listen("pointerleave", () => options.point?.(null));
    listen("focusout", () => options.point?.(null));
  }

  /** The place that an element shows, or null. @param {EventTarget | null} target @returns {Place | null} */
  placeOf(target) {
    const cell = target instanceof Element ? target.closest("[data-row]") : null;
    if (!cell || !this.cells.contains(cell)) return null;
    const [above, , , left] = this.border;
    return [Number(cell.getAttribute("data-row")) - above, Number(cell.getAttribute("data-column")) - left];
  }

  /** The element of a place. @param {Place} place @returns {HTMLElement | undefined} */
  cellAt([i, j]) {
    const [above, , , left] = this.border;
    return this.all[(i + above) * this.columns + j + left];
  }

  /** @param {Values} values @param {import("./view.js").Palette} colours @param {Look} look */
  show({ shape, at }, colours, look) {
    const { cell, paint = "signed", tone, border = [0, 0, 0, 0], ghost = "0", mark, chosen, boxes = [], says } = look;
    const [rows, columns] = shape;
    this.lay(rows, columns, border);
    this.cells.style.setProperty("--cell", `${cell}px`);
    const numbers = Array.from({ length: rows * columns }, (_, k) => at(Math.floor(k / columns), k % columns));
    const scale = look.scale ?? largest(numbers);
    const write = look.write ?? writer(numbers);
    const texts = numbers.map(write);
    const style = getComputedStyle(this.box);
    const least = Math.max(LEAST_LETTERS, rems(style.getPropertyValue("--least")));
    const letters = letterSize(
      cell,
      Math.max(0, ...texts.map((text) => text.length)),
      parseFloat(style.fontSize),
      least,
    );
    this.cells.style.fontSize = `${letters}px`;
    const [above, , , left] = border;
    this.all.forEach((element, k) => {
      const [i, j] = [Math.floor(k / this.columns) - above, (k % this.columns) - left];
      const inside = isInside([i, j], shape);
      const x = inside ? numbers[i * columns + j] : 0;
      const marks = `${inside ? "" : "ghost "}${mark?.(i, j) ?? ""}`.trim();
      const veiled = marks.includes("veiled");
      const share = Math.max(-1, Math.min(1, x / scale));
      const signed = () => [colours.tone(share), colours.onTone(share)];
      const [ground, ink] =
        !inside || veiled ? ["", ""] : (tone?.(i, j) ?? (paint === "data" ? dataTone(share) : signed()));
      this.dress(element, marks, ground, ink);
      const text = veiled ? "?" : inside ? texts[i * columns + j] : ghost;
      const written = /** @type {HTMLElement} */ (element.firstChild);
      const sign = SIGN.test(text); // painted by the style: no tool can tell a name by a single sign
      set(written, { "data-sign": letters && sign ? text : undefined });
      say(written, letters && !sign ? text : "");
      const told = says?.(i, j) ?? `${i}, ${j}: ${veiled ? "not shown yet" : exact(x)}`;
      const heard = !text || told.split(WORDS).includes(text) ? told : `${text}; ${told}`; // what is seen is what it is called
      set(element, {
        title: heard,
        "aria-label": this.roving ? heard : undefined,
        "aria-selected": this.roving ? chosen?.[0] === i && chosen[1] === j : undefined,
      });
    });
    this.outline(boxes, border);
    if (this.roving && chosen && !this.roving.focused) this.roving.refresh([chosen[0] + above, chosen[1] + left]);
    else this.roving?.refresh();
  }

  /** @param {HTMLElement} element @param {string} marks @param {string} ground @param {string} ink */
  dress(element, marks, ground, ink) {
    const name = `value-cell ${marks}`.trim();
    const kept = ["linked", "pointed"].filter((one) => element.classList.contains(one));
    if (element.dataset.dress !== `${name} ${ground}`) {
      element.dataset.dress = `${name} ${ground}`;
      element.className = [name, ...kept].join(" ");
      element.style.backgroundColor = ground;
      element.style.color = ink;
    }
  }

  /** Make the cells, if their number has changed. @param {number} rows @param {number} columns @param {Border} border */
  lay(rows, columns, border) {
    const [above, right, below, left] = border;
    const [n, m] = [rows + above + below, columns + left + right];
    this.border = border;
    this.columns = m;
    const laid = [n, m].join();
    if (laid === this.laid) return;
    this.laid = laid;
    const focused = this.roving?.focused;
    this.all = [];
    this.outlines = [];
    this.cells.replaceChildren();
    set(this.cells, { role: this.roving ? "grid" : "img", "aria-label": this.options.title });
    this.cells.style.setProperty("--columns", String(m));
    for (let i = 0; i < n; i++) {
      const row = html("div", { role: this.roving ? "row" : undefined, class: "value-row" }, this.cells);
      for (let j = 0; j < m; j++) {
        const place = { "data-row": i, "data-column": j, style: `grid-area: ${i + 1} / ${j + 1}` };
        const cell = html("div", { role: this.roving ? "gridcell" : undefined, class: "value-cell", ...place }, row);
        html("span", {}, cell);
        this.all.push(cell);
      }
    }
    if (focused) {
      this.roving?.refresh();
      this.roving?.focus();
    }
  }

  /** Frames around windows; they may reach into the border, and what lies beyond it is cut off. @param {Box[]} boxes @param {Border} border */
  outline(boxes, [above, , , left]) {
    while (this.outlines.length > boxes.length) this.outlines.pop()?.remove();
    while (this.outlines.length < boxes.length) this.outlines.push(html("i", { "aria-hidden": "true" }, this.cells));
    const most = [this.all.length / this.columns, this.columns];
    boxes.forEach(({ row, column, rows, columns, kind = "window" }, k) => {
      const span = (/** @type {number} */ from, /** @type {number} */ length, /** @type {0 | 1} */ axis) => {
        const within = (/** @type {number} */ line) => Math.max(1, Math.min(most[axis] + 1, line));
        return [within(from + 1), within(from + 1 + length)];
      };
      const [top, bottom] = span(row + above, rows, 0);
      const [start, end] = span(column + left, columns, 1);
      this.outlines[k].className = `value-box ${kind}`;
      this.outlines[k].hidden = bottom <= top || end <= start;
      this.outlines[k].style.gridArea = `${top} / ${start} / ${bottom} / ${end}`;
    });
  }
}

/** A length in rem, in pixels; 0 where there is none. @param {string} length */
export const rems = (length) => (parseFloat(length) || 0) * em(document.documentElement);

/** Data have a hue of their own, never so deep that ink could not be read on it. @param {number} share @returns {[string, string]} */
const dataTone = (share) => [
  `color-mix(in srgb, var(--class-0) ${Math.round(GROUND * Math.abs(share))}%, var(--paper))`,
  "",
];
