// What stands beside the map of the output: the names of the colours and marks, or the colour scale of a single output.

import { canvasAxis } from "../kit/axis.js";
import { css } from "../kit/colours.js";
import { inUnits, label } from "../kit/number_format.js";
import { linear } from "../kit/scale.js";
import { fit } from "../kit/surface.js";

/**
 * @typedef {object} Legend what it is drawn from: a map
 * @property {import("../kit/surface.js").Look} look
 * @property {import("./wire.js").Scene} scene
 * @property {import("./map.js").Area} area
 * @property {boolean} single whether there is one output
 * @property {{height: number}} over what it is drawn on
 * @property {Uint32Array} values the colours of the bytes of a single output
 * @property {() => boolean} isGraph whether a number is shown as a curve over one feature
 */

/** What the colour scale of a single output takes below the names, at least. */
const SCALE = 82;

/** @param {CanvasRenderingContext2D} c @param {Legend} map */
export function paintLegend(c, map) {
  const { look, scene, single } = map;
  const { x, y, side, legend } = map.area;
  const left = x + side + look.px(14);
  const width = legend - look.px(16);
  const { colours } = look;
  const fitted = map.isGraph();
  const truth = Boolean(scene.block.get("truth"));
  const entries = scene.classes.length + 3 + Number(fitted) + Number(truth);
  const room = single ? Math.max(look.px(17) * entries, side - look.px(SCALE)) : side + look.px(scene.caption ? 4 : 20);
  const line = Math.min(look.px(21), room / entries);
  const tile = Math.min(look.px(12), line - look.px(2));
  let at = y + look.px(8);
  const mark = (
    /** @type {boolean} */ ring,
    /** @type {string} */ colour,
    /** @type {string} */ text,
    square = false,
  ) => {
    c.beginPath();
    if (square) c.roundRect(left, at - tile / 2, look.px(12), tile, look.px(3));
    else c.arc(left + look.px(6), at, look.px(ring ? 4 : 4.5), 0, 7);
    c.lineWidth = look.px(1.8);
    c.fillStyle = c.strokeStyle = colour;
    if (ring) c.stroke();
    else c.fill();
    c.fillStyle = colours.ink;
    c.fillText(fit(c, text, width - look.px(18)), left + look.px(18), at);
    at += line;
  };
  const stroke = (
    /** @type {string} */ text,
    /** @type {string} */ colour,
    /** @type {number} */ width,
    /** @type {number} */ dash,
  ) => {
    c.save();
    c.beginPath();
    c.moveTo(left - look.px(2), at);
    c.lineTo(left + look.px(14), at);
    c.lineWidth = look.px(width);
    c.strokeStyle = colour;
    c.setLineDash(dash ? [dash, dash] : []);
    c.stroke();
    c.restore();
    c.fillStyle = colours.ink;
    c.fillText(fit(c, text, legend - look.px(34)), left + look.px(18), at);
    at += line;
  };
  c.textAlign = "left";
  scene.classes.forEach((name, k) => mark(false, colours.classColour(k), name, true));
  if (scene.classes.length && line === look.px(21)) at += look.px(6);
  mark(false, colours.muted, scene.test_is_train ? "train = test" : "train");
  if (scene.block.data("test_labels").length) mark(true, colours.muted, "test");
  if (scene.classes.length) mark(true, colours.ink, "wrong");
  if (fitted) stroke("network", colours.ink, 2.6, 0);
  if (truth) stroke("function", colours.muted, 1.6, look.px(5));
  if (single)
    paintScale(
      c,
      map,
      left,
      at + look.px(4),
      scene.caption ? y + side : Math.max(y + side, map.over.height - look.px(24)),
    );
}

/** The colour scale of a single output. @param {CanvasRenderingContext2D} c @param {Legend} map @param {number} left @param {number} top @param {number} bottom @param {string} [title] */
export function paintScale(c, { look, scene, area, values: colours }, left, top, bottom, title) {
  const [low, centre, high] = scene.output_range;
  const width = look.px(14);
  const output = scene.head === "sigmoid" ? `P(${scene.classes[1] ?? "1"})` : (scene.target?.name ?? "output");
  const name = title ?? output;
  const y = top + look.px(26);
  const height = Math.min(look.px(220), bottom - y - look.px(6));
  if (height < look.px(26)) return;
  c.fillStyle = look.colours.ink;
  c.fillText(fit(c, name, area.legend - look.px(16)), left, top + look.px(8));
  for (let k = 0; k < height; k++) {
    const byte = Math.max(1, Math.min(255, Math.round(255 - (k / height) * 254)));
    const p = colours[byte];
    c.fillStyle = css({ r: p & 255, g: (p >> 8) & 255, b: (p >> 16) & 255 });
    c.fillRect(left, y + k, width, 1.5);
  }
  c.strokeStyle = look.colours.muted;
  c.lineWidth = 1;
  c.strokeRect(left, y, width, height);
  const frame = { left, right: left + width, top: y, bottom: y + height };
  const values = [low, centre, high];
  canvasAxis(c, linear([low, high], [y + height, y]), {
    side: "right",
    frame,
    look,
    values,
    format: (v) => (scene.target ? inUnits(scene.target.ends[values.indexOf(v)]) : label(v)),
    grid: false,
  });
}
