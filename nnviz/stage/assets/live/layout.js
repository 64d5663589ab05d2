// The layout: the unit of length, so that the stage fills its place and, where it can, fits the window.

import { em } from "../kit/elements.js";
import { inkRatio } from "../kit/printing.js";

const WIDTH = 930;
const HEIGHT = 620;
const MAIN = 292;
const LEAST_MAIN = 224;
const REST = 152;
const LEAST_REST = 112;
const BELOW = 12;
const NARROW = 700;
const MEDIUM = 876;
/** The smallest text of a stage whose unit is one pixel. */
const SMALLEST = 14;

/** Lay the stage out anew. @param {HTMLElement} root @param {import("../kit/surface.js").Look} look */
export function layOut(root, look) {
  const width = root.clientWidth;
  if (!width) return false;
  const narrow = width < NARROW;
  root.classList.toggle("narrow", narrow);
  const room = window.innerHeight - topOnPage(root) - BELOW;
  look.least = leastText(root);
  const fitting = narrow ? 1 : Math.min(4, Math.max(1, Math.min(width / WIDTH, room / HEIGHT)));
  look.unit = Math.max(fitting, look.least / SMALLEST);
  root.style.setProperty("--u", `${look.unit}px`);
  // With the row of settings it is higher than its unit is made for: then the pictures give way, and then the curves.
  const settings = /** @type {HTMLElement | null} */ (root.querySelector(".settings"));
  const row = (settings?.offsetHeight ?? 0) / look.unit;
  const spare = room / look.unit - HEIGHT - row;
  const main = Math.min(MAIN + 44, Math.max(LEAST_MAIN, MAIN + spare));
  const rest = row ? Math.min(REST, Math.max(LEAST_REST, REST + MAIN + spare - main)) : REST;
  root.style.setProperty("--main", String(Math.floor(main)));
  root.style.setProperty("--rest", String(Math.floor(rest)));
  look.ratio = inkRatio();
  look.layouts += 1;
  root.classList.toggle("medium", !narrow && width / look.unit < MEDIUM);
  return true;
}

/** How small text may be, in pixels: 0 but in projector mode. @param {HTMLElement} root */
function leastText(root) {
  const rem = parseFloat(getComputedStyle(root).getPropertyValue("--least"));
  return rem ? rem * em(document.documentElement) : 0;
}

/** How far below the top of the page an element begins, however far the page is scrolled. @param {HTMLElement} element */
function topOnPage(element) {
  let top = element.getBoundingClientRect().top;
  if (element.closest(":fullscreen")) return top;
  /** @type {(Node & {host?: Node, scrollTop?: number}) | null | undefined} */
  let node = element;
  while ((node = node.parentNode ?? node.host)) top += node.scrollTop ?? 0;
  return Math.min(240, Math.max(0, top));
}
