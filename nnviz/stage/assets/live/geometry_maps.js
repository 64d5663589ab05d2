// Where feature maps and kernels stand in the network diagram.

import { drawnOf, hasMaps } from "./channels.js";

/** So many maps stand below each other at most; which of these shows them larger is found by trying. */
export const MOST_DOWN = [8, 4];

/** Lengths at a scale of 1: a map, a kernel, the picture of the inputs. */
const MAP = 34;
const KERNEL = 24;
const PICTURE = 84;

/** What stands above and below kernels: their name, and their scale. */
const ABOVE = 20;

/** A pooled map is that much smaller than the map before it, whatever its size. */
const POOLED = 0.72;

/** Gaps between columns at a scale of 1. */
const GAPS = { pooling: 9, convolution: 24, dense: 74 };

/** @typedef {import("./wire.js").Column} Column */
/** @typedef {import("../kit/surface.js").Look} Look */
/** @typedef {import("./geometry.js").Shape} Shape */

/**
 * @typedef {object} Tiles the maps of a column
 * @property {{x: number, y: number}[]} slots their upper left corners; x counts from the column's left edge
 * @property {number} width
 * @property {number} height
 * @property {boolean} more whether the last one stands for all channels that are not drawn
 */

/**
 * @typedef {object} Kernels the kernels from a column to the next one: a row for each channel of that, a cell for each of this
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {number} rows
 * @property {number} across
 * @property {number} count of the channels that are made
 * @property {number} pitchX
 * @property {number} pitchY
 * @property {number} side of one kernel
 * @property {number} wrap how many kernels of one and the same channel stand side by side, as their maps do; 1 for others
 */

/** Whether a scene shows feature maps. @param {Column[]} columns */
export const showsMaps = (columns) => columns.some(hasMaps);

/**
 * The maps of a column.
 * @param {Column & {shape: [number, number, number]}} column
 * @param {number} top
 * @param {number} bottom
 * @param {number} scale
 * @param {number} most how many stand below each other at most
 * @param {Look} look
 * @returns {Shape & {tiles: Tiles}}
 */
export function mapShape(column, top, bottom, scale, most, look) {
  const { shown, more } = drawnOf(column.units);
  const count = shown + Number(more);
  const across = Math.ceil(count / most);
  const down = Math.ceil(count / across);
  const gap = look.px(3);
  const whole = Math.min(look.px(MAP) * scale, (bottom - top) / down - gap);
  const side = column.operation === "pooling" ? whole * POOLED : whole;
  const [high, wide] = column.shape;
  const width = side * Math.min(1, wide / high);
  const height = Math.max(look.px(4), side * Math.min(1, high / wide));
  const pitch = Math.min((bottom - top) / down, whole * 1.25);
  const first = (top + bottom) / 2 - ((down - 1) / 2) * pitch;
  const slots = Array.from({ length: count }, (_, k) => ({
    x: (k % across) * (width + gap),
    y: first + Math.floor(k / across) * pitch - height / 2,
  }));
  return {
    wide: false,
    picture: false,
    size: across * width + (across - 1) * gap,
    top: slots[0].y,
    bottom: slots[count - 1].y + height,
    side,
    pitch,
    units: [],
    count: 0,
    across,
    cellWidth: 0,
    cellHeight: 0,
    tiles: { slots, width, height, more },
  };
}

/** The picture of the chosen sample. @param {[number, number, number]} shape @param {number} top @param {number} bottom @param {number} scale @param {Look} look @returns {Shape} */
export function inputShape([high, wide], top, bottom, scale, look) {
  const side = Math.min(look.px(PICTURE) * Math.min(1, scale), bottom - top);
  const width = side * Math.min(1, wide / high);
  const height = Math.max(look.px(6), side * Math.min(1, high / wide));
  const middle = (top + bottom) / 2;
  return {
    wide: true,
    picture: true,
    size: width,
    top: middle - height / 2,
    bottom: middle + height / 2,
    side: 0,
    pitch: Infinity,
    units: [],
    count: 0,
    across: 1,
    cellWidth: 0,
    cellHeight: 0,
  };
}

/**
 * How large the kernels between two columns are; where they stand is found when the columns have their places.
 * @param {Column} from
 * @param {Column} to
 * @param {Shape} next the column that they lead into
 * @param {number} top
 * @param {number} bottom
 * @param {number} scale
 * @param {Look} look
 * @returns {Kernels}
 */
export function kernelShape(from, to, next, top, bottom, scale, look) {
  const count = drawnOf(to.units).shown;
  // The kernels of a single channel stand as the maps that they make: where these stand in one column, beside them.
  const wrap = from.units === 1 && next.tiles ? next.across : 1;
  const [rows, across] = [Math.ceil(count / wrap), from.units === 1 ? wrap : drawnOf(from.units).shown];
  const aligned = next.tiles && rows === Math.ceil(next.tiles.slots.length / next.across) ? next.tiles : null;
  const room = bottom - top - (aligned ? 0 : 2 * look.px(ABOVE));
  const gap = Math.max(0.6, look.px(1.6) * Math.min(1, scale));
  const side = Math.max(1.5, Math.min(look.px(KERNEL) * scale * (across > 8 ? 0.8 : 1), room / rows - gap));
  const pitchY = aligned ? next.pitch : side + gap;
  const height = (rows - 1) * pitchY + side;
  const y = aligned ? aligned.slots[0].y + (aligned.height - side) / 2 : (top + bottom - height) / 2;
  const pitchX = side + gap;
  return { x: 0, y, width: across * pitchX - gap, height, rows, across, count, pitchX, pitchY, side, wrap };
}

/** Where the kernel from channel i to channel j stands, positions among those that are drawn. @param {Kernels} kernels @param {number} i @param {number} j @returns {[column: number, row: number]} */
export const kernelPlace = ({ wrap }, i, j) => (wrap > 1 ? [j % wrap, Math.floor(j / wrap)] : [i, j]);

/**
 * The largest scale at which everything fits into the width, and the gaps there.
 * @param {(scale: number) => {size: number, gaps: number[]}} needed of columns together, and of what stands between them
 * @param {number} room
 */
export function fitting(needed, room) {
  for (let scale = 1.5; ; scale -= 0.05) {
    const { size, gaps } = needed(scale);
    const left = room - size - gaps.reduce((sum, gap) => sum + gap, 0);
    if (left < 0 && scale > 0.2) continue;
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    return { scale, gaps: gaps.map((gap) => gap * (1 + left / Math.max(1, total))) };
  }
}

/** The gap that a pair of columns asks for. @param {Column} to @param {number} kernels how wide those between them are @param {number} scale @param {Look} look */
export const gapOf = (to, kernels, scale, look) =>
  kernels + look.px(GAPS[to.operation ?? "dense"]) * Math.min(1, Math.max(0.3, scale));

/** Which slot of a column lies under a point; -1 for none. @param {{left: number, tiles?: Tiles}} place @param {number} x @param {number} y */
export function slotAt({ left, tiles }, x, y) {
  if (!tiles) return -1;
  const { width, height } = tiles;
  return tiles.slots.findIndex(
    (slot) => x >= left + slot.x && x <= left + slot.x + width && y >= slot.y && y <= slot.y + height,
  );
}

/**
 * Which kernel lies under a point, and which of its numbers: positions among those that are drawn.
 * @param {Kernels} kernels
 * @param {number} x
 * @param {number} y
 * @param {number[]} shape of one kernel: height, width
 */
export function kernelCellAt({ x: left, y: top, pitchX, pitchY, side, rows, across, count, wrap }, x, y, [high, wide]) {
  const [column, row] = [Math.floor((x - left) / pitchX), Math.floor((y - top) / pitchY)];
  if (column < 0 || row < 0 || column >= across || row >= rows) return null;
  const [dx, dy] = [x - left - column * pitchX, y - top - row * pitchY];
  const [i, j] = wrap > 1 ? [0, row * wrap + column] : [column, row];
  if (dx >= side || dy >= side || j >= count) return null;
  return { i, j, a: Math.floor((dy / side) * high), b: Math.floor((dx / side) * wide) };
}
