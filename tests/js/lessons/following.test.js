import assert from "node:assert/strict";
import { test } from "node:test";
import { Following } from "../../../nnviz/stage/assets/lessons/following.js";

/** A device at a step, and the lecture. @param {{left?: boolean, at?: string}} [given] */
function device({ left = false, at = "a" } = {}) {
  const here = { at, gone: /** @type {string[]} */ ([]) };
  const following = new Following({
    at: () => here.at,
    go: (lecture) => {
      here.gone.push(lecture.at);
      here.at = lecture.at;
    },
    left,
  });
  return { here, following };
}

/** @param {string} at @param {string} [lesson] */
const lecture = (at, lesson = "depth") => ({
  room: "BCDFG",
  lesson,
  at,
  address: `playground?at=${at}`,
  open: false,
  poll: 2,
});

test("who follows goes to the lecturer's step when it changes, and only then", () => {
  const { here, following } = device();
  following.take(lecture("a"));
  assert.deepEqual(here.gone, []);
  following.take(lecture("b"));
  following.take(lecture("b"));
  assert.deepEqual(here.gone, ["b"]);
  here.at = "own"; // looked elsewhere, without leaving
  following.take(lecture("b"));
  assert.deepEqual(here.gone, ["b"]);
  following.take(lecture("c"));
  assert.deepEqual(here.gone, ["b", "c"]);
  assert.equal(following.words.button, "Leave");
});

test("who comes in late goes there at once", () => {
  const { here, following } = device({ at: "first" });
  following.take(lecture("seventh"));
  assert.deepEqual(here.gone, ["seventh"]);
});

test("who has left goes nowhere until they come back, and then to where the lecturer stands by now", () => {
  const { here, following } = device();
  following.take(lecture("a"));
  following.leave();
  following.take(lecture("b"));
  following.take(lecture("c"));
  assert.deepEqual(here.gone, []);
  assert.equal(following.words.button, "Come back to the lecture");
  following.comeBack();
  assert.deepEqual(here.gone, ["c"]);
  assert.equal(following.words.text, "Following the lecture");
});

test("who left before the window was loaded anew has still left", () => {
  const { here, following } = device({ left: true });
  following.take(lecture("b"));
  assert.deepEqual(here.gone, []);
  assert.equal(following.standing, "left");
});

test("who comes back to the step that is on view keeps what is there", () => {
  const { here, following } = device();
  following.take(lecture("a"));
  following.leave();
  following.comeBack();
  assert.deepEqual(here.gone, []);
});

test("while the hall votes there is a way to the phone's page, also for those who have left", () => {
  const { following } = device();
  assert.equal(following.votes, false);
  following.take({ ...lecture("a"), open: true });
  following.leave();
  assert.equal(following.votes, true);
  following.end();
  assert.equal(following.votes, false);
});

test("a room that is gone is told, and the lesson stays", () => {
  const { here, following } = device();
  following.take(lecture("a"));
  following.end();
  following.leave();
  following.comeBack();
  assert.deepEqual(here.gone, []);
  assert.equal(following.words.text, "The room is closed. The lesson stays.");
});

test("a lecture that has not begun, and a network that fails, are told", () => {
  const { here, following } = device();
  following.take(lecture(""));
  assert.deepEqual(here.gone, []);
  assert.equal(following.words.text, "The lecture has not begun yet.");
  following.fail();
  assert.equal(following.words.text, "The lecture has not begun yet.");
  following.fail();
  assert.match(following.words.text, /No connection/);
  following.take(lecture("b"));
  assert.deepEqual(here.gone, ["b"]);
});

test("a step of the same name in another lesson is another step", () => {
  const { here, following } = device({ at: "start" });
  following.take(lecture("start"));
  here.at = "elsewhere";
  following.take(lecture("start", "attention"));
  assert.deepEqual(here.gone, ["start"]);
});
