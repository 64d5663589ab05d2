// The clinic: an ill network and the treated one with the same seed, side by side, frame by frame on one clock.

import { html, set } from "../../kit/elements.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { atRest, reducedMotion } from "../../kit/timing.js";
import { Drawing } from "../drawing.js";
import { DensityPanel, LinesPanel, SharesPanel } from "../layer_panels.js";
import { ended, frameOf, present, reach, received } from "./comparison_lanes.js";
import { ComparisonNetwork } from "./comparison_network.js";
import {
  AnswersPanel,
  ComparisonCourse,
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

/** @typedef {import("./comparison_lanes.js").Lane} Lane */
/** @typedef {import("./comparison_lanes.js").LaneHeader} LaneHeader */
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
    const before = this.lanes;
    this.lanes = header.lanes.map((lane, k) => (lane ? received(before[k], lane, k, arrays) : null));
    const anew = this.lanes.map((lane, k) => lane?.frames !== before[k]?.frames);
    const laid = JSON.stringify(header.panels);
    if (laid !== this.laid) this.build(header);
    this.laid = laid;
    if (anew.includes(true)) for (const part of this.parts) part.forget();
    this.playhead.pace = this.pace(header);
    if (anew[0]) this.playhead.go(0);
    this.playhead.reach(reach(this.lanes), ended(this.lanes));
    const treated = header.lanes[1];
    if (anew[1] && !anew[0] && treated) this.begin(treated.since);
    if (this.missing(header)) this.ask({ more: false });
    this.draw();
    this.bar.draw(header.total - 1);
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

  get present() {
    return present(this.lanes);
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
    if (this.playhead.last - this.shown <= NEARLY && !ended(this.lanes) && !this.requests.busy)
      this.ask({ more: true });
  }

  /** For tests. */
  state() {
    if (!this.lanes[0]?.frames.length) return null;
    const frame = (/** @type {number} */ lane, /** @type {number} */ k) =>
      frameOf(/** @type {Lane} */ (this.lanes[lane]), k);
    return {
      shown: this.shown,
      reach: reach(this.lanes),
      playing: this.playhead.playing,
      drawn: this.drawn,
      ended: ended(this.lanes),
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
