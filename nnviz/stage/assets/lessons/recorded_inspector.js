// The tensors of a recorded moment: their list, and one that is open with formula, shape and line of NumPy.

import { unpack } from "../kit/wire.js";
import { html } from "../kit/elements.js";
import { Mount } from "./components.js";
import { writtenArrays } from "./wire_writer.js";

/**
 * @typedef {object} RecordedTensor nnviz/lessons/recording/moments.py
 * @property {string} path
 * @property {string} symbol MathML
 * @property {string} place which phase and layer
 * @property {string} shape
 * @property {string} formula MathML
 * @property {string} line of NumPy
 * @property {object | null} header of its drawing; null where it is too large to be recorded
 */

/** @typedef {{words: string, step: number, file: string}} Moment */
/** @typedef {import("./components.js").Wanted} Wanted */

/** What the stage calls a tensor, and which field of a layer that is. */
const FIELDS = { weight: "W", bias: "b", unit: "A", kernel: "K" };

/** The path of what was pointed at on the stage, among those of a moment. @param {Wanted} wanted @param {string[]} paths */
export function pathOf({ kind = "", layer = 0, name = "" }, paths) {
  const field = /** @type {Record<string, string>} */ (FIELDS)[kind] ?? name;
  const own = layer < 0 ? "X" : `layers[${layer}].${field}`;
  return [`after.network.${own}`, own].find((path) => (kind !== "unit" || path === own) && paths.includes(path));
}

/** The moment nearest to a step. @param {Moment[]} moments @param {number} step */
export function nearest(moments, step) {
  const away = moments.map((moment) => Math.abs(moment.step - step));
  return away.indexOf(Math.min(...away));
}

export class RecordedInspector {
  /**
   * @param {HTMLElement} parent
   * @param {Moment[]} moments
   * @param {{load: (file: string) => Promise<Uint8Array>, themes: object, path: string, lacks: (what: string) => void}} ways
   *   `path`: of the tensor that is open at first, empty for the first one
   */
  constructor(parent, moments, ways) {
    this.moments = moments;
    this.ways = ways;
    this.path = ways.path;
    this.at = 0;
    this.box = html("details", { class: "inspector" }, parent);
    html("summary", {}, this.box, "Tensors: every number of a training step");
    const row = html("div", { class: "moments", role: "group", "aria-label": "Moments that were recorded" }, this.box);
    this.buttons = moments.map(({ words }, k) => {
      const button = html("button", { type: "button" }, row, words);
      button.addEventListener("click", () => this.show(k));
      return button;
    });
    const both = html("div", { class: "both" }, this.box);
    this.list = html("div", { class: "list" }, both);
    this.open = html("div", { class: "open-tensor" }, both);
    /** @type {Mount[]} */
    this.mounts = [];
    this.answer = 0;
    this.box.addEventListener("toggle", () => this.box.open && this.mounts.length === 0 && this.show(this.at));
  }

  /** Open what was pointed at on the stage. @param {Wanted} wanted @param {number} shown the step on view */
  async point(wanted, shown) {
    this.box.open = true;
    const at = nearest(this.moments, shown);
    const { tensors } = await this.moment(at);
    const path = pathOf(
      wanted,
      tensors.map((one) => one.path),
    );
    await this.show(at, path);
    this.box.scrollIntoView({ behavior: "smooth", block: "nearest" });
  }

  /** @param {number} at @returns {Promise<{tensors: RecordedTensor[], groups: object[], block: import("../kit/wire.js").Block}>} */
  async moment(at) {
    const { header, block } = unpack(await this.ways.load(this.moments[at].file));
    const { tensors, groups } = /** @type {{tensors: RecordedTensor[], groups: object[]}} */ (
      /** @type {unknown} */ (header)
    );
    return { tensors, groups, block };
  }

  /** @param {number} at @param {string} [path] */
  async show(at, path = this.path) {
    const moment = await this.moment(at);
    const { tensors } = moment;
    this.at = at;
    const index = Math.max(
      0,
      tensors.findIndex((one) => one.path === path),
    );
    this.path = tensors[index].path;
    this.buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(k === at)));
    if (!this.mounts.length) {
      this.text = html("div", {}, this.open);
      this.mounts = [this.list, this.open].map(
        (parent) => new Mount(parent, "drawings", (_, value) => this.hear(value, moment)),
      );
    }
    const [list, picture] = this.mounts;
    list.hear = picture.hear = (_, value) => this.hear(value, moment);
    const said = { answer: this.answer, themes: this.ways.themes };
    const label = `Tensors, ${this.moments[at].words}`;
    const about = { view: "tensor_list", key: "recorded-list", groups: moment.groups, open: this.path };
    await list.show(writtenArrays({ ...about, ...said, height: 380, label }, []));
    this.write(tensors[index]);
    await this.draw(picture, tensors[index], index, moment.block, said);
  }

  /** @param {RecordedTensor} tensor */
  write({ symbol, path, place, shape, formula, line, header }) {
    const text = /** @type {HTMLElement} */ (this.text);
    text.replaceChildren();
    const head = html("h3", {}, text);
    head.innerHTML = symbol; // made by nnviz from its own formulas
    html("code", {}, head, path);
    html("p", { class: "place" }, text, `${place}: ${shape}`);
    html("div", { class: "formula" }, text).innerHTML = formula;
    html("pre", {}, text, line);
    if (!header) html("p", { class: "place" }, text, "Too many entries for a recording: open it in the app.");
  }

  /** @param {Mount} mount @param {RecordedTensor} tensor @param {number} index @param {import("../kit/wire.js").Block} block @param {object} said */
  async draw(mount, { header }, index, block, said) {
    mount.box.hidden = !header;
    if (!header) return;
    /** @type {[string, number[], Float64Array][]} */
    const arrays = ["values", "centres", "counts"].map((name) => {
      const { shape, data } = block.tensor(`${index}.${name}`);
      return [name, shape, Float64Array.from(data)];
    });
    await mount.show(
      writtenArrays({ view: "tensor", key: "recorded-tensor", ...header, clickable: false, ...said }, arrays),
    );
  }

  /** @param {import("./components.js").Said} value what list or picture ask @param {{tensors: RecordedTensor[]}} moment */
  async hear(value, moment) {
    this.answer = Number(value.n) || 0;
    if (moment.tensors.some(({ path }) => path === value.path)) await this.show(this.at, value.path);
    else await this.show(this.at);
  }

  destroy() {
    for (const mount of this.mounts) mount.destroy();
  }
}
