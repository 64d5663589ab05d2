// Curves over the same points, in one panel or several: one handle moves along all of them, numbers are looked up.

import { fixed } from "../kit/digits.js";
import { em, html, say, set, svg } from "../kit/elements.js";
import { label, ticks } from "../kit/numbers.js";

const STEADY = 120;

let graphs = 0;

export class GraphView {
  /** @param {HTMLElement} root @param {import("./request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.serial = graphs++;
    this.panels = html("div", { class: "graph-panels" }, root);
    const row = html("label", { class: "graph-slider" }, root);
    this.name = html("span", { class: "name" }, row);
    this.input = html("input", { type: "range", min: 0, step: 1 }, row);
    this.value = html("b", { class: "number" }, row);
    this.table = html("div", { class: "graph-readings" }, root);
    /** @type {any[]} */
    this.parts = [];
    /** @type {any[]} */
    this.readings = [];
    this.at = 0;
    this.told = NaN;
    this.timer = 0;
    this.input.addEventListener("input", () => this.move(Number(this.input.value), false));
    this.input.addEventListener("change", () => this.move(Number(this.input.value), true));
  }

  /** @param {any} header @param {Map<string, import("./message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    if (header.at !== this.told && !this.requests.busy && !this.timer) this.at = header.at;
    this.told = header.at;
    const count = this.numbers[header.panels[0].x].length;
    this.at = Math.max(0, Math.min(count - 1, this.at));
    set(this.input, { max: count - 1, "aria-label": header.slider });
    say(this.name, header.slider);
    const laid = JSON.stringify([
      header.panels.map((/** @type {any} */ p) => [p.title, p.series]),
      header.readings,
      header.across,
    ]);
    if (laid !== this.laid) this.build();
    this.laid = laid;
    this.draw();
  }

  build() {
    this.panels.replaceChildren();
    this.panels.style.setProperty("--across", String(this.header.across ?? this.header.panels.length));
    this.parts = this.header.panels.map((/** @type {any} */ panel, /** @type {number} */ k) => {
      const box = html("section", { class: "graph-panel" }, this.panels);
      const head = html("header", {}, box);
      html("h4", {}, head, panel.title);
      for (const series of panel.series) {
        html(
          "span",
          {
            class: `graph-key ${series.dash ? "dashed" : ""}`,
            style: `--c: ${colourOf(series)}`,
            "data-link": series.link ?? series.name,
          },
          head,
          series.title,
        );
      }
      const plot = svg("svg", { class: "graph-plot", role: "img" }, html("div", { class: "plot-box" }, box));
      this.listen(plot, k);
      return { plot, box };
    });
    this.table.replaceChildren();
    let row = html("div", {}, this.table);
    this.readings = this.header.readings.map((/** @type {any} */ reading, /** @type {number} */ k) => {
      if (k && reading.row !== this.header.readings[k - 1].row) row = html("div", {}, this.table);
      const item = html(
        "span",
        {
          "data-link": reading.link ?? reading.name,
          style: reading.colour === undefined ? "" : `--c: var(--line-${reading.colour})`,
        },
        row,
      );
      html("i", {}, item, `${reading.title} = `);
      return { reading, number: html("b", { class: "number" }, item) };
    });
  }

  draw() {
    if (!this.numbers || !(/** @type {any} */ (this.root).colours)) return;
    this.header.panels.forEach((/** @type {any} */ panel, /** @type {number} */ k) =>
      this.lay(panel, this.parts[k], k),
    );
    this.show();
  }

  /** Everything that does not move. @param {any} panel @param {any} part @param {number} k */
  lay(panel, part, k) {
    const width = part.plot.parentElement.clientWidth;
    if (width < 50) return;
    const unit = em(part.plot);
    const height = (panel.height ?? 13) * unit;
    const frame = { left: 3.6 * unit, right: width - 0.7 * unit, top: 0.5 * unit, bottom: height - 2.6 * unit };
    const warp = panel.log ? Math.log10 : (/** @type {number} */ v) => v;
    const [low, high] = panel.x_range;
    const [a, b] = panel.y_range.map(warp);
    part.x = (/** @type {number} */ v) => frame.left + ((v - low) / (high - low)) * (frame.right - frame.left);
    part.y = (/** @type {number} */ v) => frame.bottom - ((warp(v) - a) / (b - a)) * (frame.bottom - frame.top);
    part.frame = frame;
    set(part.plot, { width, height, viewBox: `0 0 ${width} ${height}` });
    part.plot.replaceChildren();
    const clip = `graph-${this.serial}-${k}`;
    svg(
      "rect",
      { x: frame.left, y: frame.top, width: frame.right - frame.left, height: frame.bottom - frame.top },
      svg("clipPath", { id: clip }, svg("defs", {}, part.plot)),
    );
    this.axes(panel, part, unit);
    const xs = this.numbers[panel.x];
    for (const series of panel.series) this.curve(series, xs, part, clip);
    part.drop = svg("line", { class: "drop", y1: frame.top, y2: frame.bottom }, part.plot);
    part.dots = panel.series.map((/** @type {any} */ series) =>
      svg(
        "circle",
        { class: "dot", r: 0.42 * unit, style: `--c: ${colourOf(series)}`, "data-link": series.link ?? series.name },
        part.plot,
      ),
    );
  }

  /** @param {any} series @param {Float64Array} xs @param {any} part @param {string} clip */
  curve(series, xs, part, clip) {
    const ys = this.numbers[series.name];
    let d = "";
    let pen = "M";
    for (let i = 0; i < xs.length; i++) {
      const y = part.y(ys[i]);
      if (!Number.isFinite(y)) pen = "M";
      else {
        d += `${pen}${part.x(xs[i]).toFixed(1)} ${Math.max(-9999, Math.min(9999, y)).toFixed(1)}`;
        pen = "L";
      }
    }
    const look = {
      class: `curve ${series.thin ? "thin" : ""}`,
      d,
      "clip-path": `url(#${clip})`,
      style: `--c: ${colourOf(series)}`,
      "data-link": series.link ?? series.name,
    };
    svg("path", series.dash ? { ...look, "stroke-dasharray": "7 5" } : look, part.plot);
  }

  /** @param {any} panel @param {any} part @param {number} unit */
  axes(panel, part, unit) {
    const { left, right, top, bottom } = part.frame;
    const xs = ticks(panel.x_range[0], panel.x_range[1], (right - left) / (5 * unit));
    for (const v of xs) {
      svg(
        "line",
        { class: v === 0 ? "axis" : "gridline", x1: part.x(v), x2: part.x(v), y1: top, y2: bottom },
        part.plot,
      );
      svg(
        "text",
        { class: "tick", x: part.x(v), y: bottom + 0.75 * unit, "text-anchor": "middle" },
        part.plot,
        label(v, xs[1] - xs[0]),
      );
    }
    const ys = panel.log ? powers(panel.y_range[0], panel.y_range[1]) : ticks(panel.y_range[0], panel.y_range[1], 5);
    for (const v of ys) {
      svg(
        "line",
        { class: v === 0 ? "axis" : "gridline", x1: left, x2: right, y1: part.y(v), y2: part.y(v) },
        part.plot,
      );
      svg(
        "text",
        { class: "tick", x: left - 0.35 * unit, y: part.y(v), "text-anchor": "end" },
        part.plot,
        panel.log ? label(v) : label(v, ys[1] - ys[0]),
      );
    }
    svg(
      "text",
      { class: "tick title", x: (left + right) / 2, y: bottom + 1.95 * unit, "text-anchor": "middle" },
      part.plot,
      panel.x_title,
    );
    for (const { x, text } of panel.marks ?? []) {
      svg("line", { class: "mark", x1: part.x(x), x2: part.x(x), y1: top, y2: bottom }, part.plot);
      svg("text", { class: "mark-text", x: part.x(x) + 0.3 * unit, y: top + 0.7 * unit }, part.plot, text);
    }
  }

  /** Everything that moves. */
  show() {
    this.header.panels.forEach((/** @type {any} */ panel, /** @type {number} */ k) => {
      const part = this.parts[k];
      if (!part.frame) return;
      const x = part.x(this.numbers[panel.x][this.at]);
      set(part.drop, { x1: x, x2: x });
      panel.series.forEach((/** @type {any} */ series, /** @type {number} */ s) => {
        const y = part.y(this.numbers[series.name][this.at]);
        const seen = Number.isFinite(y) && y >= part.frame.top - 1 && y <= part.frame.bottom + 1;
        set(part.dots[s], { cx: x, cy: seen ? y : -99 });
      });
    });
    this.input.value = String(this.at);
    say(this.value, fixed(this.numbers[this.header.handle][this.at], this.header.handle_decimals ?? 2));
    for (const { reading, number } of this.readings)
      say(number, fixed(this.numbers[reading.name][this.at], reading.decimals ?? 6));
  }

  /** @param {number} index @param {boolean} done */
  move(index, done) {
    this.at = Math.max(0, Math.min(Number(this.input.max), index));
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.timer = 0;
        this.requests.ask({ at: this.at, done });
      },
      done ? 0 : STEADY,
    );
  }

  /** @param {any} plot @param {number} k */
  listen(plot, k) {
    const nearest = (/** @type {PointerEvent} */ event) => {
      const xs = this.numbers[this.header.panels[k].x];
      const px = event.clientX - plot.getBoundingClientRect().left;
      let best = 0;
      for (let i = 1; i < xs.length; i++) {
        if (Math.abs(this.parts[k].x(xs[i]) - px) < Math.abs(this.parts[k].x(xs[best]) - px)) best = i;
      }
      return best;
    };
    plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      plot.setPointerCapture(event.pointerId);
      this.move(nearest(event), false);
    });
    plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (plot.hasPointerCapture(event.pointerId)) this.move(nearest(event), false);
    });
    plot.addEventListener("lostpointercapture", () => this.move(this.at, true));
  }

  /** For tests. */
  state() {
    return {
      at: this.at,
      values: Object.fromEntries(Object.entries(this.numbers).map(([name, data]) => [name, data[this.at]])),
    };
  }
}

/** @param {{colour?: number | string}} series a line of the theme by its number, or a name such as muted */
function colourOf(series) {
  return typeof series.colour === "number" ? `var(--line-${series.colour})` : `var(--${series.colour ?? "ink"})`;
}

/** Powers of ten between two numbers. @param {number} low @param {number} high */
function powers(low, high) {
  const out = [];
  const span = Math.log10(high) - Math.log10(low);
  const every = Math.max(1, Math.ceil(span / 5));
  for (let k = Math.ceil(Math.log10(low) - 1e-9); k <= Math.log10(high) + 1e-9; k += every) out.push(10 ** k);
  return out;
}
