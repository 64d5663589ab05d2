// The p columns of W as p linear models: the lines on which they are 0, and the planes over two features that they are.

import { em, html, say, set, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/digits.js";
import { label, ticks } from "../../kit/numbers.js";

const FLAT = 0.52; // how much a height is squeezed by looking from above

export class ModelsView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.turn = -0.6;
    this.legend = html("div", { class: "models-legend" }, root);
    const row = html("div", { class: "models-row" }, root);
    this.left = this.figure(row);
    this.right = this.figure(row);
    this.right.picture.classList.add("turnable");
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.only = -1;
    this.listen();
  }

  /** @param {Element} parent */
  figure(parent) {
    const box = html("figure", { class: "models-figure" }, parent);
    const title = html("figcaption", {}, box);
    return { box, title, picture: svg("svg", { role: "img" }, box) };
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    this.p = header.models.length;
    if (this.only >= this.p) this.only = -1;
    this.draw();
  }

  draw() {
    if (!this.header || !(/** @type {any} */ (this.root).colours)) return;
    this.writeLegend();
    const two = this.header.features === 2;
    this.right.box.hidden = !two;
    say(
      this.left.title,
      two
        ? "where each model is 0: a line; it grows in the arrow's direction"
        : "each model is a line over the one feature",
    );
    say(this.right.title, "each model is a plane over the two features (drag to turn)");
    if (two) {
      this.drawZeros();
      this.drawPlanes();
    } else this.drawLines();
    say(this.line, this.header.remark);
  }

  writeLegend() {
    const made = JSON.stringify(this.header.models) + this.only;
    if (this.legend.dataset.made === made) return;
    this.legend.dataset.made = made;
    this.legend.replaceChildren();
    const button = (/** @type {string} */ text, /** @type {number} */ j) => {
      const one = html(
        "button",
        {
          type: "button",
          "data-link": j < 0 ? "" : `model-${j}`,
          class: this.only === j ? "chosen" : "",
          style: j < 0 ? "" : `--c: var(--line-${j % 4})`,
        },
        this.legend,
        text,
      );
      one.addEventListener("click", () => {
        this.only = j;
        this.draw();
      });
    };
    button("all", -1);
    this.header.models.forEach((/** @type {string} */ text, /** @type {number} */ j) => button(text, j));
  }

  /** @param {number} j */
  seen(j) {
    return this.only < 0 || this.only === j;
  }

  /** A plane from above, or feature against z. @param {number[]} low @param {number[]} high @param {string[]} names */
  frame(low, high, names) {
    const picture = this.left.picture;
    const unit = em(picture);
    const width = this.left.box.clientWidth || 400;
    const height = 19 * unit;
    const box = { left: 3.2 * unit, right: width - 0.8 * unit, top: 0.7 * unit, bottom: height - 2.6 * unit };
    set(picture, { viewBox: `0 0 ${width} ${height}`, height, width });
    picture.replaceChildren();
    const x = (/** @type {number} */ v) => box.left + ((v - low[0]) / (high[0] - low[0])) * (box.right - box.left);
    const y = (/** @type {number} */ v) => box.bottom - ((v - low[1]) / (high[1] - low[1])) * (box.bottom - box.top);
    const [across, up] = [ticks(low[0], high[0], 6), ticks(low[1], high[1], 5)];
    for (const v of across) {
      svg("line", { class: v === 0 ? "axis" : "gridline", x1: x(v), x2: x(v), y1: box.top, y2: box.bottom }, picture);
      svg(
        "text",
        { class: "tick", x: x(v), y: box.bottom + 0.9 * unit, "text-anchor": "middle" },
        picture,
        label(v, across[1] - across[0]),
      );
    }
    for (const v of up) {
      svg("line", { class: v === 0 ? "axis" : "gridline", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }, picture);
      svg(
        "text",
        { class: "tick", x: box.left - 0.4 * unit, y: y(v), "text-anchor": "end" },
        picture,
        label(v, up[1] - up[0]),
      );
    }
    svg(
      "text",
      { class: "tick", x: box.right, y: height - 0.5 * unit, "text-anchor": "end" },
      picture,
      `${names[0]} →`,
    );
    svg("text", { class: "tick halo", x: box.left + 0.3 * unit, y: box.top + 0.5 * unit }, picture, `↑ ${names[1]}`);
    return { picture, unit, x, y };
  }

  drawZeros() {
    const { low, high, zeros, W, X } = this.numbers;
    const { picture, unit, x, y } = this.frame([...low], [...high], this.header.names);
    for (let j = 0; j < this.p; j++) {
      if (!this.seen(j)) continue;
      const at = zeros.subarray(4 * j, 4 * j + 4);
      if (!Number.isFinite(at[0])) continue;
      const group = svg(
        "g",
        { "data-link": `model-${j}`, class: "model", style: `--c: var(--line-${j % 4})` },
        picture,
      );
      svg(
        "line",
        {
          class: "zero",
          x1: x(at[0]),
          y1: y(at[1]),
          x2: x(at[2]),
          y2: y(at[3]),
          "stroke-dasharray": ["", "9 5", "2.5 4", "12 4 2.5 4"][j % 4],
        },
        group,
      );
      const middle = [(at[0] + at[2]) / 2, (at[1] + at[3]) / 2];
      const [mx, my] = [x(middle[0]), y(middle[1])];
      const [dx, dy] = [x(middle[0] + W[j]) - mx, y(middle[1] + W[this.p + j]) - my];
      const length = Math.hypot(dx, dy) || 1;
      const tip = [mx + (dx / length) * 2.2 * unit, my + (dy / length) * 2.2 * unit];
      const side = [(-dy / length) * 0.4 * unit, (dx / length) * 0.4 * unit];
      const back = [mx + (dx / length) * 1.5 * unit, my + (dy / length) * 1.5 * unit];
      svg("line", { class: "normal", x1: mx, y1: my, x2: back[0], y2: back[1] }, group);
      svg(
        "polygon",
        {
          class: "tip",
          points: [tip, [back[0] + side[0], back[1] + side[1]], [back[0] - side[0], back[1] - side[1]]]
            .map((p) => p.join())
            .join(" "),
        },
        group,
      );
      svg(
        "text",
        {
          class: "model-name",
          x: tip[0] + (dx / length) * 0.8 * unit,
          y: tip[1] + (dy / length) * 0.7 * unit,
          "text-anchor": "middle",
        },
        group,
        this.header.models[j],
      );
    }
    for (let i = 0; 2 * i < X.length; i++) this.sample(picture, x(X[2 * i]), y(X[2 * i + 1]), unit, i);
  }

  /** @param {Element} picture @param {number} x @param {number} y @param {number} unit @param {number} i */
  sample(picture, x, y, unit, i) {
    const group = svg("g", { class: "sample", "data-link": `x-row-${i}` }, picture);
    svg("circle", { cx: x, cy: y, r: 0.42 * unit }, group);
    svg("title", {}, group, this.told(i));
    svg("text", { class: "tick halo", x: x + 0.65 * unit, y: y - 0.5 * unit }, group, String(i));
  }

  /** @param {number} i */
  told(i) {
    const z = this.header.models.map(
      (/** @type {string} */ name, /** @type {number} */ j) => `${name} = ${fixed(this.numbers.Z[i * this.p + j], 2)}`,
    );
    return `${this.header.samples[i]}: ${z.join(", ")}`;
  }

  drawLines() {
    const { low, high, heights, X, Z } = this.numbers;
    const most = Math.max(...heights, 0);
    const least = Math.min(...heights, 0);
    const { picture, unit, x, y } = this.frame(
      [low[0], least - 0.05 * (most - least + 1)],
      [high[0], most + 0.05 * (most - least + 1)],
      [this.header.names[0], "z"],
    );
    for (let j = 0; j < this.p; j++) {
      if (!this.seen(j)) continue;
      const group = svg(
        "g",
        { "data-link": `model-${j}`, class: "model", style: `--c: var(--line-${j % 4})` },
        picture,
      );
      svg(
        "line",
        {
          class: "zero",
          x1: x(low[0]),
          y1: y(heights[j]),
          x2: x(high[0]),
          y2: y(heights[this.p + j]),
          "stroke-dasharray": ["", "9 5", "2.5 4", "12 4 2.5 4"][j % 4],
        },
        group,
      );
      svg(
        "text",
        {
          class: "model-name",
          x: x(high[0]) - 0.3 * unit,
          y: y(heights[this.p + j]) - 0.8 * unit,
          "text-anchor": "end",
        },
        group,
        this.header.models[j],
      );
      for (let i = 0; i < X.length; i++) {
        const dot = svg("circle", { class: "tip", cx: x(X[i]), cy: y(Z[i * this.p + j]), r: 0.36 * unit }, group);
        svg("title", {}, dot, this.told(i));
      }
    }
  }

  drawPlanes() {
    const { low, high, corners, heights, X, Z } = this.numbers;
    const picture = this.right.picture;
    const unit = em(picture);
    const width = this.right.box.clientWidth || 400;
    const height = 19 * unit;
    set(picture, { viewBox: `0 0 ${width} ${height}`, height, width });
    picture.replaceChildren();
    const most = Math.max(...heights.map(Math.abs), 1e-9);
    const side = Math.min(width, 1.25 * height) * 0.36;
    const place = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ z) => {
      const u = (2 * (a - low[0])) / (high[0] - low[0]) - 1;
      const v = (2 * (b - low[1])) / (high[1] - low[1]) - 1;
      const across = u * Math.cos(this.turn) - v * Math.sin(this.turn);
      const away = u * Math.sin(this.turn) + v * Math.cos(this.turn);
      return {
        x: width / 2 + across * side,
        y: 0.52 * height - away * side * FLAT * 0.6 - (z / most) * 0.24 * height,
        away,
      };
    };
    const polygon = (/** @type {{x: number, y: number}[]} */ points) =>
      points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ");
    const edge = (/** @type {number} */ k) => [corners[2 * k], corners[2 * k + 1]];
    const floor = [0, 1, 2, 3].map((k) => place(edge(k)[0], edge(k)[1], 0));
    svg("polygon", { class: "floor", points: polygon(floor) }, picture);
    for (const [name, from, to] of /** @type {[string, number, number][]} */ ([
      [this.header.names[0], 0, 1],
      [this.header.names[1], 0, 3],
    ])) {
      svg(
        "text",
        {
          class: "tick halo",
          x: (floor[from].x + floor[to].x) / 2,
          y: (floor[from].y + floor[to].y) / 2 + 0.9 * unit,
          "text-anchor": "middle",
        },
        picture,
        name,
      );
    }
    for (let j = 0; j < this.p; j++) {
      if (!this.seen(j)) continue;
      const group = svg(
        "g",
        { "data-link": `model-${j}`, class: "model", style: `--c: var(--line-${j % 4})` },
        picture,
      );
      const points = [0, 1, 2, 3].map((k) => place(edge(k)[0], edge(k)[1], heights[k * this.p + j]));
      svg("polygon", { class: "plane", points: polygon(points) }, group);
      const zero = this.numbers.zeros.subarray(4 * j, 4 * j + 4);
      if (Number.isFinite(zero[0])) {
        const ends = [place(zero[0], zero[1], 0), place(zero[2], zero[3], 0)];
        svg("line", { class: "zero", x1: ends[0].x, y1: ends[0].y, x2: ends[1].x, y2: ends[1].y }, group);
      }
      const top = points.reduce((a, b) => (a.y < b.y ? a : b));
      svg(
        "text",
        {
          class: "model-name",
          x: Math.max(unit, Math.min(width - unit, top.x)),
          y: top.y - 0.6 * unit,
          "text-anchor": "middle",
        },
        group,
        this.header.models[j],
      );
      for (let i = 0; 2 * i < X.length; i++) {
        const foot = place(X[2 * i], X[2 * i + 1], 0);
        const head = place(X[2 * i], X[2 * i + 1], this.header.exact ? Z[i * this.p + j] : 0);
        if (this.header.exact) {
          svg("line", { class: "stem", x1: foot.x, y1: foot.y, x2: head.x, y2: head.y }, group);
          const dot = svg("circle", { class: "tip", cx: head.x, cy: head.y, r: 0.32 * unit }, group);
          svg("title", {}, dot, this.told(i));
        }
      }
    }
    for (let i = 0; 2 * i < X.length; i++) {
      const foot = place(X[2 * i], X[2 * i + 1], 0);
      svg("circle", { class: "foot-dot", cx: foot.x, cy: foot.y, r: 0.24 * unit, "data-link": `x-row-${i}` }, picture);
    }
  }

  listen() {
    const picture = this.right.picture;
    let from = NaN;
    let start = 0;
    picture.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      [from, start] = [event.clientX, this.turn];
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (Number.isNaN(from)) return;
      this.turn = start + (event.clientX - from) / 160;
      this.drawPlanes();
    });
    for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => (from = NaN));
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries(
      Object.entries(this.numbers).map(([name, values]) => [name, Array.from(values)]),
    );
    return { ...numbers, turn: this.turn, only: this.only };
  }
}
