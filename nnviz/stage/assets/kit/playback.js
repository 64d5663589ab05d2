// Playing something step by step: where it stands (a Playhead, without a document), and its buttons and scrubber.
//
//   const playhead = new Playhead({ pace: 50 });
//   const bar = new PlaybackBar(root, playhead, { group: "Training", play: "Train", buttons: ["play", "first"],
//     scrub: { label: "step of training", text: (at) => `step ${steps[at]}` }, changed: () => this.draw(), signal });
//   playhead.reach(frames.length - 1, header.done); bar.draw(); // whenever more has come

import { html, set } from "./elements.js";
import { face, iconButton } from "./icons.js";
import { Slider } from "./slider.js";

/** Screens tick a little early or late. */
const SLACK = 4;

export class Playhead {
  /**
   * @param {{pace?: number, first?: number, at?: number, wrap?: boolean}} [options] `pace` is the milliseconds from step to
   *   step; with `wrap` one step on from the end is the first step
   */
  constructor({ pace = 50, first = 0, at = first, wrap = false } = {}) {
    this.pace = pace;
    this.first = first;
    this.wrap = wrap;
    this.at = at;
    /** The last one that can be shown now; later ones may still come unless it has ended. */
    this.last = at;
    this.ended = true;
    this.playing = false;
    this.since = 0;
  }

  /** Whether it stands at the very end. */
  get over() {
    return this.at >= this.last && this.ended;
  }

  /** Where one step on leads. */
  get next() {
    return this.inside(this.wrap && this.over ? this.first + 1 : this.at + 1);
  }

  /** How far it can go. @param {number} last @param {boolean} [ended] whether nothing more will come */
  reach(last, ended = true) {
    this.last = last;
    this.ended = ended;
    this.at = this.inside(this.at);
  }

  /** @param {number} at */
  inside(at) {
    return Math.max(this.first, Math.min(this.last, at));
  }

  /** Play on; from the beginning where it is over. @param {number} now milliseconds */
  play(now) {
    if (this.over) this.at = this.first;
    this.playing = true;
    this.since = now;
  }

  pause() {
    this.playing = false;
  }

  /** Stand on a step. @param {number} at */
  go(at) {
    this.playing = false;
    this.at = this.inside(at);
  }

  /** One tick of the screen's clock. @param {number} now @returns {boolean} whether something is to be drawn */
  tick(now) {
    if (!this.playing || now - this.since < this.pace - SLACK) return false;
    if (this.at < this.last) {
      this.since = now;
      this.at += 1;
      return true;
    }
    if (this.ended) this.playing = false;
    return this.ended;
  }

  /** What the play button offers. @returns {"pause" | "again" | "play"} */
  get offer() {
    if (this.playing) return "pause";
    return this.over && this.last > this.first ? "again" : "play";
  }
}

/** One vocabulary for all drawings that move. @type {Record<string, import("./icons.js").Face>} */
export const BUTTONS = {
  play: { icon: "play", text: "Play" },
  pause: { icon: "pause", text: "Pause" },
  again: { icon: "reset", text: "Again" },
  first: { icon: "first", label: "To the start" },
  back: { icon: "back", label: "One step back" },
  forward: { icon: "forward", label: "One step forward" },
  last: { icon: "last", label: "To the end" },
};

/** @typedef {"play" | "first" | "back" | "forward" | "last"} ButtonName */

/**
 * @typedef {object} PlaybackOptions
 * @property {string} group what the buttons are about, such as "Training"
 * @property {string} [play] the word of the play button
 * @property {ButtonName[]} [buttons] in their order
 * @property {Partial<Record<ButtonName | "again", import("./icons.js").Face>>} [faces] other words for some of them
 * @property {{label: string, text: (at: number) => string, caption?: boolean, name?: string, link?: string}} [scrub]
 * @property {(byHand: boolean) => void} changed draw what is on view now
 * @property {() => void} [ticked] at every tick while it plays, to ask for more in time
 * @property {AbortSignal} [signal]
 */

export class PlaybackBar {
  /** @param {Element} parent @param {Playhead} playhead @param {PlaybackOptions} options */
  constructor(parent, playhead, options) {
    const { group, buttons = ["play", "first"], scrub, signal } = options;
    this.playhead = playhead;
    this.options = options;
    this.total = NaN;
    this.frame = 0;
    this.box = html("div", { class: "playback" }, parent);
    this.group = html("span", { class: "buttons", role: "group", "aria-label": group }, this.box);
    this.buttons = new Map(
      buttons.map((name) => {
        const kind = name === "play" ? "play" : "plain";
        return [
          name,
          iconButton(this.group, {
            ...this.face(name),
            class: kind,
            press: () => this.press(name),
            signal,
          }),
        ];
      }),
    );
    this.slider = scrub
      ? new Slider(this.box, {
          caption: false,
          ...scrub,
          low: playhead.first,
          high: playhead.first + 1,
          change: (at) => this.go(at),
          signal,
        })
      : null;
    signal?.addEventListener("abort", () => cancelAnimationFrame(this.frame));
    this.draw();
  }

  /** @param {ButtonName} name @returns {import("./icons.js").Face} */
  face(name) {
    const shown = name === "play" ? this.playhead.offer : name;
    const own = shown === "pause" ? undefined : this.options.faces?.[shown];
    const word = shown === "play" && this.options.play ? { text: this.options.play } : {};
    const usual = BUTTONS[shown];
    return own?.text ? { icon: usual.icon, ...own } : { ...usual, ...word, ...own }; // what is seen is what it is called
  }

  /** @param {ButtonName} name */
  press(name) {
    const { at, first, next, last, playing } = this.playhead;
    if (name === "play") this.play(!playing);
    else this.go({ first, back: at - 1, forward: next, last }[name]);
  }

  /** @param {boolean} on */
  play(on) {
    cancelAnimationFrame(this.frame);
    if (on) this.playhead.play(performance.now());
    else this.playhead.pause();
    if (on) this.frame = requestAnimationFrame((now) => this.tick(now));
    this.changed(true);
  }

  /** @param {number} at */
  go(at) {
    cancelAnimationFrame(this.frame);
    this.playhead.go(at);
    this.changed(true);
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playhead.playing || !this.box.isConnected || this.options.signal?.aborted) return;
    this.options.ticked?.();
    if (this.playhead.tick(now)) this.changed(false);
    if (this.playhead.playing) this.frame = requestAnimationFrame((later) => this.tick(later));
  }

  /** @param {boolean} byHand */
  changed(byHand) {
    this.options.changed(byHand);
    this.draw();
  }

  /** Show where it stands. @param {number} [total] the last step that will ever come, where that is known */
  draw(total = this.total) {
    this.total = total;
    const { at, first, next, last, over } = this.playhead;
    const idle = {
      play: over && last <= first,
      first: at <= first,
      back: at <= first,
      forward: next === at,
      last: at >= last,
    };
    const play = this.buttons.get("play");
    if (play) face(play, this.face("play"));
    // Not `disabled`, which would take the keyboard away from a button: the button itself does nothing while it says so.
    for (const [name, button] of this.buttons) set(button, { "aria-disabled": idle[name] || undefined });
    if (!this.slider) return;
    const high = Math.max(first + 1, Number.isNaN(total) ? last : total);
    set(this.slider.input, { min: first, max: high });
    this.slider.input.style.setProperty("--held", `${(100 * (last - first)) / (high - first)}%`);
    this.slider.held = false; // frames that play move it, too
    this.slider.show(at);
  }
}
