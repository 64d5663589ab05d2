// A forward pass: the network as a diagram, the step that is on as tensors, and the same thing marked in both.

import { Cells, dataPaint, signedPaint } from "../cells.js";
import { fixed } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { NetworkDrawing } from "./network_drawing.js";

const ADDRESS_AFTER = 300; // ms after a hand has let go
const MOST_TERMS = 6; // terms of a sum that are written out

export class ForwardView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.controls(html("div", { class: "forward-controls" }, root));
    this.diagram = new NetworkDrawing(html("div", { class: "network-box" }, root));
    this.chips = html("div", { class: "chips", role: "group", "aria-label": "steps" }, root);
    this.panel = html("div", { class: "step-panel" }, root);
    this.line = html("p", { class: "line", "aria-live": "polite" }, root);
    this.made = "";
    this.later = 0;
    this.step = 1;
    this.all = true;
    root.addEventListener("pointerover", (event) => this.point(event.target));
    root.addEventListener("click", (event) => this.clicked(event.target));
  }

  /** @param {Element} parent */
  controls(parent) {
    const label = html("label", {}, parent);
    html("span", { class: "name" }, label, "test sample");
    this.sample = html("input", { type: "range", min: 0, step: 1, name: "sample", "aria-label": "test sample" }, label);
    this.sampleText = html("b", { class: "number" }, label);
    this.sample.addEventListener("input", () => this.moved(false));
    this.sample.addEventListener("change", () => this.moved(true));
    const modes = html("span", { class: "buttons" }, parent);
    this.modes = [
      ["one sample", false],
      ["a batch of 8", true],
    ].map(([text, batch]) => {
      const button = html("button", { type: "button" }, modes, String(text));
      button.addEventListener("click", () => this.requests.ask({ batch, done: true }));
      return button;
    });
    const turns = html("span", { class: "buttons" }, parent);
    for (const [text, act] of /** @type {[string, () => void][]} */ ([
      ["⏮ only X", () => this.show(0, false)],
      ["◂ back", () => this.show(this.step - 1, this.all)],
      ["next step ▸", () => this.show(this.step + 1, this.all)],
      ["all steps", () => this.show(this.step || 1, true)],
    ])) {
      html("button", { type: "button" }, turns, text).addEventListener("click", act);
    }
  }

  /** @param {boolean} done */
  moved(done) {
    say(this.sampleText, this.sample.value);
    clearTimeout(this.later);
    const ask = () => this.requests.ask({ sample: Number(this.sample.value), done });
    if (done) this.later = window.setTimeout(ask, ADDRESS_AFTER);
    else ask();
  }

  /** @param {number} step @param {boolean} all */
  show(step, all) {
    this.step = Math.max(all ? 1 : 0, Math.min(this.header.steps.length, step));
    this.all = all;
    this.draw();
    this.requests.ask({ step: this.step, all, done: true });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.arrays = arrays;
    if (!this.requests.busy) {
      Object.assign(this, { step: header.step, all: header.all });
      this.sample.max = String(header.samples - 1);
      this.sample.value = String(header.sample);
      say(this.sampleText, header.typed ? "typed" : String(header.sample));
    }
    this.step = Math.min(this.step, header.steps.length);
    this.draw();
  }

  /** @param {string} name */
  tensor(name) {
    return /** @type {import("../message.js").Matrix} */ (this.arrays.get(name));
  }

  /** The rows that are shown of a tensor: all of the batch, or the traced sample. @param {string} name */
  shown(name) {
    const whole = this.tensor(name);
    if (this.header.batch || /^[Wb]/.test(name)) return whole;
    return { shape: [1, whole.shape[1]], data: whole.data.subarray(0, whole.shape[1]) };
  }

  /** @param {number} place of a step, from 1 */
  revealed(place) {
    return this.all || place <= this.step;
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.header || !colours) return;
    this.panel.classList.toggle("batch", this.header.batch);
    this.modes.forEach((button, k) => button.classList.toggle("chosen", Boolean(k) === this.header.batch));
    this.diagram.draw(this.header, this.arrays, colours, (place) => this.revealed(place), this.step);
    this.drawChips();
    this.drawPanel(colours);
    this.point(null);
  }

  drawChips() {
    const made = JSON.stringify([this.header.steps, this.header.batch]);
    if (this.chips.dataset.made !== made) {
      this.chips.dataset.made = made;
      this.chips.replaceChildren();
      this.header.steps.forEach((/** @type {any} */ step, /** @type {number} */ k) => {
        const chip = html("button", { type: "button", "data-link": `step-${step.name}` }, this.chips);
        writeName(chip, step.name);
        html("small", {}, chip, ` (${this.shown(step.name).shape.join(", ")})`);
        chip.addEventListener("click", () => this.show(k + 1, this.all));
      });
    }
    [...this.chips.children].forEach((chip, k) => {
      chip.classList.toggle("chosen", k + 1 === this.step);
      chip.classList.toggle("dim", !this.revealed(k + 1));
    });
  }

  /** The tensors of the step side by side. @param {any} colours */
  drawPanel(colours) {
    const step = this.header.steps[this.step - 1];
    const names = step ? [...step.inputs, step.name] : ["X"];
    const made = JSON.stringify([names, names.map((n) => this.shown(n).shape), this.header.image]);
    if (this.made !== made) {
      this.made = made;
      this.panel.replaceChildren();
      /** @type {Record<string, Cells[]>} */
      this.tables = {};
      names.forEach((n, k) => {
        const sign = k === 0 ? "" : k === names.length - 1 ? (step.kind === "linear" ? "=" : "→") : k === 1 ? "@" : "+";
        if (sign) html("span", { class: "operator" }, this.panel, sign);
        const pictured = this.pictured(n);
        const box = html("div", { class: pictured ? "tensor pictured" : "tensor" }, this.panel);
        const caption = html("div", { class: "tensor-name" }, box);
        writeName(caption, n);
        html(
          "small",
          {},
          caption,
          ` (${this.shown(n).shape.join(", ")}${this.shown(n).shape.length > 1 ? "" : ","}) ${this.words(n, step)}`,
        );
        const inside = html("div", { class: "tensor-body" }, box);
        const count = pictured ? (n === "X" ? this.shown(n).shape[0] : this.tensor(n).shape[1]) : 1;
        this.tables[n] = Array.from({ length: count }, () => new Cells(inside));
      });
    }
    for (const n of names) this.fill(n, colours, step);
  }

  /** Whether a tensor is drawn as pictures: the samples, or the weights of each unit on pixels. @param {string} n */
  pictured(n) {
    return this.header.image && (n === "X" || n === "W1");
  }

  /** @param {string} n @param {any} step */
  words(n, step) {
    if (n === "X") return this.header.image ? "each row drawn as the picture it is" : "data";
    if (n[0] === "W") return this.pictured(n) ? "each column drawn as a picture" : "weights";
    if (n[0] === "b") return "in every row";
    return step && n === step.name
      ? { linear: "linear part", bend: "bent", softmax: "probabilities" }[
          /** @type {"linear" | "bend" | "softmax"} */ (step.kind)
        ]
      : "";
  }

  /** @param {string} n @param {any} colours @param {any} step */
  fill(n, colours, step) {
    const matrix = this.shown(n);
    const weights = signedPaint(colours);
    if (this.pictured(n)) {
      const [rows, columns] = this.header.image;
      const scale = Math.max(1e-9, ...Array.from(matrix.data, Math.abs));
      this.tables[n].forEach((cells, k) => {
        const pixels = Float64Array.from({ length: rows * columns }, (_, p) =>
          n === "X" ? matrix.data[k * rows * columns + p] : matrix.data[p * matrix.shape[1] + k],
        );
        const link = (/** @type {number} */ r, /** @type {number} */ c) =>
          n === "X" ? `X-${k}-${r * columns + c}` : `W1-${r * columns + c}-${k}`;
        say(cells.title, n === "X" ? this.header.rows[k] : `unit ${k}`);
        cells.title.setAttribute("data-link", n === "X" ? `row-${k}` : `unit1-${k}`);
        cells.show(
          { shape: [rows, columns], data: pixels },
          { name: `${n}${k}-`, small: true, link },
          n === "X" ? dataPaint : weights,
          { scale },
        );
      });
      return;
    }
    const layer = Number(n.slice(1)) || 0;
    const [units, below] = [
      this.header.units[layer] ?? this.header.units[this.header.units.length - 1],
      this.header.units[layer - 1],
    ];
    const place = this.header.steps.findIndex((/** @type {any} */ s) => s.name === n) + 1;
    const chosen = (/** @type {number} */ i, /** @type {number} */ j) =>
      step && n === step.name && i === 0 && j === this.header.unit ? "chosen" : "";
    this.tables[n][0].show(
      matrix,
      {
        name: n,
        rows:
          n[0] === "W"
            ? below
            : n[0] === "b" || !this.header.batch || (step && n === step.name && !this.header.image)
              ? undefined
              : this.header.rows,
        columns: n === "X" ? this.header.units[0] : units,
        link: (i, j) => this.link(n, i, j),
        rowLink: (i) => (n[0] === "W" ? `source-${i}` : `row-${i}`),
        columnLink: (j) => `unit${layer}-${j}`,
      },
      n === "X" ? dataPaint : weights,
      {
        decimals: this.header.batch ? 2 : 3,
        hidden: () => place > 0 && !this.revealed(place),
        mark: chosen,
        scale: n === this.header.output ? 1 : undefined,
      },
    );
  }

  /** The words that a cell shares with what it was made of. @param {string} n @param {number} i @param {number} j */
  link(n, i, j) {
    const step = this.header.steps.find((/** @type {any} */ s) => s.name === n);
    if (n[0] === "b") return `${n}-${j}`;
    const words = [`${n}-${i}-${j}`];
    if (!step) return words.join(" ");
    if (step.kind === "linear") {
      const [below, W, b] = step.inputs;
      const count = this.tensor(W).shape[0];
      for (let k = 0; k < count; k++) words.push(`${below}-${i}-${k}`, `${W}-${k}-${j}`);
      words.push(`${b}-${j}`);
    } else if (step.kind === "bend") words.push(`${step.inputs[0]}-${i}-${j}`);
    else for (let k = 0; k < this.tensor(n).shape[1]; k++) words.push(`${step.inputs[0]}-${i}-${k}`);
    return words.join(" ");
  }

  /** A click on a number chooses the unit whose formula is filled in; one on a row of the batch, the sample. @param {EventTarget | null} target */
  clicked(target) {
    const element = target instanceof Element ? target.closest("[data-unit], td[data-name]") : null;
    if (!element) return;
    const unit = element.getAttribute("data-unit");
    if (unit !== null) {
      const [place, j] = unit.split("-").map(Number);
      this.step = place;
      this.draw();
      this.requests.ask({ step: place, all: this.all, unit: j, done: true });
      return;
    }
    const row = Number(element.getAttribute("data-row"));
    const step = this.header.steps[this.step - 1];
    const n = element.getAttribute("data-name");
    if (!step || n !== step.name) return;
    const question = { unit: Number(element.getAttribute("data-column")), step: this.step, all: this.all, done: true };
    this.requests.ask(row > 0 ? { ...question, sample: this.header.numbers[row] } : question);
  }

  /** Say how the number under the hand came about. @param {EventTarget | null} target */
  point(target) {
    if (!this.header) return;
    const cell = target instanceof Element ? target.closest("td[data-name]") : null;
    const n = cell?.getAttribute("data-name") ?? "";
    const step = this.header.steps.find((/** @type {any} */ s) => s.name === n);
    if (!cell || !step || cell.classList.contains("hidden-cell")) {
      say(this.line, this.header.remark);
      return;
    }
    const [i, j] = [Number(cell.getAttribute("data-row")), Number(cell.getAttribute("data-column"))];
    const at = (/** @type {string} */ t, /** @type {number} */ r, /** @type {number} */ c) =>
      this.tensor(t).data[r * this.tensor(t).shape[1] + c];
    const value = fixed(at(n, i, j));
    const left = `${n}[${i}, ${j}] = `;
    if (step.kind === "linear") {
      const [below, W, b] = step.inputs;
      const count = this.tensor(W).shape[0];
      const kept = [...Array(count).keys()].filter((k) => count <= MOST_TERMS || k < MOST_TERMS - 1 || k === count - 1);
      const terms = kept.map(
        (k) =>
          `${k === count - 1 && count > MOST_TERMS ? "… + " : ""}${bracketed(at(below, i, k))}·${bracketed(at(W, k, j))}`,
      );
      say(this.line, `${left}${terms.join(" + ")} + ${bracketed(this.tensor(b).data[j])} = ${value}`);
    } else if (step.kind === "bend")
      say(this.line, `${left}g(${fixed(at(step.inputs[0], i, j))}) = ${value}   with g: ${step.bend}`);
    else
      say(
        this.line,
        `${left}e^${bracketed(at(step.inputs[0], i, j))} divided by the sum of e^z over the row = ${value}`,
      );
  }

  /** For tests. */
  state() {
    const numbers = Object.fromEntries([...this.arrays].map(([n, matrix]) => [n, Array.from(matrix.data)]));
    return {
      ...numbers,
      step: this.step,
      all: this.all,
      batch: this.header.batch,
      sample: this.header.sample,
      unit: this.header.unit,
      steps: this.header.steps.map((/** @type {any} */ s) => s.name),
      shapes: Object.fromEntries([...this.arrays].map(([n, matrix]) => [n, matrix.shape])),
      line: this.line.textContent,
      verdict: this.header.verdict,
    };
  }
}

/** @param {number} x */
const bracketed = (x) => (x < 0 ? `(${fixed(x, 3)})` : fixed(x, 3));

/** Write a tensor's name with its layer as an index. @param {Element} parent @param {string} n */
function writeName(parent, n) {
  html("b", { class: "symbol" }, parent, n[0]);
  if (n.length > 1) html("sub", {}, parent, n.slice(1));
}
