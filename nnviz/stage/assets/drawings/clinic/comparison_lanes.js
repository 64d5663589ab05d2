// The networks of a comparison: what has come of each, message by message.

/** @typedef {import("../message.js").Matrix} Matrix */

/**
 * @typedef {object} FrameArrays
 * @property {Float64Array} row of the history: step, epoch, losses, accuracies
 * @property {Float64Array} weights
 * @property {Float64Array} slopes hidden units x samples
 * @property {Float64Array} field what the network says on the plane; empty where there is none
 * @property {Float64Array} outputs
 * @property {Float64Array} corrections
 * @property {Float64Array} matrix all matrices as one; empty where that is not what the network computes
 * @property {Float64Array} straight how far the network is from it
 * @property {Float64Array} different how many units differ
 * @property {Float64Array} histograms
 */

/** @typedef {{step: number, arrays: FrameArrays & Record<string, Float64Array>}} Frame */
/** @typedef {{kind: string, title: string, text: string}} Word */

/**
 * @typedef {object} Lane one of the networks
 * @property {string} generation what tells it from others
 * @property {Frame[]} frames
 * @property {Word[]} words what is found in a frame
 * @property {number[]} sizes of all layers
 * @property {boolean} values whether it says values instead of classes
 * @property {number[]} answers the classes of the samples of `outputs`
 * @property {boolean} done
 * @property {number} guessing the loss of guessing
 * @property {ArrayLike<number>} points samples on the plane: x, y, answer, whether it is a test sample
 * @property {ArrayLike<number>} inputs
 */

/**
 * @typedef {object} LaneHeader
 * @property {string} generation
 * @property {number} from the first frame of the message
 * @property {number[]} steps of its frames
 * @property {boolean} done whether all frames have come with this message
 * @property {number[]} sizes
 * @property {boolean} values
 * @property {number[]} answers
 * @property {number} guessing
 * @property {number} since the step at which the treatment begins
 * @property {number} [wordsFrom]
 * @property {Word[]} [words]
 */

/** A frame of a lane; the last one where the lane has ended. @param {Lane} lane @param {number} k */
export const frameOf = (lane, k) => lane.frames[Math.min(k, lane.frames.length - 1)];

/** The networks that are there. @param {(Lane | null)[]} lanes */
export const present = (lanes) => lanes.filter((lane) => lane !== null);

/** The last frame that can be shown: where all networks have one, or have ended. @param {(Lane | null)[]} lanes */
export function reach(lanes) {
  const there = present(lanes);
  const ends = there.map(({ done, frames }) => (done ? Infinity : frames.length - 1));
  return Math.min(Math.max(...there.map(({ frames }) => frames.length - 1)), ...ends);
}

/** @param {(Lane | null)[]} lanes */
export const ended = (lanes) => present(lanes).every(({ done }) => done);

/**
 * A lane with what a message brought: of the same network the frames and words that are here stay, of another one none.
 * @param {Lane | null} before
 * @param {LaneHeader} header
 * @param {number} k which lane
 * @param {Map<string, Matrix>} arrays of the message
 * @returns {Lane}
 */
export function received(before, header, k, arrays) {
  const { generation, sizes, values, answers, done, guessing } = header;
  /** @type {Pick<Lane, "frames" | "words">} */
  const { frames, words } = before?.generation === generation ? before : { frames: [], words: [] };
  const prefix = `${k} frame `;
  const stacks = [...arrays].filter(([name]) => name.startsWith(prefix));
  header.steps.forEach((step, i) => {
    if (header.from + i !== frames.length) return;
    const of = stacks.map(([name, { shape, data }]) => {
      const size = data.length / shape[0];
      return [name.slice(prefix.length), data.subarray(i * size, (i + 1) * size)];
    });
    frames.push({ step, arrays: Object.fromEntries(of) });
  });
  (header.words ?? []).forEach((word, i) => {
    if ((header.wordsFrom ?? 0) + i === words.length) words.push(word);
  });
  const points = arrays.get(`${k} points`)?.data ?? [];
  const inputs = arrays.get(`${k} inputs`)?.data ?? [];
  return { generation, frames, words, sizes, values, answers, done, guessing, points, inputs };
}
