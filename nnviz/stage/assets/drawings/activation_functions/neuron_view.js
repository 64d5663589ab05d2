// One neuron: inputs and weights that a hand can move, their sum, the bend, and the way back.

import { fixed } from "../../kit/digits.js";
import { em, html, say, set, svg } from "../../kit/elements.js";

const NAMES = ["x1", "x2", "w1", "w2", "b"];
/** @type {Record<string, string>} */
const WRITTEN = { x1: "x₁", x2: "x₂", w1: "w₁", w2: "w₂", b: "b" };
const TERMS = ["product1", "product2", "b"];

export class NeuronView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    /** @type {Record<string, {input: HTMLInputElement, text: HTMLElement}>} */
    this.sliders = {};
    const controls = html("div", { class: "neuron-controls" }, root);
    for (const name of NAMES) this.slider(controls, name);
    const right = html("div", { class: "neuron-right" }, root);
    this.svg = svg("svg", { class: "neuron-drawing", role: "img" }, right);
    this.there = html("p", { class: "sum" }, right);
    this.back = html("p", { class: "sum" }, right);
    html(
      "p",
      { class: "sum" },
      right,
      "shapes: X (1, 2), W (2, 1), b (1,), Z (1, 1), A (1, 1); each gradient has the shape of what it belongs to",
    );
    /** @type {Record<string, HTMLElement>} */
    this.texts = {};
    this.writeSum();
  }

  /** @param {Element} parent @param {string} name */
  slider(parent, name) {
    const row = html("label", { "data-link": name }, parent);
    html("span", { class: "name" }, row, WRITTEN[name]);
    const input = html("input", { type: "range", min: -3, max: 3, step: 0.1, "aria-label": WRITTEN[name], name }, row);
    const text = html("b", { class: "number" }, row);
    input.addEventListener("input", () => this.moved(false));
    input.addEventListener("change", () => this.moved(true));
    this.sliders[name] = { input, text };
  }

  writeSum() {
    const word = (/** @type {Element} */ p, /** @type {string} */ text) => p.append(text);
    const number = (/** @type {Element} */ p, /** @type {string} */ name, link = name) => {
      this.texts[name] = html("b", { class: "number", "data-link": link }, p);
    };
    const symbol = (/** @type {Element} */ p, /** @type {string} */ text, /** @type {string} */ link) =>
      html("span", { "data-link": link, class: "symbol" }, p, text);
    symbol(this.there, "z", "z");
    word(this.there, " = ");
    for (const [before, text, link] of [
      ["", "x₁", "x1"],
      ["", "w₁", "w1"],
      [" + ", "x₂", "x2"],
      ["", "w₂", "w2"],
      [" + ", "b", "b"],
    ]) {
      word(this.there, before);
      symbol(this.there, text, link);
    }
    word(this.there, " = ");
    TERMS.forEach((name, k) => {
      if (k) word(this.there, " + ");
      number(this.there, name, ["x1 w1", "x2 w2", "b"][k]);
    });
    word(this.there, " = ");
    number(this.there, "Z", "z");
    word(this.there, "    ");
    symbol(this.there, "a = g(z)", "a");
    word(this.there, " = ");
    number(this.there, "A", "a");
    word(this.back, "back, for da = 1:  ");
    symbol(this.back, "dz = g′(z)", "z");
    word(this.back, " = ");
    number(this.back, "dZ", "z");
    ["dW1", "dW2", "db"].forEach((name, k) => {
      word(this.back, "   ");
      symbol(this.back, ["dw₁ = x₁ dz", "dw₂ = x₂ dz", "db = dz"][k], ["w1 x1", "w2 x2", "b"][k]);
      word(this.back, " = ");
      number(this.back, name, ["w1", "w2", "b"][k]);
    });
  }

  /** @param {boolean} done */
  moved(done) {
    for (const name of NAMES) say(this.sliders[name].text, fixed(Number(this.sliders[name].input.value), 1));
    const values = Object.fromEntries(NAMES.map((name) => [name, Number(this.sliders[name].input.value)]));
    this.requests.ask({ values, done });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    if (!this.requests.busy) {
      for (const name of NAMES) {
        this.sliders[name].input.value = String(header.values[name]);
        say(this.sliders[name].text, fixed(header.values[name], 1));
      }
    }
    const { products, b, Z, A, dZ, dW, db } = this.numbers;
    const shown = {
      product1: products[0],
      product2: products[1],
      b: b[0],
      Z: Z[0],
      A: A[0],
      dZ: dZ[0],
      dW1: dW[0],
      dW2: dW[1],
      db: db[0],
    };
    for (const [name, value] of Object.entries(shown)) {
      const text = fixed(value, name.startsWith("product") || name === "b" || name === "Z" ? 2 : 4);
      say(this.texts[name], value < 0 && TERMS.includes(name) ? `(${text})` : text);
    }
    this.draw();
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.numbers || !colours) return;
    const unit = em(this.svg);
    const width = this.svg.clientWidth || 600;
    const height = 13.5 * unit;
    set(this.svg, {
      viewBox: `0 0 ${width} ${height}`,
      height,
      "aria-label": `a neuron: z = ${fixed(this.numbers.Z[0], 2)}, output ${fixed(this.numbers.A[0])}`,
    });
    this.svg.replaceChildren();
    const r = 1.7 * unit;
    const places = {
      x1: [r + 2, 0.24 * height],
      x2: [r + 2, 0.76 * height],
      sum: [0.4 * width, 0.5 * height],
      out: [width - r - 3, 0.5 * height],
    };
    const box = {
      x: 0.4 * width + 4.2 * unit,
      width: width - r * 2 - 3 - (0.4 * width + 4.2 * unit) - 2.4 * unit,
      y: 0.9 * unit,
      height: height - 1.8 * unit,
    };
    this.edges(places, colours, unit, r);
    this.bend(box, unit);
    const links = [
      ["sum", box.x, r + 0.6 * unit],
      ["out", box.x + box.width, -r],
    ];
    svg(
      "line",
      { class: "flow", x1: places.sum[0] + 2.1 * unit, x2: box.x, y1: places.sum[1], y2: places.sum[1] },
      this.svg,
    );
    svg(
      "line",
      { class: "flow", x1: box.x + box.width, x2: places.out[0] - r, y1: places.out[1], y2: places.out[1] },
      this.svg,
    );
    void links;
    this.node(places.x1, r, fixed(this.numbers.X[0], 1), "x₁", "x1", unit);
    this.node(places.x2, r, fixed(this.numbers.X[1], 1), "x₂", "x2", unit);
    this.node(places.sum, 2.1 * unit, fixed(this.numbers.Z[0], 2), "z", "z", unit);
    this.node(places.out, r, fixed(this.numbers.A[0], 2), "a", "a", unit);
  }

  /** @param {number[]} place @param {number} r @param {string} text @param {string} name @param {string} link @param {number} unit */
  node([x, y], r, text, name, link, unit) {
    const group = svg("g", { class: "node", "data-link": link }, this.svg);
    svg("circle", { cx: x, cy: y, r }, group);
    svg("text", { x, y: y + 0.05 * unit, "text-anchor": "middle" }, group, text);
    svg("text", { class: "node-name", x, y: y - r - 0.6 * unit, "text-anchor": "middle" }, group, name);
  }

  /** @param {any} places @param {any} colours @param {number} unit @param {number} r */
  edges(places, colours, unit, r) {
    for (const k of [0, 1]) {
      const w = this.numbers.W[k];
      const [x, y] = places[`x${k + 1}`];
      const [sx, sy] = places.sum;
      const link = `w${k + 1}`;
      const line = { x1: x + r, y1: y, x2: sx - 1.9 * unit, y2: sy + (k ? 0.8 : -0.8) * unit, "data-link": link };
      svg(
        "line",
        {
          ...line,
          class: "edge",
          stroke: w === 0 ? colours.hairline : colours.tone(w > 0 ? 1 : -1),
          "stroke-width": 1 + 2.2 * Math.abs(w),
        },
        this.svg,
      );
      const text = svg(
        "text",
        {
          x: (line.x1 + line.x2) / 2,
          y: (line.y1 + line.y2) / 2 + (k ? 1.1 : -1.1) * unit,
          "text-anchor": "middle",
          class: "edge-text",
          "data-link": link,
        },
        this.svg,
      );
      say(text, `${WRITTEN[link]} = ${fixed(w, 1)}`);
    }
    const [sx, sy] = places.sum;
    svg(
      "text",
      { class: "edge-text", x: sx, y: sy + 3.5 * unit, "text-anchor": "middle", "data-link": "b" },
      this.svg,
      `b = ${fixed(this.numbers.b[0], 1)}`,
    );
  }

  /** The small curve with the neuron's point on it. @param {any} box @param {number} unit */
  bend(box, unit) {
    const { curve_z: z, curve_A: a } = this.numbers;
    const [low, high] = this.header.value_range;
    const reach = Math.max(Math.abs(z[0]), Math.abs(this.numbers.Z[0]) * 1.05);
    const X = (/** @type {number} */ v) => box.x + ((v + reach) / (2 * reach)) * box.width;
    const top = Math.max(high, this.numbers.A[0]);
    const bottom = Math.min(low, this.numbers.A[0]);
    const Y = (/** @type {number} */ v) => box.y + box.height - ((v - bottom) / (top - bottom)) * box.height;
    const group = svg("g", { class: "bend-box", style: "--c: var(--line-0)" }, this.svg);
    svg("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: 0.5 * unit }, group);
    svg("line", { class: "axis", x1: box.x, x2: box.x + box.width, y1: Y(0), y2: Y(0) }, group);
    svg("line", { class: "axis", x1: X(0), x2: X(0), y1: box.y, y2: box.y + box.height }, group);
    let d = "";
    for (let k = 0; k < z.length; k += 4) d += `${k ? "L" : "M"}${X(z[k]).toFixed(1)} ${Y(a[k]).toFixed(1)}`;
    svg("path", { class: "curve", d }, group);
    svg(
      "line",
      { class: "drop", x1: X(this.numbers.Z[0]), x2: X(this.numbers.Z[0]), y1: Y(0), y2: Y(this.numbers.A[0]) },
      group,
    );
    svg(
      "circle",
      { class: "dot", cx: X(this.numbers.Z[0]), cy: Y(this.numbers.A[0]), r: 0.45 * unit, "data-link": "z a" },
      group,
    );
    svg("text", { class: "band", x: box.x + 0.5 * unit, y: box.y + 0.9 * unit }, group, this.header.title);
  }

  /** For tests. */
  state() {
    return { values: this.header.values, Z: this.numbers.Z[0], A: this.numbers.A[0], dW: Array.from(this.numbers.dW) };
  }
}
