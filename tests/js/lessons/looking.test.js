import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Looking } from "../../../nnviz/stage/assets/lessons/looking.js";

/** A page that may be hidden. */
class Page extends EventTarget {
  hidden = false;

  /** @param {boolean} hidden */
  hide(hidden) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** Let what waits for an answer go on. */
const settle = async () => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

/** @param {() => Promise<number | null>} look @param {(looking: Looking, page: Page, pass: (seconds: number) => Promise<void>) => Promise<void>} body @param {number} [random] */
async function withClock(look, body, random = 0.5) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page();
  const looking = new Looking(look, {
    page: /** @type {Document} */ (/** @type {unknown} */ (page)),
    random: () => random,
  });
  const pass = async (/** @type {number} */ seconds) => {
    mock.timers.tick(1000 * seconds);
    await settle();
  };
  try {
    await body(looking, page, pass);
  } finally {
    looking.end();
    mock.timers.reset();
  }
}

test("it looks as often as it is told to", async () => {
  let looks = 0;
  const pauses = [2, 5];
  await withClock(
    async () => pauses[Math.min(looks++, 1)],
    async (looking, _, pass) => {
      looking.begin();
      await pass(1.9);
      assert.equal(looks, 0);
      await pass(0.1);
      assert.equal(looks, 1);
      await pass(2);
      assert.equal(looks, 2);
      await pass(4.9);
      assert.equal(looks, 2);
      await pass(0.1);
      assert.equal(looks, 3);
    },
  );
});

test("two windows do not look at the same moment", async () => {
  const looks = [0, 0];
  for (const k of [0, 1])
    await withClock(
      async () => ((looks[k] += 1), 2),
      async (looking, _, pass) => {
        looking.begin();
        await pass(1.6);
      },
      k,
    );
  assert.deepEqual(looks, [1, 0]);
});

test("a hidden window does not look, and looks at once when it is seen again", async () => {
  let looks = 0;
  await withClock(
    async () => ((looks += 1), 2),
    async (looking, page, pass) => {
      looking.begin();
      page.hide(true);
      await pass(60);
      assert.equal(looks, 0);
      page.hide(false);
      await settle();
      assert.equal(looks, 1);
      await pass(2);
      assert.equal(looks, 2);
    },
  );
});

test("while the network fails it looks more and more rarely, at most twice a minute", async () => {
  let looks = 0;
  await withClock(
    async () => {
      looks += 1;
      throw new Error("offline");
    },
    async (looking, _, pass) => {
      looking.begin();
      for (const pause of [2, 4, 8, 16, 30, 30]) await pass(pause);
      assert.equal(looks, 6);
    },
  );
});

test("what is over is looked at no more", async () => {
  let looks = 0;
  await withClock(
    async () => ((looks += 1), null),
    async (looking, page, pass) => {
      looking.begin();
      await pass(2);
      await pass(60);
      page.hide(false);
      await settle();
      assert.equal(looks, 1);
    },
  );
});
