// Dragging in one or two dimensions, by pointer and by keys: the owner says what a place means, the rest is done here.
//
//   drag(pad, {
//     value: () => [w, b], limits: () => [[-3, 3], [-3, 3]], snap: 0.05, step: 0.1, coarse: 0.5, signal,
//     place: ({ x, y }) => [scaleX.invert(x), scaleY.invert(y)],
//     move: ([w, b], done) => { show(w, b); requests.ask({ w, b, done }); },
//   });
//   describe(pad, { label: "start of the neuron", low: -3, high: 3, now: w, text: "w 0.30, b 0.10" });
//
// Arrows move by `step`, with shift and by the page keys by `coarse`; home and end go to the ends; escape goes back to
// where the drag began. d3-drag (18 kB) knows no keys.

import { set } from "./elements.js";

/** @typedef {{x: number, y: number, dx: number, dy: number, event: PointerEvent}} Place in pixels from the corner of the target, and from where the drag began */

/**
 * @typedef {object} KeyOptions
 * @property {number} step
 * @property {number} [coarse] ten steps if left out
 * @property {[number, number][]} limits the ends of each number
 * @property {number} [snap] numbers are rounded to its multiples
 * @property {boolean} [typed] whether the target takes text, so that only the arrows up and down mean something
 */

/**
 * @typedef {object} DragOptions
 * @property {() => number[]} value one number or two, as they are now
 * @property {(place: Place, from: number[]) => number[]} place the numbers at a place; `from` are those at the beginning
 * @property {() => [number, number][]} limits
 * @property {(value: number[], done: boolean) => void} move
 * @property {number} step
 * @property {number} [coarse]
 * @property {number} [snap]
 * @property {boolean} [typed]
 * @property {number} [threshold] pixels before a press counts as a drag
 * @property {(event: PointerEvent) => boolean | void} [start] false: this press is not meant for a drag
 * @property {AbortSignal} [signal]
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/** What is said of the keys that `keyed` and escape act on. @type {import("./figure_tools.js").KeyHelp[]} */
export const DRAG_KEYS = [
  { keys: "Arrows", does: "move the focused handle by a step" },
  { keys: "Shift + arrows, page up, page down", does: "move it by a larger step" },
  { keys: "Home, end", does: "move it to the ends" },
  { keys: "Escape", does: "while dragging: back to where the drag began" },
];

/** The numbers inside of their limits and on the grid. @param {number[]} value @param {[number, number][]} limits @param {number} [snap] */
export function settle(value, limits, snap) {
  const per = snap ? Math.max(1, Math.round(1 / snap)) : 0;
  return value.map((v, i) => {
    const near = !snap ? v : snap < 1 ? Math.round(v * per) / per : Math.round(v / snap) * snap;
    return Math.max(limits[i][0], Math.min(limits[i][1], near));
  });
}

/**
 * The numbers after a key, or null where it means nothing. Of one number all four arrows change it; of two, each its own.
 * @param {string} key @param {boolean} shift @param {number[]} value @param {KeyOptions} options
 */
export function keyed(key, shift, value, { step, coarse = 10 * step, limits, snap, typed = false }) {
  const by = shift ? coarse : step;
  const arrow = ARROWS[key];
  const one = value.length === 1;
  if (arrow) {
    if (typed && !arrow[1]) return null;
    const moved = one ? [value[0] + by * (arrow[0] + arrow[1])] : value.map((v, i) => v + by * arrow[i]);
    return settle(moved, limits, snap);
  }
  if (!one || typed) return null;
  if (key === "PageUp" || key === "PageDown")
    return settle([value[0] + (key === "PageUp" ? coarse : -coarse)], limits, snap);
  if (key !== "Home" && key !== "End") return null;
  const end = limits[0][key === "Home" ? 0 : 1];
  return Number.isFinite(end) ? [end] : null;
}

/**
 * @param {HTMLElement | SVGElement} target
 * @param {DragOptions} options
 * @returns {{readonly held: boolean}} whether a person drags it now
 */
export function drag(target, options) {
  const { threshold = 0, signal } = options;
  /** @type {{x: number, y: number, id: number, from: number[], moved: boolean, end: AbortController} | null} */
  let held = null;
  const moveTo = (/** @type {PointerEvent} */ event, done = false) => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < threshold) return;
    held.moved = true;
    target.classList.add("dragged");
    const box = target.getBoundingClientRect();
    const place = {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      dx,
      dy,
      event,
    };
    options.move(settle(options.place(place, held.from), options.limits(), options.snap), done);
  };
  const release = () => {
    const was = held;
    held = null;
    was?.end.abort();
    target.classList.remove("dragged");
    return was?.moved ? was : null;
  };
  /** @template {keyof GlobalEventHandlersEventMap} Type @param {Type} type @param {(event: GlobalEventHandlersEventMap[Type]) => void} act */
  const listen = (type, act) => target.addEventListener(type, /** @type {EventListener} */ (act), { signal });

  listen("pointerdown", (event) => {
    if (event.button !== 0 || held || options.start?.(event) === false) return;
    held = {
      x: event.clientX,
      y: event.clientY,
      id: event.pointerId,
      from: [...options.value()],
      moved: false,
      end: new AbortController(),
    };
    target.setPointerCapture(event.pointerId);
    window.addEventListener("keydown", escape, {
      capture: true,
      signal: held.end.signal,
    });
    moveTo(event);
  });
  /** Only of the finger that has it. @param {"pointermove" | "pointerup" | "lostpointercapture"} type @param {(event: PointerEvent) => void} act */
  const follow = (type, act) => listen(type, (event) => event.pointerId === held?.id && act(event));
  follow("pointermove", (event) => moveTo(event));
  follow("pointerup", (event) => {
    moveTo(event, true);
    release();
  });
  follow("lostpointercapture", () => {
    if (release()) options.move(options.value(), true);
  });
  listen("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const value = keyed(event.key, event.shiftKey, options.value(), {
      ...options,
      limits: options.limits(),
    });
    if (!value) return;
    event.preventDefault();
    options.move(value, true);
  });
  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const was = release();
    if (was) options.move(was.from, true);
  }
  signal?.addEventListener("abort", release);
  return {
    get held() {
      return held !== null && held.moved;
    },
  };
}

/**
 * What is heard of something that can be dragged, which is a slider, in one dimension or two.
 * @param {Element} target
 * @param {{label?: string, low: number, high: number, now: number, text: string, twofold?: boolean}} what
 */
export function describe(target, { label, low, high, now, text, twofold = false }) {
  set(target, {
    role: "slider",
    tabindex: 0,
    "aria-label": label ?? target.getAttribute("aria-label"),
    "aria-roledescription": twofold ? "two-dimensional slider" : undefined,
    "aria-valuemin": low,
    "aria-valuemax": high,
    "aria-valuenow": now,
    "aria-valuetext": text,
  });
}
