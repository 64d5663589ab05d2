// What is set on the diagram itself: the number of layers, the units of each, and their activations.

import { html, say } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { Menu } from "../kit/menu.js";

/** @typedef {import("./wire.js").Controls} Controls */
/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {{minus: HTMLButtonElement, plus: HTMLButtonElement, menu: Menu}} Head of one hidden layer */

/** Columns that stand nearer to each other leave less room below the first one. */
const TIGHT = 100;

/** Where layers differ in their activation. */
const DIFFERENT = "";

export class LayerControls {
  /**
   * @param {HTMLElement} panel of the diagram
   * @param {import("../kit/surface.js").Look } look
   * @param {import("./settings_row.js").SetSetting} set
   * @param {AbortSignal} signal
   */
  constructor(panel, look, set, signal) {
    this.panel = panel;
    this.look = look;
    this.set = set;
    this.signal = signal;
    /** @type {Controls | null} */
    this.controls = null;
    /** What a person has asked for: presses may come faster than answers. @type {number[]} */
    this.units = [];
    this.layers = 0;
    const bar = /** @type {HTMLElement} */ (panel.querySelector(".layers"));
    this.fewer = this.button(bar, "minus", "Remove the last hidden layer", () => this.step(-1));
    this.count = html("span", { class: "count" }, bar);
    this.more = this.button(bar, "plus", "Add a hidden layer", () => this.step(1));
    this.every = new Menu(bar, {
      label: "Activation of all hidden layers",
      caption: "all",
      class: "every",
      change: (value) => value !== DIFFERENT && set("activation", value),
      signal,
    });
    this.overlay = html("div", { class: "heads" }, panel.querySelector(".canvas"));
    /** @type {Head[]} */
    this.heads = [];
    /** Where they stand. */
    this.placed = "";
  }

  /** @param {Element} box @param {import("../kit/icons.js").IconName} icon @param {string} label @param {() => void} press */
  button(box, icon, label, press) {
    return iconButton(box, { icon, label, title: label, press, keepFocus: true, signal: this.signal });
  }

  /** @param {number} by */
  step(by) {
    this.layers += by;
    this.set("layers", this.layers);
    this.write();
  }

  /** @param {number} i hidden layer @param {number} by */
  stepUnits(i, by) {
    this.units[i] += by;
    this.set(`units.${i}`, this.units[i]);
    this.write();
  }

  /** @param {Controls} controls */
  show(controls) {
    this.controls = controls;
    this.units = [...controls.units];
    this.layers = this.units.length;
    while (this.heads.length > this.layers) {
      const { minus, plus, menu } = /** @type {Head} */ (this.heads.pop());
      for (const part of [minus, plus, menu.box]) part.remove();
    }
    while (this.heads.length < this.layers) this.heads.push(this.head(this.heads.length));
    this.write();
  }

  /** @param {number} i @returns {Head} */
  head(i) {
    const name = `hidden layer ${i + 1}`;
    this.placed = "";
    return {
      minus: this.button(this.overlay, "minus", `Remove a unit from ${name}`, () => this.stepUnits(i, -1)),
      plus: this.button(this.overlay, "plus", `Add a unit to ${name}`, () => this.stepUnits(i, 1)),
      menu: new Menu(this.overlay, {
        label: `Activation of ${name}`,
        class: "activation",
        change: (value) => this.set(`activation.${i}`, value),
        signal: this.signal,
      }),
    };
  }

  /** Numbers, choices and limits. */
  write() {
    const { controls } = this;
    if (!controls) return;
    const { known, activations, most_layers: mostLayers, most_units: mostUnits } = controls;
    say(this.count, `${this.layers} hidden`);
    limit(this.fewer, this.layers <= 0);
    limit(this.more, this.layers >= mostLayers);
    const of = [...controls.convolutions, ...activations];
    const every = of.length && of.every((name) => name === of[0]) ? of[0] : DIFFERENT;
    this.every.show(every ? known : [[DIFFERENT, "mixed"], ...known], every, {
      off: !of.length,
      title: "Activation of all hidden layers",
    });
    this.heads.forEach(({ minus, plus, menu }, i) => {
      limit(minus, this.units[i] <= 1);
      limit(plus, this.units[i] >= mostUnits);
      menu.show(known, activations[i], { title: `Activation of hidden layer ${i + 1}` });
    });
  }

  /** Stand where the columns are. @param {Place[]} places @param {string} arranged what they were found for */
  place(places, arranged) {
    if (this.placed === arranged) return;
    this.placed = arranged;
    const pitch = places[1].captionX - places[0].captionX;
    this.panel.classList.toggle("tight", pitch < this.look.px(TIGHT));
    const hidden = places.filter((place) => place.hidden);
    this.heads.forEach(({ minus, plus, menu }, i) => {
      const { stepper, menu: box } = hidden[i] ?? {};
      minus.hidden = plus.hidden = !stepper;
      if (stepper) {
        minus.style.left = `${stepper.minus}px`;
        plus.style.left = `${stepper.plus}px`;
      }
      menu.box.hidden = !box;
      if (box) Object.assign(menu.box.style, { left: `${box.left}px`, width: `${box.width}px` });
    });
  }
}

/** @param {HTMLButtonElement} button @param {boolean} reached */
function limit(button, reached) {
  if (reached) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
