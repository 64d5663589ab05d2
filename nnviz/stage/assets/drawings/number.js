// A number on a wall: as many digits as its place asks for, all of them on hover.

import { say, set } from "../kit/elements.js";
import { exact } from "../kit/number_format.js";

/** @param {HTMLElement} element @param {number} x @param {string} text the number as it is read */
export function sayNumber(element, x, text) {
  say(element, text);
  set(element, { title: exact(x) });
}
