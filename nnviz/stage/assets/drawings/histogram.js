// A histogram: bars to the right of zero are blue, those to the left orange, the one on zero grey.

import { em, html, set, sheet, svg } from "../kit/elements.js";
import { count, significant } from "../kit/number_format.js";
import { linear } from "../kit/scale.js";
import { svgAxis } from "../kit/axis.js";

const HEIGHT = 9; // em

export class Histogram {
  /** @param {Element} parent */
  constructor(parent) {
    this.box = html("figure", { class: "histogram" }, parent);
    this.drawing = svg("svg", { role: "img", "aria-label": "Histogram of the entries" }, this.box);
  }

  /**
   * @param {ArrayLike<number>} centres the middle of each bar
   * @param {ArrayLike<number>} counts
   * @param {number} barWidth 0 if all values are the same
   */
  show(centres, counts, barWidth) {
    const unit = em(this.box);
    const [width, height] = [this.box.clientWidth, HEIGHT * unit];
    if (width < 40) return;
    sheet(this.drawing, width, height);
    set(this.drawing, { "aria-label": `Histogram of the entries in ${centres.length} bars` });
    const frame = { left: 3.4 * unit, right: width - unit, top: 0.5 * unit, bottom: height - 2.5 * unit };
    if (!centres.length) {
      const middle = { x: width / 2, y: height / 2, "text-anchor": "middle", class: "axis-title" };
      svg("text", middle, this.drawing, "no finite entries");
      return;
    }
    const half = barWidth / 2 || 0.5 * Math.abs(centres[0]) || 0.5;
    const x = linear([centres[0] - half, centres[centres.length - 1] + half], [frame.left, frame.right]);
    const most = Math.max(...Array.from(counts));
    const y = linear([0, most], [frame.bottom, frame.top]);
    const whole = y.ticks(4).filter(Number.isInteger);
    svgAxis(this.drawing, y, { side: "left", frame, unit, title: "entries", values: whole, format: count });
    svgAxis(this.drawing, x, { side: "bottom", frame, unit, title: "value", grid: false, most: 5, format: roundLabel });
    const thick = Math.max(1, 0.92 * Math.abs(x(2 * half) - x(0)) * (barWidth ? 1 : 0.2));
    for (let k = 0; k < centres.length; k++) {
      const [value, n] = [centres[k], counts[k]];
      const sign = Math.abs(value) < barWidth / 2 || value === 0 ? "zero" : value > 0 ? "positive" : "negative";
      const top = y(n);
      const bar = { class: `bar ${sign}`, x: x(value) - thick / 2, y: top, width: thick, height: frame.bottom - top };
      svg("title", {}, svg("rect", bar, this.drawing), `about ${significant(value, 3)}: ${n} entries`);
    }
  }
}

/** A label of few digits, whatever the size. @param {number} value @param {number | undefined} distance */
const roundLabel = (value, distance) =>
  Math.abs(value) < 1e-9 * (distance ?? 1)
    ? "0"
    : significant(value, distance && Math.abs(value) > 50 * distance ? 4 : 3);
