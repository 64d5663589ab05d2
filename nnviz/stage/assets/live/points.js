// The data over the map: a point a sample, a ring around every wrong one, a cross-hair around the chosen one.

/** @typedef {"train" | "test"} Part of the data */

export const PARTS = /** @type {const} */ (["train", "test"]);

/**
 * @typedef {object} PointMap what they are drawn on
 * @property {import("../kit/surface.js").Look} look
 * @property {import("./wire.js").Scene} scene
 * @property {number} pointScale how large they are, of their usual size
 * @property {(x: number, y: number) => number[]} toCanvas
 */

/** Smaller where there are many. @param {number} count */
const crowding = (count) => Math.min(1, Math.max(0.6, Math.sqrt(400 / count)));

/** @param {PointMap} map @param {Part} part @param {number} count */
function radius(map, part, count) {
  return map.look.px(part === "train" ? 3.1 : 2.8) * crowding(count) * map.pointScale;
}

/** @param {CanvasRenderingContext2D} c @param {PointMap} map @param {Part} part */
export function paintPoints(c, map, part) {
  const { look, scene } = map;
  const { colours } = look;
  const points = scene.block.data(`${part}_points`);
  const labels = scene.block.data(`${part}_labels`);
  const r = radius(map, part, labels.length);
  c.lineWidth = look.px(part === "train" ? 0.9 : 1.7) * crowding(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const [px, py] = map.toCanvas(points[2 * i], points[2 * i + 1]);
    const colour = colourOf(map, labels[i]);
    c.beginPath();
    c.arc(px, py, r, 0, 7);
    c.fillStyle = part === "train" ? colour : colours.paper;
    c.strokeStyle = part === "train" ? colours.paper : colour;
    c.fill();
    c.stroke();
  }
}

/** That of its class, or of its target. @param {PointMap} map @param {number} value */
function colourOf({ look, scene }, value) {
  if (scene.head !== "regression") return look.colours.classColour(value);
  const [low, centre, high] = scene.output_range;
  return look.colours.tone((value - centre) / Math.max(high - centre, centre - low));
}

/**
 * A ring around every point whose class the network does not say; the points themselves lie above.
 * @param {CanvasRenderingContext2D} c
 * @param {PointMap} map
 * @param {import("./map.js").Shown} frame
 * @returns {number} how many there are
 */
export function paintWrong(c, map, frame) {
  const { look, scene } = map;
  let wrong = 0;
  c.beginPath();
  for (const part of PARTS) {
    const right = frame.block.get(`${part}_right`)?.data;
    const points = scene.block.data(`${part}_points`);
    if (!right || right.length * 2 !== points.length) continue;
    const r = radius(map, part, right.length) + look.px(2.2);
    for (let i = 0; i < right.length; i++) {
      if (right[i]) continue;
      const [px, py] = map.toCanvas(points[2 * i], points[2 * i + 1]);
      c.moveTo(px + r, py);
      c.arc(px, py, r, 0, 7);
      wrong += 1;
    }
  }
  c.strokeStyle = look.colours.ink;
  c.lineWidth = look.px(1.3);
  c.stroke();
  return wrong;
}

/** @param {CanvasRenderingContext2D} c @param {PointMap} map @param {[number, number]} position */
export function paintChosen(c, map, position) {
  const { look } = map;
  const [px, py] = map.toCanvas(position[0], position[1]);
  const r = look.px(8);
  const { paper, ink } = look.colours;
  for (const [width, colour] of /** @type {[number, string][]} */ ([
    [4.5, paper],
    [2.2, ink],
  ])) {
    c.lineWidth = look.px(width);
    c.strokeStyle = colour;
    c.beginPath();
    c.arc(px, py, r, 0, 7);
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      c.moveTo(px + dx * r, py + dy * r);
      c.lineTo(px + dx * r * 1.7, py + dy * r * 1.7);
    }
    c.stroke();
  }
}

/** The nearest point of the data, or null when none is near. @param {PointMap} map @param {number} mx @param {number} my */
export function nearest(map, mx, my) {
  let best = { distance: map.look.px(9), set: "", index: -1, x: 0, y: 0 };
  for (const set of PARTS) {
    const points = map.scene.block.data(`${set}_points`);
    for (let i = 0; i < points.length / 2; i++) {
      const [px, py] = map.toCanvas(points[2 * i], points[2 * i + 1]);
      const distance = Math.hypot(px - mx, py - my);
      if (distance < best.distance) best = { distance, set, index: i, x: points[2 * i], y: points[2 * i + 1] };
    }
  }
  return best.index >= 0 ? { set: best.set, index: best.index, x: best.x, y: best.y } : null;
}
