// What a region of the plane looks like, in numbers: its colour, its pattern in words, and the border through it.

/** A line's colour and how much of it: the first layer's pattern chooses the hue, all patterns the strength. @param {number} hue @param {number} strength both whole numbers @param {number} hues how many there are @returns {[number, number]} */
export function regionShade(hue, strength, hues) {
  const golden = (strength * 0.618034) % 1;
  return [hue % hues, 0.2 + 0.55 * golden];
}

/** Active units as 1 and others as 0, a group for each layer. @param {number[]} bits @param {number[]} units */
export function patternText(bits, units) {
  const groups = [];
  let at = 0;
  for (const count of units) {
    if (at >= bits.length) break;
    groups.push(
      bits
        .slice(at, at + count)
        .map((bit) => (bit ? "1" : "0"))
        .join(""),
    );
    at += count;
  }
  return groups.join(" | ");
}

/**
 * Where the line X w + c = 0 passes through a convex polygon; null where it does not.
 * @param {[number, number][]} corners @param {[number, number]} w @param {number} c
 * @returns {[[number, number], [number, number]] | null}
 */
export function borderLine(corners, w, c) {
  const z = corners.map(([x, y]) => x * w[0] + y * w[1] + c);
  /** @type {[number, number][]} */
  const ends = [];
  corners.forEach(([x, y], k) => {
    const next = (k + 1) % corners.length;
    if (z[k] > 0 === z[next] > 0) return;
    const share = z[k] / (z[k] - z[next]);
    ends.push([x + share * (corners[next][0] - x), y + share * (corners[next][1] - y)]);
  });
  return ends.length === 2 ? [ends[0], ends[1]] : null;
}
