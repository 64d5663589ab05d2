// The phases: at the slowest speed one step is shown as what it is made of: forward, loss, backward, update.

/** From this rate of frames a second on there is no time for it. */
const SLOWEST = 2;

/** What a step is made of, and the share of its time at which each part ends. @type {[string, number][]} */
export const PHASES = [
  ["forward", 0.28],
  ["loss", 0.38],
  ["backward", 0.66],
  ["update", 0.92],
];

const SWAP = 0.66;

/** @typedef {{name: string, share: number}} Phase */

export class Phases {
  constructor() {
    this.on = false;
    this.started = 0;
    this.length = 1000;
    this.share = 0;
    this.swapped = false;
  }

  /** Begin a step, if there is time to show its parts. @param {number} now @param {number} rate frames a second */
  start(now, rate) {
    if (rate > SLOWEST) return false;
    Object.assign(this, { on: true, started: now, length: 1000 / rate, share: 0, swapped: false });
    return true;
  }

  stop() {
    this.on = false;
  }

  /**
   * Go on to a moment.
   * @param {number} now
   * @param {boolean} ready whether the next frame is there
   * @returns {boolean} whether the next frame is to be shown now: the weights change with the update
   */
  move(now, ready) {
    this.share = (now - this.started) / this.length;
    if (this.share >= PHASES[PHASES.length - 1][1]) this.on = false;
    if (this.swapped || this.share < SWAP) return false;
    this.swapped = true;
    return ready;
  }

  /** The part that is under way and how far it is, 0 to 1; null for none. @returns {Phase | null} */
  get now() {
    if (!this.on) return null;
    const k = PHASES.findIndex(([, end]) => this.share < end);
    if (k < 0) return null;
    const from = k ? PHASES[k - 1][1] : 0;
    return { name: PHASES[k][0], share: (this.share - from) / (PHASES[k][1] - from) };
  }
}
