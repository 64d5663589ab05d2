// The player decides which frame is on the screen: it keeps a queue, asks for more in time, and sends commands.

import { PreviousRun } from "./previous_run.js";
import { History } from "./history.js";
import { FrameBuffer } from "./frame_buffer.js";
import { Phases } from "./phases.js";

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {number | object} Value what a command says beside its name */

/** What stays without an answer is sent again: commands after so many milliseconds, then after twice as many, and so on. */
const ASK_AGAIN = 1500;
const TRIES = 4;
const CALM_FRAME = 250;

/**
 * For so long, in milliseconds, nothing is asked for when a person goes back to another page: Streamlit would join the
 * request with the wish for that page, and show this one, or none. A stage that is mounted only then must know of it, too.
 */
const SILENCE = 5000;
let wentBack = -Infinity;
window.addEventListener("popstate", () => (wentBack = performance.now()), true);

/** Commands that mean the step on which they were given, whatever is shown when they are sent. */
const OF_THEIR_STEP = ["pause", "seek", "inspect", "edit"];

/** Commands that train on from the step on the screen. */
const ONWARD = ["play", "step", "epoch"];

/** Commands that are counted: quick presses on one button go as one command, and none is lost. */
const COUNTED = ["step", "epoch"];

/** Commands after which no frame that is under way may be played. */
const SILENCING = ["pause", "reset", "undo", "reseed"];

/** Which setting or parameter a command changes: two of them are two commands. @param {Value} value */
const settingOf = (value) => {
  if (typeof value !== "object" || !("name" in value)) return "";
  const { name, layer = "", index = "" } = /** @type {{name: string, layer?: number, index?: number[]}} */ (value);
  return [name, layer, index].join();
};

export class Player {
  /**
   * @param {(name: "need" | "command", value: object) => void} send
   * @param {() => boolean} [serverRuns] whether the page's program runs now: then an answer is late, not lost
   */
  constructor(send, serverRuns = () => false) {
    this.send = send;
    this.serverRuns = serverRuns;
    this.scene = 0;
    this.generation = -1;
    this.sequence = NaN;
    this.playing = false;
    this.framesPerSecond = 60;
    this.lowWater = 10;
    this.calm = false;
    /** @type {Frame[]} frames that wait */
    this.queue = [];
    this.buffer = new FrameBuffer();
    this.previousRun = new PreviousRun();
    this.phases = new Phases();
    /** @type {Frame | null} */
    this.frame = null;
    this.history = new History();
    /** The newest step of a server that stands still; -1 while it trains. */
    this.known = -1;
    this.answers = 0;
    /** @type {{name: string, value: Value, n: number, shown: number | null, sentAt: number, tries: number}[]} */
    this.commands = [];
    this.due = 0;
    this.askedAt = -Infinity;
    this.askedFor = NaN;
    this.missing = false;
    this.thinning = 1;
    this.strides = 1;
    this.last = 0;
    /** The step that a person wants to see. */
    this.sought = -1;
  }

  /** The step on the screen; -1 for none. */
  get shown() {
    return this.frame ? this.frame.step : -1;
  }

  /** What to say where the server, which many visitors use, leaves frames out: in a corner, and what that means. */
  get crowd() {
    const { thinning, strides } = this;
    if (!(thinning > 1)) return { sign: "", meaning: "" };
    return {
      sign: `, many visitors: 1 frame in ${thinning}`,
      meaning:
        `Many visitors train on this server at once. It makes one frame in ${thinning}, with ` +
        `${strides === 1 ? "the usual" : `${strides} times the`} training between two frames` +
        `${strides < thinning ? ", so training takes longer," : ","} and maps with a quarter of the cells. ` +
        "All numbers are exact, and a pause brings the whole maps.",
    };
  }

  /** The newest step that can be looked at. */
  get newest() {
    return Math.max(this.buffer.newest, this.known);
  }

  /** Whether a step of the past is on the screen while later ones are kept. */
  get back() {
    return !this.playing && !this.queue.length && this.frame !== null && this.shown < this.newest;
  }

  /** Take a message. Returns false if it, or one that was made after it, was taken before. @param {import("./wire.js").LiveHeader} header @param {Float32Array} rows @param {Frame[]} frames */
  receive(header, rows, frames) {
    const { sequence } = header;
    if (sequence === this.sequence || (header.scene <= this.scene && sequence < this.sequence)) return false;
    if (!Number.isNaN(this.sequence)) wentBack = -Infinity; // the server still speaks to this stage
    this.sequence = header.sequence;
    this.thinning = header.thinning;
    this.strides = header.strides ?? 1;
    this.lowWater = header.low_water;
    this.history.width = header.history_columns.length;
    this.answers = header.answers;
    const counted = this.commands.some(({ name, n }) => COUNTED.includes(name) && n <= header.answers);
    const first = header.direct?.first ?? [];
    this.commands = this.commands.filter(
      ({ name, n }) => n > (first.includes(name) ? (header.followed ?? 0) : header.answers), // a run of the page must follow
    );
    if (!this.waitsFor(["speed"])) this.framesPerSecond = header.speeds[header.speed].frames_per_second;
    const newScene = header.scene !== this.scene;
    if (newScene) {
      if (!header.scene_spec) {
        this.missing = true;
        return true;
      }
      this.startScene(header.scene);
    }
    this.missing = false;
    const fresh = header.generation !== this.generation;
    if (header.rewind_to !== null) this.rewind(header.rewind_to);
    if (fresh) this.queue.length = 0;
    if (fresh && !header.playing) this.forgetBeyond(header.newest, rows, frames);
    if (!this.history.add(rows, header.history.since)) this.missing = true;
    if (newScene) this.previousRun.unless(this.history);
    if (!this.waitsFor(SILENCING)) {
      const { back } = this;
      this.playing = header.playing || this.waitsFor(["play"]);
      this.known = this.playing || this.waitsFor(ONWARD) ? -1 : header.newest;
      if (back) this.takeInto(frames);
      else this.enqueue(frames, fresh);
      if (counted && !this.playing) this.showAll();
    }
    this.generation = header.generation;
    return true;
  }

  /** Whether a command of some kind has no answer yet. @param {string[]} names */
  waitsFor(names) {
    return this.commands.some(({ name }) => names.includes(name));
  }

  /**
   * Streamlit may skip a message that named a step to go back to; the newest step of the next one tells it, too.
   * @param {number} newest
   * @param {Float32Array} rows
   * @param {Frame[]} frames
   */
  forgetBeyond(newest, rows, frames) {
    const inRows = rows.length ? rows[rows.length - this.history.width] : -1;
    const inFrames = frames.length ? frames[frames.length - 1].step : -1;
    const last = Math.max(newest, inRows, inFrames);
    if (last < Math.max(this.buffer.newest, this.history.have)) this.rewind(last);
  }

  /** @param {number} id */
  startScene(id) {
    this.previousRun.take(this.history, this.buffer.newest);
    this.scene = id;
    this.queue.length = 0;
    this.buffer.clear();
    this.frame = null;
    this.phases.stop();
    this.known = -1;
    this.history.clear();
  }

  /** @param {Frame[]} frames @param {boolean} all whether to take also steps that are known */
  enqueue(frames, all) {
    const newest = this.queue.length ? this.queue[this.queue.length - 1].step : this.shown;
    for (const frame of frames) {
      if (all || frame.step > newest) this.queue.push(frame);
      else if (frame.step === newest && !frame.rough) this.refine(frame);
      else if (frame.step === this.sought && !this.queue.length) this.takeInto([frame]);
    }
  }

  /** Take a whole frame in place of the newest one, whose maps were coarser, or whose losses of an earlier step. @param {Frame} frame */
  refine(frame) {
    if (this.queue.length) this.queue[this.queue.length - 1] = frame;
    else if (this.frame?.rough) this.queue.push(frame);
  }

  /** Keep frames while the past is looked at; only the one that is wanted is shown. @param {Frame[]} frames */
  takeInto(frames) {
    for (const frame of frames) {
      this.buffer.keep(frame);
      if (frame.step === this.shown || frame.step === this.sought) this.frame = frame;
    }
  }

  /** Forget everything after a step; what was seen of it stay as the previous run. @param {number} step */
  rewind(step) {
    if (this.buffer.newest > step) this.previousRun.take(this.history, this.buffer.newest);
    this.queue.length = 0;
    this.phases.stop();
    this.history.rewind(step);
    this.buffer.rewind(step);
    this.known = Math.min(this.known, step);
  }

  /** Show a frame that is held; training stops for it. @param {number} index its place in the past */
  look(index) {
    const frame = this.buffer.frames[Math.max(0, Math.min(index, this.buffer.length - 1))];
    if (!frame) return;
    if (this.playing || this.queue.length) this.command("pause");
    this.frame = frame;
    this.sought = frame.step;
  }

  /**
   * One tick of the screen's clock.
   * @param {number} now milliseconds
   * @returns {boolean} whether another frame is to be painted
   */
  tick(now) {
    if (this.phases.on) {
      if (!this.phases.move(now, this.queue.length > 0)) return false;
    } else {
      if (!this.queue.length || now < this.due - 3) return false;
      const distance = 1000 / this.framesPerSecond;
      this.due = Math.max(this.due + distance, now - distance);
      if (this.due < now) this.due = now;
      if (this.playing && this.frame && !this.calm && this.phases.start(now, this.framesPerSecond)) return false;
    }
    return this.showNext(now);
  }

  /** Send what is due; Streamlit takes milliseconds for it, so a frame is painted before. @param {number} now */
  speak(now) {
    this.ask(now);
    this.repeatCommands(now);
  }

  /** @param {number} now */
  showNext(now) {
    const frame = /** @type {Frame} */ (this.queue.shift());
    this.buffer.keep(frame);
    this.frame = frame;
    if (this.calm && this.queue.length && now - this.last < CALM_FRAME) return false;
    this.last = now;
    return true;
  }

  /** Show the newest frame now: the next press goes on from there. */
  showAll() {
    while (this.queue.length) {
      this.frame = /** @type {Frame} */ (this.queue.shift());
      this.buffer.keep(this.frame);
    }
  }

  /** Whether nothing may be asked for, since a person has just gone back to another page. */
  get silent() {
    return performance.now() - wentBack < SILENCE;
  }

  /** Ask for frames when few are left, or for what is missing; never more often than needed. @param {number} now */
  ask(now) {
    if (this.silent) return;
    const low = this.playing && this.queue.length <= this.lowWater && this.askedFor !== this.sequence;
    const again =
      now - this.askedAt > ASK_AGAIN && (this.missing || (this.playing && this.queue.length <= this.lowWater));
    if ((!low && !again && !(this.missing && this.askedFor !== this.sequence)) || this.commands.length) return;
    if (this.askedFor === this.sequence && this.serverRuns()) return;
    this.askedAt = now;
    this.askedFor = this.sequence;
    this.send("need", { scene: this.scene, have: this.history.have, shown: this.shown, n: Date.now() });
  }

  /**
   * Tell the server what a person wants. Pausing acts here at once.
   * @param {string} name
   * @param {Value} [value]
   */
  command(name, value = 0) {
    if (SILENCING.includes(name)) {
      this.queue.length = 0;
      this.playing = false;
      this.phases.stop();
    }
    // What goes on from the past leaves the later steps behind; they stay as the previous run.
    if (ONWARD.includes(name) && this.back) this.rewind(this.shown);
    if (name === "play") this.playing = true;
    const lacking = name === "seek" && this.frame?.rough; // that step is asked for again, whole and measured
    const shown = OF_THEIR_STEP.includes(name) ? (lacking ? -1 : this.shown) : null;
    const last = this.commands[this.commands.length - 1];
    const waiting = COUNTED.includes(name)
      ? last?.name === name && last.tries === 0 && last
      : this.commands.find((c) => c.name === name && c.tries === 0 && settingOf(c.value) === settingOf(value));
    if (waiting) {
      waiting.value = COUNTED.includes(name) ? Number(waiting.value) + Number(value) : value;
      waiting.shown = shown;
      return;
    }
    this.commands.push({ name, value, n: this.nextNumber, shown, sentAt: -Infinity, tries: 0 });
    this.repeatCommands(performance.now());
  }

  /** A number above those of all commands so far. */
  get nextNumber() {
    return Math.max(Date.now(), this.answers + 1, ...this.commands.map((c) => c.n + 1));
  }

  /** Have another server led to where the one was that is lost, before anything else that was not answered. @param {string} query */
  leadBack(query) {
    const unanswered = this.commands.filter(({ n }) => n > this.answers);
    this.commands = [];
    this.command("return", { query });
    for (const { name, value, shown } of unanswered)
      this.commands.push({ name, value, n: this.nextNumber, shown, sentAt: -Infinity, tries: 0 });
  }

  /** Send the oldest command; again if it stays without an answer, since a trigger can get lost. @param {number} now */
  repeatCommands(now) {
    const first = this.commands[0];
    if (!first || now - first.sentAt < ASK_AGAIN * 2 ** Math.max(0, first.tries - 1)) return;
    if (first.tries && (this.silent || this.serverRuns())) return;
    if (first.tries >= TRIES) {
      this.commands.shift();
      return;
    }
    if (COUNTED.includes(first.name) && !first.tries && !this.playing) this.showAll();
    first.sentAt = now;
    first.tries += 1;
    this.send("command", { name: first.name, value: first.value, shown: first.shown ?? this.shown, n: first.n });
  }

  /** Whether anything is under way, so that the clock must go on. */
  get busy() {
    return this.playing || this.missing || this.phases.on || this.queue.length > 0 || this.commands.length > 0;
  }
}
