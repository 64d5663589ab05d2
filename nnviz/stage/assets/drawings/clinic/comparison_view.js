// The clinic: an ill network and the treated one with the same seed, side by side, frame by frame on one clock.

import { html, set } from "../../kit/elements.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { atRest, reducedMotion } from "../../kit/timing.js";
import { Drawing } from "../drawing.js";
import { DensityPanel, LinesPanel, SharesPanel } from "../layer_panels.js";
import { ComparisonNetwork } from "./comparison_network.js";
import {
  AnswersPanel,
  ComparisonCourse,
  frameOf,
  MaskPanel,
  NamedPanel,
  ProductPanel,
  UnitsPanel,
} from "./comparison_panels.js";

const LONGEST_PLAY = 5000;
const FASTEST = 1000 / 20;
const SLOWEST = 1000 / 4;
const NEARLY = 8;
const STANDING = 250;

/** Panels whose horizontal axis is not the layers. */
const OWN_PANELS = {
  network: ComparisonNetwork,
  course: ComparisonCourse,
  mask: MaskPanel,
  units: UnitsPanel,
  answers: AnswersPanel,
  product: ProductPanel,
};

/** @typedef {import("./comparison_panels.js").Lane} Lane */
/** @typedef {import("./comparison_panels.js").Word} Word */
/** @typedef {import("./comparison_panels.js").LaneSeries} LaneSeries */
/** @typedef {import("../layer_panels.js").PanelHeader & {column: number}} PanelHeader `column` of the page */

/** @typedef {PanelHeader & {kind: "words", text: string}} WordsHeader */
/** @typedef {PanelHeader & {kind: "layers", series: LaneSeries[], change?: boolean}} LayersHeader `change`: there is none before the first step */
/** @typedef {PanelHeader & {kind: "shares", series: LaneSeries[]}} SharesHeader */
/** @typedef {import("./comparison_panels.js").NamedHeader & {kind: "named", column: number}} NamedHeader */
/** @typedef {import("../layer_panels.js").DensityHeader & {kind: "density", column: number, lane: number}} DensityHeader */
/** @typedef {PanelHeader & {kind: keyof typeof OWN_PANELS}} OwnHeader */
/** @typedef {InstanceType<typeof OWN_PANELS[keyof typeof OWN_PANELS]>} Owned */
/** @typedef {LayersHeader | SharesHeader | NamedHeader | DensityHeader} LayeredHeader */

/**
 * @typedef {object} LaneHeader
 * @property {string} generation
 * @property {number} from the first frame of the message
 * @property {number[]} steps of its frames
 * @property {boolean} done whether all frames have come with this message
 * @property {number[]} sizes
 * @property {boolean} values
 * @property {number[]} answers
 * @property {number} guessing
 * @property {number} since the step at which the treatment begins
 * @property {number} [wordsFrom]
 * @property {Word[]} [words]
 */

/**
 * @typedef {object} ComparisonHeader
 * @property {(LaneHeader | null)[]} lanes
 * @property {string[]} names
 * @property {(WordsHeader | LayeredHeader | OwnHeader)[]} panels
 * @property {boolean} told whether the findings are told
 * @property {string} hint
 * @property {{title: string, text: string, right: boolean} | null} verdict on the diagnosis
 * @property {number} total how many frames there will be
 * @property {number} last the last step
 * @property {number} bins of the densities
 * @property {boolean} alone whether there will be no treated one
 */

/** @extends {Drawing<ComparisonHeader>} */
export class ComparisonView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {(Lane | null)[]} */
    this.lanes = [null, null];
    /** @type {Owned[]} */
    this.owned = [];
    /** @type {({panel: LayersHeader, part: LinesPanel} | {panel: NamedHeader, part: NamedPanel} | {panel: SharesHeader, part: SharesPanel} | {panel: DensityHeader, part: DensityPanel<DensityHeader>})[]} */
    this.layered = [];
    this.layer = -1;
    this.laid = "";
    this.saidKey = "";
    this.playhead = new Playhead({ pace: FASTEST });
    this.standing = atRest(STANDING, () => this.ask({ more: false }), signal);
    this.bar = new PlaybackBar(root, this.playhead, {
      group: "Training",
      play: "Train",
      buttons: ["play", "first"],
      scrub: { label: "step of training", text: (at) => this.stepText(at) },
      changed: () => this.changed(),
      ticked: () => this.askAhead(),
      signal,
    });
    this.told = html("div", { class: "comparison-told", "aria-live": "polite" }, root);
    this.grid = html("div", { class: "comparison-grid" }, root);
    this.columns = [0, 1, 2].map(() => html("div", { class: "comparison-column" }, this.grid));
  }

  /** @param {ComparisonHeader} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    const anew = header.lanes.map((lane, k) => this.lane(k, lane, arrays));
    const laid = JSON.stringify(header.panels);
    if (laid !== this.laid) this.build(header);
    this.laid = laid;
    if (anew.includes(true)) for (const part of this.parts) part.forget();
    this.playhead.pace = this.pace(header);
    if (anew[0]) this.playhead.go(0);
    this.playhead.reach(this.reach, this.ended);
    const treated = header.lanes[1];
    if (anew[1] && !anew[0] && treated) this.begin(treated.since);
    if (this.missing(header)) this.ask({ more: false });
    this.draw();
    this.bar.draw(header.total - 1);
  }

  /** Take what came for one lane; returns whether it is another network. @param {number} k @param {LaneHeader | null} lane @param {Map<string, import("../message.js").Matrix>} arrays */
  lane(k, lane, arrays) {
    const before = this.lanes[k];
    if (!lane) {
      this.lanes[k] = null;
      return before !== null;
    }
    const { generation, sizes, values, answers, done, guessing } = lane;
    /** @type {Pick<Lane, "frames" | "words">} */
    const kept = before?.generation === generation ? before : { frames: [], words: [] };
    const points = arrays.get(`${k} points`)?.data ?? [];
    const inputs = arrays.get(`${k} inputs`)?.data ?? [];
    const { frames, words } = kept;
    this.lanes[k] = { generation, frames, words, sizes, values, answers, done, guessing, points, inputs };
    const prefix = `${k} frame `;
    const stacks = [...arrays].filter(([name]) => name.startsWith(prefix));
    lane.steps.forEach((step, i) => {
      if (lane.from + i !== frames.length) return;
      const of = stacks.map(([name, { shape, data }]) => {
        const size = data.length / shape[0];
        return [name.slice(prefix.length), data.subarray(i * size, (i + 1) * size)];
      });
      frames.push({ step, arrays: Object.fromEntries(of) });
    });
    (lane.words ?? []).forEach((word, i) => {
      if ((lane.wordsFrom ?? 0) + i === words.length) words.push(word);
    });
    return kept !== before;
  }

  /** @param {ComparisonHeader} header */
  build({ panels, alone }) {
    for (const column of this.columns) column.replaceChildren();
    this.grid.classList.toggle("alone", alone);
    this.owned = [];
    this.layered = [];
    const point = (/** @type {number} */ layer) => this.point(layer);
    for (const panel of panels) {
      const place = this.columns[panel.column];
      const of = /** @type {const} */ ([point, this.signal]);
      if (panel.kind === "words") html("p", { class: "comparison-words" }, place, panel.text);
      else if (panel.kind === "layers") this.layered.push({ panel, part: new LinesPanel(place, panel, ...of) });
      else if (panel.kind === "named") this.layered.push({ panel, part: new NamedPanel(place, panel, ...of) });
      else if (panel.kind === "shares") this.layered.push({ panel, part: new SharesPanel(place, panel, ...of) });
      else if (panel.kind === "density") this.layered.push({ panel, part: new DensityPanel(place, panel, ...of) });
      else this.owned.push(own(place, panel));
    }
  }

  get parts() {
    return [...this.owned, ...this.layered.map(({ part }) => part)];
  }

  /** The networks that are there. */
  get present() {
    return this.lanes.filter((lane) => lane !== null);
  }

  /** Whether frames or words are still to come that the clock needs now. @param {ComparisonHeader} header */
  missing({ told }) {
    return this.present.some(({ frames, words }) => !frames.length || (told && words.length < frames.length));
  }

  /** Ask, and tell what is here already. @param {object} question */
  ask(question) {
    const count = (/** @type {"frames" | "words"} */ what) => this.lanes.map((lane) => (lane ? lane[what].length : 0));
    const at = this.playhead.playing ? {} : { at: this.shown };
    this.requests.ask({ ...question, ...at, frames: count("frames"), words: count("words") });
  }

  get shown() {
    return this.playhead.at;
  }

  /** The last frame that can be shown: where all lanes have one, or have ended. */
  get reach() {
    const ends = this.present.map(({ done, frames }) => (done ? Infinity : frames.length - 1));
    const longest = Math.max(...this.present.map(({ frames }) => frames.length - 1));
    return Math.min(longest, ...ends);
  }

  get ended() {
    return this.present.every(({ done }) => done);
  }

  /** From frame to frame: the whole training in a few seconds. @param {ComparisonHeader} header */
  pace({ total }) {
    const [ill, treated] = this.lanes;
    const shortest = treated || !ill?.done ? total : ill.frames.length;
    return Math.min(SLOWEST, Math.max(FASTEST, LONGEST_PLAY / shortest));
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ComparisonHeader} header */
  paint(colours, header) {
    if (this.present.some(({ frames }) => !frames.length)) return false;
    const { lanes, shown } = this;
    for (const part of this.owned) part.show({ lanes, shown, last: header.last, colours });
    for (const { panel, part } of this.layered) {
      if (part instanceof DensityPanel) this.density(part, header.bins, colours);
      else if (part instanceof SharesPanel) this.shares(part, /** @type {SharesHeader} */ (panel));
      else this.lines(part, /** @type {LayersHeader | NamedHeader} */ (panel));
    }
    this.tell(header);
    return true;
  }

  /** @param {DensityPanel<DensityHeader>} part @param {number} bins @param {import("../../kit/view.js").Palette} colours */
  density(part, bins, colours) {
    const lane = this.lanes[part.panel.lane];
    if (!lane) return;
    part.prepare(lane.sizes.length - 2);
    part.show(frameOf(lane, this.shown).arrays.histograms, bins, null, colours);
    part.point(this.layer);
  }

  /** @param {SharesPanel} part @param {SharesHeader} panel */
  shares(part, { series }) {
    const bars = series.flatMap(({ name, lane: k, colour, link }) => {
      const lane = this.lanes[k];
      if (!lane) return [];
      const values = frameOf(lane, this.shown).arrays[name];
      return [{ colour, link, values: Array.from(values, (v) => (Number.isNaN(v) ? 0 : v)) }];
    });
    if (!bars.length) return;
    part.prepare(bars[0].values.length);
    part.show(bars);
    part.point(this.layer);
  }

  /** @param {LinesPanel | NamedPanel} part @param {LayersHeader | NamedHeader} panel */
  lines(part, panel) {
    const values = (/** @type {Lane} */ lane, /** @type {string} */ name) =>
      panel.kind === "named" && panel.fixed ? lane[panel.fixed] : frameOf(lane, this.shown).arrays[name];
    // Before the first step nothing has changed yet: there is no change to draw.
    const still = (/** @type {Lane} */ lane) =>
      panel.kind === "layers" && panel.change && frameOf(lane, this.shown).step === 0;
    const series = panel.series.filter(({ lane: k }) => {
      const lane = this.lanes[k];
      return lane && !still(lane);
    });
    // The axis has room for the other network too: the two stand on common axes.
    const both = series.flatMap(({ name }) => this.present.map((lane) => values(lane, name)));
    part.see(both.map((numbers) => Array.from(numbers, (v) => (Number.isNaN(v) ? Infinity : v))));
    const first = this.lanes[panel.series[0].lane];
    part.prepare(panel.kind === "named" ? panel.names.length : (first?.sizes.length ?? 2) - 1);
    part.show(
      series.flatMap(({ name, lane: k, colour, link }) => {
        const lane = this.lanes[k];
        return lane ? [{ values: values(lane, name), colour, link, dots: true }] : [];
      }),
    );
    part.point(panel.kind === "layers" ? this.layer : -1);
  }

  /** @param {number} at */
  stepText(at) {
    const [first, ...others] = this.present;
    if (!first?.frames.length || !this.header) return "";
    const longest = others.reduce((a, b) => (b.frames.length > a.frames.length ? b : a), first);
    return `step ${frameOf(longest, at).step} of ${this.header.last}`;
  }

  /** What is found at the step on view, for each network. @param {ComparisonHeader} header */
  tell({ verdict, told, names, hint }) {
    const lines = [];
    if (verdict) lines.push(["", verdict.title, verdict.text, verdict.right ? "right" : "wrong"]);
    this.lanes.forEach((lane, k) => {
      const word = told && lane ? lane.words[Math.min(this.shown, lane.words.length - 1)] : null;
      if (word) lines.push([names[k], word.title, word.text, `standing ${word.kind}`]);
    });
    if (!told) lines.push(["", "", hint, "hint"]);
    set(this.told, { "aria-live": this.playhead.playing ? "off" : "polite" });
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
    for (const { panel, part } of this.layered) if (panel.kind !== "named") part.point(layer);
  }

  /** Play from the frame at a step, or rather stand there where motion is unwanted. @param {number} since */
  begin(since) {
    const frames = this.lanes[0]?.frames ?? [];
    const at = frames.findIndex(({ step }) => step >= since);
    this.playhead.go(Math.max(0, at));
    if (!reducedMotion()) this.bar.play(true);
  }

  /** Another frame is on view. Where it stays, the words below and the tensors follow a little later. */
  changed() {
    if (this.playhead.playing) this.standing.stop();
    else this.standing.start();
    this.draw();
  }

  /** While it plays: more frames, in time. */
  askAhead() {
    if (this.playhead.last - this.shown <= NEARLY && !this.ended && !this.requests.busy) this.ask({ more: true });
  }

  /** For tests. */
  state() {
    if (!this.lanes[0]?.frames.length) return null;
    const frame = (/** @type {number} */ lane, /** @type {number} */ k) =>
      frameOf(/** @type {Lane} */ (this.lanes[lane]), k);
    return {
      shown: this.shown,
      reach: this.reach,
      playing: this.playhead.playing,
      drawn: this.drawn,
      ended: this.ended,
      step: frame(0, this.shown).step,
      frames: this.lanes.map((lane) => lane?.frames.length ?? 0),
      generations: this.lanes.map((lane) => lane?.generation ?? ""),
      told: this.told.textContent,
      row: (/** @type {number} */ lane, k = this.shown) => Array.from(frame(lane, k).arrays.row),
      array: (/** @type {number} */ lane, /** @type {string} */ name, k = this.shown) =>
        Array.from(frame(lane, k).arrays[name]),
    };
  }
}

/** @param {HTMLElement} place @param {OwnHeader} panel @returns {Owned} */
function own(place, panel) {
  const Kind = /** @type {new (place: HTMLElement, panel: object) => Owned} */ (OWN_PANELS[panel.kind]);
  return new Kind(place, panel);
}
