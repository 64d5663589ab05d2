// What the hall's window tells the room, without a document.

import assert from "node:assert/strict";
import { test } from "node:test";

import { HallOverlay } from "../../../nnviz/stage/assets/lessons/hall_overlay.js";
import { Refused } from "../../../nnviz/stage/assets/lessons/votes_client.js";

const ASK = { vote: true, question: "Which?", options: [{ text: "a" }, { text: "b" }], again: false };
Object.assign(globalThis, { document: { createElement: () => ({ content: { textContent: "" } }) } });
const ROOM = { room: "BCDFG", token: "t" };

/** A window of the hall, and what it has said. @param {{room?: typeof ROOM | null, follows?: boolean, refuses?: string}} given */
function hall({ room = null, follows = false, refuses = "" } = {}) {
  /** @type {string[]} */
  const said = [];
  const votes = {
    room,
    enter: (/** @type {typeof ROOM | null} */ entered) => (votes.room = entered),
    async opened() {
      said.push("rooms");
      if (refuses === "rooms") throw new Refused("all 100 rooms are in use", "full");
      votes.room ??= ROOM;
    },
    async told(/** @type {string} */ path) {
      if (!votes.room) throw new Refused("There is no room yet.", "gone");
      said.push(path);
      return { at: "one", round: 1, open: path === "round" };
    },
  };
  const overlay = Object.assign(Object.create(HallOverlay.prototype), {
    votes,
    shown: { at: "", address: "", ask: null, phase: "view", busy: false, truth: null },
    state: null,
    queue: Promise.resolve(),
    chosen: null,
    problem: "",
    reach: { use: async () => {} },
    watcher: { tell: (/** @type {any} */ state) => overlay.see(state), look: () => said.push("look") },
    changed: () => {},
    follows: () => follows,
  });
  const show = (/** @type {string} */ at) =>
    overlay.show({ at, address: "", ask: ASK, phase: "asked", busy: false, truth: null });
  return { overlay, said, show };
}

test("a window that hears of a room looks at it, and leaves the lecture where it is", async () => {
  const { overlay, said, show } = hall();
  show("other");
  overlay.enter(ROOM);
  await overlay.queue;
  assert.deepEqual(said, ["look"]);
  show("one"); // it is led on itself
  await overlay.queue;
  assert.deepEqual(said, ["look", "step"]);
});

test("a window that follows a lecture does not lead it", async () => {
  const { overlay, said, show } = hall({ room: ROOM, follows: true });
  show("one");
  show("two");
  await overlay.queue;
  assert.deepEqual(said, []);
});

test("a vote is opened with its room and its step", async () => {
  const { overlay, said, show } = hall();
  show("one");
  overlay.vote();
  await overlay.queue;
  assert.deepEqual([said, overlay.voting], [["rooms", "step", "round"], true]);
});

test("a vote that cannot be opened says why", async () => {
  const { overlay, said, show } = hall({ refuses: "rooms" });
  show("one");
  overlay.vote();
  await overlay.queue;
  assert.deepEqual([said, overlay.problem], [["rooms"], "all 100 rooms are in use"]);
});
