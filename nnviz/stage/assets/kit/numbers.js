// Numbers as people read them: a true minus, few digits, always the same width where they change.

/**
 * A loss or another size, in at most seven characters.
 * @param {number} x
 */
export function short(x) {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (size !== 0 && (size < 0.0005 || size >= 99999.5)) return minus(x.toExponential(1).replace("e+", "e"));
  return minus(x.toFixed(size >= 999.5 ? 0 : size >= 99.95 ? 1 : size >= 9.995 ? 2 : size >= 0.0995 ? 3 : 4));
}

/**
 * The full number for a tooltip.
 * @param {number} x
 */
export function precise(x) {
  if (!Number.isFinite(x)) return short(x);
  const size = Math.abs(x);
  return minus(size !== 0 && (size < 1e-4 || size >= 1e6) ? x.toExponential(4) : x.toPrecision(5));
}

/**
 * A label of an axis: no more digits than the distance between labels asks for.
 * @param {number} x
 * @param {number} [distance]
 */
export function label(x, distance) {
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 1e6) return minus(`${+(x / 1e6).toPrecision(3)}M`);
  if (size >= 1e4) return minus(`${+(x / 1e3).toPrecision(3)}k`);
  if (size < 1e-3) return minus(x.toExponential(0));
  return minus(String(+x.toFixed(distance ? Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9)) : 4)));
}

/** @param {string} text */
function minus(text) {
  return text.replaceAll("-", "−");
}

/**
 * A whole number in at most six characters.
 * @param {number} n
 */
export function count(n) {
  return n < 999999.5 ? String(Math.round(n)) : `${(n / 1e6).toFixed(n < 1e8 ? 2 : 0)}M`;
}

/** @param {number} share 0 to 1 */
export function percent(share) {
  return Number.isNaN(share) ? "–" : share === 1 ? "100 %" : `${(100 * share).toFixed(1)} %`;
}

/**
 * Round numbers for the labels of an axis.
 * @param {number} low
 * @param {number} high
 * @param {number} most how many fit
 * @returns {number[]}
 */
export function ticks(low, high, most) {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10);
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) out.push(k * step);
  return out;
}

/**
 * The next of 1, 1.5, 2, 3, 5, 7, 10, ... at or above a number.
 * @param {number} x
 */
export function roundUp(x) {
  if (!(x > 0) || !Number.isFinite(x)) return 1;
  const power = 10 ** Math.floor(Math.log10(x));
  return power * ([1, 1.5, 2, 3, 5, 7].find((m) => m * power >= x * (1 - 1e-9)) ?? 10);
}
