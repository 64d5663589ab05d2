// The matrices of three layers after some steps of training: one with ties, one with its zeros alone, one with neither.

import { em, html, say } from "../../kit/elements.js";
import { exact, short } from "../../kit/number_format.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";
import { largest } from "../../kit/value_grid.js";
import { TiedMatrix } from "./tied_matrix.js";

/**
 * @typedef {object} Layer
 * @property {string} title
 * @property {number} parameters
 * @property {number} different numbers other than 0 in its matrix
 * @property {number} train
 * @property {number} test
 */

/** @typedef {{layers: Layer[], steps: number, images: number}} TiesHeader */

const HEIGHT = 13; // em of a matrix

/** @extends {Drawing<TiesHeader>} */
export class TiesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.row = html("div", { class: "ties-row" }, root);
    /** @type {{box: HTMLElement, matrix: TiedMatrix, words: HTMLElement, losses: HTMLElement}[]} */
    this.parts = [];
  }

  /** @param {TiesHeader} header */
  take({ layers }) {
    while (this.parts.length < layers.length) {
      const box = html("section", {}, this.row);
      const matrix = new TiedMatrix(box, { signal: this.signal });
      const words = html("p", {}, box);
      this.parts.push({ box, matrix, words, losses: html("p", { class: "ties-losses" }, box) });
    }
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {TiesHeader} header */
  paint(colours, { layers, steps, images }) {
    const unit = em(this.root);
    const scale = Math.max(...layers.map((_, k) => largest(this.matrix(`W${k}`).data)));
    layers.forEach(({ title, parameters, different, train, test }, k) => {
      const { box, matrix, words, losses } = this.parts[k];
      const { shape, data } = this.matrix(`W${k}`);
      say(matrix.title, title);
      matrix.show({
        shape: [shape[0], shape[1]],
        width: widthOf(box) - 2,
        height: HEIGHT * unit,
        label: `Weights of the ${title} layer after ${steps} steps, ${different} different numbers other than 0`,
        tone: (at) => (data[at] === 0 ? null : colours.tone(Math.max(-1, Math.min(1, data[at] / scale)))),
        line: colours.muted,
        accent: colours.ink,
      });
      const numbers = (/** @type {number} */ n) => n.toLocaleString("en-US");
      say(words, `${numbers(parameters)} parameters; ${numbers(different)} different weights`);
      losses.replaceChildren("loss ");
      html("b", { title: exact(train) }, losses, short(train));
      losses.append(` on the ${images} images, `);
      html("b", { title: exact(test) }, losses, short(test));
      losses.append(" on others");
    });
  }

  /** For tests. */
  state() {
    if (!this.header) return null;
    const { steps, layers } = this.header;
    return { steps, layers, W: layers.map((_, k) => Array.from(this.matrix(`W${k}`).data)) };
  }
}
