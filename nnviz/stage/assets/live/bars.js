// The answer for the chosen sample: a bar for every class, or the number itself for regression.

import { say } from "../kit/elements.js";
import { canvasAxis } from "../kit/axis.js";
import { ICONS } from "../kit/icons.js";
import { inUnits, rounded, short } from "../kit/number_format.js";
import { linear } from "../kit/scale.js";
import { Surface, fit } from "../kit/surface.js";
import { NO_SCENE } from "./wire.js";

const CHECK = new Path2D(ICONS.check);

export class AnswerBars {
  /** @param {HTMLElement} panel @param {import("../kit/surface.js").Look } look @param {AbortSignal} signal */
  constructor(panel, look, signal) {
    this.look = look;
    this.scene = NO_SCENE;
    this.note = /** @type {HTMLElement} */ (panel.querySelector(".note"));
    this.surface = new Surface(
      /** @type {HTMLElement} */ (panel.querySelector(".canvas")),
      "Prediction for the selected sample",
      signal,
    );
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
  }

  /** @param {import("./wire.js").Frame} frame @param {import("./wire.js").Sample | null} sample */
  paint(frame, sample) {
    const c = this.surface.begin(this.look);
    const P = frame.block.get("probabilities");
    say(this.note, sample ? sample.title : "");
    if (!this.surface.width) return;
    c.font = this.look.type(14);
    if (!P || !sample) {
      c.fillStyle = this.look.colours.muted;
      c.fillText(fit(c, "Click a sample to select it.", this.surface.width), 0, this.look.px(20));
      return;
    }
    const k = P.shape[1];
    const row = P.data.subarray(sample.index * k, (sample.index + 1) * k);
    if (this.scene.head === "softmax") this.paintClasses(c, Array.from(row), sample.label);
    else if (this.scene.head === "sigmoid") this.paintClasses(c, [1 - row[0], row[0]], sample.label);
    else this.paintNumber(c, row[0], sample, frame.block.get("predictions")?.data[sample.index]);
  }

  /** What the network says about the chosen sample, as it comes. @param {import("./wire.js").Frame} frame */
  shares({ block, sample }) {
    const P = block.get("probabilities");
    const k = P?.shape[1] ?? 0;
    return P && sample ? Array.from(P.data.subarray(sample.index * k, (sample.index + 1) * k)) : [];
  }

  /** Give the picture its numbers as a text. @param {import("./wire.js").Frame} frame @param {import("./wire.js").Sample | null} sample */
  name(frame, sample) {
    const row = this.shares(frame);
    if (!row.length || !sample) return;
    const { classes, head } = this.scene;
    const shares = head === "sigmoid" ? [1 - row[0], row[0]] : row;
    const single = head !== "sigmoid" && head !== "softmax";
    const told = single ? short(row[0]) : shares.map((p, j) => `${classes[j] ?? j} ${p.toFixed(3)}`).join(", ");
    this.surface.canvas.setAttribute("aria-label", `Prediction for ${sample.title || "the selected sample"}: ${told}`);
  }

  /** @param {CanvasRenderingContext2D} c @param {number[]} P @param {number | null} truth */
  paintClasses(c, P, truth) {
    const { look, surface, scene } = this;
    const { colours } = look;
    const names = P.map((_, k) => scene.classes[k] ?? String(k));
    c.font = look.type(14, "700");
    const widest = Math.max(...names.map((name) => c.measureText(name).width));
    // Long names of few classes stand above their bars, where they have the whole width.
    const above = widest > surface.width * 0.36 && surface.height / P.length >= look.px(36);
    const left = above ? look.px(16) : Math.min(widest, surface.width * 0.45) + look.px(22);
    const room = surface.width - left - look.px(58);
    const pitch = Math.min(look.px(above ? 48 : 34), surface.height / P.length);
    const top = Math.max(0, surface.height - pitch * P.length) / 2;
    P.forEach((p, k) => {
      const y = top + (k + 0.5) * pitch + (above ? look.px(9) : 0);
      const nameY = above ? y - look.px(18) : y;
      const thick = Math.min(look.px(16), pitch * 0.68);
      c.font = look.type(14, k === truth ? "700" : "400");
      c.fillStyle = k === truth ? colours.right : colours.ink;
      if (k === truth) this.paintCheck(c, nameY);
      c.fillStyle = colours.ink;
      c.fillText(fit(c, names[k], (above ? surface.width : left) - look.px(above ? 16 : 20)), look.px(16), nameY);
      c.fillStyle = colours.grid;
      c.fillRect(left, y - thick / 2, room, thick);
      c.fillStyle = colours.classColour(k);
      if (p > 0) c.fillRect(left, y - thick / 2, Math.max(1, room * Math.min(1, p)), thick);
      c.fillStyle = Number.isFinite(p) ? colours.ink : colours.warning;
      c.textAlign = "right";
      c.fillText(Number.isFinite(p) ? p.toFixed(3) : "NaN", surface.width - 1, y);
      c.textAlign = "left";
    });
  }

  /** The sign of the true class, where a font may lack it. @param {CanvasRenderingContext2D} c @param {number} y its middle */
  paintCheck(c, y) {
    const size = this.look.px(13) / 20;
    c.save();
    c.translate(0, y - 10 * size);
    c.scale(size, size);
    c.fill(CHECK, "evenodd");
    c.restore();
  }

  /**
   * A signed number as a bar from the centre of the output's scale.
   * @param {CanvasRenderingContext2D} c
   * @param {number} value as the network says it
   * @param {import("./wire.js").Sample} sample
   * @param {number | undefined} own the same in the target's own units, where it has some
   */
  paintNumber(c, value, sample, own) {
    const { look, surface, scene } = this;
    const { colours } = look;
    const [low, centre, high] = scene.output_range;
    const y = surface.height * 0.5;
    const thick = look.px(18);
    const ends = [low, centre, high];
    const told = ends.map((v, k) => (scene.target ? inUnits(scene.target.ends[k]) : rounded(Number(v.toPrecision(2)))));
    const widest = Math.max(...told.map((text) => c.measureText(text).width));
    const inset = Math.max(look.px(10), scene.target ? widest / 2 : 0);
    const [left, right] = [inset, surface.width - inset];
    const at = linear([low, high], [left, right], { overshoot: 0 });
    c.fillStyle = colours.grid;
    c.fillRect(left, y - thick / 2, right - left, thick);
    if (Number.isFinite(value)) {
      c.fillStyle = value < centre ? colours.negative : colours.positive;
      c.fillRect(Math.min(at(centre), at(value)), y - thick / 2, Math.abs(at(value) - at(centre)), thick);
    }
    canvasAxis(c, at, {
      side: "bottom",
      frame: { left, right, top: y, bottom: y + thick - look.px(12) },
      look,
      values: ends,
      format: (v) => told[ends.indexOf(v)],
      grid: false,
    });
    c.textAlign = "center";
    c.fillStyle = Number.isFinite(value) ? colours.ink : colours.warning;
    c.font = look.type(22, "600");
    c.fillText(
      own === undefined ? short(value) : inUnits(own),
      surface.width / 2,
      y - look.px(scene.target?.scaled ? 46 : 34),
    );
    if (scene.target?.scaled) this.paintScaled(c, value, y - look.px(24));
    this.paintTarget(c, sample, at, y, thick);
    c.textAlign = "left";
  }

  /** The number as the network says it. @param {CanvasRenderingContext2D} c @param {number} value @param {number} y */
  paintScaled(c, value, y) {
    const { look, surface } = this;
    c.font = look.type(14);
    c.fillStyle = look.colours.muted;
    c.fillText(fit(c, `the network predicts ${short(value)}`, surface.width), surface.width / 2, y);
  }

  /** Where the number should be. @param {CanvasRenderingContext2D} c @param {import("./wire.js").Sample} sample @param {(value: number) => number} at @param {number} y @param {number} thick */
  paintTarget(c, { label: target, target: own }, at, y, thick) {
    const { look, surface, scene } = this;
    if (target === null) return;
    const goal = scene.head === "tanh" ? (target > 0 ? 1 : -1) : target;
    c.strokeStyle = look.colours.ink;
    c.lineWidth = look.px(2.5);
    c.beginPath();
    c.moveTo(at(goal), y - thick * 0.8);
    c.lineTo(at(goal), y + thick * 0.62);
    c.stroke();
    c.font = look.type(14);
    c.fillStyle = look.colours.muted;
    const name = scene.head === "tanh" ? ` (${scene.classes[target > 0 ? 1 : 0] ?? ""})` : "";
    const told = own === null ? rounded(goal) : inUnits(own);
    c.fillText(fit(c, `target ${told}${name}`, surface.width), surface.width / 2, y + thick + look.px(24));
  }
}
