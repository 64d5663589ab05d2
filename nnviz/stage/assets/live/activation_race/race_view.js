// The view of a race: the stage's clock, player, bar and timeline, with a panel for each contestant and common axes.

import { say } from "../../kit/elements.js";
import { face } from "../../kit/icons.js";
import { count, epochs, percent, short } from "../../kit/number_format.js";
import { LiveView } from "../live_view.js";
import { Timeline } from "../timeline.js";
import { RaceCurve } from "./race_curve.js";
import { RaceGradients } from "./race_gradients.js";
import { EVERY_SEED, RaceMap } from "./race_map.js";
import { HTML_RACE, runnerPanel } from "./race_panels.js";
import { RaceUnits } from "./race_units.js";
import { ACCURACY_OF, LOSS_OF, SOLVED_OF, column, runnerColour } from "./runners.js";

/** Milliseconds between two drawings of the lower row while it plays. */
const REST_OF_RACE = 45;

const RACE_COUNTERS = [
  ["epoch", "epoch"],
  ["step", "step"],
  ["leader", "ahead"],
];

class RaceTimeline extends Timeline {
  /** @param {number[]} row */
  tell(row) {
    return `step ${row[0]}, epoch ${short(row[1])}`;
  }
}

/** @typedef {import("../wire.js").RaceScene} RaceScene */
/** @typedef {import("../wire.js").Frame} Frame */

/** @extends {LiveView<RaceScene>} */
export class RaceView extends LiveView {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { look, tip, signal, curveWishes } = this;
    this.root.classList.add("race");
    /** Aborted when other contestants come. */
    this.ofScene = new AbortController();
    this.runners = this.find(".runners");
    /** @type {RaceMap[]} */
    this.maps = [];
    const loss = { name: "Loss", of: LOSS_OF, share: false };
    const accuracy = { name: "Accuracy", of: ACCURACY_OF, share: true };
    this.loss = new RaceCurve(this.find(".panel.loss"), look, tip, loss, curveWishes, signal);
    this.accuracy = new RaceCurve(this.find(".panel.accuracy"), look, tip, accuracy, curveWishes, signal);
    this.gradients = new RaceGradients(this.find(".panel.strip"), look, tip, signal);
    this.units = new RaceUnits(this.find(".panel.units"), look, tip, signal);
    this.sentence = this.find(".sentence");
    this.seedSwitch = this.find(".seeds");
    this.listen(this.seedSwitch, "click", (event) => this.switchSeeds(event));
    /** Why it cannot be run on; empty where it can. */
    /** The last step of the race. */
    this.last = Infinity;
    /** @type {HTMLElement[]} what is written below the titles */
    this.sums = [];
    /** @type {HTMLElement[]} and beside them */
    this.notes = [];
    this.lastSeed = 0;
    face(this.bar.buttons.reseed, {
      text: "New seeds",
      title: "The same race with new seeds: new initial weights and batch orders",
    });
    this.player.previousRun.take = () => {}; // a second set of bands would hide the first
  }

  get html() {
    return HTML_RACE;
  }

  get counters() {
    return RACE_COUNTERS;
  }

  /** @param {import("../timeline.js").Wishes} wishes */
  makeTimeline(wishes) {
    return new RaceTimeline(this.find(".timeline"), this.look, this.tip, wishes, this.signal);
  }

  /** @param {import("../wire.js").LiveHeader} header */
  heed(header) {
    this.last = header.last ?? Infinity;
  }

  /** @param {RaceScene} scene */
  setScene(scene) {
    this.ofScene.abort();
    this.ofScene = new AbortController();
    const { contestants, loss, seeds } = scene.race;
    const panels = contestants.map(({ title }) => runnerPanel(title));
    this.runners.replaceChildren(...panels);
    this.runners.style.setProperty("--runners", String(contestants.length));
    this.maps = panels.map((panel, k) => {
      const map = new RaceMap(panel, this.look, this.tip, k, (value) => this.chooseSeed(value), this.ofScene.signal);
      map.setScene(scene);
      return map;
    });
    const find = (/** @type {string} */ part) =>
      panels.map((panel) => /** @type {HTMLElement} */ (panel.querySelector(part)));
    this.sums = find(".sum");
    this.notes = find(".note");
    this.find(".loss .unit").textContent = loss;
    for (const part of [this.loss, this.accuracy, this.gradients, this.units]) part.setScene(scene);
    this.root.classList.toggle("planes", scene.kind === "plane");
    this.seedSwitch.hidden = scene.kind !== "plane";
    this.lastSeed = Math.min(this.lastSeed, seeds.length - 1);
  }

  refresh() {
    for (const map of this.maps) map.refresh();
    super.refresh();
  }

  /** @param {MouseEvent} event */
  switchSeeds(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    if (button) this.chooseSeed({ index: button.dataset.seed === "all" ? EVERY_SEED : this.lastSeed });
  }

  /** @param {object} value */
  chooseSeed(value) {
    this.choice = value;
    this.command("sample", value);
  }

  /** @param {Frame} frame @param {RaceScene} scene @param {boolean} moving whether only the frame has changed */
  paintFrame(frame, scene, moving) {
    const { player } = this;
    if (frame.block.get("losses")?.shape[0] !== this.maps.length) return false;
    for (const map of this.maps) map.paint(frame);
    this.write(frame, scene.race);
    if (this.rests(moving, REST_OF_RACE)) return;
    this.timeline.paint(player, this.cross);
    this.loss.paint(player, this.cross);
    this.accuracy.paint(player, this.cross);
    this.gradients.paint(frame);
    this.units.paint(frame);
  }

  /** Numbers and names beside the drawings. @param {Frame} frame @param {import("../wire.js").RaceSpec} race */
  write(frame, { contestants, seeds, solved }) {
    const [accuracies, losses] = [frame.block.data("accuracy_bands"), frame.block.data("loss_bands")];
    const values = frame.block.data("accuracies");
    let leader = 0;
    contestants.forEach((_, k) => {
      let done = 0;
      for (let i = 0; i < seeds.length; i++) done += Number(values[k * seeds.length + i] >= solved - 1e-6);
      const [low, median, high] = accuracies.subarray(3 * k, 3 * k + 3);
      if (losses[3 * k + 1] < losses[3 * leader + 1]) leader = k;
      say(this.notes[k], `solved in ${done} of ${seeds.length} seeds`);
      const shares = `${percent(median)} (${Math.round(100 * low)}–${Math.round(100 * high)})`;
      say(this.sums[k], contestants.length > 4 ? shares : `accuracy ${shares}, loss ${short(losses[3 * k + 1])}`);
      /** @type {HTMLElement} */ (this.runners.children[k]).style.setProperty(
        "--runner",
        runnerColour(this.look.colours, k),
      );
    });
    this.bar.write("epoch", epochs(frame.epoch));
    this.bar.write("step", count(frame.step));
    this.bar.write("leader", frame.step ? contestants[leader].title : "–");
    const over = frame.step >= this.last;
    const rest = over
      ? "The race is over; the verdict is below."
      : `Lines: median over ${seeds.length} seeds; bands: the middle half of them.`;
    say(this.sentence, rest);
    this.writeSeed(frame.sample?.index ?? 0, seeds);
  }

  /** @param {number} index @param {number[]} seeds */
  writeSeed(index, seeds) {
    if (index !== EVERY_SEED) this.lastSeed = index;
    const [one, all] = /** @type {HTMLElement[]} */ ([...this.seedSwitch.children]);
    say(one, `map of seed ${seeds[this.lastSeed]}`);
    one.setAttribute("aria-pressed", String(index !== EVERY_SEED));
    all.setAttribute("aria-pressed", String(index === EVERY_SEED));
  }

  get title() {
    return "nnviz · activation race";
  }

  get fileName() {
    return `nnviz-race-step-${this.player.shown}`;
  }

  announce() {
    const { player } = this;
    const state = player.playing
      ? "Training."
      : player.shown >= 0
        ? `At step ${player.shown} of ${player.newest}.`
        : "";
    this.tell(state);
  }

  destroy() {
    super.destroy();
    this.ofScene.abort();
  }

  /** What the race says of itself, for tests: window.__nnvizRace. */
  state() {
    const { player } = this;
    const { frame } = player;
    const row = player.history.rows[player.history.count(player.shown) - 1];
    const titles = this.scene?.race.contestants ?? [];
    return {
      step: player.shown,
      newest: player.newest,
      back: player.back,
      epoch: frame ? frame.epoch : 0,
      painted: this.clock.painted,
      paintMilliseconds: this.clock.cost,
      fps: this.clock.fps,
      queue: player.queue.length,
      held: player.buffer.length,
      heldBytes: player.buffer.bytes,
      points: player.history.count(player.shown),
      playing: player.playing,
      locked: this.locked,
      waiting: player.commands.length,
      generation: player.generation,
      scene: player.scene,
      sample: frame?.sample?.index ?? null,
      kind: this.scene?.kind ?? "",
      seedDots: this.maps.map((map) => map.seeds),
      runners: titles.map(({ title }, k) => ({
        title,
        loss: row ? row[column(k, LOSS_OF)] : NaN,
        accuracy: row ? row[column(k, ACCURACY_OF)] : NaN,
        solved: row ? row[column(k, SOLVED_OF)] : NaN,
      })),
    };
  }
}
