// What the server beside Streamlit is told, and where.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, tellPainted } from "../../../nnviz/stage/assets/kit/server.js";

test("the server hears, after the frame, that a drawing is painted, by the token that it waits for", async () => {
  const told = [];
  globalThis.window = { __streamlit: { BACKEND_BASE_URL: "https://a.org/course/" } };
  globalThis.requestAnimationFrame = (act) => setTimeout(act);
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: { sendBeacon: (address) => told.push(address.href) },
  });
  tellPainted("");
  tellPainted(undefined);
  tellPainted("abc");
  assert.deepEqual(told, []);
  while (!told.length) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(told, ["https://a.org/course/stage/abc/painted"]);
});

test("where the page does not say where its server is, it is where the page is", () => {
  globalThis.window = {};
  globalThis.document = { baseURI: "http://localhost:8501/" };
  assert.equal(addressOf("stage/abc").href, "http://localhost:8501/stage/abc");
});
