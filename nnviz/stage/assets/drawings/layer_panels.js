// Panels whose horizontal axis is the layers of a network: lines on a logarithmic axis, densities, shares.

import { svgAxis } from "../kit/axis.js";
import { css, mix, rgb } from "../kit/colours.js";
import { html, set, svg } from "../kit/elements.js";
import { label, wholePercent } from "../kit/number_format.js";
import { Panel, sharp } from "../kit/panel.js";
import { linePath } from "../kit/path.js";
import { bands, decades, linear, log } from "../kit/scale.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Where labels may stand that are left out. @type {[number, number]} */
const NOWHERE = [Infinity, -Infinity];

/**
 * @typedef {object} Named what is drawn of a layer, and where its numbers come from
 * @property {string} name of their array
 * @property {number} [lane] which network of several
 * @property {string} colour
 * @property {string} link
 * @property {boolean} [dash]
 * @property {boolean} [ghost] whether the start stays as a faint line
 */

/**
 * @typedef {object} PanelHeader
 * @property {string} kind
 * @property {string} [title]
 * @property {string} [label]
 * @property {string} [note]
 * @property {string} [colour]
 * @property {import("../kit/panel.js").Key[]} [keys]
 * @property {number} [span]
 * @property {number} [height] in em
 * @property {boolean} [bare] whether it has no labels of its own
 * @property {string} [foot] what the horizontal axis counts
 */

/** @typedef {{above?: number, below?: number}} Strips room beside the axes, in em */
/** @typedef {import("../kit/scale.js").Scale} Scale */
/** @typedef {ReturnType<typeof bands>} Bands */
/** @typedef {import("../kit/elements.js").Frame} Frame */
/** @typedef {{frame: Frame, unit: number, layers: number, x: Bands, y: Scale, over: SVGGElement, cursor: SVGLineElement}} Laid */

/**
 * What all panels over the layers share: a title, a drawing, the layer under the pointer.
 * @template {PanelHeader} Header
 */
export class LayerPanel extends Panel {
  /** @param {HTMLElement} parent @param {Header} panel @param {(layer: number) => void} onLayer @param {AbortSignal} signal */
  constructor(parent, panel, onLayer, signal) {
    super(parent, { ...panel, title: panel.title || undefined, note: panel.note || undefined });
    this.panel = panel;
    /** What is drawn now. @type {Laid | null} */
    this.laid = null;
    this.key = "";
    /** @type {Strips} */
    this.strips = {};
    this.place.addEventListener(
      "pointermove",
      (event) => {
        if (!this.laid) return;
        onLayer(this.laid.x.invert(event.clientX - this.place.getBoundingClientRect().left));
      },
      { signal },
    );
    this.place.addEventListener("pointerleave", () => onLayer(-1), { signal });
  }

  /** A new network: what it has learned of its numbers is forgotten. */
  forget() {}

  /** @param {number} layers @param {boolean} output whether the last one is the output @param {string} state what else the axes depend on */
  lay(layers, output, state) {
    const { width, unit } = this.measure();
    const key = `${width}|${unit}|${layers}|${output}|${state}`;
    if (key === this.key) return;
    const { above = 0, below = 0 } = this.strips;
    const sheet = this.sheet({ left: this.panel.bare ? 0.3 : 3.7, right: 0.5, top: 0.4 + above, bottom: 1.35 + below });
    if (!sheet) return;
    this.key = key;
    const { drawing, frame } = sheet;
    const { left, right, top, bottom } = frame;
    const x = bands(layers, [left, right]);
    const y = this.heights(frame, unit);
    this.axes(drawing, y, frame, unit);
    svg("rect", { class: "layer-frame", x: left, y: top, width: right - left, height: bottom - top }, drawing);
    svgAxis(drawing, x, {
      side: "bottom",
      frame: { ...frame, bottom: bottom + below * unit },
      unit,
      grid: false,
      title: this.panel.bare ? undefined : (this.panel.foot ?? "layer"),
      titleAt: "start",
      ...this.feet(x, output, unit),
    });
    const over = svg("g", {}, drawing);
    const cursor = svg("line", { class: "layer-cursor", y1: top, y2: bottom, x1: -99, x2: -99 }, drawing);
    this.laid = { frame, unit, layers, x, y, over, cursor };
  }

  /** Which layers are named: as many as there is room for, and the output. @param {Bands} x @param {boolean} output @param {number} unit @returns {Partial<import("../kit/axis.js").AxisOptions>} */
  feet(x, output, unit) {
    const [from, to] = x.range;
    const layers = x.domain[1] + 1;
    const room = (to - from) / (2.6 * unit);
    const every = [1, 2, 5, 10, 20].find((step) => layers / step <= room) ?? 50;
    const values = [];
    for (let i = 0; i < (output ? layers - 1 : layers); i++) {
      const round = every === 2 ? i % 2 === 0 : i === 0 || (i + 1) % every === 0;
      if (round && !(output && x(layers - 1) - x(i) < 2.4 * unit)) values.push(i);
    }
    if (output) values.push(layers - 1);
    return { values, format: (i) => (output && i === layers - 1 ? "out" : String(i + 1)) };
  }

  /** The scale of the heights. @param {Frame} frame @param {number} _unit @returns {Scale} */
  heights({ top, bottom }, _unit) {
    return linear([0, 1], [bottom, top]);
  }

  /** @param {SVGElement} drawing @param {Scale} y @param {Frame} frame @param {number} unit @param {Partial<import("../kit/axis.js").AxisOptions>} [options] */
  axes(drawing, y, frame, unit, options) {
    const within = this.panel.bare ? NOWHERE : undefined;
    svgAxis(drawing, y, { side: "left", frame, unit, within, ...options });
  }

  /** @param {number} layer */
  point(layer) {
    if (!this.laid) return;
    const { x, layers, cursor } = this.laid;
    const at = layer >= 0 && layer < layers ? x(layer) : -99;
    set(cursor, { x1: at, x2: at });
  }
}

/** @typedef {{values: ArrayLike<number>, colour: string, dash?: boolean, faint?: boolean, link: string, dots?: boolean}} Line */

/**
 * Sizes on a logarithmic axis. Exact zeros and what is not finite have places of their own, so that nothing is lost.
 * @template {PanelHeader} [Header=PanelHeader]
 * @extends {LayerPanel<Header>}
 */
export class LinesPanel extends LayerPanel {
  low = Infinity;
  high = -Infinity;

  /** The axis starts anew. */
  forget() {
    this.low = Infinity;
    this.high = -Infinity;
    this.strips = {};
  }

  /**
   * Make room for numbers: at once where they need more, and less only where most of the axis stands empty, so that
   * it stays at rest while a network trains.
   * @param {ArrayLike<number>[]} many
   */
  see(many) {
    const { low, high, zero, unbounded } = decades(many.flatMap((values) => Array.from(values)));
    if (zero) this.strips.below = 1.5;
    if (unbounded) this.strips.above = 1.5;
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

  /** @param {Frame} frame @param {number} unit */
  heights({ top, bottom }, unit) {
    const ends = /** @type {[number, number]} */ ([Math.max(Number.MIN_VALUE, 10 ** this.low), 10 ** this.high]);
    return log(ends, [bottom, top], { zero: bottom + 0.85 * unit, unbounded: top - 0.75 * unit });
  }

  /** @param {SVGElement} drawing @param {Scale} y @param {Frame} frame @param {number} unit */
  axes(drawing, y, frame, unit) {
    const beyond = [
      ...(this.strips.below ? [{ at: y(0), text: "exactly 0", line: true }] : []),
      ...(this.strips.above ? [{ at: y(Infinity), text: "not finite", line: true }] : []),
    ];
    super.axes(drawing, y, frame, unit, { most: 6, beyond });
  }

  /** @param {Line[]} lines */
  show(lines) {
    if (!this.laid) return;
    const { frame, unit, layers, x, y, over } = this.laid;
    over.replaceChildren();
    if (this.low < Math.log10(SMALLEST_NORMAL)) {
      const at = y(SMALLEST_NORMAL);
      svg("line", { class: "limit", x1: frame.left, x2: frame.right, y1: at, y2: at }, over);
      const place = { x: frame.right - 0.3 * unit, y: at - 0.6 * unit, "text-anchor": "end" };
      svg("text", { class: "limit-text", ...place }, over, "denormal below 2.2·10⁻³⁰⁸");
    }
    for (const { values, colour, dash, faint, link, dots } of lines) {
      const count = Math.min(values.length, layers);
      const apart = (/** @type {number} */ v) => v === 0 || !Number.isFinite(v);
      const d = linePath(values, x, y, { count, gap: (i) => apart(values[i]) || apart(values[i - 1]) });
      const look = { style: `--c: var(--${colour})`, "data-link": link };
      svg("path", { class: faint ? "curve faint" : "curve", d, ...look, "stroke-dasharray": dash ? "6 5" : "" }, over);
      for (let i = 0; i < count; i++) {
        const odd = apart(values[i]) || values[i] < SMALLEST_NORMAL;
        if (!odd && !dots) continue;
        const r = (odd ? 0.34 : Math.max(0.14, Math.min(0.3, 6 / count))) * unit;
        svg("circle", { class: odd ? "dot odd" : "dot", cx: x(i), cy: y(values[i]), r, ...look }, over);
      }
    }
  }
}

/** @typedef {PanelHeader & {low: number, high: number, powers?: boolean, zeros?: string, open?: [boolean, boolean], veiled?: boolean}} DensityHeader `open`: whether numbers lie beyond the ends, too; `veiled`: whether they are shown later */

/**
 * How the numbers of each layer are distributed: a column a layer, darker where there are more.
 * @template {DensityHeader} [Header=DensityHeader]
 * @extends {LayerPanel<Header>}
 */
export class DensityPanel extends LayerPanel {
  /** @param {HTMLElement} parent @param {Header} panel @param {(layer: number) => void} onLayer @param {AbortSignal} signal */
  constructor(parent, panel, onLayer, signal) {
    super(parent, panel, onLayer, signal);
    this.ground = html("canvas", { "aria-hidden": "true" }, this.place);
    this.strips = { below: panel.zeros ? 1.1 : 0 };
  }

  /** @param {Frame} frame */
  heights({ top, bottom }) {
    const { low, high, powers } = this.panel;
    return powers ? log([10 ** low, 10 ** high], [bottom, top]) : linear([low, high], [bottom, top]);
  }

  /** @param {SVGElement} drawing @param {Scale} y @param {Frame} frame @param {number} unit */
  axes(drawing, y, frame, unit) {
    const { low, high, powers, zeros, open = [false, false] } = this.panel;
    if (powers) {
      const beyond = zeros ? [{ at: frame.bottom + 0.55 * unit, text: "0" }] : [];
      const most = Math.max(1, Math.min(5, Math.floor((frame.bottom - frame.top) / (1.3 * unit))));
      super.axes(drawing, y, frame, unit, { most, grid: false, beyond });
      return;
    }
    const values = low < 0 && high > 0 ? [low, 0, high] : [low, (low + high) / 2, high];
    const format = (/** @type {number} */ v) =>
      (v === low && open[0] ? "≤ " : v === high && open[1] ? "≥ " : "") + label(v);
    super.axes(drawing, y, frame, unit, { values, format, grid: false });
  }

  /** @param {number} layers */
  prepare(layers) {
    this.lay(layers, false, `${this.panel.low}|${this.panel.high}`);
  }

  /**
   * @param {ArrayLike<number>} shares layers x bins
   * @param {number} bins
   * @param {ArrayLike<number> | null} zeros the share that is exactly zero, a number a layer
   * @param {import("../kit/view.js").Palette} colours
   */
  show(shares, bins, zeros, colours) {
    if (!this.laid) return;
    const { frame, unit, layers, over } = this.laid;
    over.replaceChildren();
    if (this.panel.veiled) {
      sharp(this.ground, 1, 1);
      const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2, "text-anchor": "middle" };
      svg("text", { class: "veil", ...middle }, over, "?");
      return;
    }
    const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
    const [strip, gap] = zeros ? [0.9 * unit, 0.15 * unit] : [0, 0];
    Object.assign(this.ground.style, { left: `${frame.left}px`, top: `${frame.top}px` });
    const pen = sharp(this.ground, width, height + strip + gap);
    const [from, to] = [rgb(colours.paper), rgb(colours.gradient)];
    const step = width / layers;
    const air = step > 8 ? 1 : 0;
    for (let i = 0; i < layers; i++) {
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

/**
 * Shares of a whole in each layer, as bars from zero to one.
 * @template {PanelHeader} [Header=PanelHeader]
 * @extends {LayerPanel<Header>}
 */
export class SharesPanel extends LayerPanel {
  /** @param {SVGElement} drawing @param {Scale} y @param {Frame} frame @param {number} unit */
  axes(drawing, y, frame, unit) {
    super.axes(drawing, y, frame, unit, { values: [0, 0.5, 1], format: wholePercent });
  }

  /** @param {number} layers */
  prepare(layers) {
    this.lay(layers, false, "");
  }

  /** @param {{values: ArrayLike<number>, colour: string, link: string}[]} kinds */
  show(kinds) {
    if (!this.laid) return;
    const { frame, layers, x, y, over } = this.laid;
    over.replaceChildren();
    const wide = (0.8 * x.bandwidth) / kinds.length;
    kinds.forEach(({ values, colour, link }, s) => {
      for (let i = 0; i < layers; i++) {
        const at = { x: x(i) - 0.4 * x.bandwidth + s * wide, y: y(values[i]), width: wide };
        const look = { style: `--c: var(--${colour})`, "data-link": link };
        svg("rect", { class: "share", ...at, height: frame.bottom - y(values[i]), ...look }, over);
      }
    });
  }
}
