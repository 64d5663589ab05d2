// The chosen samples: each with its picture, its probabilities and its true class.

import { Chooser } from "../kit/chooser.js";
import { percent } from "../kit/number_format.js";
import { Cells, Surface, fit } from "../kit/surface.js";
import { NO_SCENE } from "./wire.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./wire.js").Tensor} Tensor */

export class Samples {
  /** @param {HTMLElement} panel @param {import("../kit/surface.js").Look} look @param {(value: object) => void} choose @param {AbortSignal} signal */
  constructor(panel, look, choose, signal) {
    this.look = look;
    this.scene = NO_SCENE;
    this.surface = new Surface(/** @type {HTMLElement} */ (panel.querySelector(".canvas")), "Selected samples", signal);
    /** @type {Cells[]} */
    this.pictures = [];
    /** @type {Box[]} */
    this.cards = [];
    this.chooser = new Chooser(this.surface.canvas, {
      count: () => this.cards.length,
      text: (i) => this.told(i),
      choose: (index) => choose({ index }),
      signal,
    });
    /** The probabilities of all cards, as they were painted. @type {Tensor | null} */
    this.shown = null;
    /** The class of all samples, where the scene knows none; -1 for none. */
    this.label = -1;
    this.surface.canvas.addEventListener(
      "click",
      (event) => {
        const at = this.cards.findIndex(
          (k) =>
            event.offsetX >= k.x &&
            event.offsetX < k.x + k.width &&
            event.offsetY >= k.y &&
            event.offsetY < k.y + k.height,
        );
        if (at >= 0) choose({ index: at });
      },
      { signal },
    );
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.refresh();
    const truth = scene.sample_labels.filter((k) => k >= 0).map((k) => scene.classes[k]);
    const whose = truth.length ? `samples whose true classes are ${truth.join(", ")}` : "the image and of its shifts";
    this.surface.canvas.setAttribute("aria-label", `Softmax probabilities of ${whose}.`);
  }

  /** The class of a sample; -1 where nobody knows. @param {number} i */
  truth(i) {
    const label = this.scene.sample_labels[i];
    return label < 0 ? this.label : label;
  }

  /** What is heard of a card. @param {number} i */
  told(i) {
    const { classes } = this.scene;
    const name = `sample ${i + 1}, true class ${classes[this.truth(i)] ?? "unknown"}`;
    if (!this.shown) return name;
    const [, k] = this.shown.shape;
    const P = Array.from(this.shown.data.subarray(i * k, (i + 1) * k));
    const said = P.indexOf(Math.max(...P));
    return said < 0 ? name : `${name}, the network predicts ${classes[said]} with ${percent(P[said])}`;
  }

  /** Draw the pictures anew in the present colours. */
  refresh() {
    this.draw(this.scene.block.get("images"));
  }

  /** @param {Tensor | undefined} images */
  draw(images) {
    if (!images || !this.look.themed) return;
    const [k, h, w] = images.shape;
    for (let i = 0; i < k; i++) {
      const cells = (this.pictures[i] ??= new Cells());
      const pixels = cells.resize(w, h);
      for (let p = 0; p < w * h; p++) pixels[p] = this.look.colours.greys[images.data[i * w * h + p]];
      cells.commit();
    }
  }

  /** @param {import("./wire.js").Frame} frame @param {import("./wire.js").Sample | null} sample */
  paint(frame, sample) {
    const c = this.surface.begin(this.look);
    const P = frame.block.get("probabilities");
    if (!this.surface.width || !P) return;
    const [k, classes] = P.shape;
    this.arrange(k);
    this.shown = P;
    this.label = sample?.label ?? -1;
    const own = frame.block.get("sample_pictures");
    if (own) this.draw(own);
    this.chooser.show(sample?.index ?? 0);
    for (let i = 0; i < k; i++) {
      this.paintCard(c, this.cards[i], i, P.data.subarray(i * classes, (i + 1) * classes), sample?.index === i);
    }
  }

  /** @param {number} k how many cards */
  arrange(k) {
    const { width, height } = this.surface;
    const across = width > this.look.px(300) ? 2 : 1;
    const down = Math.ceil(k / across);
    const gap = this.look.px(6);
    const [w, h] = [(width - gap * (across - 1)) / across, (height - gap * (down - 1)) / down];
    this.cards = Array.from({ length: k }, (_, i) => ({
      x: (i % across) * (w + gap),
      y: Math.floor(i / across) * (h + gap),
      width: w,
      height: h,
    }));
  }

  /** @param {CanvasRenderingContext2D} c @param {Box} card @param {number} i @param {Tensor["data"]} P @param {boolean} chosen */
  paintCard(c, card, i, P, chosen) {
    const { look, scene } = this;
    const { colours } = look;
    const inset = look.px(5);
    c.beginPath();
    c.roundRect(card.x + 1, card.y + 1, card.width - 2, card.height - 2, look.px(6));
    c.lineWidth = chosen ? look.px(2.2) : 1;
    c.strokeStyle = chosen ? colours.ink : colours.hairline;
    c.stroke();
    const side = Math.min(card.height - 2 * inset, card.width * 0.34);
    const bars = {
      x: card.x + inset,
      y: card.y + inset,
      width: card.width - 2 * inset,
      height: card.height - 2 * inset,
    };
    if (this.pictures[i] && scene.block.has("images")) {
      c.imageSmoothingEnabled = false;
      c.drawImage(this.pictures[i].canvas, card.x + inset, card.y + (card.height - side) / 2, side, side);
      bars.x += side + look.px(8);
      bars.width -= side + look.px(8);
    } else if (scene.sample_titles[i]) {
      c.font = look.type(14);
      c.fillStyle = colours.muted;
      c.textAlign = "left";
      c.fillText(fit(c, scene.sample_titles[i], bars.width), bars.x, bars.y + look.px(8));
      bars.y += look.px(18);
      bars.height -= look.px(18);
    }
    this.paintBars(c, bars, P, this.truth(i));
  }

  /** Upright bars, one a class; the true class is framed, a wrong winner has the colour of a warning. @param {CanvasRenderingContext2D} c @param {Box} box @param {Tensor["data"]} P @param {number} truth */
  paintBars(c, box, P, truth) {
    const { look, scene } = this;
    const { colours } = look;
    const pitch = box.width / P.length;
    const foot = look.px(17);
    const base = box.y + box.height - foot;
    const winner = P.indexOf(Math.max(...P));
    c.font = look.type(14);
    c.textAlign = "center";
    for (let j = 0; j < P.length; j++) {
      const x = box.x + j * pitch;
      const height = (Number.isFinite(P[j]) ? P[j] : 0) * (base - box.y);
      c.fillStyle = colours.grid;
      c.fillRect(x + pitch * 0.14, box.y, pitch * 0.72, base - box.y);
      c.fillStyle = j === truth ? colours.right : j === winner ? colours.warning : colours.muted;
      c.fillRect(x + pitch * 0.14, base - height, pitch * 0.72, height);
      c.font = look.type(14, j === truth ? "700" : "400");
      c.fillStyle = j === truth ? colours.ink : colours.muted;
      c.fillText(fit(c, scene.classes[j] ?? String(j), pitch), x + pitch / 2, base + foot / 2 + 1);
      if (j !== truth) continue;
      c.fillStyle = colours.right;
      c.fillRect(x + pitch * 0.14, box.y + box.height - look.px(1.5), pitch * 0.72, look.px(2.5));
    }
    c.textAlign = "left";
  }
}
