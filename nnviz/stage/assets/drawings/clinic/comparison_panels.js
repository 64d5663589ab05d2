// Panels of the clinic: courses of losses and accuracies, units x samples, weights of units, answers, one matrix.

import { em, html, set, svg } from "../../kit/elements.js";
import { LinesPanel, powerOfTen } from "../layer_panels.js";
import { label, short, ticks } from "../../kit/numbers.js";
import { css, mix, rgb } from "../../kit/colours.js";

const LEAST_LOSS = 1e-6;

/** A frame of a lane; the last one where the lane has ended. @param {any} lane @param {number} k */
export const frameOf = (lane, k) => lane.frames[Math.min(k, lane.frames.length - 1)];

/** What the panels of the clinic share: a title, keys, a place to draw. */
export class ComparisonPanel {
  /** @param {HTMLElement} parent @param {any} panel */
  constructor(parent, panel) {
    this.panel = panel;
    this.box = html("section", { class: "layer-panel comparison-panel" }, parent);
    const head = html("header", {}, this.box);
    html("h4", {}, head, panel.title);
    if (panel.note) html("small", {}, head, panel.note);
    for (const { title, colour, dash, link } of panel.keys ?? []) {
      html(
        "span",
        { class: `key ${dash ? "dashed" : ""}`, style: `--c: var(--${colour})`, "data-link": link ?? "" },
        head,
        title,
      );
    }
    this.place = html("div", { class: "layer-place" }, this.box);
    /** @type {any} */
    this.svg = null;
    /** @type {any} */
    this.canvas = null;
  }

  /** The width of the place, and an em. */
  measure() {
    return { width: this.place.clientWidth, unit: em(this.box), height: (this.panel.height ?? 8.5) * em(this.box) };
  }

  /** A drawing of the panel's size. @param {string} title */
  paper(title) {
    this.svg ??= svg("svg", { role: "img" }, this.place);
    const { width, unit, height } = this.measure();
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": title });
    this.svg.replaceChildren();
    return { width, unit, height };
  }

  /** A new patient: axes start anew. */
  forget() {}
}

/** Losses or shares over the steps, of both lanes on one axis: full for the training samples, dashed for the test. */
export class ComparisonCourse extends ComparisonPanel {
  forget() {
    this.low = Infinity;
    this.high = -Infinity;
    this.broken = false;
  }

  /** @param {any[]} lanes @param {{lane: number, column: number}} series @param {number} k */
  value(lanes, { lane, column }, k) {
    const v = frameOf(lanes[lane], k).arrays.row[column];
    return this.panel.relative ? v / lanes[lane].guessing : v;
  }

  /** Make room on the logarithmic axis; it grows and never shrinks while a patient is trained. @param {any[]} lanes @param {any[]} series */
  see(lanes, series) {
    if (this.panel.share) return;
    for (const one of series) {
      const { frames } = lanes[one.lane];
      for (let k = 0; k < frames.length; k++) {
        const v = Math.max(LEAST_LOSS, this.value(lanes, one, k));
        if (Number.isFinite(v))
          [this.low, this.high] = [
            Math.min(this.low, Math.floor(Math.log10(v))),
            Math.max(this.high, Math.ceil(Math.log10(v))),
          ];
        else this.broken = true;
      }
    }
    for (const { value } of this.panel.marks ?? [])
      [this.low, this.high] = [
        Math.min(this.low, Math.floor(Math.log10(value))),
        Math.max(this.high, Math.ceil(Math.log10(value))),
      ];
    if (this.high - this.low < 2) this.low = this.high - 2;
  }

  /** @param {any[]} lanes @param {number} shown @param {any} header */
  show(lanes, shown, header) {
    const series = this.panel.series.filter((/** @type {any} */ s) => lanes[s.lane]?.frames.length);
    this.see(lanes, series);
    const { width, unit, height } = this.paper(this.panel.title);
    if (width < 40) return;
    const box = {
      left: 3.4 * unit,
      right: width - 0.9 * unit,
      top: (this.broken ? 1.5 : 0.5) * unit,
      bottom: height - 1.35 * unit,
    };
    const x = (/** @type {number} */ step) => box.left + (step / header.last) * (box.right - box.left);
    const share = (/** @type {number} */ v) =>
      this.panel.share ? v : (Math.log10(Math.max(LEAST_LOSS, v)) - this.low) / (this.high - this.low);
    const y = (/** @type {number} */ v) =>
      Number.isFinite(v) ? box.bottom - share(v) * (box.bottom - box.top) : box.top - 0.8 * unit;
    this.axes(box, unit, height, x, y, header.last);
    for (const { value, text } of this.panel.marks ?? []) {
      svg("line", { class: "limit", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }, this.svg);
      const below = y(value) + 1.2 * unit < box.bottom;
      svg(
        "text",
        {
          class: "limit-text",
          x: box.right - 0.3 * unit,
          y: y(value) + (below ? 0.7 : -0.7) * unit,
          "text-anchor": "end",
        },
        this.svg,
        text,
      );
    }
    for (const one of series) this.line(lanes, one, shown, x, y, unit);
  }

  /** @param {any} box @param {number} unit @param {number} height @param {(v: number) => number} x @param {(v: number) => number} y @param {number} last */
  axes(box, unit, height, x, y, last) {
    const heights = this.panel.share
      ? [0, 0.5, 1]
      : Array.from({ length: this.high - this.low + 1 }, (_, i) => 10 ** (this.low + i));
    const every = Math.max(1, Math.ceil(heights.length / 6));
    heights.forEach((v, i) => {
      if (i % every) return;
      svg("line", { class: "gridline", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }, this.svg);
      svg(
        "text",
        { class: "tick", x: box.left - 0.35 * unit, y: y(v), "text-anchor": "end" },
        this.svg,
        this.panel.share ? `${100 * v} %` : powerOfTen(this.low + i),
      );
    });
    if (this.broken && !this.panel.share)
      svg("text", { class: "tick", x: box.left - 0.35 * unit, y: y(Infinity), "text-anchor": "end" }, this.svg, "∞");
    for (const v of ticks(0, last, (box.right - box.left) / (5 * unit)))
      svg("text", { class: "tick", x: x(v), y: height - 0.6 * unit, "text-anchor": "middle" }, this.svg, label(v));
    svg(
      "text",
      { class: "tick", x: box.left - 0.35 * unit, y: height - 0.6 * unit, "text-anchor": "end" },
      this.svg,
      "step",
    );
  }

  /** @param {any[]} lanes @param {any} one @param {number} shown @param {(v: number) => number} x @param {(v: number) => number} y @param {number} unit */
  line(lanes, one, shown, x, y, unit) {
    const { frames } = lanes[one.lane];
    const style = `--c: var(--${one.colour})`;
    let d = "";
    let [atX, atY] = [0, 0];
    for (let k = 0; k <= Math.min(shown, frames.length - 1); k++) {
      const v = this.value(lanes, one, k);
      if (Number.isNaN(v) && this.panel.share) return;
      [atX, atY] = [x(frames[k].step), y(v)];
      d += `${d ? "L" : "M"}${atX.toFixed(1)} ${atY.toFixed(1)}`;
    }
    svg(
      "path",
      { class: "curve", d, style, "data-link": one.link, "stroke-dasharray": one.dash ? "5 4" : "" },
      this.svg,
    );
    if (!one.dash)
      svg("circle", { class: "dot", cx: atX, cy: atY, r: 0.35 * unit, style, "data-link": one.link }, this.svg);
  }
}

/** Hidden units x samples: darker where a unit has slope, empty where it has none. */
export class MaskPanel extends ComparisonPanel {
  /** @param {any[]} lanes @param {number} shown @param {any} header @param {any} colours */
  show(lanes, shown, header, colours) {
    const lane = lanes[this.panel.lane];
    const { width, unit, height } = this.measure();
    this.canvas ??= html(
      "canvas",
      { class: "comparison-mask", role: "img", "aria-label": this.panel.title },
      this.place,
    );
    if (width < 40) return;
    const scale = window.devicePixelRatio || 1;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    set(this.canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    const slopes = frameOf(lane, shown).arrays.slopes;
    const hidden = lane.sizes.slice(1, -1);
    const units = hidden.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0);
    const samples = slopes.length / units;
    const gap = 0.35 * unit;
    const left = 1.6 * unit;
    const tall = (height - gap * (hidden.length - 1)) / units;
    const wide = (width - left - 2) / samples;
    const [paper, full, none] = [rgb(colours.paper), rgb(colours.gradient), rgb(colours.warning)];
    let [u, top] = [0, 0];
    pen.font = `${0.78 * unit}px ${getComputedStyle(this.box).fontFamily}`;
    hidden.forEach((/** @type {number} */ count, /** @type {number} */ layer) => {
      pen.fillStyle = colours.muted;
      pen.textBaseline = "middle";
      pen.fillText(String(layer + 1), 0.3 * unit, top + (count * tall) / 2);
      for (let j = 0; j < count; j++, u++) {
        let alive = false;
        for (let i = 0; i < samples; i++) {
          const s = slopes[u * samples + i];
          if (s !== 0) alive = true;
          pen.fillStyle = Number.isFinite(s)
            ? css(mix(paper, full, s === 0 ? 0.04 : 0.16 + 0.84 * Math.min(1, s)))
            : colours.muted;
          pen.fillRect(left + i * wide, top + j * tall, wide - (wide > 4 ? 0.6 : 0), tall - (tall > 4 ? 0.8 : 0));
        }
        if (alive) continue;
        pen.fillStyle = css(none);
        pen.fillRect(left - 0.45 * unit, top + j * tall, 0.32 * unit, tall - (tall > 4 ? 0.8 : 0));
      }
      top += count * tall + gap;
    });
  }
}

/** Each unit of the first layer as a line through all its weights: equal units lie on top of each other. */
export class UnitsPanel extends ComparisonPanel {
  /** Coming in, bias, going out: a line for each unit. @param {any} lane @param {number} shown @returns {number[][]} */
  lines(lane, shown) {
    const [n, m, out] = lane.sizes;
    const W = frameOf(lane, shown).arrays.weights;
    const next = W.subarray((n + 1) * m);
    return Array.from({ length: m }, (_, j) => [
      ...Array.from({ length: n + 1 }, (__, i) => W[i * m + j]),
      ...Array.from({ length: out }, (__, k) => next[j * out + k]),
    ]);
  }

  /** @param {any[]} lanes @param {number} shown */
  show(lanes, shown) {
    const lane = lanes[this.panel.lane];
    const frame = frameOf(lane, shown);
    const [n, m, out] = lane.sizes;
    const lines = this.lines(lane, shown);
    const all = lanes.filter(Boolean).flatMap((one) => this.lines(one, shown).flat());
    const { width, unit, height } = this.paper(this.panel.title);
    if (width < 40) return;
    const names = [
      ...Array.from({ length: n }, (_, i) => `w${i + 1}`),
      "b",
      ...Array.from({ length: out }, (_, k) => (out > 1 ? `v${k + 1}` : "v")),
    ];
    const most = Math.max(1e-3, ...all.filter(Number.isFinite).map(Math.abs));
    const box = { left: 3.4 * unit, right: width - 1.2 * unit, top: 1.4 * unit, bottom: height - 1.4 * unit };
    const x = (/** @type {number} */ i) => box.left + (i / (names.length - 1)) * (box.right - box.left);
    const y = (/** @type {number} */ v) => (box.top + box.bottom) / 2 - (v / most) * ((box.bottom - box.top) / 2);
    for (const v of [-most, 0, most]) {
      svg("line", { class: "gridline", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }, this.svg);
      svg("text", { class: "tick", x: box.left - 0.35 * unit, y: y(v), "text-anchor": "end" }, this.svg, short(v));
    }
    const every = Math.ceil((names.length * 1.7 * unit) / (box.right - box.left));
    names.forEach((name, i) => {
      if (i % every === 0)
        svg("text", { class: "tick", x: x(i), y: height - 0.6 * unit, "text-anchor": "middle" }, this.svg, name);
    });
    lines.forEach((line, j) => {
      if (!line.every(Number.isFinite)) return;
      const d = line.map((v, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("");
      svg("path", { class: "curve unit-line", d, style: `--c: var(--line-${j % 4})` }, this.svg);
    });
    const seen = frame.arrays.different[0];
    svg(
      "text",
      { class: "band", x: box.right, y: 0.7 * unit, "text-anchor": "end" },
      this.svg,
      Number.isFinite(seen) ? `${seen} of ${m} units differ` : "",
    );
  }
}

/** Samples by what the output says (across) and by the correction that they send back (up): wrong ones in their colour. */
export class AnswersPanel extends ComparisonPanel {
  /** @param {any[]} lanes @param {number} shown */
  show(lanes, shown) {
    const lane = lanes[this.panel.lane];
    const { outputs, corrections } = frameOf(lane, shown).arrays;
    const { width, unit, height } = this.paper(this.panel.title);
    if (width < 40) return;
    const box = { left: 3.4 * unit, right: width - 0.9 * unit, top: 0.7 * unit, bottom: height - 1.4 * unit };
    const x = (/** @type {number} */ p) => box.left + p * (box.right - box.left);
    const y = (/** @type {number} */ c) => box.bottom - Math.min(1, c) * (box.bottom - box.top);
    for (const v of [0, 0.5, 1]) {
      svg("line", { class: "gridline", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }, this.svg);
      svg("text", { class: "tick", x: box.left - 0.35 * unit, y: y(v), "text-anchor": "end" }, this.svg, label(v));
      svg(
        "text",
        { class: "tick", x: x(v), y: height - 0.6 * unit, "text-anchor": "middle" },
        this.svg,
        v === 0.5 ? "P" : label(v),
      );
    }
    svg("text", { class: "tick", x: box.left - 0.35 * unit, y: y(0.75), "text-anchor": "end" }, this.svg, "|dZ|N");
    for (let i = 0; i < outputs.length; i++) {
      const kind = lane.answers[i];
      const wrong = (outputs[i] >= 0.5 ? 1 : 0) !== kind;
      svg(
        "circle",
        {
          class: `sample-dot ${wrong ? "wrong" : ""}`,
          cx: x(outputs[i]),
          cy: y(corrections[i]),
          r: 0.36 * unit,
          style: `--c: var(--class-${kind})`,
        },
        this.svg,
      );
    }
  }
}

/** All matrices of a network without a bend, multiplied to one. */
export class ProductPanel extends ComparisonPanel {
  /** @param {any[]} lanes @param {number} shown @param {any} _ @param {any} colours */
  show(lanes, shown, _, colours) {
    const lane = lanes[this.panel.lane];
    const { matrix, straight } = frameOf(lane, shown).arrays;
    const { width, unit, height } = this.paper(this.panel.title);
    if (width < 40) return;
    const deep = lane.sizes.length - 1;
    const names = Array.from({ length: deep }, (__, i) => `W${"₁₂₃₄₅₆"[i] ?? i + 1}`).join(" ");
    const text = (/** @type {number} */ y, /** @type {string} */ words, kind = "tick") =>
      svg("text", { class: kind, x: 0.4 * unit, y: y * unit }, this.svg, words);
    if (!matrix.length) {
      text(1.2, `X ${names} is not what this network computes:`);
      text(2.6, "a bend stands between the matrices.");
      return;
    }
    const n = lane.sizes[0];
    text(0.9, `X ${names} = X W   with W, b:`);
    const side = Math.min(4.6 * unit, (width - 2 * unit) / (n + 1));
    const most = Math.max(1e-9, ...Array.from(matrix, Math.abs));
    for (let i = 0; i <= n; i++) {
      const x = 0.4 * unit + i * (side + 4) + (i === n ? 0.9 * unit : 0);
      svg(
        "rect",
        {
          class: "cell",
          x,
          y: 2 * unit,
          width: side,
          height: 2.1 * unit,
          style: `fill: ${colours.tone((0.8 * matrix[i]) / most)}`,
        },
        this.svg,
      );
      svg(
        "text",
        { class: "cell-text", x: x + side / 2, y: 3.05 * unit, "text-anchor": "middle" },
        this.svg,
        short(matrix[i]),
      );
    }
    text(5.3, "network − this one matrix, at most:");
    text(6.7, straight.toExponential(1).replace("-", "−"), "band");
    if (height < 7 * unit) set(this.svg, { height: 7.2 * unit });
  }
}

/** Sizes on a logarithmic axis like those of layers, but of things that have names: tensors in order, inputs. */
export class NamedPanel extends LinesPanel {
  /** @param {number} height @param {boolean} output */
  axes(height, output) {
    const { names } = this.panel;
    super.axes(height, output);
    for (const old of [...this.svg.querySelectorAll("text.tick")]) {
      if (Math.abs(Number(old.getAttribute("y")) - (height - 0.6 * this.unit)) < 1) old.remove();
    }
    const room = (this.frame.right - this.frame.left) / (2.5 * this.unit);
    const every = Math.max(1, Math.ceil(names.length / room));
    names.forEach((/** @type {string} */ name, /** @type {number} */ i) => {
      if (i % every === 0)
        svg(
          "text",
          { class: "tick", x: this.x(i), y: height - 0.6 * this.unit, "text-anchor": "middle" },
          this.svg,
          name,
        );
    });
  }
}
