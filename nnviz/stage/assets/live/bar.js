// The transport bar: play, step, reset, speed, and the counters.

import { html, say } from "../kit/elements.js";
import { face, iconButton } from "../kit/icons.js";
import { count, epochs, inUnits, label, percent, short } from "../kit/number_format.js";
import { Slider } from "../kit/slider.js";

/** @typedef {"play" | "step" | "epoch" | "reset" | "undo" | "reseed"} BarButton */
/** @typedef {import("./wire.js").Speed} Speed */

/** @type {[BarButton, import("../kit/icons.js").Face][]} */
const BUTTONS = [
  ["play", { icon: "play", text: "Play", title: "Play or pause (space)" }],
  ["step", { icon: "batch", text: "Batch", title: "Train on one batch (right arrow)" }],
  ["epoch", { icon: "epoch", text: "Epoch", title: "Train for one epoch: once through all training data" }],
  ["reset", { text: "Reset", title: "Back to the same initial weights (r)" }],
  ["undo", { icon: "undo", label: "Undo reset", title: "Back to the step before the reset (u)" }],
  ["reseed", { text: "New weights", title: "Draw new initial weights" }],
];

const COUNTERS = [
  ["epoch", "epoch"],
  ["step", "step"],
  ["train", "train loss"],
  ["test", "test loss"],
  ["accuracy", "accuracy"],
];

export class Bar {
  /**
   * @param {HTMLElement} box
   * @param {(name: string, value?: number) => void} command
   * @param {string[][]} [counters] their keys and what stands above them
   * @param {AbortSignal} [signal]
   */
  constructor(box, command, counters = COUNTERS, signal) {
    this.playing = false;
    this.playName = "";
    /** @type {Speed[]} */
    this.speeds = [];
    const group = html("div", { class: "buttons", role: "group", "aria-label": "Training" }, box);
    const press = (/** @type {BarButton} */ name) => {
      if (name === "play") command(this.playing ? "pause" : "play");
      else command(name, name === "step" || name === "epoch" ? 1 : 0);
    };
    // A mouse click leaves the keyboard where it was, so that the space bar goes on meaning play and pause.
    this.buttons = /** @type {Record<BarButton, HTMLButtonElement>} */ (
      Object.fromEntries(
        BUTTONS.map(([name, shown]) => [
          name,
          iconButton(group, { ...shown, class: name, press: () => press(name), keepFocus: true, signal }),
        ]),
      )
    );
    this.buttons.undo.hidden = true;
    /** The stop that slow motion goes back to; none is known at first. */
    this.usual = 0;
    this.slow = iconButton(group, {
      text: "Slow",
      title: "Slow motion: one batch per second, in its parts; again for the previous speed",
      class: "slow",
      pressed: false,
      press: () => this.setSpeed(this.speed.value ? 0 : this.usual || this.speeds.length >> 1),
      keepFocus: true,
      signal,
    });
    this.buttons.play.after(this.slow);
    this.setSpeed = (/** @type {number} */ k) => {
      this.showSpeed(k);
      command("speed", k);
    };
    this.speed = new Slider(box, {
      label: "Speed",
      caption: false,
      class: "speed",
      steps: [0, 1],
      text: (k) => this.speeds[k]?.label ?? "Speed",
      change: (k, done) => done && this.setSpeed(k),
      signal,
    });
    const row = html("div", { class: "counters" }, box);
    this.values = Object.fromEntries(
      counters.map(([key, name]) => {
        const counter = html("div", { class: `counter ${key}` }, row);
        html("span", { class: "caption" }, counter, name);
        return [key, html("b", {}, counter, "–")];
      }),
    );
  }

  /** What the counters are called for these data. @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    const same = scene.test_is_train;
    this.caption("train", same ? "loss (train = test)" : "train loss");
    this.caption("accuracy", scene.target ? (same ? "RMSE" : "test RMSE") : "accuracy");
  }

  /** @param {string} key @param {string} text */
  caption(key, text) {
    say(/** @type {HTMLElement} */ (this.values[key].previousElementSibling), text);
  }

  /** @param {Speed[]} speeds @param {number} speed */
  setSpeeds(speeds, speed) {
    const { input } = this.speed;
    this.speeds = speeds;
    this.speed.disabled = speeds.length < 2;
    const steps = Array.from({ length: Math.max(2, speeds.length) }, (_, k) => k);
    if (input.max !== String(steps.length - 1)) this.speed.update({ steps });
    const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
    this.showSpeed(root.activeElement === input ? this.speed.value : speed);
  }

  /** @param {number} k */
  showSpeed(k) {
    this.speed.show(k);
    this.usual = k || this.usual;
    this.slow.setAttribute("aria-pressed", String(k === 0));
  }

  /** @param {boolean} playing @param {boolean} back whether the past is on view, so that playing goes on from there */
  setPlaying(playing, back) {
    const text = playing ? "Pause" : back ? "Continue" : "Play";
    if (text === this.playName) return;
    this.playName = text;
    this.playing = playing;
    face(this.buttons.play, {
      icon: playing ? "pause" : "play",
      text,
      label: back ? "Continue from here" : undefined,
      title: back ? "Continue from here; the later steps become the previous run (space)" : "Play or pause (space)",
    });
    this.buttons.play.classList.toggle("on", playing);
  }

  /** @param {import("./wire.js").Frame} frame @param {boolean} regression */
  setFrame(frame, regression) {
    this.write("epoch", epochs(frame.epoch));
    this.write("step", count(frame.step));
    this.write("train", short(frame.trainLoss));
    this.write("test", short(frame.testLoss));
    const { testRmse } = frame;
    if (testRmse !== undefined) this.write("accuracy", testRmse >= 1e6 ? label(testRmse) : inUnits(testRmse, 4));
    else this.write("accuracy", regression ? "–" : percent(frame.testAccuracy));
  }

  /** @param {string} key @param {string} text */
  write(key, text) {
    say(this.values[key], text);
  }
}
