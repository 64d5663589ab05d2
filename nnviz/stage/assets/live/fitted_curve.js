// Over one feature the map is a graph: what the network says as a curve over the points, and the function to be fitted.

/** @typedef {import("../kit/wire.js").Tensor} Tensor */
/** @typedef {{look: import("../kit/surface.js").Look, scene: import("./wire.js").Scene, area: import("./map.js").Area, y: import("../kit/scale.js").Scale}} Graph what it is drawn on: a map */

/** The function dashed, where it is known, and the network's curve above it. @param {CanvasRenderingContext2D} c @param {Graph} map @param {Tensor} [curve] */
export function paintCurves(c, map, curve) {
  const { ink, muted, paper } = map.look.colours;
  const truth = map.scene.block.get("truth");
  if (truth) paintCurve(c, map, truth, [[1.6, muted]], map.look.px(5));
  if (!curve) return;
  paintCurve(c, map, curve, [
    [5, paper],
    [2.6, ink],
  ]);
}

/** A line through heights at evenly spaced places, once a pen. @param {CanvasRenderingContext2D} c @param {Graph} map @param {Tensor} heights @param {[number, string][]} pens their widths and colours @param {number} [dash] its length */
function paintCurve(c, { look, area: { x, side }, y }, { data }, pens, dash = 0) {
  c.save();
  c.beginPath();
  for (let i = 0; i < data.length; i++) c.lineTo(x + (i * side) / (data.length - 1), y(data[i]));
  c.lineJoin = "round";
  c.setLineDash(dash ? [dash, dash] : []);
  for (const [width, colour] of pens) {
    c.lineWidth = look.px(width);
    c.strokeStyle = colour;
    c.stroke();
  }
  c.restore();
}
