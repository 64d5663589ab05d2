// Walkers on a bowl: their ways from one start, their losses in step, and what each of them remembers.

import { html } from "../../kit/elements.js";
import { fixed } from "../../kit/number_format.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { Slider } from "../../kit/slider.js";
import { atRest } from "../../kit/timing.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { Drawing } from "../drawing.js";
import { ContourPad } from "./contour_pad.js";
import { LogChart } from "./log_chart.js";
import { StateTable } from "./state_table.js";
import { WalkerTable } from "./walker_table.js";

const REST_OF_A_WALK = 220;
const PACE_OF_A_WALK = 130;

/** What shapes the bowl of one's own. */
const SHAPES = /** @type {const} */ (["curvature1", "curvature2", "tilt"]);
const CURVATURE = {
  link: "curvature loss",
  low: 0.1,
  high: 100,
  log: 100,
  text: (/** @type {number} */ v) => fixed(v, 2),
};
const SLIDERS = {
  curvature1: { label: "curvature λ₁", ...CURVATURE },
  curvature2: { label: "curvature λ₂", ...CURVATURE },
  tilt: {
    label: "rotation",
    link: "loss",
    low: -90,
    high: 90,
    step: 1,
    text: (/** @type {number} */ v) => `${fixed(v, 0)}°`,
  },
};
const DASHES = ["", "8 5", "2 4", "10 4 2 4"];

/** @typedef {typeof SHAPES[number]} Shape */

/**
 * @typedef {object} WalkerHeader
 * @property {string} name of its optimizer
 * @property {number} rate
 * @property {string} verdict how it goes
 * @property {string} kind of verdict
 * @property {[text: string, link: string][]} rule piece by piece
 */

/**
 * @typedef {object} DescentHeader
 * @property {{reach: number, limit: number, angle: number, names: string[]}} bowl `limit` of the start
 * @property {Record<Shape, number> | null} shape of the bowl of one's own
 * @property {[name: string, title: string][]} optimizers
 * @property {WalkerHeader[]} walkers
 * @property {number} steps
 * @property {number} step on view
 * @property {number} top the upper end of the axis of losses
 * @property {{name: string, limit: number | null, text: string}[]} sweeps what is left by rate; empty before the answer
 */

/**
 * @typedef {object} Walk a walker's arrays; two numbers a step but for the loss
 * @property {Float64Array} theta
 * @property {Float64Array} excess loss above the lowest
 * @property {Float64Array} g
 * @property {Float64Array} [v]
 * @property {Float64Array} [s]
 * @property {Float64Array} [u]
 * @property {Float64Array} move
 */

/** @typedef {WalkerHeader & Walk & {link: string, colour: string}} Path */

/** @extends {Drawing<DescentHeader>} */
export class DescentView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    const ask = (/** @type {object} */ change) => this.requests.ask(change);
    const body = html("div", { class: "descent-body" }, root);
    const left = html("div", { class: "descent-pad" }, body);
    this.pad = new ContourPad(left, (x, y, done) => this.drag(x, y, done), signal);
    this.playhead = new Playhead({ pace: PACE_OF_A_WALK });
    this.bar = new PlaybackBar(html("div", { class: "descent-clock" }, left), this.playhead, {
      group: "Descent",
      play: "Run",
      buttons: ["play"],
      scrub: { caption: true, label: "step t", name: "step", link: "step", text: String },
      changed: () => {
        this.show();
        this.rest.start();
      },
      signal,
    });
    this.rest = atRest(REST_OF_A_WALK, () => ask({ step: this.playhead.at, done: true }), signal);
    const charts = html("div", { class: "descent-charts" }, body);
    this.shape = html("div", { class: "descent-shape" }, charts);
    const slider = (/** @type {Shape} */ name) =>
      new Slider(this.shape, {
        name,
        ...SLIDERS[name],
        change: (value, done) => ask(done ? { [name]: value, done } : { [name]: value }),
        signal,
      });
    /** @type {Record<Shape, Slider>} */
    this.sliders = { curvature1: slider("curvature1"), curvature2: slider("curvature2"), tilt: slider("tilt") };
    this.walkers = new WalkerTable(html("div", { class: "walker-table" }, charts), ask, signal);
    this.losses = new LogChart(charts, "loss by step");
    this.rates = new LogChart(charts, "loss by learning rate");
    this.table = new StateTable(
      scrollArea(html("div", { class: "state-table" }, root), "state of the optimizers", this.signal),
    );
    this.told = -1;
    /** @type {Path[]} */
    this.paths = [];
    /** @type {import("./contour_pad.js").Bowl} */
    this.bowl = this.pad.bowl;
  }

  /** @param {number} x @param {number} y @param {boolean} done */
  drag(x, y, done) {
    const { lowest } = this.bowl;
    const { limit } = this.pad;
    const [u, v] = [x - lowest[0], y - lowest[1]].map((w) =>
      Math.max(-limit, Math.min(limit, Math.round(w * 50) / 50)),
    );
    this.pad.startAt(lowest[0] + u, lowest[1] + v);
    this.requests.ask({ x: u, y: v, done });
  }

  /** @param {DescentHeader} header */
  take(header) {
    this.bowl = { ...header.bowl, lowest: this.matrix("lowest").data, axes: this.matrix("axes").data };
    const data = this.numbers;
    this.paths = header.walkers.map((walker, k) => ({
      ...walker,
      link: `walker-${k}`,
      colour: `var(--line-${k})`,
      theta: data[`theta${k}`],
      excess: data[`excess${k}`],
      g: data[`g${k}`],
      v: data[`v${k}`],
      s: data[`s${k}`],
      u: data[`u${k}`],
      move: data[`move${k}`],
    }));
    const { busy } = this.requests;
    const { playhead } = this;
    playhead.reach(header.steps);
    if (header.step !== this.told && !this.rest.waiting && !playhead.playing && !busy) playhead.go(header.step);
    this.told = header.step;
    this.bar.draw(header.steps);
    this.shape.hidden = !header.shape;
    if (header.shape && !busy) for (const name of SHAPES) this.sliders[name].show(header.shape[name]);
    this.walkers.show(header, busy);
  }

  /** @param {import("../../kit/view.js").Palette} _colours @param {DescentHeader} header */
  paint(_colours, header) {
    const { pad } = this;
    pad.lay(this.bowl);
    pad.follow(this.matrix("start").data, this.requests.busy);
    pad.paths(this.paths);
    this.losses.lay({
      title: "loss above the minimum",
      foot: "step t",
      x: Array.from({ length: header.steps + 1 }, (_, k) => k),
      logX: false,
      height: header.sweeps.length ? 8.8 : 15,
      top: header.top,
      lines: this.paths.map(({ excess, colour, link }) => ({ y: excess, colour, link: `${link} loss-${link}` })),
    });
    this.drawRates(header);
    this.show();
  }

  /** What is left after all steps, by rate: only after the question was answered. @param {DescentHeader} header */
  drawRates({ sweeps, steps, top }) {
    this.rates.svg.style.display = sweeps.length ? "" : "none";
    if (!sweeps.length) return;
    this.rates.lay({
      title: `loss after ${steps} steps, by learning rate η`,
      foot: "learning rate η",
      x: this.matrix("rates").data,
      logX: true,
      height: 8.6,
      top,
      lines: sweeps.map(({ name }, k) => ({
        y: this.matrix(`sweep${k}`).data,
        colour: "var(--muted)",
        dash: DASHES[k],
        link: `rate ${name}`,
      })),
    });
    const marks = sweeps.flatMap(({ limit, text }) =>
      limit ? [{ at: limit, text, kind: "limit", link: "limit" }] : [],
    );
    const points = this.paths.map(({ rate, excess, colour, link }) => ({
      at: rate,
      value: excess[steps],
      colour,
      link: `${link} rate-${link}`,
    }));
    this.rates.mark(marks, points);
  }

  /** All that moves with the step. */
  show() {
    const t = this.playhead.at;
    const at = (/** @type {Float64Array} */ values) => [values[2 * t], values[2 * t + 1]];
    this.pad.stand(
      this.paths.map(({ theta, g, rate, move, colour, link }) => ({
        theta: at(theta),
        parts: [
          { to: at(g).map((x) => -rate * x), kind: "gradient", link: `g g-${link} rate-${link}` },
          { to: at(move), kind: "move", link: `move move-${link} v-${link}` },
        ],
        colour,
        link,
      })),
    );
    const points = this.paths.map(({ excess, colour, link }) => ({
      at: t,
      value: excess[t],
      colour,
      link: `${link} loss-${link}`,
    }));
    this.losses.mark([{ at: t, text: "", kind: "drop", link: "step" }], points);
    this.table.show(this.paths, t, at);
  }

  /** For tests. */
  state() {
    const t = this.playhead.at;
    return {
      t,
      start: this.pad.start,
      limitShown: (this.header?.sweeps.length ?? 0) > 0,
      walkers: this.paths.map(({ name, rate, verdict, theta, excess }) => ({
        name,
        rate,
        verdict,
        theta: Array.from(theta.slice(2 * t, 2 * t + 2)),
        excess: excess[t],
      })),
    };
  }
}
