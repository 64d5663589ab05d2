// The stage: the network, what it says, its curves and gradients, and the means to change them by hand.

import { say } from "../kit/elements.js";
import { icon } from "../kit/icons.js";
import { inUnits, short } from "../kit/number_format.js";
import { AnswerBars } from "./bars.js";
import { ChannelView } from "./channel_view.js";
import { Curve } from "./curves.js";
import { Diagram } from "./diagram.js";
import { DIAGRAM_KEYS } from "./diagram_keys.js";
import { Editor } from "./editor.js";
import { kernelOf } from "./explain_maps.js";
import { KernelEditor } from "./kernel_editor.js";
import { showsMaps } from "./geometry_maps.js";
import { LayerControls } from "./layer_controls.js";
import { LiveView } from "./live_view.js";
import { OutputMap } from "./map.js";
import { MAP_KEYS, MapKeys } from "./map_keys.js";
import { HTML_STAGE } from "./panels.js";
import { comparable } from "./previous_run.js";
import { Remarks } from "./remarks.js";
import { Samples } from "./samples.js";
import { SettingsRow } from "./settings_row.js";
import { GradientStrip } from "./strip.js";

/** Milliseconds between two drawings of the counters and the lower row while it plays: each lays out the page anew. */
const REST = 40;

const LOSS = { name: "Loss", columns: [2, 3], share: false };
const ACCURACY = { name: "Accuracy", columns: [4, 5], share: true };
const RMSE = {
  name: "Root mean squared error",
  columns: [6, 7],
  share: false,
  say: (/** @type {number} */ value) => inUnits(value),
};

/** @typedef {import("./wire.js").Scene} Scene */

export class StageView extends LiveView {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { look, tip, signal, curveWishes } = this;
    const choose = (/** @type {object} */ value) => {
      this.choice = value;
      this.command("sample", value);
    };
    this.remarks = new Remarks(this.find(".remarks"), signal);
    this.editor = new Editor(this.root, (value) => this.command("edit", value), signal);
    this.kernelEditor = new KernelEditor(this.root, look, (value) => this.command("edit", value), signal);
    this.diagram = new Diagram(
      this.find(".panel.net"),
      look,
      tip,
      curveWishes.repaint,
      (...given) => this.point(...given),
      signal,
    );
    this.diagram.onMark = () => this.lookAtUnit();
    const setting = (/** @type {string} */ name, /** @type {string | number} */ value) =>
      this.command("set", { name, value });
    this.settings = this.find(".settings");
    this.row = new SettingsRow(this.settings, setting, signal);
    this.layers = new LayerControls(this.find(".panel.net"), look, setting, signal);
    this.map = new OutputMap(
      this.find(".panel.out"),
      look,
      choose,
      (value) => this.command("point", value),
      signal,
      tip,
    );
    this.mapKeys = new MapKeys(this.map, (x, y) => this.map.act(x, y), signal);
    this.samples = new Samples(this.find(".panel.out"), look, choose, signal);
    this.channel = new ChannelView(this.find(".panel.out"), look, signal);
    this.loss = new Curve(this.find(".panel.loss"), look, tip, LOSS, curveWishes, signal);
    this.accuracy = new Curve(this.find(".panel.accuracy"), look, tip, ACCURACY, curveWishes, signal);
    this.strip = new GradientStrip(this.find(".panel.strip"), look, tip, signal);
    this.answer = new AnswerBars(this.find(".panel.answer"), look, signal);
    this.forget = this.find(".forget");
    this.forget.append(icon("cross"));
    this.listen(this.forget, "click", () => {
      this.player.previousRun.forget();
      this.repaint();
    });
    this.outTitle = this.find(".panel.out h2");
    this.answerTitle = this.find(".panel.answer h2");
  }

  get html() {
    return HTML_STAGE;
  }

  /** @param {Scene} scene @param {Scene | null} before */
  setScene(scene, before) {
    if (before && !comparable(before, scene)) this.player.previousRun.forget();
    this.closeEditor();
    const plane = scene.kind === "plane";
    this.channel.choose(null, scene);
    this.root.classList.toggle("regression", !scene.classes.length);
    this.root.classList.toggle("units", !!scene.target);
    this.root.classList.toggle("same", scene.test_is_train);
    this.root.classList.toggle("samples", !plane);
    this.root.classList.toggle("maps", showsMaps(scene.columns));
    this.root.classList.toggle("picture", scene.picture);
    this.map.over.canvas.hidden = this.map.under.canvas.hidden = !plane;
    this.samples.surface.canvas.hidden = plane;
    this.answerTitle.textContent = scene.head === "softmax" || scene.head === "sigmoid" ? "Probability" : "Output";
    this.nameErrors(scene);
    this.diagram.setScene(scene);
    (plane ? this.map : this.samples).setScene(scene);
    this.answer.setScene(scene);
    this.strip.setScene(scene);
    this.nameOutput();
  }

  /** Show what can be set on the picture, unless it is about to change. @param {import("./wire.js").LiveHeader} header */
  heed({ controls = null }) {
    if (this.player.waitsFor(["set"])) return;
    const editable = controls !== null;
    if (controls) {
      this.row.show(controls);
      this.layers.show(controls);
    }
    if (editable === this.diagram.editable) return;
    this.diagram.editable = editable;
    this.settings.hidden = !editable;
    this.find(".layers").hidden = this.find(".heads").hidden = !editable;
    this.root.classList.toggle("adjustable", editable);
    this.resize();
  }

  /** The unit, the channel or the kernel that is pointed at in the diagram takes the place of the output. */
  lookAtUnit() {
    const { marked } = this.diagram;
    const unit = marked && marked.kind !== "weight" ? { column: marked.column, j: marked.j } : null;
    if (this.scene?.kind === "plane") this.map.watch(unit);
    else if (this.scene) this.samples.surface.canvas.hidden = this.channel.choose(marked, this.scene);
    this.nameOutput();
    this.repaint();
  }

  /** What the panel of the output shows. */
  nameOutput() {
    const { scene } = this;
    if (!scene) return;
    const output = scene.head === "regression" ? "Output" : "Decision map";
    const { target } = this.channel;
    const samples = target ? (target.kind === "kernel" ? "Kernel" : "Channel") : samplesTitle(scene);
    say(this.outTitle, scene.kind !== "plane" ? samples : this.map.unit.chosen ? "Unit map" : output);
  }

  /** What the curves and counters are about: errors in the target's own units, or correct answers. @param {Scene} scene */
  nameErrors(scene) {
    const { target } = scene;
    this.bar.setScene(scene);
    this.accuracy.setQuantity(target ? RMSE : ACCURACY);
    this.loss.same = this.accuracy.same = scene.test_is_train;
    this.find(".panel.accuracy h2").textContent = target ? "Error" : "Accuracy";
    const unit = target ? `RMSE of ${target.name}` : "correct answers";
    this.find(".panel.accuracy .unit").textContent = unit;
    this.find(".panel.loss .unit").textContent = scene.test_is_train ? "train = test" : "mean per sample";
    this.find(".panel.accuracy .unit").title = target ? `Root mean squared error, in the units of ${target.name}` : "";
  }

  refresh() {
    this.remarks.fit();
    if (this.scene && this.look.themed) {
      if (this.scene.kind === "plane") this.map.refresh();
      else this.samples.refresh();
    }
    super.refresh();
  }

  /** @param {import("./wire.js").Frame} frame @param {Scene} scene @param {boolean} moving whether only the frame has changed */
  paintFrame(frame, scene, moving) {
    const { player } = this;
    const { sample } = frame;
    this.diagram.paint(frame, sample, player.phases.now);
    if (this.diagram.editable) this.placeControls(frame);
    if (this.kernelEditor.target && this.diagram.drawn)
      this.kernelEditor.fill(kernelOf(this.diagram.drawn, this.kernelEditor.target));
    if (scene.kind === "plane") this.map.paint(frame, sample);
    else if (this.channel.target && this.diagram.drawn) this.channel.paint(this.diagram.drawn);
    else this.samples.paint(frame, sample);
    if (this.rests(moving, REST)) return;
    this.bar.setFrame(frame, !scene.classes.length);
    if (scene.picture) return;
    this.timeline.paint(player, this.cross);
    this.remarks.show(this.findings, frame.epoch);
    const alone = !player.previousRun.rows.length;
    if (this.forget.hidden !== alone) this.forget.hidden = alone; // the same again has the styles looked through
    this.loss.paint(player, this.cross);
    if (scene.classes.length || scene.target) this.accuracy.paint(player, this.cross);
    this.strip.paint(frame);
    this.answer.paint(frame, sample);
  }

  /** Controls stand where the diagram has drawn its columns. @param {import("./wire.js").Frame} frame */
  placeControls(frame) {
    const { places, arranged } = this.diagram;
    this.layers.place(places, arranged);
    this.row.showRate(frame.learningRate);
  }

  paintPhase() {
    const { frame, phases } = this.player;
    if (!frame || !this.scene || !this.look.themed) return;
    this.clock.painted += 1;
    this.diagram.paint(frame, frame.sample, phases.now);
    this.root.classList.toggle("measuring", phases.now?.name === "loss");
    super.paintPhase();
  }

  /**
   * A weight, bias, unit or kernel was clicked: open it in the inspector, and in the editor here.
   * @param {{clientX: number, clientY: number}} event
   * @param {import("./explain.js").Target} target
   * @param {string} title
   * @param {number | undefined} value
   */
  point(event, target, title, value) {
    const { player } = this;
    const { kind, column, i, j, a, b } = target;
    if (player.playing || player.queue.length) this.command("pause");
    const layer = this.scene?.columns[column].layer ?? column - 1;
    this.command("inspect", a === undefined ? { kind, layer, i, j } : { kind, layer, i, j, a, b });
    this.kernelEditor.close();
    if (kind === "kernel" && this.diagram.drawn) {
      this.editor.close();
      this.kernelEditor.show(event, { layer, target }, title, kernelOf(this.diagram.drawn, target));
      return;
    }
    const weight = title.startsWith("W");
    const place = { layer, name: /** @type {"W" | "b"} */ (weight ? "W" : "b"), index: weight ? [i, j] : [j] };
    if (value === undefined) this.editor.close();
    else this.editor.open(event, place, title, value);
  }

  closeEditor() {
    this.editor.close();
    this.kernelEditor.close();
  }

  get keys() {
    return [...super.keys, ...DIAGRAM_KEYS, ...(this.scene?.kind === "plane" ? MAP_KEYS : [])];
  }

  get title() {
    return `nnviz · ${this.scene?.columns.map((column) => column.units).join("-") ?? ""}`;
  }

  /** Tell people who listen when the training starts or stops; not every number. */
  announce() {
    const { player } = this;
    const { frame } = player;
    const where = player.back
      ? `Looking back at step ${player.shown} of ${player.newest}`
      : `Paused at step ${player.shown}`;
    const found = this.findings?.length ? ` ${this.findings[0].sentence}` : "";
    const test = this.scene?.test_is_train
      ? "; the test data are the training data"
      : `, test loss ${short(frame?.testLoss ?? NaN)}`;
    const losses = frame ? `: training loss ${short(frame.trainLoss)}${test}.` : ".";
    const state = player.playing ? "Training." : player.shown >= 0 ? `${where}${losses}${found}` : "";
    if (player.playing && this.said.startsWith("Training")) return;
    if (this.tell(state) && frame && !player.playing) {
      this.loss.name(frame);
      this.accuracy.name(frame);
      this.strip.name();
      this.answer.name(frame, frame.sample);
    }
  }

  /** Where the columns of the diagram stand on its canvas, and whose they are: for a lesson that points at a tensor. */
  get columns() {
    const columns = this.scene?.columns ?? [];
    return this.diagram.places.map(({ left, right, top, bottom }, k) => {
      return { left, right, top, bottom, layer: columns[k]?.layer ?? k - 1 };
    });
  }

  /** What the stage says of itself, for tests and lessons: window.__nnviz. */
  state() {
    const { player } = this;
    const { frame } = player;
    return {
      step: player.shown,
      shown: player.shown,
      newest: player.newest,
      back: player.back,
      epoch: frame ? frame.epoch : 0,
      loss: frame ? frame.trainLoss : NaN,
      testLoss: frame ? frame.testLoss : NaN,
      trainAccuracy: frame ? frame.trainAccuracy : NaN,
      accuracy: frame ? frame.testAccuracy : NaN,
      learningRate: frame ? frame.learningRate : NaN,
      fps: this.clock.fps,
      painted: this.clock.painted,
      paintMilliseconds: this.clock.cost,
      queue: player.queue.length,
      held: player.buffer.length,
      heldBytes: player.buffer.bytes,
      oldest: player.buffer.length ? player.buffer.frames[0].step : -1,
      have: player.history.have,
      points: player.history.count(player.shown),
      previousRun: player.previousRun.rows.length,
      phase: player.phases.now?.name ?? "",
      wrong: this.map.wrong,
      kind: this.diagram.kind,
      cross: this.cross,
      remarks: this.remarks.signs,
      generation: player.generation,
      playing: player.playing,
      scene: player.scene,
      waiting: player.commands.length,
      sample: frame?.sample ?? null,
      columns: this.columns,
      probabilities: frame ? this.answer.shares(frame) : [],
    };
  }
}

/** What samples are shown; their classes are not known where a person draws them. @param {Scene} scene */
const samplesTitle = ({ sample_labels: labels }) =>
  labels.length && labels.every((label) => label < 0) ? "The image and its shifts" : "Selected samples";
