// A race of networks: their curves, each network by itself, and what they see, while they train.

import { RecordingView } from "./recording_view.js";
import { between } from "./glide.js";
import { DotsPanel, PicturesPanel } from "./race_panels.js";

/** @typedef {import("./recording_view.js").RecordingHeader & {pace: number}} RaceHeader */

export class RaceView extends RecordingView {
  get kinds() {
    return { ...super.kinds, dots: DotsPanel, pictures: PicturesPanel };
  }

  /** @param {RaceHeader} header */
  arrange(header) {
    this.playhead.pace = header.pace;
    super.arrange(header);
  }

  /** A frame takes longer to train than the screen to draw: on the way to the next one, the curves are drawn as far as it has come. */
  lookedAt() {
    const { frames, shown, playhead } = this;
    const next = frames[shown + 1];
    const share = playhead.playing && next ? (performance.now() - playhead.since) / playhead.pace : 0;
    if (share <= 0) return { frames, shown };
    const way = between(frames[shown], next, Math.min(1, share));
    return { frames: [...frames.slice(0, shown + 1), way], shown: shown + 1 };
  }

  /** At every tick while it plays: the way to a frame that is late begins when it comes. */
  askAhead() {
    super.askAhead();
    if (!this.frames[this.shown + 1] && !this.header?.done) this.playhead.since = performance.now();
    this.draw();
  }
}
