// The view puts the parts of the stage together: it lays them out, gives them colours, and runs the clock.

import { Bar } from "./bar.js";
import { AnswerBars } from "./bars.js";
import { isDark, onPaper, palette, toHex } from "../kit/colours.js";
import { Curve } from "./curves.js";
import { Diagram } from "./diagram.js";
import { Editor } from "./editor.js";
import { comparable } from "./previous_run.js";
import { REPEATING, isOurs, keyWish } from "./keys.js";
import { layOut } from "./layout.js";
import { OutputMap } from "./map.js";
import { short } from "../kit/numbers.js";
import { HTML_STAGE } from "./panels.js";
import { saveAsFile, stagePicture } from "./picture.js";
import { Player } from "./player.js";
import { Remarks } from "./remarks.js";
import { report } from "./report.js";
import { Samples } from "./samples.js";
import { GradientStrip } from "./strip.js";
import { Look, put } from "../kit/surface.js";
import { Timeline } from "./timeline.js";
import { Tooltip } from "../kit/tooltip.js";
import { Scrubber } from "./scrubber.js";
import { WIRE_VERSION } from "../kit/wire.js";
import { decode } from "./wire.js";

/** Milliseconds between two drawings of the lower row while it plays. */
const REST = 40;

/** For so long, in milliseconds, the stage steps back when a control of the page is used, and paints one frame of so many. */
const STEP_BACK = 200;
const ONE_OF = 3;
const HANDS = ["keydown", "pointerdown", "pointerup", "input", "change"];

const LOSS = { name: "Loss", train: 2, test: 3, share: false };
const ACCURACY = { name: "Accuracy", train: 4, test: 5, share: true };

export class View {
  /** @param {HTMLElement | ShadowRoot} parent */
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "nnviz-stage";
    this.root.innerHTML = this.html;
    parent.appendChild(this.root);
    this.look = new Look();
    this.look.onResize = () => this.repaint();
    this.tip = new Tooltip(this.root);
    this.send = (/** @type {string} */ _name, /** @type {object} */ _value) => {};
    this.player = new Player((name, value) => this.send(name, value));
    this.scene = null;
    this.themes = null;
    /** @type {{sign: string, sentence: string, remedy: string}[] | null} */
    this.findings = null;
    /** The sample that was chosen last, and what a click said about it. */
    this.sample = null;
    this.choice = null;
    /** @type {number | null} the epoch that is pointed at in a curve or on the timeline */
    this.cross = null;
    this.lit = false;
    this.painted = 0;
    this.cost = 0;
    this.restPainted = 0;
    /** @type {number[]} when the last frames were painted */
    this.times = [];
    this.request = 0;
    this.dirty = false;
    this.addParts();
    this.watch();
  }

  /** What the stage is made of before anything is drawn. */
  get html() {
    return HTML_STAGE;
  }

  addParts() {
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.root.querySelector(name));
    const repaint = () => this.repaint();
    const choose = (/** @type {object} */ value) => this.command("sample", (this.choice = value));
    const cross = (/** @type {number | null} */ epoch) => this.setCross(epoch);
    const scrub = (/** @type {number} */ step) => this.scrubber.scrub(step);
    const curve = { repaint, cross, seek: scrub };
    this.bar = new Bar(find(".bar"), (name, value) => this.command(name, value));
    const move = (/** @type {string} */ name) => this.move(name);
    this.timeline = new Timeline(find(".timeline"), this.look, this.tip, {
      move,
      scrub,
      cross,
      rest: () => this.scrubber.settle(),
    });
    this.scrubber = new Scrubber(this);
    this.remarks = new Remarks(find(".remarks"));
    this.editor = new Editor(this.root, (value) => this.command("edit", value));
    this.diagram = new Diagram(find(".panel.net"), this.look, this.tip, repaint, (...given) => this.point(...given));
    this.map = new OutputMap(find(".panel.out"), this.look, choose, (value) => this.command("point", value));
    this.samples = new Samples(find(".panel.out"), this.look, choose);
    this.loss = new Curve(find(".panel.loss"), this.look, this.tip, LOSS, curve);
    this.accuracy = new Curve(find(".panel.accuracy"), this.look, this.tip, ACCURACY, curve);
    this.strip = new GradientStrip(find(".panel.strip"), this.look, this.tip);
    this.answer = new AnswerBars(find(".panel.answer"), this.look);
    this.notice = find(".notice");
    this.status = find(".status");
    this.fpsNote = find(".fps");
    this.forget = find(".forget");
    this.forget.addEventListener("click", () => {
      this.player.previousRun.forget();
      this.repaint();
    });
    this.outTitle = find(".panel.out h3");
    this.answerTitle = find(".panel.answer h3");
  }

  /** Follow the size of the page, the keyboard, and the wish for less motion. */
  watch() {
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onResize = () => this.resize();
    window.addEventListener("keydown", this.onKey, true);
    window.addEventListener("resize", this.onResize);
    // What a hand changes elsewhere on the page has to go through the page's own program, which needs time between frames.
    this.stepBackUntil = 0;
    this.waited = 0;
    this.onHand = (/** @type {Event} */ event) => {
      const path = event.composedPath();
      if (path[0] !== document.body && !path.includes(this.root)) this.stepBackUntil = performance.now() + STEP_BACK;
    };
    for (const name of HANDS) window.addEventListener(name, this.onHand, true);
    this.onSeen = () => document.hidden || this.run();
    document.addEventListener("visibilitychange", this.onSeen);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.player.calm = calm.matches;
    calm.addEventListener("change", () => (this.player.calm = calm.matches));
  }

  destroy() {
    cancelAnimationFrame(this.request);
    this.observer.disconnect();
    window.removeEventListener("keydown", this.onKey, true);
    window.removeEventListener("resize", this.onResize);
    for (const name of HANDS) window.removeEventListener(name, this.onHand, true);
    document.removeEventListener("visibilitychange", this.onSeen);
    this.scrubber.stop();
    this.root.remove();
  }

  /** Take a message from the server. @param {Uint8Array} data */
  receive(data) {
    const { header, sceneBlock, rows, frames } = decode(data);
    if (header.wire !== WIRE_VERSION) {
      this.showNotice(["nnviz was updated while this page was open. Load the page again."]);
      return;
    }
    if (header.scene_spec) this.themes = header.scene_spec.themes;
    this.recolour();
    const { generation } = this.player;
    const fresh = this.player.receive(header, rows, frames);
    if (this.player.generation !== generation) this.stepBackUntil = 0;
    if (fresh) {
      if (header.scene_spec) this.setScene({ ...header.scene_spec, block: sceneBlock });
      this.sample = header.sample;
      this.findings = header.diagnosis;
      this.bar.setSpeeds(header.speeds, header.speed);
      this.showNotice(header.messages);
      this.heed(header);
      this.announce();
    }
    this.dirty = true;
    this.run();
  }

  /** What else a message may say; the stage needs nothing of it. @param {any} _header */
  heed(_header) {}

  /** @param {any} scene */
  setScene(scene) {
    if (this.scene && this.scene.id === scene.id) return;
    if (this.scene && !comparable(this.scene, scene)) this.player.previousRun.forget();
    this.scene = scene;
    this.choice = null;
    this.editor.close();
    const plane = scene.kind === "plane";
    this.root.classList.toggle("regression", !scene.classes.length);
    this.root.classList.toggle("samples", !plane);
    this.root.classList.toggle("picture", scene.picture);
    this.map.over.canvas.hidden = this.map.under.canvas.hidden = !plane;
    this.samples.surface.canvas.hidden = plane;
    this.outTitle.textContent = !plane ? "Chosen samples" : scene.head === "regression" ? "Output" : "Decision map";
    this.answerTitle.textContent = scene.head === "softmax" || scene.head === "sigmoid" ? "Probability" : "Output";
    this.diagram.setScene(scene);
    (plane ? this.map : this.samples).setScene(scene);
    this.answer.setScene(scene);
    this.strip.reset();
    this.resize();
  }

  /** Take the colours of the theme that the page has now. */
  recolour() {
    if (!this.themes) return;
    const style = getComputedStyle(this.root);
    const paper = toHex(style.getPropertyValue("--st-background-color"));
    const key = paper + style.fontFamily;
    if (this.look.colours && this.look.key === key) return;
    this.look.key = key;
    const theme = onPaper(this.themes[isDark(paper) ? "dark" : "light"], paper);
    this.look.colours = palette(theme);
    this.look.font = style.fontFamily;
    for (const name of [
      "panel",
      "hairline",
      "grid",
      "ink",
      "muted",
      "positive",
      "negative",
      "zero",
      "warning",
      "gradient",
      "update",
    ]) {
      this.root.style.setProperty(`--${name}`, theme[name]);
    }
    const scale = theme.diverging.map((/** @type {[number, string]} */ [at, hex]) => `${hex} ${100 * at}%`).join(",");
    this.root.style.setProperty("--scale", `linear-gradient(90deg, ${scale})`);
    this.refresh();
  }

  resize() {
    if (layOut(this.root, this.look)) this.refresh();
  }

  refresh() {
    if (this.scene && this.look.colours) {
      if (this.scene.kind === "plane") this.map.refresh();
      else this.samples.refresh();
    }
    this.repaint();
  }

  repaint() {
    this.dirty = true;
    this.run();
  }

  /** Start the clock if it stands still. */
  run() {
    if (!this.request) this.request = requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now */
  tick(now) {
    this.request = 0;
    if (!this.root.isConnected || document.hidden) return;
    this.waited = now < this.stepBackUntil ? (this.waited + 1) % ONE_OF : 0;
    if (this.waited) {
      this.run();
      return;
    }
    const moving = this.player.tick(now);
    if (moving) {
      this.painted += 1;
      this.times.push(now);
    }
    while (this.times.length && now - this.times[0] > 1000) this.times.shift();
    if (this.dirty || moving) this.timedPaint(moving && !this.dirty);
    else if (this.player.phases.on || this.lit) this.paintPhase();
    this.bar.setPlaying(this.player.playing, this.player.back);
    this.publish();
    if (this.player.busy || this.times.length) this.run();
  }

  /** Frames painted in the last second. */
  get fps() {
    const n = this.times.length;
    return n > 1 ? ((n - 1) * 1000) / Math.max(1, this.times[n - 1] - this.times[0]) : 0;
  }

  /** Paint, and keep a running mean of what that costs. @param {boolean} moving */
  timedPaint(moving) {
    const start = performance.now();
    this.paint(moving);
    this.cost += 0.1 * (performance.now() - start - this.cost);
  }

  /** @param {boolean} moving whether only the frame has changed */
  paint(moving) {
    this.dirty = false;
    const { frame } = this.player;
    if (!frame || !this.scene || !this.look.colours) return;
    const { player } = this;
    const { sample } = frame;
    this.diagram.paint(frame, sample, player.phases.now);
    if (this.scene.kind === "plane") this.map.paint(frame, sample);
    else this.samples.paint(frame, sample);
    this.bar.setFrame(frame, !this.scene.classes.length);
    // While it plays, the lower row follows a little less often: nobody sees it, and the machine has time for the rest.
    const now = performance.now();
    if (moving && this.player.queue.length && now - this.restPainted < REST) return;
    this.restPainted = now;
    if (this.scene.picture) return;
    this.timeline.paint(player, this.cross);
    this.remarks.show(this.findings, frame.epoch);
    this.forget.hidden = !player.previousRun.rows.length;
    this.loss.paint(player, this.cross);
    if (this.scene.classes.length) this.accuracy.paint(player, this.cross);
    this.strip.paint(frame);
    this.answer.paint(frame, sample);
  }

  /** Only what lights up in a step that is shown in its parts. */
  paintPhase() {
    const { frame, phases } = this.player;
    if (!frame || !this.scene || !this.look.colours) return;
    this.lit = phases.on;
    this.painted += 1;
    this.diagram.paint(frame, frame.sample, phases.now);
    this.root.classList.toggle("measuring", phases.now?.name === "loss");
    if (this.phase !== phases.now?.name && !this.scene.picture) this.timeline.paint(this.player, this.cross);
    this.phase = phases.now?.name;
  }

  /** Point at an epoch in all curves. @param {number | null} epoch */
  setCross(epoch) {
    if (epoch === this.cross) return;
    this.cross = epoch;
    this.restPainted = 0;
    this.repaint();
  }

  /**
   * A weight, bias or unit was clicked: open it in the inspector, and in the editor here.
   * @param {PointerEvent} event
   * @param {import("./explain.js").Target} target
   * @param {string} title
   * @param {number | undefined} value
   */
  point(event, { kind, column, i, j }, title, value) {
    const { player } = this;
    if (player.playing || player.queue.length) this.command("pause");
    const layer = this.scene.columns[column].layer ?? column - 1;
    this.command("inspect", { kind, layer, i, j });
    const weight = title.startsWith("W");
    const place = { layer, name: /** @type {"W" | "b"} */ (weight ? "W" : "b"), index: weight ? [i, j] : [j] };
    if (value === undefined) this.editor.close();
    else this.editor.open(event, place, title, value);
  }

  /** Save what is on view. */
  savePicture() {
    const sizes = this.scene.columns.map((/** @type {any} */ column) => column.units).join("-");
    saveAsFile(stagePicture(this.root, this.look, `nnviz · ${sizes}`), `nnviz-step-${this.player.shown}.png`);
  }

  /** @param {string} name @param {any} [value] */
  command(name, value = 0) {
    if (name === "speed" && this.bar.speeds[value])
      this.player.framesPerSecond = this.bar.speeds[value].frames_per_second;
    if (["play", "reset", "reseed", "step", "epoch"].includes(name)) {
      this.scrubber.stop();
      this.editor.close();
    }
    this.player.command(name, value);
    this.bar.setPlaying(this.player.playing, this.player.back);
    this.repaint();
  }

  /** @param {string} name what a button of the timeline or a key asks for */
  move(name) {
    if (name === "picture") this.savePicture();
    else this.scrubber.move(name);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.root.isConnected || !isOurs(event, this.root, this.timeline.input)) return;
    const name = keyWish(event);
    if (!name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && !REPEATING.includes(name)) return;
    if (name === "play") this.command(this.player.playing ? "pause" : "play");
    else if (name === "reset") this.command("reset");
    else this.move(name);
  }

  /** @param {string[]} messages */
  showNotice(messages) {
    const text = messages.join(" ");
    put(this.notice, text);
    this.notice.hidden = !text;
  }

  /** Tell people who listen when the training starts or stops; not every number. */
  announce() {
    const { player } = this;
    const { frame } = player;
    const where = player.back
      ? `Looking back at step ${player.shown} of ${player.newest}`
      : `Paused at step ${player.shown}`;
    const found = this.findings?.length ? ` ${this.findings[0].sentence}` : "";
    const losses = frame ? `: training loss ${short(frame.trainLoss)}, test loss ${short(frame.testLoss)}.` : ".";
    const state = player.playing ? "Training." : player.shown >= 0 ? `${where}${losses}${found}` : "";
    if (state && state !== this.said && (!this.player.playing || !this.said?.startsWith("Training"))) {
      this.status.textContent = this.said = state;
      if (frame && !player.playing) {
        this.loss.name(frame);
        this.accuracy.name(frame);
      }
    }
  }

  /** Show the frame rate, and tell tests how things are. */
  publish() {
    const painted = this.player.playing && this.fps ? `${Math.round(this.fps)} fps` : "";
    put(this.fpsNote, painted);
    report(this);
  }
}
