// Linear regions of the plane: a polygon for each pattern of active units, layer by layer, and the affine map of one.

import { chooser } from "./layer_choice.js";
import { css, mix, rgb } from "../../kit/colours.js";
import { em, html, say, set, sheet, svg, tableHead } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Slider } from "../../kit/slider.js";
import { Drawing } from "../drawing.js";
import { borderLine, patternText, regionShade } from "./regions.js";

const HEIGHT = 21; // em
const MAPS = 4; // columns of W* that are written out

/**
 * @typedef {object} RegionsHeader
 * @property {[number, number]} window
 * @property {number} layer that is on view, from 0
 * @property {number} region that is chosen
 * @property {number[]} counts regions behind each layer
 * @property {number[]} units of each hidden layer
 * @property {string[]} facts sentences on the layer that is on view, one a layer
 * @property {boolean} border whether the output's zero is a border between two classes
 */

/** @extends {Drawing<RegionsHeader>} */
export class RegionsView extends Drawing {
  layer = 0;
  region = 0;
  told = "";

  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "regions-row" }, root);
    const left = html("div", {}, this.row);
    this.buttons = html("div", { class: "regions-layers", role: "group", "aria-label": "Layer" }, left);
    this.place = html("div", { class: "regions-place" }, left);
    this.svg = svg("svg", { role: "img", "aria-label": "Regions of the plane" }, this.place);
    this.facts = html("div", { class: "regions-facts" }, this.row);
    this.fact = html("p", {}, this.facts);
    this.slider = new Slider(this.facts, {
      label: "region",
      low: 1,
      high: 2,
      step: 1,
      text: String,
      change: (value, done) => this.choose(value - 1, done),
      signal: this.signal,
    });
    this.map = html("div", {}, this.facts);
    this.listen(this.svg, "click", (event) => {
      const chosen = event.target instanceof Element ? event.target.getAttribute("data-region") : null;
      if (chosen !== null) this.choose(Number(chosen), true);
    });
  }

  /** @param {RegionsHeader} header */
  take({ layer, region, counts }) {
    const told = JSON.stringify([layer, region, counts]);
    if (told !== this.told && !this.requests.busy) Object.assign(this, { layer, region });
    this.told = told;
    this.layer = Math.min(this.layer, counts.length - 1);
    this.region = Math.min(this.region, counts[this.layer] - 1);
  }

  /** @param {number} region @param {boolean} done */
  choose(region, done) {
    this.region = region;
    this.draw();
    this.requests.ask({ layer: this.layer, region, done });
  }

  /** @param {number} layer */
  show(layer) {
    this.layer = layer;
    this.region = 0;
    this.draw();
    this.requests.ask({ layer, region: 0, done: true });
  }

  /** The corners of a region. @param {number} k @returns {[number, number][]} */
  corners(k) {
    const { corners, starts } = this.of(this.layer);
    const found = [];
    for (let i = starts[k]; i < starts[k + 1]; i++)
      found.push(/** @type {[number, number]} */ ([corners[2 * i], corners[2 * i + 1]]));
    return found;
  }

  /** The arrays of a layer. @param {number} layer */
  of(layer) {
    const names = ["corners", "starts", "shade", "pattern", "W", "b", "Z", "middle"];
    return Object.fromEntries(names.map((name) => [name, this.matrix(`${name}${layer}`).data]));
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {RegionsHeader} header */
  paint(colours, header) {
    const width = widthOf(this.place);
    if (width < 50) return false;
    chooser(this.buttons, header.counts.length, this.layer, (layer) => this.show(layer), this.signal);
    const side = Math.min(width, HEIGHT * em(this.svg));
    const [low, high] = header.window;
    const x = linear([low, high], [0, side]);
    const y = linear([low, high], [side, 0]);
    sheet(this.svg, side, side);
    const { shade, W, b } = this.of(this.layer);
    const count = header.counts[this.layer];
    const path = (/** @type {[number, number][]} */ points) =>
      `M${points.map(([u, v]) => `${x(u).toFixed(1)} ${y(v).toFixed(1)}`).join("L")}Z`;
    for (let k = 0; k < count; k++) {
      const [base, share] = regionShade(shade[2 * k], shade[2 * k + 1], colours.lines.length);
      const fill = css(mix(rgb(colours.paper), rgb(colours.lines[base]), share));
      svg("path", { d: path(this.corners(k)), fill, "data-region": k }, this.svg);
    }
    const last = this.layer === header.counts.length - 1;
    if (header.border && last)
      for (let k = 0; k < count; k++) {
        const ends = borderLine(this.corners(k), [W[2 * k], W[2 * k + 1]], b[k]);
        if (!ends) continue;
        const [[u, v], [p, q]] = ends;
        svg("line", { class: "border-line", x1: x(u), y1: y(v), x2: x(p), y2: y(q) }, this.svg);
      }
    svg("path", { class: "chosen-region", d: path(this.corners(this.region)) }, this.svg);
    set(this.svg, { "aria-label": `${count} regions after layer ${this.layer + 1}` });
    this.tell(header, count);
    return true;
  }

  /** @param {RegionsHeader} header @param {number} count */
  tell({ facts, units, counts }, count) {
    say(this.fact, facts[this.layer]);
    this.slider.update({ high: Math.max(2, count) });
    this.slider.show(this.region + 1, `${this.region + 1} of ${count}`);
    const { pattern, W, b, Z, middle } = this.of(this.layer);
    const k = this.region;
    const wide = pattern.length / count;
    const m = b.length / count;
    const bits = Array.from(pattern.subarray(k * wide, (k + 1) * wide));
    this.map.replaceChildren();
    html("p", { class: "regions-pattern" }, this.map, `active units: ${patternText(bits, units)}`);
    const last = this.layer === counts.length - 1;
    html("p", {}, this.map, `${last ? "output" : `Z of layer ${this.layer + 2}`} = X W* + b* in this region:`);
    const shown = Math.min(m, MAPS);
    const table = html("table", {}, this.map);
    const head = html("tr", {}, table);
    tableHead("col", {}, head, "");
    for (let j = 0; j < shown; j++) tableHead("col", {}, head, last ? "output" : `unit ${j + 1}`);
    const line = (/** @type {string} */ name, /** @type {(j: number) => number} */ value) => {
      const row = html("tr", {}, table);
      tableHead("row", {}, row, name);
      for (let j = 0; j < shown; j++) html("td", {}, row, fixed(value(j), 3));
    };
    line("W* of x", (j) => W[k * 2 * m + j]);
    line("W* of y", (j) => W[k * 2 * m + m + j]);
    line("b*", (j) => b[k * m + j]);
    const [u, v] = [middle[2 * k], middle[2 * k + 1]];
    line(
      `X W* + b* at (${fixed(u, 2)}, ${fixed(v, 2)})`,
      (j) => u * W[k * 2 * m + j] + v * W[k * 2 * m + m + j] + b[k * m + j],
    );
    line("forward pass there", (j) => Z[k * m + j]);
    if (m > shown) html("p", {}, this.map, `and ${m - shown} more units`);
  }

  /** For tests. */
  state() {
    const { layer, region, header } = this;
    return header && this.drawn ? { layer, region, counts: header.counts, drawn: this.drawn } : null;
  }
}
