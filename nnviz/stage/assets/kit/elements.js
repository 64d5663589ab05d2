// Elements of HTML and SVG in one line each. What is `undefined` or `null` is left out, or taken away again by `set`.
//
//   const row = html("p", { class: "line", "data-link": link }, parent, "text");
//   const drawing = svg("svg", { role: "img", "aria-label": title }, row);
//   sheet(drawing, width, height); // empties it and gives it its size

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Frame where the axes of a drawing stand, in pixels */

/**
 * @template {string} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {Node | null} [parent]
 * @param {string} [text]
 * @returns {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement}
 */
export function html(tag, attributes = {}, parent, text) {
  return /** @type {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement} */ (
    /** @type {unknown} */ (finish(document.createElement(tag), attributes, parent, text))
  );
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {Node | null} [parent]
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, parent, text) {
  return finish(document.createElementNS(SVG, tag), attributes, parent, text);
}

/** The type of a node that is a text. */
const TEXT = 3;

const SIZES = new Set(["width", "height", "r", "rx", "ry"]);

/** A size below zero is none: a box may be narrower, for a moment, than what stands beside it. @param {Element} element @param {Attributes} attributes */
export function set(element, attributes) {
  for (const [name, given] of Object.entries(attributes)) {
    const value = typeof given === "number" && given < 0 && SIZES.has(name) ? 0 : given;
    if (value === undefined || value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/**
 * Write a text where it is another one: writing the same makes the browser lay out the page, too. Where a text stands
 * already, its letters change and the node stays: a new node makes the browser look through the styles around it.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  const node = element.firstChild;
  if (node?.nodeType !== TEXT || node.nextSibling) {
    if (element.textContent !== text) element.textContent = text;
  } else if (node.nodeValue !== text) node.nodeValue = text;
}

/** @template {Element} E @param {E} element @param {Attributes} attributes @param {Node | null | undefined} parent @param {string | undefined} text @returns {E} */
function finish(element, attributes, parent, text) {
  set(element, attributes);
  if (text !== undefined) element.textContent = text;
  parent?.appendChild(element);
  return element;
}

/** The head of a row or a column of a table; without a name it is a cell like others, not a head that says nothing. @param {"row" | "col"} scope @param {Attributes} attributes @param {Node} row @param {string} name */
export function tableHead(scope, attributes, row, name) {
  return name ? html("th", { scope, ...attributes }, row, name) : html("td", { class: "no-head", ...attributes }, row);
}

/** How many pixels an em is here. @param {Element} element */
export const em = (element) => parseFloat(getComputedStyle(element).fontSize) || 16;

/** An empty drawing of a size. @param {SVGSVGElement} drawing @param {number} width @param {number} height */
export function sheet(drawing, width, height) {
  set(drawing, { width, height, viewBox: `0 0 ${width} ${height}` });
  drawing.replaceChildren();
}

let clips = 0;

/** A group that shows nothing outside of a frame. @param {SVGElement} parent @param {Frame} frame @returns {SVGGElement} */
export function clipped(parent, { left, right, top, bottom }) {
  const id = `clip-${clips++}`;
  const path = svg("clipPath", { id }, svg("defs", {}, parent));
  svg("rect", { x: left, y: top, width: right - left, height: bottom - top }, path);
  return svg("g", { "clip-path": `url(#${id})` }, parent);
}
