// What is known of one cell of the map: its runs as a table, and the curves of those that were computed anew.

import { svgAxis } from "../../kit/axis.js";
import { html, say, svg } from "../../kit/elements.js";
import { label, powerOfTen, short, significant } from "../../kit/number_format.js";
import { Panel } from "../../kit/panel.js";
import { line, linePath, SvgPath } from "../../kit/path.js";
import { bands, linear, log } from "../../kit/scale.js";
import { scrollArea } from "../../kit/scroll_area.js";

const RUNS = ["line-0", "line-1", "line-2"]; // colours of the runs whose curves are drawn

/** @typedef {import("./map_view.js").MapHeader} MapHeader */
/** @typedef {import("./map_view.js").Opened} Opened */

export class CellPanel {
  /**
   * @param {HTMLElement} parent
   * @param {(name: string) => import("../message.js").Matrix} matrix
   * @param {(seed: number) => void} open a run of the cell
   * @param {AbortSignal} signal
   */
  constructor(parent, matrix, open, signal) {
    this.matrix = matrix;
    const side = html("div", { class: "map-side" }, parent);
    this.where = html("p", { class: "map-where", role: "status" }, side);
    this.table = html(
      "table",
      {},
      scrollArea(html("div", { class: "map-runs" }, side), "runs of the chosen cell", signal),
    );
    const charts = html("div", { class: "map-charts" }, side);
    this.losses = new Panel(charts, { title: "Loss by epoch", class: "map-losses", height: 7.2 });
    this.gradients = new Panel(charts, { title: "‖dW‖ by layer, at the start", class: "map-gradients", height: 7.2 });
    this.note = html("p", { class: "map-note" }, side);
    const pressed = (/** @type {Event} */ { target }) => {
      const button = target instanceof Element ? target.closest("button[data-seed]") : null;
      if (button) open(Number(button.getAttribute("data-seed")));
    };
    this.table.addEventListener("click", pressed, { signal });
  }

  /** @param {MapHeader} header @param {[number, number]} at @param {string} heard of the cell */
  show(header, at, heard) {
    say(this.where, heard);
    this.runs(header, at);
    this.curves(header, at);
  }

  /** A line for each seed. @param {MapHeader} header @param {[number, number]} at */
  runs({ listed, seeds, columns, veiled, opens }, [i, j]) {
    this.table.replaceChildren();
    if (veiled) return;
    const top = html("tr", {}, html("thead", {}, this.table));
    for (const title of ["seed", ...listed.map((one) => one.title), ...(opens ? [""] : [])])
      html(title ? "th" : "td", title ? { scope: "col" } : {}, top, title);
    const body = html("tbody", {}, this.table);
    const k = i * columns.labels.length + j;
    seeds.forEach((seed, s) => {
      const row = html("tr", {}, body);
      html(
        "th",
        { scope: "row", style: `--c: var(--${RUNS[s] ?? "muted"})`, class: RUNS[s] ? "run-key" : "" },
        row,
        seed,
      );
      for (const { name } of listed) {
        const value = this.matrix(`run ${name}`).data[k * seeds.length + s];
        html(
          "td",
          {},
          row,
          name === "solved" ? (value ? "yes" : Number.isNaN(value) ? "–" : "no") : number(name, value),
        );
      }
      if (!opens) return;
      const place = html("td", {}, row);
      html(
        "button",
        { type: "button", "data-seed": s, "aria-label": `Open seed ${seed} in the Playground` },
        place,
        "open",
      );
    });
  }

  /** The curves of its first runs, computed anew. @param {MapHeader} header @param {[number, number]} at */
  curves({ opened, veiled }, at) {
    const here = opened && !veiled && JSON.stringify(opened.place) === JSON.stringify(at) ? opened : null;
    say(this.note, here ? here.note : veiled ? "" : "Rest on a cell: its first runs are computed anew.");
    const margins = { left: 3.4, right: 0.6, top: 0.4, bottom: 1.5 };
    const losses = this.losses.sheet(margins);
    const gradients = this.gradients.sheet(margins);
    if (!here || !losses || !gradients) return;
    const series = this.matrix("opened losses");
    const epochs = this.matrix("opened epochs").data;
    const points = series.shape[1];
    const found = Array.from(series.data).filter((v) => Number.isFinite(v) && v > 0);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    const { frame, unit } = losses;
    const x = linear([0, Math.max(1, epochs[points - 1])], [frame.left, frame.right]);
    const ends = /** @type {[number, number]} */ ([frame.bottom, frame.top]);
    const y = high > 8 * low ? log([low / 1.2, high * 1.2], ends) : linear([0, high || 1], ends, { overshoot: 0 });
    svgAxis(losses.drawing, x, { side: "bottom", frame, unit, most: 3, grid: false });
    svgAxis(losses.drawing, y, { side: "left", frame, unit, most: 3 });
    here.seeds.forEach((_, s) => {
      const pen = new SvgPath();
      line(pen, series.data.subarray(s * points, (s + 1) * points), (k) => x(epochs[k]), y, { stop: true });
      svg("path", { class: "curve", d: pen.d, style: `--c: var(--${RUNS[s]})` }, losses.drawing);
    });
    this.layers(here, gradients);
  }

  /** @param {Opened} here @param {NonNullable<ReturnType<Panel["sheet"]>>} paper */
  layers(here, { drawing, frame, unit }) {
    const { data, shape } = this.matrix("opened gradients");
    const layers = shape[1];
    const found = Array.from(data).filter((v) => Number.isFinite(v) && v > 0);
    const [low, high] = found.length ? [Math.min(...found), Math.max(...found)] : [0.1, 1];
    const wide = Math.max(high, 10 * low);
    const x = bands(layers, [frame.left, frame.right]);
    const y = log([low / 2, wide * 2], [frame.bottom, frame.top], { zero: frame.bottom, unbounded: frame.top });
    svgAxis(drawing, x, { side: "bottom", frame, unit, format: (i) => String(i + 1), grid: false });
    svgAxis(drawing, y, { side: "left", frame, unit, most: 3, format: (v) => powerOfTen(Math.round(Math.log10(v))) });
    here.seeds.forEach((_, s) => {
      const own = data.subarray(s * layers, (s + 1) * layers);
      const style = `--c: var(--${RUNS[s]})`;
      svg("path", { class: "curve faint", d: linePath(own, x, y), style }, drawing);
      own.forEach((value, k) =>
        svg("circle", { class: "dot", cx: x(k), cy: y(value), r: 0.28 * unit, style }, drawing),
      );
    });
  }
}

/** @param {string} name @param {number} value */
function number(name, value) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return "∞";
  return name.startsWith("epochs") ? label(value) : name.startsWith("loss") ? short(value) : significant(value, 2);
}
