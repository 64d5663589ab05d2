// The first screen of a site without a server: which lesson plays, what is said of the boot, when the app takes over.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Progress,
  after,
  chosenLesson,
  elsewhere,
  handover,
  innerAddress,
  ownLink,
  pageTitle,
  phaseOf,
  placeOf,
  reason,
  recordingOf,
  sentence,
} from "../../../web/first_screen.js";

const BASE = "https://host.example/some/sub/path/";

/** @param {string} id @param {string} address @param {boolean} [plays] */
const step = (id, address, plays = false) => ({ id, address, plays });

const LESSONS = [
  {
    name: "neuron",
    title: "A neuron",
    folder: "lessons/neuron/",
    steps: [step("cat", "forward_pass?hidden="), step("line", "playground?dataset=gauss&hidden=", true)],
  },
  {
    name: "rates",
    title: "Rates",
    folder: "lessons/rates/",
    steps: [step("three", "gradient_descent", true), step("more", "playground?dataset=circle")],
  },
];

const chosen = (/** @type {string} */ address) => {
  const found = chosenLesson(LESSONS, BASE + address, BASE);
  return found && `${found.lesson.name}/${found.step.id}`;
};

test("a page is what stands below the site's folder", () => {
  assert.equal(placeOf(`${BASE}softmax?z=1`, BASE).page, "softmax");
  assert.equal(placeOf(`${BASE}softmax/`, BASE).page, "softmax");
  assert.equal(placeOf(BASE, BASE).page, "");
  assert.equal(placeOf("loss?at=x", BASE).query.get("at"), "x");
});

test("the lesson that an address names plays, at its step", () => {
  assert.equal(chosen("playground?lesson=neuron&at=line"), "neuron/line");
  assert.equal(chosen("?lesson=rates&at=unknown"), "rates/three");
});

test("else one that shows the page with most of its settings", () => {
  assert.equal(chosen("playground?dataset=circle&seed=3"), "rates/more");
  assert.equal(chosen("playground?dataset=gauss&hidden="), "neuron/line");
  assert.equal(chosen("forward_pass"), "neuron/cat");
});

test("else one that plays at once from its beginning, else the first, else none", () => {
  assert.equal(chosen(""), "rates/three");
  assert.equal(chosen("transformer?lesson=own-1"), "rates/three");
  assert.equal(chosenLesson(LESSONS.slice(0, 1), BASE, BASE)?.step.id, "cat");
  assert.equal(chosenLesson([], BASE, BASE), null);
});

test("a recording is asked to begin with its first action", () => {
  assert.equal(recordingOf(LESSONS[0], step("a b", "x")), "lessons/neuron/#at=a%20b&play=");
});

test("what has come is counted once, never above the file, and only of a first visit", () => {
  const progress = new Progress({ "a/python.wasm": 2_000_000, "b.js": 1_000_000 }, BASE);
  assert.equal(progress.words, "0.0 of 3.0 MB");
  progress.add(`${BASE}a/python.wasm`, 500_000);
  progress.add(`${BASE}a/python.wasm`, 400_000);
  assert.equal(progress.bytes, 500_000);
  progress.add(`${BASE}b.js?v=1`, 5_000_000);
  progress.add(`${BASE}lessons/x.js`, 9_000_000);
  assert.equal(progress.words, "1.5 of 3.0 MB");
  assert.equal(new Progress({}, BASE).words, "");
});

test("stlite's words are said in ours", () => {
  assert.equal(phaseOf("Installing packages."), "Fetching NumPy and the app");
  assert.equal(phaseOf("Something new."), "Starting the app");
});

/** @param {Parameters<typeof after>[1][]} events */
const later = (...events) => events.reduce(after, handover());

test("who has touched nothing gets the app at once", () => {
  const opening = later({ type: "ready" });
  assert.equal(opening.state, "opening");
  assert.equal(after(opening, { type: "drawn" }).state, "open");
});

test("who uses the lesson keeps it until they go over, to the address that they choose", () => {
  const ready = later({ type: "touched" }, { type: "ready" });
  assert.equal(ready.state, "ready");
  const opening = after(ready, { type: "wanted", address: "playground?hidden=" });
  assert.deepEqual([opening.state, opening.wanted], ["opening", "playground?hidden="]);
  assert.equal(after(opening, { type: "drawn" }).state, "open");
});

test("who chose before it was ready goes over as soon as it is", () => {
  const waiting = later({ type: "wanted", address: "loss" });
  assert.equal(waiting.state, "booting");
  assert.match(sentence(waiting, "Fetching Python", "1.0 of 3.0 MB"), /1\.0 of 3\.0 MB\. Your page opens/);
  assert.equal(after(waiting, { type: "ready" }).state, "opening");
});

test("a lesson that is touched while the page is drawn behind it stays, and one press shows the page", () => {
  const kept = later({ type: "ready" }, { type: "touched" }, { type: "drawn" });
  assert.equal(kept.state, "ready");
  const wanted = after(kept, { type: "wanted", address: "" });
  assert.equal(after(wanted, { type: "drawn" }).state, "open");
});

test("who chooses another step while a page is opening goes to that step", () => {
  const opening = later({ type: "ready" });
  assert.equal(opening.state, "opening");
  const open = later({ type: "ready" }, { type: "wanted", address: "loss" }, { type: "drawn" });
  assert.equal(elsewhere(open, "softmax", "softmax"), "loss");
  assert.equal(elsewhere(open, "loss", "loss?w=1"), null, "the app writes its address in its own way");
  assert.equal(elsewhere(open, "softmax", "loss"), null);
  assert.equal(elsewhere(opening, "softmax", "softmax"), null);
});

test("a boot that failed is said in a sentence, and the lessons go on", () => {
  const failed = later({ type: "failed", why: reason(new Error("no such wheel")) });
  assert.equal(
    sentence(failed, "", ""),
    "The app could not be started here: no such wheel. The recorded lessons go on playing.",
  );
  assert.equal(after(later({ type: "ready" }, { type: "drawn" }), { type: "failed", why: "x" }).state, "open");
});

test("of a Python traceback the last line is told", () => {
  assert.equal(
    reason("Traceback (most recent call last):\n  File x\nImportError: no numpy\n"),
    "ImportError: no numpy.",
  );
  assert.equal(reason(undefined), "nothing more is known.");
});

test("links that name no host name this one", () => {
  assert.equal(
    ownLink("https://stlite.invalid/some/sub/path/loss?a=1#b", "https://host.example"),
    "https://host.example/some/sub/path/loss?a=1#b",
  );
  assert.equal(ownLink("https://elsewhere.example/?stlite.invalid", "https://host.example"), null);
  assert.equal(ownLink("loss", "https://host.example"), null);
});

const CLICK = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const SITE = { base: BASE, pages: ["loss", "playground"], address: `${BASE}playground?seed=1` };
const link = (/** @type {string} */ href) => ({ href, target: "", download: false });

test("a link to a page of the app opens inside; any other, and a click for a new tab, is the browser's", () => {
  assert.equal(innerAddress(link(`${BASE}loss?at=2`), CLICK, SITE), `${BASE}loss?at=2`);
  assert.equal(innerAddress(link(`${BASE}loss`), { ...CLICK, ctrlKey: true }, SITE), null);
  assert.equal(innerAddress({ ...link(`${BASE}loss`), target: "_blank" }, CLICK, SITE), null);
  assert.equal(innerAddress(link("https://elsewhere.example/loss"), CLICK, SITE), null);
  assert.equal(innerAddress(link(`${BASE}lessons/neuron/`), CLICK, SITE), null);
  assert.equal(innerAddress(link(`${BASE}playground?seed=1#top`), CLICK, SITE), null);
});

test("a page has a title before the app knows it", () => {
  assert.equal(pageTitle("backward_pass"), "Backward pass");
  assert.equal(pageTitle(""), "Home");
});
