// Logits that a hand can drag, and beside each of them all that softmax and cross-entropy make of it.

import { describe, drag } from "../../kit/drag.js";
import { html, say, set } from "../../kit/elements.js";
import { difference, fixed } from "../../kit/number_format.js";
import { Slider } from "../../kit/slider.js";
import { Drawing } from "../drawing.js";
import { sayNumber } from "../number.js";
import { Simplex } from "./simplex.js";

const STEP = 0.1;
const HEADS = [
  ["name", "class", ""],
  ["logit", "logit z", "drag the bars"],
  ["scaled", "", ""],
  ["exp", "", ""],
  ["share", "probability P", "fraction of the sum"],
  ["target", "target Y", "click one"],
  ["error", "P − Y", "the gradient"],
];

/**
 * @typedef {object} LogitsHeader
 * @property {string[]} names of the classes
 * @property {number} limit of a logit that is dragged
 * @property {number} target
 * @property {number} decision
 * @property {number} shift added to every logit
 * @property {number} shift_gap the largest change of a probability by it
 * @property {number} heat where the temperature's slider stands
 * @property {number} temperature
 * @property {string} heat_remark
 * @property {string} given what softmax is given of a logit z: z itself, z / T, z + c or (z + c) / T
 * @property {string} gradient what P − Y is the gradient of
 * @property {string} raw what the logits' shares of their sum would be
 * @property {string} series another one begins another trail
 * @property {Record<string, string>} sums below the columns
 * @property {number[]} [labels] classes of the other samples
 * @property {boolean} [image] whether the sample is a picture
 * @property {[rows: number, columns: number]} [image_shape]
 * @property {string} [image_title]
 */

/** @typedef {{fill: HTMLElement, track: HTMLElement, number: HTMLElement}} Bar */

/** @typedef {ReturnType<LogitsView["row"]>} Row */

/** @extends {Drawing<LogitsHeader>} */
export class LogitsView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.body = html("div", { class: "logits-body" }, root);
    const left = html("div", {}, this.body);
    this.table = html(
      "div",
      { class: "logits-table", role: "table", "aria-label": "logits and what softmax makes of them" },
      left,
    );
    const controls = html("div", { class: "logits-controls" }, left);
    this.temperature = "";
    const common = { remark: true, low: -20, high: 20, signal: this.signal };
    const change = (/** @type {number} */ _, /** @type {boolean} */ done) => this.ask(done);
    this.shift = new Slider(controls, {
      ...common,
      label: "+ c to every logit",
      name: "shift",
      link: "shift",
      step: 0.5,
      text: (v) => fixed(v, 1),
      change,
    });
    this.heat = new Slider(controls, {
      ...common,
      label: "temperature T",
      name: "temperature",
      link: "temperature",
      text: () => this.temperature, // only the engine knows what a position means
      change,
    });
    this.fraction = html("p", { class: "line fraction", "aria-live": "polite" }, left);
    this.raw = html("p", { class: "raw" }, left);
    this.listen(this.table, "pointerover", (event) => this.point(event.target));
    this.listen(this.table, "focusin", (event) => this.point(event.target));
    this.aside = html("aside", {}, this.body);
    this.simplex = new Simplex(this.aside);
    this.picture = html("figure", { class: "picture" }, this.aside);
    this.pictured = "";
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Record<string, HTMLElement>} */
    this.sums = {};
    /** @type {Record<string, {title: HTMLElement, remark: HTMLElement}>} */
    this.heads = {};
    /** @type {number[]} */
    this.z = [];
    this.target = 0;
    /** The class that a person points at; -1 is none. */
    this.pointed = -1;
    this.laid = "";
    this.series = "";
    this.fractionLinks = "";
  }

  /** @param {LogitsHeader} header */
  take(header) {
    const laid = JSON.stringify(header.names);
    if (laid !== this.laid) this.lay(header);
    this.laid = laid;
    if (header.series !== this.series) this.simplex.trail = [];
    this.series = header.series;
    this.temperature = fixed(header.temperature, 2);
    if (this.requests.busy || this.rows.some(({ dragged }) => dragged.held)) return;
    this.z = Array.from(this.matrix("z").data);
    this.target = header.target;
    this.shift.show(header.shift);
    this.heat.show(header.heat);
  }

  /** @param {LogitsHeader} header */
  lay({ names }) {
    this.table.replaceChildren();
    this.table.classList.toggle("many", names.length > 6);
    this.simplex.trail = [];
    const heads = this.line();
    for (const [kind, title, remark] of HEADS) {
      const about = { class: `head ${kind}`, role: "columnheader", "data-link": `column-${kind}` };
      const head = html("div", about, heads);
      const words = html("span", {}, head, title);
      const below = html("small", {}, head, kind === "name" ? "" : `(${names.length},) ${remark}`);
      this.heads[kind] = { title: words, remark: below };
    }
    this.pointed = -1;
    this.rows = names.map((name, k) => this.row(name, k));
    const foot = this.line();
    for (const [kind] of HEADS) {
      const role = kind === "name" ? "rowheader" : "cell";
      const cell = html("div", { class: `foot ${kind}`, role }, foot, kind === "name" ? "sum" : "");
      this.sums[kind] = html("b", { class: "number" }, cell);
    }
  }

  /** A cell is marked with its class, with its column, or alone; pointing at it means its class. @param {string} kind @param {number} k */
  links(kind, k) {
    return { "data-link": `class-${k} column-${kind} ${kind}-${k}`, "data-point": `class-${k}` };
  }

  /** A row of the table, whose cells are laid out with those of the others. */
  line() {
    return html("div", { class: "logits-row", role: "row" }, this.table);
  }

  /** @param {string} name @param {number} k */
  row(name, k) {
    const line = this.line();
    const cell = (/** @type {string} */ kind) => {
      const role = kind === "name" ? "rowheader" : "cell";
      return html("div", { class: `cell ${kind}`, role, ...this.links(kind, k) }, line);
    };
    const bar = (/** @type {Element} */ parent, /** @type {string} */ kind) => {
      const track = html("div", { class: `track ${kind}` }, parent);
      return { track, fill: html("div", { class: "fill" }, track), number: html("b", { class: "number" }, parent) };
    };
    html("span", {}, cell("name"), name);
    const logit = bar(cell("logit"), "signed");
    const grip = html("div", { class: "grip" }, logit.track);
    const given = html("b", { class: "number" }, cell("scaled"));
    const exp = html("b", { class: "number" }, cell("exp"));
    const shareCell = cell("share");
    const share = bar(shareCell, "plain");
    const target = html("button", { type: "button" }, cell("target"));
    const error = bar(cell("error"), "signed");
    this.listen(target, "click", () => this.choose(k));
    const dragged = drag(logit.track, {
      value: () => [this.z[k]],
      limits: () => [[-this.limit, this.limit]],
      place: ({ x }) => [((2 * x) / logit.track.clientWidth - 1) * this.limit],
      step: STEP,
      coarse: 1,
      snap: STEP,
      move: ([z], done) => {
        this.z[k] = z;
        this.drawLogits();
        this.ask(done);
      },
      signal: this.signal,
    });
    return { logit, grip, given, exp, share, shareCell, target, error, dragged };
  }

  /** How far a logit can be dragged. */
  get limit() {
    return this.header?.limit ?? 1;
  }

  /** @param {number} k */
  choose(k) {
    this.target = k;
    this.ask(true);
  }

  /** @param {boolean} done */
  ask(done) {
    const { z, target, shift, heat } = this;
    this.requests.ask({ z, target, shift: shift.value, heat: heat.value, done });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {LogitsHeader} header */
  paint(colours, header) {
    this.drawLogits();
    const { scaled, E, P, Y, dZ } = this.numbers;
    this.table.classList.toggle("plain", header.given === "z");
    say(this.heads.scaled.title, header.given);
    const wordy = header.given.length > 5; // more would not fit above the column
    say(this.heads.exp.title, `e^(${wordy ? "…" : header.given} − max)`);
    say(this.heads.error.remark, `(${P.length},) ${header.gradient}`);
    this.rows.forEach(({ given, exp, share, shareCell, target, error }, k) => {
      sayNumber(given, scaled[k], fixed(scaled[k], 2));
      sayNumber(exp, E[k], fixed(E[k]));
      share.fill.style.width = `${100 * P[k]}%`;
      share.fill.style.background = colours.classColour(k);
      sayNumber(share.number, P[k], fixed(P[k]));
      shareCell.classList.toggle("winner", k === header.decision);
      say(target, Y[k] === 1 ? "1" : "0");
      set(target, { "aria-pressed": Y[k] === 1, "aria-label": `${target.textContent}, target: ${header.names[k]}` });
      signed(error, dZ[k], 1, colours);
      sayNumber(error.number, dZ[k], fixed(dZ[k]));
    });
    for (const [kind, value] of Object.entries(header.sums)) say(this.sums[kind], value);
    const moved = `largest change in any probability: ${difference(header.shift_gap)}`;
    this.remark(this.shift, header.shift ? moved : "");
    this.heat.write();
    this.remark(this.heat, header.heat_remark);
    this.drawAside(colours, header);
    this.writeFraction(header);
    say(this.raw, header.raw);
  }

  /** @param {Slider} slider @param {string} text */
  remark({ remark }, text) {
    if (remark) say(remark, text);
  }

  /** Write the fraction of the class that a person points at. @param {EventTarget | null} target */
  point(target) {
    const link = target instanceof Element ? target.closest("[data-point*=class-]")?.getAttribute("data-point") : null;
    if (!link || !this.header) return;
    this.pointed = Number(/class-(\d+)/.exec(link)?.[1]);
    this.writeFraction(this.header);
  }

  /** The fraction with its numbers: each term is linked to the class that it comes from. @param {LogitsHeader} header */
  writeFraction({ names, target }) {
    const { E, P } = this.numbers;
    const k = this.pointed >= 0 && this.pointed < E.length ? this.pointed : target;
    const share = `share-${k} name-${k}`;
    const terms = Array.from(E).flatMap((e, i) => [
      [i ? " + " : "", ""],
      [fixed(e), `exp-${i} name-${i}`],
    ]);
    const top = [fixed(E[k]), `exp-${k} name-${k}`];
    const pieces = [
      [`P ${names[k]}`, share],
      [" = ", ""],
      top,
      [" / (", ""],
      ...terms,
      [") = ", ""],
      [fixed(P[k]), share],
    ];
    const links = pieces.map(([, link]) => link).join();
    if (links !== this.fractionLinks) {
      this.fractionLinks = links;
      this.fraction.replaceChildren();
      for (const [, link] of pieces)
        html(link ? "b" : "span", link ? { class: "number", "data-link": link } : {}, this.fraction);
    }
    pieces.forEach(([text], i) => say(this.fraction.children[i], text));
  }

  drawLogits() {
    const colours = this.host.colours();
    if (!colours || !this.header) return;
    const { limit, header } = this;
    this.rows.forEach(({ logit, grip }, k) => {
      const z = this.z[k];
      signed(logit, z, limit, colours);
      sayNumber(logit.number, z, fixed(z, 2));
      const now = Number(z.toFixed(1));
      describe(logit.track, { label: `logit of ${header.names[k]}`, low: -limit, high: limit, now, text: fixed(z, 2) });
      grip.style.left = `${50 + 50 * Math.max(-1, Math.min(1, z / limit))}%`;
    });
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {LogitsHeader} header */
  drawAside(colours, { names, target, labels = [], image, image_shape: shape, image_title: title }) {
    const three = names.length === 3;
    this.simplex.box.hidden = !three;
    this.picture.hidden = !image;
    this.aside.hidden = !three && !image;
    this.body.classList.toggle("alone", this.aside.hidden);
    if (three) this.simplex.show(names, this.numbers, target, labels, colours);
    if (shape && title) this.drawPicture(shape, title);
  }

  /** @param {[rows: number, columns: number]} shape @param {string} title */
  drawPicture([rows, columns], title) {
    const pixels = Array.from(this.matrix("image").data);
    const pictured = JSON.stringify([pixels, title]);
    if (pictured === this.pictured) return;
    this.pictured = pictured;
    this.picture.replaceChildren();
    html("figcaption", {}, this.picture, title);
    const style = `grid-template-columns: repeat(${columns}, 1fr)`;
    const cells = html("div", { class: "pixels", style, role: "img", "aria-label": title }, this.picture);
    for (const ink of pixels.slice(0, rows * columns))
      html("i", { style: `--ink-share: ${(100 * ink).toFixed(0)}%` }, cells);
  }

  /** For tests. */
  state() {
    const { header } = this;
    if (!header) return null;
    const { shift, temperature, target } = header;
    const { P, dZ } = this.numbers;
    return { z: this.z, P: Array.from(P), dZ: Array.from(dZ), shift, temperature, target };
  }
}

/** A bar from the middle. @param {Bar} bar @param {number} value @param {number} limit @param {import("../../kit/view.js").Palette} colours */
function signed({ fill }, value, limit, colours) {
  const share = 50 * Math.max(-1, Math.min(1, value / limit));
  fill.style.left = `${Math.min(50, 50 + share)}%`;
  fill.style.width = `${Math.abs(share)}%`;
  fill.style.background = value < 0 ? colours.negative : colours.positive;
}
