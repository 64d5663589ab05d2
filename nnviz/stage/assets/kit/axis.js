// One axis: gridlines, labels and a title, in an SVG drawing or on a canvas, with the same labels for both.
//
//   svgAxis(drawing, x, { side: "bottom", frame, unit: em(drawing), title: "step" });
//   canvasAxis(context, y, { side: "left", frame, look, format: wholePercent });
//
// d3-axis draws by d3-selection, has no canvas and does not know how much room a label has.

import { set, svg } from "./elements.js";
import { label, powerOfTen } from "./number_format.js";

/** @typedef {import("./scale.js").Scale} Scale */

/**
 * @typedef {object} AxisOptions
 * @property {"left" | "right" | "bottom"} side
 * @property {import("./elements.js").Frame} frame
 * @property {number[]} [values] what is marked; round numbers if left out
 * @property {number} [most] how many gaps between labels; as many as there is room for if left out
 * @property {(value: number, distance: number | undefined) => string} [format]
 * @property {string} [title] of a left or bottom axis
 * @property {"middle" | "end" | "start"} [titleAt] along the axis; "start" is the corner where both axes meet
 * @property {boolean} [grid] lines across the frame (they are there unless this is false)
 * @property {[number, number]} [within] pixels between which labels may stand
 * @property {boolean} [inside] whether the labels of a left axis stand inside of the frame
 * @property {string} [link] the words that the title is linked by
 * @property {Beyond[]} [beyond] marks beyond the ends of the scale
 */

/** @typedef {{at: number, text: string, line?: boolean}} Beyond a place of its own, such as zero on a logarithmic axis, and whether it has a gridline */
/** @typedef {{value: number, at: number, text: string}} Tick its value is NaN for a mark beyond the scale */

/** Room for a label in em: a line, and five digits. */
const ROOM = { left: 2.5, right: 2.5, bottom: 5 };

/**
 * What an axis marks, and which of its labels have room.
 * @param {Scale} scale
 * @param {AxisOptions} options
 * @param {number} unit an em, in pixels
 * @param {(text: string) => number} [measure] how wide a text is
 * @returns {(Tick & {shown: boolean, lined: boolean})[]} whether there is room for the label, and whether there is a gridline
 */
export function axisTicks(scale, options, unit, measure = (text) => 0.52 * unit * text.length) {
  const { side, values, format, title, titleAt = "middle", within = [-Infinity, Infinity] } = options;
  const { grid = true, beyond = [] } = options;
  const [from, to] = scale.range;
  const length = Math.abs(to - from);
  const most = options.most ?? Math.max(2, length / (ROOM[side] * unit));
  const marked = values ?? scale.ticks(most);
  const distance = marked.length > 1 && scale.kind === "linear" ? Math.abs(marked[1] - marked[0]) : undefined;
  const write =
    format ?? (scale.kind === "log" ? (/** @type {number} */ v) => powerOfTen(Math.round(Math.log10(v))) : label);
  const end =
    side === "bottom" && title && titleAt === "end" ? Math.max(from, to) - measure(title) - 0.5 * unit : Infinity;
  const start = side === "bottom" && title && titleAt === "start" ? Math.min(from, to) - 0.35 * unit : -Infinity;
  let taken = start;
  const allowed = (/** @type {number} */ at) => at >= within[0] && at <= within[1];
  const ticks = marked.map((value) => {
    const text = write(value, distance);
    const at = scale(value);
    const half = side === "bottom" ? measure(text) / 2 : 0;
    const fits = allowed(at) && at + half < end && (side !== "bottom" || at - half >= taken);
    if (fits) taken = at + half + 0.2 * unit;
    return { value, at, text, shown: fits, lined: grid };
  });
  const more = beyond.map(({ at, text, line = false }) => ({ value: NaN, at, text, shown: allowed(at), lined: line }));
  return [...ticks, ...more];
}

/**
 * @param {SVGElement} parent
 * @param {Scale} scale
 * @param {AxisOptions & {unit: number}} options `unit` is an em of the drawing, in pixels
 * @returns {(Tick & {label: SVGTextElement})[]} the labels that are there
 */
export function svgAxis(parent, scale, options) {
  const { side, frame, unit, inside = false } = options;
  const group = svg("g", { class: `axis-${side}` }, parent);
  const upright = side !== "bottom";
  const beside =
    side === "right"
      ? { x: frame.right + 0.4 * unit, "text-anchor": "start" }
      : { x: frame.left + (inside ? 0.35 : -0.4) * unit, "text-anchor": inside ? "start" : "end" };
  const drawn = [];
  for (const { value, at, text, shown, lined } of axisTicks(scale, options, unit)) {
    const line = upright
      ? { x1: frame.left, x2: frame.right, y1: at, y2: at }
      : { x1: at, x2: at, y1: frame.top, y2: frame.bottom };
    if (lined)
      svg(
        "line",
        {
          class: value === 0 && scale.kind === "linear" ? "axis" : "gridline",
          ...line,
        },
        group,
      );
    if (!shown) continue;
    const place = upright ? { ...beside, y: at } : { x: at, y: frame.bottom + 0.8 * unit, "text-anchor": "middle" };
    drawn.push({
      value,
      at,
      text,
      label: svg("text", { class: "tick", ...place }, group, text),
    });
  }
  if (options.title) {
    const word = svg("text", { class: "axis-title", "data-link": options.link }, group, options.title);
    set(word, titlePlace(options, unit));
  }
  return drawn;
}

/** Where a title stands. @param {AxisOptions} options @param {number} unit */
function titlePlace({ side, frame, titleAt = "middle" }, unit) {
  const { left, right, top, bottom } = frame;
  if (side === "left") {
    if (titleAt !== "middle") return { x: left + 0.4 * unit, y: top + 0.75 * unit };
    const y = (top + bottom) / 2;
    return {
      x: 0.5 * unit,
      y,
      transform: `rotate(-90 ${0.5 * unit} ${y})`,
      "text-anchor": "middle",
    };
  }
  if (titleAt === "middle")
    return {
      x: (left + right) / 2,
      y: bottom + 1.9 * unit,
      "text-anchor": "middle",
    };
  return {
    x: titleAt === "end" ? right : left - 0.35 * unit,
    y: bottom + 0.8 * unit,
    "text-anchor": "end",
  };
}

/** The look of a canvas: see surface.js. @typedef {{px: (n: number) => number, type: (size?: number) => string, colours: {grid: string, muted: string, ink: string}}} Look */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scale} scale
 * @param {AxisOptions & {look: Look}} options
 * @returns {Tick[]} the labels that are there
 */
export function canvasAxis(context, scale, options) {
  const { side, frame, look, title, titleAt = "middle" } = options;
  const upright = side !== "bottom";
  context.font = look.type(14);
  context.lineWidth = 1;
  const drawn = axisTicks(scale, options, look.px(14), (text) => context.measureText(text).width);
  for (const { at } of drawn.filter((tick) => tick.lined)) {
    const sharp = Math.round(at) + 0.5;
    context.strokeStyle = look.colours.grid;
    context.beginPath();
    context.moveTo(upright ? frame.left : sharp, upright ? sharp : frame.top);
    context.lineTo(upright ? frame.right : sharp, upright ? sharp : frame.bottom);
    context.stroke();
  }
  context.fillStyle = look.colours.muted;
  context.textAlign = /** @type {const} */ ({ left: "right", right: "left", bottom: "center" })[side];
  const beside = side === "left" ? frame.left - look.px(6) : frame.right + look.px(6);
  const foot = frame.bottom + look.px(12);
  const shown = drawn.filter((tick) => tick.shown);
  for (const { at, text } of shown) {
    if (upright) context.fillText(text, beside, Math.max(at, look.px(7)));
    else context.fillText(text, at, foot);
  }
  if (title && !upright) {
    context.fillStyle = look.colours.ink;
    context.textAlign = titleAt === "middle" ? "center" : "right";
    const x =
      titleAt === "middle" ? (frame.left + frame.right) / 2 : titleAt === "end" ? frame.right : frame.left - look.px(6);
    context.fillText(title, x, titleAt === "middle" ? foot + look.px(17) : foot);
  }
  context.textAlign = "left";
  return shown;
}
