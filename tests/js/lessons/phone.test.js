import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {Record<string, (event: any) => void>} */
const listeners = {};
const main = { dataset: { room: "BCDFG", version: "1", left: "", offline: "offline" } };
const world = {
  document: {
    querySelector: () => main,
    getElementById: () => null,
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ does) => (listeners[name] = does),
    hidden: true,
  },
  setInterval: () => 0,
};

/** Send a form of the page. @param {string} method @param {import("node:test").TestContext} context */
async function sent(method, context) {
  Object.assign(globalThis, world);
  await import("../../../nnviz/stage/assets/lessons/phone.js");
  /** @type {string[]} */
  const did = [];
  context.mock.method(globalThis, "fetch", async (/** @type {string} */ to) => {
    did.push(to);
    return { status: 200, text: async () => "" };
  });
  Object.assign(globalThis, {
    DOMParser: class {
      parseFromString = () => ({ querySelector: () => null });
    },
  });
  const form = {
    method,
    action: "BCDFG/vote",
    querySelectorAll: () => [],
    setAttribute: () => {},
    removeAttribute: () => {},
  };
  const event = {
    target: form,
    submitter: { name: "option", value: "1" },
    preventDefault: () => did.push("kept from the browser"),
  };
  await listeners.submit(event);
  return did;
}

test("a vote is sent by the program", async (context) => {
  assert.deepEqual(await sent("post", context), ["kept from the browser", "BCDFG/vote"]);
});

test("the form for the code of another room is left to the browser: it stays of use when the room is gone", async (context) => {
  assert.deepEqual(await sent("get", context), []);
});
