// The network diagram: a column of units for every layer, and the weights between them.

import { explain, nameOf, targetAt, valueOf } from "./explain.js";
import { paintGlow, paintGlyph } from "./glow.js";
import { GLYPH, biasPlace, cellCorner, geometry } from "./geometry.js";
import { KINDS, areStraight, band, ends } from "./links.js";
import { label, subscript } from "../kit/number_format.js";
import { roundUp } from "../kit/scale.js";
import { Cells, Surface, fit, put } from "../kit/surface.js";
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
   * @param {import("../kit/surface.js").Look} look
   * @param {import("../kit/tooltip.js").Tooltip} tip
   * @param {() => void} repaint
   * @param {(event: PointerEvent, target: import("./explain.js").Target, title: string, value: number | undefined) => void} point
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
    this.atlas = new Cells();
    this.image = new Cells();
    /** @type {Cells[]} */
    this.pictures = [];
    this.straight = false;
    this.scene = NO_SCENE;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {Sample | null} */
    this.sample = null;
    /** @type {Place[]} none before it is painted */
    this.places = [];
    /** What they were found for. */
    this.arranged = "";
    this.listen(repaint, signal);
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
        this.showSwitch();
        repaint();
      },
      { signal },
    );
    const canvas = this.surface.canvas;
    canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    canvas.addEventListener("pointerleave", () => this.tip.hide(), { signal });
    canvas.addEventListener("click", (event) => this.click(/** @type {PointerEvent} */ (event)), { signal });
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.reference = 0;
    this.kinds = "";
    const names = scene.columns.map((c) => `${c.title}: ${c.units}`);
    this.surface.canvas.setAttribute("aria-label", `Network diagram. Units by column: ${names.join(", ")}.`);
  }

  /** Offer the kinds of numbers that the frames carry. @param {Frame} frame */
  offerKinds(frame) {
    const kinds = /** @type {NumberKind[]} */ (Object.keys(KINDS));
    const has = kinds.filter((k) => frame.block.has(`${KINDS[k].bias}.0`));
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
    const { look, surface } = this;
    this.frame = frame;
    this.sample = sample;
    this.offerKinds(frame);
    const c = surface.begin(look);
    if (!surface.width) return;
    c.font = look.type(14);
    this.arrange(c);
    this.updateReference(frame);
    this.paintLinks(c, frame, phase?.name === "update" ? 1 + 0.9 * Math.sin(Math.PI * phase.share) : 1);
    if (phase) paintGlow(c, this, phase);
    this.paintUnits(c, frame);
    this.paintCaptions(c);
    const name = surface.width < look.px(this.switch.children.length > 2 ? 560 : 450) ? "rate" : "learning rate";
    put(this.note, `${name} ${label(Number(frame.learningRate.toPrecision(3)))}`);
  }

  /** Find the places of everything, if they are not the same as before. @param {CanvasRenderingContext2D} c with the font set */
  arrange(c) {
    const { scene, surface } = this;
    const key = [scene.id, surface.width, surface.height, c.font].join();
    if (key === this.arranged) return;
    this.arranged = key;
    this.places = geometry(scene, surface.width, surface.height, this.look, c);
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
    const lines = this.places.slice(1).some((place, i) => !this.places[i].card);
    put(this.low, lines ? label(-this.reference) : "−");
    put(this.high, lines ? label(this.reference) : "+");
  }

  /** @param {CanvasRenderingContext2D} c @param {Frame} frame @param {number} swell how much wider than usual */
  paintLinks(c, frame, swell) {
    const columns = this.places;
    /** @type {Lines} the large ones are drawn last */
    const lines = new Map();
    for (let l = 0; l + 1 < columns.length; l++) {
      const matrix = frame.block.get(`${KINDS[this.kind].weight}.${l}`);
      if (!matrix) this.paintBundle(c, frame, l);
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
    const picture = frame.block.get(`${name}.${l}.picture`);
    if (!card || !picture) return;
    c.fillStyle = colours.grid;
    c.beginPath();
    band(c, from.right, from.top, from.bottom, card.x, card.y, card.y + card.height);
    band(c, card.x + card.width, card.y, card.y + card.height, to.left, to.top, to.bottom);
    c.fill();
    const cells = (this.pictures[l] ??= new Cells());
    const [rows, cols] = picture.shape;
    const pixels = cells.resize(cols, rows);
    for (let k = 0; k < pixels.length; k++) pixels[k] = colours.signed[picture.data[k]];
    cells.commit();
    c.imageSmoothingEnabled = false;
    c.drawImage(cells.canvas, card.x, card.y, card.width, card.height);
    c.strokeStyle = colours.muted;
    c.lineWidth = 1;
    c.strokeRect(card.x, card.y, card.width, card.height);
    c.fillStyle = colours.ink;
    c.textAlign = "center";
    const [n, m] = [this.scene.columns[l].units, this.scene.columns[l + 1].units];
    const largest = frame.block.data(`${name}.${l}.largest`)[0];
    const middle = card.x + card.width / 2;
    const symbol = `${KINDS[this.kind].symbol[0]}${subscript(l + 1)}`;
    const room = to.left - from.right - this.look.px(8);
    const full = `${symbol}  ${n}×${m}`;
    c.fillText(c.measureText(full).width <= room ? full : symbol, middle, card.y - this.look.px(11));
    c.fillStyle = colours.muted;
    c.fillText(`± ${label(Number(largest.toPrecision(2)))}`, middle, card.y + card.height + this.look.px(12));
    c.textAlign = "left";
  }

  /** @param {CanvasRenderingContext2D} c @param {Frame} frame */
  paintUnits(c, frame) {
    const maps = this.places.map((column, i) => {
      if (column.wide || column.picture) return null;
      return (i === 0 ? this.scene.block.get("feature_maps") : frame.block.get(`unit_maps.${i}`)) ?? null;
    });
    const starts = this.fillAtlas(maps);
    this.places.forEach((column, i) => {
      if (column.picture) this.paintPicture(c, column);
      else if (column.wide) this.paintStrip(c, column, this.outputs(i, frame));
      else this.paintTiles(c, column, i, frame, maps[i], starts[i]);
      if (i > 0 && !column.wide) this.paintBiases(c, column, frame.block.get(`${KINDS[this.kind].bias}.${i - 1}`));
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {Place} column @param {number} i @param {Frame} frame @param {Tensor | null} maps @param {number} start how many maps stand before its own */
  paintTiles(c, column, i, frame, maps, start) {
    const { colours } = this.look;
    const values = maps ? null : this.outputs(i, frame);
    const scale = values ? scaleOf(values.data, this.scene.columns[i].activation) : 1;
    c.imageSmoothingEnabled = true;
    c.lineWidth = Math.max(1, this.look.px(1.1));
    c.strokeStyle = colours.muted;
    const side = column.side;
    for (let k = 0; k < column.units.length; k++) {
      const [x, y] = [column.left, column.units[k] - side / 2];
      c.beginPath();
      c.roundRect(x, y, side, side, this.look.px(3));
      if (maps) {
        const s = maps.shape[1];
        c.drawImage(this.atlas.canvas, 0, (start + k) * s, s, s, x, y, side, side);
      } else {
        c.fillStyle = values ? colours.tone(values.data[k] / scale) : colours.zero;
        c.fill();
      }
      c.stroke();
    }
  }

  /** What the units of a column say about the chosen sample: probabilities where the output means them. @param {number} i @param {Frame} frame @returns {Tensor | undefined} */
  outputs(i, { block }) {
    const P = block.get("probabilities");
    const values = block.get(`activations.${i}`);
    if (!values || !P || !this.sample || i + 1 < this.scene.columns.length || P.shape[1] !== values.data.length)
      return values;
    return {
      shape: values.shape,
      data: P.data.subarray(this.sample.index * P.shape[1], (this.sample.index + 1) * P.shape[1]),
    };
  }

  /**
   * All maps in one picture, one below the other, y upwards: every picture that is filled costs the browser a copy.
   * @param {(Tensor | null)[]} maps of the columns, all of one size
   * @returns {number[]} how many stand before each column's
   */
  fillAtlas(maps) {
    const sizes = maps.map((tensor) => tensor?.shape[0] ?? 0);
    const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
    const s = maps.find(Boolean)?.shape[1] ?? 0;
    if (!s) return starts;
    const table = this.look.colours.signed;
    const pixels = this.atlas.resize(s, s * sizes.reduce((a, b) => a + b, 0));
    maps.forEach((tensor, i) => {
      if (!tensor) return;
      const rows = sizes[i] * s;
      for (let row = 0; row < rows; row++) {
        const from = row * s;
        const to = (starts[i] * s + row - 2 * (row % s) + s - 1) * s;
        for (let x = 0; x < s; x++) pixels[to + x] = table[tensor.data[from + x]];
      }
    });
    this.atlas.commit();
    return starts;
  }

  /** @param {CanvasRenderingContext2D} c @param {Place} column @param {Tensor | undefined} values */
  paintStrip(c, column, values) {
    const { colours } = this.look;
    const scale = values ? scaleOf(values.data, "") : 1;
    for (let k = 0; k < column.count; k++) {
      const [x, y] = cellCorner(column, k);
      c.fillStyle = values ? colours.tone(values.data[k] / scale) : colours.zero;
      c.fillRect(x, y, column.cellWidth, column.cellHeight);
    }
    c.strokeStyle = colours.muted;
    c.lineWidth = 1;
    c.strokeRect(column.left, column.top, column.right - column.left, column.bottom - column.top);
  }

  /** The chosen sample itself stands for a wide column of pixels. @param {CanvasRenderingContext2D} c @param {Place} column */
  paintPicture(c, column) {
    const { colours } = this.look;
    const images = this.scene.block.tensor("images");
    const [, h, w] = images.shape;
    const index = Math.min(this.sample ? this.sample.index : 0, images.shape[0] - 1);
    const pixels = this.image.resize(w, h);
    for (let k = 0; k < pixels.length; k++) pixels[k] = colours.greys[images.data[index * h * w + k]];
    this.image.commit();
    c.imageSmoothingEnabled = false;
    const [x, y, width, height] = [column.left, column.top, column.right - column.left, column.bottom - column.top];
    c.drawImage(this.image.canvas, x, y, width, height);
    c.strokeStyle = colours.muted;
    c.lineWidth = 1;
    c.strokeRect(x, y, width, height);
  }

  /** @param {CanvasRenderingContext2D} c @param {Place} column @param {Tensor | undefined} biases */
  paintBiases(c, column, biases) {
    if (!biases) return;
    const { colours } = this.look;
    column.units.forEach((y, k) => {
      const t = biases.data[k] / this.reference;
      const [bx, by] = biasPlace(column, y);
      c.beginPath();
      c.arc(bx, by, this.look.px(2.2 + 3 * Math.min(1, Math.abs(t) || 0)), 0, 7);
      c.fillStyle = Number.isFinite(t)
        ? colours.tone(Math.sign(t) * (0.3 + 0.7 * Math.min(1, Math.abs(t))))
        : colours.warning;
      c.fill();
      c.strokeStyle = colours.ink;
      c.lineWidth = this.look.px(0.9);
      c.stroke();
    });
  }

  /** @param {CanvasRenderingContext2D} c */
  paintCaptions(c) {
    const { look } = this;
    this.places.forEach((column, i) => {
      const spec = this.scene.columns[i];
      c.textAlign = "center";
      c.fillStyle = look.colours.ink;
      c.fillText(fit(c, column.title, column.captionWidth), column.captionX, look.px(9));
      c.fillStyle = look.colours.muted;
      const below = [column.wide ? `${spec.units} units` : "", spec.activation].filter(Boolean).join(" ");
      const wide = c.measureText(below).width;
      const glyph = spec.curve.length && wide + look.px(GLYPH) <= column.captionWidth ? look.px(GLYPH) : 0;
      const text = fit(c, below, column.captionWidth);
      const foot = this.surface.height - look.px(9);
      c.fillText(text, column.captionX + glyph / 2, foot);
      if (glyph) paintGlyph(c, spec.curve, column.captionX - wide / 2 - look.px(2.5), foot, look);
      if (column.wide || !spec.labels.length) return;
      c.fillStyle = look.colours.ink;
      c.textAlign = i === 0 ? "right" : "left";
      const x = i === 0 ? column.left - look.px(7) : column.right + look.px(7);
      if (i > 0 && i + 1 < this.places.length) return;
      column.units.forEach((y, k) => {
        c.fillText(fit(c, spec.labels[k], column.labelWidth), x, y);
      });
    });
    c.textAlign = "left";
  }

  /** What is on view, for those who ask what lies where; null before anything is. @returns {import("./explain.js").Drawn | null} */
  get drawn() {
    const { scene, places, straight, look, frame } = this;
    return frame && { scene, places, straight, look, frame, outputs: (i) => this.outputs(i, frame) };
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const drawn = this.drawn;
    const target = drawn && targetAt(drawn, event.offsetX, event.offsetY);
    this.surface.canvas.style.cursor = target ? "pointer" : "";
    if (target) this.tip.show(event, explain(drawn, target));
    else this.tip.hide();
  }

  /** @param {PointerEvent} event */
  click(event) {
    const drawn = this.drawn;
    const target = drawn && targetAt(drawn, event.offsetX, event.offsetY);
    if (!target) return;
    this.tip.hide();
    const parameter = target.kind === "unit" ? { ...target, kind: /** @type {const} */ ("bias") } : target;
    const value = target.column && target.whole ? valueOf(drawn, parameter) : undefined;
    this.point(event, target, nameOf(parameter), value);
  }
}

/** What a unit's colour is measured against. @param {ArrayLike<number>} values @param {string} activation */
function scaleOf(values, activation) {
  if (["tanh", "sigmoid", "softmax"].includes(activation)) return 1;
  let most = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
}
