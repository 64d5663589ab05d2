// An image to draw on, such as a digit of 8 x 8 pixels, and buttons that shift it by a pixel.

import { em, html, say } from "../kit/elements.js";
import { iconButton } from "../kit/icons.js";
import { ROVING_KEYS } from "../kit/roving.js";
import { widthOf } from "../kit/sizes.js";
import { Drawing } from "./drawing.js";
import { brush } from "./brush.js";
import { ValueGrid, cellSide } from "../kit/value_grid.js";

/** @typedef {import("../kit/value_grid.js").Place} Place */
/** @typedef {{title: string, ink: number, shift: [down: number, right: number], farthest: number, drawn: boolean}} DigitHeader */

/** @type {Record<"up" | "down" | "left" | "right", [down: number, right: number]>} */
const WAYS = { up: [-1, 0], left: [0, -1], right: [0, 1], down: [1, 0] };

const HEIGHT = 15; // em of the grid

/** @extends {Drawing<DigitHeader>} */
export class DigitView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Float64Array | null} pixels as they are being drawn */
    this.pixels = null;
    this.strokeEnded = 0;
    this.pad = html("div", { class: "digit-pad" }, root);
    this.buttons = Object.entries(WAYS).map(([way, [down, right]]) =>
      iconButton(this.pad, {
        icon: /** @type {import("../kit/icons.js").IconName} */ (way),
        label: `Shift the image by a pixel: ${way}`,
        class: way,
        press: () => this.requests.askEach({ what: "shift", down, right, done: true }),
        signal,
      }),
    );
    this.image = new ValueGrid(this.pad, { title: "image", signal, choose: (place) => this.tapped(place) });
    this.image.title.hidden = true;
    this.told = html("p", { class: "digit-told", "aria-live": "polite" }, root);
    const row = html("div", { class: "digit-row" }, root);
    this.back = iconButton(row, {
      icon: "reset",
      text: "Shift back",
      press: () => this.requests.ask({ what: "back", done: true }),
      signal,
    });
    iconButton(row, {
      icon: "eraser",
      text: "Clear",
      press: () => {
        const { length } = this.matrix("image").data;
        this.ask(new Float64Array(length), true);
      },
      signal,
    });
    brush(this.image, {
      on: () => this.header !== null,
      ink: (place) => this.pixel(place) > 0,
      paint: (places, ink, done) => this.painted(places, ink, done),
      signal,
    });
  }

  get keys() {
    return [...ROVING_KEYS.slice(0, 2), { keys: "Enter, space", does: "draw a pixel, or rub it out" }];
  }

  /** @param {Place} place */
  pixel([i, j]) {
    const { shape, data } = this.matrix("image");
    return (this.pixels ?? data)[i * shape[1] + j];
  }

  /** Enter or space on a pixel; a press of the mouse has been drawn already. @param {Place} place */
  tapped(place) {
    if (performance.now() - this.strokeEnded < 100) return;
    this.painted([place], this.pixel(place) === 0, true);
  }

  /** @param {Place[]} places @param {boolean} ink @param {boolean} done */
  painted(places, ink, done) {
    const { shape, data } = this.matrix("image");
    const pixels = Float64Array.from(this.pixels ?? data);
    for (const [i, j] of places) pixels[i * shape[1] + j] = ink ? (this.header?.ink ?? 1) : 0;
    if (done) this.strokeEnded = performance.now();
    this.ask(pixels, done);
  }

  /** @param {Float64Array} pixels @param {boolean} done */
  ask(pixels, done) {
    this.pixels = pixels;
    this.requests.ask({ what: "pixels", pixels: Array.from(pixels), done });
    this.draw();
  }

  take() {
    if (!this.requests.busy) this.pixels = null;
  }

  /** @param {import("../kit/view.js").Palette} colours @param {DigitHeader} header */
  paint(colours, header) {
    const letter = em(this.root);
    const [rows, columns] = this.matrix("image").shape;
    const width = widthOf(this.root) - 6.5 * letter;
    this.image.show({ shape: [rows, columns], at: (i, j) => this.pixel([i, j]) }, colours, {
      cell: cellSide([rows, columns], width, HEIGHT * letter, letter),
      paint: "data",
      scale: header.ink,
      write: () => "",
      chosen: [0, 0],
      says: (i, j) => `pixel ${i}, ${j}: ${this.pixel([i, j])} of ${header.ink}`,
    });
    say(this.told, header.title);
    const [down, right] = header.shift;
    const at = Object.values(WAYS).map(([y, x]) => y * down + x * right >= header.farthest);
    this.buttons.forEach((button, k) => limit(button, at[k]));
    limit(this.back, down === 0 && right === 0);
  }

  /** For tests. */
  state() {
    const { header, pixels } = this;
    return { image: Array.from(pixels ?? this.matrix("image").data), shift: header?.shift, title: header?.title };
  }
}

/** @param {HTMLButtonElement} button @param {boolean} reached */
function limit(button, reached) {
  if (reached) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
