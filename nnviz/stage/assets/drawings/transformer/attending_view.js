// A recording of transformers: what heads look at, what the network says, curves, and a dot for each network.

import { RaceView } from "../race_view.js";
import { MapsPanel, StripPanel } from "./attention_panels.js";

/** @typedef {import("../race_view.js").RaceHeader & {glides?: string[]}} AttendingHeader `glides`: arrays that go straight from one frame to the next while it plays; all others stay until the next frame */

export class AttendingView extends RaceView {
  get kinds() {
    return { ...super.kinds, maps: MapsPanel, strip: StripPanel };
  }

  /** Maps and symbols are those of a moment that was measured: only curves are drawn on the way to the next. */
  lookedAt() {
    const { header, frames, shown } = this;
    const { glides = [] } = /** @type {AttendingHeader} */ (header);
    if (!glides.length) return { frames, shown };
    const seen = super.lookedAt();
    if (seen.shown === shown) return seen;
    const way = seen.frames[seen.shown];
    const stay = Object.entries(frames[shown].arrays).filter(([name]) => !glides.some((one) => name.startsWith(one)));
    const between = { step: way.step, arrays: { ...way.arrays, ...Object.fromEntries(stay) } };
    return { frames: [...seen.frames.slice(0, -1), between], shown: seen.shown };
  }
}
