// What lights up in the diagram: the part of a step that is under way; and the small curves of the activations.

/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {import("../kit/surface.js").Look} Look */

/**
 * @param {CanvasRenderingContext2D} c
 * @param {{places: Place[], look: Look}} diagram
 * @param {import("./phases.js").Phase} phase
 */
export function paintGlow(c, diagram, { name, share }) {
  const { places, look } = diagram;
  const last = places.length - 1;
  const { colours } = look;
  if (name === "forward") paintFront(c, diagram, share * last, colours.train);
  if (name === "loss") halo(c, places[last], look, colours.warning, Math.sin(Math.PI * share));
  if (name === "backward") paintFront(c, diagram, (1 - share) * last, colours.gradient);
}

/** Columns near a moving front are lit. @param {CanvasRenderingContext2D} c @param {{places: Place[], look: Look}} diagram @param {number} front in columns @param {string} colour */
function paintFront(c, { places, look }, front, colour) {
  places.forEach((place, i) => halo(c, place, look, colour, 1 - Math.abs(i - front) / 0.8));
}

/** @param {CanvasRenderingContext2D} c @param {Place} place @param {Look} look @param {string} colour @param {number} strength 0 to 1; below 0 is none */
function halo(c, place, look, colour, strength) {
  if (strength <= 0) return;
  const wide = look.px(7);
  c.globalAlpha = 0.75 * strength;
  c.fillStyle = colour;
  c.beginPath();
  c.roundRect(
    place.left - wide,
    place.top - wide,
    place.right - place.left + 2 * wide,
    place.bottom - place.top + 2 * wide,
    wide,
  );
  c.fill();
  c.globalAlpha = 1;
}

/** The curve of an activation, with its axes, around a place. @param {CanvasRenderingContext2D} c @param {number[]} curve @param {number} x @param {number} y @param {Look} look */
export function paintGlyph(c, curve, x, y, look) {
  const [w, h] = [look.px(15), look.px(13)];
  const low = Math.min(0, ...curve);
  const high = Math.max(low + 0.5, ...curve);
  const at = (/** @type {number} */ v) => y + h / 2 - ((v - low) / (high - low)) * h;
  c.lineWidth = look.px(0.8);
  c.strokeStyle = look.colours.hairline;
  c.beginPath();
  c.moveTo(x - w / 2, at(0));
  c.lineTo(x + w / 2, at(0));
  c.moveTo(x, y - h / 2);
  c.lineTo(x, y + h / 2);
  c.stroke();
  c.lineWidth = look.px(1.6);
  c.strokeStyle = look.colours.ink;
  c.beginPath();
  curve.forEach((v, k) => c.lineTo(x - w / 2 + (k / (curve.length - 1)) * w, at(v)));
  c.stroke();
}
