// Panels of a race: a dot for every network, and pictures of what all of them see.

import { svgAxis } from "../kit/axis.js";
import { set, svg } from "../kit/elements.js";
import { wholePercent } from "../kit/number_format.js";
import { Panel } from "../kit/panel.js";
import { inkRatio } from "../kit/printing.js";
import { linear } from "../kit/scale.js";
import { Cells, fit } from "../kit/surface.js";

/** @typedef {import("./recording_view.js").Seen} Seen */
/** @typedef {import("../kit/panel.js").PanelOptions} PanelOptions */
/** @typedef {PanelOptions & {kind: "dots", name: string, low: number, high: number, lanes: {title: string, colour: string}[], veiled?: boolean}} DotsHeader an array of so many numbers a lane; `veiled`: they are shown later */
/** @typedef {PanelOptions & {kind: "pictures", name: string, labels: string[]}} PicturesHeader grey levels from 0 (paper) to 1 (ink) */

/** A dot for every number of a lane, side by side, and a line at the median. */
export class DotsPanel extends Panel {
  /** @param {Element} parent @param {DotsHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const sheet = this.sheet({ left: 3.4, right: 0.4, top: 0.5, bottom: 1.5 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { name, low, high, lanes, veiled } = this.panel;
    const y = linear([low, high], [frame.bottom, frame.top], { overshoot: 0.02 });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4, format: wholePercent });
    const values = frames[shown].arrays[name];
    const [count, width] = [values.length / lanes.length, (frame.right - frame.left) / lanes.length];
    const heard = [];
    for (const [k, { title, colour }] of lanes.entries()) {
      const look = { style: `--c: var(--${colour})` };
      const start = frame.left + k * width;
      const under = { x: start + width / 2, y: frame.bottom + 0.9 * unit, "text-anchor": "middle" };
      svg("text", under, drawing, veiled ? "?" : title);
      if (veiled) continue;
      const own = values.subarray(k * count, (k + 1) * count);
      own.forEach((v, i) => {
        const cx = start + width * (0.14 + (0.72 * (i + 0.5)) / count);
        svg("circle", { class: "dot", cx, cy: y(v), r: 0.24 * unit, ...look }, drawing);
      });
      const middle = median(own);
      const ends = { x1: start + 0.08 * width, x2: start + 0.92 * width };
      svg("line", { class: "race-median", ...ends, y1: y(middle), y2: y(middle), ...look }, drawing);
      heard.push(`${title}: median ${wholePercent(middle)}`);
    }
    set(drawing, { "aria-label": [this.options.title, ...heard].join(". ") });
  }
}

/** @param {Float64Array} values */
export function median(values) {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** A row of pictures, each with a name; they do not change while the networks train. */
export class PicturesPanel extends Panel {
  /** @param {Element} parent @param {PicturesHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
    this.cells = new Cells();
    /** What was drawn last. @type {unknown[]} */
    this.drawn = [];
  }

  /** @param {Seen} seen */
  show({ fixed, shapes, colours }) {
    const { name, labels } = this.panel;
    const { width: room, unit } = this.measure();
    const now = [fixed[name], room, unit, inkRatio(), colours.ink, colours.paper];
    if (now.every((one, i) => one === this.drawn[i])) return;
    const paper = this.paper();
    if (!paper) return;
    this.drawn = now;
    const { context: c, width, height } = paper;
    const [count, rows, columns] = shapes[name];
    const pitch = width / count;
    const side = Math.min(pitch - 0.3 * unit, height - 1.4 * unit);
    c.imageSmoothingEnabled = false;
    c.font = `${0.8 * unit}px ${getComputedStyle(this.box).fontFamily}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    for (let k = 0; k < count; k++) {
      const pixels = this.cells.resize(columns, rows);
      const from = k * rows * columns;
      for (let i = 0; i < pixels.length; i++) pixels[i] = colours.greys[Math.round(255 * fixed[name][from + i])];
      this.cells.commit();
      const left = k * pitch + (pitch - side) / 2;
      c.drawImage(this.cells.canvas, left, 0, side, side);
      c.strokeStyle = colours.muted;
      c.strokeRect(left + 0.5, 0.5, side - 1, side - 1);
      c.fillStyle = colours.ink;
      c.fillText(fit(c, labels[k], pitch), k * pitch + pitch / 2, side + 0.8 * unit);
    }
    if (this.canvas) set(this.canvas, { "aria-label": `${this.options.title}: ${labels.join(", ")}` });
  }
}
