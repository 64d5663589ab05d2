// What the stage and the race share: messages, the clock, colours, the keyboard, and the way through the past.

import { isConnected, watchConnection } from "../kit/connection.js";
import { say } from "../kit/elements.js";
import { whenTold } from "../kit/lesson_command.js";
import { lettersAct } from "../kit/letters.js";
import { reducedMotion } from "../kit/timing.js";
import { Look } from "../kit/surface.js";
import { Tooltip } from "../kit/tooltip.js";
import { View } from "../kit/view.js";
import { WIRE_VERSION } from "../kit/wire.js";
import { Bar } from "./bar.js";
import { Clock } from "./clock.js";
import { Comeback } from "./comeback.js";
import { DirectLine } from "./direct_line.js";
import { STAGE_KEYS, isOurs, keyWish } from "./keys.js";
import { layOut } from "./layout.js";
import { Player } from "./player.js";
import { Scrubber } from "./scrubber.js";
import { Timeline } from "./timeline.js";
import { decode } from "./wire.js";

/** Commands that start training. */
const STARTS = /** @type {const} */ (["play", "step", "epoch"]);

const LOST = "The connection to the server is lost. It is looked for, and this step comes back with it.";

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {import("./wire.js").Scene} Scene */
/** @typedef {import("./wire.js").LiveHeader} LiveHeader */
/** @typedef {import("./wire.js").LiveArrays} LiveArrays */

/** @param {Uint8Array} data one message @returns {{header: LiveHeader, arrays: LiveArrays}} */
export function unpackLive(data) {
  const { header, ...arrays } = decode(data);
  return { header, arrays };
}

/**
 * @template {Scene} [S=Scene]
 * @extends {View<LiveHeader, LiveArrays>}
 */
export class LiveView extends View {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    root.innerHTML = this.html;
    this.look = new Look();
    this.look.onResize = () => this.repaint();
    this.tip = new Tooltip(root);
    this.line = new DirectLine(
      { take: (message) => this.takeDirectly(message), run: () => this.runPage() },
      this.signal,
    );
    this.player = new Player(
      (name, value) => this.send(name, value),
      () => host.running() || this.line.waits,
    );
    this.comeback = new Comeback(
      this.player,
      /** @type {import("./comeback.js").Page} */ (/** @type {unknown} */ (window)),
      isConnected,
    );
    this.scrubber = new Scrubber(this);
    /** @type {S | null} */
    this.scene = null;
    /** @type {import("./wire.js").Finding[] | null} */
    this.findings = null;
    /** The sample that was chosen last, and what a click said about it. @type {import("./wire.js").Sample | null} */
    this.sample = null;
    /** @type {object | null} */
    this.choice = null;
    /** @type {number | null} the epoch that is pointed at in a curve or on the timeline */
    this.cross = null;
    /** @type {string | undefined} the part of a step that is lit */
    this.phase = undefined;
    this.lit = false;
    this.said = "";
    /** Whether the first frame is painted. */
    this.ready = false;
    /** Whether a person has had it play. */
    this.started = false;
    /** Whether the last reset can be undone. */
    this.undoable = false;
    /** Why training cannot start yet; empty where it can. */
    this.locked = "";
    this.clock = new Clock(root, this.turn, this.signal);
    this.bar = new Bar(this.find(".bar"), (name, value) => this.command(name, value), this.counters, this.signal);
    this.timeline = this.makeTimeline({
      move: (name) => this.move(name),
      scrub: (step) => this.scrubber.scrub(step),
      cross: (epoch) => this.setCross(epoch),
      rest: () => this.scrubber.settle(),
    });
    this.notice = this.find(".notice");
    this.status = this.find(".status");
    this.fpsNote = this.find(".fps");
    this.watch();
  }

  /** What it is made of before anything is drawn. */
  get html() {
    return "";
  }

  /** The counters of the bar: their keys, and what stands above them. @type {string[][] | undefined} */
  get counters() {
    return undefined;
  }

  /** @param {import("./timeline.js").Wishes} wishes */
  makeTimeline(wishes) {
    return new Timeline(this.find(".timeline"), this.look, this.tip, wishes, this.signal);
  }

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /** Whether frames are left to play, so that nobody waits for the server. */
  get stocked() {
    return this.player.queue.length > 0;
  }

  /** What a curve asks for. */
  get curveWishes() {
    return {
      repaint: () => this.repaint(),
      cross: (/** @type {number | null} */ epoch) => this.setCross(epoch),
      seek: (/** @type {number} */ step) => this.scrubber.scrub(step),
    };
  }

  /** Follow the size of the window, the keyboard, and the wish for less motion. */
  watch() {
    const { signal } = this;
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
    // Who presses something of the stage has its keyboard, too: buttons that leave the focus where it is would not give it.
    this.root.tabIndex = -1;
    this.listen(this.root, "pointerdown", () => {
      if (!this.root.matches(":focus-within")) this.root.focus({ preventScroll: true });
    });
    window.addEventListener("resize", () => this.resize(), { signal });
    whenTold((name, step) => this.obey(name, step), signal);
    watchConnection({ lost: () => this.standStill() }, signal);
    const calm = () => (this.player.calm = reducedMotion());
    calm();
    window.matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", calm, { signal });
  }

  destroy() {
    super.destroy();
    this.scrubber.stop();
  }

  /** Ask along the direct line for what concerns nothing but the stage. @param {"need" | "command"} name @param {object} value */
  send(name, value) {
    const send = () => this.host.send(name, value);
    const missing = name === "need" && this.player.missing; // the scene comes by way of Streamlit alone
    const follow = () => this.player.silent || send();
    if (missing || !this.line.ask(name, value, follow)) send();
  }

  /** Training has ended while no page ran: what stands beside the stage is old, and comes by way of Streamlit. */
  runPage() {
    this.player.missing = true;
    this.repaint();
  }

  /** A message of the direct line; those of a run of the page come by way of Streamlit, too. @param {Uint8Array} message */
  takeDirectly(message) {
    const { header, arrays } = unpackLive(message);
    if (header.scene === this.player.scene) this.receive(header, arrays);
  }

  /** The connection is gone: nothing that is shown now could be found again by the server. */
  standStill() {
    this.comeback.lost();
    this.showNotice([LOST]);
  }

  /** @param {LiveHeader} header @param {LiveArrays} arrays */
  receive(header, { sceneBlock, rows, frames }) {
    if (header.wire !== WIRE_VERSION) {
      this.showNotice(["nnviz was updated while this page was open. Reload the page."]);
      this.host.painted();
      return;
    }
    if (this.comeback.leavesAside(header)) return this.repaint();
    this.line.listen(header.direct);
    const { generation } = this.player;
    const fresh = this.player.receive(header, rows, frames);
    if (this.player.generation !== generation) this.clock.stepForward();
    if (fresh) {
      if (header.scene_spec)
        this.takeScene(/** @type {S} */ (/** @type {unknown} */ ({ ...header.scene_spec, block: sceneBlock })));
      this.sample = header.sample;
      this.findings = header.diagnosis;
      this.undoable = header.undo;
      this.bar.buttons.undo.hidden = !header.undo;
      this.bar.setSpeeds(header.speeds, this.player.waitsFor(["speed"]) ? this.bar.speed.value : header.speed);
      this.lock(header.locked ?? "");
      this.showNotice([this.locked, ...header.messages].filter(Boolean), header.note);
      this.heed(header);
      // Who wishes for less motion starts it: what plays by itself waits for that.
      if (header.playing && this.scene?.picture && this.player.calm && !this.started) this.command("pause");
      this.announce();
    }
    this.repaint();
  }

  /** What starts training is out of reach for a reason, or within reach. @param {string} reason */
  lock(reason) {
    this.locked = reason;
    for (const name of STARTS) if (this.bar.buttons[name]) this.bar.buttons[name].disabled = Boolean(reason);
  }

  /** What else a message may say. @param {LiveHeader} _header */
  heed(_header) {}

  /** @param {S} scene */
  takeScene(scene) {
    if (this.scene && this.scene.id === scene.id) return;
    const before = this.scene;
    this.scene = scene;
    this.choice = null;
    this.setScene(scene, before);
    this.resize();
  }

  /** @param {S} _scene @param {S | null} _before null for the first */
  setScene(_scene, _before) {}

  /** The theme or the size has changed. */
  draw() {
    const colours = this.host.colours();
    if (!colours || this.signal.aborted) return;
    this.look.colours = colours;
    this.look.font = getComputedStyle(this.root).fontFamily;
    layOut(this.root, this.look);
    this.refresh();
  }

  resize() {
    if (layOut(this.root, this.look)) this.refresh();
  }

  drawNow() {
    this.clock.paint(false);
  }

  /** What is kept between frames is stale: colours or sizes have changed. */
  refresh() {
    this.repaint();
  }

  repaint() {
    this.clock.repaint();
  }

  /** @returns {import("./clock.js").Turn} */
  get turn() {
    const { player } = this;
    return {
      move: (now) => !this.comeback.away && player.tick(now),
      paint: (moving) => this.paintNow(moving),
      idle: () => {
        if (player.phases.on || this.lit) this.paintPhase();
      },
      after: (now) => {
        player.speak(now);
        this.bar.setPlaying(player.playing, player.back);
        this.showRate();
      },
      busy: () => player.busy,
    };
  }

  /** How many frames are painted, and why they are few where many visitors train. */
  showRate() {
    const { fps } = this.clock;
    const { sign, meaning } = this.player.crowd;
    say(this.fpsNote, this.player.playing && fps ? `${Math.round(fps)} fps${sign}` : "");
    if (this.fpsNote.title === meaning) return;
    this.fpsNote.title = meaning;
    this.fpsNote.tabIndex = meaning ? 0 : -1;
    if (meaning) this.tell(meaning);
  }

  /** Paint the frame of the player, once there is one. @param {boolean} moving whether only the frame has changed */
  paintNow(moving) {
    const { frame } = this.player;
    if (!frame || !this.scene || !this.look.themed) return;
    if (this.paintFrame(frame, this.scene, moving) === false || this.ready) return;
    this.ready = true;
    this.host.painted();
  }

  /**
   * @param {Frame} _frame
   * @param {S} _scene
   * @param {boolean} _moving whether only the frame has changed
   * @returns {boolean | void} false where nothing was drawn
   */
  paintFrame(_frame, _scene, _moving) {}

  /** Whether the lower row is left as it is. @param {boolean} moving whether only the frame has changed @param {number} rest milliseconds between two drawings of it */
  rests(moving, rest) {
    return this.clock.rests(moving && this.player.queue.length > 0, rest);
  }

  /** Only what lights up in a step that is shown in its parts. */
  paintPhase() {
    const { phases } = this.player;
    this.lit = phases.on;
    if (this.phase !== phases.now?.name && !this.scene?.picture) this.timeline.paint(this.player, this.cross);
    this.phase = phases.now?.name;
  }

  /** Point at an epoch in all curves. @param {number | null} epoch */
  setCross(epoch) {
    if (epoch === this.cross) return;
    this.cross = epoch;
    this.clock.wakeRest();
  }

  /** Nothing is open for typing while another step is looked at. */
  closeEditor() {}

  /** @returns {import("../kit/figure_tools.js").KeyHelp[]} */
  get keys() {
    return STAGE_KEYS;
  }

  get fileName() {
    return `nnviz-step-${this.player.shown}`;
  }

  /** @param {string} name @param {import("./player.js").Value} [value] */
  command(name, value = 0) {
    if (this.locked && STARTS.some((start) => start === name)) return;
    if (name === "speed" && this.bar.speeds[Number(value)])
      this.player.framesPerSecond = this.bar.speeds[Number(value)].frames_per_second;
    if (["play", "reset", "undo", "reseed", "step", "epoch"].includes(name)) {
      this.scrubber.stop();
      this.closeEditor();
    }
    if (name === "play") this.started = true;
    this.player.command(name, value);
    this.bar.setPlaying(this.player.playing, this.player.back);
    this.repaint();
  }

  /** A lesson has it do something. @param {import("../kit/lesson_command.js").LessonCommand} name @param {number} step */
  obey(name, step) {
    if (!this.root.isConnected) return;
    if (name === "forget") {
      this.player.previousRun.forget();
      this.repaint();
    } else if (name === "seek") this.scrubber.scrub(step);
    else if (this.player.playing !== (name === "play")) this.command(name);
  }

  /** @param {string} name what a button of the timeline or a key asks for */
  move(name) {
    this.scrubber.move(name);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const asked = keyWish(event);
    if (!this.root.isConnected || !asked || !isOurs(event, asked, this.root, this.timeline.input)) return;
    if (asked.letter && !lettersAct()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && !asked.repeats) return;
    const { wish } = asked;
    if (wish === "play") this.command(this.player.playing ? "pause" : "play");
    else if (wish === "reset" || (wish === "undo" && this.undoable)) this.command(wish);
    else if (wish !== "undo") this.move(wish);
  }

  /**
   * @param {string[]} messages what went wrong
   * @param {string} [note] what has just happened, which is no trouble
   */
  showNotice(messages, note = "") {
    const text = [...messages, note].filter(Boolean).join(" ");
    this.notice.classList.toggle("note", !messages.length);
    this.notice.setAttribute("role", messages.length ? "alert" : "status");
    say(this.notice, text);
    this.notice.hidden = !text;
  }

  /** Tell people who listen when the training starts or stops; not every number. */
  announce() {}

  /** Say something to people who listen. @param {string} text @returns {boolean} false where it is nothing new */
  tell(text) {
    if (!text || text === this.said) return false;
    this.status.textContent = this.said = text;
    return true;
  }
}
