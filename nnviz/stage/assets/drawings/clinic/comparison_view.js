// The clinic: an ill network and the treated one with the same seed, side by side, frame by frame on one clock.

import { html, say, set } from "../../kit/elements.js";
import { DensityPanel, LinesPanel, SharesPanel } from "../layer_panels.js";
import { ComparisonNetwork } from "./comparison_network.js";
import {
  AnswersPanel,
  MaskPanel,
  NamedPanel,
  ProductPanel,
  UnitsPanel,
  ComparisonCourse,
  frameOf,
} from "./comparison_panels.js";

const LONGEST_PLAY = 5000;
const FASTEST = 1000 / 20;
const SLOWEST = 1000 / 4;
const NEARLY = 8;
const STANDING = 250;
const WARD_PANELS = {
  network: ComparisonNetwork,
  course: ComparisonCourse,
  mask: MaskPanel,
  units: UnitsPanel,
  answers: AnswersPanel,
  product: ProductPanel,
  layers: LinesPanel,
  named: NamedPanel,
  shares: SharesPanel,
  density: DensityPanel,
};
const BY_LAYER = new Set(["layers", "shares", "density"]);
const LAYERED = new Set(["layers", "named", "shares"]);

export class ComparisonView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    const clock = html("div", { class: "depth-clock" }, root);
    this.play = html("button", { class: "play", type: "button" }, clock, "▶ Train");
    this.back = html("button", { class: "plain", type: "button" }, clock, "⏮ Start");
    const row = html("label", {}, clock);
    this.time = html("input", { type: "range", min: 0, max: 1, step: 1, "aria-label": "step of training" }, row);
    this.at = html("b", { class: "number" }, row);
    this.told = html("div", { class: "comparison-told", "aria-live": "polite" }, root);
    this.grid = html("div", { class: "comparison-grid" }, root);
    this.columns = [0, 1, 2].map(() => html("div", { class: "comparison-column" }, this.grid));
    /** @type {any[]} */
    this.parts = [];
    /** @type {any[]} */
    this.lanes = [null, null];
    this.shown = 0;
    this.layer = -1;
    this.drawn = 0;
    this.playing = false;
    this.standing = 0;
    this.play.addEventListener("click", () => this.toggle());
    this.back.addEventListener("click", () => this.stand(0));
    this.time.addEventListener("input", () => this.stand(Number(this.time.value)));
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    const anew = header.lanes.map((/** @type {any} */ lane, /** @type {number} */ k) => this.lane(k, lane, arrays));
    const laid = JSON.stringify(header.panels);
    if (laid !== this.laid) this.build();
    this.laid = laid;
    if (anew[0]) {
      this.shown = 0;
      this.playing = false;
    }
    if (anew[0] || anew[1]) for (const part of this.parts) part?.forget?.();
    set(this.time, { max: Math.max(1, header.total - 1) });
    if (anew[1] && !anew[0] && this.lanes[1]) this.begin(header.lanes[1].since);
    if (this.missing()) this.ask({ more: false });
    this.draw();
  }

  /** Take what came for one lane; returns whether it is another network. @param {number} k @param {any} lane @param {Map<string, import("../message.js").Matrix>} arrays */
  lane(k, lane, arrays) {
    const before = this.lanes[k];
    if (!lane) {
      this.lanes[k] = null;
      return before !== null;
    }
    const anew = before?.generation !== lane.generation;
    const here = anew ? { generation: lane.generation, frames: [], words: [] } : before;
    this.lanes[k] = Object.assign(here, {
      sizes: lane.sizes,
      values: lane.values,
      answers: lane.answers,
      done: lane.done,
      guessing: lane.guessing,
    });
    here.points = arrays.get(`${k} points`)?.data ?? [];
    here.inputs = arrays.get(`${k} inputs`)?.data ?? [];
    lane.steps.forEach((/** @type {number} */ step, /** @type {number} */ i) => {
      if (lane.from + i !== here.frames.length) return;
      /** @type {Record<string, Float64Array>} */
      const frame = {};
      for (const [name, { shape, data }] of arrays) {
        if (!name.startsWith(`${k} frame `)) continue;
        const size = data.length / shape[0];
        frame[name.slice(8)] = data.subarray(i * size, (i + 1) * size);
      }
      here.frames.push({ step, arrays: { ...frame, straight: frame.straight?.[0] } });
    });
    (lane.words ?? []).forEach((/** @type {any} */ word, /** @type {number} */ i) => {
      if (lane.wordsFrom + i === here.words.length) here.words.push(word);
    });
    return anew;
  }

  build() {
    for (const column of this.columns) column.replaceChildren();
    this.grid.classList.toggle("alone", Boolean(this.header.alone));
    this.parts = this.header.panels.map((/** @type {any} */ panel) => {
      const place = this.columns[panel.column];
      if (panel.kind === "words") {
        html("p", { class: "comparison-words" }, place, panel.text);
        return null;
      }
      const Kind = /** @type {any} */ (WARD_PANELS)[panel.kind];
      const part = new Kind(place, panel, (/** @type {number} */ layer) => this.point(layer));
      part.forget?.();
      return part;
    });
  }

  /** Whether frames or words are still to come that the clock needs now. */
  missing() {
    return this.lanes.some(
      (lane) => lane && (!lane.frames.length || (this.header.told && lane.words.length < lane.frames.length)),
    );
  }

  /** Ask, and tell what is here already. @param {object} question */
  ask(question) {
    const count = (/** @type {"frames" | "words"} */ what) => this.lanes.map((lane) => (lane ? lane[what].length : 0));
    const at = this.playing ? {} : { at: this.shown };
    this.requests.ask({ ...question, ...at, frames: count("frames"), words: count("words") });
  }

  /** The last frame that can be shown: where all lanes have one, or have ended. */
  get reach() {
    const ends = this.lanes.filter(Boolean).map((lane) => (lane.done ? Infinity : lane.frames.length - 1));
    const longest = Math.max(...this.lanes.filter(Boolean).map((lane) => lane.frames.length - 1));
    return Math.min(longest, ...ends);
  }

  get ended() {
    return this.lanes.every((lane) => !lane || lane.done);
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours || this.lanes.some((lane) => lane && !lane.frames.length)) return;
    this.header.panels.forEach((/** @type {any} */ panel, /** @type {number} */ k) =>
      this.part(panel, this.parts[k], colours),
    );
    this.remark();
    this.drawn += 1;
  }

  /** @param {any} panel @param {any} part @param {any} colours */
  part(panel, part, colours) {
    if (!part) return;
    if (panel.kind === "density") {
      const lane = this.lanes[panel.lane];
      part.prepare(lane.sizes.length - 2);
      part.show(frameOf(lane, this.shown).arrays.histograms, this.header.bins, null, colours);
      part.point(this.layer);
      return;
    }
    if (!LAYERED.has(panel.kind)) {
      if (panel.lane === undefined || this.lanes[panel.lane]) part.show(this.lanes, this.shown, this.header, colours);
      return;
    }
    // Before the first step nothing has changed yet: there is no change to draw.
    const series = panel.series.filter(
      (/** @type {any} */ s) =>
        this.lanes[s.lane] && !(panel.change && frameOf(this.lanes[s.lane], this.shown).step === 0),
    );
    const values = (/** @type {any} */ s) =>
      panel.fixed ? this.lanes[s.lane][panel.fixed] : frameOf(this.lanes[s.lane], this.shown).arrays[s.name];
    if (panel.kind === "shares") {
      part.prepare(values(series[0]).length);
      part.show(
        series.map((/** @type {any} */ s) => ({
          ...s,
          values: Array.from(values(s), (v) => (Number.isNaN(v) ? 0 : v)),
        })),
      );
      part.point(this.layer);
      return;
    }
    // The axis has room for the other network too: the two stand on common axes.
    const both = series.flatMap((/** @type {any} */ s) =>
      this.lanes.flatMap((lane, k) => (lane ? [values({ ...s, lane: k })] : [])),
    );
    part.see(both.map((numbers) => Array.from(numbers, (v) => (Number.isNaN(v) ? Infinity : v))));
    part.prepare(panel.kind === "named" ? panel.names.length : this.lanes[panel.series[0].lane].sizes.length - 1);
    part.show(series.map((/** @type {any} */ s) => ({ ...s, values: values(s), dots: true })));
    part.point(panel.kind === "layers" ? this.layer : -1);
  }

  remark() {
    const longest = this.lanes.filter(Boolean).reduce((a, b) => (b.frames.length > a.frames.length ? b : a));
    const step = frameOf(longest, this.shown).step;
    say(this.at, `step ${step} of ${this.header.last}`);
    this.time.value = String(this.shown);
    this.time.style.setProperty("--held", `${(100 * this.reach) / Math.max(1, this.header.total - 1)}%`);
    const over = this.shown >= this.reach && this.ended;
    say(this.play, this.playing ? "⏸ Pause" : over ? "⟲ Again" : "▶ Train");
    this.say();
  }

  /** What is found at the step on view, for each network. */
  say() {
    const lines = [];
    if (this.header.verdict)
      lines.push([
        "",
        this.header.verdict.title,
        this.header.verdict.text,
        this.header.verdict.right ? "right" : "wrong",
      ]);
    this.lanes.forEach((lane, k) => {
      if (!lane) return;
      const word = this.header.told ? lane.words[Math.min(this.shown, lane.words.length - 1)] : null;
      if (word) lines.push([this.header.names[k], word.title, word.text, `standing ${word.kind}`]);
    });
    if (!this.header.told) lines.push(["", "", this.header.hint, "hint"]);
    this.told.setAttribute("aria-live", this.playing ? "off" : "polite");
    const key = JSON.stringify(lines);
    if (key === this.saidKey) return;
    this.saidKey = key;
    this.told.replaceChildren();
    for (const [name, title, text, kind] of lines) {
      const line = html("p", { class: `comparison-line ${kind}`, title: text }, this.told);
      if (name) html("span", { class: "comparison-name" }, line, name);
      if (title) html("b", {}, line, title);
      html("span", {}, line, text);
    }
  }

  /** @param {number} layer */
  point(layer) {
    this.layer = layer;
    this.parts.forEach((part, k) => {
      if (BY_LAYER.has(this.header.panels[k].kind)) part.point(layer);
    });
  }

  /** Play from the frame at a step, or rather stand there where motion is unwanted. @param {number} since */
  begin(since) {
    const frames = this.lanes[0]?.frames ?? [];
    this.shown = Math.max(
      0,
      frames.findIndex((/** @type {any} */ frame) => frame.step >= since),
    );
    this.playing = false;
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.toggle();
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.shown >= this.reach && this.ended) this.shown = 0;
    this.last = performance.now();
    clearTimeout(this.standing);
    if (this.playing) requestAnimationFrame((now) => this.tick(now));
    else this.settled();
    this.draw();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    requestAnimationFrame((later) => this.tick(later));
    if (this.reach - this.shown <= NEARLY && !this.ended && !this.requests.busy) this.ask({ more: true });
    const shortest = this.lanes[1] || !this.lanes[0].done ? this.header.total : this.lanes[0].frames.length;
    const pace = Math.min(SLOWEST, Math.max(FASTEST, LONGEST_PLAY / shortest));
    if (now - this.last < pace - 4) return;
    if (this.shown < this.reach) {
      this.last = now;
      this.shown += 1;
      this.draw();
    } else if (this.ended) {
      this.playing = false;
      this.settled();
      this.draw();
    }
  }

  /** @param {number} frame */
  stand(frame) {
    this.playing = false;
    this.shown = Math.max(0, Math.min(this.reach, frame));
    this.settled();
    this.draw();
  }

  /** Tell, a little later, which step is on view: the words below and the tensors follow. */
  settled() {
    clearTimeout(this.standing);
    this.standing = setTimeout(() => {
      if (!this.playing && this.root.isConnected) this.ask({ more: false });
    }, STANDING);
  }

  /** For tests. */
  state() {
    if (!this.lanes[0]?.frames.length) return null;
    return {
      shown: this.shown,
      reach: this.reach,
      playing: this.playing,
      drawn: this.drawn,
      ended: this.ended,
      step: frameOf(this.lanes[0], this.shown).step,
      frames: this.lanes.map((lane) => (lane ? lane.frames.length : 0)),
      generations: this.lanes.map((lane) => lane?.generation ?? ""),
      told: this.told.textContent,
      row: (/** @type {number} */ lane, k = this.shown) => Array.from(frameOf(this.lanes[lane], k).arrays.row),
      array: (/** @type {number} */ lane, /** @type {string} */ name, k = this.shown) =>
        Array.from(frameOf(this.lanes[lane], k).arrays[name]),
    };
  }
}
