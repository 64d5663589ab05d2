// A quiet sign in the room of a drawing until its first frame is painted.
//
//   const sign = loadingSign(box);
//   sign.remove();

import { html } from "./elements.js";

/** @param {Element} parent @param {string} [words] */
export function loadingSign(parent, words = "Getting ready…") {
  const sign = html("p", { class: "loading-sign", role: "status" }, parent);
  html("i", { "aria-hidden": "true" }, sign);
  html("span", {}, sign, words);
  return sign;
}
