// A letter model while it trains: what it reads, attends to and depends on, what comes next, and what it writes.

import { RecordingView } from "../recording_view.js";
import { say } from "../../kit/elements.js";
import { significant } from "../../kit/number_format.js";
import { ROVING_KEYS } from "../../kit/roving.js";
import { asked, LettersPanel, place, ReadingPanel, WrittenPanel } from "./letter_panels.js";

/** @typedef {import("../recording_view.js").RecordingHeader & {pace: number, read: string[], symbols: string[], letter: number, veiled: boolean}} LetterModelHeader */

export class LetterModelView extends RecordingView {
  get kinds() {
    return { ...super.kinds, reading: ReadingPanel, letters: LettersPanel, written: WrittenPanel };
  }

  get keys() {
    return [...super.keys, ...ROVING_KEYS];
  }

  /** @param {LetterModelHeader} header */
  arrange(header) {
    this.playhead.pace = header.pace;
    super.arrange(header);
  }

  lookedAt() {
    const header = /** @type {LetterModelHeader} */ (this.header);
    return { ...super.lookedAt(), letter: header.letter };
  }

  /** @param {LetterModelHeader} header */
  remark({ read, symbols, letter, veiled }) {
    const { P, attention, slopes, loss } = this.frames[this.shown].arrays;
    const T = read.length;
    const k = asked(letter, P);
    const best = place(P);
    const slope = place(slopes.subarray(k * T, (k + 1) * T));
    const heads = Array.from(
      { length: attention.length / T },
      (_, h) => read[place(attention.subarray(h * T, (h + 1) * T))],
    );
    const after = read.slice(1).join("") || "the start";
    const depends = veiled ? "" : ` The logit of ${symbols[k]} depends most on ${read[slope]}, place ${slope + 1}.`;
    say(
      this.line,
      `After ${after}: ${symbols[best]}, with ${significant(P[best], 2)}. The heads weigh ${heads.join(", ")} most.${depends} ` +
        `Loss on unseen names: ${loss[0].toFixed(3)} nats a letter.`,
    );
  }
}
