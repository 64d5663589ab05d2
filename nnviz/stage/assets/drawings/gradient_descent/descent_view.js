// Walkers on a bowl: their ways from one start, their losses in step, and what each of them remembers.

import { ContourPad } from "./contour_pad.js";
import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { LogChart } from "./log_chart.js";
import { StateTable } from "./state_table.js";
import { WalkerTable } from "./walker_table.js";

const REST_OF_A_WALK = 220;
const PACE_OF_A_WALK = 130;
const SHAPES = [
  ["curvature1", "curvature λ₁"],
  ["curvature2", "curvature λ₂"],
  ["tilt", "turned by"],
];

export class DescentView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    const body = html("div", { class: "descent-body" }, root);
    const left = html("div", { class: "descent-pad" }, body);
    this.pad = new ContourPad(left, (x, y, done) => this.drag(x, y, done));
    this.clock(html("div", { class: "descent-clock" }, left));
    const charts = html("div", { class: "descent-charts" }, body);
    this.shape = html("div", { class: "descent-shape" }, charts);
    this.walkers = new WalkerTable(html("div", { class: "walker-table" }, charts), (change) => this.ask(change));
    this.losses = new LogChart(charts, "loss over the steps");
    this.rates = new LogChart(charts, "loss by rate");
    this.table = new StateTable(html("div", { class: "state-table" }, root));
    this.t = 0;
    this.told = -1;
    this.rest = 0;
    this.playing = 0;
    /** @type {Record<string, any>} */
    this.sliders = {};
    for (const [name, text] of SHAPES) this.slider(name, text);
  }

  /** @param {string} name @param {string} text */
  slider(name, text) {
    const row = html("label", { "data-link": name === "tilt" ? "loss" : "curvature loss" }, this.shape);
    html("span", { class: "name" }, row, text);
    const range = name === "tilt" ? { min: -90, max: 90, step: 1 } : { min: -1, max: 2, step: 0.01 };
    const input = html("input", { type: "range", ...range, "aria-label": text, name }, row);
    const number = html("b", { class: "number" }, row);
    const read = () => (name === "tilt" ? Number(input.value) : Number((10 ** Number(input.value)).toPrecision(3)));
    input.addEventListener("input", () => this.ask({ [name]: read() }));
    input.addEventListener("change", () => this.ask({ [name]: read(), done: true }));
    this.sliders[name] = { input, number };
  }

  /** @param {Element} parent */
  clock(parent) {
    this.button = html("button", { type: "button", class: "play" }, parent, "▶ Walk");
    const row = html("label", { "data-link": "step" }, parent);
    html("span", { class: "name" }, row, "step t");
    this.steps = html("input", { type: "range", min: 0, max: 60, step: 1, "aria-label": "step t", name: "step" }, row);
    this.count = html("b", { class: "number" }, row);
    this.button.addEventListener("click", () => this.play(!this.playing));
    this.steps.addEventListener("input", () => {
      this.play(false);
      this.goTo(Number(this.steps.value));
    });
  }

  /** @param {boolean} on */
  play(on) {
    clearInterval(this.playing);
    this.playing = 0;
    say(this.button, on ? "❚❚ Hold" : "▶ Walk");
    if (!on) return;
    if (this.t >= this.header.steps) this.goTo(0);
    this.playing = window.setInterval(() => {
      if (!this.root.isConnected || this.t >= this.header.steps) this.play(false);
      else this.goTo(this.t + 1);
    }, PACE_OF_A_WALK);
  }

  /** @param {number} t */
  goTo(t) {
    this.t = t;
    this.show();
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => {
      this.rest = 0;
      this.ask({ step: this.t, done: true });
    }, REST_OF_A_WALK);
  }

  /** @param {number} x @param {number} y @param {boolean} done */
  drag(x, y, done) {
    const { reach, lowest } = this.bowl;
    const offset = [x - lowest[0], y - lowest[1]].map((v) =>
      Math.max(-reach, Math.min(reach, Math.round(v * 50) / 50)),
    );
    this.pad.startAt(lowest[0] + offset[0], lowest[1] + offset[1]);
    this.ask({ x: offset[0], y: offset[1], done });
  }

  /** Changes since the last question go together. @param {Record<string, any>} change */
  ask(change) {
    const waiting = /** @type {any} */ (this.requests.waiting?.value ?? {});
    this.requests.ask({ ...waiting, ...change });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    const get = (/** @type {string} */ name) => arrays.get(name)?.data ?? new Float64Array();
    this.bowl = { ...header.bowl, lowest: get("lowest"), axes: get("axes") };
    this.paths = header.walkers.map((/** @type {any} */ walker, /** @type {number} */ k) => ({
      ...walker,
      link: `walker-${k}`,
      colour: `var(--line-${k})`,
      ...Object.fromEntries(
        ["theta", "excess", "g", "v", "s", "move"].map((name) => [name, arrays.get(`${name}${k}`)?.data]),
      ),
    }));
    if (header.step !== this.told && !this.rest && !this.playing && !this.requests.busy) this.t = header.step;
    this.told = header.step;
    this.draw();
  }

  draw() {
    if (!this.header) return;
    const { header } = this;
    this.shape.hidden = !header.shape;
    for (const name in header.shape ?? {}) {
      const { input, number } = this.sliders[name];
      const value = header.shape[name];
      if (!this.requests.busy) input.value = String(name === "tilt" ? value : Math.log10(value));
      say(number, name === "tilt" ? `${fixed(value, 0)}°` : fixed(value, 2));
    }
    this.walkers.show(header, this.requests.busy);
    this.pad.lay(this.bowl);
    const start = this.arrays.get("start").data;
    if (!this.pad.held) this.pad.start = [start[0], start[1]];
    this.pad.startAt(this.pad.start[0], this.pad.start[1]);
    this.pad.paths(this.paths);
    this.losses.lay({
      title: "loss above the lowest",
      foot: "step t",
      x: Array.from({ length: header.steps + 1 }, (_, k) => k),
      logX: false,
      height: header.sweeps.length ? 8.8 : 15,
      top: header.top,
      lines: this.paths.map((/** @type {any} */ path) => ({
        y: path.excess,
        colour: path.colour,
        link: `${path.link} loss`,
      })),
    });
    this.drawRates();
    this.steps.max = String(header.steps);
    this.show();
  }

  /** What is left after all steps, by rate: only after the question was answered. */
  drawRates() {
    const { sweeps, steps } = this.header;
    this.rates.svg.style.display = sweeps.length ? "" : "none";
    if (!sweeps.length) return;
    const x = this.arrays.get("rates").data;
    const lines = sweeps.map((/** @type {any} */ sweep, /** @type {number} */ k) => ({
      y: this.arrays.get(`sweep${k}`).data,
      colour: "var(--muted)",
      dash: ["", "8 5", "2 4", "10 4 2 4"][k],
      link: `rate ${sweep.name}`,
    }));
    this.rates.lay({
      title: `loss after ${steps} steps, by learning rate η`,
      foot: "learning rate η",
      x,
      logX: true,
      height: 8.6,
      top: this.header.top,
      lines,
    });
    const marks = sweeps
      .filter((/** @type {any} */ s) => s.limit)
      .map((/** @type {any} */ s) => ({ at: s.limit, text: s.text, kind: "limit", link: "limit" }));
    const points = this.paths.map((/** @type {any} */ path) => ({
      at: path.rate,
      value: path.excess[steps],
      colour: path.colour,
      link: `${path.link} rate`,
    }));
    this.rates.mark(marks, points);
  }

  /** All that moves with the step. */
  show() {
    if (!this.paths) return;
    const t = Math.min(this.t, this.header.steps);
    this.steps.value = String(t);
    say(this.count, String(t));
    const at = (/** @type {Float64Array} */ values) => [values[2 * t], values[2 * t + 1]];
    this.pad.stand(
      this.paths.map((/** @type {any} */ path) => ({
        theta: at(path.theta),
        parts: [
          { to: at(path.g).map((g) => -path.rate * g), kind: "gradient", link: "g rate" },
          { to: at(path.move), kind: "move", link: "move v" },
        ],
        colour: path.colour,
        link: path.link,
      })),
    );
    const points = this.paths.map((/** @type {any} */ path) => ({
      at: t,
      value: path.excess[t],
      colour: path.colour,
      link: `${path.link} loss`,
    }));
    this.losses.mark([{ at: t, text: "", kind: "drop", link: "step" }], points);
    this.table.show(this.paths, t, at);
  }

  /** For tests. */
  state() {
    const { header } = this;
    const of = (/** @type {any} */ path) => ({
      name: path.name,
      rate: path.rate,
      verdict: path.verdict,
      theta: Array.from(path.theta.slice(2 * this.t, 2 * this.t + 2)),
      excess: path.excess[this.t],
    });
    return { t: this.t, start: this.pad.start, limitShown: header.sweeps.length > 0, walkers: this.paths.map(of) };
  }
}
