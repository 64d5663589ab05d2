// A recording of transformers: what heads look at, what the network says, curves, and a dot for each network.

import { DotsPanel } from "../convolution/race_panels.js";
import { RecordingView } from "../recording_view.js";
import { MapsPanel, StripPanel } from "./attention_panels.js";

/** @typedef {import("../recording_view.js").RecordingHeader & {pace: number}} AttendingHeader */

export class AttendingView extends RecordingView {
  get kinds() {
    return { ...super.kinds, dots: DotsPanel, maps: MapsPanel, strip: StripPanel };
  }

  /** @param {AttendingHeader} header */
  arrange(header) {
    this.playhead.pace = header.pace;
    super.arrange(header);
  }
}
