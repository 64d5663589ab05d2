// Asks something again and again: only while the window is seen, each window at moments of its own, more rarely while the
// network fails.

/** Seconds between two questions at first, and at most while it fails. */
const FIRST = 2;
const MOST = 30;

/** How far, about, one pause differs from another: a hall does not ask all at once. */
const JITTER = 0.25;

export class Looking {
  /**
   * @param {() => Promise<number | null>} look asks; says in how many seconds to ask again, or null for never
   * @param {{page?: Document, random?: () => number, signal?: AbortSignal}} [options]
   */
  constructor(look, { page = document, random = Math.random, signal } = {}) {
    this.look = look;
    this.page = page;
    this.random = random;
    this.pause = FIRST;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.asking = false;
    this.over = false;
    page.addEventListener("visibilitychange", () => (page.hidden ? this.rest() : this.again()), { signal });
    signal?.addEventListener("abort", () => this.end());
  }

  /** Ask for the first time in a moment. */
  begin() {
    this.later();
  }

  /** Ask at once. */
  async again() {
    this.rest();
    if (this.over || this.asking) return;
    this.asking = true;
    try {
      const pause = await this.look();
      if (pause === null) this.over = true;
      else this.pause = pause;
    } catch {
      this.pause = Math.min(MOST, 2 * this.pause);
    }
    this.asking = false;
    this.later();
  }

  end() {
    this.over = true;
    this.rest();
  }

  rest() {
    clearTimeout(this.timer);
  }

  later() {
    this.rest();
    if (this.over || this.page.hidden) return;
    const share = 1 + JITTER * (2 * this.random() - 1);
    this.timer = setTimeout(() => this.again(), 1000 * this.pause * share);
  }
}
