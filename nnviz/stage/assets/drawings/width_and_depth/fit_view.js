// Networks that are built beside networks that are trained from many seeds in lockstep: a function, the plane, errors.

import { approximate } from "../../kit/number_format.js";
import { say } from "../../kit/elements.js";
import { TrainingView } from "../training_view.js";
import { ErrorsPanel, FitPanel, PadPanel, PlanePanel, PowersPanel } from "./fit_panels.js";

/** Milliseconds a frame: thirty a second and more, as far as the engine keeps up. */
const PACE = 30;

/** @typedef {import("./fit_panels.js").PadHeader} PadHeader */
/** @typedef {import("./fit_panels.js").FitHeader} FitHeader */
/** @typedef {import("./fit_panels.js").PlaneHeader} PlaneHeader */
/** @typedef {import("./fit_panels.js").ErrorsHeader} ErrorsHeader */
/** @typedef {import("./fit_panels.js").PowersHeader} PowersHeader */
/** @typedef {PadPanel | FitPanel | PlanePanel | ErrorsPanel | PowersPanel} Part */

/**
 * @typedef {object} FitOnly
 * @property {(PadHeader | FitHeader | PlaneHeader | ErrorsHeader | PowersHeader)[]} panels
 * @property {string} before the words before what is said of the frame
 * @property {string} measure the name of the errors that are said
 * @property {string[]} titles of the groups
 * @property {number} seeds
 * @property {boolean} tally whether it is said how many have solved the task
 */
/** @typedef {import("../training_view.js").TrainingHeader & FitOnly} Header */

/** @extends {TrainingView<Header, Part>} */
export class FitView extends TrainingView {
  /** @param {HTMLElement} root @param {import("../../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.playhead.pace = PACE;
  }

  /** @param {Header["panels"][number]} panel @param {HTMLElement} place @returns {Part} */
  make(panel, place) {
    switch (panel.kind) {
      case "pad":
        return new PadPanel(
          place,
          { ...panel },
          (drawn, done) => this.requests.ask({ heights: drawn, done }),
          this.signal,
        );
      case "fit":
        return new FitPanel(place, { ...panel });
      case "plane":
        return new PlanePanel(place, { ...panel });
      case "errors":
        return new ErrorsPanel(place, { ...panel });
      case "powers":
        return new PowersPanel(place, { ...panel });
    }
  }

  /** @param {Part} part @param {Header} header @param {import("../../kit/view.js").Palette} colours */
  part(part, header, colours) {
    const { frames, shown, fixed } = this;
    const { arrays } = frames[shown];
    if (part instanceof ErrorsPanel) part.show(frames, shown, header.last);
    else if (part instanceof PowersPanel) {
      const { group } = part.panel;
      part.show(fixed, group === undefined ? null : arrays.largest.subarray(3 * group, 3 * group + 3));
    } else if (part instanceof PadPanel) part.show(fixed, arrays[`band${part.panel.group}`], this.drawing);
    else {
      const { group, told: before } = part.panel;
      const told = before + (header.tally ? `${arrays.solved[group]} of ${header.seeds} solved` : "");
      if (part instanceof FitPanel) part.show(fixed, arrays[`band${group}`], told);
      else part.show(fixed, arrays[`band${group}`], told, colours);
    }
  }

  /** Whether what a person draws is not yet known by the engine. */
  get drawing() {
    const { waiting, underWay } = this.requests;
    return [...waiting, underWay].some((one) => one && "heights" in one.value);
  }

  /** @param {Header} header */
  remark({ before, measure, titles }) {
    const { arrays } = this.frames[this.shown];
    const parts = titles.map((title, g) => `${title} ${this.number(arrays[measure][3 * g + 1])}`);
    say(this.line, [before, ...parts].filter(Boolean).join("   "));
  }

  /** @param {number} value */
  number(value) {
    return Number.isFinite(value) ? approximate(value) : "not finite";
  }

  /** For tests. */
  state() {
    const state = super.state();
    const pad = this.parts.find((part) => part instanceof PadPanel);
    return state && { ...state, knots: pad ? [...pad.pad.values] : null };
  }
}
