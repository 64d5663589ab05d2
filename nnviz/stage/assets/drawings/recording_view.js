// What layers have learned, moment by moment.

import { html, say } from "../kit/elements.js";
import { fixed, significant } from "../kit/number_format.js";
import { Slider, SLIDER_KEYS } from "../kit/slider.js";
import { atRest } from "../kit/timing.js";
import { PlayedView } from "./played_view.js";
import { BarsPanel, CoursePanel, CurvesPanel, MatrixPanel, TrailsPanel } from "./recording_charts.js";
import { CloudPanel, PlanePanel, TilesPanel } from "./recording_pictures.js";

const PACE = 30;

/** Milliseconds that the playhead stands still before the page is told where: not at every step of a drag. */
const SETTLED = 250;

/** @typedef {import("./played_view.js").Frame} Frame */
/** @typedef {import("./recording_charts.js").Header | import("./recording_pictures.js").Header} PanelHeader */
/** @typedef {{name: string, label: string, low: number, high: number, step: number, value: number, texts?: string[]}} Local a slider of the drawing itself: it changes how the numbers are looked at, not the numbers */
/** @typedef {{title: string, name: string, at: number, percent?: boolean, sign?: boolean, exact?: boolean}} Reading `sign`: what the least and the largest of an array say; `exact`: a zero is said to be one */

/**
 * @typedef {object} RecordingOnly
 * @property {string} training what tells one training from others; a generation is one and how it is looked at
 * @property {string} columns of the grid, in CSS
 * @property {number} [narrow] how many there are on a phone
 * @property {(PanelHeader | {kind: "stack", parts: PanelHeader[]})[]} panels a stack is one above the other in a column
 * @property {Local[]} local
 * @property {Reading[]} readings of the line below
 * @property {string} note what stands before the readings
 * @property {number} [opens] the frame to go to, once it has come, where another training begins; the first if left out
 * @property {number} [place] the frame that the address leads to: another one is gone to, and where the playhead comes to
 *   stand is asked for as `step`; left out, the address knows of none
 */
/** @typedef {import("./played_view.js").PlayedHeader & RecordingOnly} RecordingHeader */

/** What a panel sees. @typedef {{frames: Frame[], shown: number, last: number, fixed: Record<string, Float64Array>, shapes: Record<string, number[]>, local: Record<string, number>, colours: import("../kit/view.js").Palette}} Seen */

/** @type {Record<string, Function>} */
const KINDS = {
  plane: PlanePanel,
  cloud: CloudPanel,
  tiles: TilesPanel,
  course: CoursePanel,
  curves: CurvesPanel,
  bars: BarsPanel,
  matrix: MatrixPanel,
  trails: TrailsPanel,
};

/** What the least and the largest determinant say about a map. @param {number} low @param {number} high */
export function signText(low, high) {
  if (low < 0 && high > 0) return "both signs: the plane is folded";
  return low === 0 || high === 0 ? "0 in places: flattened there" : "one sign everywhere: nothing can cross";
}

/** @extends {PlayedView<RecordingHeader>} */
export class RecordingView extends PlayedView {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    /** @type {{show: (seen: Seen) => void}[]} */
    this.parts = [];
    this.laid = "";
    this.slid = "";
    /** The frame to stand on again, once it has come. */
    this.wanted = 0;
    /** The frame that the address is known to lead to, and the one that the last message said. @type {number | undefined} */
    this.placed = undefined;
    /** @type {number | undefined} */
    this.received = undefined;
    this.settled = atRest(SETTLED, () => this.tell(), this.signal);
    /** @type {Record<string, number>} */
    this.local = {};
    this.playhead.pace = PACE;
    this.top = html("div", { class: "recording-top" }, root);
    this.makeBar(this.top, {
      changed: (byHand) => {
        if (byHand) this.wanted = 0;
        this.settled.start();
      },
    });
    this.sliders = html("div", { class: "recording-sliders" }, this.top);
    this.panels = html("div", { class: "recording-panels" }, root);
    this.line = html("p", { class: "line recording-line" }, root);
  }

  /** What panels there are, by the names that Python knows. */
  get kinds() {
    return KINDS;
  }

  get keys() {
    return SLIDER_KEYS;
  }

  /** The same training looked at in another way stays where it is; another training starts anew. @param {RecordingHeader} header */
  begin(header) {
    this.wanted = header.training === this.header?.training ? this.shown : (header.opens ?? 0);
    super.begin(header);
  }

  /** @param {RecordingHeader} header */
  arrange(header) {
    const laid = JSON.stringify([header.panels, header.columns]);
    if (laid !== this.laid) this.build(header);
    this.laid = laid;
    const local = JSON.stringify(header.local);
    if (local !== this.slid) this.makeSliders(header.local);
    this.slid = local;
  }

  /** Go where the address leads, or back to where the drawing stood before it was looked at in another way. @param {RecordingHeader} header */
  reached({ done, place }) {
    if (place !== undefined && place !== this.received && place !== this.placed) {
      this.wanted = place;
      if (!place) this.playhead.go(0);
    }
    if (place !== this.received) this.received = this.placed = place;
    if (!this.wanted) return;
    this.playhead.go(this.wanted);
    if (this.shown < this.wanted && !done) this.requests.ask({ more: this.frames.length });
    else {
      this.wanted = 0;
      this.settled.start();
    }
  }

  /** Tell the page at which step the playhead stands, if that is part of its address. */
  tell() {
    const { playhead, shown, placed, wanted, frames } = this;
    if (placed === undefined || playhead.playing || wanted || shown === placed || !frames[shown]) return;
    this.placed = shown;
    this.requests.ask({ set: "step", value: frames[shown].step, done: true });
  }

  /** @param {RecordingHeader} header */
  build({ panels, columns, narrow }) {
    this.panels.replaceChildren();
    this.panels.style.setProperty("--narrow", String(narrow ?? 1));
    this.panels.style.setProperty("--columns", columns);
    this.parts = panels.flatMap((panel) => {
      if (panel.kind !== "stack") return [this.make(panel, this.panels)];
      const column = html("div", { class: "recording-stack" }, this.panels);
      return panel.parts.map((part) => this.make(part, column));
    });
  }

  /** @param {PanelHeader} panel @param {HTMLElement} place */
  make(panel, place) {
    const Kind =
      /** @type {new (parent: HTMLElement, panel: PanelHeader, choose: (sample: number) => void, signal: AbortSignal) => {show: (seen: Seen) => void}} */ (
        /** @type {unknown} */ (this.kinds[panel.kind])
      );
    return new Kind(place, panel, (sample) => this.requests.ask({ set: "sample", value: sample + 1 }), this.signal);
  }

  /** @param {Local[]} local */
  makeSliders(local) {
    this.sliders.replaceChildren();
    for (const { name, label, low, high, step, value, texts } of local) {
      this.local[name] = Math.max(low, Math.min(high, this.local[name] ?? value));
      const slider = new Slider(this.sliders, {
        label,
        low,
        high,
        step,
        text: (at) => (texts ? texts[Math.round(at)] : fixed(at, 3)),
        change: (now) => {
          this.local[name] = now;
          this.draw();
        },
        signal: this.signal,
      });
      slider.show(this.local[name]);
    }
  }

  /** @param {import("../kit/view.js").Palette} colours @param {RecordingHeader} header */
  paint(colours, header) {
    if (!this.frames.length) return false;
    const { fixed, shapes, local } = this;
    const seen = { ...this.lookedAt(), last: header.last, fixed, shapes, local, colours };
    for (const part of this.parts) part.show(seen);
    this.remark(header);
    return true;
  }

  /** The frames that are drawn, and the last of them. */
  lookedAt() {
    return { frames: this.frames, shown: this.shown };
  }

  /** @param {RecordingHeader} header */
  remark({ readings, note }) {
    const { arrays } = this.frames[this.shown];
    const numbers = readings.map(({ title, name, at, percent, sign, exact }) => {
      const value = (this.fixed[name] ?? arrays[name])[at];
      if (sign) return signText(arrays[name][0], arrays[name][1]);
      if (exact) return `${title} ${value === 0 ? "exactly 0" : significant(value, 3)}`;
      return `${title} ${percent ? `${(100 * value).toFixed(1)} %` : fixed(value, 4)}`;
    });
    say(this.line, [note, ...numbers].filter(Boolean).join("   "));
  }

  /** For tests. */
  state() {
    const state = super.state();
    const panels = this.header?.panels.map((panel) => panel.kind);
    return state && { ...state, local: { ...this.local }, panels, line: this.line.textContent };
  }
}
