// Predicted against true values: on the diagonal the prediction is exact.

import { clipped, html, svg } from "../../kit/elements.js";
import { linear } from "../../kit/scale.js";
import { Panel } from "../../kit/panel.js";
import { significant } from "../../kit/number_format.js";
import { svgAxis } from "../../kit/axis.js";
import { Drawing } from "../drawing.js";

const HEIGHT = 22; // em
const MARGINS = { left: 4.6, right: 1, top: 0.8, bottom: 2.7 };

/** @typedef {{alt: string, title: string, target: string}} PredictedHeader what is predicted; empty where it has no name */

/** @extends {Drawing<PredictedHeader>} */
export class PredictedView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.panel = new Panel(html("div", {}, root), { title: "", height: HEIGHT });
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {PredictedHeader} header */
  paint(_colours, { alt, title, target }) {
    const { truth, said, ends } = this.numbers;
    this.panel.options.label = alt;
    if (this.panel.title) this.panel.title.textContent = title;
    const sheet = this.panel.sheet({ height: HEIGHT, ...MARGINS });
    if (!sheet) return false;
    const { drawing, frame, unit } = sheet;
    const room = 0.04 * (ends[1] - ends[0] || 1);
    /** @type {[number, number]} */
    const domain = [ends[0] - room, ends[1] + room];
    const x = linear(domain, [frame.left, frame.right]);
    const y = linear(domain, [frame.bottom, frame.top]);
    const name = target ? `${target}: ` : "";
    svgAxis(drawing, x, { side: "bottom", frame, unit, title: `${name}true` });
    svgAxis(drawing, y, { side: "left", frame, unit, title: `${name}predicted` });
    const inside = clipped(drawing, frame);
    svg("line", { class: "diagonal", x1: x(ends[0]), y1: y(ends[0]), x2: x(ends[1]), y2: y(ends[1]) }, inside);
    for (let i = 0; i < truth.length; i++) {
      const point = svg("circle", { class: "sample", cx: x(truth[i]), cy: y(said[i]), r: 0.22 * unit }, inside);
      svg("title", {}, point, `true ${significant(truth[i], 6)}, predicted ${significant(said[i], 6)}`);
    }
  }

  /** For tests. */
  state() {
    return this.drawn ? { points: this.numbers.truth.length, drawn: this.drawn } : null;
  }
}
