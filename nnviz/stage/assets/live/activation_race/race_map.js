// One contestant: what it says over the plane, and a dot for the accuracy of every seed.

import { canvasAxis } from "../../kit/axis.js";
import { percent, short, wholePercent } from "../../kit/number_format.js";
import { linear } from "../../kit/scale.js";
import { Chooser } from "../../kit/chooser.js";
import { OutputMap } from "../map.js";
import { PARTS, paintPoints } from "../points.js";
import { runnerColour } from "./runners.js";

/** @typedef {import("../wire.js").RaceScene} RaceScene */
/** @typedef {import("../wire.js").Frame} Frame */

/** What there is before a race has come. */
const NO_RACE = { contestants: [], seeds: [], solved: 1, loss: "" };

/** The mean of all seeds, in place of one of them. */
export const EVERY_SEED = -1;

export class RaceMap extends OutputMap {
  /**
   * @param {HTMLElement} panel
   * @param {import("../../kit/surface.js").Look} look
   * @param {import("../../kit/tooltip.js").Tooltip} tip
   * @param {number} k which contestant
   * @param {(value: object) => void} choose choose a seed
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, k, choose, signal) {
    super(
      panel,
      look,
      () => {},
      () => {},
      signal,
    );
    this.tip = tip;
    this.k = k;
    this.title = "";
    /** @type {import("../wire.js").RaceSpec} */
    this.race = NO_RACE;
    this.plane = false;
    /** Whether the dots stand beside the map, or below it. */
    this.upright = true;
    this.strip = { x: 0, y: 0, width: 0, height: 0 };
    /** @type {[number, number][]} where the dots of the seeds stand */
    this.seeds = [];
    /** @type {ArrayLike<number>} */
    this.accuracies = [];
    /** @type {ArrayLike<number>} */
    this.losses = [];
    const { canvas } = this.over;
    this.chooser = new Chooser(canvas, {
      count: () => this.race.seeds.length,
      text: (i) => `seed ${this.race.seeds[i]}, test accuracy ${percent(this.accuracies[i] ?? NaN)}`,
      choose: (index) => choose({ index }),
      signal,
    });
    canvas.addEventListener(
      "click",
      (event) => {
        const seed = this.seedAt(event.offsetX, event.offsetY);
        if (seed >= 0) choose({ index: seed });
      },
      { signal },
    );
    canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
  }

  /** @param {RaceScene} scene */
  setScene(scene) {
    super.setScene(scene);
    this.plane = scene.kind === "plane";
    this.race = scene.race;
    this.title = scene.race.contestants[this.k].title;
    const what = this.plane ? "Regions over the plane, and the" : "The";
    this.over.canvas.setAttribute("aria-label", `${this.title}: ${what} accuracy of ${this.race.seeds.length} seeds`);
  }

  prepare() {
    super.prepare();
    const { look } = this;
    const { clientWidth: width, clientHeight: height } = this.over.box;
    const beside = Math.min(height, width - look.px(62));
    const above = Math.min(width, height - look.px(40));
    const upright = beside >= above || !this.plane;
    const side = this.plane ? Math.max(0, upright ? beside : above) : 0;
    this.upright = upright;
    this.settleAt({ x: upright ? 0 : (width - side) / 2, y: upright ? (height - side) / 2 : 0, side, legend: 0 });
    const left = this.plane ? side + look.px(14) : 0;
    this.strip = upright
      ? { x: left, y: look.px(8), width: width - left, height: height - look.px(16) }
      : { x: look.px(22), y: side + look.px(6), width: width - look.px(44), height: look.px(20) };
  }

  get pointScale() {
    return Math.min(1, Math.max(0.5, this.area.side / this.look.px(230)));
  }

  /** @param {Frame} frame */
  paint(frame) {
    super.paint({ block: { get: (name) => frame.block.get(`${name}.${this.k}`) } }, null);
    this.paintSeeds(frame);
  }

  /** Data and frame; nothing else fits on so small a map. */
  paintOver() {
    const c = this.over.begin(this.look);
    if (!this.plane) return;
    const { x, y, side } = this.area;
    c.save();
    c.beginPath();
    c.rect(x, y, side, side);
    c.clip();
    for (const part of PARTS) paintPoints(c, this, part);
    c.restore();
    c.strokeStyle = this.look.colours.muted;
    c.lineWidth = 1;
    c.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
  }

  /** A dot for each seed at its accuracy; dots that would cover each other stand side by side. @param {Frame} frame */
  paintSeeds(frame) {
    const c = this.under.context;
    const { look, strip, upright } = this;
    const all = frame.block.data("accuracies");
    const n = this.race.seeds.length;
    const values = all.subarray(this.k * n, (this.k + 1) * n);
    this.accuracies = values;
    this.losses = frame.block.data("losses").subarray(this.k * n, (this.k + 1) * n);
    const chosen = frame.sample?.index ?? 0;
    this.chooser.show(chosen);
    const lowest = Math.floor(Math.min(0.5, ...all) * 10 + 1e-6) / 10;
    const { x, y, width, height } = strip;
    const along = linear([lowest, 1], upright ? [y + height, y] : [x, x + width]);
    const r = look.px(n > 40 ? 2.2 : 3.2);
    this.paintAxisOfSeeds(c, along);
    const bins = new Map();
    this.seeds = [];
    for (let i = 0; i < n; i++) {
      const at = Math.round((along(values[i]) - along(lowest)) / (2 * r));
      const beside = bins.get(at) ?? 0;
      bins.set(at, beside + 1);
      const across = look.px(upright ? 44 : 3) + beside * 2 * r;
      const room = (upright ? width : height) - r;
      const shift =
        across > room ? look.px(upright ? 44 : 3) + (across % Math.max(1, room - look.px(upright ? 44 : 3))) : across;
      const px = upright ? x + shift : along(values[i]);
      const py = upright ? along(values[i]) : y + shift;
      this.seeds.push([px, py]);
      c.beginPath();
      c.arc(px, py, r, 0, 7);
      c.fillStyle = runnerColour(look.colours, this.k);
      c.fill();
    }
    const dot = this.seeds[chosen];
    if (!dot || chosen < 0) return;
    c.beginPath();
    c.arc(dot[0], dot[1], r + look.px(2.5), 0, 7);
    c.lineWidth = look.px(1.8);
    c.strokeStyle = look.colours.ink;
    c.stroke();
  }

  /** The axis of the accuracies, and the line from which on a seed is solved. @param {CanvasRenderingContext2D} c @param {import("../../kit/scale.js").Scale} along */
  paintAxisOfSeeds(c, along) {
    const { look, strip, upright } = this;
    const { x, y, width, height } = strip;
    const { solved } = this.race;
    const [lowest] = along.domain;
    const at = Math.round(along(solved)) + 0.5;
    c.lineWidth = 1;
    c.strokeStyle = look.colours.muted;
    c.setLineDash([look.px(4), look.px(3)]);
    c.beginPath();
    c.moveTo(upright ? x + look.px(38) : at, upright ? at : y - look.px(2));
    c.lineTo(upright ? x + width : at, upright ? at : y + height);
    c.stroke();
    c.setLineDash([]);
    const between = upright && lowest < solved - 0.25 && solved < 0.93 ? [solved] : [];
    canvasAxis(c, along, {
      side: upright ? "left" : "bottom",
      frame: { left: x + look.px(42), right: x + width, top: y, bottom: y + height - look.px(5) },
      look,
      values: [lowest, ...between, 1],
      format: wholePercent,
      grid: false,
    });
  }

  /** The seed whose dot is under the pointer, or -1. */
  seedAt(/** @type {number} */ x, /** @type {number} */ y) {
    let [best, found] = [this.look.px(9), -1];
    this.seeds.forEach(([px, py], i) => {
      const distance = Math.hypot(px - x, py - y);
      if (distance < best) [best, found] = [distance, i];
    });
    return found;
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const seed = this.seedAt(event.offsetX, event.offsetY);
    if (seed < 0) return this.tip.hide();
    const lines = [`${this.title}, seed ${this.race.seeds[seed]}`, `test accuracy ${percent(this.accuracies[seed])}`];
    lines.push(`${this.race.loss} ${short(this.losses[seed])}`, "click: show this seed's map in every panel");
    this.tip.show(event, lines.join("\n"));
  }
}
