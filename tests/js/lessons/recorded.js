// A small recorded training for tests: reels of frames with one number each, as nnviz/lessons/recording/ packs them.

import { Reel } from "../../../nnviz/stage/assets/lessons/recorded_reel.js";
import { packed } from "../packing.js";

/** What changes from frame to frame, all changes of a byte together. @param {Uint8Array[]} frames */
export function changesOf(frames) {
  const size = frames[0]?.length ?? 0;
  const changes = new Uint8Array(size * frames.length);
  for (let byte = 0; byte < size; byte++)
    frames.forEach((frame, k) => (changes[byte * frames.length + k] = frame[byte] - (frames[k - 1]?.[byte] ?? 0)));
  return changes;
}

/** The bytes of a reel: frames hold their step and the number of the sample. @param {number[]} steps @param {boolean} opens */
export function reelBytes(steps, opens) {
  const bytes = (/** @type {number[]} */ ...numbers) => new Uint8Array(new Float32Array(numbers).buffer);
  const frames = changesOf(steps.map((step) => bytes(step, 0)));
  const samples = [0, 1].map((k) => changesOf(steps.map((step) => bytes(100 * k + step))));
  const points = bytes(...steps.flatMap((step) => [step, step / 10]));
  const header = {
    scene: 7,
    playing: false,
    ...(opens ? { scene_spec: { id: 7 } } : {}),
    arrays: [{ name: "history", dtype: "f4", shape: [steps.length, 2], offset: 0 }],
    history_columns: ["step", "epoch"],
  };
  const parts = [points, frames, ...samples];
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  const offsets = parts.map((part) => {
    body.set(part, at);
    at += part.length;
    return at - part.length;
  });
  const arrays = [
    { name: "body", dtype: "u1", shape: [points.length], offset: 0 },
    { name: "frames", dtype: "u1", shape: [8, steps.length], offset: offsets[1] },
    { name: "samples", dtype: "u1", shape: [2, 4, steps.length], offset: offsets[2] },
  ];
  const layout = [{ name: "numbers", dtype: "f4", shape: [2], offset: 0 }];
  return packed({ header, layout, steps, fields: [[4, 4]], arrays }, body);
}

/** @param {number[]} steps @param {boolean} [opens] */
export const reel = (steps, opens = false) => new Reel(reelBytes(steps, opens));
