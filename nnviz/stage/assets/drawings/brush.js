// A brush for a grid of pixels: a press on paper draws ink, a press on ink draws paper, and the drag goes on with it.
//
//   brush(this.image, { on: () => this.drawable, ink: (place) => this.pixel(place) > 0,
//                       paint: (places, ink, done) => this.painted(places, ink, done), signal });

/** @typedef {import("../kit/value_grid.js").Place} Place */

/** The places on the straight way from one to another, so that a quick stroke has no holes. @param {Place} from @param {Place} to @returns {Place[]} */
export function stroke([i, j], [row, column]) {
  const steps = Math.max(Math.abs(row - i), Math.abs(column - j), 1);
  return Array.from({ length: steps + 1 }, (_, k) => [
    Math.round(i + ((row - i) * k) / steps),
    Math.round(j + ((column - j) * k) / steps),
  ]);
}

/**
 * @param {import("../kit/value_grid.js").ValueGrid} grid
 * @param {object} options
 * @param {() => boolean} options.on whether the image may be drawn on now
 * @param {(place: Place) => boolean} options.ink whether a place holds ink
 * @param {(places: Place[], ink: boolean, done: boolean) => void} options.paint
 * @param {AbortSignal} options.signal
 */
export function brush(grid, { on, ink, paint, signal }) {
  /** @type {{ink: boolean, last: Place, id: number} | null} */
  let held = null;
  const box = grid.cells;
  const under = (/** @type {PointerEvent} */ event) => {
    const root = /** @type {Document | ShadowRoot} */ (box.getRootNode());
    return grid.placeOf(root.elementFromPoint(event.clientX, event.clientY));
  };
  const listen = (/** @type {string} */ type, /** @type {(event: PointerEvent) => void} */ act) =>
    box.addEventListener(type, /** @type {EventListener} */ (act), { signal });
  listen("pointerdown", (event) => {
    const place = !held && on() && event.button === 0 ? under(event) : null;
    if (!place) return;
    held = { ink: !ink(place), last: place, id: event.pointerId };
    box.setPointerCapture(event.pointerId);
    paint([place], held.ink, false);
  });
  listen("pointermove", (event) => {
    const place = held?.id === event.pointerId ? under(event) : null;
    if (!held || !place || place.join() === held.last.join()) return;
    paint(stroke(held.last, place), held.ink, false);
    held.last = place;
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (held?.id !== event.pointerId) return;
    paint([], held.ink, true);
    held = null;
  };
  listen("pointerup", end);
  listen("lostpointercapture", end);
}
