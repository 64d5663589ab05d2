// Numbers with a fixed count of decimals, so that nothing jumps while they change.

/**
 * A number with so many decimals; as a power of ten where those would show nothing of it.
 * @param {number} x
 * @param {number} [decimals]
 */
export function fixed(x, decimals = 4) {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "−inf";
  const size = Math.abs(x);
  const text =
    size !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e6)
      ? x.toExponential(1).replace("e+", "e")
      : x.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replaceAll("-", "−");
}

/** A number of a table: always so many decimals, whatever is lost. @param {number} x @param {number} decimals */
export function plain(x, decimals) {
  if (!Number.isFinite(x) || Math.abs(x) >= 1e6) return fixed(x, decimals);
  const text = x.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replaceAll("-", "−");
}

/** A difference: one digit and its power of ten, or 0. @param {number} x */
export function gap(x) {
  return x === 0 ? "0" : x.toExponential(1).replace("e+", "e").replaceAll("-", "−");
}
