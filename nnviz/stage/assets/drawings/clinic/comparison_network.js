// A small network as it is: weights as lines, units that are dead crossed out, and what it says on the plane of its data.

import { css } from "../../kit/colours.js";
import { set } from "../../kit/elements.js";
import { LanePanel } from "./comparison_panels.js";

/** @typedef {import("./comparison_lanes.js").Lane} Lane */
/** @typedef {import("./comparison_lanes.js").Frame} Frame */
/** @typedef {import("../../kit/view.js").Palette} Palette */
/** @typedef {{left: number, top: number, side: number}} Square */

/** @extends {LanePanel} */
export class ComparisonNetwork extends LanePanel {
  tile = document.createElement("canvas");

  /** @param {Lane} lane @param {Frame} frame @param {import("./comparison_panels.js").Shown} shown */
  draw(lane, { arrays }, { colours }) {
    const paper = this.paper();
    if (!paper) return;
    const { context, width, height, unit } = paper;
    this.canvas?.classList.add("comparison-network");
    const side = arrays.field.length ? Math.min(height, 0.56 * width) : 0;
    const room = { width: width - (side ? side + 0.6 * unit : 0), height };
    this.diagram(context, lane, arrays, room, unit, colours);
    if (side) this.map(context, lane, arrays.field, { left: width - side, top: (height - side) / 2, side }, colours);
  }

  /** @param {CanvasRenderingContext2D} pen @param {Lane} lane @param {Frame["arrays"]} arrays @param {{width: number, height: number}} room @param {number} unit @param {Palette} colours */
  diagram(pen, lane, arrays, room, unit, colours) {
    const { sizes } = lane;
    const r = Math.max(2.5, Math.min(0.55 * unit, (0.4 * room.height) / Math.max(...sizes)));
    const x = (/** @type {number} */ k) => r + 2 + (k / (sizes.length - 1)) * (room.width - 2 * r - 4);
    const y = (/** @type {number} */ count, /** @type {number} */ j) =>
      room.height / 2 +
      (j - (count - 1) / 2) * Math.min(1.9 * unit, (room.height - 2 * r - 4) / Math.max(1, count - 1));
    let at = 0;
    for (let k = 1; k < sizes.length; k++) {
      const [n, m] = [sizes[k - 1], sizes[k]];
      const W = arrays.weights.subarray(at, at + n * m);
      at += (n + 1) * m;
      let most = 1e-12;
      for (const w of W) if (Number.isFinite(w)) most = Math.max(most, Math.abs(w));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          const w = W[i * m + j];
          const share = Number.isFinite(w) ? w / most : NaN;
          pen.strokeStyle =
            share === 0 ? colours.hairline : colours.tone(Math.sign(share) * (0.25 + 0.75 * Math.abs(share)));
          pen.lineWidth = 0.5 + 2.2 * (Number.isFinite(share) ? Math.abs(share) : 0.2);
          pen.globalAlpha = Number.isFinite(share) ? 0.3 + 0.7 * Math.abs(share) : 0.6;
          pen.beginPath();
          pen.moveTo(x(k - 1), y(n, i));
          pen.lineTo(x(k), y(m, j));
          pen.stroke();
        }
      }
    }
    pen.globalAlpha = 1;
    this.units(pen, sizes, arrays.slopes, x, y, r, colours);
  }

  /** @param {CanvasRenderingContext2D} pen @param {number[]} sizes @param {Float64Array} slopes @param {(k: number) => number} x @param {(n: number, j: number) => number} y @param {number} r @param {Palette} colours */
  units(pen, sizes, slopes, x, y, r, colours) {
    const hidden = sizes.slice(1, -1).reduce((a, b) => a + b, 0);
    const samples = hidden ? slopes.length / hidden : 0;
    let u = 0;
    sizes.forEach((count, k) => {
      for (let j = 0; j < count; j++) {
        const inside = k > 0 && k < sizes.length - 1;
        let mean = 1;
        if (inside) {
          mean = 0;
          for (let i = 0; i < samples; i++) mean += slopes[u * samples + i] / samples;
          u += 1;
        }
        const dead = inside && mean === 0;
        pen.beginPath();
        pen.arc(x(k), y(count, j), r, 0, 2 * Math.PI);
        pen.fillStyle = colours.paper;
        pen.fill();
        pen.globalAlpha = dead ? 0 : inside ? 0.15 + 0.75 * Math.min(1, Number.isFinite(mean) ? mean : 0) : 0.35;
        pen.fillStyle = colours.gradient;
        pen.fill();
        pen.globalAlpha = 1;
        pen.lineWidth = 1.4;
        pen.strokeStyle = dead || !Number.isFinite(mean) ? colours.warning : colours.muted;
        pen.stroke();
        if (!dead) continue;
        const d = 0.6 * r;
        pen.beginPath();
        pen.moveTo(x(k) - d, y(count, j) - d);
        pen.lineTo(x(k) + d, y(count, j) + d);
        pen.moveTo(x(k) + d, y(count, j) - d);
        pen.lineTo(x(k) - d, y(count, j) + d);
        pen.stroke();
      }
    });
  }

  /** @param {CanvasRenderingContext2D} pen @param {Lane} lane @param {Float64Array} field @param {Square} square @param {Palette} colours */
  map(pen, lane, field, { left, top, side }, colours) {
    const cells = Math.round(Math.sqrt(field.length));
    set(this.tile, { width: cells, height: cells });
    const small = /** @type {CanvasRenderingContext2D} */ (this.tile.getContext("2d"));
    for (let q = 0; q < field.length; q++) {
      const v = field[q];
      const clipped = Math.max(-1, Math.min(1, v));
      const tone = Number.isNaN(v)
        ? colours.muted
        : lane.values
          ? colours.tone(clipped)
          : css(colours.region(v >= 0 ? 1 : 0, Math.abs(clipped)));
      small.fillStyle = tone;
      small.fillRect(q % cells, cells - 1 - Math.floor(q / cells), 1, 1);
    }
    pen.imageSmoothingEnabled = true;
    pen.drawImage(this.tile, left, top, side, side);
    pen.strokeStyle = colours.hairline;
    pen.lineWidth = 1;
    pen.strokeRect(left, top, side, side);
    this.points(pen, lane, { left, top, side }, colours);
  }

  /** Training samples full, test samples as rings. @param {CanvasRenderingContext2D} pen @param {Lane} lane @param {Square} square @param {Palette} colours */
  points(pen, lane, { left, top, side }, colours) {
    const points = lane.points;
    const r = Math.max(1.6, side / 62);
    for (let p = 0; p < points.length; p += 4) {
      const [a, b, value, tested] = [points[p], points[p + 1], points[p + 2], points[p + 3]];
      if (!(a >= 0 && a <= 1 && b >= 0 && b <= 1)) continue;
      const colour = lane.values ? colours.tone(value) : colours.classColour(value);
      pen.beginPath();
      pen.arc(left + a * side, top + (1 - b) * side, tested ? 0.8 * r : r, 0, 2 * Math.PI);
      if (tested) {
        pen.strokeStyle = colour;
        pen.lineWidth = 1.2;
        pen.stroke();
        continue;
      }
      pen.fillStyle = colour;
      pen.fill();
      pen.strokeStyle = colours.paper;
      pen.lineWidth = 0.8;
      pen.stroke();
    }
  }
}
