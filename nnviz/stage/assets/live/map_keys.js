// The map of the output by keyboard: arrow keys move a cross over the plane, Enter does there what a click does.

import { describe, keyed } from "../kit/drag.js";
import { html } from "../kit/elements.js";

const STEP = 0.025; // of a side
const COARSE = 0.125;
/** @type {[number, number][]} */
const LIMITS = [
  [0, 1],
  [0, 1],
];

/** @type {import("../kit/figure_tools.js").KeyHelp[]} */
export const MAP_KEYS = [
  { keys: "On the map: arrows, with shift", does: "move a cross over the plane" },
  { keys: "Enter", does: "choose or add what is at the cross" },
];

export class MapKeys {
  /** @param {import("./map.js").OutputMap} map @param {(x: number, y: number) => void} act what a click on a pixel does @param {AbortSignal} signal */
  constructor(map, act, signal) {
    this.map = map;
    this.act = act;
    /** Shares of the sides, from the lower left corner. */
    this.at = [0.5, 0.5];
    const { canvas, box } = map.over;
    this.cross = html("i", { class: "map-cross", "aria-hidden": "true" }, box);
    this.cross.hidden = true;
    canvas.addEventListener("keydown", (event) => this.key(event), { signal });
    canvas.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // the keyboard stays where it was
    canvas.addEventListener("focus", () => this.show(), { signal });
    canvas.addEventListener("blur", () => (this.cross.hidden = true), { signal });
    this.describe();
  }

  /** In pixels of the canvas. */
  get place() {
    const { x, y, side } = this.map.area;
    return [x + this.at[0] * side, y + (1 - this.at[1]) * side];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = keyed(event.key, event.shiftKey, this.at, { step: STEP, coarse: COARSE, limits: LIMITS });
    if (to) this.at = to;
    else if (event.key === "Enter") {
      const [x, y] = this.place;
      this.act(x, y);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.show();
  }

  show() {
    const [x, y] = this.place;
    this.cross.hidden = !this.map.area.side;
    this.cross.style.transform = `translate(${x}px, ${y}px)`;
    this.describe();
  }

  describe() {
    const [x, y] = this.place;
    const now = Math.round(100 * this.at[0]);
    describe(this.map.over.canvas, { low: 0, high: 100, now, text: this.map.told(x, y), twofold: true });
  }
}
