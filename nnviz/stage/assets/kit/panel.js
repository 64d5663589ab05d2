// A panel: a title with a note and keys, and a place to draw in.
//
//   const panel = new Panel(parent, { title: "Loss", note: "mean per sample", keys: [{ title: "train", colour: "train" }] });
//   const { drawing, frame, unit } = panel.sheet({ height: 9.6, left: 3.7, right: 0.5, top: 0.4, bottom: 1.35 });

import { em, html, set, sheet, svg } from "./elements.js";
import { inkRatio } from "./printing.js";
import { widthOf } from "./sizes.js";

/** @typedef {{title: string, colour: string, dash?: boolean, link?: string}} Key a colour is the name of a CSS variable */

/**
 * @typedef {object} PanelOptions
 * @property {string} [title]
 * @property {string} [label] what is heard of the drawing; the title if left out
 * @property {string} [note]
 * @property {string} [colour] of the title
 * @property {Key[]} [keys]
 * @property {number} [span] columns of the grid that it takes
 * @property {number} [height] in em
 * @property {string} [class]
 */

export class Panel {
  /** @param {Element} parent @param {PanelOptions} options */
  constructor(parent, options) {
    const { title, note, colour, span } = options;
    this.options = options;
    this.box = html("section", { class: `layer-panel ${options.class ?? ""}`.trim() }, parent);
    if (span) this.box.style.gridColumn = `span ${span}`;
    this.head = html("header", {}, this.box);
    this.title =
      title === undefined
        ? null
        : html("b", { class: "title", style: colour && `color: var(--${colour})` }, this.head, title);
    this.note = note === undefined ? null : html("small", {}, this.head, note);
    for (const key of options.keys ?? []) legendKey(this.head, key);
    this.place = html("div", { class: "layer-place" }, this.box);
    /** @type {SVGSVGElement | null} */
    this.drawing = null;
    /** @type {HTMLCanvasElement | null} */
    this.canvas = null;
  }

  /** How large the place is, and an em. @param {number} [height] in em */
  measure(height = this.options.height ?? 9.6) {
    const unit = em(this.box);
    return { width: widthOf(this.place), height: height * unit, unit };
  }

  /**
   * An empty drawing that fills the place, with its frame; null while there is no room.
   * @param {{height?: number, left: number, right: number, top: number, bottom: number}} margins in em
   */
  sheet({ height: tall, left, right, top, bottom }) {
    const { width, height, unit } = this.measure(tall);
    if (width < 40) return null;
    this.drawing ??= svg("svg", { role: "img" }, this.place);
    set(this.drawing, {
      "aria-label": this.options.label ?? this.options.title,
    });
    sheet(this.drawing, width, height);
    const frame = {
      left: left * unit,
      right: width - right * unit,
      top: top * unit,
      bottom: height - bottom * unit,
    };
    return { drawing: this.drawing, width, height, unit, frame };
  }

  /** A canvas that fills the place, sharp on any screen; null while there is no room. @param {number} [tall] in em */
  paper(tall) {
    const { width, height, unit } = this.measure(tall);
    if (width < 40) return null;
    this.canvas ??= html("canvas", { role: "img" }, this.place);
    set(this.canvas, {
      "aria-label": this.options.label ?? this.options.title,
    });
    return { context: sharp(this.canvas, width, height), width, height, unit };
  }
}

/** The context of a canvas of a size in CSS pixels, emptied. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
export function sharp(canvas, width, height) {
  const ratio = inkRatio();
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  return context;
}

/** A name behind a piece of its line. @param {Element} parent @param {Key} key */
export function legendKey(parent, { title, colour, dash = false, link }) {
  return html(
    "span",
    {
      class: `key ${dash ? "dashed" : ""}`.trim(),
      style: `--c: var(--${colour})`,
      "data-link": link,
    },
    parent,
    title,
  );
}
