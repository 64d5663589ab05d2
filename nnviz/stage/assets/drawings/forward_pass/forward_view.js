// A forward pass: the network as a diagram, the step that is on as tensors, and the same thing marked in both.

import { html, say, set } from "../../kit/elements.js";
import { iconButton } from "../../kit/icons.js";
import { bracketed, fixed, shapeText } from "../../kit/number_format.js";
import { Slider } from "../../kit/slider.js";
import { atRest } from "../../kit/timing.js";
import { scrollArea } from "../../kit/scroll_area.js";
import { Cells, dataPaint, signedPaint } from "../cells.js";
import { Drawing } from "../drawing.js";
import { NetworkDrawing } from "./network_drawing.js";

const RESTED = 300; // ms after a person has let go
const MOST_TERMS = 6; // terms of a sum that are written out
const KINDS = { linear: "linear part", activation: "activation", softmax: "probabilities" };

/** @typedef {{name: string, kind: keyof typeof KINDS, inputs: string[], activation: string}} Step of the pass: its tensor, and what it is made of */

/**
 * @typedef {object} ForwardHeader
 * @property {Step[]} steps
 * @property {import("./network_drawing.js").Column[]} columns of the diagram
 * @property {string[][]} units names of the inputs, and of the units of every layer
 * @property {[rows: number, columns: number] | null} image its size, where a sample is a picture
 * @property {string[]} rows names of the samples
 * @property {number[]} numbers of the samples in the test part
 * @property {number} sample that is traced
 * @property {number} samples how many there are
 * @property {boolean} typed whether the sample was typed
 * @property {number} step that is on, from 1
 * @property {boolean} all whether all steps are revealed
 * @property {boolean} batch
 * @property {number} unit that is chosen
 * @property {string} output the last tensor
 * @property {number} said the class that is decided on; -1 is none
 * @property {string} verdict
 * @property {string} remark
 */

/** @extends {Drawing<ForwardHeader>} */
export class ForwardView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    const controls = html("div", { class: "forward-controls" }, root);
    this.rested = atRest(RESTED, () => this.requests.ask({ sample: this.sample.value, done: true }), signal);
    this.sample = new Slider(controls, {
      label: "test sample",
      name: "sample",
      text: String,
      change: (sample, done) => (done ? this.rested.start() : this.trace(sample)),
      signal,
    });
    this.modes = this.buttons(controls, [
      { text: "one sample", pressed: true, press: () => this.requests.ask({ batch: false, done: true }) },
      { text: "a batch of 8", pressed: false, press: () => this.requests.ask({ batch: true, done: true }) },
    ]);
    // No PlaybackBar: to reveal all steps is not to go to the last one.
    const steps = html("div", { class: "forward-controls" });
    this.buttons(steps, [
      { icon: "first", text: "X only", press: () => this.show(0, false) },
      { icon: "back", text: "back", press: () => this.show(this.step - 1, this.all) },
      { icon: "forward", text: "next step", press: () => this.show(this.step + 1, this.all) },
      { icon: "last", text: "all steps", press: () => this.show(this.step || 1, true) },
    ]);
    this.diagram = new NetworkDrawing(html("div", { class: "network-box" }, root), this.signal);
    root.append(steps); // between the diagram and the tensors: both change with a step
    this.chips = html("div", { class: "chips", role: "group", "aria-label": "steps" }, steps);
    this.panel = scrollArea(html("div", { class: "step-panel" }, root), "tensors of the step", this.signal);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.made = "";
    /** The tensors of the step that is on. @type {Record<string, Cells[]>} */
    this.tables = {};
    this.step = 1;
    this.all = true;
    this.listen(root, "pointerover", (event) => this.point(event.target));
    this.listen(root, "click", (event) => this.clicked(event.target));
  }

  /** @param {Element} parent @param {Parameters<typeof iconButton>[1][]} each */
  buttons(parent, each) {
    const group = html("span", { class: "buttons" }, parent);
    return each.map((options) => iconButton(group, { ...options, signal: this.signal }));
  }

  /** @param {number} sample */
  trace(sample) {
    this.rested.stop();
    this.requests.ask({ sample, done: false });
  }

  /** @param {number} step @param {boolean} all */
  show(step, all) {
    if (!this.header) return;
    this.step = Math.max(all ? 1 : 0, Math.min(this.header.steps.length, step));
    this.all = all;
    this.draw();
    this.requests.ask({ step: this.step, all, done: true });
  }

  /** @param {ForwardHeader} header */
  take(header) {
    if (!this.requests.busy) {
      Object.assign(this, { step: header.step, all: header.all });
      this.sample.update({ high: header.samples - 1 });
      this.sample.show(header.sample, header.typed ? "typed" : undefined);
    }
    this.step = Math.min(this.step, header.steps.length);
  }

  /** The rows that are shown of a tensor: all of the batch, or the traced sample. @param {string} n @param {ForwardHeader} header */
  shown(n, { batch }) {
    const whole = this.matrix(n);
    if (batch || /^[Wb]/.test(n)) return whole;
    return { shape: [1, whole.shape[1]], data: whole.data.subarray(0, whole.shape[1]) };
  }

  /** @param {number} place of a step, from 1 */
  revealed(place) {
    return this.all || place <= this.step;
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {ForwardHeader} header */
  paint(colours, header) {
    this.panel.classList.toggle("batch", header.batch);
    this.modes.forEach((button, k) => set(button, { "aria-pressed": Boolean(k) === header.batch }));
    this.diagram.draw(header, this.numbers, colours, (place) => this.revealed(place), this.step);
    this.drawChips(header);
    this.drawPanel(colours, header);
    this.point(null);
  }

  /** A button for every step. @param {ForwardHeader} header */
  drawChips(header) {
    const made = JSON.stringify([header.steps, header.batch]);
    if (this.chips.dataset.made !== made) {
      this.chips.dataset.made = made;
      this.chips.replaceChildren();
      header.steps.forEach(({ name }, k) => {
        const press = () => this.show(k + 1, this.all);
        const chip = iconButton(this.chips, { link: `step-${name}`, press, signal: this.signal });
        const label = html("span", {}, chip);
        writeName(label, name);
        html("small", {}, label, ` ${shapeText(this.shown(name, header).shape)}`);
      });
    }
    [...this.chips.children].forEach((chip, k) => {
      set(chip, { "aria-pressed": k + 1 === this.step });
      chip.classList.toggle("dim", !this.revealed(k + 1));
    });
  }

  /** The tensors of the step side by side. @param {import("../../kit/view.js").Palette} colours @param {ForwardHeader} header */
  drawPanel(colours, header) {
    const step = header.steps[this.step - 1];
    const names = step ? [...step.inputs, step.name] : ["X"];
    const made = JSON.stringify([names, names.map((n) => this.shown(n, header).shape), header.image]);
    if (this.made !== made) {
      this.made = made;
      this.panel.replaceChildren();
      this.tables = Object.fromEntries(
        names.map((n, k) => {
          const last = step?.kind === "linear" ? "=" : "→";
          const sign = k === 0 ? "" : k === names.length - 1 ? last : k === 1 ? "@" : "+";
          if (sign) html("span", { class: "operator" }, this.panel, sign);
          return [n, this.tensor(n, step, header)];
        }),
      );
    }
    for (const n of names) this.fill(n, colours, step, header);
  }

  /** A tensor with its caption: one table, or one for every picture. @param {string} n @param {Step | undefined} step @param {ForwardHeader} header */
  tensor(n, step, header) {
    const { shape } = this.shown(n, header);
    const image = pictured(n, header);
    const box = html("div", { class: image ? "tensor pictured" : "tensor" }, this.panel);
    const caption = html("div", { class: "tensor-name" }, box);
    writeName(caption, n);
    html("small", {}, caption, ` ${shapeText(shape)} ${words(n, step, header)}`);
    const inside = html("div", { class: "tensor-body" }, box);
    const count = image ? (n === "X" ? shape[0] : shape[1]) : 1;
    return Array.from({ length: count }, () => new Cells(inside, this.signal));
  }

  /** @param {string} n @param {import("../../kit/view.js").Palette} colours @param {Step | undefined} step @param {ForwardHeader} header */
  fill(n, colours, step, header) {
    const matrix = this.shown(n, header);
    const paint = n === "X" ? dataPaint : signedPaint(colours);
    if (header.image && pictured(n, header)) {
      this.fillPictures(n, matrix, header.image, header.rows, paint);
      return;
    }
    const { units, batch } = header;
    const layer = n === "X" ? 0 : Number(n.slice(1)) || units.length - 1; // P has no number: it is of the last layer
    const place = header.steps.findIndex(({ name }) => name === n) + 1;
    const result = step?.name === n;
    const wide = matrix.data.some((x) => Math.abs(x) >= 9.9995); // four digits fit into a cell
    const named = batch && n[0] !== "b" && (!result || header.image);
    const options = {
      name: n,
      rows: n[0] === "W" ? units[layer - 1] : named ? header.rows : undefined,
      columns: units[layer],
      link: (/** @type {number} */ i, /** @type {number} */ j) => this.link(n, i, j, header),
      rowLink: (/** @type {number} */ i) => (n[0] === "W" ? `source-${i}` : `row-${i}`),
      columnLink: (/** @type {number} */ j) => `unit${layer}-${j}`,
      pick: result || batch,
    };
    this.tables[n][0].show(matrix, options, paint, {
      decimals: batch || wide ? 2 : 3,
      hidden: () => place > 0 && !this.revealed(place),
      mark: (i, j) => (result && i === 0 && j === header.unit ? "chosen" : ""),
      scale: n === header.output ? 1 : undefined,
    });
  }

  /** The samples, or the weights of each unit, as pictures. @param {string} n @param {import("../message.js").Matrix} matrix @param {[rows: number, columns: number]} image @param {string[]} names @param {import("../cells.js").Paint} paint */
  fillPictures(n, { shape, data }, [rows, columns], names, paint) {
    const count = rows * columns;
    const sample = n === "X";
    const scale = Math.max(1e-9, ...Array.from(data, Math.abs));
    this.tables[n].forEach((cells, k) => {
      const pixels = Float64Array.from({ length: count }, (_, p) => data[sample ? k * count + p : p * shape[1] + k]);
      const link = (/** @type {number} */ r, /** @type {number} */ c) =>
        sample ? `X-${k}-${r * columns + c}` : `W1-${r * columns + c}-${k}`;
      say(cells.title, sample ? names[k] : `unit ${k}`);
      set(cells.title, { "data-link": sample ? `row-${k}` : `unit1-${k}` });
      set(cells.table, { "data-link": sample ? `X-row-${k}` : `W1-unit-${k}` });
      const options = { name: `${n}${k}-`, small: true, link };
      cells.show({ shape: [rows, columns], data: pixels }, options, paint, { scale });
    });
  }

  /** The words that a cell shares with what it was made of. @param {string} n @param {number} i @param {number} j @param {ForwardHeader} header */
  link(n, i, j, { steps }) {
    if (n[0] === "b") return `${n}-${j}`;
    const links = [`${n}-${i}-${j}`];
    const step = steps.find(({ name }) => name === n);
    if (!step) return links.join(" ");
    const [below, W, b] = step.inputs;
    if (step.kind === "linear" && pictured(below, this.header ?? { image: null })) {
      links.push(`X-row-${i}`, `W1-unit-${j}`, `${b}-${j}`);
    } else if (step.kind === "linear") {
      const [count] = this.matrix(W).shape;
      for (let k = 0; k < count; k++) links.push(`${below}-${i}-${k}`, `${W}-${k}-${j}`);
      links.push(`${b}-${j}`);
    } else if (step.kind === "activation") links.push(`${below}-${i}-${j}`);
    else for (let k = 0; k < this.matrix(n).shape[1]; k++) links.push(`${below}-${i}-${k}`);
    return links.join(" ");
  }

  /** A click on a number chooses the unit whose formula is filled in; one on a row of the batch, the sample. @param {EventTarget | null} target */
  clicked(target) {
    const element = target instanceof Element ? target.closest("[data-unit], td[data-name]") : null;
    if (!element || !this.header) return;
    const { all } = this;
    const place = element.getAttribute("data-unit");
    if (place !== null) {
      const [step, unit] = place.split("-").map(Number);
      this.step = step;
      this.draw();
      this.requests.ask({ step, all, unit, done: true });
      return;
    }
    const row = Number(element.getAttribute("data-row"));
    if (this.header.steps[this.step - 1]?.name !== element.getAttribute("data-name")) return;
    const question = { unit: Number(element.getAttribute("data-column")), step: this.step, all, done: true };
    this.requests.ask(row > 0 ? { ...question, sample: this.header.numbers[row] } : question);
  }

  /** Say how the number under the pointer came about. @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const cell = target instanceof Element ? target.closest("td[data-name]") : null;
    const step = this.header.steps.find(({ name }) => name === cell?.getAttribute("data-name"));
    if (!cell || !step || cell.classList.contains("hidden-cell")) {
      say(this.line, this.header.remark);
      return;
    }
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    say(this.line, this.toldOf(step, i, j));
  }

  /** How a number came about. @param {Step} step @param {number} i @param {number} j */
  toldOf({ name, kind, inputs: [below, W, b], activation }, i, j) {
    const at = (/** @type {string} */ t, /** @type {number} */ r, /** @type {number} */ c) =>
      this.matrix(t).data[r * this.matrix(t).shape[1] + c];
    const factor = (/** @type {number} */ x) => bracketed(x, (v) => fixed(v, 3));
    const left = `${name}[${i}, ${j}] = `;
    const value = fixed(at(name, i, j));
    if (kind === "activation") return `${left}g(${fixed(at(below, i, j))}) = ${value}   with g: ${activation}`;
    if (kind === "softmax")
      return `${left}e^${factor(at(below, i, j))} divided by the sum of e^z over the row = ${value}`;
    const [count] = this.matrix(W).shape;
    const many = count > MOST_TERMS;
    const kept = [...Array(count).keys()].filter((k) => !many || k < MOST_TERMS - 1 || k === count - 1);
    const terms = kept.map((k) => {
      const term = `${factor(at(below, i, k))}·${factor(at(W, k, j))}`;
      return many && k === count - 1 ? `… + ${term}` : term;
    });
    return `${left}${terms.join(" + ")} + ${factor(this.matrix(b).data[j])} = ${value}`;
  }

  /** For tests. */
  state() {
    const { header } = this;
    if (!header) return null;
    const numbers = Object.fromEntries([...this.arrays].map(([n, { data }]) => [n, Array.from(data)]));
    const { batch, sample, unit, verdict } = header;
    return {
      ...numbers,
      step: this.step,
      all: this.all,
      batch,
      sample,
      unit,
      steps: header.steps.map(({ name }) => name),
      shapes: Object.fromEntries([...this.arrays].map(([n, { shape }]) => [n, shape])),
      line: this.line.textContent,
      verdict,
    };
  }
}

/** Whether a tensor is drawn as pictures: the samples, or the weights of each unit on pixels. @param {string} n @param {Pick<ForwardHeader, "image">} header */
const pictured = (n, { image }) => image !== null && (n === "X" || n === "W1");

/** What stands behind a tensor's name. @param {string} n @param {Step | undefined} step @param {ForwardHeader} header */
function words(n, step, header) {
  const image = pictured(n, header);
  if (n === "X") return image ? "rows as images" : "data";
  if (n[0] === "W") return image ? "columns as images" : "weights";
  if (n[0] === "b") return "added to every row";
  return step?.name === n ? KINDS[step.kind] : "";
}

/** Write a tensor's name with its layer as an index. @param {Element} parent @param {string} n */
function writeName(parent, n) {
  html("b", { class: "symbol" }, parent, n[0]);
  if (n.length > 1) html("sub", {}, parent, n.slice(1));
}
