// What a unit sees of every map below it: the box by arithmetic, and the gradient of its Z, map by map.

import { svgAxis } from "../../kit/axis.js";
import { em, html, say, svg } from "../../kit/elements.js";
import { fixed, percent, significant } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { line, SvgPath } from "../../kit/path.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { linear } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { widthOf } from "../../kit/sizes.js";
import { PlayedView } from "../played_view.js";
import { ValueGrid } from "../../kit/value_grid.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/**
 * @typedef {object} ReceptiveOnly
 * @property {string[]} titles of the image and of every layer
 * @property {number[]} sizes rows of the image and of every layer's map
 * @property {number} layer the unit's, from 1
 * @property {Place} unit
 * @property {[number, number][]} rows first and last row that it sees, on the image, every map below it, and its own
 * @property {[number, number][]} columns
 * @property {boolean} answered whether gradients may be shown
 * @property {boolean} trains whether there is anything to be played
 * @property {string} line what the arithmetic gives
 * @property {string} legend of the chart
 */
/** @typedef {import("../played_view.js").PlayedHeader & ReceptiveOnly} ReceptiveHeader */

const MARGINS = { left: 3.4, right: 0.6, top: 0.5, bottom: 1.6 };
const HEIGHT = 11; // em, of a map
const LEAST = 6; // pixels of a cell
const NARROW = 480;
const FINGER = 24; // pixels of a cell that can be chosen, on a phone: the maps scroll

/** The sides of cells: all maps that fit in a row have one height, as far as that leaves them room. @param {number[]} sizes @param {number} width @param {number} height @param {number} gap */
export function sides(sizes, width, height, gap) {
  const room = width - gap * (sizes.length - 1);
  // A map is drawn as wide as its cells ask for: a map of half as many rows is half as wide, yet never a speck.
  const shares = sizes.map((size) => Math.max(size, 0.45 * Math.max(...sizes)));
  const unit = Math.min(height / Math.max(...shares), room / shares.reduce((sum, share) => sum + share, 0));
  return sizes.map((size, k) => Math.max(LEAST, Math.floor((unit * shares[k]) / size)));
}

/** @extends {PlayedView<ReceptiveHeader>} */
export class ReceptiveView extends PlayedView {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.playhead.pace = 6;
    this.top = html("div", { class: "receptive-top" }, root);
    this.makeBar(this.top);
    this.maps = scrollArea(html("div", { class: "receptive-maps" }, root), "image and maps", this.signal);
    /** @type {ValueGrid[]} */
    this.grids = [];
    this.below = html("div", { class: "receptive-below" }, root);
    this.chart = new Panel(this.below, {
      title: "",
      height: 7.6,
      label: "the gradient along the columns of the image",
    });
    this.line = html("p", { class: "line receptive-line", "aria-live": "polite" }, root);
    /** @type {[number, Place] | null} a unit that was chosen and is not answered yet */
    this.wanted = null;
  }

  get keys() {
    return ROVING_KEYS;
  }

  /** @param {number} layer @param {Place} place */
  choose(layer, place) {
    if (!layer) return;
    this.wanted = [layer, place];
    this.requests.ask({ layer, row: place[0], column: place[1], done: true });
    this.draw();
  }

  /** @param {ReceptiveHeader} header */
  arrange(header) {
    if (!this.requests.busy) this.wanted = null;
    this.top.hidden = !header.trains;
    if (this.grids.length === header.sizes.length) return;
    this.maps.replaceChildren();
    this.grids = header.sizes.map((_, layer) => {
      const choose = layer ? (/** @type {Place} */ place) => this.choose(layer, place) : undefined;
      return new ValueGrid(this.maps, { title: header.titles[layer], signal: this.signal, choose });
    });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ReceptiveHeader} header */
  paint(colours, header) {
    if (!this.frames.length) return false;
    const { arrays } = this.frames[this.shown];
    const { sizes, titles, layer, rows, columns, answered } = header;
    const unit = em(this.maps);
    const height = header.trains ? HEIGHT - 2.5 : HEIGHT; // room for the playback bar
    const width = widthOf(this.maps);
    const fitting = sides(sizes, width, height * unit, 0.9 * unit);
    const cells = fitting.map((cell, k) => (k && width < NARROW ? Math.max(FINGER, cell) : cell));
    const [wantedLayer, wanted] = this.wanted ?? [layer, header.unit];
    this.grids.forEach((grid, k) => {
      const n = sizes[k];
      const data = arrays[`energy ${k}`];
      const inside = k <= layer;
      const [first, last] = inside ? [rows[k], columns[k]] : [null, null];
      /** @type {import("../../kit/value_grid.js").BoxKind} */
      const box = k === layer ? "other" : "window";
      say(grid.title, `${titles[k]}`);
      grid.show({ shape: [n, n], at: (i, j) => (data && answered ? data[i * n + j] : 0) }, colours, {
        cell: cells[k],
        scale: 1,
        write: () => "",
        chosen: k === wantedLayer ? wanted : k ? [Math.min(wanted[0], n - 1), Math.min(wanted[1], n - 1)] : null,
        boxes:
          first && last
            ? [
                {
                  row: first[0],
                  column: last[0],
                  rows: first[1] - first[0] + 1,
                  columns: last[1] - last[0] + 1,
                  kind: box,
                },
              ]
            : [],
        mark: () => (inside ? "" : "faint"),
        says: (i, j) => {
          const share = data && answered ? `: ${percent(data[i * n + j])} of the largest` : "";
          return `${titles[k]}, row ${i}, column ${j}${share}`;
        },
      });
    });
    this.profile(header);
    say(this.line, this.words(header));
  }

  /** How the gradient is spread along the columns, and what theory says. @param {ReceptiveHeader} header */
  profile({ sizes, columns, answered, legend }) {
    const { chart } = this;
    if (chart.title) say(chart.title, answered ? legend : "Predict below, and the gradient is shown too.");
    const sheet = chart.sheet(MARGINS);
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { profile, gaussian } = this.frames[this.shown].arrays;
    const high = 1.08 * Math.max(...profile, ...gaussian, 1e-9);
    const x = linear([-0.5, sizes[0] - 0.5], [frame.left, frame.right]);
    const y = linear([0, high], [frame.bottom, frame.top]);
    const [first, last] = columns[0];
    const band = { x: x(first - 0.5), width: x(last + 0.5) - x(first - 0.5), y: frame.top };
    svg("rect", { class: "receptive-box", ...band, height: frame.bottom - frame.top }, drawing);
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, title: "column", titleAt: "start" });
    if (!answered) return;
    const wide = Math.abs(x(1) - x(0));
    profile.forEach((value, k) =>
      svg(
        "rect",
        {
          class: "receptive-bar",
          x: x(k) - 0.38 * wide,
          width: 0.76 * wide,
          y: y(value),
          height: Math.max(0, frame.bottom - y(value)),
        },
        drawing,
      ),
    );
    const pen = new SvgPath();
    line(pen, gaussian, x, y, {});
    svg("path", { class: "curve", d: pen.d, style: "--c: var(--negative)" }, drawing);
  }

  /** @param {ReceptiveHeader} header */
  words({ line: told, answered, trains }) {
    const { stats, accuracy } = this.frames[this.shown].arrays;
    if (!answered) return told;
    const [down, across, theory, outside] = stats;
    const right = trains ? `   test accuracy ${percent(accuracy[0])}` : "";
    const spread = `spread of the gradient ${fixed(across, 3)} columns, ${fixed(down, 3)} rows; theory ${fixed(theory, 3)}`;
    return `${told}   largest gradient outside of the box: ${outside === 0 ? "0.0" : significant(outside)}   ${spread}${right}`;
  }

  /** For tests. */
  state() {
    const state = super.state();
    const { layer, unit, rows, columns, sizes, answered } = this.header ?? {};
    return state && { ...state, layer, unit, rows, columns, sizes, answered, line: this.line.textContent };
  }
}
