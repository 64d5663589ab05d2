// A Plotly figure where it has the width of a phone: titles are small, names stand below, and what stood side by side is stacked.

/** Narrower figures are drawn so, in pixels. */
export const NARROW = 560;

const TEXT = { size: 13 };
const TITLE = { size: 16 };
const BELOW = { orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom", font: TEXT };
const UPPER = [0.58, 1];
const LOWER = [0, 0.42];

/** @typedef {{text?: string, font?: {size?: number}}} Title */
/** @typedef {{title?: string | Title, domain?: number[], tickfont?: object}} Axis */
/** @typedef {{domain?: object, xaxis?: Axis, yaxis?: Axis, zaxis?: Axis}} Scene */
/** @typedef {{title?: string | Title, legend?: object, height: number, xaxis?: Axis, xaxis2?: Axis, yaxis?: Axis, yaxis2?: Axis, scene?: Scene, scene2?: Scene}} Layout as far as it is changed here */

/** A figure's layout as it fits a width. @param {Layout} layout @param {number} width in pixels @returns {Layout} */
export function narrowed(layout, width) {
  if (width >= NARROW) return layout;
  const { title, legend, height, xaxis, xaxis2, yaxis, yaxis2, scene, scene2 } = layout;
  const stacked = yaxis2 !== undefined && xaxis?.domain !== undefined;
  const whole = stacked ? { domain: [0, 1] } : {};
  return {
    ...layout,
    title: { ...titled(title), font: TITLE },
    legend: { ...legend, ...BELOW },
    height: stacked ? 1.7 * height : scene2 ? 1.5 * height : height,
    ...(xaxis && { xaxis: { ...small(xaxis), ...whole } }),
    ...(xaxis2 && { xaxis2: { ...small(xaxis2), ...whole } }),
    ...(yaxis && { yaxis: { ...small(yaxis), ...(stacked ? { domain: UPPER } : {}) } }),
    ...(yaxis2 && { yaxis2: { ...small(yaxis2), ...(stacked ? { domain: LOWER } : {}) } }),
    ...(scene && { scene: landscape(scene, scene2 && UPPER) }),
    ...(scene2 && { scene2: landscape(scene2, LOWER) }),
  };
}

/** A title as an object. @param {string | Title | undefined} title @returns {Title} */
const titled = (title) => (typeof title === "string" ? { text: title } : (title ?? {}));

/** An axis in small letters. @param {Axis} axis @param {object} [font] @returns {Axis} */
const small = (axis, font = TEXT) => ({ ...axis, tickfont: font, title: { ...titled(axis.title), font } });

/** A landscape in small letters. @param {Scene} scene @param {number[] | undefined} y where it stands; as before if left out @returns {Scene} */
function landscape({ domain, xaxis = {}, yaxis = {}, zaxis = {}, ...rest }, y) {
  const font = { size: 11 };
  const axes = { xaxis: small(xaxis, font), yaxis: small(yaxis, font), zaxis: small(zaxis, font) };
  return { ...rest, ...axes, domain: y ? { x: [0, 1], y } : domain };
}
