// Deep networks layer by layer while they train: frames arrive in chunks, play at the browser's rate, and stay for going back.

import { fixed } from "../kit/digits.js";
import { em, html, say, set, svg } from "../kit/elements.js";
import { DensityPanel, LinesPanel, SharesPanel } from "./layer_panels.js";
import { label, short, ticks } from "../kit/numbers.js";

const FRAMES_A_SECOND = 20;
const AHEAD = 8;
const WORDS_WAIT = 60;
const LAYER_PANELS = { lines: LinesPanel, density: DensityPanel, shares: SharesPanel };

export class DepthView {
  /** @param {HTMLElement} root @param {import("./request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.sliders = html("div", { class: "depth-sliders" }, root);
    const clock = html("div", { class: "depth-clock" }, root);
    this.play = html("button", { class: "play", type: "button" }, clock, "▶ Train");
    this.back = html("button", { class: "plain", type: "button" }, clock, "⏮ Start");
    this.again = html("button", { class: "plain", type: "button" }, clock, "New weights");
    const row = html("label", {}, clock);
    this.time = html("input", { type: "range", min: 0, max: 0, step: 1, "aria-label": "step of training" }, row);
    this.at = html("b", { class: "number" }, row);
    this.panels = html("div", { class: "depth-panels" }, root);
    this.wide = html("div", { class: "depth-wide" }, root);
    this.line = html("p", { class: "line depth-line" }, root);
    /** @type {any[]} */
    this.parts = [];
    /** @type {{step: number, arrays: Record<string, Float64Array>}[]} */
    this.frames = [];
    /** @type {Record<string, number[]>} */
    this.shapes = {};
    this.shown = 0;
    this.playing = false;
    this.layer = -1;
    this.inputs = new Map();
    this.telling = 0;
    this.drawn = 0;
    this.play.addEventListener("click", () => this.toggle());
    this.back.addEventListener("click", () => this.stand(0));
    this.again.addEventListener("click", () =>
      this.requests.ask({ set: "seed", value: this.header.seed + 1, done: true }),
    );
    this.time.addEventListener("input", () => this.stand(Number(this.time.value)));
  }

  /** @param {any} header @param {Map<string, import("./message.js").Matrix>} arrays */
  receive(header, arrays) {
    const anew = header.generation !== this.header?.generation;
    this.header = header;
    if (anew) {
      this.frames = [];
      this.shown = 0;
      this.playing = false;
      this.fixed = {};
    }
    for (const [name, { data }] of arrays) {
      if (!name.startsWith("frame ")) this.fixed[name] = data;
    }
    header.steps.forEach((/** @type {number} */ step, /** @type {number} */ k) => {
      if (header.from + k !== this.frames.length) return;
      /** @type {Record<string, Float64Array>} */
      const frame = {};
      for (const [name, { shape, data }] of arrays) {
        if (!name.startsWith("frame ")) continue;
        const size = data.length / shape[0];
        this.shapes[name.slice(6)] = shape.slice(1);
        frame[name.slice(6)] = data.subarray(k * size, (k + 1) * size);
      }
      this.frames.push({ step, arrays: frame });
    });
    if (!this.frames.length) return this.requests.ask({ more: 0 });
    this.dress();
    const laid = JSON.stringify(header.panels.map((/** @type {any} */ p) => [p.kind, p.title, p.keys, p.name, p.lane]));
    if (laid !== this.laid) this.build();
    this.laid = laid;
    if (anew) for (const part of this.parts) part.forget?.();
    this.draw();
    clearTimeout(this.telling);
    // The words of the page are about other settings still: they may follow, now that the drawing is there.
    if (header.behind) this.telling = setTimeout(() => this.requests.ask({ drawn: true }), WORDS_WAIT);
  }

  /** The sliders, once; later only their values. */
  dress() {
    for (const slider of this.header.sliders) {
      const known = this.inputs.get(slider.name);
      const made = known ?? this.slider(slider);
      made.slider = slider;
      if (!made.held && !this.requests.busy)
        made.input.value = String(slider.log ? Math.log10(slider.value) : slider.value);
      if (!made.held) say(made.number, slider.text);
    }
    this.again.hidden = this.header.seed === undefined;
    set(this.time, { max: Math.max(1, this.header.total - 1) });
  }

  /** @param {any} slider */
  slider(slider) {
    const row = html("label", {}, this.sliders);
    html("span", { class: "name" }, row, slider.title);
    const scale = slider.log ? Math.log10 : Number;
    const input = html(
      "input",
      {
        type: "range",
        min: scale(slider.low),
        max: scale(slider.high),
        step: slider.log ? 0.05 : slider.step,
        "aria-label": slider.title,
      },
      row,
    );
    const number = html("b", { class: "number" }, row);
    const made = { slider, input, number, held: false, last: undefined };
    input.addEventListener("input", () => {
      made.held = true;
      const v = made.slider.log ? Number((10 ** Number(input.value)).toPrecision(2)) : Number(input.value);
      say(number, label(v));
      this.requests.ask({ set: made.slider.name, value: v, done: false });
      made.last = v;
    });
    input.addEventListener("change", () => {
      made.held = false;
      this.requests.ask({ set: made.slider.name, value: made.last ?? made.slider.value, done: true });
    });
    this.inputs.set(slider.name, made);
    return made;
  }

  build() {
    this.panels.replaceChildren();
    this.wide.replaceChildren();
    this.panels.style.setProperty("--across", String(this.header.across ?? 2));
    this.panels.classList.toggle("many", Boolean(this.header.many));
    this.panels.style.setProperty("--many", String((this.header.many ?? 1) - 1));
    this.parts = this.header.panels.map((/** @type {any} */ panel) => {
      const Kind = /** @type {any} */ (LAYER_PANELS)[panel.kind];
      const place = panel.span ? this.wide : this.panels;
      if (!Kind) return new CoursePanel(place, panel);
      const part = new Kind(place, panel, (/** @type {number} */ layer) => this.point(layer));
      part.forget?.();
      return part;
    });
  }

  /** One number a layer of a lane. @param {string} name @param {number} lane @param {number} [frame] */
  values(name, lane, frame = this.shown) {
    if (this.fixed[name]) return this.fixed[name];
    const data = this.frames[frame].arrays[name];
    const size = data.length / this.shapes[name][0];
    return data.subarray(lane * size, (lane + 1) * size);
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours || !this.frames.length) return;
    this.header.panels.forEach((/** @type {any} */ panel, /** @type {number} */ k) =>
      this.part(panel, this.parts[k], colours),
    );
    this.remark();
    this.drawn += 1;
  }

  /** @param {any} panel @param {any} part @param {any} colours */
  part(panel, part, colours) {
    part.panel = panel;
    const layers = this.header.layers;
    if (panel.kind === "lines") {
      part.see(
        panel.series.flatMap((/** @type {any} */ s) => [
          this.values(s.name, s.lane ?? 0),
          this.values(s.name, s.lane ?? 0, 0),
        ]),
      );
      part.prepare(layers + 1);
      const lines = panel.series.map((/** @type {any} */ s) => ({ ...s, values: this.values(s.name, s.lane ?? 0) }));
      const before = this.shown === 0 ? [] : panel.series.filter((/** @type {any} */ s) => s.ghost);
      part.show([
        ...before.map((/** @type {any} */ s) => ({
          ...s,
          values: this.values(s.name, s.lane ?? 0, 0),
          faint: true,
          dots: false,
        })),
        ...lines,
      ]);
    } else if (panel.kind === "density") {
      part.prepare(layers);
      const zeros = panel.zeros ? this.values(panel.zeros, panel.lane) : null;
      part.show(this.values(panel.name, panel.lane), this.header.bins, zeros, colours);
    } else if (panel.kind === "shares") {
      part.prepare(layers);
      part.show(panel.series.map((/** @type {any} */ s) => ({ ...s, values: this.values(s.name, s.lane ?? 0) })));
    } else part.show(this.frames, this.shown, this.header);
    part.point?.(this.layer);
  }

  remark() {
    const { step } = this.frames[this.shown];
    say(this.at, `step ${step} of ${this.header.last}`);
    this.time.value = String(this.shown);
    this.time.style.setProperty("--held", `${(100 * (this.frames.length - 1)) / Math.max(1, this.header.total - 1)}%`);
    const ended = this.shown === this.frames.length - 1 && this.header.done;
    say(this.play, this.playing ? "⏸ Pause" : ended ? "⟲ Again" : "▶ Train");
    const at = this.layer < 0 ? null : Math.min(this.layer, this.header.layers);
    const title =
      at === null
        ? ""
        : `${at === this.header.layers ? "output" : `layer ${at + 1}`}${this.header.reading ? `, ${this.header.reading}:` : ""}`;
    const parts =
      at === null
        ? this.summary()
        : [
            title,
            ...this.header.readings.map((/** @type {any} */ r) => {
              const values = this.values(r.name, r.lane ?? 0);
              return at < values.length
                ? `${r.title} ${r.percent ? `${(100 * values[at]).toFixed(1)} %` : fixed(values[at], 4)}`
                : "";
            }),
          ];
    say(this.line, parts.filter(Boolean).join("   "));
  }

  /** Loss now, and how much less of a gradient the first layer gets than the last. @returns {string[]} */
  summary() {
    const before = this.header.before ? [`${this.header.before}:`] : [];
    return before.concat(
      (this.header.summary ?? []).map((/** @type {any} */ s) => {
        const values = this.values(s.name, s.lane ?? 0);
        return `${s.title} ${short(values[s.at < 0 ? values.length + s.at : s.at])}`;
      }),
    );
  }

  /** @param {number} layer */
  point(layer) {
    this.layer = layer;
    for (const part of this.parts) part.point?.(layer);
    this.remark();
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.shown === this.frames.length - 1 && this.header.done) this.shown = 0;
    this.last = performance.now();
    if (this.playing) requestAnimationFrame((now) => this.tick(now));
    this.draw();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    requestAnimationFrame((later) => this.tick(later));
    if (this.frames.length - this.shown <= AHEAD && !this.header.done && !this.requests.busy)
      this.requests.ask({ more: this.frames.length });
    if (now - this.last < 1000 / FRAMES_A_SECOND - 4) return;
    if (this.shown < this.frames.length - 1) {
      this.last = now;
      this.shown += 1;
      this.draw();
    } else if (this.header.done) {
      this.playing = false;
      this.draw();
    }
  }

  /** @param {number} frame */
  stand(frame) {
    this.playing = false;
    this.shown = Math.max(0, Math.min(this.frames.length - 1, frame));
    this.draw();
  }

  /** For tests. */
  state() {
    if (!this.frames.length) return null;
    return {
      frames: this.frames.length,
      shown: this.shown,
      step: this.frames[this.shown].step,
      playing: this.playing,
      drawn: this.drawn,
      generation: this.header.generation,
      layers: this.header.layers,
      line: this.line.textContent,
      values: (/** @type {string} */ name, lane = 0) => Array.from(this.values(name, lane)),
    };
  }
}

/** A number over the steps of training, a line a lane. */
class CoursePanel {
  /** @param {HTMLElement} parent @param {any} panel */
  constructor(parent, panel) {
    this.panel = panel;
    this.box = html("section", { class: "layer-panel" }, parent);
    if (panel.span) this.box.style.gridColumn = `span ${panel.span}`;
    const head = html("header", {}, this.box);
    html("h4", {}, head, panel.title);
    for (const { title, colour, dash, link } of panel.keys ?? [])
      html(
        "span",
        { class: `key ${dash ? "dashed" : ""}`, style: `--c: var(--${colour})`, "data-link": link },
        head,
        title,
      );
    this.place = html("div", { class: "layer-place" }, this.box);
    this.svg = svg("svg", { role: "img", "aria-label": panel.title }, this.place);
  }

  /** @param {any[]} frames @param {number} shown @param {any} header */
  show(frames, shown, header) {
    const width = this.place.clientWidth;
    const unit = em(this.svg);
    if (width < 40) return;
    const height = (this.panel.height ?? 9.6) * unit;
    const box = { left: 3.7 * unit, right: width - 1.4 * unit, top: 0.4 * unit, bottom: height - 1.35 * unit };
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.svg.replaceChildren();
    const top = this.panel.top;
    const x = (/** @type {number} */ step) => box.left + (step / header.last) * (box.right - box.left);
    const y = (/** @type {number} */ v) => box.bottom - (Math.min(v, 1.02 * top) / top) * (box.bottom - box.top);
    for (const v of ticks(0, top, 3)) {
      svg("line", { class: "gridline", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }, this.svg);
      svg("text", { class: "tick", x: box.left - 0.35 * unit, y: y(v), "text-anchor": "end" }, this.svg, label(v));
    }
    for (const v of ticks(0, header.last, (box.right - box.left) / (5 * unit)))
      svg("text", { class: "tick", x: x(v), y: height - 0.6 * unit, "text-anchor": "middle" }, this.svg, label(v));
    svg(
      "text",
      { class: "tick", x: box.left - 0.35 * unit, y: height - 0.6 * unit, "text-anchor": "end" },
      this.svg,
      "step",
    );
    for (const { value, text } of this.panel.marks ?? []) {
      svg("line", { class: "limit", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }, this.svg);
      svg(
        "text",
        { class: "limit-text", x: box.right - 0.3 * unit, y: y(value) + 0.7 * unit, "text-anchor": "end" },
        this.svg,
        text,
      );
    }
    for (const { name, lane, colour, dash, link } of this.panel.series) {
      let d = "";
      for (let k = 0; k <= shown; k++) {
        const v = frames[k].arrays[name][lane ?? 0];
        if (!Number.isFinite(v)) break;
        d += `${d ? "L" : "M"}${x(frames[k].step).toFixed(1)} ${y(v).toFixed(1)}`;
      }
      svg(
        "path",
        { class: "curve", d, style: `--c: var(--${colour})`, "data-link": link, "stroke-dasharray": dash ? "6 5" : "" },
        this.svg,
      );
      const v = frames[shown].arrays[name][lane ?? 0];
      if (Number.isFinite(v))
        svg(
          "circle",
          {
            class: "dot",
            cx: x(frames[shown].step),
            cy: y(v),
            r: 0.35 * unit,
            style: `--c: var(--${colour})`,
            "data-link": link,
          },
          this.svg,
        );
    }
  }
}
