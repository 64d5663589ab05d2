// The direct line: when it is opened, what comes along it, and what becomes of it when it is cut.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { DirectLine } from "../../../nnviz/stage/assets/live/direct_line.js";

/** @type {FakeSocket[]} */
let opened = [];

class FakeSocket extends EventTarget {
  constructor(address) {
    super();
    this.address = address;
    this.closed = false;
    opened.push(this);
  }

  close() {
    this.closed = true;
  }

  tell(type, data) {
    this.dispatchEvent(Object.assign(new Event(type), { data }));
  }
}

beforeEach(() => {
  opened = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.window = { __streamlit: { BACKEND_BASE_URL: "https://a.org/course/" } };
});

test("it is opened once for a name, below the app's address, and hands on what comes", () => {
  const taken = [];
  const line = new DirectLine((message) => taken.push([...message]), new AbortController().signal);
  line.listen("");
  line.listen(undefined);
  assert.equal(opened.length, 0);
  line.listen("abc");
  line.listen("abc");
  assert.deepEqual(
    opened.map(({ address }) => address),
    ["wss://a.org/course/stage/abc"],
  );
  opened[0].tell("message", Uint8Array.of(1, 2).buffer);
  assert.deepEqual(taken, [[1, 2]]);
});

test("a line that was cut is taken up again with the next message, one that was refused is not", () => {
  const line = new DirectLine(() => {}, new AbortController().signal);
  line.listen("abc");
  opened[0].tell("close");
  line.listen("abc");
  assert.equal(opened.length, 1, "refused");
  line.listen("def");
  opened[1].tell("open");
  opened[1].tell("close");
  line.listen("def");
  assert.equal(opened.length, 3, "cut");
});

test("another name and the end of the view close it", () => {
  const end = new AbortController();
  const line = new DirectLine(() => {}, end.signal);
  line.listen("abc");
  line.listen("def");
  assert.deepEqual([opened[0].closed, opened[1].closed], [true, false]);
  end.abort();
  assert.ok(opened[1].closed);
  line.listen("ghi");
  assert.equal(opened.length, 2);
});
