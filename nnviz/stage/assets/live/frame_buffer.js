// The frame buffer: frames that were shown, oldest first. It stays within a bound of bytes: old frames are thinned out.

const MOST_FRAMES = 2400;
const MOST_BYTES = 48e6;
const FEWEST_FRAMES = 16;

/** @typedef {import("./wire.js").Frame} Frame */

export class FrameBuffer {
  constructor() {
    /** @type {Frame[]} */
    this.frames = [];
    this.bytes = 0;
  }

  clear() {
    this.frames = [];
    this.bytes = 0;
  }

  get length() {
    return this.frames.length;
  }

  /** The newest step that is held; -1 for none. */
  get newest() {
    return this.length ? this.frames[this.length - 1].step : -1;
  }

  /** Keep a frame; another one of the same step is replaced. @param {Frame} frame */
  keep(frame) {
    const at = frame.step > this.newest ? this.length : this.from(frame.step);
    const replaced = this.frames[at]?.step === frame.step ? 1 : 0;
    if (replaced) this.bytes -= this.frames[at].bytes;
    this.frames.splice(at, replaced, frame);
    this.bytes += frame.bytes;
    while (this.length > FEWEST_FRAMES && (this.length > MOST_FRAMES || this.bytes > MOST_BYTES)) this.thin();
  }

  /** Drop every second frame of the older half; the first one stays. */
  thin() {
    const half = this.length >> 1;
    this.frames = this.frames.filter((_, i) => i >= half || i % 2 === 0);
    this.bytes = this.frames.reduce((sum, frame) => sum + frame.bytes, 0);
  }

  /** Forget everything after a step. @param {number} step */
  rewind(step) {
    while (this.newest > step) this.bytes -= /** @type {Frame} */ (this.frames.pop()).bytes;
  }

  /** Where the first frame at or after a step stands. @param {number} step */
  from(step) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.frames[middle].step < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the frame nearest to a step stands. @param {number} step */
  nearest(step) {
    const at = Math.min(this.from(step), this.length - 1);
    return at > 0 && step - this.frames[at - 1].step < this.frames[at].step - step ? at - 1 : at;
  }

  /** Where the last frame stands that is a whole epoch (or the begun rest of one) before a frame. @param {Frame} frame */
  epochBefore(frame) {
    const goal = Math.ceil(frame.epoch - 1e-6) - 1;
    let at = this.from(frame.step) - 1;
    while (at > 0 && this.frames[at].epoch > goal + 1e-6) at--;
    return Math.max(0, at);
  }

  /** Where the first frame stands that is in the next epoch. @param {Frame} frame */
  epochAfter(frame) {
    const goal = Math.floor(frame.epoch + 1e-6) + 1;
    let at = this.from(frame.step) + 1;
    while (at < this.length - 1 && this.frames[at].epoch < goal - 1e-6) at++;
    return Math.min(this.length - 1, at);
  }
}
