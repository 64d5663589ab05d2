// The history is the list of points that the curves go through. It stays small: old points are thinned out.

const ROW = 6;
const MOST = 3000;

export class History {
  constructor() {
    /** @type {number[][]} rows of step, epoch, train loss, test loss, train accuracy, test accuracy; others of a race */
    this.rows = [];
    /** Numbers in a row. */
    this.width = ROW;
    /** Every point up to this step has arrived. */
    this.have = -1;
  }

  clear() {
    this.rows = [];
    this.have = -1;
  }

  /**
   * Add points; those that are known already are left out.
   * @param {Float32Array} flat
   * @param {number} since the points hold everything after this step
   * @returns {boolean} whether there is no gap before them
   */
  add(flat, since) {
    if (since > this.have) return false;
    for (let i = 0; i < flat.length; i += this.width) {
      if (flat[i] > this.have) {
        this.rows.push(Array.from(flat.subarray(i, i + this.width)));
        this.have = flat[i];
      }
    }
    if (this.rows.length > MOST) this.thin();
    return true;
  }

  /** Forget everything after a step. @param {number} step */
  rewind(step) {
    while (this.rows.length && this.rows[this.rows.length - 1][0] > step) this.rows.pop();
    this.have = Math.min(this.have, step);
  }

  /** Drop every second point of the older half. */
  thin() {
    const half = this.rows.length >> 1;
    this.rows = this.rows.filter((_, i) => i >= half || i % 2 === 0);
  }

  /** How many points are there up to a step. @param {number} step */
  count(step) {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle][0] <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
