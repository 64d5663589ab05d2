// What places, colours and lines of a map of trainings mean: its axes, the scale above it, the keys below it.

import { svgAxis } from "../../kit/axis.js";
import { css, mix, rgb } from "../../kit/colours.js";
import { em, say, sheet, svg } from "../../kit/elements.js";
import { legendKey } from "../../kit/panel.js";
import { linear, log } from "../../kit/scale.js";

/** @typedef {import("../../kit/scale.js").Scale} Scale */
/** @typedef {import("./map_view.js").AxisWords} AxisWords */

/** The scale of colours. @param {SVGSVGElement} drawing @param {import("../../kit/view.js").Palette} colours @param {import("./map_cells.js").Shown} shown */
export function drawScale(drawing, colours, shown) {
  const unit = em(drawing);
  const [width, height] = [11 * unit, 2.2 * unit];
  sheet(drawing, width, height);
  const frame = { left: 1.4 * unit, right: width - 1.4 * unit, top: 0.1 * unit, bottom: 0.9 * unit };
  const range = /** @type {[number, number]} */ ([frame.left, frame.right]);
  const [paper, full] = [rgb(colours.paper), rgb(colours.positive)];
  const steps = 40;
  for (let k = 0; k < steps; k++) {
    const fill = css(mix(paper, full, k / (steps - 1)));
    const wide = (frame.right - frame.left) / steps;
    svg("rect", { x: frame.left + k * wide, y: frame.top, width: wide + 0.5, height: frame.bottom, fill }, drawing);
  }
  const scale = (shown.log ? log : linear)([shown.low, shown.high], range);
  svgAxis(drawing, scale, { side: "bottom", frame, unit, most: 3, grid: false });
}

/** The keys of the lines. @param {HTMLElement} box @param {{veiled: boolean, predictions: number, critical: number}} header */
export function writeKeys(box, { veiled, predictions, critical }) {
  box.replaceChildren();
  if (veiled) say(box, "Answer the question below first: then the map is drawn.");
  else {
    const half = legendKey(box, { title: "measured border: half of the runs solved", colour: "ink" });
    half.classList.add("map-key");
    if (predictions) legendKey(box, { title: "mean-field theory: deepest that trains", colour: "warning", dash: true });
    if (critical) legendKey(box, { title: "critical scale", colour: "warning" }).classList.add("dotted");
  }
}

/**
 * A label for each column and each row.
 * @param {SVGElement} parent @param {{rows: AxisWords, columns: AxisWords}} header
 * @param {{x: Scale, y: Scale, frame: import("../../kit/elements.js").Frame, unit: number}} place
 */
export function drawAxes(parent, { rows, columns }, { x, y, frame, unit }) {
  const axis = (
    /** @type {Scale} */ scale,
    /** @type {"bottom" | "left"} */ side,
    /** @type {AxisWords} */ { labels, title },
  ) =>
    svgAxis(parent, scale, {
      side,
      frame,
      unit,
      title,
      grid: false,
      values: labels.map((_, i) => i),
      format: (i) => labels[Math.round(i)] ?? "",
    });
  axis(x, "bottom", columns);
  axis(y, "left", rows);
}
