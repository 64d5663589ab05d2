// Scales: from a number to its place in pixels and back, with the round numbers that an axis marks.
//
//   const x = linear([0, 60], [frame.left, frame.right]);
//   const y = log([1e-4, 1], [frame.bottom, frame.top], { zero: frame.bottom + 12, unbounded: frame.top - 10 });
//   x(30); x.invert(412); y.ticks(5);
//
// They are functions of their own and not d3-scale's, which brings 29 kB (colours, dates, formats) for these lines and
// has no place for zero or infinity on a logarithmic axis, where a vanished or exploded gradient must be seen.

import { bisectCenter } from "d3-array";

/** @typedef {[number, number]} Pair */

/**
 * @typedef {object} ScaleExtras
 * @property {"linear" | "log" | "bands"} kind
 * @property {Pair} domain
 * @property {Pair} range
 * @property {(pixel: number) => number} invert the number at a place; of bands, the index of the band
 * @property {(value: number) => number} clamp
 * @property {(most: number) => number[]} ticks at most so many gaps between round numbers
 */

/** @typedef {((value: number) => number) & ScaleExtras} Scale */

/** @param {number} v @param {Pair} ends */
const within = (v, [a, b]) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), v));

/**
 * @param {Pair} domain
 * @param {Pair} range the places of its ends
 * @param {{overshoot?: number}} [options] how far beyond the ends a place may lie, as a share of the range
 * @returns {Scale}
 */
export function linear(domain, range, { overshoot = Infinity } = {}) {
  const [low, high] = domain;
  const [from, to] = range;
  const place = (/** @type {number} */ v) => {
    const share = (v - low) / (high - low || 1);
    return from + Math.max(-overshoot, Math.min(1 + overshoot, share)) * (to - from);
  };
  return Object.assign(place, {
    kind: /** @type {const} */ ("linear"),
    domain,
    range,
    invert: (/** @type {number} */ pixel) => low + ((pixel - from) / (to - from || 1)) * (high - low),
    clamp: (/** @type {number} */ v) => within(v, domain),
    ticks: (/** @type {number} */ most) => ticks(low, high, most),
  });
}

/**
 * @param {Pair} domain both above zero
 * @param {Pair} range
 * @param {{overshoot?: number, zero?: number, unbounded?: number}} [options] the places of zero, and of what is not finite
 * @returns {Scale}
 */
export function log(domain, range, { overshoot = Infinity, zero, unbounded } = {}) {
  const exponents = linear([Math.log10(domain[0]), Math.log10(domain[1])], range, { overshoot });
  const place = (/** @type {number} */ v) => {
    if (v === 0 && zero !== undefined) return zero;
    if (!Number.isFinite(v) && unbounded !== undefined) return unbounded;
    return exponents(Math.log10(Math.max(v, Number.MIN_VALUE)));
  };
  return Object.assign(place, {
    kind: /** @type {const} */ ("log"),
    domain,
    range,
    invert: (/** @type {number} */ pixel) => 10 ** exponents.invert(pixel),
    clamp: (/** @type {number} */ v) => within(v, domain),
    ticks: (/** @type {number} */ most) => powers(exponents.domain[0], exponents.domain[1], most).map((k) => 10 ** k),
  });
}

/**
 * Bands of equal width, such as the layers of a network: a number is the index of a band, its place the band's middle.
 * @param {number} count
 * @param {Pair} range
 * @returns {Scale & {bandwidth: number}}
 */
export function bands(count, range) {
  const edges = linear([0, count], range);
  return Object.assign((/** @type {number} */ i) => edges(i + 0.5), {
    kind: /** @type {const} */ ("bands"),
    domain: /** @type {Pair} */ ([0, count - 1]),
    range,
    bandwidth: Math.abs(edges(1) - edges(0)),
    invert: (/** @type {number} */ pixel) => within(Math.floor(edges.invert(pixel)), [0, count - 1]),
    clamp: (/** @type {number} */ i) => within(i, [0, count - 1]),
    ticks: (/** @type {number} */ most) => {
      const every = roundStep(count / Math.max(1, most));
      return Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
    },
  });
}

/** The next of 1, 2, 5, 10, 20, 50, ... at or above a number. @param {number} x */
const roundStep = (x) => {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(x)));
  return power * /** @type {number} */ ([1, 2, 5, 10].find((m) => m * power >= x - 1e-9));
};

/**
 * Round numbers for the labels of an axis. d3's ticks may give 1.4 times as many as are asked for; these never do, so
 * that labels do not run into each other.
 * @param {number} low @param {number} high @param {number} most how many gaps fit
 */
export function ticks(low, high, most) {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * /** @type {number} */ ([1, 2, 5, 10].find((m) => m * power >= rough * 0.999));
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) out.push(k * step);
  return out;
}

/** Round exponents between two exponents of ten. @param {number} low @param {number} high @param {number} most how many gaps fit */
export function powers(low, high, most) {
  const every = roundStep((high - low) / Math.max(1, most));
  const out = [];
  for (let k = Math.ceil(low / every - 1e-9); k * every <= high + 1e-9; k++) out.push(k * every);
  return out;
}

/**
 * The exponents of ten that hold some sizes, and whether some of them are zero or not finite.
 * @param {Iterable<number>} values not negative
 */
export function decades(values) {
  const found = {
    low: Infinity,
    high: -Infinity,
    zero: false,
    unbounded: false,
  };
  for (const v of values) {
    if (v === 0) found.zero = true;
    else if (!Number.isFinite(v)) found.unbounded = true;
    else {
      found.low = Math.min(found.low, Math.floor(Math.log10(v)));
      found.high = Math.max(found.high, Math.ceil(Math.log10(v)));
    }
  }
  return found;
}

/** The next of 1, 1.5, 2, 3, 5, 7, 10, ... at or above a number. @param {number} x */
export function roundUp(x) {
  if (!(x > 0) || !Number.isFinite(x)) return 1;
  const power = 10 ** Math.floor(Math.log10(x));
  return power * /** @type {number} */ ([1, 1.5, 2, 3, 5, 7, 10].find((m) => m * power >= x * (1 - 1e-9)));
}

/** The index of the value nearest to one, among values in ascending order. @param {ArrayLike<number>} values @param {number} v */
export const nearest = (values, v) => bisectCenter(values, v);
