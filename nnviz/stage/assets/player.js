// The player decides which frame is on the screen: it keeps a queue, asks for more in time, and sends commands.

import {History} from "./history.js";

/** @typedef {import("./wire.js").Frame} Frame */

const ASK_AGAIN = 1500;
const TRIES = 4;
const MOST_FRAMES = 900;
const CALM_FRAME = 250;

export class Player {
  /** @param {(name: "need" | "command", value: object) => void} send */
  constructor(send) {
    this.send = send;
    this.scene = 0;
    this.generation = -1;
    this.sequence = NaN;
    this.playing = false;
    this.framesPerSecond = 60;
    this.lowWater = 10;
    this.calm = false;
    /** @type {Frame[]} frames that wait */
    this.queue = [];
    /** @type {Frame[]} frames that were shown, oldest first; thinned with age */
    this.past = [];
    /** @type {Frame | null} */
    this.frame = null;
    this.history = new History();
    this.answers = 0;
    /** @type {{name: string, value: any, n: number, sentAt: number, tries: number}[]} */
    this.commands = [];
    this.due = 0;
    this.askedAt = -Infinity;
    this.askedFor = NaN;
    this.missing = false;
    this.last = 0;
  }

  /** The step on the screen; -1 for none. */
  get shown() {
    return this.frame ? this.frame.step : -1;
  }

  /** Take a message. Returns false if it was taken before. @param {any} header @param {Float32Array} rows @param {Frame[]} frames */
  receive(header, rows, frames) {
    if (header.sequence === this.sequence) return false;
    this.sequence = header.sequence;
    this.framesPerSecond = header.speeds[header.speed].frames_per_second;
    this.lowWater = header.low_water;
    this.answers = header.answers;
    this.commands = this.commands.filter((command) => command.n > header.answers);
    const newScene = header.scene !== this.scene;
    if (newScene) {
      if (!header.scene_spec) {
        this.missing = true;
        return true;
      }
      this.startScene(header.scene);
    }
    this.missing = false;
    if (header.rewind_to !== null) this.rewind(header.rewind_to);
    if (header.generation !== this.generation) this.queue.length = 0;
    if (!this.history.add(rows, header.history.since)) this.missing = true;
    const silenced = this.commands.some(({ name }) => name === "pause" || name === "reset" || name === "reseed");
    if (!silenced) {
      this.playing = header.playing || this.commands.some(({ name }) => name === "play");
      this.enqueue(frames, header.generation !== this.generation);
    }
    this.generation = header.generation;
    return true;
  }

  /** @param {number} id */
  startScene(id) {
    this.scene = id;
    this.queue.length = 0;
    this.past = [];
    this.frame = null;
    this.history.clear();
  }

  /** @param {Frame[]} frames @param {boolean} all whether to take also steps that are known */
  enqueue(frames, all) {
    const newest = this.queue.length ? this.queue[this.queue.length - 1].step : this.shown;
    for (const frame of frames) if (all || frame.step > newest) this.queue.push(frame);
  }

  /** Forget everything after a step. @param {number} step */
  rewind(step) {
    this.queue.length = 0;
    this.history.rewind(step);
    while (this.past.length && this.past[this.past.length - 1].step > step) this.past.pop();
  }

  /**
   * One tick of the screen's clock.
   * @param {number} now milliseconds
   * @returns {boolean} whether another frame is to be painted
   */
  tick(now) {
    this.ask(now);
    this.repeatCommands(now);
    if (!this.queue.length || now < this.due - 3) return false;
    const distance = 1000 / this.framesPerSecond;
    this.due = Math.max(this.due + distance, now - distance);
    if (this.due < now) this.due = now;
    const frame = /** @type {Frame} */ (this.queue.shift());
    this.keep(frame);
    this.frame = frame;
    if (this.calm && this.queue.length && now - this.last < CALM_FRAME) return false;
    this.last = now;
    return true;
  }

  /** @param {Frame} frame */
  keep(frame) {
    const newest = this.past[this.past.length - 1];
    if (newest && newest.step >= frame.step) {
      while (this.past.length && this.past[this.past.length - 1].step >= frame.step) this.past.pop();
    }
    this.past.push(frame);
    if (this.past.length > MOST_FRAMES) {
      const half = MOST_FRAMES >> 1;
      this.past = this.past.filter((_, i) => i >= half || i % 2 === 0);
    }
  }

  /** Ask for frames when few are left, or for what is missing; never more often than needed. @param {number} now */
  ask(now) {
    const low = this.playing && this.queue.length <= this.lowWater && this.askedFor !== this.sequence;
    const again = now - this.askedAt > ASK_AGAIN && (this.missing || (this.playing && this.queue.length <= this.lowWater));
    if ((!low && !again && !(this.missing && this.askedFor !== this.sequence)) || this.commands.length) return;
    this.askedAt = now;
    this.askedFor = this.sequence;
    this.send("need", { scene: this.scene, have: this.history.have, shown: this.shown, n: Date.now() });
  }

  /**
   * Tell the server what a person wants. Pausing acts here at once.
   * @param {string} name
   * @param {any} [value]
   */
  command(name, value = 0) {
    if (name === "pause" || name === "reset" || name === "reseed") {
      this.queue.length = 0;
      this.playing = false;
    }
    if (name === "play") this.playing = true;
    const waiting = this.commands.find((c) => c.name === name && c.tries === 0);
    if (waiting) {
      waiting.value = name === "step" || name === "epoch" ? waiting.value + value : value;
      return;
    }
    const n = Math.max(Date.now(), this.answers + 1, ...this.commands.map((c) => c.n + 1));
    this.commands.push({ name, value, n, sentAt: -Infinity, tries: 0 });
    this.repeatCommands(performance.now());
  }

  /** Send the oldest command; again if it stays without an answer, since a trigger can get lost. @param {number} now */
  repeatCommands(now) {
    const first = this.commands[0];
    if (!first || now - first.sentAt < ASK_AGAIN) return;
    if (first.tries >= TRIES) {
      this.commands.shift();
      return;
    }
    first.sentAt = now;
    first.tries += 1;
    this.send("command", { name: first.name, value: first.value, shown: this.shown, n: first.n });
  }

  /** Whether anything is under way, so that the clock must go on. */
  get busy() {
    return this.playing || this.missing || this.queue.length > 0 || this.commands.length > 0;
  }
}
