// Logits that a hand can drag, and beside each of them all that softmax and cross-entropy make of it.

import { fixed, gap } from "../../kit/digits.js";
import { html, say } from "../../kit/elements.js";
import { Simplex } from "./simplex.js";

const STEP = 0.1;
const HEADS = [
  ["name", "class", ""],
  ["logit", "logit z", "drag the bars"],
  ["exp", "e^(z − max)", ""],
  ["share", "probability P", "its share of the sum"],
  ["target", "target Y", "click one"],
  ["error", "P − Y", "the gradient dL/dz"],
];

export class LogitsView {
  /** @param {HTMLElement} root @param {import("../request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.body = html("div", { class: "logits-body" }, root);
    const left = html("div", {}, this.body);
    this.table = html("div", { class: "logits-table", role: "table" }, left);
    this.controls(html("div", { class: "logits-controls" }, left));
    this.fraction = html("p", { class: "line fraction", "aria-live": "polite" }, left);
    this.table.addEventListener("pointerover", (/** @type {Event} */ event) => this.point(event.target));
    this.table.addEventListener("focusin", (/** @type {Event} */ event) => this.point(event.target));
    this.aside = html("aside", {}, this.body);
    this.simplex = new Simplex(this.aside);
    this.picture = html("figure", { class: "picture" }, this.aside);
    /** @type {any[]} */
    this.rows = [];
    /** @type {number[]} */
    this.z = [];
    this.laid = "";
  }

  /** @param {Element} parent */
  controls(parent) {
    const make = (
      /** @type {string} */ name,
      /** @type {string} */ text,
      /** @type {Record<string, number>} */ range,
    ) => {
      const row = html("label", { "data-link": name }, parent);
      html("span", { class: "name" }, row, text);
      const input = html("input", { type: "range", ...range, "aria-label": text, name }, row);
      const number = html("b", { class: "number" }, row);
      const remark = html("span", { class: "remark" }, row);
      input.addEventListener("input", () => this.changed(false));
      input.addEventListener("change", () => this.changed(true));
      return { input, number, remark };
    };
    this.shift = make("shift", "+ c to every logit", { min: -20, max: 20, step: 0.5 });
    this.heat = make("temperature", "temperature T", { min: -20, max: 20, step: 1 });
  }

  /** @param {any} header @param {Map<string, import("../message.js").Matrix>} arrays */
  receive(header, arrays) {
    this.header = header;
    this.numbers = Object.fromEntries([...arrays].map(([name, matrix]) => [name, matrix.data]));
    const laid = JSON.stringify(header.names);
    if (laid !== this.laid) this.lay();
    this.laid = laid;
    if (header.series !== this.series) this.simplex.trail = [];
    this.series = header.series;
    if (!this.requests.busy && !this.dragged) {
      this.z = Array.from(this.numbers.z);
      this.target = header.target;
      this.shift.input.value = String(header.shift);
      this.heat.input.value = String(header.heat);
    }
    this.draw();
  }

  lay() {
    this.table.replaceChildren();
    this.table.classList.toggle("many", this.header.names.length > 6);
    this.simplex.trail = [];
    for (const [kind, title, remark] of HEADS) {
      const head = html(
        "div",
        { class: `head ${kind}`, role: "columnheader", "data-link": `column-${kind}` },
        this.table,
        title,
      );
      html("small", {}, head, kind === "name" ? "" : `(${this.header.names.length},) ${remark}`);
    }
    this.pointed = -1;
    this.fraction.replaceChildren();
    this.rows = this.header.names.map((/** @type {string} */ name, /** @type {number} */ k) => this.row(name, k));
    this.sums = {};
    for (const [kind] of HEADS) {
      const cell = html("div", { class: `foot ${kind}` }, this.table, kind === "name" ? "sum" : "");
      this.sums[kind] = html("b", { class: "number" }, cell);
    }
  }

  /** @param {string} name @param {number} k */
  row(name, k) {
    const cell = (/** @type {string} */ kind) =>
      html("div", { class: `cell ${kind}`, "data-link": `class-${k} column-${kind}` }, this.table);
    const bar = (/** @type {Element} */ parent, /** @type {string} */ kind) => {
      const track = html("div", { class: `track ${kind}` }, parent);
      return { track, fill: html("div", { class: "fill" }, track), number: html("b", { class: "number" }, parent) };
    };
    html("span", {}, cell("name"), name);
    const logit = bar(cell("logit"), "signed");
    html("div", { class: "grip" }, logit.track);
    const exp = html("b", { class: "number" }, cell("exp"));
    const share = bar(cell("share"), "plain");
    const target = html("button", { type: "button", "aria-label": `target: ${name}` }, cell("target"));
    const error = bar(cell("error"), "signed");
    target.addEventListener("click", () => this.choose(k));
    this.drags(logit.track, name, k);
    return { logit, exp, share, target, error };
  }

  /** @param {any} track @param {string} name @param {number} k */
  drags(track, name, k) {
    track.tabIndex = 0;
    track.setAttribute("role", "slider");
    track.setAttribute("aria-label", `logit of ${name}`);
    const to = (/** @type {PointerEvent} */ event, /** @type {boolean} */ done) => {
      const box = track.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      this.drag(k, (2 * share - 1) * this.header.limit, done);
    };
    track.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      track.setPointerCapture(event.pointerId);
      this.dragged = true;
      to(event, false);
    });
    track.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (track.hasPointerCapture(event.pointerId)) to(event, false);
    });
    track.addEventListener("lostpointercapture", () => {
      if (!this.dragged) return;
      this.dragged = false;
      this.ask(true);
    });
    track.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const one = event.shiftKey ? 1 : STEP;
      /** @type {Record<string, number>} */
      const steps = { ArrowLeft: -one, ArrowDown: -one, ArrowRight: one, ArrowUp: one };
      if (!(event.key in steps)) return;
      event.preventDefault();
      this.drag(k, this.z[k] + steps[event.key], true);
    });
  }

  /** @param {number} k @param {number} value @param {boolean} done */
  drag(k, value, done) {
    const { limit } = this.header;
    this.z[k] = Math.max(-limit, Math.min(limit, Math.round(value / STEP) / (1 / STEP)));
    this.drawLogits();
    this.ask(done);
  }

  /** @param {number} k */
  choose(k) {
    this.target = k;
    this.ask(true);
  }

  /** @param {boolean} done */
  changed(done) {
    this.ask(done);
  }

  /** @param {boolean} done */
  ask(done) {
    this.requests.ask({
      z: this.z,
      target: this.target,
      shift: Number(this.shift.input.value),
      heat: Number(this.heat.input.value),
      done,
    });
  }

  draw() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!this.numbers || !colours) return;
    this.drawLogits();
    const { E, P, Y, dZ } = this.numbers;
    this.rows.forEach((row, k) => {
      say(row.exp, fixed(E[k]));
      row.share.fill.style.width = `${100 * P[k]}%`;
      row.share.fill.style.background = colours.classColour(k);
      say(row.share.number, fixed(P[k]));
      row.share.track.parentElement.classList.toggle("winner", k === this.header.decision);
      say(row.target, Y[k] === 1 ? "1" : "0");
      row.target.classList.toggle("chosen", Y[k] === 1);
      row.target.setAttribute("aria-pressed", String(Y[k] === 1));
      this.signed(row.error, dZ[k], 1, colours);
      say(row.error.number, fixed(dZ[k]));
    });
    for (const [kind, value] of Object.entries(this.header.sums)) say(this.sums[kind], /** @type {string} */ (value));
    say(this.shift.number, fixed(this.header.shift, 1));
    say(this.shift.remark, `largest change of a probability: ${gap(this.header.shift_gap)}`);
    say(this.heat.number, fixed(this.header.temperature, 2));
    say(this.heat.remark, this.header.heat_remark);
    this.drawAside(colours);
    this.writeFraction();
  }

  /** Write the fraction of the class that a person points at. @param {EventTarget | null} target */
  point(target) {
    const link = target instanceof Element ? target.closest("[data-link*=class-]")?.getAttribute("data-link") : null;
    if (!link) return;
    this.pointed = Number(/class-(\d+)/.exec(link)?.[1]);
    this.writeFraction();
  }

  /** The fraction with its numbers: each term is linked to the class that it comes from. */
  writeFraction() {
    const { E, P } = this.numbers;
    const k = this.pointed >= 0 && this.pointed < E.length ? this.pointed : this.header.target;
    const name = (/** @type {number} */ i) => this.header.names[i];
    const pieces = [
      [`P ${name(k)}`, `class-${k} column-share`],
      [" = ", ""],
      [fixed(E[k]), `class-${k} column-exp`],
      [" / (", ""],
    ];
    Array.from(E).forEach((e, i) => pieces.push([i ? " + " : "", ""], [fixed(e), `class-${i} column-exp`]));
    pieces.push([") = ", ""], [fixed(P[k]), `class-${k} column-share`]);
    const written = JSON.stringify(pieces);
    if (written === this.written) return;
    this.written = written;
    const words = pieces.map(([, link]) => link).join();
    if (words !== this.words) {
      this.words = words;
      this.fraction.replaceChildren();
      for (const [text, link] of pieces)
        html(link ? "b" : "span", link ? { class: "number", "data-link": link } : {}, this.fraction, text);
    }
    pieces.forEach(([text], i) => say(this.fraction.children[i], text));
  }

  drawLogits() {
    const colours = /** @type {any} */ (this.root).colours;
    if (!colours) return;
    const { limit } = this.header;
    this.rows.forEach((row, k) => {
      this.signed(row.logit, this.z[k], limit, colours);
      say(row.logit.number, fixed(this.z[k], 2));
      row.logit.track.setAttribute("aria-valuemin", String(-limit));
      row.logit.track.setAttribute("aria-valuemax", String(limit));
      row.logit.track.setAttribute("aria-valuenow", this.z[k].toFixed(1));
      row.logit.track.lastChild.style.left = `${50 + 50 * Math.max(-1, Math.min(1, this.z[k] / limit))}%`;
    });
  }

  /** A bar from the middle. @param {any} bar @param {number} value @param {number} limit @param {any} colours */
  signed(bar, value, limit, colours) {
    const share = 50 * Math.max(-1, Math.min(1, value / limit));
    bar.fill.style.left = `${Math.min(50, 50 + share)}%`;
    bar.fill.style.width = `${Math.abs(share)}%`;
    bar.fill.style.background = value < 0 ? colours.negative : colours.positive;
  }

  /** @param {any} colours */
  drawAside(colours) {
    const three = this.header.names.length === 3;
    this.simplex.box.hidden = !three;
    this.picture.hidden = !this.header.image;
    this.aside.hidden = !three && !this.header.image;
    this.body.classList.toggle("alone", this.aside.hidden);
    if (three)
      this.simplex.show(this.header.names, this.numbers, this.header.target, this.header.labels ?? [], colours);
    if (this.header.image) this.drawPicture(colours);
  }

  /** @param {any} colours */
  drawPicture(colours) {
    const {
      image_shape: [n, m],
      image_title: title,
    } = this.header;
    const shown = JSON.stringify([Array.from(this.numbers.image), title, colours.dark]);
    if (shown === this.pictured) return;
    this.pictured = shown;
    this.picture.replaceChildren();
    html("figcaption", {}, this.picture, title);
    const cells = html(
      "div",
      { class: "pixels", style: `grid-template-columns: repeat(${m}, 1fr)`, role: "img", "aria-label": title },
      this.picture,
    );
    for (let k = 0; k < n * m; k++) {
      html("i", { style: `--ink-share: ${(100 * this.numbers.image[k]).toFixed(0)}%` }, cells);
    }
  }

  /** For tests. */
  state() {
    return {
      z: this.z,
      P: Array.from(this.numbers.P),
      dZ: Array.from(this.numbers.dZ),
      shift: this.header.shift,
      temperature: this.header.temperature,
      target: this.header.target,
    };
  }
}
