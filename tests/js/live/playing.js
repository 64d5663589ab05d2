// A player with a clock of its own and a list of what it sends; and messages as the wire hands them over.

// The player listens for steps back in the browser's history when it is loaded.
globalThis.window ??= /** @type {any} */ (new EventTarget());
/** Milliseconds; all that a player does goes by this clock. */
let clock = 0;
performance.now = () => clock;

const { Player } = await import("../../../nnviz/stage/assets/live/player.js");

const SPEEDS = [
  { label: "slow", frames_per_second: 20 },
  { label: "fast", frames_per_second: 60 },
];

/** Whole numbers from `from` up to and with `to`. */
export const steps = (from, to) => Array.from({ length: to - from + 1 }, (_, k) => from + k);

/** A frame of a step; ten steps are an epoch. */
export const frameOf = (step, rate = 0.03) => ({
  step,
  epoch: step / 10,
  learningRate: rate,
  bytes: 1000,
  sample: null,
});

/** A player that has its scene and stands at step 0. */
export function standing() {
  const stage = new Playing();
  stage.give(1, { scene_spec: {} }, { points: [0], frames: [0] });
  stage.run(100);
  return stage;
}

export class Playing {
  constructor() {
    this.sent = [];
    this.player = new Player((trigger, value) => this.sent.push({ trigger, ...value }));
    this.shown = [];
  }

  /**
   * Hand over a message: what differs from the plain one, the steps of its points (all after `since`) and of its frames.
   */
  give(
    sequence,
    changes = {},
    { points = [], since = points.length ? points[0] - 1 : -1, frames = [], rate = 0.03 } = {},
  ) {
    const header = {
      sequence,
      generation: 1,
      scene: 1,
      scene_spec: null,
      playing: false,
      newest: 0,
      rewind_to: null,
      answers: 0,
      speeds: SPEEDS,
      speed: 1,
      low_water: 10,
      history_columns: ["step", "epoch", "train", "test", "train accuracy", "test accuracy"],
      history: { since },
      ...changes,
    };
    const rows = Float32Array.from(points.flatMap((s) => [s, s / 10, 1 / (1 + s), 1.1 / (1 + s), 0.75, 0.5]));
    return this.player.receive(
      header,
      rows,
      frames.map((frame) => (typeof frame === "number" ? frameOf(frame, rate) : frame)),
    );
  }

  /** Let the clock go on, a tick every 16 ms, until so much time is over or something holds. */
  run(milliseconds, until = () => false) {
    const end = clock + milliseconds;
    while (clock < end && !until()) {
      clock += 16;
      if (this.player.tick(clock)) this.shown.push(this.player.shown);
      this.player.speak(clock);
    }
  }

  /** What was sent by one trigger. */
  by(trigger) {
    return this.sent.filter((message) => message.trigger === trigger);
  }
}
