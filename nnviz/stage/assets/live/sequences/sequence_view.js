// The stage of a network on sequences: what every layer does at every step, and how the gradient comes back through time.

import { say } from "../../kit/elements.js";
import { Menu } from "../../kit/menu.js";
import { short } from "../../kit/number_format.js";
import { Curve } from "../curves.js";
import { LiveView } from "../live_view.js";
import { Remarks } from "../remarks.js";
import { SettingsRow } from "../settings_row.js";
import { HTML_SEQUENCES } from "./sequence_panels.js";
import { TimeStrips } from "./time_strips.js";
import { tensorTitle } from "./words.js";

/** Milliseconds between two drawings of the curves while it plays. */
const REST = 40;

/** @typedef {import("../wire.js").SequenceScene} SequenceScene */
/** @typedef {import("../wire.js").Frame} Frame */

/** @extends {LiveView<SequenceScene>} */
export class SequenceView extends LiveView {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { look, tip, signal, curveWishes } = this;
    this.root.classList.add("sequences");
    this.remarks = new Remarks(this.find(".remarks"), signal);
    const loss = { name: "Loss", columns: [2, 3], share: false };
    const accuracy = { name: "Accuracy", columns: [4, 5], share: true };
    this.loss = new Curve(this.find(".panel.loss"), look, tip, loss, curveWishes, signal);
    this.accuracy = new Curve(this.find(".panel.accuracy"), look, tip, accuracy, curveWishes, signal);
    this.strips = new TimeStrips(this.find(".panel.through"), look, tip, (place) => this.open(place), signal);
    /** Which recurrent layer, which of its tensors and which unit is looked at. */
    this.looked = { layer: 0, tensor: "h", unit: 0 };
    const menus = this.find(".menus");
    const menu = (/** @type {string} */ label, /** @type {(value: number | string) => void} */ change) =>
      new Menu(menus, { label, change, signal });
    this.sampleMenu = menu("Sequence", (index) => this.chooseSample(Number(index)));
    this.layerMenu = menu("Layer", (layer) => this.lookAt({ layer: Number(layer) }));
    this.tensorMenu = menu("Tensor of all units", (tensor) => this.lookAt({ tensor: String(tensor) }));
    this.unitMenu = menu("Unit", (unit) => this.lookAt({ unit: Number(unit) }));
    this.settings = this.find(".settings");
    const setting = (/** @type {string} */ name, /** @type {string | number} */ value) =>
      this.command("set", { name, value });
    this.row = new SettingsRow(this.settings, setting, signal);
  }

  get html() {
    return HTML_SEQUENCES;
  }

  /** @param {import("../wire.js").LiveHeader} header */
  heed(header) {
    if (this.strips.veiled !== Boolean(this.locked)) {
      this.strips.veiled = Boolean(this.locked);
      this.repaint();
    }
    const { controls = null } = header;
    if (controls && !this.player.waitsFor(["set"])) this.row.show(controls);
    if (this.settings.hidden !== !controls) {
      this.settings.hidden = !controls;
      this.resize();
    }
  }

  /** @param {SequenceScene} scene @param {SequenceScene | null} before */
  setScene(scene, before) {
    if (before && JSON.stringify(before.sequence) !== JSON.stringify(scene.sequence)) this.player.previousRun.forget();
    this.root.classList.toggle("regression", !scene.classes.length);
    this.bar.setScene(scene);
    this.loss.same = this.accuracy.same = scene.test_is_train;
    this.strips.setScene(scene);
    this.lookAt({});
  }

  /** Look at something else; what there is not becomes what there is. @param {Partial<typeof this.looked>} change */
  lookAt(change) {
    const { sequence } = /** @type {SequenceScene} */ (this.scene);
    const looked = { ...this.looked, ...change };
    looked.layer = Math.max(0, Math.min(looked.layer, sequence.layers.length - 1));
    const layer = sequence.layers[looked.layer];
    const tensors = layer ? tensorsOf(layer.tensors) : [];
    if (!tensors.includes(looked.tensor)) looked.tensor = "h";
    looked.unit = Math.max(0, Math.min(looked.unit, (layer?.units ?? 1) - 1));
    this.looked = looked;
    this.showMenus();
    this.repaint();
  }

  showMenus() {
    const { scene, looked } = this;
    if (!scene) return;
    const { layers, samples } = scene.sequence;
    const layer = layers[looked.layer];
    const index = this.sample?.index ?? 0;
    this.sampleMenu.show(
      Array.from({ length: samples }, (_, k) => [k, `sequence ${k + 1}`]),
      index,
    );
    this.layerMenu.box.hidden = layers.length < 2;
    this.tensorMenu.box.hidden = this.unitMenu.box.hidden = !layer;
    if (!layer) return;
    this.layerMenu.show(
      layers.map(({ title }, k) => [k, `${title} ${k + 1}`]),
      looked.layer,
    );
    this.tensorMenu.show(
      tensorsOf(layer.tensors).map((name) => [name, tensorTitle(name, layer.tensors)]),
      looked.tensor,
    );
    this.unitMenu.show(
      Array.from({ length: layer.units }, (_, k) => [k, `unit ${k + 1}`]),
      looked.unit,
    );
  }

  /** @param {number} index */
  chooseSample(index) {
    this.choice = { index };
    this.command("sample", { index });
  }

  /** Something was clicked: its unit is looked at, and its tensor opened. @param {{tensor: string, unit: number, step: number}} place */
  open({ tensor, unit, step }) {
    const layer = this.scene?.sequence.layers[this.looked.layer];
    if (!layer) return;
    this.lookAt({ unit });
    if (this.player.playing || this.player.queue.length) this.command("pause");
    const name = tensor.startsWith("d") ? `d${tensor.slice(1).toUpperCase()}` : tensor.toUpperCase();
    this.command("inspect", { kind: "state", layer: layer.layer, name, i: step, j: unit });
  }

  /** @param {Frame} frame @param {SequenceScene} scene @param {boolean} moving whether only the frame has changed */
  paintFrame(frame, scene, moving) {
    const { player } = this;
    const { layers } = scene.sequence;
    if (layers.some((_, k) => !frame.block.has(`h.${k}`))) return false;
    this.strips.warns = Boolean(this.findings?.length);
    this.strips.paint(frame, this.looked);
    if (this.rests(moving, REST)) return;
    this.bar.setFrame(frame, !scene.classes.length);
    this.showMenus();
    this.row.showRate(frame.learningRate);
    this.timeline.paint(player, this.cross);
    this.remarks.show(this.findings, frame.epoch);
    this.loss.paint(player, this.cross);
    if (scene.classes.length) this.accuracy.paint(player, this.cross);
  }

  refresh() {
    this.remarks.fit();
    super.refresh();
  }

  get title() {
    const { layers = [] } = this.scene?.sequence ?? {};
    return `nnviz · ${layers.map(({ title, units }) => `${title} ${units}`).join(", ") || "no recurrent layer"}`;
  }

  /** Tell people who listen when the training starts or stops; not every number. */
  announce() {
    const { player } = this;
    const { frame } = player;
    const losses = frame ? `, training loss ${short(frame.trainLoss)}, test loss ${short(frame.testLoss)}` : "";
    const state = player.playing ? "Training." : player.shown >= 0 ? `At step ${player.shown}${losses}.` : "";
    if (this.tell(state) && frame && !player.playing) {
      this.loss.name(frame);
      this.accuracy.name(frame);
      this.strips.name(frame);
    }
    say(this.find(".through h2"), this.title.slice(8));
  }

  /** What the stage says of itself, for tests: window.__nnvizSequences. */
  state() {
    const { player } = this;
    const { frame } = player;
    return {
      step: player.shown,
      newest: player.newest,
      back: player.back,
      loss: frame ? frame.trainLoss : NaN,
      testLoss: frame ? frame.testLoss : NaN,
      accuracy: frame ? frame.testAccuracy : NaN,
      learningRate: frame ? frame.learningRate : NaN,
      playing: player.playing,
      painted: this.clock.painted,
      paintMilliseconds: this.clock.cost,
      fps: this.clock.fps,
      queue: player.queue.length,
      waiting: player.commands.length,
      generation: player.generation,
      scene: player.scene,
      sample: frame?.sample?.index ?? null,
      looked: { ...this.looked },
      rows: this.strips.rows.map(({ name }) => name),
      word: this.strips.word,
      survives: frame ? Array.from(frame.block.data("survives")) : [],
      norms: frame ? Array.from(frame.block.data("norms")) : [],
      locked: this.locked,
    };
  }
}

/** All tensors of a layer that can be looked at: the gradients of its states come last. @param {Record<string, string>} tensors */
const tensorsOf = (tensors) => [...Object.keys(tensors), "dh", ...("c" in tensors ? ["dc"] : [])];
