// Two windows of a lesson speak to each other, and to nobody else.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CHANNEL, heard, joinAsHall, joinAsPresenter } from "../../../nnviz/stage/assets/lessons/channel.js";

/** Both windows, and what each has heard. @param {import("node:test").TestContext} context @param {string} lesson */
function windows(context, lesson) {
  const halls = new AbortController();
  const presenters = new AbortController();
  context.after(() => (halls.abort(), presenters.abort()));
  /** @type {{place: import("../../../nnviz/stage/assets/lessons/channel.js").Place, room: any}} */
  const state = { place: { at: "a", phase: "view", black: false }, room: null };
  /** @type {any[]} */
  const hall = [];
  /** @type {any[]} */
  const presenter = [];
  const known = { room: /** @type {any} */ (null) };
  const openHall = () =>
    joinAsHall(lesson, {
      here: () => state.place,
      go: (at) => hall.push(["go", at]),
      key: (key) => hall.push(["key", key]),
      vote: (open) => hall.push(["vote", open]),
      room: () => state.room,
      enter: (room) => hall.push(["enter", room.room]),
      place: (place) => hall.push(["place", place]),
      signal: halls.signal,
    });
  const openPresenter = () =>
    joinAsPresenter(lesson, {
      here: (_window, place) => presenter.push(["here", place.at, place.phase]),
      bye: () => presenter.push(["bye"]),
      enter: (room) => {
        known.room = room;
        presenter.push(["room", room.room, room.token]);
      },
      room: () => known.room,
      place: () => "10.0.0.1:8501",
      signal: presenters.signal,
    });
  return { state, hall, presenter, known, openHall, openPresenter, halls };
}

/** @param {() => boolean} met */
async function until(met) {
  for (let i = 0; i < 200 && !met(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(met(), "it was never said");
}

test("whichever window is opened first, the presenter hears where the lesson stands and the room", async (context) => {
  const { state, presenter, openHall, openPresenter } = windows(context, "first");
  state.room = { room: "BCDFG", token: "secret" };
  const hall = openHall();
  openPresenter();
  await until(() => presenter.length >= 2);
  assert.deepEqual(presenter.slice(0, 2), [
    ["here", "a", "view"],
    ["room", "BCDFG", "secret"],
  ]);
  state.place = { at: "b", phase: "asked", black: false };
  hall.tell();
  await until(() => presenter.some(([, at]) => at === "b"));
});

test("keys and steps of the presenter reach the hall", async (context) => {
  const { hall, openHall, openPresenter } = windows(context, "keys");
  openHall();
  const say = openPresenter();
  say({ kind: "key", key: "next" });
  say({ kind: "go", at: "c" });
  say({ kind: "vote", open: true });
  await until(() => hall.some(([kind]) => kind === "vote"));
  const commands = hall.filter(([kind]) => kind !== "place");
  assert.deepEqual(commands, [
    ["key", "next"],
    ["go", "c"],
    ["vote", true],
  ]);
});

test("a window of the hall that comes anew is given the room by the presenter", async (context) => {
  const { hall, known, openHall, openPresenter } = windows(context, "anew");
  known.room = { room: "KMNPR", token: "secret" };
  openPresenter();
  openHall();
  await until(() => hall.some(([kind]) => kind === "enter"));
  await until(() => hall.some(([kind]) => kind === "place"));
  assert.deepEqual(hall, [
    ["enter", "KMNPR"],
    ["place", "10.0.0.1:8501"],
  ]);
});

test("a window of the hall that goes says so", async (context) => {
  const { presenter, openHall, openPresenter, halls } = windows(context, "goes");
  openPresenter();
  openHall();
  await until(() => presenter.length > 0);
  halls.abort();
  await until(() => presenter.some(([kind]) => kind === "bye"));
});

test("other lessons, one's own side and messages of other shapes are not heard", () => {
  const good = { lesson: "depth", from: "hall", window: "1", kind: "here", at: "a", phase: "view", black: false };
  assert.deepEqual(heard(good, "depth", "hall"), good);
  const wrong = [
    { ...good, lesson: "another" },
    { ...good, from: "presenter" },
    { ...good, phase: "dancing" },
    { ...good, black: "yes" },
    { ...good, at: 3 },
    { ...good, at: "x".repeat(300) },
    { ...good, kind: "toString" },
    { ...good, kind: "key", key: "delete" },
    { ...good, window: undefined },
    null,
    "hello",
    17,
  ];
  for (const message of wrong) assert.equal(heard(message, "depth", "hall"), null, JSON.stringify(message));
  assert.equal(CHANNEL, "nnviz-lesson");
});
