// Lines between units: what they can show, and the curve they follow.

/** The numbers that the lines and the biases can stand for: their name, their arrays in a frame, their symbols with those of kernels. */
export const KINDS = {
  weights: { name: "Weights", weight: "weights", bias: "biases", symbol: ["W", "b", "K"] },
  gradients: { name: "Gradients", weight: "weight_gradients", bias: "bias_gradients", symbol: ["dW", "db", "dK"] },
  updates: { name: "Updates", weight: "weight_updates", bias: "bias_updates", symbol: ["ΔW", "Δb", "ΔK"] },
};

/** @typedef {keyof typeof KINDS} NumberKind */
/** @typedef {{left: number, right: number, units: number[]}} Ends of lines: a column */

/** Where the line from unit i to unit j starts and ends. @param {Ends} from @param {number} i @param {Ends} to @param {number} j */
export function ends(from, i, to, j) {
  return [from.right, from.units[i], to.left, to.units[j]];
}

/** More lines than this are straight: a tangle of curves is no clearer, and takes twice as long to draw. */
const MOST_CURVES = 160;

/** Whether the lines between some columns are straight. @param {{units: number[]}[]} places */
export function areStraight(places) {
  return places.slice(1).reduce((sum, place, l) => sum + place.units.length * places[l].units.length, 0) > MOST_CURVES;
}

/** The height of a line at x. @param {number[]} line @param {number} x @param {boolean} straight */
export function linkHeight([x0, y0, x1, y1], x, straight) {
  if (straight) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  // The curve's x is a cubic in t that bends symmetrically; halving finds t.
  let [low, high] = [0, 1];
  for (let n = 0; n < 12; n++) {
    const t = (low + high) / 2;
    const u = 1 - t;
    const at = 3 * u * u * t * 0.45 + 3 * u * t * t * 0.55 + t * t * t;
    if (x0 + (x1 - x0) * at < x) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return y0 + (y1 - y0) * t * t * (3 - 2 * t);
}

/**
 * A band between two upright edges, curved like the lines.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x0
 * @param {number} top0
 * @param {number} bottom0
 * @param {number} x1
 * @param {number} top1
 * @param {number} bottom1
 */
export function band(c, x0, top0, bottom0, x1, top1, bottom1) {
  const bend = (x1 - x0) * 0.45;
  c.moveTo(x0, top0);
  c.bezierCurveTo(x0 + bend, top0, x1 - bend, top1, x1, top1);
  c.lineTo(x1, bottom1);
  c.bezierCurveTo(x1 - bend, bottom1, x0 + bend, bottom0, x0, bottom0);
  c.closePath();
}
