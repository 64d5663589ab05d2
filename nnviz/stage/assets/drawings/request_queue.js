// Questions to the engine: at most one under way, and one that got lost is asked again. Of those that wait, a newer one
// takes the place of an older one about the same thing: only the last place of a drag counts, but no other thing is lost.
//
//   requests.ask({ w, b, done });                          // about what its names say
//   requests.ask({ what: "weight", i, j, text }, `${i} ${j}`); // and about this one weight
//   requests.askEach({ what: "shift", down: 1 });          // relative to what is there: each of them counts

/** Milliseconds until a question is asked again; twice as many after each try. */
const PATIENCE = 900;
const MOST_TIMES = 400;

/**
 * What a question is about: the names of what it sets, not their values; `what` and `set` are names themselves.
 * @param {object} value @param {string} [one] which of several
 */
const aboutOf = (value, one = "") =>
  [
    ...Object.entries(value)
      .filter(([name]) => name !== "done")
      .map(([name, given]) => (name === "what" || name === "set" ? `${name}=${given}` : name))
      .sort(),
    one,
  ].join(" ");

export class RequestQueue {
  /**
   * @param {(value: object) => void} send
   * @param {() => boolean} [serverRuns] whether the page's program runs now: then an answer is late, not lost
   */
  constructor(send, serverRuns = () => false) {
    this.send = send;
    this.serverRuns = serverRuns;
    /** @type {{value: object, about: string | symbol, since: number}[]} */
    this.waiting = [];
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
    return this.waiting.length > 0 || this.underWay !== null;
  }

  /** @param {object} value @param {string} [one] which of several things with the same names it is about */
  ask(value, one) {
    this.add(value, aboutOf(value, one));
  }

  /** Ask for a change of what is there, such as a step to the right: it takes no other's place. @param {object} value */
  askEach(value) {
    this.add(value, Symbol("each"));
  }

  /** @param {object} value @param {string | symbol} about */
  add(value, about) {
    this.waiting = this.waiting.filter((older) => older.about !== about);
    this.waiting.push({ value, about, since: performance.now() });
    this.next();
  }

  next() {
    if (this.underWay) return;
    const first = this.waiting.shift();
    if (!first) return;
    this.last = Math.max(Date.now(), this.last + 1);
    this.underWay = { value: { ...first.value, n: this.last }, since: first.since, tries: 0 };
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
      this.next();
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
    this.waiting = [];
    this.underWay = null;
    clearTimeout(this.timer);
  }
}
