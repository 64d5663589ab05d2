// A training to be played: frames arrive in chunks, play at the browser's rate, and stay for going back. What of a frame
// is drawn, and where the bar stands, is said by the views that extend it.
//
//   /** @extends {PlayedView<LockstepHeader>} */
//   export class LockstepView extends PlayedView {
//     constructor(root, host) {
//       super(root, host);
//       this.makeBar(root);
//     }
//     arrange(header, anew) {} // what a message changes beside the frames
//     paint(colours, header) {}
//   }

import { PlaybackBar, Playhead } from "../kit/playback.js";
import { Drawing } from "./drawing.js";

/** @typedef {{step: number, arrays: Record<string, Float64Array>}} Frame */

/**
 * @typedef {object} PlayedHeader
 * @property {string} generation what tells a series of frames from others
 * @property {number} from the first frame of the message
 * @property {number[]} steps of its frames
 * @property {number} total how many frames there will be
 * @property {number} last the last step
 * @property {boolean} done whether all frames have come with this message
 */

const NAMED = "frame ";

/** @template {PlayedHeader} Header @extends {Drawing<Header>} */
export class PlayedView extends Drawing {
  /** @type {Frame[]} */
  frames = [];
  /** What does not change in training. @type {Record<string, Float64Array>} */
  fixed = {};
  /** Of an array of one frame, or of one that does not change. @type {Record<string, number[]>} */
  shapes = {};
  /** So many frames before the last one more are asked for. */
  ahead = 8;
  playhead = new Playhead();

  /** @param {HTMLElement} place @param {{buttons?: ("play" | "first" | "back" | "forward")[], changed?: (byHand: boolean) => void}} [look] */
  makeBar(place, { buttons = ["play", "first"], changed = () => {} } = {}) {
    this.bar = new PlaybackBar(place, this.playhead, {
      group: "Training",
      play: "Train",
      buttons,
      scrub: { label: "step of training", text: (at) => this.stepText(at) },
      changed: (byHand) => {
        changed(byHand);
        this.draw();
      },
      ticked: () => this.askAhead(),
      signal: this.signal,
    });
    return this.bar;
  }

  /** @param {Header} header @param {import("./drawing.js").Arrays} arrays */
  receive(header, arrays) {
    const anew = header.generation !== this.header?.generation;
    if (anew) this.begin(header);
    this.keep(header, arrays);
    this.header = header;
    if (!this.frames.length) {
      this.requests.ask({ more: 0 });
      return;
    }
    this.arrange(header, anew);
    this.playhead.reach(this.frames.length - 1, header.done);
    this.reached(header);
    this.draw();
    this.bar?.draw(header.total - 1);
  }

  /** Another series of frames begins. @param {Header} _header */
  begin(_header) {
    this.frames = [];
    this.fixed = {};
    this.playhead.reach(0, false);
    this.playhead.go(0);
  }

  /** Take the frames that are the next ones. @param {Header} header @param {import("./drawing.js").Arrays} arrays */
  keep(header, arrays) {
    /** @type {[string, import("./message.js").Matrix][]} */
    const stacks = [];
    for (const [name, matrix] of arrays) {
      if (name.startsWith(NAMED)) {
        const own = name.slice(NAMED.length);
        stacks.push([own, matrix]);
        this.shapes[own] = matrix.shape.slice(1);
      } else [this.fixed[name], this.shapes[name]] = [matrix.data, matrix.shape];
    }
    header.steps.forEach((step, k) => {
      if (header.from + k !== this.frames.length) return;
      const of = stacks.map(([name, { shape, data }]) => {
        const size = data.length / shape[0];
        return [name, data.subarray(k * size, (k + 1) * size)];
      });
      this.frames.push({ step, arrays: Object.fromEntries(of) });
    });
  }

  /** What a message changes beside the frames. @param {Header} _header @param {boolean} _anew whether it begins another series */
  arrange(_header, _anew) {}

  /** The playhead knows how far it can go. @param {Header} _header */
  reached(_header) {}

  get shown() {
    return this.playhead.at;
  }

  /** @param {number} at */
  stepText(at) {
    return this.header && this.frames[at] ? `step ${this.frames[at].step} of ${this.header.last}` : "";
  }

  /** While it plays: more frames, in time. */
  askAhead() {
    if (this.frames.length - this.shown <= this.ahead && !this.header?.done && !this.requests.busy)
      this.requests.ask({ more: this.frames.length });
  }

  /** For tests. */
  state() {
    const { header, frames, shown, playhead, drawn } = this;
    if (!header || !frames.length) return null;
    const { generation, last, done } = header;
    return {
      generation,
      last,
      done,
      frames: frames.length,
      shown,
      step: frames[shown].step,
      playing: playhead.playing,
      drawn,
    };
  }
}
