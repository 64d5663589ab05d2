// The clock of the stage: when it paints, when it steps back for the rest of the page, and what a frame costs.

/** For so long, in milliseconds, the stage steps back when a control of the page is used, and paints one frame of so many. */
const STEP_BACK = 200;
const ONE_OF = 3;
const HANDS = /** @type {const} */ (["keydown", "pointerdown", "pointerup", "input", "change"]);

/**
 * @typedef {object} Turn what one turn of the clock does
 * @property {(now: number) => boolean} move go to the frame of this moment; returns whether it is another one
 * @property {(moving: boolean) => void} paint `moving`: only the frame has changed
 * @property {() => void} idle where there is nothing to paint
 * @property {(now: number) => void} after what can wait until the frame is painted
 * @property {() => boolean} busy whether another turn follows
 */

export class Clock {
  /** @param {HTMLElement} root @param {Turn} turn @param {AbortSignal} signal */
  constructor(root, turn, signal) {
    this.root = root;
    this.turn = turn;
    this.signal = signal;
    /** Frames painted so far. */
    this.painted = 0;
    /** Milliseconds that a painting takes, a running mean. */
    this.cost = 0;
    /** @type {number[]} when the last frames were painted */
    this.times = [];
    this.request = 0;
    this.dirty = false;
    this.stepBackUntil = 0;
    this.waited = 0;
    this.restPainted = 0;
    // What a hand changes elsewhere on the page has to go through the page's own program, which needs time between frames.
    const onHand = (/** @type {Event} */ event) => {
      const path = event.composedPath();
      if (path[0] !== document.body && !path.includes(root)) this.stepBackUntil = performance.now() + STEP_BACK;
    };
    for (const name of HANDS) window.addEventListener(name, onHand, { capture: true, signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.run(), { signal });
    signal.addEventListener("abort", () => cancelAnimationFrame(this.request));
  }

  repaint() {
    this.dirty = true;
    this.run();
  }

  /** Start it if it stands still. */
  run() {
    if (!this.request && !this.signal.aborted) this.request = requestAnimationFrame((now) => this.tick(now));
  }

  /** What the page was given time for has come. */
  stepForward() {
    this.stepBackUntil = 0;
  }

  /** @param {number} now */
  tick(now) {
    this.request = 0;
    if (!this.root.isConnected || document.hidden) return;
    this.waited = now < this.stepBackUntil ? (this.waited + 1) % ONE_OF : 0;
    if (this.waited) {
      this.run();
      return;
    }
    const { turn, times } = this;
    const moving = turn.move(now);
    if (moving) {
      this.painted += 1;
      times.push(now);
    }
    while (times.length && now - times[0] > 1000) times.shift();
    if (this.dirty || moving) this.paint(moving && !this.dirty);
    else turn.idle();
    turn.after(now);
    if (turn.busy() || times.length) this.run();
  }

  /** Paint, and measure what that costs. @param {boolean} moving */
  paint(moving) {
    const start = performance.now();
    this.dirty = false;
    this.turn.paint(moving);
    this.cost += 0.1 * (performance.now() - start - this.cost);
  }

  /** Frames painted in the last second. */
  get fps() {
    const n = this.times.length;
    return n > 1 ? ((n - 1) * 1000) / Math.max(1, this.times[n - 1] - this.times[0]) : 0;
  }

  /**
   * Whether the lower row is left as it is: while it plays, it follows a little less often. Nobody sees it, and the machine
   * has time for the rest.
   * @param {boolean} moving whether only the frame has changed, and another one waits
   * @param {number} rest milliseconds between two drawings of it
   */
  rests(moving, rest) {
    const now = performance.now();
    if (moving && now - this.restPainted < rest) return true;
    this.restPainted = now;
    return false;
  }

  /** Draw the lower row with the next frame. */
  wakeRest() {
    this.restPainted = 0;
    this.repaint();
  }
}
