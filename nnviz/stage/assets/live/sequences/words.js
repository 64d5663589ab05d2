// What the tensors of a recurrent layer are called, and what becomes of a gradient on its way through time.

import { approximate, tenTo } from "../../kit/number_format.js";

/** @param {string} name such as "h" or "dh" @param {Record<string, string>} tensors of the layer, with what they are called */
export function tensorTitle(name, tensors) {
  return name.startsWith("d") && name.length > 1 ? `dL/d${name.slice(1)}ₜ` : `${name}ₜ ${tensors[name]}`;
}

/** A share in few letters: 35 %, 0.2 %, 10⁻⁵, or how many times as much. @param {number} share */
export function shareText(share) {
  if (share >= 2)
    return share < 1000
      ? `${approximate(share)} times as much`
      : `10${tenTo(Math.round(Math.log10(share))).slice(2)} times as much`;
  if (share >= 0.001) return `${approximate(100 * share)} %`;
  return tenTo(Math.round(Math.log10(share)));
}

/**
 * What becomes of the last step's gradient on its way to the first.
 * @param {number} survives the share that reaches the first step
 * @param {{vanished: number, exploded: number}} limits
 */
export function throughTime(survives, { vanished, exploded }) {
  if (!Number.isFinite(survives)) return { word: "", text: "no gradient at the last step" };
  if (survives === 0) return { word: "vanishing", text: "vanishing through time: nothing reaches step 1" };
  const word = survives < vanished ? "vanishing" : survives > exploded ? "exploding" : "";
  const reaches = `${shareText(survives)} reaches step 1`;
  return { word, text: word ? `${word} through time: ${reaches}` : reaches };
}
