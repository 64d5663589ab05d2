// Colours: the theme comes from Python (nnviz/figures/theme.py); here it becomes tables that a canvas can use.

/** @typedef {{r: number, g: number, b: number}} Rgb */
/** @typedef {[number, string]} Stop of the diverging scale: its share, and its colour as #rrggbb */

/**
 * @typedef {object} Theme the colours of one mode as #rrggbb; nnviz/figures/theme.py says what each is for
 * @property {boolean} dark
 * @property {string} paper
 * @property {string} panel
 * @property {string} hairline
 * @property {string} grid
 * @property {string} ink
 * @property {string} muted
 * @property {string} positive
 * @property {string} negative
 * @property {string} zero
 * @property {string} soft_positive
 * @property {string} soft_negative
 * @property {string} train
 * @property {string} test
 * @property {string} gradient
 * @property {string} update
 * @property {string} right
 * @property {string} warning
 * @property {string[]} classes
 * @property {string[]} lines
 * @property {Stop[]} diverging
 */

/** @typedef {Record<"light" | "dark", Theme>} Themes */
/** @typedef {ReturnType<typeof palette>} Palette */

/**
 * @param {string} hex #rrggbb
 * @returns {Rgb}
 */
export function rgb(hex) {
  const n = parseInt(hex.slice(1), 16);
  return { r: n >> 16, g: (n >> 8) & 255, b: n & 255 };
}

/**
 * @param {Rgb} a
 * @param {Rgb} b
 * @param {number} share 0 is a, 1 is b
 */
export function mix(a, b, share) {
  const m = (/** @type {"r" | "g" | "b"} */ k) => Math.round(a[k] + (b[k] - a[k]) * share);
  return { r: m("r"), g: m("g"), b: m("b") };
}

/** @param {Rgb} c */
export const css = (c) => `rgb(${c.r},${c.g},${c.b})`;

/** How bright a colour is, as WCAG 2 counts it: 0 is black, 1 is white. @param {Rgb} c */
export function luminance({ r, g, b }) {
  const [x, y, z] = [r, g, b].map((v) => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

/** From 1 to 21. @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const READABLE = 4.5;
const BLACK = { r: 0, g: 0, b: 0 };
const WHITE = { r: 255, g: 255, b: 255 };

/** The colour of a text on a ground: the ink where that can be read, else black or white, one of which always can. @param {Rgb} ground @param {Rgb} ink */
export function textOn(ground, ink) {
  if (contrast(ground, ink) >= READABLE) return ink;
  return contrast(ground, BLACK) > contrast(ground, WHITE) ? BLACK : WHITE;
}

/** @param {Rgb} c */
export const pixel = (c) => ((255 << 24) | (c.b << 16) | (c.g << 8) | c.r) >>> 0;

/**
 * A table of 256 pixels for bytes on a centred scale: 1 is the low end, 128 the centre, 255 the high end, 0 is NaN.
 * @param {Stop[]} stops
 * @param {string} nan
 */
export function table(stops, nan) {
  const points = stops.map(([at, hex]) => /** @type {const} */ ([at, rgb(hex)]));
  const out = new Uint32Array(256);
  out[0] = pixel(rgb(nan));
  for (let i = 1; i < 256; i++) out[i] = pixel(along(points, (i - 1) / 254));
  return out;
}

/**
 * @param {(readonly [number, Rgb])[]} points
 * @param {number} t
 */
function along(points, t) {
  const k = Math.max(
    1,
    points.findIndex(([at]) => at >= t),
  );
  const [a, from] = points[k - 1];
  const [b, to] = points[k];
  return mix(from, to, (t - a) / (b - a));
}

/**
 * Everything that the drawings need, for one mode.
 * @param {Theme} theme
 */
export function palette(theme) {
  const [paper, ink, calm] = [rgb(theme.zero), rgb(theme.ink), mix(rgb(theme.paper), rgb(theme.right), 0.22)];
  const classes = theme.classes.map(rgb);
  const stops = theme.diverging.map(([at, hex]) => /** @type {const} */ ([at, rgb(hex)]));
  return {
    ...theme,
    signed: table(theme.diverging, theme.muted),
    greys: Uint32Array.from({ length: 256 }, (_, i) => pixel(mix(paper, ink, i / 255))),
    veil: `${theme.panel}c8`,
    /** @param {number} t from -1 to 1 */
    tone: (t) => (Number.isFinite(t) ? css(along(stops, Math.min(1, Math.max(0, (t + 1) / 2)))) : theme.muted),
    /** The text on that colour. @param {number} t from -1 to 1 */
    onTone: (t) =>
      Number.isFinite(t) ? css(textOn(along(stops, Math.min(1, Math.max(0, (t + 1) / 2))), ink)) : theme.paper,
    /** The text on a warning as loud as `share` (0 to 1), which begins at the calm green. */
    onWarning: (/** @type {number} */ share) => css(textOn(mix(calm, rgb(theme.warning), share), ink)),
    /** @param {number} k */
    classColour: (k) => theme.classes[k % classes.length],
    /** The field of class k, as sure as `share` (0 to 1); lighter than a point of that class, so points stand out. */
    region: (/** @type {number} */ k, /** @type {number} */ share) =>
      mix(paper, classes[k % classes.length], (theme.dark ? 0.12 : 0.08) + (theme.dark ? 0.5 : 0.46) * share),
  };
}

/**
 * Any CSS colour as #rrggbb; white where it is none.
 * @param {string} colour
 */
export function toHex(colour) {
  const probe = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  probe.fillStyle = "#ffffff";
  probe.fillStyle = colour.trim() || "#ffffff";
  return probe.fillStyle.startsWith("#") ? probe.fillStyle : "#ffffff";
}

/** Whether a colour is a dark paper. @param {string} colour any CSS colour */
export function isDark(colour) {
  const { r, g, b } = rgb(toHex(colour));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/**
 * The theme on the very paper of the page, so that the stage has no edge and zero looks like nothing.
 * @param {Theme} theme
 * @param {string} paper
 * @returns {Theme}
 */
export function onPaper(theme, paper) {
  if (paper === theme.paper && theme.panel === theme.paper) return theme;
  const [from, ink] = [rgb(paper), rgb(theme.ink)];
  const hex = (/** @type {number} */ share) => toHex(css(mix(from, ink, share)));
  const diverging = theme.diverging.map(([at, colour]) => /** @type {Stop} */ ([at, at === 0.5 ? paper : colour]));
  return { ...theme, paper, panel: paper, zero: paper, hairline: hex(0.15), grid: hex(0.09), diverging };
}
