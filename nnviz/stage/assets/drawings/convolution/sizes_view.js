// Sizes: a window on its way over an image, and what it leaves out; of a transposed convolution, a stamp on the output.

import { em, html, say, set } from "../../kit/elements.js";
import { bracketed, exact, shapeText, trimmed } from "../../kit/number_format.js";
import { PlaybackBar, Playhead } from "../../kit/playback.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { SLIDER_KEYS } from "../../kit/slider.js";
import { widthOf } from "../../kit/sizes.js";
import { Drawing } from "../drawing.js";
import { cellSide, isInside, largest, ValueGrid, windowBox, windowPlaces } from "../../kit/value_grid.js";

/** @typedef {import("../../kit/value_grid.js").Place} Place */

/**
 * @typedef {object} SizesHeader
 * @property {boolean} transposed
 * @property {number} stride
 * @property {number} dilation
 * @property {number} before zeros above and at the left, or what is cut off there of a transposed convolution
 * @property {number} after
 * @property {number[]} unreached rows, and columns, that no window looks at or no stamp reaches
 * @property {number} place of the window or the stamp, in reading order
 * @property {boolean} answered
 */

const PACE = 500; // ms from place to place
const HEIGHT = 19; // em of the grids at least
const SCREEN = 0.42; // of the height of the screen
const KERNEL = 1.9; // em of a cell of the kernel
const WRITTEN = 12; // terms of a sum

/** @extends {Drawing<SizesHeader>} */
export class SizesView extends Drawing {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    const { signal } = this;
    /** @type {Place | null} a cell of the output that is pointed at */
    this.pointed = null;
    this.playhead = new Playhead({ pace: PACE });
    this.bar = new PlaybackBar(root, this.playhead, {
      group: "Walk",
      play: "Walk",
      buttons: ["play", "first", "back", "forward", "last"],
      scrub: { label: "place", text: (at) => `${at + 1} of ${this.playhead.last + 1}` },
      changed: (byHand) => this.moved(byHand),
      signal,
    });
    this.row = html("div", { class: "sizes-row" }, root);
    this.input = new ValueGrid(this.row, { title: "input", signal, choose: (place) => this.chooseInput(place) });
    this.kernel = new ValueGrid(this.row, { title: "kernel", signal });
    this.output = new ValueGrid(this.row, {
      title: "output",
      signal,
      choose: (place) => this.chooseOutput(place),
      point: (place) => this.point(place),
    });
    this.sum = html("p", { class: "sizes-sum", "aria-live": "polite" }, root);
  }

  get keys() {
    return [...ROVING_KEYS, ...SLIDER_KEYS];
  }

  /** The grid over which the places are counted: the output, or the input of a transposed convolution. */
  get walked() {
    return this.matrix(this.header?.transposed ? "X" : "Z").shape;
  }

  /** @type {Place} */
  get place() {
    const columns = this.walked[1];
    return [Math.floor(this.playhead.at / columns), this.playhead.at % columns];
  }

  /** @param {boolean} byHand */
  moved(byHand) {
    if (!this.header) return;
    this.pointed = null;
    this.draw();
    if (byHand || this.playhead.over) this.requests.ask({ place: this.playhead.at, done: true });
  }

  /** @param {Place} place */
  go([i, j]) {
    this.bar.go(i * this.walked[1] + j);
  }

  /** A pixel: the first window that looks at it, or its own stamp. @param {Place} place */
  chooseInput([i, j]) {
    const { header } = this;
    if (!header) return;
    if (header.transposed) return this.go([i, j]);
    const [rows, columns] = this.matrix("Z").shape;
    const window = this.window(header);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        if (windowPlaces([row, column], window).some(([y, x]) => y === i && x === j)) return this.go([row, column]);
  }

  /** @param {Place} place */
  chooseOutput(place) {
    if (!this.header?.transposed) this.go(place);
  }

  /** @param {Place | null} place */
  point(place) {
    if (place?.join() === this.pointed?.join()) return;
    this.pointed = place;
    this.draw();
  }

  /** @param {SizesHeader} header */
  window(header) {
    const [k] = this.matrix("K").shape;
    const both = (/** @type {number} */ n) => /** @type {[number, number]} */ ([n, n]);
    return {
      kernel: both(k),
      stride: both(header.stride),
      before: both(header.before),
      dilation: both(header.dilation),
    };
  }

  /** @param {SizesHeader} header */
  take(header) {
    const [rows, columns] = header.transposed ? this.matrix("X").shape : this.matrix("Z").shape;
    this.playhead.reach(rows * columns - 1);
    if (!this.playhead.playing && !this.requests.busy) this.playhead.go(header.place);
    this.bar.draw(rows * columns - 1);
    if (this.pointed && !isInside(this.pointed, this.shapeOf("Z"))) this.pointed = null;
  }

  /** @param {string} name @returns {[number, number]} */
  shapeOf(name) {
    const [rows, columns] = this.matrix(name).shape;
    return [rows, columns];
  }

  /** @param {import("../../kit/view.js").Palette} colours @param {SizesHeader} header */
  paint(colours, header) {
    const { transposed, before, after, unreached, answered } = header;
    const letter = em(this.root);
    const window = this.window(header);
    const [X, Z, K] = [this.matrix("X"), this.matrix("Z"), this.matrix("K")];
    const shown = this.looked(header, window);
    const none = /** @type {import("../../kit/value_grid.js").Border} */ ([0, 0, 0, 0]);
    const around = /** @type {import("../../kit/value_grid.js").Border} */ ([before, after, after, before]);
    const wide = before + after;
    const sides = [X.shape[0] + (transposed ? 0 : wide), Z.shape[0] + (transposed ? wide : 0)];
    const cell = this.cell(sides, K.shape[0] * Math.floor(KERNEL * letter), letter);
    const at =
      (/** @type {import("../message.js").Matrix} */ M) => (/** @type {number} */ i, /** @type {number} */ j) =>
        M.data[i * M.shape[1] + j];
    const missed = (/** @type {number} */ i, /** @type {number} */ j) =>
      isInside([i, j], this.shapeOf(transposed ? "Z" : "X")) && (unreached.includes(i) || unreached.includes(j));
    const inputMarks = (/** @type {number} */ i, /** @type {number} */ j) =>
      `${!transposed && missed(i, j) ? "hatched" : ""} ${shown.input.has(`${i},${j}`) ? "tapped" : ""}`.trim();
    this.caption(this.input, "input", X.shape);
    this.input.show({ shape: this.shapeOf("X"), at: at(X) }, colours, {
      cell,
      paint: "data",
      border: transposed ? none : around,
      mark: inputMarks,
      chosen: transposed ? this.place : [0, 0],
      boxes: transposed ? shown.boxes.input : [windowBox(this.pointed ?? this.place, window)],
      says: (i, j) =>
        !isInside([i, j], this.shapeOf("X"))
          ? "padding: 0"
          : `input ${i}, ${j}: ${exact(at(X)(i, j))}${!transposed && missed(i, j) ? ", no window looks at it" : ""}`,
    });
    this.caption(this.kernel, "kernel", K.shape);
    this.kernel.show({ shape: this.shapeOf("K"), at: at(K) }, colours, { cell: Math.floor(KERNEL * letter) });
    const veil = answered ? "" : "veiled ";
    this.caption(this.output, "output", answered ? Z.shape : []);
    this.output.box.hidden = !answered;
    this.bar.box.hidden = !answered;
    this.output.show({ shape: this.shapeOf("Z"), at: at(Z) }, colours, {
      cell,
      ghost: "",
      scale: largest(Z.data),
      border: transposed ? around : none,
      chosen: transposed ? [0, 0] : this.place,
      mark: (i, j) =>
        `${veil}${transposed && missed(i, j) ? "hatched" : ""} ${shown.output.has(`${i},${j}`) ? "tapped" : ""}`.trim(),
      boxes: shown.boxes.output,
      says: (i, j) =>
        !isInside([i, j], this.shapeOf("Z"))
          ? "cut off by the padding"
          : `output ${i}, ${j}: ${exact(at(Z)(i, j))}${transposed && missed(i, j) ? ", no stamp reaches it" : ""}`,
    });
    this.write(header, window);
  }

  /** What is marked: the cells that the window looks at, or those that the stamp reaches. @param {SizesHeader} header @param {ReturnType<SizesView["window"]>} window */
  looked({ transposed }, window) {
    const name = (/** @type {Place[]} */ places) => new Set(places.map((place) => place.join()));
    const one = (/** @type {Place} */ [row, column]) => ({ row, column, rows: 1, columns: 1 });
    if (!transposed) {
      const place = this.pointed ?? this.place;
      const looks = window.dilation[0] > 1 ? windowPlaces(place, window) : [];
      return { input: name(looks), output: name([]), boxes: { input: [], output: [one(place)] } };
    }
    if (this.pointed) {
      const from = this.contributors(this.pointed, window);
      return {
        input: name(from),
        output: name([]),
        boxes: {
          input: from.map((place) => ({ ...one(place), kind: /** @type {const} */ ("soft") })),
          output: [one(this.pointed)],
        },
      };
    }
    const stamped = window.dilation[0] > 1 ? windowPlaces(this.place, window) : [];
    return {
      input: name([]),
      output: name(stamped),
      boxes: { input: [one(this.place)], output: [windowBox(this.place, window)] },
    };
  }

  /** The pixels whose stamps reach a cell of the output of a transposed convolution. @param {Place} place @param {ReturnType<SizesView["window"]>} window */
  contributors([i, j], window) {
    const [rows, columns] = this.shapeOf("X");
    /** @type {Place[]} */
    const found = [];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        if (windowPlaces([row, column], window).some(([y, x]) => y === i && x === j)) found.push([row, column]);
    return found;
  }

  /** The sum of the cell of the output that is marked, or what the stamp does. @param {SizesHeader} header @param {ReturnType<SizesView["window"]>} window */
  write(header, window) {
    const { transposed, answered } = header;
    const [X, Z, K] = [this.matrix("X"), this.matrix("Z"), this.matrix("K")];
    const place = this.pointed ?? this.place;
    if (!answered) {
      say(this.sum, "The output is not shown yet: answer the question, or press “Just show”.");
      return;
    }
    if (transposed && !this.pointed) {
      const x = X.data[place[0] * X.shape[1] + place[1]];
      say(
        this.sum,
        `X[${place.join(", ")}] = ${trimmed(x)}: ${trimmed(x)} times the kernel is added to the output where the frame stands.`,
      );
      return;
    }
    /** @type {string[]} */
    const terms = [];
    const sources = transposed ? this.contributors(place, window) : [place];
    for (const source of sources) {
      windowPlaces(source, window).forEach(([y, x], n) => {
        if (transposed && (y !== place[0] || x !== place[1])) return;
        const [i, j] = transposed ? source : [y, x];
        const value = isInside([i, j], this.shapeOf("X")) ? X.data[i * X.shape[1] + j] : 0;
        if (value !== 0 && K.data[n] !== 0) terms.push(`${trimmed(value)}·${bracketed(K.data[n], trimmed)}`);
      });
    }
    const z = Z.data[place[0] * Z.shape[1] + place[1]];
    const rest = terms.length > WRITTEN ? ` + … (${terms.length} products that are not 0)` : "";
    say(this.sum, `Z[${place.join(", ")}] = ${terms.slice(0, WRITTEN).join(" + ") || "0"}${rest} = ${trimmed(z)}`);
  }

  /** The side of the cells of input and output, which stand at one scale. @param {number[]} sides @param {number} kernel @param {number} letter */
  cell(sides, kernel, letter) {
    const width = widthOf(this.root);
    const narrow = width < 30 * letter;
    const room = narrow ? width - 4 : width - kernel - 3.2 * letter;
    const columns = narrow ? Math.max(...sides) : sides[0] + sides[1];
    return cellSide(
      [Math.max(...sides), columns],
      room,
      narrow ? Infinity : Math.max(HEIGHT * letter, SCREEN * window.innerHeight),
      letter,
    );
  }

  /** @param {ValueGrid} grid @param {string} title @param {number[]} shape */
  caption(grid, title, shape) {
    const text = `${title} ${shape.length ? shapeText(shape) : ""}`;
    if (grid.title.dataset.text === text) return;
    set(grid.title, { "data-text": text });
    grid.title.replaceChildren(`${title} `);
    if (shape.length) html("small", {}, grid.title, shapeText(shape));
  }

  /** For tests. */
  state() {
    const { header, playhead, pointed, sum } = this;
    const numbers = Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, Array.from(data)]));
    const hatched = this.root.querySelectorAll(".hatched").length;
    return {
      ...numbers,
      ...header,
      at: playhead.at,
      playing: playhead.playing,
      pointed,
      hatched,
      sum: sum.textContent,
    };
  }
}
