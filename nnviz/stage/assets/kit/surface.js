// A surface is a canvas that is as sharp as the screen, measured in CSS pixels, and knows when its size changed.

/** What all drawings share: the unit of length, the font and the colours. */
export class Look {
  /** @type {import("./colours.js").Palette | null} */
  #colours = null;

  constructor() {
    this.unit = 1;
    /** No text is smaller than this, in pixels: as large as projector mode asks. */
    this.least = 0;
    this.font = "sans-serif";
    this.ratio = 1;
    /** Counts how often the stage was laid out: surfaces then look how large they are. */
    this.layouts = 0;
    this.onResize = () => {};
  }

  /** Whether the theme is known: nothing is drawn before. */
  get themed() {
    return this.#colours !== null;
  }

  get colours() {
    if (!this.#colours) throw new Error("Nothing can be drawn before the theme is known.");
    return this.#colours;
  }

  set colours(colours) {
    this.#colours = colours;
  }

  /** @param {number} px a length at a stage 930 pixels wide */
  px(px) {
    return px * this.unit;
  }

  /**
   * @param {number} [size]
   * @param {string} [weight]
   */
  type(size = 14, weight = "400") {
    return `${weight} ${Math.max(size * this.unit, this.least)}px ${this.font}`;
  }
}

/**
 * Whether the processor is to draw canvases: WebKitGTK draws them by GL even where the processor stands in for a graphics
 * card, which takes four times as long as drawing them itself. Which of the two it is, no page can ask.
 * @param {{vendor: string, platform: string}} navigator
 */
export const drawsByProcessor = ({ vendor, platform }) => vendor.startsWith("Apple") && platform.startsWith("Linux");

/** The context of a canvas; one that is said to be read often is drawn by the processor. @param {HTMLCanvasElement} canvas */
const contextOf = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: drawsByProcessor(navigator) })
  );

export class Surface {
  /**
   * @param {HTMLElement} box the element that the canvas fills
   * @param {string} label what it shows, for people who cannot see it
   * @param {AbortSignal} signal aborted when it is gone
   * @param {boolean} [lower] a second canvas, below: for what changes at another rate
   */
  constructor(box, label, signal, lower = false) {
    this.box = box;
    this.canvas = document.createElement("canvas");
    if (lower) this.canvas.setAttribute("aria-hidden", "true");
    else {
      this.canvas.setAttribute("role", "img");
      this.canvas.setAttribute("aria-label", label);
    }
    box.appendChild(this.canvas);
    this.context = contextOf(this.canvas);
    this.width = 0;
    this.height = 0;
    this.measured = -1;
    /** @type {Look | null} */
    this.look = null;
    const observer = new ResizeObserver(() => {
      this.measured = -1;
      this.look?.onResize();
    });
    observer.observe(box);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  }

  /** Take the box's size. Asking for it makes the browser lay out the page, so it is asked only after a change. @param {Look} look */
  measure(look) {
    this.look = look;
    this.measured = look.layouts;
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    const w = Math.round(this.width * look.ratio);
    const h = Math.round(this.height * look.ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
  }

  /** Clear what was drawn. @param {Look} look */
  begin(look) {
    if (this.measured !== look.layouts) this.measure(look);
    const { width, height } = this;
    const c = this.context;
    c.setTransform(look.ratio, 0, 0, look.ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    c.textBaseline = "middle";
    c.textAlign = "left";
    c.setLineDash([]);
    c.globalAlpha = 1;
    return c;
  }
}

/**
 * Text that never leaves its place: cut with an ellipsis when it is too long.
 * @param {CanvasRenderingContext2D} c
 * @param {string} text
 * @param {number} width
 */
export function fit(c, text, width) {
  if (c.measureText(text).width <= width) return text;
  let cut = text.length;
  while (cut > 0 && c.measureText(`${text.slice(0, cut)}…`).width > width) cut--;
  return cut > 0 ? `${text.slice(0, cut)}…` : "";
}

/** A small picture in memory, one pixel a cell, that is stretched when it is drawn. */
export class Cells {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.context = contextOf(this.canvas);
    /** @type {ImageData | null} */
    this.image = null;
    this.pixels = new Uint32Array(0);
  }

  /**
   * @param {number} width
   * @param {number} height
   * @returns {Uint32Array} the pixels, to be filled
   */
  resize(width, height) {
    if (!this.image || this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    return this.pixels;
  }

  commit() {
    if (this.image) this.context.putImageData(this.image, 0, 0);
  }
}
