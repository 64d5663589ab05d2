// The network diagram: a column of units for every layer, and the weights between them.

import { say } from "../kit/elements.js";
import { ChannelChoice, layerNumber } from "./channels.js";
import { explain, matrixShape, nameOf, targetAt, valueOf } from "./explain.js";
import { kernelName } from "./explain_maps.js";
import { FeatureMaps } from "./feature_maps.js";
import { KernelPictures } from "./kernels.js";
import { DiagramKeys } from "./diagram_keys.js";
import { paintMark } from "./mark.js";
import { paintGlow } from "./glow.js";
import { geometry } from "./geometry.js";
import { KINDS, areStraight, band, ends } from "./links.js";
import { label, subscript } from "../kit/number_format.js";
import { roundUp } from "../kit/scale.js";
import { Cells, Surface } from "../kit/surface.js";
import { Units } from "./units.js";
import { NO_SCENE } from "./wire.js";

const LEVELS = 10;

/** @typedef {import("./wire.js").Frame} Frame */
/** @typedef {import("./wire.js").Tensor} Tensor */
/** @typedef {import("./wire.js").Sample} Sample */
/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./links.js").NumberKind} NumberKind */
/** @typedef {Map<number, number[][]>} Lines by the sign and the size of their number */

export class Diagram {
  /**
   * @param {HTMLElement} panel
   * @param {import("../kit/surface.js").Look } look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {() => void} repaint
   * @param {(at: {clientX: number, clientY: number}, target: import("./explain.js").Target, title: string, value: number | undefined) => void} point
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, repaint, point, signal) {
    this.look = look;
    this.point = point;
    this.tip = tip;
    const find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (panel.querySelector(part));
    this.surface = new Surface(find(".canvas"), "Network diagram", signal);
    this.switch = find(".switch");
    this.note = find(".note");
    this.low = find(".low");
    this.high = find(".high");
    /** @type {NumberKind} */
    this.kind = "weights";
    /** The kinds of numbers that are offered. */
    this.kinds = "";
    this.reference = 1;
    this.units = new Units();
    this.channels = new ChannelChoice();
    this.maps = new FeatureMaps();
    this.kernels = new KernelPictures();
    /** @type {Cells[]} of the matrices of wide pairs */
    this.pictures = [];
    this.scene = NO_SCENE;
    /** @type {import("./explain.js").Drawn | null} what is on view */
    this.drawn = null;
    /** @type {Place[]} none before it is painted */
    this.places = [];
    this.straight = false;
    /** What they were found for. */
    this.arranged = "";
    /** Whether layers are set on the diagram. */
    this.editable = false;
    /** What is pointed at. @type {import("./explain.js").Target | null} */
    this.marked = null;
    /** Called when something else is pointed at. */
    this.onMark = () => {};
    this.listen(repaint, signal);
    this.keys = new DiagramKeys(this, signal);
  }

  /** @param {() => void} repaint @param {AbortSignal} signal */
  listen(repaint, signal) {
    this.switch.addEventListener(
      "click",
      (event) => {
        const button = /** @type {Element} */ (event.target).closest("button");
        if (!button) return;
        this.kind = /** @type {NumberKind} */ (button.dataset.kind);
        this.reference = 0;
        this.kernels.reset();
        this.showSwitch();
        repaint();
      },
      { signal },
    );
    const canvas = this.surface.canvas;
    canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    canvas.addEventListener(
      "pointerleave",
      () => {
        this.tip.hide();
        this.mark(null);
      },
      { signal },
    );
    canvas.addEventListener("click", (event) => this.click(/** @type {PointerEvent} */ (event)), { signal });
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.reference = 0;
    this.kinds = "";
    this.marked = null;
    this.channels.clear();
    this.kernels.reset();
    const names = scene.columns.map((c) => `${c.title}: ${c.units}`);
    const parts = scene.columns.some(({ shape }) => shape) ? "Units or channels" : "Units";
    this.surface.canvas.setAttribute(
      "aria-label",
      `Network diagram. ${parts} by column: ${names.join(", ")}. Arrow keys move over units and weights, Enter opens one.`,
    );
  }

  /** Offer the kinds of numbers that the frames carry. @param {Frame} frame */
  offerKinds(frame) {
    const kinds = /** @type {NumberKind[]} */ (Object.keys(KINDS));
    const has = kinds.filter((k) => [".0", ".0.picture"].some((end) => frame.block.has(KINDS[k].weight + end)));
    if (has.join() === this.kinds) return;
    this.kinds = has.join();
    this.switch.innerHTML = has.map((k) => `<button data-kind="${k}">${KINDS[k].name}</button>`).join("");
    if (!has.includes(this.kind)) this.kind = "weights";
    this.showSwitch();
  }

  showSwitch() {
    for (const button of this.switch.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === this.kind));
    }
  }

  /**
   * @param {Frame} frame
   * @param {Sample | null} sample
   * @param {import("./phases.js").Phase | null} [phase] what part of a step is lit
   */
  paint(frame, sample, phase = null) {
    const { look, surface, scene } = this;
    this.offerKinds(frame);
    const c = surface.begin(look);
    if (!surface.width) return;
    c.font = look.type(14);
    this.arrange(c);
    this.updateReference(frame);
    const channels = this.channels.update(scene.columns, frame);
    this.drawn = { scene, places: this.places, straight: this.straight, look, frame, sample, channels };
    this.paintLinks(c, frame, phase?.name === "update" ? 1 + 0.9 * Math.sin(Math.PI * phase.share) : 1);
    if (phase) paintGlow(c, this, phase);
    this.maps.paint(c, this.drawn, this.kind === "gradients" ? "map_gradients" : "channel_maps");
    this.units.paint(c, this.drawn, KINDS[this.kind].bias, this.reference, surface.height);
    if (this.marked) paintMark(c, this.drawn, this.marked);
    const name = surface.width < look.px(this.switch.children.length > 2 ? 560 : 450) ? "rate" : "learning rate";
    say(this.note, `${name} ${label(Number(frame.learningRate.toPrecision(3)))}`);
  }

  /** Find the places of everything, if they are not the same as before. @param {CanvasRenderingContext2D} c with the font set */
  arrange(c) {
    const { scene, surface } = this;
    const key = [scene.id, surface.width, surface.height, c.font, this.editable].join();
    if (key === this.arranged) return;
    this.arranged = key;
    this.places = geometry(scene, surface.width, surface.height, this.look, c, this.editable);
    this.straight = areStraight(this.places);
  }

  /** The size that is drawn with full width: a round number, so that the drawing does not breathe. @param {Frame} frame */
  updateReference(frame) {
    const { weight, bias } = KINDS[this.kind];
    let [sum, count] = [0, 0];
    for (let l = 0; l + 1 < this.places.length; l++) {
      for (const tensor of [frame.block.get(`${weight}.${l}`), frame.block.get(`${bias}.${l}`)]) {
        if (!tensor) continue;
        for (const v of tensor.data) if (Number.isFinite(v)) sum += v * v;
        count += tensor.data.length;
      }
    }
    const wanted = 1.7 * Math.sqrt(sum / Math.max(1, count));
    if (wanted > this.reference || wanted < this.reference / 2.5) this.reference = roundUp(wanted || 1);
    const lines = this.places.slice(1).some((place, i) => place.units.length && this.places[i].units.length);
    say(this.low, lines ? label(-this.reference) : "−");
    say(this.high, lines ? label(this.reference) : "+");
  }

  /** @param {CanvasRenderingContext2D} c @param {Frame} frame @param {number} swell how much wider than usual */
  paintLinks(c, frame, swell) {
    const columns = this.places;
    /** @type {Lines} the large ones are drawn last */
    const lines = new Map();
    for (let l = 0; l + 1 < columns.length; l++) {
      const matrix = frame.block.get(`${KINDS[this.kind].weight}.${l}`);
      if (this.scene.columns[l + 1].operation === "pooling") paintPooled(c, columns[l], columns[l + 1], this.look);
      else if (columns[l].kernels) this.paintKernels(c, l);
      else if (!matrix || columns[l].card) this.paintBundle(c, frame, l);
      else this.collect(lines, matrix, columns[l], columns[l + 1]);
    }
    const widest = Math.min(
      this.look.px(5.4),
      Math.max(this.look.px(2.2), 0.14 * Math.min(...columns.map((k) => k.pitch))),
    );
    for (const [key, same] of [...lines].sort(([a], [b]) => Math.abs(a) - Math.abs(b))) {
      const share = (Math.abs(key) - 1) / LEVELS;
      c.globalAlpha = key === 0 ? 1 : 0.5 + 0.5 * share;
      c.strokeStyle =
        key === 0 ? this.look.colours.warning : this.look.colours.tone(Math.sign(key) * (0.42 + 0.58 * share));
      c.lineWidth = (this.look.px(0.8) + widest * share) * swell;
      for (const line of same) this.paintLine(c, line);
    }
    c.globalAlpha = 1;
  }

  /** One line with a stroke of its own: a path of many lines that cross is drawn more slowly. @param {CanvasRenderingContext2D} c @param {number[]} line */
  paintLine(c, [x0, y0, x1, y1]) {
    const bend = (x1 - x0) * 0.45;
    c.beginPath();
    c.moveTo(x0, y0);
    if (this.straight) c.lineTo(x1, y1);
    else c.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
    c.stroke();
  }

  /** Sort a layer's weights by sign and size; 0 is for NaN. @param {Lines} lines @param {Tensor} matrix @param {Place} from @param {Place} to */
  collect(lines, matrix, from, to) {
    const n = to.units.length;
    for (let i = 0; i < from.units.length; i++) {
      for (let j = 0; j < n; j++) {
        const t = matrix.data[i * n + j] / this.reference;
        const size = Math.min(LEVELS, Math.round(Math.abs(t) * LEVELS));
        const key = Number.isFinite(t) ? (t < 0 ? -1 : 1) * (1 + size) : 0;
        const same = lines.get(key);
        if (same) same.push(ends(from, i, to, j));
        else lines.set(key, [ends(from, i, to, j)]);
      }
    }
  }

  /** A wide pair: a band that carries a picture of its matrix. @param {CanvasRenderingContext2D} c @param {Frame} frame @param {number} l */
  paintBundle(c, frame, l) {
    const { colours } = this.look;
    const [from, to] = [this.places[l], this.places[l + 1]];
    const card = from.card;
    const name = KINDS[this.kind].weight;
    const picture = frame.block.get(`${name}.${l}.picture`) ?? frame.block.get(`${name}.${l}`);
    if (!card || !picture) return;
    paintBands(c, from, card, to, this.look);
    const cells = (this.pictures[l] ??= new Cells());
    const [rows, cols] = picture.shape;
    const pixels = cells.resize(cols, rows);
    const largest = frame.block.get(`${name}.${l}.largest`)?.data[0] ?? Math.max(...picture.data.map(Math.abs));
    const byte = (/** @type {number} */ v) => 128 + Math.round((127 * v) / (largest || 1));
    const bytes = picture.data instanceof Uint8Array ? picture.data : picture.data.map(byte);
    for (let k = 0; k < pixels.length; k++) pixels[k] = colours.signed[bytes[k]];
    cells.commit();
    c.imageSmoothingEnabled = false;
    c.drawImage(cells.canvas, card.x, card.y, card.width, card.height);
    c.strokeStyle = colours.muted;
    c.lineWidth = 1;
    c.strokeRect(card.x, card.y, card.width, card.height);
    c.fillStyle = colours.ink;
    c.textAlign = "center";
    const [n, m] = matrixShape(this.scene.columns, l + 1);
    const middle = card.x + card.width / 2;
    const symbol = `${KINDS[this.kind].symbol[0]}${subscript(layerNumber(this.scene.columns, l + 1))}`;
    const room = to.left - from.right - this.look.px(8);
    const full = `${symbol}  ${n}×${m}`;
    c.fillText(c.measureText(full).width <= room ? full : symbol, middle, card.y - this.look.px(11));
    c.fillStyle = colours.muted;
    c.fillText(`± ${label(Number(largest.toPrecision(2)))}`, middle, card.y + card.height + this.look.px(12));
    c.textAlign = "left";
  }

  /** @param {CanvasRenderingContext2D} c @param {number} l */
  paintKernels(c, l) {
    const [from, to] = [this.places[l], this.places[l + 1]];
    if (!from.kernels || !this.drawn) return;
    paintBands(c, from, from.kernels, to, this.look);
    this.kernels.paint(c, this.drawn, l, this.kind);
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const { drawn } = this;
    const target = drawn && targetAt(drawn, event.offsetX, event.offsetY);
    this.surface.canvas.style.cursor = target ? "pointer" : "";
    if (target) this.tell(event, drawn, target);
    else this.tip.hide();
    this.mark(target);
  }

  /** Say what is at a place, and leave the map free that shows a unit large. @param {{clientX: number, clientY: number}} at @param {import("./explain.js").Drawn} drawn @param {import("./explain.js").Target} target */
  tell(at, drawn, target) {
    this.tip.show(at, explain(drawn, target), this.surface.canvas.getBoundingClientRect().right);
  }

  /** Mark one thing, and what it directly joins. @param {import("./explain.js").Target | null} target */
  mark(target) {
    if (JSON.stringify(target) === JSON.stringify(this.marked)) return;
    this.marked = target;
    if (target && this.scene.columns[target.column].shape && target.kind !== "others")
      this.channels.choose(target.column, target.j);
    if (target?.kind === "kernel") this.channels.choose(target.column - 1, target.i);
    this.onMark();
  }

  /** @param {PointerEvent} event */
  click(event) {
    const { drawn } = this;
    const target = drawn && targetAt(drawn, event.offsetX, event.offsetY);
    if (target) this.open(event, target);
  }

  /** Open a weight, a bias or a unit. @param {{clientX: number, clientY: number}} at @param {import("./explain.js").Target} target */
  open(at, target) {
    const { drawn } = this;
    if (!drawn || target.kind === "others") return;
    this.tip.hide();
    if (target.kind === "kernel") {
      this.point(at, target, kernelName(drawn.scene, { ...target, a: undefined }), undefined);
      return;
    }
    const parameter = target.kind === "unit" ? { ...target, kind: /** @type {const} */ ("bias") } : target;
    const value = target.column && target.whole ? valueOf(drawn, parameter) : undefined;
    this.point(at, target, nameOf(drawn, parameter), value);
  }
}

/** From a column to the picture of its weights, and from there to the next column. @param {CanvasRenderingContext2D} c @param {Place} from @param {import("./geometry.js").Box} card @param {Place} to @param {import("../kit/surface.js").Look } look */
function paintBands(c, from, card, to, look) {
  c.fillStyle = look.colours.grid;
  c.beginPath();
  band(c, from.right, from.top, from.bottom, card.x, card.y, card.y + card.height);
  band(c, card.x + card.width, card.y, card.y + card.height, to.left, to.top, to.bottom);
  c.fill();
}

/** Each channel leads to one pooled channel. @param {CanvasRenderingContext2D} c @param {Place} from @param {Place} to @param {import("../kit/surface.js").Look } look */
function paintPooled(c, from, to, look) {
  c.fillStyle = look.colours.grid;
  c.beginPath();
  band(c, from.right, from.top, from.bottom, to.left, to.top, to.bottom);
  c.fill();
}
