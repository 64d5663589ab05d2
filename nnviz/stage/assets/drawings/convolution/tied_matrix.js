// A large matrix of weights on one canvas: a cell for each weight, coloured by its entry of a kernel or by its number.

import { html, set } from "../../kit/elements.js";

/** @typedef {import("../../kit/view.js").Palette} Palette */
/** @typedef {import("../message.js").Matrix} Matrix */

/** A colour for an entry of a kernel: hue by its column, lightness by its row. @param {number} row @param {number} column @param {[number, number]} kernel @param {boolean} dark @returns {[ground: string, ink: string]} */
export function entryColour(row, column, [rows, columns], dark) {
  const lightness = (dark ? 0.5 : 0.55) + (rows > 1 ? (0.33 * row) / (rows - 1) : 0.1);
  const hue = 25 + (330 * column) / Math.max(1, columns);
  return [`oklch(${lightness.toFixed(3)} 0.13 ${hue.toFixed(0)})`, lightness > 0.62 ? "#111111" : "#ffffff"];
}

export class TiedMatrix {
  /** @param {Element} parent @param {{signal: AbortSignal, choose?: (row: number, column: number) => void, point?: (place: [number, number] | null) => void}} options */
  constructor(parent, { signal, choose, point }) {
    this.box = html("figure", { class: "tied-matrix" }, parent);
    this.title = html("figcaption", {}, this.box);
    this.canvas = html("canvas", { role: "img", class: choose ? "choosable" : undefined }, this.box);
    this.rows = 0;
    this.columns = 0;
    this.canvas.addEventListener("click", (event) => choose?.(...this.placeOf(event)), { signal });
    this.canvas.addEventListener("pointermove", (event) => point?.(this.placeOf(event)), { signal });
    this.canvas.addEventListener("pointerleave", () => point?.(null), { signal });
  }

  /** The weight under the pointer. @param {MouseEvent} event @returns {[number, number]} */
  placeOf(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const inside = (/** @type {number} */ share, /** @type {number} */ n) =>
      Math.max(0, Math.min(n - 1, Math.floor(share * n)));
    return [inside((event.clientY - top) / height, this.rows), inside((event.clientX - left) / width, this.columns)];
  }

  /**
   * @param {{shape: [number, number], width: number, height: number, label: string, tone: (k: number) => string | null,
   *   line: string, accent: string, row?: number, lit?: (k: number) => boolean}} look `tone` is the colour of a weight,
   *   null where there is none; where some are lit the others fade; `row` is framed
   */
  show({ shape: [rows, columns], width, height, label, row, lit, tone, line, accent }) {
    Object.assign(this, { rows, columns });
    const side = Math.max(3, Math.min(20, Math.floor(Math.min(width / columns, height / rows))));
    const ratio = Math.max(2, globalThis.devicePixelRatio ?? 1);
    const [w, h] = [columns * side, rows * side];
    const { canvas } = this;
    set(canvas, { width: Math.round(w * ratio), height: Math.round(h * ratio), "aria-label": label });
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    const c = canvas.getContext("2d");
    if (!c) return;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, w, h);
    for (let k = 0; k < rows * columns; k++) {
      const colour = tone(k);
      if (!colour) continue;
      c.globalAlpha = !lit || lit(k) || Math.floor(k / columns) === row ? 1 : 0.4;
      c.fillStyle = colour;
      c.fillRect((k % columns) * side, Math.floor(k / columns) * side, side, side);
    }
    c.globalAlpha = 1;
    c.strokeStyle = line;
    c.lineWidth = 1;
    c.strokeRect(0.5, 0.5, w - 1, h - 1);
    for (let k = 0; k < rows * columns; k++) {
      if (!lit?.(k) || !tone(k)) continue;
      c.lineWidth = side > 5 ? 1.5 : 1;
      c.strokeStyle = accent;
      c.strokeRect((k % columns) * side + 0.5, Math.floor(k / columns) * side + 0.5, side - 1, side - 1);
    }
    if (row === undefined) return;
    c.lineWidth = 2.5;
    c.strokeStyle = accent;
    c.strokeRect(1.25, row * side - 0.5, w - 2.5, side + 1);
  }
}
