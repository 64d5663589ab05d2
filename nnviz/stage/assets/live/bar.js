// The transport bar: play, step, reset, speed, and the counters.

import { count, percent, short } from "../kit/numbers.js";
import { put } from "../kit/surface.js";

const ICONS = {
  play: "M5 3.2v13.6L17 10z",
  pause: "M4.5 3.5h4v13h-4zM11.5 3.5h4v13h-4z",
  step: "M3 4v12l9-6zM14 4h3v12h-3z",
  epoch: "M2 4v12l7-6zM9 4v12l7-6zM16 4h2.4v12H16z",
};

/** @param {keyof typeof ICONS} name */
const icon = (name) =>
  `<svg viewBox="0 0 20 20" aria-hidden="true"><path fill-rule="evenodd" d="${ICONS[name]}"/></svg>`;

const COUNTERS = [
  ["epoch", "epoch"],
  ["step", "step"],
  ["train", "train loss"],
  ["test", "test loss"],
  ["accuracy", "accuracy"],
];

/** @param {string[][]} counters */
const barHtml = (counters) => `
  <div class="buttons" role="group" aria-label="Training">
    <button class="play" data-command="play" title="Play or pause (space)">${icon("play")}<span>Play</span></button>
    <button data-command="step" title="Train on one batch (right arrow)">${icon("step")}<span>Batch</span></button>
    <button data-command="epoch" title="Train for one epoch: once through all training data">${icon("epoch")}<span>Epoch</span></button>
    <button data-command="reset" title="Back to the same initial weights (r)"><span>Reset</span></button>
    <button data-command="reseed" title="Draw new initial weights"><span>New weights</span></button>
  </div>
  <label class="speed"><span class="caption name">Speed</span>
    <input type="range" min="0" max="1" step="1" aria-label="Speed"></label>
  <div class="counters">
    ${counters.map(([key, name]) => `<div class="counter ${key}"><span class="caption">${name}</span><b>–</b></div>`).join("")}
  </div>`;

export class Bar {
  /**
   * @param {HTMLElement} box
   * @param {(name: string, value?: any) => void} command
   * @param {string[][]} [counters] their keys and what stands above them
   */
  constructor(box, command, counters = COUNTERS) {
    this.box = box;
    box.innerHTML = barHtml(counters);
    this.play = /** @type {HTMLButtonElement} */ (box.querySelector(".play"));
    this.slider = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    this.speedName = /** @type {HTMLElement} */ (box.querySelector(".speed .name"));
    this.values = Object.fromEntries(counters.map(([key]) => [key, box.querySelector(`.${key} b`)]));
    this.playing = false;
    this.playName = "";
    /** @type {{label: string, frames_per_second: number}[]} */
    this.speeds = [];
    this.listen(command);
  }

  /** @param {(name: string, value?: any) => void} command */
  listen(command) {
    // A mouse click leaves the keyboard where it was, so that the space bar goes on meaning play and pause.
    this.box.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest("button")) event.preventDefault();
    });
    this.box.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
      if (!button) return;
      const name = button.dataset.command;
      if (name === "play") command(this.playing ? "pause" : "play");
      else command(/** @type {string} */ (name), name === "step" || name === "epoch" ? 1 : 0);
    });
    this.slider.addEventListener("input", () => this.nameSpeed());
    this.slider.addEventListener("change", () => command("speed", Number(this.slider.value)));
  }

  nameSpeed() {
    const speed = this.speeds[Number(this.slider.value)];
    this.speedName.textContent = speed ? speed.label : "Speed";
    this.slider.setAttribute("aria-valuetext", this.speedName.textContent);
  }

  /** @param {{label: string, frames_per_second: number}[]} speeds @param {number} speed */
  setSpeeds(speeds, speed) {
    this.speeds = speeds;
    this.slider.max = String(Math.max(1, speeds.length - 1));
    this.slider.disabled = speeds.length < 2;
    const root = /** @type {Document | ShadowRoot} */ (this.slider.getRootNode());
    if (root.activeElement !== this.slider) this.slider.value = String(speed);
    this.nameSpeed();
  }

  /** @param {boolean} playing @param {boolean} back whether the past is on view, so that playing goes on from there */
  setPlaying(playing, back) {
    const name = playing ? "Pause" : back ? "Continue" : "Play";
    if (name === this.playName) return;
    this.playName = name;
    this.playing = playing;
    this.play.innerHTML = `${icon(playing ? "pause" : "play")}<span>${name}</span>`;
    this.play.classList.toggle("on", playing);
    this.play.title = back
      ? "Continue from here; the later steps become the run before (space)"
      : "Play or pause (space)";
    if (back) this.play.setAttribute("aria-label", "Continue from here");
    else this.play.removeAttribute("aria-label");
  }

  /** @param {import("./wire.js").Frame} frame @param {boolean} regression */
  setFrame(frame, regression) {
    const whole = Math.abs(frame.epoch - Math.round(frame.epoch)) < 1e-4 || frame.epoch >= 1000;
    this.write("epoch", whole ? count(frame.epoch) : frame.epoch.toFixed(2));
    this.write("step", count(frame.step));
    this.write("train", short(frame.trainLoss));
    this.write("test", short(frame.testLoss));
    this.write("accuracy", regression ? "–" : percent(frame.testAccuracy));
  }

  /** @param {string} key @param {string} text */
  write(key, text) {
    put(this.values[key], text);
  }
}
