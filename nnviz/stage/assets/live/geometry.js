// Where the columns, units and matrix pictures of the network diagram stand.

const MOST_ROWS = 32;

/** What the small curve of an activation takes beside its name. */
export const GLYPH = 20;

/**
 * @typedef {object} Place One column on the canvas.
 * @property {boolean} wide
 * @property {boolean} picture whether the chosen image stands for the units
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {number} side of a unit's tile
 * @property {number[]} units the middle height of every tile
 * @property {{x: number, y: number, width: number, height: number} | null} card picture of the weights to the next column
 */

/**
 * @param {any} scene
 * @param {number} width
 * @param {number} height
 * @param {import("../kit/surface.js").Look} look
 * @param {CanvasRenderingContext2D} c with the font set
 * @returns {any[]}
 */
export function geometry(scene, width, height, look, c) {
  const top = look.px(24);
  const bottom = height - look.px(24);
  const columns = scene.columns;
  const last = columns.length - 1;
  const labels = [labelWidth(c, columns[0], width, look), labelWidth(c, columns[last], width, look)];
  const [start, end] = edges(width, labels, look);
  const widest = Math.min(look.px(46), (0.62 * (end - start)) / columns.length);
  const places = columns.map((column, i) => {
    const place = column.wide
      ? widePlace(
          column,
          top,
          bottom,
          look,
          i === 0 && scene.block.has("images") ? scene.block.get("images").shape : null,
        )
      : narrowPlace(column, top, bottom, widest, look);
    return { pitch: Infinity, ...place, labelWidth: i === 0 ? labels[0] : labels[1] };
  });
  spread(places, start, end);
  placeCaptions(places, columns, width, c, look);
  for (let i = 0; i < last; i++) {
    const isWide = columns[i].wide || columns[i + 1].wide;
    places[i].card = isWide ? card(places[i], places[i + 1], columns[i], columns[i + 1], top, bottom, look) : null;
  }
  return places;
}

/** How much room the names beside a column take. */
function labelWidth(c, column, width, look) {
  if (column.wide || !column.labels.length) return 0;
  const longest = Math.max(...column.labels.map((/** @type {string} */ text) => c.measureText(text).width));
  return Math.min(longest + 1, width * 0.24, look.px(150));
}

function narrowPlace(column, top, bottom, most, look) {
  const side = Math.min(most, (bottom - top) / column.units - look.px(3.5));
  const pitch = Math.min((bottom - top) / column.units, side * 1.45);
  const middle = (top + bottom) / 2;
  const units = Array.from({ length: column.units }, (_, k) => middle + (k - (column.units - 1) / 2) * pitch);
  return {
    wide: false,
    picture: false,
    units,
    side,
    pitch,
    size: side,
    top: units[0] - side / 2,
    bottom: units[column.units - 1] + side / 2,
  };
}

function widePlace(column, top, bottom, look, image) {
  if (image) {
    const size = Math.min(look.px(104), bottom - top);
    const middle = (top + bottom) / 2;
    const high = (size * image[1]) / image[2];
    return { wide: true, picture: true, units: [], side: 0, size, top: middle - high / 2, bottom: middle + high / 2 };
  }
  const across = Math.min(8, Math.ceil(column.units / MOST_ROWS));
  const down = Math.ceil(column.units / across);
  const size = Math.max(look.px(22), across * look.px(9));
  const [y0, y1] = [top + look.px(6), bottom - look.px(6)];
  const cellWidth = size / across;
  const cellHeight = (y1 - y0) / down;
  return {
    wide: true,
    picture: false,
    units: [],
    side: 0,
    size,
    top: y0,
    bottom: y1,
    count: column.units,
    across,
    cellWidth,
    cellHeight,
  };
}

/** From where to where the columns reach, between the names beside the first and the last. */
function edges(width, labels, look) {
  const margin = look.px(8);
  const start = labels[0] ? labels[0] + look.px(9) + margin : margin + look.px(6);
  return [start, width - (labels[1] ? labels[1] + look.px(9) + margin : margin)];
}

/** Spread the columns over the width with equal gaps. */
function spread(places, start, end) {
  const taken = places.reduce((sum, place) => sum + place.size, 0);
  const gap = (end - start - taken) / (places.length - 1);
  let x = start;
  for (const place of places) {
    place.left = x;
    place.right = x + place.size;
    x += place.size + gap;
    addHit(place);
  }
}

/** Captions stand above and below their column, at most half the way to the neighbours or as far as the canvas goes. */
function placeCaptions(places, columns, width, c, look) {
  const middles = places.map((p) => (p.left + p.right) / 2);
  const pitch = middles.length > 1 ? middles[1] - middles[0] : width;
  const short = columns.some((/** @type {any} */ k) => c.measureText(k.title).width > pitch - look.px(6));
  places.forEach((place, i) => {
    place.title = short ? shorter(columns[i].title) : columns[i].title;
    const left = i === 0 ? 1 : (middles[i - 1] + middles[i]) / 2 + look.px(2);
    const right = i === places.length - 1 ? width - 1 : (middles[i] + middles[i + 1]) / 2 - look.px(2);
    place.captionWidth = right - left;
    const glyph = columns[i].curve?.length ? look.px(GLYPH) : 0;
    const wanted = Math.max(
      c.measureText(place.title).width,
      c.measureText(columns[i].activation).width + glyph,
      place.wide ? c.measureText(`${columns[i].units} units ${columns[i].activation}`).width + glyph : 0,
    );
    const half = Math.min(wanted, place.captionWidth) / 2;
    place.captionX = Math.min(right - half, Math.max(left + half, middles[i]));
  });
}

/** "hidden 3" becomes "h3" where there is little room. @param {string} title */
function shorter(title) {
  const found = /^hidden (\d+)$/.exec(title);
  return found ? `h${found[1]}` : title.replace("inputs", "in").replace("output", "out");
}

/** The picture of a matrix between two columns. */
function card(from, to, columnFrom, columnTo, top, bottom, look) {
  const room = to.left - from.right;
  const width = Math.min(room - look.px(20), look.px(132), Math.max(look.px(44), columnTo.units * look.px(5)));
  const height = Math.min(bottom - top - look.px(52), Math.max(look.px(60), columnFrom.units * look.px(4)));
  const y = (top + bottom) / 2 - height / 2;
  return { x: from.right + (room - width) / 2, y, width: Math.max(4, width), height };
}

/** Add to a place the test which unit lies under a point (-1 for none), and where a cell of a strip stands. */
function addHit(place) {
  place.cell = (/** @type {number} */ k) => [
    place.left + (k % place.across) * place.cellWidth,
    place.top + Math.floor(k / place.across) * place.cellHeight,
  ];
  place.hit = (/** @type {number} */ x, /** @type {number} */ y) => {
    if (x < place.left || x > place.right || y < place.top || y > place.bottom || place.picture) return -1;
    if (!place.wide) return place.units.findIndex((/** @type {number} */ m) => Math.abs(m - y) <= place.side / 2);
    const k =
      Math.floor((y - place.top) / place.cellHeight) * place.across + Math.floor((x - place.left) / place.cellWidth);
    return k < place.count ? k : -1;
  };
}
