// The network diagram by keyboard: arrow keys walk over units and weights, Enter opens what is reached.

import { html, say, set } from "../kit/elements.js";
import { placeOfStop, walk } from "./diagram_walk.js";
import { explain, matrixShape } from "./explain.js";

/** @type {import("../kit/figure_tools.js").KeyHelp[]} */
export const DIAGRAM_KEYS = [
  { keys: "In the diagram: arrows", does: "move over units and weights" },
  { keys: "Enter, escape", does: "open the selected part, leave it" },
];

export class DiagramKeys {
  /** @param {import("./diagram.js").Diagram} diagram @param {AbortSignal} signal */
  constructor(diagram, signal) {
    this.diagram = diagram;
    /** @type {import("./diagram_walk.js").Stop | null} */
    this.stop = null;
    const { canvas, box } = diagram.surface;
    set(canvas, { role: "application", tabindex: 0, "aria-roledescription": "diagram" });
    this.heard = html("p", { class: "heard", "aria-live": "polite" }, box);
    canvas.addEventListener("keydown", (event) => this.key(event), { signal });
    canvas.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // the keyboard stays where it was
    canvas.addEventListener("blur", () => this.leave(), { signal });
  }

  /** What is reached, as if it were pointed at. @returns {import("./explain.js").Target | null} */
  get target() {
    const { drawn } = this.diagram;
    if (!this.stop || !drawn) return null;
    const { kind, column, i, j } = this.stop;
    if (kind === "weight" && drawn.places[column - 1].kernels)
      return { kind: "kernel", column, i, j, whole: true, a: 0, b: 0 };
    const picture = kind === "weight" && drawn.frame.block.get(`weights.${column - 1}.picture`);
    const [n, m] = column ? matrixShape(drawn.scene.columns, column) : [0, 0];
    return { kind, column, i, j, whole: !picture || (picture.shape[0] === n && picture.shape[1] === m) };
  }

  /** In the window, for what opens beside it. */
  get place() {
    const { drawn, surface } = this.diagram;
    const [x, y] = drawn && this.stop ? placeOfStop(drawn, this.stop) : [0, 0];
    const { left, top } = surface.canvas.getBoundingClientRect();
    return { clientX: left + x, clientY: top + y };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { drawn } = this.diagram;
    if (!drawn || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = this;
    if (event.key === "Enter" && target) this.diagram.open(this.place, target);
    else if (event.key === "Escape") this.leave();
    else {
      const { columns } = drawn.scene;
      const sizes = columns.map(({ units }) => units);
      const rows = columns.map(({ operation }, k) => (k && operation !== "pooling" ? matrixShape(columns, k)[0] : 0));
      const known = this.stop && this.stop.j < sizes[this.stop.column] ? this.stop : null;
      const next = walk(event.key, known, sizes, rows);
      if (!next) return;
      this.stop = next;
      this.show();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  show() {
    const { drawn } = this.diagram;
    const { target } = this;
    if (!drawn || !target) return;
    this.diagram.tell(this.place, drawn, target);
    say(this.heard, explain(drawn, target));
    this.diagram.mark(target);
  }

  leave() {
    this.diagram.tip.hide();
    this.diagram.mark(null);
  }
}
