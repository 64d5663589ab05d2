// Panels whose horizontal axis is the layers of a network: lines on a logarithmic axis, densities, shares.

import { em, html, set, svg } from "../kit/elements.js";
import { label } from "../kit/numbers.js";
import { css, mix, rgb } from "../kit/colours.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A power of ten as an axis writes it. @param {number} k */
export function powerOfTen(k) {
  if (k >= -2 && k <= 3) return label(10 ** k);
  return `10${k < 0 ? "⁻" : ""}${String(Math.abs(k)).replace(/\d/g, (d) => SUPERSCRIPT[Number(d)])}`;
}

/** What all panels over the layers share: a title, a drawing, the layer under the pointer. */
export class LayerPanel {
  /** @param {HTMLElement} parent @param {any} panel @param {(layer: number) => void} onLayer */
  constructor(parent, panel, onLayer) {
    this.panel = panel;
    this.box = html("section", { class: "layer-panel" }, parent);
    if (panel.span) this.box.style.gridColumn = `span ${panel.span}`;
    const head = html("header", {}, this.box);
    if (panel.title) html("h4", panel.colour ? { style: `color: var(--${panel.colour})` } : {}, head, panel.title);
    if (panel.note) html("small", {}, head, panel.note);
    for (const { title, colour, dash, link } of panel.keys ?? []) {
      html(
        "span",
        { class: `key ${dash ? "dashed" : ""}`, style: `--c: var(--${colour})`, "data-link": link },
        head,
        title,
      );
    }
    this.place = html("div", { class: "layer-place" }, this.box);
    this.canvas = panel.kind === "density" ? html("canvas", { "aria-hidden": "true" }, this.place) : null;
    this.svg = svg("svg", { role: "img", "aria-label": panel.label ?? panel.title }, this.place);
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (!this.frame || !this.layers) return;
      const x = event.clientX - this.svg.getBoundingClientRect().left - this.frame.left;
      onLayer(
        Math.max(0, Math.min(this.layers - 1, Math.floor((x / (this.frame.right - this.frame.left)) * this.layers))),
      );
    });
    this.svg.addEventListener("pointerleave", () => onLayer(-1));
    this.laid = "";
    /** Room beside the axes, in em. @type {{above?: number, below?: number}} */
    this.strips = {};
  }

  /** The place of a layer. @param {number} i */
  x(i) {
    return this.frame.left + ((i + 0.5) / this.layers) * (this.frame.right - this.frame.left);
  }

  /** @param {number} layers @param {boolean} output whether the last one is the output @param {string} state what else the axes depend on */
  lay(layers, output, state) {
    const width = this.place.clientWidth;
    const unit = em(this.svg);
    const laid = `${width}|${unit}|${layers}|${output}|${state}`;
    if (width < 40 || laid === this.laid) return;
    this.laid = laid;
    this.unit = unit;
    this.layers = layers;
    const height = (this.panel.height ?? 9.6) * unit;
    const { above = 0, below = 0 } = this.strips;
    this.frame = {
      left: (this.panel.bare ? 0.3 : 3.7) * unit,
      right: width - 0.5 * unit,
      top: (0.4 + above) * unit,
      bottom: height - (1.35 + below) * unit,
    };
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.svg.replaceChildren();
    this.axes(height, output);
    this.over = svg("g", {}, this.svg);
    this.cursor = svg(
      "line",
      { class: "layer-cursor", y1: this.frame.top, y2: this.frame.bottom, x1: -99, x2: -99 },
      this.svg,
    );
  }

  /** @param {number} height @param {boolean} output */
  axes(height, output) {
    const { unit, layers } = this;
    const { left, right, top, bottom } = this.frame;
    for (const { at, text, line } of this.heights()) {
      if (line) svg("line", { class: "gridline", x1: left, x2: right, y1: at, y2: at }, this.svg);
      if (!this.panel.bare)
        svg("text", { class: "tick", x: left - 0.35 * unit, y: at, "text-anchor": "end" }, this.svg, text);
    }
    svg("rect", { class: "layer-frame", x: left, y: top, width: right - left, height: bottom - top }, this.svg);
    const room = (right - left) / (2.6 * unit);
    const every = [1, 2, 5, 10, 20].find((step) => layers / step <= room) ?? 50;
    const last = output ? layers - 1 : layers;
    for (let i = 0; i < last; i++) {
      if (every === 2 ? i % 2 : i && (i + 1) % every) continue;
      if (output && this.x(layers - 1) - this.x(i) < 2.4 * unit) continue;
      svg(
        "text",
        { class: "tick", x: this.x(i), y: height - 0.6 * unit, "text-anchor": "middle" },
        this.svg,
        String(i + 1),
      );
    }
    if (output)
      svg(
        "text",
        { class: "tick", x: this.x(layers - 1), y: height - 0.6 * unit, "text-anchor": "middle" },
        this.svg,
        "out",
      );
    if (!this.panel.bare)
      svg(
        "text",
        { class: "tick", x: left - 0.35 * unit, y: height - 0.6 * unit, "text-anchor": "end" },
        this.svg,
        this.panel.foot ?? "layer",
      );
  }

  /** @returns {{at: number, text: string, line: boolean}[]} */
  heights() {
    return [];
  }

  /** @param {number} layer */
  point(layer) {
    if (!this.cursor) return;
    const x = layer >= 0 && layer < this.layers ? this.x(layer) : -99;
    set(this.cursor, { x1: x, x2: x });
  }
}

/** Sizes on a logarithmic axis. Exact zeros and what is not finite have places of their own, so that nothing is lost. */
export class LinesPanel extends LayerPanel {
  /** A new network: the axis starts anew. */
  forget() {
    this.low = Infinity;
    this.high = -Infinity;
    this.strips = { above: 0, below: 0 };
  }

  /**
   * Make room for numbers: at once where they need more, and less only where most of the axis stands empty, so that
   * it stays at rest while a network trains.
   * @param {ArrayLike<number>[]} many
   */
  see(many) {
    let low = Infinity;
    let high = -Infinity;
    for (const values of many) {
      for (let k = 0; k < values.length; k++) {
        const v = values[k];
        if (v === 0) this.strips.below = 1.5;
        else if (!Number.isFinite(v)) this.strips.above = 1.5;
        else {
          low = Math.min(low, Math.floor(Math.log10(v)));
          high = Math.max(high, Math.ceil(Math.log10(v)));
        }
      }
    }
    if (this.high - this.low > 2 * (high - low) + 4 && high >= low) [this.low, this.high] = [low, high];
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
  }

  /** @param {number} layers */
  prepare(layers) {
    if (!(this.high > this.low)) {
      this.high = Number.isFinite(this.high) ? this.high + 1 : 0;
      this.low = Math.min(this.low, this.high - 2);
    }
    this.lay(layers, true, `${this.low}|${this.high}|${this.strips.above}|${this.strips.below}`);
  }

  /** @param {number} v */
  y(v) {
    const { top, bottom } = this.frame;
    if (v === 0) return bottom + 0.85 * this.unit;
    if (!Number.isFinite(v)) return top - 0.75 * this.unit;
    return bottom - ((Math.log10(v) - this.low) / (this.high - this.low)) * (bottom - top);
  }

  heights() {
    const { top, bottom } = this.frame;
    const span = this.high - this.low;
    const every = [1, 2, 5, 10, 20, 50, 100].find((step) => span / step <= 6) ?? 200;
    const out = [];
    for (let k = Math.ceil(this.low / every) * every; k <= this.high; k += every) {
      out.push({ at: bottom - ((k - this.low) / span) * (bottom - top), text: powerOfTen(k), line: true });
    }
    if (this.strips.below) out.push({ at: this.y(0), text: "exactly 0", line: true });
    if (this.strips.above) out.push({ at: this.y(Infinity), text: "not finite", line: true });
    return out;
  }

  /** @param {{values: ArrayLike<number>, colour: string, dash?: boolean, faint?: boolean, link: string, dots?: boolean}[]} lines */
  show(lines) {
    if (!this.over) return;
    this.over.replaceChildren();
    if (this.low < Math.log10(SMALLEST_NORMAL)) {
      const y = this.y(SMALLEST_NORMAL);
      svg("line", { class: "limit", x1: this.frame.left, x2: this.frame.right, y1: y, y2: y }, this.over);
      svg(
        "text",
        { class: "limit-text", x: this.frame.right - 0.3 * this.unit, y: y - 0.6 * this.unit, "text-anchor": "end" },
        this.over,
        "denormal below 2.2·10⁻³⁰⁸",
      );
    }
    for (const { values, colour, dash, faint, link, dots } of lines) {
      let d = "";
      const n = Math.min(values.length, this.layers);
      for (let i = 0; i < n; i++) {
        const v = values[i];
        const apart = v === 0 || !Number.isFinite(v);
        const before = i ? values[i - 1] : 0;
        d += `${i && !apart && before !== 0 && Number.isFinite(before) ? "L" : "M"}${this.x(i).toFixed(1)} ${this.y(v).toFixed(1)}`;
      }
      const style = `--c: var(--${colour})`;
      svg(
        "path",
        { class: `curve${faint ? " faint" : ""}`, d, style, "data-link": link, "stroke-dasharray": dash ? "6 5" : "" },
        this.over,
      );
      for (let i = 0; i < n; i++) {
        const v = values[i];
        const odd = v === 0 || !Number.isFinite(v) || v < SMALLEST_NORMAL;
        if (!odd && !dots) continue;
        svg(
          "circle",
          {
            class: odd ? "dot odd" : "dot",
            cx: this.x(i),
            cy: this.y(v),
            r: (odd ? 0.34 : Math.max(0.14, Math.min(0.3, 6 / n))) * this.unit,
            style,
            "data-link": link,
          },
          this.over,
        );
      }
    }
  }
}

/** How the numbers of each layer are distributed: a column a layer, darker where there are more. */
export class DensityPanel extends LayerPanel {
  heights() {
    const { top, bottom } = this.frame;
    const { low, high, powers } = this.panel;
    const out = [];
    const span = high - low;
    if (powers) {
      const every = [1, 2, 5, 10, 20, 50, 100].find((step) => span / step <= 5) ?? 200;
      for (let k = Math.ceil(low / every) * every; k <= high; k += every)
        out.push({ at: bottom - ((k - low) / span) * (bottom - top), text: powerOfTen(k), line: false });
      if (this.panel.zeros) out.push({ at: bottom + 0.55 * this.unit, text: "0", line: false });
    } else {
      for (const v of low < 0 && high > 0 ? [low, 0, high] : [low, (low + high) / 2, high]) {
        const edge = (v === low && this.panel.open?.[0]) || (v === high && this.panel.open?.[1]);
        const text = `${edge ? (v === low ? "≤ " : "≥ ") : ""}${label(v)}`;
        out.push({ at: bottom - ((v - low) / span) * (bottom - top), text, line: false });
      }
    }
    return out;
  }

  /** @param {number} layers */
  prepare(layers) {
    this.strips = { above: 0, below: this.panel.zeros ? 1.1 : 0 };
    this.lay(layers, false, `${this.panel.low}|${this.panel.high}`);
  }

  /**
   * @param {ArrayLike<number>} shares layers x bins
   * @param {number} bins
   * @param {ArrayLike<number> | null} zeros the share that is exactly zero, a number a layer
   * @param {any} colours
   */
  show(shares, bins, zeros, colours) {
    if (!this.frame || !this.canvas) return;
    const { left, right, top, bottom } = this.frame;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [right - left, bottom - top];
    const strip = zeros ? 0.9 * this.unit : 0;
    const gap = zeros ? 0.15 * this.unit : 0;
    this.canvas.style.left = `${left}px`;
    this.canvas.style.top = `${top}px`;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height + strip + gap}px`;
    set(this.canvas, { width: Math.round(width * scale), height: Math.round((height + strip + gap) * scale) });
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    const [from, to] = [rgb(colours.paper), rgb(colours.gradient)];
    const step = width / this.layers;
    const air = step > 8 ? 1 : 0;
    for (let i = 0; i < this.layers; i++) {
      let most = 0;
      for (let k = 0; k < bins; k++) most = Math.max(most, shares[i * bins + k]);
      for (let k = 0; k < bins; k++) {
        const share = shares[i * bins + k];
        if (share <= 0) continue;
        pen.fillStyle = css(mix(from, to, 0.12 + 0.88 * (share / most) ** 0.6));
        pen.fillRect(i * step, height - ((k + 1) / bins) * height, step - air, height / bins + 0.4);
      }
      if (zeros && zeros[i] > 0) {
        pen.fillStyle = css(mix(from, rgb(colours.warning), 0.15 + 0.85 * zeros[i]));
        pen.fillRect(i * step, height + gap, step - air, strip);
      }
    }
  }
}

/** Shares of a whole in each layer, as bars from zero to one. */
export class SharesPanel extends LayerPanel {
  heights() {
    const { top, bottom } = this.frame;
    return [0, 0.5, 1].map((v) => ({ at: bottom - v * (bottom - top), text: `${100 * v} %`, line: true }));
  }

  /** @param {number} layers */
  prepare(layers) {
    this.lay(layers, false, "");
  }

  /** @param {{values: ArrayLike<number>, colour: string, link: string}[]} kinds */
  show(kinds) {
    if (!this.over) return;
    this.over.replaceChildren();
    const { left, right, top, bottom } = this.frame;
    const step = (right - left) / this.layers;
    const wide = (0.8 * step) / kinds.length;
    kinds.forEach(({ values, colour, link }, s) => {
      for (let i = 0; i < this.layers; i++) {
        const tall = values[i] * (bottom - top);
        svg(
          "rect",
          {
            class: "share",
            x: left + i * step + 0.1 * step + s * wide,
            y: bottom - tall,
            width: wide,
            height: tall,
            style: `--c: var(--${colour})`,
            "data-link": link,
          },
          this.over,
        );
      }
    });
  }
}
