// One sequence from left to right: its input, a tensor of all units, the gates of one unit, the answers beside the targets,
// and below them, on a logarithmic axis, how long the gradient is at every step.

import { canvasAxis } from "../../kit/axis.js";
import { precise, rounded, short, tenTo, wholePercent } from "../../kit/number_format.js";
import { line } from "../../kit/path.js";
import { decades, linear, log } from "../../kit/scale.js";
import { Cells, Surface, fit } from "../../kit/surface.js";
import { tensorTitle, throughTime } from "./words.js";

/** @typedef {import("../wire.js").SequenceScene} SequenceScene */
/** @typedef {import("../wire.js").Tensor} Tensor */
/** @typedef {{layer: number, tensor: string, unit: number}} Looked */
/** @typedef {{name: string, title: string, top: number, bottom: number, values: Tensor | null, scale: number, unit: number}} Row a strip, of one unit or of all */

const LABEL = 104;
const STRIP = 13;
const GAP = 5;
const GRADIENT = 80;
const FOOT = 17;
const HEAD = 17;
/** The least width of a cell that holds its number. */
const NUMBER = 32;
const LETTER = 9;

export class TimeStrips {
  /**
   * @param {HTMLElement} panel
   * @param {import("../../kit/surface.js").Look} look
   * @param {import("../../kit/tooltip.js").Tooltip} tip
   * @param {(place: {tensor: string, unit: number, step: number}) => void} open
   * @param {AbortSignal} signal
   */
  constructor(panel, look, tip, open, signal) {
    this.look = look;
    this.tip = tip;
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "The network step by step",
      signal,
    );
    this.cells = new Cells();
    /** @type {SequenceScene | null} */
    this.scene = null;
    /** @type {Row[]} */
    this.rows = [];
    this.left = this.cell = 0;
    /** Whether the gradient through time is kept back: a question about it is open. */
    this.veiled = false;
    this.word = "";
    /** Whether the diagnosis warns of what becomes of the gradient. */
    this.warns = false;
    this.text = "";
    /** Exponents of ten at the ends of the gradient's axis; they only ever move apart during a run. */
    this.low = -2;
    this.high = 0;
    const { canvas } = this.surface;
    canvas.addEventListener("pointermove", (event) => this.hover(event), { signal });
    canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
    canvas.addEventListener(
      "click",
      (event) => {
        const place = this.placeAt(event);
        if (place && place.row.name !== "x" && place.row.name !== "said")
          open({ tensor: place.row.name, unit: place.unit, step: place.step });
      },
      { signal },
    );
  }

  /** @param {SequenceScene} scene */
  setScene(scene) {
    this.scene = scene;
    this.low = -2;
    this.high = 0;
  }

  /** @param {import("../wire.js").Frame} frame @param {Looked} looked */
  paint(frame, looked) {
    const { look, surface, scene } = this;
    const c = surface.begin(look);
    const { width, height } = surface;
    if (!width || !scene) return;
    const { block } = frame;
    const { sequence } = scene;
    const layer = sequence.layers[looked.layer];
    const px = (/** @type {number} */ n) => look.px(n);
    c.font = look.type(13);
    this.left = px(LABEL);
    this.cell = (width - this.left - px(6)) / sequence.steps;
    const said = block.tensor("said");
    const answers = said.shape[0] > 1 ? said.shape[0] : 2;
    const strips = layer ? Object.keys(layer.tensors) : [];
    const inputs = sequence.one_hot ? 1 : sequence.symbols.length;
    const strip = Math.max(px(STRIP), look.least);
    const gradient = layer ? px(GRADIENT) + px(HEAD) + px(FOOT) : px(FOOT);
    const fixed = (inputs * 1.35 + strips.length + answers) * strip + gradient + 5 * px(GAP);
    this.rows = [];
    let top = px(1);
    top = this.paintInputs(c, block.tensor("x"), top, strip * 1.35) + px(GAP);
    if (layer) {
      top =
        this.paintMap(c, frame, looked, top, Math.max(px(40), height - fixed - top + strip * inputs * 1.35)) + px(GAP);
      top = this.paintUnit(c, frame, looked, top, strip) + px(GAP);
    }
    top = this.paintAnswers(c, said, block.tensor("target"), top, strip) + px(GAP);
    this.paintSteps(c, layer ? top + px(HEAD) + px(GRADIENT) : top);
    if (layer) this.paintGradient(c, frame, top);
  }

  /** @param {number} step */
  x(step) {
    return this.left + step * this.cell;
  }

  /** A name beside the strips. @param {CanvasRenderingContext2D} c @param {string} text @param {number} y @param {string} [colour] */
  label(c, text, y, colour) {
    c.fillStyle = colour ?? this.look.colours.ink;
    c.textAlign = "left";
    c.fillText(fit(c, text, this.left - this.look.px(6)), 0, y);
  }

  /**
   * What enters, as letters or as numbers.
   * @param {CanvasRenderingContext2D} c
   * @param {Tensor} x
   * @param {number} top
   * @param {number} high
   */
  paintInputs(c, x, top, high) {
    const { sequence } = /** @type {SequenceScene} */ (this.scene);
    const { look } = this;
    const [width, steps] = x.shape;
    if (!sequence.one_hot) {
      for (let k = 0; k < width; k++) {
        const title = width > 1 ? `xₜ ${sequence.symbols[k]}` : `xₜ ${sequence.symbols[0]}`;
        this.strip(c, { name: "x", title, values: x, unit: k, scale: 1 }, top + k * high, high - look.px(1), true);
      }
      return top + width * high;
    }
    this.label(c, "xₜ input", top + high / 2);
    c.textAlign = "center";
    for (let t = 0; t < steps; t++) {
      let k = 0;
      while (k < width - 1 && x.data[k * steps + t] !== 1) k++;
      c.fillStyle = look.colours.classColour(k);
      c.globalAlpha = 0.32;
      c.fillRect(this.x(t) + 0.5, top, this.cell - 1, high);
      c.globalAlpha = 1;
      c.fillStyle = look.colours.ink;
      if (this.cell >= look.px(LETTER)) c.fillText(sequence.symbols[k], this.x(t) + this.cell / 2, top + high / 2);
    }
    this.rows.push({ name: "x", title: "input", top, bottom: top + high, values: null, scale: 1, unit: 0 });
    return top + high;
  }

  /**
   * A tensor of all units.
   * @param {CanvasRenderingContext2D} c
   * @param {import("../wire.js").Frame} frame
   * @param {Looked} looked
   * @param {number} top
   * @param {number} high
   */
  paintMap(c, frame, { layer, tensor, unit }, top, high) {
    const values = frame.block.tensor(`${tensor}.${layer}`);
    const { tensors } = /** @type {SequenceScene} */ (this.scene).sequence.layers[layer];
    const { look } = this;
    const [units] = values.shape;
    const scale = scaleOf(values, tensor.startsWith("d"));
    this.heat(c, values, top, high, scale);
    const y = top + high / 2;
    const title = tensorTitle(tensor, tensors);
    this.label(c, title, y - look.px(8));
    this.label(c, `${units} units, ±${rounded(scale)}`, y + look.px(8), look.colours.muted);
    const one = high / units;
    c.strokeStyle = look.colours.ink;
    c.lineWidth = look.px(1.5);
    c.strokeRect(this.left, top + unit * one, values.shape[1] * this.cell, one);
    this.rows.push({ name: tensor, title, top, bottom: top + high, values, scale, unit: -1 });
    return top + high;
  }

  /**
   * Every gate and state of one unit.
   * @param {CanvasRenderingContext2D} c
   * @param {import("../wire.js").Frame} frame
   * @param {Looked} looked
   * @param {number} top
   * @param {number} high
   */
  paintUnit(c, frame, { layer, unit }, top, high) {
    const { tensors } = /** @type {SequenceScene} */ (this.scene).sequence.layers[layer];
    const names = Object.keys(tensors);
    names.forEach((name, k) => {
      const values = frame.block.tensor(`${name}.${layer}`);
      const title = tensorTitle(name, tensors);
      const scale = scaleOf(values, false);
      this.strip(c, { name, title, values, unit, scale }, top + k * high, high - this.look.px(1));
    });
    return top + names.length * high;
  }

  /**
   * What is said, beside what should be.
   * @param {CanvasRenderingContext2D} c
   * @param {Tensor} said
   * @param {Tensor} target
   * @param {number} top
   * @param {number} high
   */
  paintAnswers(c, said, target, top, high) {
    const { classes, head, sequence } = /** @type {SequenceScene} */ (this.scene);
    const { look } = this;
    const [outputs, answers] = said.shape;
    const first = sequence.steps - answers; // the last step alone, or all
    const several = outputs > 1;
    const rows = several ? outputs : 2;
    for (let k = 0; k < rows; k++) {
      const values = several || k === 0 ? said : target;
      const y = top + k * high;
      const name = several ? `P ${classes[k]}` : k ? "target" : head === "sigmoid" ? `P ${classes[1]}` : "output";
      this.label(c, name, y + high / 2);
      for (let t = 0; t < answers; t++) {
        const value = values.data[(several ? k : 0) * answers + t];
        if (!Number.isFinite(target.data[t])) continue; // a step without a target
        const x = this.x(first + t);
        c.fillStyle = look.colours.tone(value);
        c.fillRect(x, y, this.cell, high - 1);
        if (this.cell >= look.px(NUMBER)) this.number(c, value, x, y, high);
      }
      if (several || k === 0)
        this.rows.push({
          name: "said",
          title: name,
          top: y,
          bottom: y + high,
          values: answers > 1 ? said : null,
          scale: 1,
          unit: several ? k : 0,
        });
    }
    if (several) this.markTargets(c, said, target, top, high, first);
    if (answers === 1) this.sayAnswer(c, said, target, top + (rows * high) / 2);
    return top + rows * high;
  }

  /**
   * Frame the target of every step; in the colour of a warning where something else is said.
   * @param {CanvasRenderingContext2D} c
   * @param {Tensor} said
   * @param {Tensor} target
   * @param {number} top
   * @param {number} high
   * @param {number} first
   */
  markTargets(c, said, target, top, high, first) {
    const [outputs, answers] = said.shape;
    const { look } = this;
    c.lineWidth = look.px(1.6);
    for (let t = 0; t < answers; t++) {
      if (!Number.isFinite(target.data[t])) continue;
      const right = largestAt(target, t, outputs);
      c.strokeStyle = largestAt(said, t, outputs) === right ? look.colours.ink : look.colours.warning;
      const inset = c.lineWidth / 2;
      c.strokeRect(this.x(first + t) + inset, top + right * high + inset, this.cell - 2 * inset, high - 1 - 2 * inset);
    }
  }

  /** The one answer in words, where the steps before have none. @param {CanvasRenderingContext2D} c @param {Tensor} said @param {Tensor} target @param {number} y */
  sayAnswer(c, said, target, y) {
    const { classes } = /** @type {SequenceScene} */ (this.scene);
    const { look } = this;
    const [outputs] = said.shape;
    const value = said.data[0];
    const k = outputs > 1 ? largestAt(said, 0, outputs) : Number(value >= 0.5);
    const right = outputs > 1 ? largestAt(target, 0, outputs) : Number(target.data[0] > 0);
    const text = !classes.length
      ? `says ${precise(value)}, target ${precise(target.data[0])}`
      : `says ${classes[k]}${outputs > 1 ? ` (${wholePercent(said.data[k])})` : ""}, right is ${classes[right]}`;
    c.fillStyle = !classes.length || k === right ? look.colours.ink : look.colours.warning;
    c.textAlign = "right";
    c.fillText(text, this.x(/** @type {SequenceScene} */ (this.scene).sequence.steps - 1) - look.px(8), y);
    c.textAlign = "left";
  }

  /** The numbers of the steps. @param {CanvasRenderingContext2D} c @param {number} y */
  paintSteps(c, y) {
    const { look } = this;
    const { steps } = /** @type {SequenceScene} */ (this.scene).sequence;
    const every = Math.max(1, Math.ceil(look.px(22) / this.cell));
    c.fillStyle = look.colours.muted;
    c.textAlign = "center";
    for (let t = 0; t < steps; t++)
      if ((t + 1) % every === 0 || t === 0) c.fillText(String(t + 1), this.x(t) + this.cell / 2, y + look.px(9));
    this.label(c, "step t", y + look.px(9), look.colours.muted);
  }

  /**
   * How long the gradient of the last step's loss is at every step.
   * @param {CanvasRenderingContext2D} c
   * @param {import("../wire.js").Frame} frame
   * @param {number} top
   */
  paintGradient(c, frame, top) {
    const { look } = this;
    const { sequence } = /** @type {SequenceScene} */ (this.scene);
    if (this.veiled) return this.veil(c, top);
    const [norms, cells] = [frame.block.tensor("norms"), frame.block.tensor("cell_norms")];
    const survives = frame.block.data("survives");
    const { word, text } = throughTime(survives[survives.length - 1], sequence);
    this.word = word;
    this.text = text;
    const frameOf = { left: this.left, right: this.x(sequence.steps), top: top + look.px(HEAD), bottom: 0 };
    frameOf.bottom = frameOf.top + look.px(GRADIENT) - look.px(4);
    const { low, high } = decades([...norms.data, ...cells.data]);
    this.low = Math.max(-30, Math.min(this.low, low));
    this.high = Math.min(12, Math.max(this.high, high));
    const y = log([10 ** this.low, 10 ** this.high], [frameOf.bottom, frameOf.top], { overshoot: 0 });
    const x = linear([0, sequence.steps - 1], [this.x(0.5), this.x(sequence.steps - 0.5)]);
    canvasAxis(c, y, { side: "left", frame: frameOf, look, most: 3, format: (v) => tenTo(Math.round(Math.log10(v))) });
    const [layers, steps] = norms.shape;
    const draw = (/** @type {Tensor} */ values, /** @type {number} */ k, /** @type {number[]} */ dash) => {
      const row = values.data.subarray(k * steps, (k + 1) * steps);
      c.strokeStyle = k === layers - 1 ? look.colours.gradient : look.colours.lines[k];
      c.lineWidth = look.px(2.2);
      c.setLineDash(dash);
      c.beginPath();
      line(
        c,
        row,
        (i) => x(i),
        (v) => (v > 0 ? y(v) : NaN),
      );
      c.stroke();
      c.setLineDash([]);
    };
    for (let k = 0; k < layers; k++) {
      draw(cells, k, [look.px(4), look.px(4)]);
      draw(norms, k, []);
      if (layers > 1) this.nameLine(c, String(k + 1), x(0), y(norms.data[k * steps]));
    }
    const head = top + look.px(HEAD) / 2;
    const dashed = cells.data.some(Number.isFinite) ? "; dashed: ‖dL/dcₜ‖" : "";
    const title = `‖dL/dhₜ‖, L at the last step${dashed}`;
    const room = frameOf.right - frameOf.left - look.px(12) - c.measureText(text).width;
    const written = c.measureText(title).width <= room ? title : "‖dL/dhₜ‖";
    c.fillStyle = look.colours.gradient;
    c.textAlign = "left";
    if (c.measureText(written).width <= room) c.fillText(written, this.left, head);
    c.textAlign = "right";
    c.font = look.type(13, word ? "650" : "400");
    c.fillStyle = this.warns ? look.colours.warning : look.colours.ink;
    c.fillText(text, frameOf.right, head);
    c.font = look.type(13);
    c.textAlign = "left";
    this.rows.push({
      name: "norms",
      title,
      top: frameOf.top,
      bottom: frameOf.bottom,
      values: norms,
      scale: 1,
      unit: layers - 1,
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {number} top */
  veil(c, top) {
    const { look } = this;
    this.word = this.text = "";
    c.fillStyle = look.colours.gradient;
    c.textAlign = "left";
    c.fillText("‖dL/dhₜ‖, L at the last step", this.left, top + look.px(HEAD) / 2);
    c.fillStyle = look.colours.muted;
    c.textAlign = "center";
    c.font = look.type(28, "650");
    c.fillText("?", (this.left + this.surface.width) / 2, top + look.px(HEAD + GRADIENT / 2));
    c.font = look.type(13);
    c.textAlign = "left";
  }

  /** The number of a layer, left of where its line begins. @param {CanvasRenderingContext2D} c @param {string} name @param {number} x @param {number} y */
  nameLine(c, name, x, y) {
    if (!Number.isFinite(y)) return;
    c.fillStyle = String(c.strokeStyle);
    c.textAlign = "right";
    c.fillText(name, x - this.look.px(4), y);
    c.textAlign = "left";
  }

  /**
   * One row of a tensor as a strip.
   * @param {CanvasRenderingContext2D} c
   * @param {{name: string, title: string, values: Tensor, unit: number, scale: number}} row
   * @param {number} top
   * @param {number} high
   * @param {boolean} [whole] whether its numbers are short enough for narrow cells
   */
  strip(c, { name, title, values, unit, scale }, top, high, whole = false) {
    const steps = values.shape[1];
    const row = values.data.subarray(unit * steps, (unit + 1) * steps);
    this.label(c, title, top + high / 2);
    this.heat(c, { shape: [1, steps], data: row }, top, high, scale);
    if (this.cell >= this.look.px(whole && row.every((v) => Number.isInteger(v)) ? LETTER : NUMBER))
      row.forEach((v, t) => this.number(c, v, this.x(t), top, high, scale));
    this.rows.push({ name, title, top, bottom: top + high, values, scale, unit });
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {number} value
   * @param {number} x
   * @param {number} y
   * @param {number} high
   * @param {number} [scale]
   */
  number(c, value, x, y, high, scale = 1) {
    c.fillStyle = this.look.colours.onTone(value / scale);
    c.textAlign = "center";
    const text = Number.isInteger(value) ? String(value) : value.toFixed(2).replace("-", "−");
    c.fillText(text, x + this.cell / 2, y + high / 2);
    c.textAlign = "left";
  }

  /** Cells coloured by their numbers. @param {CanvasRenderingContext2D} c @param {Tensor} values @param {number} top @param {number} high @param {number} scale */
  heat(c, values, top, high, scale) {
    const [rows, steps] = values.shape;
    const pixels = this.cells.resize(steps, rows);
    const { signed } = this.look.colours;
    for (let i = 0; i < pixels.length; i++) {
      const share = values.data[i] / scale;
      pixels[i] = signed[Number.isFinite(share) ? Math.round(128 + 127 * Math.max(-1, Math.min(1, share))) : 0];
    }
    this.cells.commit();
    c.imageSmoothingEnabled = false;
    c.drawImage(this.cells.canvas, this.left, top, steps * this.cell, high);
  }

  /** What lies under the pointer. @param {MouseEvent} event */
  placeAt({ offsetX, offsetY }) {
    const steps = this.scene?.sequence.steps ?? 0;
    const step = Math.floor((offsetX - this.left) / this.cell);
    const row = this.rows.find(({ top, bottom }) => offsetY >= top && offsetY < bottom);
    if (!row?.values || step < 0 || step >= steps) return null;
    const units = row.values.shape[0];
    const within = Math.floor(((offsetY - row.top) / (row.bottom - row.top)) * units);
    return { row, step, unit: row.unit < 0 ? Math.min(within, units - 1) : row.unit };
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const place = this.placeAt(event);
    if (!place?.row.values) return this.tip.hide();
    const { row, step, unit } = place;
    const value = place.row.values.data[unit * place.row.values.shape[1] + step];
    const what = row.unit < 0 ? `${row.title}, unit ${unit + 1}` : row.title;
    this.tip.show(event, `${what}\nstep ${step + 1}: ${precise(value)}`);
  }

  /** Give the picture its numbers as a text. @param {import("../wire.js").Frame} frame */
  name(frame) {
    const { sequence } = /** @type {SequenceScene} */ (this.scene);
    const norms = Array.from(frame.block.data("norms"), short).slice(-sequence.steps);
    const gradient =
      norms.length && !this.veiled
        ? ` Gradient of the last step's loss by step: ${norms.join(", ")}; ${this.text}.`
        : "";
    this.surface.canvas.setAttribute("aria-label", `The network step by step, ${sequence.steps} steps.${gradient}`);
  }
}

/** The number of the deepest colour: 1, or the largest beyond that; of gradients their own largest. @param {Tensor} values @param {boolean} own */
function scaleOf({ data }, own) {
  let largest = 0;
  for (const v of data) if (Number.isFinite(v)) largest = Math.max(largest, Math.abs(v));
  return own ? largest || 1 : Math.max(1, largest);
}

/** Which output is largest at an answer. @param {Tensor} values @param {number} t @param {number} outputs */
function largestAt({ data, shape }, t, outputs) {
  let best = 0;
  for (let k = 1; k < outputs; k++) if (data[k * shape[1] + t] > data[best * shape[1] + t]) best = k;
  return best;
}
