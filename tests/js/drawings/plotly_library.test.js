// The program that draws figures runs from an address of its own, once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { libraryArrived, plotlyLibrary, plotlyNow } from "../../../nnviz/stage/assets/drawings/plotly_library.js";

const shared = /** @type {any} */ (globalThis);
const PACKED = gzipSync("the program").toString("base64");

/** Scripts that were put into the page. @type {any[]} */
let scripts = [];

beforeEach(() => {
  scripts = [];
  for (const name of Object.keys(shared)) if (/plotly/i.test(name)) delete shared[name];
  shared.document = {
    createElement: () => ({}),
    head: {
      appendChild(/** @type {any} */ script) {
        scripts.push(script);
        if (!script.src) return; // a policy has forbidden it
        shared.Plotly = { react: () => {} };
        queueMicrotask(() => script.onload());
      },
    },
  };
});

/** What a figure has to show that it is still there. */
const figure = () => new AbortController();

test("it runs from a blob, which a page without inline scripts allows, and once however many figures ask", async () => {
  const asked = plotlyLibrary("1", () => queueMicrotask(() => libraryArrived("1", PACKED)), figure().signal);
  assert.equal(
    plotlyLibrary("1", () => assert.fail("asked twice"), figure().signal),
    asked,
  );
  assert.equal(await asked, shared.Plotly);
  assert.equal(scripts.length, 1);
  assert.match(scripts[0].src, /^blob:/);
  assert.equal(plotlyNow("1"), shared.Plotly);
  assert.equal(scripts.length, 1);
});

test("where the figure that asked has gone, another one that waits asks again", async () => {
  const [first, second, third] = [figure(), figure(), figure()];
  const asks = [];
  plotlyLibrary("1", () => asks.push("first"), first.signal);
  const there = plotlyLibrary("1", () => asks.push("second"), second.signal);
  while (!asks.length) await new Promise(setImmediate);
  assert.deepEqual(asks, ["first"]);
  first.abort();
  assert.deepEqual(asks, ["first", "second"]);
  second.abort();
  plotlyLibrary("1", () => asks.push("third"), third.signal);
  plotlyLibrary("1", () => asks.push("third"), third.signal);
  assert.deepEqual(asks, ["first", "second", "third"], "each asks once");
  libraryArrived("1", PACKED);
  assert.equal(await there, shared.Plotly);
});

test("a sheet of paper does without a figure where its program may not run at once", async () => {
  assert.equal(plotlyNow("2"), null);
  shared.__nnvizPlotlyText = { 2: "the program" };
  assert.equal(plotlyNow("2"), null);
  assert.equal(scripts[0].textContent, "the program");
});
