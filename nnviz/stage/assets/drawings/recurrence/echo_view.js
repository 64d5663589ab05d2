// Echo: units over time, what they carry of the past, and how far back their state can be read, while they learn.

import { RecordingView } from "../recording_view.js";
import { ReadOutPanel, RegisterPanel } from "./echo_panels.js";

/** @typedef {import("../recording_view.js").RecordingHeader & {pace: number}} EchoHeader */

export class EchoView extends RecordingView {
  get kinds() {
    return { ...super.kinds, register: RegisterPanel, read_out: ReadOutPanel };
  }

  /** @param {EchoHeader} header */
  arrange(header) {
    this.playhead.pace = header.pace;
    super.arrange(header);
  }

  /** For tests. */
  state() {
    const state = super.state();
    const arrays = this.frames[this.shown]?.arrays;
    return state && { ...state, readOut: Array.from(arrays.read_out), order: Array.from(arrays.order) };
  }
}
