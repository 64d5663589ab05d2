// Yes or no: every test sample at its probability, a threshold to drag, and what it makes right and wrong.

import { em, html, say, set, svg } from "../../kit/elements.js";
import { fixed } from "../../kit/digits.js";

export class ThresholdView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    const left = html("div", { class: "threshold-left" }, root);
    this.svg = svg(
      "svg",
      {
        class: "threshold-drawing",
        tabindex: 0,
        role: "slider",
        "aria-label": "threshold",
        "aria-valuemin": 0,
        "aria-valuemax": 100,
      },
      left,
    );
    const right = html("div", { class: "threshold-right" }, root);
    this.table = html("table", { class: "two-by-two" }, right);
    this.facts = html("p", { class: "threshold-facts" }, right);
    this.at = 50;
    this.listen();
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    if (!this.requests.busy && !this.svg.classList.contains("dragged")) this.at = header.threshold;
    this.draw();
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.numbers || !colours) return;
    const unit = em(this.svg);
    const width = this.svg.parentElement?.clientWidth || 500;
    const height = 15.5 * unit;
    set(this.svg, { viewBox: `0 0 ${width} ${height}`, height, width });
    this.svg.replaceChildren();
    this.x = (/** @type {number} */ p) => 0.7 * unit + p * (width - 1.4 * unit);
    this.back = (/** @type {number} */ px) =>
      Math.max(0, Math.min(100, Math.round((100 * (px - 0.7 * unit)) / (width - 1.4 * unit))));
    const floors = [13 * unit, 6.6 * unit];
    this.yes = svg("rect", { class: "yes", y: 0.2 * unit, height: 12.9 * unit }, this.svg);
    [0, 1].forEach((label) => {
      svg("line", { class: "axis", x1: this.x(0), x2: this.x(1), y1: floors[label], y2: floors[label] }, this.svg);
      svg(
        "text",
        {
          class: "lane",
          x: this.x(label ? 0 : 1),
          y: floors[label] - 5.3 * unit,
          "text-anchor": label ? "start" : "end",
        },
        this.svg,
        `truly ${this.header.names[label]}: ${this.header.support[label]} samples`,
      );
    });
    for (const p of [0, 0.25, 0.5, 0.75, 1])
      svg(
        "text",
        {
          class: "tick",
          x: Math.max(unit, Math.min(width - unit, this.x(p))),
          y: 13.9 * unit,
          "text-anchor": "middle",
        },
        this.svg,
        String(p),
      );
    this.dots = this.pile(floors, unit, 5.6 * unit);
    this.handle = svg("g", { class: "handle" }, this.svg);
    svg("line", { class: "cut", y1: 0.2 * unit, y2: 14.2 * unit }, this.handle);
    svg("rect", { class: "tag", width: 7.6 * unit, height: 1.4 * unit, rx: 0.7 * unit, y: 14.1 * unit }, this.handle);
    svg("text", { class: "tag-text", y: 14.83 * unit, "text-anchor": "middle" }, this.handle);
    this.moveTo(this.at);
  }

  /** Dots on top of each other where probabilities are alike. @param {number[]} floors @param {number} unit @param {number} room */
  pile(floors, unit, room) {
    const { p, labels } = this.numbers;
    /** @type {Map<string, number>} */
    const piles = new Map();
    const bins = Array.from(p, (value, i) => `${labels[i]} ${Math.round(50 * value)}`);
    for (const bin of bins) piles.set(bin, (piles.get(bin) ?? 0) + 1);
    const tallest = Math.max(...piles.values());
    const rise = Math.min(0.62 * unit, room / tallest);
    piles.clear();
    return Array.from(p, (value, i) => {
      const level = piles.get(bins[i]) ?? 0;
      piles.set(bins[i], level + 1);
      const dot = svg(
        "circle",
        {
          class: "sample-dot",
          cx: this.x(value),
          cy: floors[labels[i]] - 0.4 * unit - level * rise,
          r: 0.29 * unit,
          style: `--c: var(--class-${labels[i]})`,
          "data-sample": i,
          "data-link": `case-${labels[i]}`,
        },
        this.svg,
      );
      svg(
        "title",
        {},
        dot,
        `test sample ${i}: ${this.header.names[labels[i]]}, p = ${fixed(value)}; click to trace it`,
      );
      dot.classList.toggle("traced", i === this.header.sample);
      return dot;
    });
  }

  /** @param {number} at the threshold in hundredths */
  moveTo(at) {
    this.at = at;
    const unit = em(this.svg);
    const { p, labels, counts, accuracy, precision, recall } = this.numbers;
    const cut = at / 100;
    const x = this.x(cut);
    const width = this.svg.clientWidth || 500;
    set(this.yes, { x, width: Math.max(0, this.x(1) - x) });
    set(this.handle.children[0], { x1: x, x2: x });
    const middle = Math.max(3.9 * unit, Math.min(width - 3.9 * unit, x));
    set(this.handle.children[1], { x: middle - 3.8 * unit });
    set(this.handle.children[2], { x: middle });
    say(this.handle.children[2], `threshold ${fixed(cut, 2)}`);
    set(this.svg, { "aria-valuenow": at, "aria-valuetext": `threshold ${fixed(cut, 2)}` });
    this.dots.forEach((dot, i) => dot.classList.toggle("wrong", p[i] >= this.numbers.cuts[at] !== (labels[i] === 1)));
    const of = (/** @type {number} */ i, /** @type {number} */ j) => counts[at * 4 + 2 * i + j];
    this.fillTable(of);
    const share = (/** @type {number} */ v) => (Number.isNaN(v) ? "none said yes" : fixed(v, 3));
    say(
      this.facts,
      `accuracy ${share(accuracy[at])}     precision ${share(precision[at])}     recall ${share(recall[at])}`,
    );
  }

  /** @param {(i: number, j: number) => number} of */
  fillTable(of) {
    const { names } = this.header;
    if (this.table.dataset.names !== names.join()) {
      this.table.dataset.names = names.join();
      this.table.replaceChildren();
      const head = html("tr", {}, html("thead", {}, this.table));
      html("td", {}, head);
      for (const name of names) html("th", { scope: "col" }, head, `says ${name}`);
      const body = html("tbody", {}, this.table);
      [1, 0].forEach((i) => {
        const row = html("tr", {}, body);
        html("th", { scope: "row" }, row, `is ${names[i]}`);
        [0, 1].forEach((j) =>
          html("td", { class: i === j ? "right" : "wrong", "data-case": `${i}${j}`, "data-link": `case-${i}` }, row),
        );
      });
    }
    for (const cell of this.table.querySelectorAll("[data-case]")) {
      const [i, j] = /** @type {string} */ (cell.getAttribute("data-case")).split("").map(Number);
      say(cell, String(of(i, j)));
      const words = i ? (j ? "true yes" : "missed") : j ? "false alarm" : "true no";
      cell.setAttribute("title", words);
    }
  }

  listen() {
    const to = (/** @type {PointerEvent} */ event) =>
      this.moveTo(this.back(event.clientX - this.svg.getBoundingClientRect().left));
    this.svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      const dot = event.target instanceof Element ? event.target.closest("[data-sample]") : null;
      if (dot) {
        this.requests.ask({ sample: Number(dot.getAttribute("data-sample")), threshold: this.at, done: true });
        return;
      }
      this.svg.setPointerCapture(event.pointerId);
      this.svg.classList.add("dragged");
      to(event);
    });
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (this.svg.classList.contains("dragged")) to(event);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(end, () => {
        if (!this.svg.classList.contains("dragged")) return;
        this.svg.classList.remove("dragged");
        this.requests.ask({ threshold: this.at, done: true });
      });
    }
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      /** @type {Record<string, number>} */
      const steps = {
        ArrowLeft: -1,
        ArrowDown: -1,
        ArrowRight: 1,
        ArrowUp: 1,
        PageDown: -10,
        PageUp: 10,
        Home: -100,
        End: 100,
      };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.moveTo(Math.max(0, Math.min(100, this.at + steps[event.key])));
      this.requests.ask({ threshold: this.at, done: true });
    });
  }

  /** For tests. */
  state() {
    const { counts, accuracy, precision, recall } = this.numbers;
    return {
      at: this.at,
      counts: Array.from(counts.subarray(4 * this.at, 4 * this.at + 4)),
      accuracy: accuracy[this.at],
      precision: precision[this.at],
      recall: recall[this.at],
      sample: this.header.sample,
    };
  }
}
