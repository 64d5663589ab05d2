// The output over the plane: regions of the classes or the values of the function, with the data on top.

import { canvasAxis } from "../kit/axis.js";
import { pixel } from "../kit/colours.js";
import { contour } from "../kit/contours.js";
import { inUnits, label, short } from "../kit/number_format.js";
import { linear } from "../kit/scale.js";
import { middles } from "./cells.js";
import { paintCurves } from "./fitted_curve.js";
import { paintLegend } from "./legend.js";
import { Pen } from "./pen.js";
import { PARTS, nearest, paintChosen, paintPoints, paintWrong } from "./points.js";
import { Cells, Surface, fit } from "../kit/surface.js";
import { UnitMap } from "./unit_map.js";
import { NO_SCENE } from "./wire.js";

const SHADES = 64;

/** @typedef {import("../kit/wire.js").Tensor} Tensor */
/** @typedef {{block: {get: (name: string) => Tensor | undefined}}} Shown a frame, or that part of it which a map needs */
/** @typedef {import("./wire.js").Sample} Sample */
/** @typedef {{x: number, y: number, side: number, legend: number}} Area where the map lies, and how wide its legend is */

export class OutputMap {
  /**
   * @param {HTMLElement} panel
   * @param {import("../kit/surface.js").Look} look
   * @param {(value: object) => void} choose
   * @param {(value: object) => void} draw add a point to the data
   * @param {AbortSignal} signal
   * @param {import("../kit/tooltip.js").Tooltip} [tip] for what is known of a point
   */
  constructor(panel, look, choose, draw, signal, tip) {
    this.look = look;
    this.pen = new Pen(panel, signal);
    const box = /** @type {HTMLElement} */ (panel.querySelector(".canvas"));
    this.under = new Surface(box, "", signal, true);
    this.over = new Surface(box, "Output over the plane, with the data", signal);
    this.cells = new Cells();
    this.stale = true;
    this.scene = NO_SCENE;
    /** @type {Shown | null} the frame that is shown */
    this.frame = null;
    /** Whether there is one output. */
    this.single = true;
    /** @type {Area} empty before it is painted */
    this.area = { x: 0, y: 0, side: 0, legend: 0 };
    this.x = this.y = linear([0, 1], [0, 1]);
    /** @type {Uint32Array[]} the shades of the classes; none for regression */
    this.classes = [];
    /** The colours of the bytes of a single output. */
    this.values = new Uint32Array(256);
    /** How many points have another class than the network says. */
    this.wrong = 0;
    /** The unit of the diagram that is looked at in place of the output, if any. */
    this.unit = new UnitMap(look);
    /** Where the chosen sample was when it was painted. */
    this.chosen = "";
    this.over.canvas.addEventListener("click", (event) => this.act(event.offsetX, event.offsetY), { signal });
    this.choose = choose;
    this.draw = draw;
    if (!tip) return;
    this.over.canvas.addEventListener("pointermove", (event) => this.hover(event, tip), { signal });
    this.over.canvas.addEventListener("pointerleave", () => tip.hide(), { signal });
  }

  /** Choose the point of the data at a place or the place itself, or add a point. @param {number} mx @param {number} my */
  act(mx, my) {
    const place = this.place(mx, my);
    if (place && this.pen.chosen !== null) this.draw({ ...place, class: this.pen.chosen });
    else if (place) this.choose(nearest(this, mx, my) ?? place);
  }

  /** What is heard of a place. @param {number} mx @param {number} my */
  told(mx, my) {
    const place = this.place(mx, my);
    if (!place) return "";
    const { scene } = this;
    const [x, y] = scene.axis_titles;
    const point = nearest(this, mx, my);
    const label = point && scene.block.data(`${point.set}_labels`)[point.index];
    const name = label === null ? "" : (scene.classes[label] ?? short(label));
    const near = point ? `; ${point.set} sample ${point.index + 1}, ${name}` : "";
    return `${x} ${short(place.x)}, ${y} ${short(place.y)}${near}`;
  }

  /** What is to be predicted at a point, and what is predicted. @param {PointerEvent} event @param {import("../kit/tooltip.js").Tooltip} tip */
  hover(event, tip) {
    const { target, block, test_is_train: same } = this.scene;
    const point = target && this.frame ? nearest(this, event.offsetX, event.offsetY) : null;
    if (!target || !this.frame || !point) {
      tip.hide();
      return;
    }
    const { set, index } = point;
    const lines = [`${target.name} (${same ? "train = test" : set})`];
    lines.push(`true ${inUnits(block.data(`${set}_targets`)[index])}`);
    const said = this.frame.block.get(`${set}_predictions`);
    if (said) lines.push(`predicted ${inUnits(said.data[index])}`);
    tip.show(event, lines.join("\n"));
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.stale = true;
    this.single = scene.head !== "softmax";
    this.pen.setScene(scene);
    this.unit.setScene(scene);
    this.name();
    this.over.canvas.title = scene.caption;
  }

  /** Look at a unit of the diagram, or at the output again. @param {{column: number, j: number} | null} unit */
  watch(unit) {
    if (!this.unit.choose(unit)) return;
    this.stale = true;
    this.name();
  }

  /** Say what it shows to people who cannot see it. */
  name() {
    const { scene } = this;
    const what =
      scene.head === "regression"
        ? `Value of ${scene.target?.name ?? "the output"}`
        : `Regions of the classes ${scene.classes.join(", ")}`;
    const over = scene.block.get("truth") ? `as a curve over ${scene.axis_titles[0]}` : "over the plane";
    const data = scene.test_is_train ? "training data, which are also the test data" : "training and test data";
    const shown = this.unit.chosen ? `Activation of ${this.unit.name}` : what;
    const text = `${shown} ${over}, with the ${data}. ${scene.caption}`;
    this.over.canvas.setAttribute("aria-label", text.trim());
  }

  /** Colours or sizes have changed. */
  refresh() {
    this.stale = true;
  }

  /** @param {Shown} frame @param {Sample | null} sample */
  paint(frame, sample) {
    this.frame = this.unit.frame = frame;
    if (this.stale) this.prepare();
    const c = this.under.begin(this.look);
    if (!this.under.width) return;
    const map = frame.block.get("output_map");
    if (map && this.unit.chosen) this.unit.paint(c, this, map.shape[0]);
    else if (map) {
      this.fill(map, frame.block.get("output_confidence"));
      const { x, y, side } = this.area;
      c.save();
      c.beginPath();
      c.rect(x, y, side, side);
      c.clip();
      c.imageSmoothingEnabled = true;
      // A fitted curve says by its height what the map would say by its colour.
      if (!this.isGraph()) c.drawImage(this.cells.canvas, x, y, side, side);
      if (this.single && this.scene.head !== "regression") this.paintContour(c, map);
      this.wrong = paintWrong(c, this, frame);
      c.restore();
    }
    const curve = this.unit.chosen ? undefined : frame.block.get("curve");
    if (this.unit.rescale()) this.stale = true;
    const chosen = sample?.position?.join() ?? "";
    if (this.stale || chosen !== this.chosen || curve) {
      this.chosen = chosen;
      this.paintOver(sample, curve);
      this.stale = false;
    }
  }

  /** Whether what is shown is a number over one feature: a curve. */
  isGraph() {
    return this.scene.head === "regression" && Boolean(this.frame?.block.get("curve")) && !this.unit.chosen;
  }

  /** Tables of colours, and where the map lies. */
  prepare() {
    const { look, scene } = this;
    const { clientWidth: width, clientHeight: height } = this.over.box;
    const left = look.px(36);
    const legend = Math.min(look.px(104), width * 0.32);
    const side = Math.min(width - left - legend, height - look.px(scene.caption ? 63 : 44));
    const spare = Math.max(0, width - left - legend - side);
    this.settleAt({ x: left + spare / 3, y: look.px(20), side, legend });
    this.classes = scene.head === "regression" ? [] : scene.classes.map((_, k) => this.shades(k));
    this.values = this.valueTable();
  }

  /** Where the map lies, and with it the scales of the plane. @param {Area} area */
  settleAt(area) {
    const { x, y, side } = area;
    const [x0, x1, y0, y1] = this.scene.plane;
    this.area = area;
    this.x = linear([x0, x1], [x, x + side]);
    this.y = linear([y0, y1], [y + side, y]);
  }

  /** @param {number} k class */
  shades(k) {
    const { region } = this.look.colours;
    return Uint32Array.from({ length: SHADES }, (_, i) => pixel(region(k, i / (SHADES - 1))));
  }

  /** The colour of every byte of a map with one output. */
  valueTable() {
    const { colours } = this.look;
    if (this.scene.head === "regression") return colours.signed;
    return Uint32Array.from({ length: 256 }, (_, i) => {
      const t = (i - 128) / 127;
      return i === 0 ? colours.signed[0] : pixel(colours.region(t < 0 ? 0 : 1, Math.abs(t) - 0.12));
    });
  }

  /** The map's cells as pixels, y upwards. @param {Tensor} map @param {Tensor | undefined} confidence of several classes */
  fill(map, confidence) {
    const n = map.shape[0];
    const pixels = this.cells.resize(n, n);
    const k = this.scene.classes.length;
    for (let row = 0; row < n; row++) {
      const to = (n - 1 - row) * n;
      for (let x = 0; x < n; x++) {
        const i = row * n + x;
        if (!confidence) pixels[to + x] = this.values[map.data[i]];
        else {
          const sure = Math.max(0, (confidence.data[i] / 255 - 1 / k) / (1 - 1 / k));
          pixels[to + x] = this.classes[map.data[i] % k][Math.round(sure * (SHADES - 1))];
        }
      }
    }
    this.cells.commit();
  }

  /** The line where the single output is at its centre: the decision boundary. @param {CanvasRenderingContext2D} c @param {Tensor} map */
  paintContour(c, map) {
    const n = map.shape[0];
    const { x, y, side } = this.area;
    const at = middles(side, n);
    c.beginPath();
    contour(
      c,
      map.data,
      n,
      n,
      128,
      (column) => x + at(column),
      (row) => y + side - at(row),
    );
    c.strokeStyle = this.look.colours.ink;
    c.lineWidth = this.look.px(1.6);
    c.stroke();
  }

  /** Axes, data, legend: what does not change from frame to frame, and a curve over the data, which does. @param {Sample | null} sample @param {Tensor} [curve] */
  paintOver(sample, curve) {
    const c = this.over.begin(this.look);
    this.paintAxes(c);
    const { x, y, side } = this.area;
    c.save();
    c.beginPath();
    c.rect(x, y, side, side);
    c.clip();
    for (const part of PARTS) paintPoints(c, this, part);
    if (!this.unit.chosen) paintCurves(c, this, curve);
    if (sample?.position) paintChosen(c, this, sample.position);
    c.restore();
    if (this.unit.chosen) this.unit.paintLegend(c, this);
    else paintLegend(c, this);
  }

  /** @param {CanvasRenderingContext2D} c */
  paintAxes(c) {
    const { look, scene } = this;
    const { x, y, side } = this.area;
    c.font = look.type(14);
    c.strokeStyle = look.colours.muted;
    c.lineWidth = 1;
    c.strokeRect(x, y, side, side);
    const gap = look.px(11);
    const long = c.measureText(scene.axis_titles[0]).width > look.px(40);
    const frame = { left: x, right: x + side, top: y, bottom: y + side };
    const [last, highest] = [x + side - look.px(long ? 4 : 22), y + look.px(4)];
    canvasAxis(c, this.x, { side: "bottom", frame, look, most: 4, format: label, within: [0, last], grid: false });
    canvasAxis(c, this.y, {
      side: "left",
      frame,
      look,
      most: 4,
      format: label,
      within: [highest, Infinity],
      grid: false,
    });
    c.fillStyle = look.colours.ink;
    // A long title stands at the end of its axis, below the legend, so that it takes no number's place.
    c.textAlign = long ? "left" : "right";
    const end = x + side + (long ? look.px(12) : 0);
    c.fillText(fit(c, scene.axis_titles[0], long ? this.over.width - end : side / 2), end, y + side + gap);
    c.textAlign = "left";
    if (scene.caption) this.paintCaption(c, Math.max(0, x - look.px(22)), y + side + gap + look.px(19));
    c.fillText(fit(c, scene.axis_titles[1], side), Math.max(0, x - look.px(22)), y - look.px(10));
  }

  /** The first sentence of what must be said about a cut. @param {CanvasRenderingContext2D} c @param {number} x @param {number} y */
  paintCaption(c, x, y) {
    c.fillStyle = this.look.colours.muted;
    c.fillText(fit(c, this.scene.caption.split(". ")[0].replace(/\.$/, ""), this.over.width - x), x, y);
  }

  /** How large points are drawn, of their usual size. */
  get pointScale() {
    return 1;
  }

  /** @param {number} px @param {number} py */
  toCanvas(px, py) {
    return [this.x(px), this.y(py)];
  }

  /** The place in the plane under the pointer, or null beside it. @param {number} mx @param {number} my */
  place(mx, my) {
    const { x, y, side } = this.area;
    if (!side || mx < x || mx > x + side || my < y || my > y + side) return null;
    return { x: this.x.invert(mx), y: this.y.invert(my) };
  }
}
