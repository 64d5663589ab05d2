// Elements of HTML and SVG in one line each.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number>} Attributes */

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {Element} [parent]
 * @param {string} [text]
 * @returns {any}
 */
export function html(tag, attributes = {}, parent = undefined, text = undefined) {
  return finish(document.createElement(tag), attributes, parent, text);
}

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {Element} [parent]
 * @param {string} [text]
 * @returns {any}
 */
export function svg(tag, attributes = {}, parent = undefined, text = undefined) {
  return finish(document.createElementNS(SVG, tag), attributes, parent, text);
}

/** @param {Element} element @param {Attributes} attributes */
export function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, String(attributes[name]));
}

/** @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {Element} element @param {Attributes} attributes @param {Element | undefined} parent @param {string | undefined} text */
function finish(element, attributes, parent, text) {
  set(element, attributes);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

/** How many pixels an em is here. @param {Element} element */
export const em = (element) => parseFloat(getComputedStyle(element).fontSize) || 16;
