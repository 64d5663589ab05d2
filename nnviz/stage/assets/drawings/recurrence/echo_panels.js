// Panels of an echo: units over time beside what each carries of the past, and how far back the state can be read.

import { svgAxis } from "../../kit/axis.js";
import { css, mix, rgb, textOn } from "../../kit/colours.js";
import { set, svg } from "../../kit/elements.js";
import { wholePercent } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { line, SvgPath } from "../../kit/path.js";
import { linear } from "../../kit/scale.js";

/** @typedef {import("../recording_view.js").Seen} Seen */
/** @typedef {import("../../kit/panel.js").PanelOptions} PanelOptions */
/** @typedef {PanelOptions & {kind: "register", delay: number, symbols: string[]}} RegisterHeader */
/** @typedef {PanelOptions & {kind: "read_out", delay: number, guessing: number, colour: string}} ReadOutHeader */

const LABEL = 4.2; // em left of the steps
const BETWEEN = 1.4; // em between steps and delays
const DELAYS = 0.4; // of the width
const LINE = 1.3; // em of a row of letters
const FOOT = 1.4; // em
const WRITTEN = 1.15; // em of a row from which on shares are written
const NARROW = 26; // em; below it, every third step has its number

/** Rows of units: their states over the steps of a sequence, and which share of each every symbol of the past explains. */
export class RegisterPanel extends Panel {
  /** @param {Element} parent @param {RegisterHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown, fixed, shapes, colours }) {
    const paper = this.paper();
    if (!paper) return;
    const { context: c, width, height, unit } = paper;
    const { delay, symbols } = this.panel;
    const { order, states, shares, answers } = frames[shown].arrays;
    const [units, steps] = shapes.states;
    const asked = shapes.shares[1];
    const left = LABEL * unit;
    const right = Math.round((width - left) * (1 - DELAYS)) + left;
    const [step, column] = [(right - left) / steps, (width - right - BETWEEN * unit) / asked];
    const top = LINE * unit;
    const bottom = height - (2 * LINE + FOOT) * unit;
    const row = (bottom - top) / units;
    const type = (/** @type {number} */ size, weight = 400) => {
      c.font = `${weight} ${size}px ${getComputedStyle(this.box).fontFamily}`;
    };
    c.textBaseline = "middle";
    const letters = (/** @type {number} */ y, /** @type {(t: number) => number} */ at, /** @type {string} */ name) => {
      type(0.9 * unit);
      c.fillStyle = colours.ink;
      c.textAlign = "left";
      c.fillText(name, 0, y + (LINE * unit) / 2);
      type(Math.min(0.95 * unit, 1.2 * step), 600);
      c.textAlign = "center";
      for (let t = 0; t < steps; t++) {
        const symbol = at(t);
        if (symbol < 0) continue;
        const ground = mix(rgb(colours.paper), rgb(colours.classColour(symbol)), 0.45);
        c.fillStyle = css(ground);
        c.fillRect(left + t * step, y + 1, step - 1, LINE * unit - 2);
        c.fillStyle = css(textOn(ground, rgb(colours.ink)));
        c.fillText(symbols[symbol], left + (t + 0.5) * step, y + (LINE * unit) / 2);
      }
    };
    const target = (/** @type {number} */ t) => (t < delay ? -1 : fixed.read[t - delay]);
    letters(0, (t) => fixed.read[t], "reads");
    letters(bottom + 2, (t) => answers[t], "says");
    letters(bottom + LINE * unit + 2, target, "target");
    c.strokeStyle = colours.warning;
    c.lineWidth = 2;
    let wrong = 0;
    for (let t = delay; t < steps; t++) {
      if (answers[t] === target(t)) continue;
      wrong++;
      c.strokeRect(left + t * step + 0.5, bottom + 3, step - 2, LINE * unit - 3);
    }
    type(Math.min(0.8 * unit, 1.1 * row));
    c.textAlign = "right";
    c.fillStyle = colours.muted;
    const every = Math.max(1, Math.ceil((0.8 * unit) / row));
    for (let i = 0; i < units; i += every) c.fillText(`h ${order[i] + 1}`, left - 0.5 * unit, top + (i + 0.5) * row);
    for (let i = 0; i < units; i++)
      for (let t = 0; t < steps; t++) {
        c.fillStyle = colours.tone(states[i * steps + t]);
        c.fillRect(left + t * step, top + i * row, step - 1, row - 0.5);
      }
    const [from, to, ink] = [rgb(colours.paper), rgb(colours.gradient), rgb(colours.ink)];
    const start = right + BETWEEN * unit;
    c.textAlign = "center";
    type(Math.min(0.85 * unit, 0.75 * row, 0.4 * column));
    for (let i = 0; i < units; i++)
      for (let k = 0; k < asked; k++) {
        const share = shares[i * asked + k];
        const ground = mix(from, to, Math.max(0, Math.min(1, share || 0)));
        c.fillStyle = css(ground);
        c.fillRect(start + k * column, top + i * row, column - 1, row - 0.5);
        if (row < WRITTEN * unit) continue;
        c.fillStyle = css(textOn(ground, ink));
        c.fillText(Number.isFinite(share) ? share.toFixed(2) : "–", start + (k + 0.5) * column, top + (i + 0.5) * row);
      }
    c.strokeStyle = colours.ink;
    c.lineWidth = 2;
    c.strokeRect(start + delay * column - 0.5, top - 1, column, bottom - top + 2);
    type(0.82 * unit);
    c.fillStyle = colours.ink;
    const rare = width < NARROW * unit ? 3 : 1;
    for (let k = 0; k < asked; k++) c.fillText(String(k), start + (k + 0.5) * column, bottom + 0.75 * unit);
    for (let t = 0; t < steps; t += rare)
      c.fillText(String(t + 1), left + (t + 0.5) * step, bottom + (2 * LINE + 0.75) * unit);
    c.fillText(
      rare > 1 ? "share, k back" : "share explained by the symbol k back",
      (start + width) / 2,
      top / 2,
      width - start,
    );
    c.textAlign = "left";
    c.fillText("k", right + 0.3 * unit, bottom + 0.75 * unit);
    c.fillText("step", 0, bottom + (2 * LINE + 0.75) * unit);
    if (this.canvas)
      set(this.canvas, { "aria-label": `${this.options.title}. ${steps - delay - wrong} of ${steps - delay} right` });
  }
}

/** How often the symbol of k steps before can be read out of the state, and where the delay lies. */
export class ReadOutPanel extends Panel {
  /** @param {Element} parent @param {ReadOutHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown }) {
    const sheet = this.sheet({ left: 3.4, right: 0.9, top: 0.5, bottom: 1.5 });
    if (!sheet) return;
    const { drawing, frame, unit } = sheet;
    const { delay, guessing, colour } = this.panel;
    const values = frames[shown].arrays.read_out;
    const y = linear([0, 1], [frame.bottom, frame.top], { overshoot: 0.02 });
    const x = linear([0, values.length - 1], [frame.left + unit, frame.right - 0.5 * unit]);
    svgAxis(drawing, y, { side: "left", frame, unit, most: 4, format: wholePercent });
    const each = Array.from(values, (_, k) => k);
    svgAxis(drawing, x, { side: "bottom", frame, unit, grid: false, values: each, title: "k", titleAt: "start" });
    svg("line", { class: "limit", x1: frame.left, x2: frame.right, y1: y(guessing), y2: y(guessing) }, drawing);
    svg("line", { class: "limit", x1: x(delay), x2: x(delay), y1: frame.top, y2: frame.bottom }, drawing);
    const place = { x: x(delay) - 0.4 * unit, y: frame.bottom - 0.8 * unit, "text-anchor": "end" };
    svg("text", { class: "limit-text", ...place }, drawing, "delay");
    const first = frames[0].arrays.read_out;
    const curve = (/** @type {Float64Array} */ of, /** @type {string} */ look) => {
      const pen = new SvgPath();
      line(pen, of, (k) => x(k), y);
      svg("path", { class: "curve", d: pen.d, "stroke-dasharray": look, style: `--c: var(--${colour})` }, drawing);
    };
    if (shown) curve(first, "6 5");
    curve(values, "");
    values.forEach((v, k) =>
      svg("circle", { class: "dot", cx: x(k), cy: y(v), r: 0.3 * unit, style: `--c: var(--${colour})` }, drawing),
    );
    const heard = Array.from(values, (v, k) => `${k} back ${wholePercent(v)}`);
    set(drawing, { "aria-label": [this.options.title, ...heard].join(". ") });
  }
}
