// The map of trainings under a finger, and in a tab that nobody looks at.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LearningMapView } from "../../../nnviz/stage/assets/drawings/where_networks_learn/map_view.js";

/** A view without a page around it. @param {object} own */
const view = (own) => Object.assign(Object.create(LearningMapView.prototype), own);

/** Put things into the world of one test. @param {import("node:test").TestContext} context @param {Record<string, unknown>} world */
function world(context, world) {
  const before = Object.keys(world).map((name) => /** @type {const} */ ([name, globalThis[name]]));
  Object.assign(globalThis, world);
  context.after(() => Object.assign(globalThis, Object.fromEntries(before)));
}

test("a first tap shows the runs of a cell, a second one opens it", (context) => {
  class Cell {
    closest = () => this;
    getAttribute = () => "1,2";
  }
  class Tap extends Event {
    pointerType = "touch";
    target = new Cell();
  }
  world(context, { Element: Cell, PointerEvent: Tap });
  const done = [];
  const map = view({
    at: [0, 0],
    before: [0, 0],
    look(/** @type {[number, number]} */ place) {
      done.push("look");
      this.at = place;
    },
    open: () => done.push("open"),
  });
  const tap = () => {
    map.press();
    map.look([1, 2]); // the press has moved the focus
    done.pop();
    map.click(new Tap("click"));
  };
  tap();
  tap();
  assert.deepEqual(done, ["look", "open"]);
});

test("nothing is computed for a tab that nobody looks at", (context) => {
  const document = Object.assign(new EventTarget(), { hidden: true });
  world(context, { document });
  const asked = [];
  const map = view({ abort: new AbortController(), requests: { busy: false, ask: (one) => asked.push(one) } });
  map.goOn();
  assert.deepEqual(asked, []);
  document.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(asked, [{ more: true }]);
});
