// Answers the live stage as the server would, from a recording: which frames come next, and where it stops.
//
// Frames of all reels stand in one row, from 0; a stretch is what is played between two stops.

/** @typedef {import("./recorded_reel.js").Reel} Reel */
/** @typedef {{index: number, title: string, position: [number, number] | null}} Sample */

/**
 * @typedef {object} Stretch what is played between two stops; nnviz/lessons/recording/writing.py
 * @property {string} words what makes it stop, or what is set at its beginning
 * @property {boolean} plays whether it is played; otherwise it is one picture after something was set
 * @property {{file: string, frames: number}[]} reels
 */

/**
 * @typedef {object} Recording
 * @property {Stretch[]} stretches
 * @property {Sample[]} samples
 * @property {number} per_epoch steps of an epoch
 */

export const SPEEDS = [
  { label: "4 pictures per second", frames_per_second: 4 },
  { label: "12 pictures per second", frames_per_second: 12 },
  { label: "24 pictures per second", frames_per_second: 24 },
  { label: "60 pictures per second", frames_per_second: 60 },
];
const USUAL = 1;

/** The browser asks for more when so many frames or fewer are left. */
const LOW_WATER = 12;

/** What only the app can do, by the names of the stage's commands. @type {Record<string, string>} */
const OF_THE_APP = {
  reseed: "New initial weights",
  edit: "Setting a value by hand",
  set: "Changing a setting",
  point: "Drawing a point",
  undo: "Undoing a reset",
};

export class RecordedTraining {
  /**
   * @param {Recording} recording
   * @param {{load: (file: string) => Promise<Reel>, deliver: (message: Uint8Array) => void,
   *   lacks: (what: string) => void, inspect: (wanted: import("./components.js").Wanted, shown: number) => void,
   *   stopped: (stretch: number) => void}} ways what else there is to do: load a reel, hand a message to the stage, say
   *   that something needs the app, open a tensor, say that a stretch has come to its end
   */
  constructor(recording, ways) {
    this.recording = recording;
    this.ways = ways;
    /** Where each frame stands. @type {{stretch: number, reel: number, row: number}[]} */
    this.places = [];
    /** The files of all reels. @type {string[]} */
    this.files = [];
    /** Where each stretch ends. @type {number[]} */
    this.ends = [];
    recording.stretches.forEach(({ reels }, stretch) => {
      for (const { file, frames } of reels) {
        for (let row = 0; row < frames; row++) this.places.push({ stretch, reel: this.files.length, row });
        this.files.push(file);
      }
      this.ends.push(this.places.length - 1);
    });
    /** @type {Map<number, Reel>} */
    this.reels = new Map();
    /** The last frame that was sent. */
    this.sent = -1;
    this.stop = 0;
    this.playing = false;
    this.sequence = 0;
    this.generation = 0;
    this.answers = 0;
    this.speed = USUAL;
    this.sample = 0;
    /** Rises when what is being loaded is not wanted any more. */
    this.turn = 0;
  }

  /** Show the first picture. */
  async begin() {
    await this.show(0, { fresh: true });
  }

  /** The stretch that is played next. */
  get ahead() {
    return this.recording.stretches.findIndex(({ plays }, k) => plays && this.ends[k] > this.sent);
  }

  /** Play as far as the end of a stretch. @param {number} stretch */
  async playTo(stretch) {
    this.generation += 1;
    this.stop = this.ends[stretch];
    this.playing = true;
    await this.next({});
  }

  /** Go to a step of the recording, and stand there. @param {number} step */
  async goTo(step) {
    this.turn += 1;
    this.generation += 1;
    this.playing = false;
    let at = 0;
    while (at + 1 < this.places.length) {
      const { reel, row } = this.places[at + 1];
      if ((await this.reel(reel)).steps[row] > step) break;
      at += 1;
    }
    const reels = [];
    let opening = 0;
    for (let from = 0; from <= at; from++) {
      const { reel, row } = this.places[from];
      const loaded = await this.reel(reel);
      if (row) continue;
      if (loaded.opens) [opening, reels.length] = [from, 0];
      reels.push(loaded);
    }
    await this.show(opening, { fresh: true, rewind_to: -1 });
    this.sent = at;
    const { reel, row } = this.places[at];
    const points = reels.flatMap((one) => one.points);
    if (at > opening) this.say(await this.reel(reel), row, row + 1, {}, false, points);
  }

  /** What the stage says. @param {string} name @param {import("./components.js").Said} value */
  async hear(name, value) {
    if (name === "need") await this.need(value);
    else if (name === "command" && value.n > this.answers) {
      this.answers = value.n;
      await this.carryOut(value);
    }
  }

  /** @param {import("./components.js").Said} need */
  async need({ have = -1 }) {
    if (this.playing) await this.next({});
    else if (have < 0) await this.show(Math.max(0, this.sent), { fresh: true });
  }

  /** @param {import("./components.js").Said} command */
  async carryOut({ name = "", value = 0, shown = -1 }) {
    const number = Number(value);
    switch (name) {
      case "play":
        this.goBack(shown);
        this.stop = this.ends[this.ahead] ?? this.sent;
        this.playing = this.sent < this.stop;
        if (this.playing) await this.next({ rewind_to: shown });
        else await this.tell({ note: "The recording ends here." });
        break;
      case "pause":
        this.playing = false;
        this.goBack(shown);
        await this.tell({ rewind_to: shown });
        break;
      case "step":
      case "epoch":
        this.goBack(shown);
        this.playing = false;
        await this.onwards(name === "step" ? number : await this.framesOfEpochs(number, shown));
        break;
      case "seek":
        this.playing = false;
        if (shown === number) await this.tell({});
        else await this.show(this.place(number), { only: true });
        break;
      case "reset":
        this.playing = false;
        this.generation += 1;
        await this.show(0, { rewind_to: -1 });
        break;
      case "speed":
        this.speed = Math.max(0, Math.min(SPEEDS.length - 1, number));
        await this.tell({});
        break;
      case "sample":
        if (typeof value === "object") this.choose(value);
        this.goBack(shown);
        if (this.playing) await this.next({ rewind_to: shown });
        else await this.show(this.sent, {});
        break;
      case "inspect":
        if (typeof value === "object") this.ways.inspect(value, shown);
        await this.tell({});
        break;
      default:
        this.ways.lacks(OF_THE_APP[name] ?? name);
        await this.tell({ note: `${OF_THE_APP[name] ?? name} needs the app: this is a recording.` });
    }
  }

  /** Go on from the frame on the screen; what was sent beyond it is sent again. @param {number} shown */
  goBack(shown) {
    this.generation += 1;
    this.turn += 1;
    if (shown >= 0) this.sent = this.place(shown);
  }

  /** Where the frame of a step stands, among those that were sent: the nearest of the newest scene. @param {number} step */
  place(step) {
    let best = Math.max(0, this.sent);
    let distance = Infinity;
    for (let at = this.sent; at >= 0; at--) {
      const { reel, row } = this.places[at];
      const loaded = this.reels.get(reel);
      if (!loaded) break;
      const away = Math.abs(loaded.steps[row] - step);
      if (away < distance) [best, distance] = [at, away];
      if (loaded.opens && row === 0) break;
    }
    return best;
  }

  /** Choose the nearest of the samples that were recorded. @param {{index?: number, x?: number, y?: number}} wanted */
  choose({ index, x, y }) {
    const { samples } = this.recording;
    const away = samples.map(({ index: own, position }) =>
      position && x !== undefined && y !== undefined
        ? Math.hypot(position[0] - x, position[1] - y)
        : Math.abs(own - (index ?? 0)),
    );
    this.sample = away.indexOf(Math.min(...away));
  }

  /** @param {number} epochs @param {number} shown how many frames they take */
  async framesOfEpochs(epochs, shown) {
    const goal = (Math.floor(shown / this.recording.per_epoch) + epochs) * this.recording.per_epoch;
    for (let at = this.sent + 1; at < this.places.length; at++) {
      const { reel, row } = this.places[at];
      if ((await this.reel(reel)).steps[row] >= goal) return at - this.sent;
    }
    return this.places.length;
  }

  /** Show some frames more, and stand there. @param {number} count */
  async onwards(count) {
    const goal = Math.min(this.places.length - 1, this.sent + count);
    if (goal === this.sent) await this.tell({ note: "The recording ends here." });
    while (this.sent < goal) {
      const { reel, row } = this.places[this.sent + 1];
      const loaded = await this.reel(reel);
      const to = Math.min(loaded.steps.length, row + goal - this.sent);
      this.sent += to - row;
      this.say(loaded, row, to, {});
    }
  }

  /** Send the next frames; where none are left before the stop, stand there. @param {object} said */
  async next(said) {
    const turn = ++this.turn;
    if (this.sent >= this.stop) {
      this.playing = false;
      await this.tell(said);
      this.ways.stopped(this.places[this.stop].stretch);
      return;
    }
    const { reel, row } = this.places[this.sent + 1];
    const loaded = await this.reel(reel);
    if (turn !== this.turn) return;
    const to = Math.min(loaded.steps.length, row + this.stop - this.sent);
    const fresh = loaded.opens && row === 0;
    if (fresh) this.generation += 1;
    this.sent += to - row;
    this.say(loaded, row, to, { ...said, ...(fresh ? { rewind_to: -1 } : {}) }, fresh);
    if (this.sent < this.stop) this.reel(this.places[this.sent + 1].reel); // it is there when it is asked for
  }

  /**
   * Send one frame.
   * @param {number} at
   * @param {{fresh?: boolean, only?: boolean, rewind_to?: number}} how `fresh`: with its scene; `only`: what was sent later stays
   */
  async show(at, { fresh = false, only = false, rewind_to }) {
    const { reel, row } = this.places[at];
    const loaded = await this.reel(reel);
    if (!only) this.sent = at;
    this.say(loaded, row, row + 1, rewind_to === undefined ? {} : { rewind_to }, fresh && loaded.opens);
  }

  /** Say how things stand, without frames. @param {object} said */
  async tell(said) {
    const { reel, row } = this.places[Math.max(0, this.sent)];
    this.say(await this.reel(reel), row + 1, row + 1, said);
  }

  /** @param {number} reel @returns {Promise<Reel>} */
  async reel(reel) {
    const known = this.reels.get(reel);
    if (known) return known;
    const loaded = await this.ways.load(this.files[reel]);
    this.reels.set(reel, loaded);
    return loaded;
  }

  /** @param {Reel} reel @param {number} from @param {number} to @param {object} said @param {boolean} [scene] @param {Float32Array[]} [curves] points of the curves, more than the reel has */
  say(reel, from, to, said, scene = false, curves = reel.points) {
    const last = this.places[Math.max(0, this.sent)];
    const newest = this.reels.get(last.reel)?.steps[last.row] ?? 0;
    this.sequence += 1;
    const points = curves.filter(([step]) => step <= (to > from ? reel.steps[to - 1] : newest));
    const message = reel.message(
      { from, to, sample: this.sample, scene, points },
      {
        sequence: this.sequence,
        generation: this.generation,
        playing: this.playing,
        newest,
        low_water: this.sent >= this.stop ? 0 : LOW_WATER,
        speeds: SPEEDS,
        speed: this.speed,
        thinning: 1,
        rewind_to: null,
        answers: this.answers,
        sample: this.recording.samples[this.sample] ?? null,
        note: "",
        undo: false,
        ...said,
      },
    );
    this.ways.deliver(message);
  }
}
