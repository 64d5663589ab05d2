// One channel or one kernel seen large, in place of the selected samples while it is pointed at: its map for the chosen
// sample, the gradient of that, its kernels with their gradients and last updates.

import { label, short } from "../kit/number_format.js";
import { Cells, Surface, fit } from "../kit/surface.js";
import { hasMaps } from "./channels.js";
import { explainChannel, kernelName, kernelOf } from "./explain_maps.js";
import { paintDead } from "./feature_maps.js";
import { KINDS } from "./links.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./explain.js").Target} Target */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Lines about a channel that have room beside its map. */
const MOST_LINES = 6;

export class ChannelView {
  /** @param {HTMLElement} panel @param {import("../kit/surface.js").Look} look @param {AbortSignal} signal */
  constructor(panel, look, signal) {
    this.look = look;
    const box = /** @type {HTMLElement} */ (panel.querySelector(".canvas"));
    this.surface = new Surface(box, "The channel that is pointed at", signal);
    this.surface.canvas.hidden = true;
    this.cells = new Cells();
    /** @type {Target | null} what is shown */
    this.target = null;
  }

  /** Show a channel or a kernel, or nothing. @param {Target | null} target @param {import("./wire.js").Scene} scene @returns {boolean} whether something is shown */
  choose(target, scene) {
    const channel = target?.kind === "unit" && hasMaps(scene.columns[target.column]);
    this.target = channel || target?.kind === "kernel" ? target : null;
    this.surface.canvas.hidden = !this.target;
    return this.target !== null;
  }

  /** @param {Drawn} drawn */
  paint(drawn) {
    const { target, look } = this;
    const c = this.surface.begin(look);
    const { width, height } = this.surface;
    if (!target || !width) return;
    c.font = look.type(14);
    c.fillStyle = look.colours.ink;
    if (target.kind === "kernel") this.paintKernel(c, drawn, target, width, height);
    else this.paintChannel(c, drawn, target, width, height);
  }

  /** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target @param {number} width @param {number} height */
  paintChannel(c, drawn, target, width, height) {
    const { look } = this;
    const [title, ...lines] = explainChannel(drawn, { ...target, a: undefined, b: undefined });
    const foot = look.px(17);
    const rows = drawn.scene.columns[target.column].operation === "convolution" ? 3 : 0;
    const side = Math.min(rows ? height * 0.44 : height * 0.6, width * 0.27);
    const top = look.px(24);
    this.heading(c, title, width);
    const maps = /** @type {const} */ ([
      ["channel_maps", "a"],
      ["map_gradients", "da"],
    ]);
    maps.forEach(([kind, symbol], k) => {
      const tensor = drawn.frame.block.get(`${kind}.${target.column}`);
      if (!tensor) return;
      const [, high, wide] = tensor.shape;
      const box = {
        x: k * (side + look.px(10)),
        y: top,
        width: side,
        height: Math.max(look.px(8), (side * high) / wide),
      };
      this.paintCells(c, box, high, wide, (a, b) => tensor.data[(target.j * high + a) * wide + b]);
      if (drawn.frame.block.get(`dead_channels.${target.column}`)?.data[target.j])
        paintDead(c, look, box.x, box.y, box.width, box.height);
      c.fillStyle = look.colours.muted;
      const largest = drawn.frame.block.data(`${kind}.${target.column}.largest`)[0];
      c.fillText(`${symbol}  ± ${label(Number(largest.toPrecision(2)))}`, box.x, box.y + box.height + foot / 2);
    });
    const left = 2 * (side + look.px(10));
    c.fillStyle = look.colours.ink;
    lines.slice(0, MOST_LINES).forEach((line, k) => {
      c.fillText(fit(c, line, width - left), left, top + (k + 0.5) * look.px(19));
    });
    if (rows)
      this.paintRows(c, drawn, target, {
        x: 0,
        y: top + side + foot + look.px(4),
        width,
        height: height - top - side - foot - look.px(4),
      });
  }

  /** The kernels of a channel, their gradients, their last updates: a row each. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target @param {Box} box */
  paintRows(c, drawn, target, box) {
    const { look } = this;
    const n = drawn.scene.columns[target.column - 1].units;
    const [left, right] = [look.px(30), look.px(62)];
    const kinds = Object.values(KINDS).filter(({ weight }) => kernelOf(drawn, target, weight).length);
    const pitch = box.height / Math.max(1, kinds.length);
    const side = Math.min(pitch - look.px(4), (box.width - left - right) / n - look.px(2));
    kinds.forEach(({ weight, symbol }, row) => {
      const kernels = Array.from({ length: n }, (_, i) => kernelOf(drawn, { ...target, i }, weight));
      const largest = Math.max(1e-300, ...kernels.flat(2).map(Math.abs).filter(Number.isFinite));
      const y = box.y + row * pitch;
      kernels.forEach((kernel, i) => {
        const at = { x: left + i * (side + look.px(2)), y: y + (pitch - side) / 2, width: side, height: side };
        this.paintCells(c, at, kernel.length, kernel[0].length, (a, b) => byteOf(kernel[a][b], largest));
      });
      c.fillStyle = look.colours.ink;
      c.textAlign = "left";
      c.fillText(symbol[2], 0, y + pitch / 2);
      c.fillStyle = look.colours.muted;
      c.textAlign = "right";
      c.fillText(`± ${short(largest)}`, box.width - 1, y + pitch / 2);
      c.textAlign = "left";
    });
  }

  /** One kernel with its numbers, its gradient and its last update. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Target} target @param {number} width @param {number} height */
  paintKernel(c, drawn, target, width, height) {
    const { look } = this;
    const from = drawn.scene.columns[target.column - 1];
    const source = from.units > 1 ? `${from.title}, channel ${target.i + 1}` : from.title;
    this.heading(c, `${kernelName(drawn.scene, { ...target, a: undefined })} reads ${source}`, width);
    const kinds = Object.values(KINDS).filter(({ weight }) => kernelOf(drawn, target, weight).length);
    const gap = look.px(12);
    const side = Math.min((width - gap * (kinds.length - 1)) / kinds.length, height - look.px(70));
    const top = look.px(50);
    kinds.forEach(({ weight, symbol }, k) => {
      const kernel = kernelOf(drawn, target, weight);
      const largest = Math.max(1e-300, ...kernel.flat().map(Math.abs).filter(Number.isFinite));
      const box = { x: k * (side + gap), y: top, width: side, height: side };
      this.paintCells(c, box, kernel.length, kernel[0].length, (a, b) => byteOf(kernel[a][b], largest));
      c.fillStyle = look.colours.ink;
      c.textAlign = "left";
      c.fillText(symbol[2], box.x, top - look.px(11));
      const [high, wide] = [side / kernel.length, side / kernel[0].length];
      c.textAlign = "center";
      kernel.forEach((row, a) =>
        row.forEach((value, b) => {
          c.fillStyle = look.colours.onTone(value / largest);
          c.fillText(fit(c, short(value), wide - 2), box.x + (b + 0.5) * wide, top + (a + 0.5) * high);
        }),
      );
      c.textAlign = "left";
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {string} text @param {number} width */
  heading(c, text, width) {
    c.font = this.look.type(15, "650");
    c.fillText(fit(c, text, width), 0, this.look.px(10));
    c.font = this.look.type(14);
  }

  /** @param {CanvasRenderingContext2D} c @param {Box} box @param {number} high @param {number} wide @param {(a: number, b: number) => number} byte */
  paintCells(c, box, high, wide, byte) {
    const { signed, muted } = this.look.colours;
    const pixels = this.cells.resize(wide, high);
    for (let a = 0; a < high; a++) for (let b = 0; b < wide; b++) pixels[a * wide + b] = signed[byte(a, b)];
    this.cells.commit();
    c.imageSmoothingEnabled = false;
    c.drawImage(this.cells.canvas, box.x, box.y, box.width, box.height);
    c.strokeStyle = muted;
    c.lineWidth = 1;
    c.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  }
}

/** @param {number} value @param {number} largest */
const byteOf = (value, largest) => (Number.isFinite(value) ? 128 + Math.round((127 * value) / largest) : 0);
