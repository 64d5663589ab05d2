// Lines, areas and arrows through numbers, as an SVG path or straight onto a canvas: anything with moveTo and lineTo.
//
//   svg("path", { class: "curve", d: linePath(values, (i) => x(steps[i]), y) }, drawing);
//   context.beginPath(); line(context, values, (i) => x(epochs[i]), y, { thin: 0.7 }); context.stroke();
//
// d3-shape (20 kB) breaks a line at a point; here it must also break between two points (the jump of a step function)
// and leave out points that fall on the same pixel.

/** @typedef {{moveTo(x: number, y: number): void, lineTo(x: number, y: number): void, closePath(): void}} Pen */

/** The text of an SVG path, to a tenth of a pixel. */
export class SvgPath {
  constructor() {
    this.d = "";
  }
  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.d += `M${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.d += `L${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  closePath() {
    this.d += "Z";
  }
}

/**
 * @typedef {object} LineOptions
 * @property {number} [from] the first index
 * @property {number} [count] how many values, from the beginning
 * @property {(i: number) => boolean} [gap] whether the line is broken before a point
 * @property {boolean} [stop] whether the line ends where a number is not finite, instead of going on behind it
 * @property {number} [thin] points nearer than this to the one before, in pixels, are left out (the last one stays)
 */

/** Beyond so many pixels nothing is seen, and browsers lose their way. */
const FAR = 1e4;

/**
 * A line through values, or rows of values of which `y` takes one; where it is not finite there is a gap.
 * @template Value
 * @param {Pen} pen @param {ArrayLike<Value>} values @param {(i: number) => number} x @param {(value: Value) => number} y @param {LineOptions} [options]
 * @returns {[number, number] | null} where it ends
 */
export function line(pen, values, x, y, { from = 0, count = values.length, gap, stop, thin = 0 } = {}) {
  let down = false;
  let lastX = -Infinity;
  let [endX, endY] = [NaN, NaN];
  for (let i = from; i < count; i++) {
    const px = x(i);
    const py = y(values[i]);
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      if (stop) break;
      down = false;
      continue;
    }
    if (down && px - lastX < thin && i + 1 < count) continue;
    endX = within(px);
    endY = within(py);
    if (down && !gap?.(i)) pen.lineTo(endX, endY);
    else pen.moveTo(endX, endY);
    down = true;
    lastX = px;
  }
  return Number.isNaN(endX) ? null : [endX, endY];
}

/** @param {number} v */
const within = (v) => Math.max(-FAR, Math.min(FAR, v));

/** The same as the text of an SVG path. @param {ArrayLike<number>} values @param {(i: number) => number} x @param {(value: number) => number} y @param {LineOptions} [options] */
export function linePath(values, x, y, options) {
  const pen = new SvgPath();
  line(pen, values, x, y, options);
  return pen.d;
}

/**
 * The area between two rows of values.
 * @param {Pen} pen @param {ArrayLike<number>} low @param {ArrayLike<number>} high @param {(i: number) => number} x @param {(value: number) => number} y @param {{count?: number, thin?: number}} [options]
 */
export function area(pen, low, high, x, y, { count = low.length, thin = 0 } = {}) {
  const kept = [];
  let lastX = -Infinity;
  for (let i = 0; i < count; i++) {
    if (x(i) - lastX < thin && i + 1 < count) continue;
    lastX = x(i);
    kept.push(i);
  }
  if (kept.length < 2) return;
  kept.forEach((i, k) => (k ? pen.lineTo(x(i), y(low[i])) : pen.moveTo(x(i), y(low[i]))));
  for (const i of kept.reverse()) pen.lineTo(x(i), y(high[i]));
  pen.closePath();
}

/** An arrow with a head that is no longer than the arrow; none where it is shorter than three pixels. @param {Pen} pen @param {number} x @param {number} y @param {number} u @param {number} v @param {number} size of the head */
export function arrow(pen, x, y, u, v, size) {
  const length = Math.hypot(u - x, v - y);
  if (!(length >= 3)) return;
  const [dx, dy] = [(u - x) / length, (v - y) / length];
  const head = Math.min(size, 0.6 * length);
  const [bx, by] = [u - dx * head, v - dy * head];
  pen.moveTo(x, y);
  pen.lineTo(bx, by);
  pen.moveTo(u, v);
  pen.lineTo(bx - (dy * head) / 2, by + (dx * head) / 2);
  pen.lineTo(bx + (dy * head) / 2, by - (dx * head) / 2);
  pen.closePath();
}
