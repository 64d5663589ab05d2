// Several maps of one shape at one scale: pointing at a cell marks it in all of them and writes its numbers out.

import { html, say } from "../../kit/elements.js";
import { exact, significant } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { gridRoom } from "./grid_room.js";
import { Drawing } from "../drawing.js";
import { cellSide, largest, ValueGrid } from "../../kit/value_grid.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/** @typedef {{maps: string[], summary: string}} MapsHeader names of the arrays; one more, `wrong`, is not 0 where they disagree */

const HEIGHT = 15; // em of a map at least
const SCREEN = 0.36; // of the height of the screen

/** @extends {Drawing<MapsHeader>} */
export class MapsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "maps-row" }, root);
    this.line = html("p", { class: "patches-line", "aria-live": "polite" }, root);
    /** @type {ValueGrid[]} */
    this.grids = [];
    /** @type {Place | null} */
    this.pointed = null;
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {MapsHeader} header */
  take({ maps }) {
    this.pointed = null;
    while (this.grids.length < maps.length) {
      const title = maps[this.grids.length];
      this.grids.push(new ValueGrid(this.row, { title, signal: this.signal, point: (place) => this.point(place) }));
    }
  }

  /** @param {Place | null} place */
  point(place) {
    if (place?.join() === this.pointed?.join()) return;
    this.pointed = place;
    this.draw();
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {MapsHeader} header */
  paint(colours, { maps, summary }) {
    const { unit, width, narrow, height } = gridRoom(this.root, HEIGHT, SCREEN);
    const wrong = this.matrix("wrong");
    const shape = /** @type {Place} */ ([wrong.shape[0], wrong.shape[1]]);
    const room = narrow ? width - 8 : width / maps.length - 1.2 * unit;
    const cell = cellSide(shape, room, height, unit);
    const scale = Math.max(...maps.map((name) => largest(this.matrix(name).data)));
    const { pointed } = this;
    maps.forEach((name, k) => {
      const { data } = this.matrix(name);
      const at = (/** @type {number} */ i, /** @type {number} */ j) => data[i * shape[1] + j];
      this.grids[k].show({ shape, at }, colours, {
        cell,
        scale,
        boxes: pointed ? [{ row: pointed[0], column: pointed[1], rows: 1, columns: 1 }] : [],
        mark: (i, j) => (wrong.data[i * shape[1] + j] ? "tied" : ""),
        says: (i, j) => `${name} ${i}, ${j}: ${exact(at(i, j))}`,
      });
    });
    if (pointed) {
      const [i, j] = pointed;
      const told = maps.map((name) => `${name} ${significant(this.matrix(name).data[i * shape[1] + j])}`);
      say(this.line, `[${i}, ${j}]: ${told.join("; ")}`);
    } else say(this.line, summary);
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { maps, summary } = this.header;
    const numbers = Object.fromEntries(maps.map((name) => [name, Array.from(this.matrix(name).data)]));
    return { numbers, summary, wrong: Array.from(this.matrix("wrong").data), line: this.line.textContent };
  }
}
