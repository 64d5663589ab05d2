// Questions to the engine: at most one under way, the newest wins, and a question that got lost is asked again.

/** Milliseconds until a question is asked again; twice as many after each try. */
const PATIENCE = 900;
const MOST_TIMES = 400;

export class RequestQueue {
  /**
   * @param {(value: object) => void} send
   * @param {() => boolean} [serverRuns] whether the page's program runs now: then an answer is late, not lost
   */
  constructor(send, serverRuns = () => false) {
    this.send = send;
    this.serverRuns = serverRuns;
    /** @type {{value: object, since: number} | null} */
    this.waiting = null;
    /** @type {{value: {n: number}, since: number, tries: number} | null} */
    this.underWay = null;
    this.last = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {number[]} milliseconds from a hand's movement to the answer */
    this.times = [];
  }

  /** Whether an answer is still to come. */
  get busy() {
    return this.waiting !== null || this.underWay !== null;
  }

  /** @param {object} value */
  ask(value) {
    this.waiting = { value, since: performance.now() };
    this.next();
  }

  /** Ask for a change together with those that still wait. @param {object} change */
  askAlso(change) {
    this.ask({ ...this.waiting?.value, ...change });
  }

  next() {
    if (this.underWay || !this.waiting) return;
    this.last = Math.max(Date.now(), this.last + 1);
    this.underWay = { value: { ...this.waiting.value, n: this.last }, since: this.waiting.since, tries: 0 };
    this.waiting = null;
    this.say();
  }

  say() {
    clearTimeout(this.timer);
    if (this.underWay?.tries && this.serverRuns()) {
      this.timer = setTimeout(() => this.say(), PATIENCE);
      return;
    }
    if (!this.underWay || this.underWay.tries >= 4) {
      this.underWay = null;
      return;
    }
    this.underWay.tries += 1;
    this.timer = setTimeout(() => this.say(), PATIENCE * 2 ** (this.underWay.tries - 1));
    this.send(this.underWay.value);
  }

  /** @param {number} n the number of the last question that the server has answered */
  answered(n) {
    if (!this.underWay || n < this.underWay.value.n) return;
    clearTimeout(this.timer);
    this.times.push(performance.now() - this.underWay.since);
    if (this.times.length > MOST_TIMES) this.times.shift();
    this.underWay = null;
    this.next();
  }

  destroy() {
    this.waiting = this.underWay = null;
    clearTimeout(this.timer);
  }
}
