// How much room the grids of a view have: a part of the screen's height, and on a phone a row each, as tall as they like.

import { em } from "../../kit/elements.js";
import { widthOf } from "../../kit/sizes.js";

const NARROW = 40; // em

/** @param {HTMLElement} root @param {number} least height in em @param {number} share of the screen's height, where that is more */
export function gridRoom(root, least, share) {
  const [unit, width] = [em(root), widthOf(root)];
  const narrow = width < NARROW * unit;
  return { unit, width, narrow, height: narrow ? Infinity : Math.max(least * unit, share * window.innerHeight) };
}
