// Where the columns, units and matrix pictures of the network diagram stand.

import { drawnOf, featuresOf, hasMaps } from "./channels.js";
import { MOST_DOWN, fitting, gapOf, inputShape, kernelShape, mapShape, showsMaps } from "./geometry_maps.js";

const MOST_ROWS = 32;

/** What the small curve of an activation takes beside its name. */
export const GLYPH = 20;

/** @typedef {import("./wire.js").Column} Column */
/** @typedef {import("../kit/surface.js").Look} Look */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * @typedef {object} Shape how a column fills its height, and how wide it is
 * @property {boolean} wide
 * @property {boolean} picture whether the chosen image stands for the units
 * @property {number} size its width
 * @property {number} top
 * @property {number} bottom
 * @property {number} side of a unit's tile
 * @property {number} pitch from unit to unit; infinite where none has a tile
 * @property {number[]} units the middle height of every tile
 * @property {number} count of the cells of a strip
 * @property {number} across how many of them stand side by side
 * @property {number} cellWidth
 * @property {number} cellHeight
 * @property {import("./geometry_maps.js").Tiles} [tiles] its feature maps, where it has some
 */

/**
 * @typedef {object} Standing where it stands
 * @property {number} left
 * @property {number} right
 * @property {number} labelWidth room for the names beside it
 * @property {Box | null} card picture of the weights to the next column
 * @property {import("./geometry_maps.js").Kernels | null} kernels those to the next column
 */

/**
 * @typedef {object} Caption
 * @property {string} title
 * @property {number} captionWidth
 * @property {number} captionX
 * @property {{minus: number, plus: number} | null} stepper where the buttons for its units stand, left edges
 * @property {{left: number, width: number} | null} menu where the menu of its activation stands
 * @property {boolean} foot whether something stands below it
 * @property {boolean} hidden whether it is a hidden layer that can be set on the diagram
 */
/** @typedef {Shape & Standing & Caption} Place One column on the canvas. */

/** The side of a button on the diagram, and what the menu of an activation takes beside its name. */
export const BUTTON = 24;
export const CARET = 16;

/** A column without tiles and cells. */
const EMPTY = { picture: false, side: 0, pitch: Infinity, units: [], count: 0, across: 1, cellWidth: 0, cellHeight: 0 };

/**
 * @param {import("./wire.js").Scene} scene
 * @param {number} width
 * @param {number} height
 * @param {Look} look
 * @param {CanvasRenderingContext2D} c with the font set
 * @param {boolean} [editable] whether layers are set on the diagram: then buttons and menus take the place of captions
 * @returns {Place[]}
 */
export function geometry(scene, width, height, look, c, editable = false) {
  const top = look.px(editable ? BUTTON + 3 : 24);
  const bottom = height - top;
  const columns = scene.columns;
  const last = columns.length - 1;
  const labels = [labelWidth(c, columns[0], width, look), labelWidth(c, columns[last], width, look)];
  const [start, end] = edges(width, labels, look);
  const { shapes, gaps, kernels } = showsMaps(columns)
    ? mapShapes(columns, top + look.px(15), bottom - look.px(10), start, end, look)
    : unitShapes(scene, top, bottom, start, end, look);
  const standing = spread(shapes, start, end, gaps).map((place, i) => ({
    ...place,
    labelWidth: labels[i === 0 ? 0 : 1],
  }));
  const captions = captionsOf(standing, columns, width, c, look, editable);
  return standing.map((place, i) => {
    const next = i < last ? standing[i + 1] : null;
    return {
      ...place,
      ...captions[i],
      card:
        next && hasCard(columns[i], columns[i + 1])
          ? card(place, next, columns[i], columns[i + 1], top, bottom, look)
          : null,
      kernels: next && kernels?.[i] ? { ...kernels[i], x: (place.right + next.left - kernels[i].width) / 2 } : null,
    };
  });
}

/** Whether the weights between two columns are drawn as a picture of their matrix. @param {Column} from @param {Column} to */
const hasCard = (from, to) => (to.operation ?? "dense") === "dense" && (from.wide || to.wide || hasMaps(from));

/** @param {import("./wire.js").Scene} scene @param {number} top @param {number} bottom @param {number} start @param {number} end @param {Look} look */
function unitShapes({ columns, block }, top, bottom, start, end, look) {
  const widest = Math.min(look.px(46), (0.62 * (end - start)) / columns.length);
  const image = block.get("images")?.shape ?? null;
  const shapes = columns.map((column, i) =>
    column.wide
      ? wideShape(column, top, bottom, look, i === 0 ? image : null)
      : narrowShape(column, top, bottom, widest, look),
  );
  return { shapes, gaps: null, kernels: null };
}

/** Columns of feature maps, kernels between them, and what follows. @param {Column[]} columns @param {number} top @param {number} bottom @param {number} start @param {number} end @param {Look} look */
function mapShapes(columns, top, bottom, start, end, look) {
  const at = (/** @type {number} */ scale, /** @type {number} */ most) => {
    const shapes = columns.map((column, i) => {
      if (hasMaps(column) && i === 0) return inputShape(column.shape, top, bottom, scale, look);
      if (hasMaps(column)) return mapShape(column, top, bottom, scale, most, look);
      return column.wide
        ? wideShape(column, top, bottom, look, null)
        : narrowShape(column, top, bottom, look.px(34) * scale, look);
    });
    const kernels = columns
      .slice(1)
      .map((to, l) =>
        to.operation === "convolution" ? kernelShape(columns[l], to, shapes[l + 1], top, bottom, scale, look) : null,
      );
    const gaps = kernels.map((kernel, l) => gapOf(columns[l + 1], kernel?.width ?? 0, scale, look));
    return { shapes, kernels, gaps, size: shapes.reduce((sum, { size }) => sum + size, 0) };
  };
  const tried = MOST_DOWN.map((most) => {
    const { scale, gaps } = fitting((scale) => at(scale, most), end - start);
    return { ...at(scale, most), gaps };
  });
  const smallest = (/** @type {{shapes: Shape[]}} */ { shapes }) =>
    Math.min(...shapes.map(({ tiles }) => (tiles ? Math.max(tiles.width, tiles.height) : Infinity)));
  return tried.reduce((best, other) => (smallest(other) > 1.15 * smallest(best) ? other : best));
}

/** How much room the names beside a column take. @param {CanvasRenderingContext2D} c @param {Column} column @param {number} width @param {Look} look */
function labelWidth(c, column, width, look) {
  if (column.wide || !column.labels.length) return 0;
  const longest = Math.max(...column.labels.map((text) => c.measureText(text).width));
  return Math.min(longest + 1, width * 0.24, look.px(150));
}

/** @param {Column} column @param {number} top @param {number} bottom @param {number} most @param {Look} look @returns {Shape} */
function narrowShape(column, top, bottom, most, look) {
  const side = Math.min(most, (bottom - top) / column.units - look.px(3.5));
  const pitch = Math.min((bottom - top) / column.units, side * 1.45);
  const middle = (top + bottom) / 2;
  const units = Array.from({ length: column.units }, (_, k) => middle + (k - (column.units - 1) / 2) * pitch);
  return {
    ...EMPTY,
    wide: false,
    units,
    side,
    pitch,
    size: side,
    top: units[0] - side / 2,
    bottom: units[column.units - 1] + side / 2,
  };
}

/** @param {Column} column @param {number} top @param {number} bottom @param {Look} look @param {number[] | null} image the shape of all pictures @returns {Shape} */
function wideShape(column, top, bottom, look, image) {
  if (image) {
    const size = Math.min(look.px(104), bottom - top);
    const middle = (top + bottom) / 2;
    const high = (size * image[1]) / image[2];
    return { ...EMPTY, wide: true, picture: true, size, top: middle - high / 2, bottom: middle + high / 2 };
  }
  const across = Math.min(8, Math.ceil(column.units / MOST_ROWS));
  const down = Math.ceil(column.units / across);
  const size = Math.max(look.px(22), across * look.px(9));
  const [y0, y1] = [top + look.px(6), bottom - look.px(6)];
  const [cellWidth, cellHeight] = [size / across, (y1 - y0) / down];
  return { ...EMPTY, wide: true, size, top: y0, bottom: y1, count: column.units, across, cellWidth, cellHeight };
}

/** From where to where the columns reach, between the names beside the first and the last. @param {number} width @param {number[]} labels @param {Look} look */
function edges(width, labels, look) {
  const margin = look.px(8);
  const start = labels[0] ? labels[0] + look.px(9) + margin : margin + look.px(6);
  return [start, width - (labels[1] ? labels[1] + look.px(9) + margin : margin)];
}

/** Spread the columns over the width, with equal gaps unless others are given. @param {Shape[]} shapes @param {number} start @param {number} end @param {number[] | null} gaps */
function spread(shapes, start, end, gaps) {
  const taken = shapes.reduce((sum, shape) => sum + shape.size, 0);
  const gap = (end - start - taken) / (shapes.length - 1);
  let x = start;
  return shapes.map((shape, i) => {
    const left = x;
    x += shape.size + (gaps ? gaps[i] : gap);
    return { ...shape, left, right: left + shape.size };
  });
}

/**
 * Captions stand above and below their column, at most half the way to the neighbours or as far as the canvas goes.
 * @param {{left: number, right: number, wide: boolean}[]} places
 * @param {Column[]} columns
 * @param {number} width
 * @param {CanvasRenderingContext2D} c
 * @param {Look} look
 * @param {boolean} editable
 * @returns {Caption[]}
 */
function captionsOf(places, columns, width, c, look, editable) {
  const middles = places.map((p) => (p.left + p.right) / 2);
  const pitch = middles.length > 1 ? middles[1] - middles[0] : width;
  const isHidden = (/** @type {number} */ i) => editable && isHiddenUnits(columns, i);
  const buttons = (/** @type {number} */ i) => (isHidden(i) ? 2 * look.px(BUTTON + 2) : 0);
  const wide = (/** @type {string} */ text, /** @type {number} */ i) => c.measureText(text).width + buttons(i);
  const apart = look.px(showsMaps(columns) ? 7 : 2);
  const spans = places.map((_, i) => [
    i === 0 ? 1 : (middles[i - 1] + middles[i]) / 2 + apart,
    i === places.length - 1 ? width - 1 : (middles[i] + middles[i + 1]) / 2 - apart,
  ]);
  const short = editable
    ? columns.some((k, i) => wide(k.title, i) > spans[i][1] - spans[i][0] - look.px(2))
    : columns.some((k) => c.measureText(k.title).width > pitch - look.px(6));
  return places.map((place, i) => {
    const whole =
      editable && i === 0 && place.wide && !hasMaps(columns[i]) ? `${columns[i].units} inputs` : columns[i].title;
    const [left, right] = spans[i];
    const tight = showsMaps(columns) && wide(whole, i) > right - left;
    const brief = short || tight ? shorter(whole) : whole;
    const title = isHidden(i) && wide(brief, i) > right - left && right - left >= buttons(i) ? "" : brief;
    const captionWidth = right - left;
    const glyph = columns[i].curve.length ? look.px(GLYPH) : 0;
    const wanted = Math.max(c.measureText(title).width, foot(c, columns[i], place.wide, captionWidth - glyph) + glyph);
    const half = Math.min(wanted, captionWidth) / 2;
    const captionX = Math.min(right - half, Math.max(left + half, middles[i]));
    const caption = {
      title,
      captionWidth,
      captionX,
      stepper: null,
      menu: null,
      hidden: isHidden(i),
      foot: !editable || i > 0,
    };
    if (!isHidden(i)) return caption;
    const apart = wide(title, i) / 2;
    const box = Math.min(captionWidth, foot(c, columns[i], place.wide, captionWidth) + glyph + look.px(CARET + 8));
    return {
      ...caption,
      stepper: right - left < buttons(i) ? null : { minus: captionX - apart, plus: captionX + apart - look.px(BUTTON) },
      menu: { left: captionX - box / 2, width: box },
    };
  });
}

/** Whether a column is a hidden layer of units, which can be set on the diagram. @param {Column[]} columns @param {number} i */
export const isHiddenUnits = (columns, i) =>
  i > 0 && i + 1 < columns.length && !hasMaps(columns[i]) && (columns[i].operation ?? "dense") === "dense";

/** What stands below a column: the longest text that has room. @param {CanvasRenderingContext2D} c @param {Column} column @param {boolean} wide @param {number} room */
export function footOf(c, column, wide, room) {
  const { units, activation } = column;
  if (!hasMaps(column)) return [wide ? `${units} units` : "", activation].filter(Boolean).join(" ");
  const size = `${column.shape[0]}×${column.shape[1]}`;
  if (!column.operation) return size;
  const { shown, more } = drawnOf(units);
  const texts = more
    ? [`${shown} of ${units} maps ${size} ${activation}`, `${shown} of ${units} · ${size}`, `${shown} of ${units}`]
    : [`${units} maps ${size} ${activation}`, `${units}·${size} ${activation}`, `${units}·${size}`];
  return texts.find((text) => c.measureText(text).width <= room) ?? size;
}

/** How wide that is. @param {CanvasRenderingContext2D} c @param {Column} column @param {boolean} wide @param {number} room */
const foot = (c, column, wide, room) => c.measureText(footOf(c, column, wide, room)).width;

/** "hidden 3" becomes "h3" where there is little room. @param {string} title */
function shorter(title) {
  const found = /^(hidden|conv|pool) (\d+)$/.exec(title);
  return found ? `${found[1][0]}${found[2]}` : title.replace("inputs", "in").replace("output", "out");
}

/**
 * The picture of a matrix between two columns.
 * @param {{right: number}} from
 * @param {{left: number}} to
 * @param {Column} columnFrom
 * @param {Column} columnTo
 * @param {number} top
 * @param {number} bottom
 * @param {Look} look
 * @returns {Box}
 */
function card(from, to, columnFrom, columnTo, top, bottom, look) {
  const room = to.left - from.right;
  const width = Math.min(room - look.px(20), look.px(132), Math.max(look.px(44), columnTo.units * look.px(5)));
  const height = Math.min(bottom - top - look.px(52), Math.max(look.px(60), featuresOf(columnFrom) * look.px(4)));
  const y = (top + bottom) / 2 - height / 2;
  return { x: from.right + (room - width) / 2, y, width: Math.max(4, width), height };
}

/** Where a cell of a strip stands. @param {Place} place @param {number} k @returns {[number, number]} */
export function cellCorner(place, k) {
  return [
    place.left + (k % place.across) * place.cellWidth,
    place.top + Math.floor(k / place.across) * place.cellHeight,
  ];
}

/** Which unit of a column lies under a point; -1 for none. @param {Place} place @param {number} x @param {number} y */
export function unitAt(place, x, y) {
  if (x < place.left || x > place.right || y < place.top || y > place.bottom || place.picture) return -1;
  if (!place.wide) return place.units.findIndex((middle) => Math.abs(middle - y) <= place.side / 2);
  const k =
    Math.floor((y - place.top) / place.cellHeight) * place.across + Math.floor((x - place.left) / place.cellWidth);
  return k < place.count ? k : -1;
}

/** Where the dot of a unit's bias stands: on the lower left corner of its tile. @param {Place} place @param {number} middle of the tile @returns {[number, number]} */
export function biasPlace(place, middle) {
  return [place.left, middle + place.side / 2];
}
