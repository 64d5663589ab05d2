// The way back after the connection broke: what stands in the address, and when a server is led there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { standing, steps } from "./playing.js";

const { Comeback, addressAt } = await import("../../../nnviz/stage/assets/live/comeback.js");

const HERE = "https://nnviz.example/nnviz/playground?learning_rate=0.03&lesson=depth&at=two";
const WAY = { learning_rate: null, hidden: "4:tanh", changes: "5:learning_rate:0.03~12:0.W.1.2:0.5" };

/** A window with an address, and a comeback of a stage that has played up to step 8. */
function playing() {
  const stage = standing();
  stage.give(2, { playing: true, newest: 8 }, { points: steps(1, 8), frames: steps(1, 8) });
  stage.run(1000);
  const location = new URL(HERE);
  const page = { location, history: { state: null, replaceState: (_state, _unused, url) => (location.href = url) } };
  const net = { connected: true };
  const comeback = () => new Comeback(stage.player, page, () => net.connected);
  const header = (changes) => ({ scene: 1, newest: 8, answers: 0, way: WAY, ...changes });
  const here = comeback();
  here.leavesAside(header());
  return { stage, page, net, here, header, comeback };
}

const query = (page) => Object.fromEntries(page.location.searchParams);

test("an address has the step, the changes up to it, and what is no parameter of the run", () => {
  const query = Object.fromEntries(new URL(addressAt(HERE, WAY, 8)).searchParams);
  const changes = "5:learning_rate:0.03";
  assert.deepEqual(query, { lesson: "depth", at: "two", hidden: "4:tanh", step: "8", changes });
  assert.equal(new URL(addressAt(`${HERE}&step=7&changes=1:seed:2`, {}, 0)).search, new URL(HERE).search);
});

test("when the connection breaks, the address says where the training stands", () => {
  const { page, net, here } = playing();
  net.connected = false;
  here.lost();
  assert.equal(here.away, true);
  assert.equal(query(page).step, "8");
});

test("a message that was under way when it broke ends nothing", () => {
  const { page, net, here, header } = playing();
  net.connected = false;
  here.lost();
  assert.equal(here.leavesAside(header()), false);
  assert.equal(here.away, true);
  assert.equal(query(page).step, "8");
});

test("a server that still knows the training brings the address back that stood there before", () => {
  const { page, net, here, header } = playing();
  net.connected = false;
  here.lost();
  net.connected = true;
  assert.equal(here.leavesAside(header()), false);
  assert.equal(here.away, false);
  assert.equal(page.location.href, HERE);
});

test("a server that begins anew is led to the step, and what it says before it is there is not shown", () => {
  const { stage, page, net, here, header } = playing();
  net.connected = false;
  here.lost();
  net.connected = true;
  assert.equal(here.leavesAside(header({ scene: 77, newest: 0 })), true);
  const [sent] = stage.by("command");
  assert.equal(sent.name, "return");
  assert.equal(sent.value.query, page.location.search.slice(1));
  assert.equal(here.leavesAside(header({ scene: 77, newest: 0, answers: sent.n - 1 })), true);
  assert.equal(here.leavesAside(header({ scene: 78, newest: 8, answers: sent.n })), false);
});

test("a page that was drawn anew meanwhile finds the way, too; one that is there already asks for nothing", () => {
  for (const newest of [0, 8]) {
    const { stage, net, here, header, comeback } = playing();
    net.connected = false;
    here.lost();
    net.connected = true;
    assert.equal(comeback().leavesAside(header({ scene: 77, newest })), newest === 0);
    assert.equal(stage.by("command").length, newest === 0 ? 1 : 0);
  }
});

test("where no address leads, none is written and nothing is asked for", () => {
  const { stage, page, net, here, header } = playing();
  here.leavesAside(header({ way: null }));
  net.connected = false;
  here.lost();
  net.connected = true;
  assert.equal(here.leavesAside(header({ scene: 77, newest: 0, way: null })), false);
  assert.equal(page.location.href, HERE);
  assert.equal(stage.by("command").length, 0);
});
