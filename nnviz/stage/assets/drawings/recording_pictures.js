// Pictures of what layers have learned: a plane on its way through layers, clouds of samples, small images in rows.

import { set } from "../kit/elements.js";
import { Panel } from "../kit/panel.js";

/** @typedef {import("./recording_view.js").Seen} Seen */
/** @typedef {import("../kit/panel.js").PanelOptions} PanelOptions */

/** @typedef {PanelOptions & {kind: "plane", lines: number, points: number, dimensions: number}} PlaneHeader `lines` of a grid in each of two directions, so many `points` a line, and behind them the samples */
/** @typedef {PanelOptions & {kind: "cloud", name: string, from: number, count: number, chosen?: number}} CloudHeader */
/** @typedef {{title: string, name: string, from: number, count: number, indices?: boolean, signed?: boolean, chosen?: boolean}} Row `indices` of images that all frames share, or pixels of the frame's own, 64 an image */
/** @typedef {PanelOptions & {kind: "tiles", rows: Row[], names?: string}} TilesHeader */
/** @typedef {PlaneHeader | CloudHeader | TilesHeader} Header */

const SIDE = 8;

/** The plane at a stage between two stages on its way through the network, with the samples. */
export class PlanePanel extends Panel {
  /** @param {Element} parent @param {PlaneHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown, fixed, shapes, local, colours }) {
    const paper = this.paper();
    if (!paper) return;
    const { context: c, width, height, unit } = paper;
    const { lines, points, dimensions } = this.panel;
    const data = frames[shown].arrays.stages;
    const [stages, count] = shapes.stages;
    const at = Math.max(0, Math.min(stages - 1, local.stage ?? 0));
    const [low, share] = [Math.floor(at), at - Math.floor(at)];
    const high = Math.min(stages - 1, low + 1);
    const [cos, sin] = [Math.cos(local.turn ?? 0), Math.sin(local.turn ?? 0)];
    const [up, down] = [Math.cos(0.5), Math.sin(0.5)];
    const grid = 2 * lines * points;
    /** @param {number} i @param {0 | 1 | 2} k */
    const coordinate = (i, k) =>
      (1 - share) * data[(low * count + i) * 3 + k] + share * data[(high * count + i) * 3 + k];
    /** @param {number} i @returns {[number, number]} */
    const flat = (i) => {
      const [x, y, z] = [coordinate(i, 0), coordinate(i, 1), coordinate(i, 2)];
      if (dimensions < 3) return [x, y];
      return [cos * x - sin * y, up * z + down * (sin * x + cos * y)];
    };
    const places = Array.from({ length: count }, (_, i) => flat(i));
    // In two dimensions zero stays in the middle, so that b is seen to move the plane; in three the samples fill the frame.
    const ends = [0, 1].map((k) => {
      const along = places.slice(grid).map((place) => place[k]);
      const [least, most] = [Math.min(...along), Math.max(...along)];
      const reach = Math.max(-least, most);
      return dimensions < 3 ? [-reach, reach] : [least, most];
    });
    const span = (/** @type {number} */ k) => ends[k][1] - ends[k][0];
    const scale = 0.92 / Math.max(1e-9, span(0) / width, span(1) / height);
    const [left, top] = [
      width / 2 - (scale * (ends[0][0] + ends[0][1])) / 2,
      height / 2 + (scale * (ends[1][0] + ends[1][1])) / 2,
    ];
    const X = (/** @type {number} */ i) => left + scale * places[i][0];
    const Y = (/** @type {number} */ i) => top - scale * places[i][1];
    c.lineWidth = 1;
    if (dimensions < 3) {
      c.strokeStyle = colours.ink;
      c.globalAlpha = 0.35;
      c.beginPath();
      c.moveTo(0, top);
      c.lineTo(width, top);
      c.moveTo(left, 0);
      c.lineTo(left, height);
      c.stroke();
      c.globalAlpha = 1;
    }
    for (let k = 0; k < 2 * lines; k++) {
      c.strokeStyle = k < lines ? colours.muted : colours.hairline;
      c.globalAlpha = k < lines ? 0.55 : 1;
      c.beginPath();
      for (let i = 0; i < points; i++) {
        if (i) c.lineTo(X(k * points + i), Y(k * points + i));
        else c.moveTo(X(k * points), Y(k * points));
      }
      c.stroke();
    }
    c.globalAlpha = 1;
    for (let i = grid; i < count; i++) {
      c.fillStyle = colours.classColour(fixed.labels[i - grid]);
      c.beginPath();
      c.arc(X(i), Y(i), 0.2 * unit, 0, 2 * Math.PI);
      c.fill();
    }
  }
}

/** Samples in a plane, in the colours of their classes. */
export class CloudPanel extends Panel {
  /** @param {Element} parent @param {CloudHeader} panel @param {(sample: number) => void} choose @param {AbortSignal} signal */
  constructor(parent, panel, choose, signal) {
    super(parent, panel);
    this.panel = panel;
    /** @type {(x: number, y: number) => number} */
    this.nearest = () => -1;
    this.place.classList.add("recording-choose");
    this.place.addEventListener(
      "click",
      ({ offsetX, offsetY }) => {
        const sample = this.nearest(offsetX, offsetY);
        if (sample >= 0) choose(sample);
      },
      { signal },
    );
  }

  /** @param {Seen} seen */
  show({ frames, shown, fixed, colours }) {
    const paper = this.paper();
    if (!paper) return;
    const { context: c, width, height, unit } = paper;
    const { name, from, count, chosen } = this.panel;
    const data = frames[shown].arrays[name];
    const scale = Math.min(width, height) / 3.9;
    const X = (/** @type {number} */ i) => width / 2 + scale * data[from + 2 * i];
    const Y = (/** @type {number} */ i) => height / 2 - scale * data[from + 2 * i + 1];
    this.nearest = (x, y) => {
      let [best, least] = [-1, (1.5 * unit) ** 2];
      for (let i = 0; i < count; i++) {
        const away = (X(i) - x) ** 2 + (Y(i) - y) ** 2;
        if (away < least) [best, least] = [i, away];
      }
      return best;
    };
    c.font = `600 ${0.82 * unit}px ${getComputedStyle(this.box).fontFamily}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    for (let i = 0; i < count; i++) {
      c.fillStyle = colours.classColour(fixed.labels[i]);
      c.fillText(String(fixed.labels[i]), X(i), Y(i));
    }
    if (chosen === undefined) return;
    c.strokeStyle = colours.ink;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(X(chosen), Y(chosen), 0.7 * unit, 0, 2 * Math.PI);
    c.stroke();
  }
}

/** Rows of small images. */
export class TilesPanel extends Panel {
  /** @param {Element} parent @param {TilesHeader} panel */
  constructor(parent, panel) {
    super(parent, panel);
    this.panel = panel;
  }

  /** @param {Seen} seen */
  show({ frames, shown, fixed, colours }) {
    const { rows } = this.panel;
    const paper = this.paper();
    if (!paper || !rows.length) return;
    const { context: c, width, height, unit } = paper;
    const { arrays } = frames[shown];
    const heard = [];
    const name = rows.some(({ title }) => title) ? Math.min(5.4 * unit, 0.3 * width) : 0;
    const most = Math.max(...rows.map(({ count }) => count));
    const side = Math.min((width - name) / most, height / rows.length) - 0.25 * unit;
    c.textBaseline = "middle";
    for (const [r, { title, name: array, from, count, indices, signed, chosen }] of rows.entries()) {
      const top = r * (side + 0.25 * unit);
      c.font = `${0.82 * unit}px ${getComputedStyle(this.box).fontFamily}`;
      c.fillStyle = colours.muted;
      c.textAlign = "left";
      c.fillText(title, 0, top + side / 2);
      const labels = [];
      for (let k = 0; k < count; k++) {
        const left = name + k * (side + 0.25 * unit);
        if (indices) {
          const which = array in fixed ? fixed[array][from + k] : arrays[array][from + k];
          image(c, fixed.images, 64 * which, left, top, side, colours, false);
          const label = fixed.labels[which];
          labels.push(label);
          c.strokeStyle = colours.classColour(label);
          c.lineWidth = chosen && k === 0 ? 4 : 2;
          c.strokeRect(left, top + 1, side, side - 2);
        } else image(c, array in fixed ? fixed[array] : arrays[array], from + 64 * k, left, top, side, colours, signed);
      }
      if (indices) heard.push(`${title || "digits"}: ${labels.join(", ")}`);
    }
    if (this.canvas) set(this.canvas, { "aria-label": [this.options.title, ...heard].join(". ") });
  }
}

/**
 * One image of 8 x 8 numbers: grey from its least to its largest, or signed colours centred on zero.
 * @param {CanvasRenderingContext2D} c @param {Float64Array} data @param {number} from @param {number} left @param {number} top
 * @param {number} side @param {import("../kit/view.js").Palette} colours @param {boolean} [signed]
 */
function image(c, data, from, left, top, side, colours, signed) {
  const pixels = data.subarray(from, from + SIDE * SIDE);
  const largest = Math.max(...Array.from(pixels, Math.abs)) || 1;
  const cell = side / SIDE;
  pixels.forEach((v, i) => {
    c.fillStyle = signed ? colours.tone(v / largest) : colours.tone(Math.max(0, v / largest));
    c.fillRect(left + (i % SIDE) * cell, top + Math.floor(i / SIDE) * cell, cell + 0.4, cell + 0.4);
  });
}
