// The view puts the parts of the stage together: it lays them out, gives them colours, and runs the clock.

import {Bar} from "./bar.js";
import {AnswerBars} from "./bars.js";
import {isDark, onPaper, palette, toHex} from "./colours.js";
import {Curve} from "./curves.js";
import {Diagram} from "./diagram.js";
import {isOurs, keyCommand} from "./keys.js";
import {OutputMap} from "./map.js";
import {HTML_STAGE} from "./panels.js";
import {Player} from "./player.js";
import {Samples} from "./samples.js";
import {GradientStrip} from "./strip.js";
import {Look} from "./surface.js";
import {Tip} from "./tip.js";
import {WIRE_VERSION, decode} from "./wire.js";

const WIDTH = 930;
const HEIGHT = 604;
const MAIN = 296;
const BELOW = 12;
const REST = 40;
const NARROW = 700;
const MEDIUM = 876;

const LOSS = { name: "Loss", train: 2, test: 3, share: false };
const ACCURACY = { name: "Accuracy", train: 4, test: 5, share: true };

export class View {
  /** @param {HTMLElement | ShadowRoot} parent */
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "nnviz-stage";
    this.root.innerHTML = HTML_STAGE;
    parent.appendChild(this.root);
    this.look = new Look();
    this.tip = new Tip(this.root);
    this.send = (/** @type {string} */ _name, /** @type {object} */ _value) => {};
    this.player = new Player((name, value) => this.send(name, value));
    this.scene = null;
    this.sample = null;
    this.themes = null;
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

  addParts() {
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.root.querySelector(name));
    const repaint = () => this.repaint();
    const choose = (/** @type {object} */ value) => this.command("sample", value);
    this.bar = new Bar(find(".bar"), (name, value) => this.command(name, value));
    this.diagram = new Diagram(find(".panel.net"), this.look, this.tip, repaint);
    this.map = new OutputMap(find(".panel.out"), this.look, choose);
    this.samples = new Samples(find(".panel.out"), this.look, choose);
    this.loss = new Curve(find(".panel.loss"), this.look, this.tip, LOSS, repaint);
    this.accuracy = new Curve(find(".panel.accuracy"), this.look, this.tip, ACCURACY, repaint);
    this.strip = new GradientStrip(find(".panel.strip"), this.look, this.tip);
    this.answer = new AnswerBars(find(".panel.answer"), this.look);
    this.notice = find(".notice");
    this.status = find(".status");
    this.fpsNote = find(".fps");
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
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.player.calm = calm.matches;
    calm.addEventListener("change", () => (this.player.calm = calm.matches));
  }

  destroy() {
    cancelAnimationFrame(this.request);
    this.observer.disconnect();
    window.removeEventListener("keydown", this.onKey, true);
    window.removeEventListener("resize", this.onResize);
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
    const fresh = this.player.receive(header, rows, frames);
    if (fresh) {
      if (header.scene_spec) this.setScene({ ...header.scene_spec, block: sceneBlock });
      this.sample = header.sample;
      this.bar.setSpeeds(header.speeds, header.speed);
      this.showNotice(header.messages);
      this.announce();
    }
    this.dirty = true;
    this.run();
  }

  /** @param {any} scene */
  setScene(scene) {
    if (this.scene && this.scene.id === scene.id) return;
    this.scene = scene;
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
    for (const name of ["panel", "hairline", "grid", "ink", "muted", "positive", "negative", "zero", "warning"]) {
      this.root.style.setProperty(`--${name}`, theme[name]);
    }
    const scale = theme.diverging.map((/** @type {[number, string]} */ [at, hex]) => `${hex} ${100 * at}%`).join(",");
    this.root.style.setProperty("--scale", `linear-gradient(90deg, ${scale})`);
    this.refresh();
  }

  /** Choose the unit of length so that the stage fills its place and, where it can, fits the window. */
  resize() {
    const width = this.root.clientWidth;
    if (!width) return;
    const narrow = width < NARROW;
    const room = window.innerHeight - topOnPage(this.root) - BELOW;
    this.look.unit = narrow ? 1 : Math.min(4, Math.max(1, Math.min(width / WIDTH, room / HEIGHT)));
    const main = MAIN + Math.min(40, Math.max(-50, room / this.look.unit - HEIGHT));
    this.root.style.setProperty("--main", String(Math.round(main)));
    this.look.ratio = window.devicePixelRatio || 1;
    this.root.style.setProperty("--u", `${this.look.unit}px`);
    this.root.classList.toggle("narrow", narrow);
    this.root.classList.toggle("medium", !narrow && width / this.look.unit < MEDIUM);
    this.refresh();
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
    if (!this.root.isConnected) return;
    const moving = this.player.tick(now);
    if (moving) {
      this.painted += 1;
      this.times.push(now);
    }
    while (this.times.length && now - this.times[0] > 1000) this.times.shift();
    if (this.dirty || moving) this.timedPaint(moving && !this.dirty);
    this.bar.setPlaying(this.player.playing);
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
    const { frame, history } = this.player;
    if (!frame || !this.scene || !this.look.colours) return;
    this.diagram.paint(frame, this.sample);
    if (this.scene.kind === "plane") this.map.paint(frame, this.sample);
    else this.samples.paint(frame, this.sample);
    this.bar.setFrame(frame, !this.scene.classes.length);
    // While it plays, the lower row follows a little less often: nobody sees it, and the machine has time for the rest.
    const now = performance.now();
    if (moving && this.player.queue.length && now - this.restPainted < REST) return;
    this.restPainted = now;
    this.loss.paint(history, frame.step);
    if (this.scene.classes.length) this.accuracy.paint(history, frame.step);
    this.strip.paint(frame);
    this.answer.paint(frame, this.sample);
  }

  /** @param {string} name @param {any} [value] */
  command(name, value = 0) {
    if (name === "speed" && this.bar.speeds[value]) this.player.framesPerSecond = this.bar.speeds[value].frames_per_second;
    this.player.command(name, value);
    this.bar.setPlaying(this.player.playing);
    this.repaint();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.root.isConnected || !isOurs(event, this.root)) return;
    const name = keyCommand(event.key);
    if (!name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && name !== "step") return;
    if (name === "play") this.command(this.player.playing ? "pause" : "play");
    else this.command(name, name === "step" ? 1 : 0);
  }

  /** @param {string[]} messages */
  showNotice(messages) {
    const text = messages.join(" ");
    if (this.notice.textContent !== text) this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  /** Tell people who listen when the training starts or stops; not every number. */
  announce() {
    const state = this.player.playing ? "Training." : this.player.shown >= 0 ? `Paused at step ${this.player.shown}.` : "";
    if (state && state !== this.said && (!this.player.playing || !this.said?.startsWith("Training"))) {
      this.status.textContent = this.said = state;
    }
  }

  /** The state as tests read it. */
  publish() {
    const { player } = this;
    const { frame } = player;
    const painted = player.playing && this.fps ? `${Math.round(this.fps)} fps` : "";
    if (this.fpsNote.textContent !== painted) this.fpsNote.textContent = painted;
    /** @type {any} */ (window).__nnviz = {
      step: player.shown,
      shown: player.shown,
      epoch: frame ? frame.epoch : 0,
      loss: frame ? frame.trainLoss : NaN,
      testLoss: frame ? frame.testLoss : NaN,
      accuracy: frame ? frame.testAccuracy : NaN,
      learningRate: frame ? frame.learningRate : NaN,
      fps: this.fps,
      painted: this.painted,
      paintMilliseconds: this.cost,
      queue: player.queue.length,
      past: player.past.length,
      have: player.history.have,
      points: player.history.count(player.shown),
      generation: player.generation,
      playing: player.playing,
      scene: player.scene,
      waiting: player.commands.length,
      sample: this.sample,
    };
  }
}

/** How far below the top of the page an element begins, however far the page is scrolled. @param {HTMLElement} element */
function topOnPage(element) {
  let top = element.getBoundingClientRect().top;
  /** @type {any} */
  let node = element;
  while ((node = node.parentNode ?? node.host)) top += node.scrollTop ?? 0;
  return Math.min(240, Math.max(0, top));
}
