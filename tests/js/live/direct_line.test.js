// The direct line: when it is opened, what goes and comes along it, and what becomes of it when it is cut.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { DirectLine } from "../../../nnviz/stage/assets/live/direct_line.js";

/** @type {FakeSocket[]} */
let opened = [];

class FakeSocket extends EventTarget {
  constructor(address) {
    super();
    this.address = address;
    this.closed = false;
    this.OPEN = 1;
    this.readyState = 0;
    this.sent = [];
    opened.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  tell(type, data) {
    if (type === "open") this.readyState = this.OPEN;
    this.dispatchEvent(Object.assign(new Event(type), { data }));
  }
}

const ALONE = ["play", "speed"];
const direct = (name, first = ["set"]) => ({ name, alone: ALONE, first });

/** A line, and what it has handed on. */
function lineOf({ signal = new AbortController().signal } = {}) {
  const taken = [];
  const line = new DirectLine({ take: (message) => taken.push([...message]), run: () => taken.push("run") }, signal);
  return { line, taken };
}

beforeEach(() => {
  opened = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.window = { __streamlit: { BACKEND_BASE_URL: "https://a.org/course/" } };
});

test("it is opened once for a name, below the app's address, and hands on what comes", () => {
  const { line, taken } = lineOf();
  line.listen(null);
  line.listen(undefined);
  assert.equal(opened.length, 0);
  line.listen(direct("abc"));
  line.listen(direct("abc"));
  assert.deepEqual(
    opened.map(({ address }) => address),
    ["wss://a.org/course/stage/abc"],
  );
  opened[0].tell("message", Uint8Array.of(1, 2).buffer);
  opened[0].tell("message", "run");
  assert.deepEqual(taken, [[1, 2], "run"]);
});

test("a line that was cut is taken up again with the next message, one that was refused is not", () => {
  const { line } = lineOf();
  line.listen(direct("abc"));
  opened[0].tell("close");
  line.listen(direct("abc"));
  assert.equal(opened.length, 1, "refused");
  line.listen(direct("def"));
  opened[1].tell("open");
  opened[1].tell("close");
  assert.equal(line.ask("need", {}), false);
  line.listen(direct("def"));
  assert.equal(opened.length, 3, "cut");
});

test("another name and the end of the view close it", () => {
  const end = new AbortController();
  const { line } = lineOf({ signal: end.signal });
  line.listen(direct("abc"));
  line.listen(direct("def"));
  assert.deepEqual([opened[0].closed, opened[1].closed], [true, false]);
  end.abort();
  assert.ok(opened[1].closed);
  line.listen(direct("ghi"));
  assert.equal(opened.length, 2);
});

test("frames and commands of the stage alone go along it, once it is open; others go by way of Streamlit", () => {
  const { line } = lineOf();
  const need = { scene: 1, have: 5 };
  const never = () => assert.fail();
  assert.equal(line.ask("need", need, never), false, "no line");
  line.listen(direct("abc"));
  assert.equal(line.ask("need", need, never), false, "not open yet");
  opened[0].tell("open");
  assert.equal(line.ask("need", need, never), true);
  assert.equal(line.ask("command", { name: "play", value: 0 }, never), true);
  assert.equal(line.ask("command", { name: "pause", value: 0 }, never), false);
  assert.deepEqual(opened[0].sent, [{ need }, { command: { name: "play", value: 0 } }]);
});

test("what a run of the page must follow goes along it first, and by way of Streamlit when that is answered", () => {
  const { line, taken } = lineOf();
  const set = { name: "set", value: { name: "learning_rate", value: 0.1 } };
  const follow = () => taken.push("follow");
  line.listen(direct("abc"));
  opened[0].tell("open");
  assert.equal(line.ask("command", set, follow), true);
  assert.deepEqual([opened[0].sent, taken], [[{ command: set }], []]);
  assert.equal(line.ask("command", set, follow), false, "again, since no answer has come");
  opened[0].tell("message", Uint8Array.of(1).buffer);
  opened[0].tell("message", Uint8Array.of(2).buffer);
  assert.deepEqual(taken, [[1], "follow", [2]]);
  line.ask("command", set, follow);
  opened[0].tell("message", "left");
  assert.deepEqual(taken.slice(3), ["follow"], "what the line does not do is left to the page");
  line.ask("command", set, follow);
  opened[0].tell("close");
  assert.deepEqual(taken.slice(4), ["follow"], "and where the line is cut");
  line.listen(direct("abc", []));
  opened[1].tell("open");
  assert.equal(line.ask("command", set, follow), false);
});

test("frames that the line leaves to the page are asked for by way of Streamlit next", () => {
  const { line } = lineOf();
  line.listen(direct("abc"));
  opened[0].tell("open");
  line.ask("need", {});
  opened[0].tell("message", "left");
  assert.deepEqual([line.ask("need", {}), line.ask("need", {})], [false, true]);
  opened[0].tell("message", "left");
  opened[0].tell("message", Uint8Array.of(1).buffer);
  assert.equal(line.ask("need", {}), true, "frames have come since");
});

test("nothing follows when the view has gone", () => {
  const end = new AbortController();
  const { line, taken } = lineOf({ signal: end.signal });
  line.listen(direct("abc"));
  opened[0].tell("open");
  line.ask("command", { name: "set", value: 0 }, () => taken.push("follow"));
  end.abort();
  opened[0].tell("close");
  assert.deepEqual(taken, []);
});

test("an answer is waited for; one that does not come for half a minute ends the line", () => {
  let now = 1000;
  mock.method(performance, "now", () => now);
  const { line } = lineOf();
  line.listen(direct("abc"));
  opened[0].tell("open");
  assert.equal(line.waits, false);
  line.ask("need", {});
  assert.equal(line.waits, true);
  opened[0].tell("message", Uint8Array.of(1).buffer);
  assert.equal(line.waits, false);
  line.ask("need", {});
  now += 29_000;
  assert.equal(line.waits, true);
  assert.equal(line.ask("need", {}), true);
  now += 2_000;
  assert.equal(line.waits, false);
  assert.equal(line.ask("need", {}), false);
  assert.ok(opened[0].closed);
  line.listen(direct("abc"));
  assert.equal(opened.length, 2, "the next message opens it anew");
  mock.restoreAll();
});
