// The residual stream as a sum: a logit as what every part adds, and the network with some parts switched off.

import { say } from "../../kit/elements.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { RecordingView } from "../recording_view.js";
import { OutcomesPanel, PartsPanel, PlacesPanel, remarkOf } from "./stream_panels.js";

/** @typedef {import("../recording_view.js").RecordingHeader & {pace: number, look: import("./stream_panels.js").Look, symbols: string[], without: string}} StreamHeader `without`: which parts are off, and by what */
/** @typedef {new (parent: HTMLElement, panel: object, choose: import("./stream_panels.js").Choose, signal: AbortSignal) => {show(seen: object): void}} Kind */

export class StreamView extends RecordingView {
  get kinds() {
    return { ...super.kinds, parts: PartsPanel, places: PlacesPanel, outcomes: OutcomesPanel };
  }

  get keys() {
    return [...super.keys, ...ROVING_KEYS];
  }

  /** @param {import("../recording_view.js").PanelHeader} panel @param {HTMLElement} place */
  make(panel, place) {
    const Made = /** @type {Kind} */ (/** @type {unknown} */ (this.kinds[/** @type {"parts"} */ (panel.kind)]));
    // Pressing a part switches it over: each press counts.
    const choose = (/** @type {Partial<Record<"part" | "step" | "symbol", number>>} */ asked) =>
      asked.part === undefined
        ? this.requests.ask({ set: "look", ...asked })
        : this.requests.askEach({ set: "look", ...asked });
    return new Made(place, panel, choose, this.signal);
  }

  /** @param {StreamHeader} header */
  arrange(header) {
    this.playhead.pace = header.pace;
    super.arrange(header);
  }

  lookedAt() {
    const header = /** @type {StreamHeader} */ (this.header);
    return { ...super.lookedAt(), look: header.look };
  }

  /** @param {StreamHeader} header */
  remark({ symbols, without }) {
    const seen = /** @type {import("./stream_panels.js").Seen} */ (/** @type {unknown} */ (this.lookedAt()));
    say(this.line, remarkOf(seen, symbols, without));
  }

  /** For tests. */
  state() {
    const state = super.state();
    const header = /** @type {StreamHeader} */ (this.header);
    return state && { ...state, look: header.look };
  }
}
