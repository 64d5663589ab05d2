// The previous run: its curves, kept for comparison when another one begins on the same data.

const FEWEST_POINTS = 3;

export class PreviousRun {
  constructor() {
    /** @type {number[][]} rows as in a history; none while there is none */
    this.rows = [];
    /** @type {number[][]} */
    this.before = [];
  }

  /** Keep what a history holds up to a step, unless that is too little to compare with. */
  take(/** @type {import("./history.js").History} */ history, /** @type {number} */ step) {
    const rows = history.rows.slice(0, history.count(step));
    if (rows.length < FEWEST_POINTS) return;
    this.before = this.rows;
    this.rows = rows;
  }

  /** Take that back where the new history turns out to be the same run. @param {import("./history.js").History} history */
  unless(history) {
    const last = this.rows[this.rows.length - 1];
    const same = last && history.rows[history.count(last[0]) - 1];
    if (same && same[0] === last[0] && same[2] === last[2] && same[3] === last[3]) this.rows = this.before;
    this.before = [];
  }

  forget() {
    this.rows = this.before = [];
  }
}

/** Whether the curves of two scenes can be compared: the same kind of answer to the same data. @param {import("./wire.js").Scene} a @param {import("./wire.js").Scene} b */
export function comparable(a, b) {
  if (a.kind !== b.kind || a.head !== b.head || a.classes.join() !== b.classes.join()) return false;
  return ["train_points", "train_labels", "test_points", "test_labels", "images"].every((name) => {
    const [one, two] = [a.block.get(name)?.data, b.block.get(name)?.data];
    if (!one || !two) return one === two;
    return one.length === two.length && one.every((v, i) => v === two[i]);
  });
}
