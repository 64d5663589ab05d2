// Every number as a person reads it: a true minus, and no more digits than its place asks for.
//
//   fixed(0.25)            "0.2500"   so many decimals, so that nothing jumps while it changes
//   tabular(1e-9, 2)       "0.00"     the same in a table, whatever is lost
//   short(1234.5)          "1235"     a loss or another size in at most seven characters
//   precise(1234.5)        "1234.5"   five digits, for a tooltip
//   approximate(123.4)     "120"      two digits, in a sentence
//   label(0.25, 0.05)      "0.25"     a label of an axis
//   significant(0.12345)  "0.1235"   four digits, wherever the point stands: a tensor's entry
//   powerOfTen(-7)         "10⁻⁷"     an exponent as an axis writes it
//   inUnits(245123.4)      "245,123"  in the units of a target, six digits
//   difference(2.2e-16)    "2.2e−16"  how far two numbers are apart

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** @param {string} text */
export const minus = (text) => text.replaceAll("-", "−");

/** What is not finite. @param {number} x @param {string} infinity */
const unbounded = (x, infinity) => (Number.isNaN(x) ? "NaN" : x > 0 ? infinity : `−${infinity}`);

/** So many decimals and a power of ten; without a number all that it has. @param {number} x @param {number} [decimals] */
const power = (x, decimals) => minus(x.toExponential(decimals).replace("e+", "e"));

/** One decimal and a power of ten. @param {number} x */
const exponential = (x) => power(x, 1);

/** Decimals without a minus before a zero. @param {number} x @param {number} decimals */
function decimal(x, decimals) {
  const text = x.toFixed(decimals);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** A number with so many decimals; as a power of ten where those would show nothing of it. @param {number} x @param {number} [decimals] */
export function fixed(x, decimals = 4) {
  if (!Number.isFinite(x)) return unbounded(x, "inf");
  const size = Math.abs(x);
  const lost = size !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e6);
  return lost ? exponential(x) : decimal(x, decimals);
}

/** A number of a table: always so many decimals, whatever is lost. @param {number} x @param {number} decimals */
export function tabular(x, decimals) {
  return !Number.isFinite(x) || Math.abs(x) >= 1e6 ? fixed(x, decimals) : decimal(x, decimals);
}

/** A number of four decimals without the zeros at its end. @param {number} x */
export function trimmed(x) {
  const size = Math.abs(x);
  return size >= 1e6 || (x !== 0 && size < 1e-4) ? fixed(x, 4) : minus(String(Math.round(x * 1e4) / 1e4));
}

/**
 * A number in so many digits, wherever its point stands, without zeros at its end: as `cell` of
 * nnviz/experiments/inspection/formula.py writes it.
 * @param {number} x @param {number} [digits]
 */
export function significant(x, digits = 4) {
  if (!Number.isFinite(x)) return unbounded(x, "∞");
  const [mantissa, power] = halfToEven(x, digits).split("e");
  const k = Number(power);
  const plain = k >= -4 && k < digits;
  const text = plain ? Number(`${mantissa}e${k}`).toFixed(Math.max(0, digits - 1 - k)) : mantissa;
  const trimmed = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return minus(plain ? trimmed : `${trimmed}e${k}`);
}

/** So many digits and a power of ten; a number in the middle of two goes to the even one, as in Python. @param {number} x @param {number} digits */
function halfToEven(x, digits) {
  const [up, longer] = [x.toExponential(digits - 1), x.toExponential(digits)];
  const [, even] = longer.match(/^(.*[02468]\.?)5e/) ?? [];
  return even !== undefined && Number(longer) === x ? `${even.replace(/\.$/, "")}e${longer.split("e")[1]}` : up;
}

/** A number with all its digits. @param {number} x */
export const exact = (x) => minus(String(x));

/** A number in a product or a sum: brackets around what is negative. @param {number} x @param {(x: number) => string} format */
export const bracketed = (x, format) => (x < 0 ? `(${format(x)})` : format(x));

/** A difference: two digits and their power of ten, or 0. @param {number} x */
export const difference = (x) => (x === 0 ? "0" : exponential(x));

/** An error in a narrow cell. @param {number} x not negative */
export function error(x) {
  if (x === 0) return "0";
  return Number.isFinite(x) && x < 0.01 ? power(x, 0) : fixed(x, 2);
}

/** A loss or another size, in at most seven characters. @param {number} x */
export function short(x) {
  if (!Number.isFinite(x)) return unbounded(x, "∞");
  const size = Math.abs(x);
  if (size !== 0 && (size < 0.0005 || size >= 99999.5)) return exponential(x);
  return minus(x.toFixed(size >= 999.5 ? 0 : size >= 99.95 ? 1 : size >= 9.995 ? 2 : size >= 0.0995 ? 3 : 4));
}

/** The full number for a tooltip. @param {number} x */
export function precise(x) {
  if (!Number.isFinite(x)) return short(x);
  const size = Math.abs(x);
  return size !== 0 && (size < 1e-4 || size >= 99999.5) ? power(x, 4) : minus(x.toPrecision(5));
}

/** The same without the zeros behind its point. @param {number} x */
export const rounded = (x) =>
  precise(x)
    .replace(/(\.\d*?)0+(?=e|$)/, "$1")
    .replace(/\.(?=e|$)/, "");

/** So many digits, and no power of ten where a person would write none. @param {number} x @param {number} [digits] */
export function approximate(x, digits = 2) {
  if (!Number.isFinite(x)) return unbounded(x, "∞");
  const near = Number(x.toPrecision(digits));
  const size = Math.abs(near);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? power(near) : minus(String(near));
}

/** A number in the units of a target: no power of ten where a person would write none. @param {number} x @param {number} [digits] */
export function inUnits(x, digits = 6) {
  const size = Math.abs(x);
  if (!Number.isFinite(x) || (size !== 0 && (size < 1e-4 || size >= 1e12))) return precise(x);
  return minus(Number(x.toPrecision(digits)).toLocaleString("en-US", { maximumFractionDigits: 12 }));
}

/**
 * A label of an axis: no more digits than the distance between labels asks for, and no fewer; three where there is none.
 * @param {number} x @param {number} [distance]
 */
export function label(x, distance) {
  if (!Number.isFinite(x)) return unbounded(x, "∞");
  const size = Math.abs(x);
  const place = distance ? Math.floor(Math.log10(distance) + 1e-9) : -Infinity; // of the last digit
  if (size === 0 || size < 0.5 * 10 ** place) return "0";
  const asked = distance ? Math.floor(Math.log10(size) + 1e-9) - place + 1 : 3;
  const digits = Math.max(1, Math.min(15, size < 1e4 ? asked : Math.max(3, asked)));
  const near = Number(x.toPrecision(digits));
  if (size >= 1e9 || size < 1e-3) return power(near);
  if (size >= 1e6) return minus(`${Number((near / 1e6).toPrecision(digits))}M`);
  if (size >= 1e4) return minus(`${Number((near / 1e3).toPrecision(digits))}k`);
  return minus(String(distance || size < 0.1 ? near : Number(x.toFixed(4))));
}

/** A power of ten as an axis writes it: 0.01 to 1000 in full, the others as ten and an exponent. @param {number} k @param {number} [low] @param {number} [high] */
export const powerOfTen = (k, low = -2, high = 3) => (k >= low && k <= high ? label(10 ** k) : tenTo(k));

/** Ten and its exponent, whatever it is. @param {number} k */
export const tenTo = (k) => `10${superscript(k)}`;

/** A whole number in at most six characters. @param {number} n */
export const count = (n) => (n < 999999.5 ? String(Math.round(n)) : `${(n / 1e6).toFixed(n < 1e8 ? 2 : 0)}M`);

/** An epoch: whole, or with two decimals. @param {number} x */
export const epochs = (x) => (Math.abs(x - Math.round(x)) < 1e-4 || x >= 1000 ? count(x) : x.toFixed(2));

/** @param {number} share 0 to 1 */
export const percent = (share) => (Number.isNaN(share) ? "–" : share === 1 ? "100 %" : `${(100 * share).toFixed(1)} %`);

/** A percentage of an axis. @param {number} share */
export const wholePercent = (share) => `${Math.round(100 * share)} %`;

/** @param {number} n */
export const subscript = (n) => String(n).replace(/\d/g, (d) => SUBSCRIPTS[Number(d)]);

/** @param {number} k */
export const superscript = (k) => String(k).replace(/[-\d]/g, (d) => (d === "-" ? "⁻" : SUPERSCRIPTS[Number(d)]));

/** A shape as NumPy writes it. @param {number[]} shape */
export const shapeText = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** A finite number as a person types it, with a decimal comma or a true minus too; else null. @param {string} text */
export function readNumber(text) {
  const plain = text
    .trim()
    .replaceAll("−", "-")
    .replace(/^([^.]*),([^.,]*)$/, "$1.$2");
  const value = plain === "" ? NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}
