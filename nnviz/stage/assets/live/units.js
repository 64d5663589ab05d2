// The units of the network diagram: their maps or values, the picture of the inputs, the dots of the biases, and names.

import { outputsOf } from "./explain.js";
import { CARET, GLYPH, biasPlace, cellCorner, footOf } from "./geometry.js";
import { paintGlyph } from "./glow.js";
import { Cells, fit } from "../kit/surface.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("./wire.js").Tensor} Tensor */
/** @typedef {import("../kit/surface.js").Look} Look */

export class Units {
  constructor() {
    this.atlas = new Cells();
    this.image = new Cells();
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {Drawn} drawn
   * @param {string} bias the arrays that the dots of the biases show
   * @param {number} reference the number that is drawn at full size
   * @param {number} height of the canvas
   */
  paint(c, drawn, bias, reference, height) {
    const { places, scene, frame, look } = drawn;
    const maps = places.map((column, i) => {
      if (column.wide || column.picture || column.tiles) return null;
      return (i === 0 ? scene.block.get("feature_maps") : frame.block.get(`unit_maps.${i}`)) ?? null;
    });
    const starts = this.fillAtlas(maps, look);
    places.forEach((column, i) => {
      if (column.tiles)
        paintTileBiases(c, look, column, frame.block.get(`${bias}.${i - 1}`), reference, drawn.channels[i]);
      else if (column.picture) this.paintPicture(c, drawn, column);
      else if (column.wide) paintStrip(c, look, column, outputsOf(drawn, i));
      else this.paintTiles(c, drawn, i, maps[i], starts[i]);
      const biases = i > 0 && !column.wide ? frame.block.get(`${bias}.${i - 1}`) : undefined;
      if (biases) paintBiases(c, look, column, biases, reference);
    });
    paintCaptions(c, drawn, height);
  }

  /** @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} i @param {Tensor | null} maps @param {number} start in which row its own maps begin */
  paintTiles(c, drawn, i, maps, start) {
    const { look, scene } = drawn;
    const { colours } = look;
    const column = drawn.places[i];
    const values = maps ? null : outputsOf(drawn, i);
    const scale = values ? scaleOf(values.data, scene.columns[i].activation) : 1;
    c.imageSmoothingEnabled = true;
    c.lineWidth = Math.max(1, look.px(1.1));
    c.strokeStyle = colours.muted;
    const side = column.side;
    for (let k = 0; k < column.units.length; k++) {
      const [x, y] = [column.left, column.units[k] - side / 2];
      c.beginPath();
      c.roundRect(x, y, side, side, look.px(3));
      if (maps) {
        const s = maps.shape[1];
        c.drawImage(this.atlas.canvas, 0, start + k * s, s, s, x, y, side, side);
      } else {
        c.fillStyle = values ? colours.tone(values.data[k] / scale) : colours.zero;
        c.fill();
      }
      c.stroke();
    }
  }

  /**
   * All maps in one picture, one below the other, y upwards: every picture that is filled costs the browser a copy.
   * Those of the inputs may have more cells than the others, which are coarser while many visitors train.
   * @param {(Tensor | null)[]} maps of the columns
   * @param {Look} look
   * @returns {number[]} the row in which each column's begin
   */
  fillAtlas(maps, look) {
    const { starts, rows, width } = stacked(maps.map((tensor) => tensor?.shape ?? null));
    if (!width) return starts;
    const table = look.colours.signed;
    const pixels = this.atlas.resize(width, rows);
    maps.forEach((tensor, i) => {
      if (!tensor) return;
      const [units, s] = tensor.shape;
      for (let row = 0; row < units * s; row++) {
        const from = row * s;
        const to = (starts[i] + row - 2 * (row % s) + s - 1) * width;
        for (let x = 0; x < s; x++) pixels[to + x] = table[tensor.data[from + x]];
      }
    });
    this.atlas.commit();
    return starts;
  }

  /** The chosen sample itself stands for a wide column of pixels. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {Place} column */
  paintPicture(c, { look, scene, sample, frame }, column) {
    const { colours } = look;
    const { shape, data } = frame.block.get("sample_pictures") ?? scene.block.tensor("images");
    const [, h, w] = shape;
    const start = Math.min(sample?.index ?? 0, shape[0] - 1) * h * w;
    const pixels = this.image.resize(w, h);
    for (let k = 0; k < pixels.length; k++) pixels[k] = colours.greys[data[start + k]];
    this.image.commit();
    c.imageSmoothingEnabled = false;
    const [x, y, width, height] = [column.left, column.top, column.right - column.left, column.bottom - column.top];
    c.drawImage(this.image.canvas, x, y, width, height);
    c.strokeStyle = colours.muted;
    c.lineWidth = 1;
    c.strokeRect(x, y, width, height);
  }
}

/** Where square maps lie that stand one below the other. @param {(number[] | null)[]} shapes units, and cells a side */
export function stacked(shapes) {
  let [rows, width] = [0, 0];
  const starts = shapes.map((shape) => {
    const start = rows;
    const [units, side] = shape ?? [0, 0];
    rows += units * side;
    width = Math.max(width, side);
    return start;
  });
  return { starts, rows, width };
}

/** @param {CanvasRenderingContext2D} c @param {Look} look @param {Place} column @param {Tensor | undefined} values */
function paintStrip(c, look, column, values) {
  const { colours } = look;
  const scale = values ? scaleOf(values.data, "") : 1;
  for (let k = 0; k < column.count; k++) {
    const [x, y] = cellCorner(column, k);
    c.fillStyle = values ? colours.tone(values.data[k] / scale) : colours.zero;
    c.fillRect(x, y, column.cellWidth, column.cellHeight);
  }
  c.strokeStyle = colours.muted;
  c.lineWidth = 1;
  c.strokeRect(column.left, column.top, column.right - column.left, column.bottom - column.top);
}

/** A dot for each bias of a channel, on the corner of its map. @param {CanvasRenderingContext2D} c @param {Look} look @param {Place} column @param {Tensor | undefined} biases @param {number} reference @param {number[]} channels */
function paintTileBiases(c, look, column, biases, reference, channels) {
  if (!biases || !column.tiles) return;
  const { slots, height } = column.tiles;
  channels.forEach((j, k) => {
    paintBias(c, look, column.left + slots[k].x, slots[k].y + height, biases.data[j] / reference);
  });
}

/** A dot for each bias, on its unit's tile. @param {CanvasRenderingContext2D} c @param {Look} look @param {Place} column @param {Tensor} biases @param {number} reference */
function paintBiases(c, look, column, biases, reference) {
  column.units.forEach((y, k) => paintBias(c, look, ...biasPlace(column, y), biases.data[k] / reference));
}

/** @param {CanvasRenderingContext2D} c @param {Look} look @param {number} x @param {number} y @param {number} t from -1 to 1 */
function paintBias(c, look, x, y, t) {
  const { colours } = look;
  c.beginPath();
  c.arc(x, y, look.px(2.2 + 3 * Math.min(1, Math.abs(t) || 0)), 0, 7);
  c.fillStyle = Number.isFinite(t)
    ? colours.tone(Math.sign(t) * (0.3 + 0.7 * Math.min(1, Math.abs(t))))
    : colours.warning;
  c.fill();
  c.strokeStyle = colours.ink;
  c.lineWidth = look.px(0.9);
  c.stroke();
}

/** Titles above, activations below, and names beside. @param {CanvasRenderingContext2D} c @param {Drawn} drawn @param {number} height of the canvas */
function paintCaptions(c, { places, scene, look }, height) {
  const editable = places.some(({ menu }) => menu);
  places.forEach((column, i) => {
    const spec = scene.columns[i];
    c.textAlign = "center";
    c.fillStyle = look.colours.ink;
    c.fillText(fit(c, column.title, column.captionWidth), column.captionX, look.px(editable ? 12 : 9));
    c.fillStyle = look.colours.muted;
    const room = column.menu ? column.menu.width - look.px(CARET + 4) : column.captionWidth;
    const below = !column.foot ? "" : footOf(c, spec, column.wide, room);
    const wide = c.measureText(below).width;
    const glyph = spec.curve.length && wide + look.px(GLYPH) <= room ? look.px(GLYPH) : 0;
    const text = fit(c, below, room - glyph);
    const middle = column.captionX - (column.menu ? look.px(CARET / 2 - 2) : 0);
    const foot = height - look.px(editable ? 13 : 9);
    c.fillText(text, middle + glyph / 2, foot);
    if (glyph) paintGlyph(c, spec.curve, middle - wide / 2 - look.px(2.5), foot, look);
    if (column.wide || column.tiles || !spec.labels.length) return;
    c.fillStyle = look.colours.ink;
    c.textAlign = i === 0 ? "right" : "left";
    const x = i === 0 ? column.left - look.px(7) : column.right + look.px(7);
    if (i > 0 && i + 1 < places.length) return;
    column.units.forEach((y, k) => {
      c.fillText(fit(c, spec.labels[k], column.labelWidth), x, y);
    });
  });
  c.textAlign = "left";
}

/** What a unit's colour is measured against. @param {ArrayLike<number>} values @param {string} activation */
function scaleOf(values, activation) {
  if (["tanh", "sigmoid", "softmax"].includes(activation)) return 1;
  let most = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
}
