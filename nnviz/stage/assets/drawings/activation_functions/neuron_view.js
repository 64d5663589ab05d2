// One neuron: inputs and weights that a hand can move, their sum, the activation, and the gradients.

import { em, html, set, sheet, svg } from "../../kit/elements.js";
import { bracketed, fixed } from "../../kit/number_format.js";
import { linePath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";
import { widthOf } from "../../kit/sizes.js";
import { Slider } from "../../kit/slider.js";
import { Drawing } from "../drawing.js";
import { sayNumber } from "../number.js";

const REACH = 3; // of the sliders
const WRITTEN = { x1: "x₁", x2: "x₂", w1: "w₁", w2: "w₂", b: "b" };
const NAMES = /** @type {Name[]} */ (Object.keys(WRITTEN));

/** @typedef {keyof typeof WRITTEN} Name */

/**
 * @typedef {object} NeuronHeader
 * @property {string} title of the activation
 * @property {Record<Name, number>} values
 * @property {[number, number]} value_range of the activation
 */

/** @typedef {[number, number]} Place */

/** @extends {Drawing<NeuronHeader>} */
export class NeuronView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const controls = html("div", { class: "neuron-controls" }, root);
    this.sliders = NAMES.map((name) => this.slider(controls, name));
    const right = html("div", { class: "neuron-right" }, root);
    this.svg = svg("svg", { class: "neuron-drawing", role: "img" }, right);
    /** @type {Record<string, HTMLElement>} */
    this.texts = {};
    this.writeSum(html("p", { class: "sum" }, right));
    this.writeGradients(html("p", { class: "sum" }, right));
    const shapes = "X (1, 2), W (2, 1), b (1,), Z (1, 1), A (1, 1); each gradient has the shape of its variable";
    html("p", { class: "sum" }, right, `shapes: ${shapes}`);
    /** @type {Record<string, Float64Array>} */
    this.data = {};
  }

  /** @param {Element} parent @param {Name} name */
  slider(parent, name) {
    return new Slider(parent, {
      label: WRITTEN[name],
      name,
      link: name,
      low: -REACH,
      high: REACH,
      step: 0.1,
      text: (v) => fixed(v, 1),
      change: (_, done) => this.ask(done),
      signal: this.signal,
    });
  }

  /** @param {boolean} done */
  ask(done) {
    const values = Object.fromEntries(NAMES.map((name, k) => [name, this.sliders[k].value]));
    this.requests.ask({ values, done });
  }

  /** A place for a number. @param {Element} line @param {string} name @param {string} link */
  number(line, name, link) {
    this.texts[name] = html("b", { class: "number", "data-link": link }, line);
  }

  /** @param {Element} line @param {string} text @param {string} link */
  symbol(line, text, link) {
    html("span", { "data-link": link, class: "symbol" }, line, text);
  }

  /** @param {Element} line */
  writeSum(line) {
    this.symbol(line, "z", "z");
    line.append(" = ");
    for (const name of /** @type {const} */ (["x1", "w1", "x2", "w2", "b"])) {
      if (name === "x2" || name === "b") line.append(" + ");
      this.symbol(line, WRITTEN[name], name);
    }
    line.append(" = ");
    this.number(line, "product1", "x1 w1");
    line.append(" + ");
    this.number(line, "product2", "x2 w2");
    line.append(" + ");
    this.number(line, "b", "b");
    line.append(" = ");
    this.number(line, "Z", "z");
    line.append("    ");
    this.symbol(line, "a = g(z)", "a");
    line.append(" = ");
    this.number(line, "A", "a");
  }

  /** @param {Element} line */
  writeGradients(line) {
    line.append("backward, for da = 1:  ");
    for (const [name, text, link] of [
      ["dZ", "dz = g′(z)", "z"],
      ["dW1", "dw₁ = x₁ dz", "w1 x1"],
      ["dW2", "dw₂ = x₂ dz", "w2 x2"],
      ["db", "db = dz", "b"],
    ]) {
      if (name !== "dZ") line.append("   ");
      this.symbol(line, text, link);
      line.append(" = ");
      this.number(line, name, link.split(" ")[0]);
    }
  }

  /** @param {NeuronHeader} header */
  take({ values }) {
    this.data = this.numbers;
    if (!this.requests.busy) NAMES.forEach((name, k) => this.sliders[k].show(values[name]));
    const { products, b, Z, A, dZ, dW, db } = this.data;
    const term = (/** @type {number} */ x) => bracketed(x, (v) => fixed(v, 2));
    const { texts } = this;
    sayNumber(texts.product1, products[0], term(products[0]));
    sayNumber(texts.product2, products[1], term(products[1]));
    sayNumber(texts.b, b[0], term(b[0]));
    sayNumber(texts.Z, Z[0], fixed(Z[0], 2));
    sayNumber(texts.A, A[0], fixed(A[0]));
    sayNumber(texts.dZ, dZ[0], fixed(dZ[0]));
    sayNumber(texts.dW1, dW[0], fixed(dW[0]));
    sayNumber(texts.dW2, dW[1], fixed(dW[1]));
    sayNumber(texts.db, db[0], fixed(db[0]));
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {NeuronHeader} header */
  paint(colours, header) {
    const { X, Z, A } = this.data;
    const unit = em(this.svg);
    const [width, height] = [widthOf(this.svg) || 600, 13.5 * unit];
    sheet(this.svg, width, height);
    set(this.svg, { "aria-label": `a neuron: z = ${fixed(Z[0], 2)}, output ${fixed(A[0])}` });
    const r = 1.7 * unit;
    const middle = height / 2;
    /** @type {Place[]} */
    const inputs = [
      [r + 2, 0.24 * height],
      [r + 2, 0.76 * height],
    ];
    const [sum, output] = [0.4 * width, width - r - 3];
    const frame = {
      left: sum + 4.2 * unit,
      right: output - r - 2.4 * unit,
      top: 0.9 * unit,
      bottom: height - 0.9 * unit,
    };
    inputs.forEach((place, k) => this.edge(k, place, [sum, middle], r, unit, colours));
    const bias = { x: sum, y: middle + 3.5 * unit, "text-anchor": "middle", "data-link": "b" };
    svg("text", { class: "edge-text", ...bias }, this.svg, `b = ${fixed(this.data.b[0], 1)}`);
    this.activation(frame, header, unit);
    svg("line", { class: "flow", x1: sum + 2.1 * unit, x2: frame.left, y1: middle, y2: middle }, this.svg);
    svg("line", { class: "flow", x1: frame.right, x2: output - r, y1: middle, y2: middle }, this.svg);
    inputs.forEach((place, k) => this.node(place, r, fixed(X[k], 1), ["x₁", "x₂"][k], `x${k + 1}`, unit));
    this.node([sum, middle], 2.1 * unit, fixed(Z[0], 2), "z", "z", unit);
    this.node([output, middle], r, fixed(A[0], 2), "a", "a", unit);
  }

  /** @param {Place} place @param {number} r @param {string} text @param {string} name @param {string} link @param {number} unit */
  node([x, y], r, text, name, link, unit) {
    const group = svg("g", { class: "node", "data-link": link }, this.svg);
    svg("circle", { cx: x, cy: y, r }, group);
    svg("text", { x, y: y + 0.05 * unit, "text-anchor": "middle" }, group, text);
    svg("text", { class: "node-name", x, y: y - r - 0.6 * unit, "text-anchor": "middle" }, group, name);
  }

  /** From an input to the sum. @param {number} k @param {Place} from @param {Place} to @param {number} r @param {number} unit @param {import("../../kit/view.js").Palette} colours */
  edge(k, [x, y], [sx, sy], r, unit, colours) {
    const w = this.data.W[k];
    const side = k ? 1 : -1;
    const link = /** @type {Name} */ (`w${k + 1}`);
    const ends = { x1: x + r, y1: y, x2: sx - 1.9 * unit, y2: sy + side * 0.8 * unit };
    const stroke = w === 0 ? colours.hairline : colours.tone(Math.sign(w));
    const look = { class: "edge", stroke, "stroke-width": 1 + 2.2 * Math.abs(w), "data-link": link };
    svg("line", { ...ends, ...look }, this.svg);
    const middle = { x: (ends.x1 + ends.x2) / 2, y: (ends.y1 + ends.y2) / 2 + side * 1.1 * unit };
    const kind = { class: "edge-text", "text-anchor": "middle", "data-link": link };
    svg("text", { ...middle, ...kind }, this.svg, `${WRITTEN[link]} = ${fixed(w, 1)}`);
  }

  /** The small curve with the neuron's point on it. @param {import("../../kit/elements.js").Frame} frame @param {NeuronHeader} header @param {number} unit */
  activation({ left, right, top, bottom }, { value_range: [low, high], title }, unit) {
    const { curve_z: z, curve_A: a, Z, A } = this.data;
    const reach = Math.max(Math.abs(z[0]), Math.abs(Z[0]) * 1.05);
    const x = linear([-reach, reach], [left, right]);
    const y = linear([Math.min(low, A[0]), Math.max(high, A[0])], [bottom, top]);
    const group = svg("g", { class: "activation-box", style: "--c: var(--line-0)" }, this.svg);
    svg("rect", { x: left, y: top, width: right - left, height: bottom - top, rx: 0.5 * unit }, group);
    svg("line", { class: "axis", x1: left, x2: right, y1: y(0), y2: y(0) }, group);
    svg("line", { class: "axis", x1: x(0), x2: x(0), y1: top, y2: bottom }, group);
    svg("path", { class: "curve", d: linePath(a, (k) => x(z[k]), y, { thin: 0.7 }) }, group);
    svg("line", { class: "drop", x1: x(Z[0]), x2: x(Z[0]), y1: y(0), y2: y(A[0]) }, group);
    svg("circle", { class: "dot", cx: x(Z[0]), cy: y(A[0]), r: 0.45 * unit, "data-link": "z a" }, group);
    svg("text", { class: "band", x: left + 0.5 * unit, y: top + 0.9 * unit }, group, title);
  }

  /** For tests. */
  state() {
    const { Z, A, dW } = this.data;
    return this.header ? { values: this.header.values, Z: Z[0], A: A[0], dW: Array.from(dW) } : null;
  }
}
