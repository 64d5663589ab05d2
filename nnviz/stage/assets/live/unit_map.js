// A single unit's activation over the plane: what the map shows in place of the output while a unit is looked at.

import { short, subscript } from "../kit/number_format.js";
import { Cells, fit } from "../kit/surface.js";
import { thinned } from "./cells.js";
import { paintScale } from "./legend.js";
import { NO_SCENE } from "./wire.js";

/** @typedef {{column: number, j: number}} Unit of the diagram */

export class UnitMap {
  /** @param {import("../kit/surface.js").Look} look */
  constructor(look) {
    this.look = look;
    this.cells = new Cells();
    this.scene = NO_SCENE;
    /** @type {import("./map.js").Shown | null} the frame that is shown */
    this.frame = null;
    /** @type {Unit | null} */
    this.chosen = null;
    /** The number of its deepest colour. */
    this.largest = 1;
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.chosen = null;
  }

  /** Look at a unit that has a map, or at none. @param {Unit | null} unit @returns {boolean} whether that is a change */
  choose(unit) {
    if (unit?.column === this.chosen?.column && unit?.j === this.chosen?.j) return false;
    this.chosen = unit && this.maps(unit) ? unit : null;
    return true;
  }

  /** @param {Unit} unit @returns {import("../kit/wire.js").Tensor | undefined} the maps of its column */
  maps({ column }) {
    return column ? this.frame?.block.get(`unit_maps.${column}`) : this.scene.block.get("feature_maps");
  }

  /** What it is called, and its bias where it has one. */
  get name() {
    if (!this.chosen) return "";
    const { column, j } = this.chosen;
    const { title, labels, units } = this.scene.columns[column];
    const one = labels.length ? `${title} ${labels[j]}` : units === 1 ? title : `${title}, unit ${j + 1}`;
    const bias = column ? this.frame?.block.get(`biases.${column - 1}`)?.data[j] : undefined;
    return bias === undefined ? one : `${one}, b${subscript(column)} = ${short(bias)}`;
  }

  /** Take the scale of the frame; returns whether it is another one. */
  rescale() {
    if (!this.chosen) return false;
    const { column } = this.chosen;
    const name = column ? `unit_maps.${column}.largest` : "feature_maps.largest";
    const before = this.largest;
    this.largest = (column ? this.frame : this.scene)?.block.get(name)?.data[0] ?? 1;
    return this.largest !== before;
  }

  /**
   * Its map has fewer cells than that of the output, at every so many of these.
   * @param {CanvasRenderingContext2D} c
   * @param {{area: import("./map.js").Area, under: {width: number}}} map where it lies, and on what
   * @param {number} whole cells a side of the output's map
   */
  paint(c, { area, under }, whole) {
    const maps = this.chosen && this.maps(this.chosen);
    if (!this.chosen || !maps) return;
    const n = maps.shape[1];
    const { signed } = this.look.colours;
    const pixels = this.cells.resize(n, n);
    for (let row = 0; row < n; row++) {
      for (let x = 0; x < n; x++) pixels[(n - 1 - row) * n + x] = signed[maps.data[(this.chosen.j * n + row) * n + x]];
    }
    this.cells.commit();
    const { x, y, side } = area;
    const { cell, shift } = thinned(side, whole, Math.floor(whole / n));
    c.save();
    c.beginPath();
    c.rect(x, y, side, side);
    c.clip();
    c.imageSmoothingEnabled = true;
    c.drawImage(this.cells.canvas, x, y, side, side); // the rim that no cell has its middle in
    c.drawImage(this.cells.canvas, x + shift, y + side - shift - n * cell, n * cell, n * cell);
    c.restore();
    c.fillStyle = this.look.colours.ink;
    c.font = this.look.type(14);
    c.fillText(fit(c, this.name, under.width - x), x, y - this.look.px(10));
  }

  /** Its colour scale. @param {CanvasRenderingContext2D} c @param {import("./legend.js").Legend} map */
  paintLegend(c, map) {
    const { area, scene } = map;
    const values = this.look.colours.signed;
    /** @type {[number, number, number]} */
    const ends = [-this.largest, 0, this.largest];
    const shown = { ...map, area, values, look: this.look, scene: { ...scene, target: null, output_range: ends } };
    const [left, top, bottom] = [area.x + area.side + this.look.px(14), area.y, area.y + area.side];
    c.textAlign = "left";
    paintScale(c, shown, left, top, bottom, this.chosen?.column ? `a${subscript(this.chosen.column)}` : "input");
  }
}
