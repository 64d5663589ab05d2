// Icons as SVG, since a font may lack the glyph, and the button that carries one.
//
//   const button = iconButton(bar, { icon: "play", text: "Train", press: () => play(), signal });
//   iconButton(bar, { icon: "first", label: "To the start", press: () => go(0), signal }); // the name is heard and hovered
//   face(button, { icon: "pause", text: "Pause" });

import { html, say, set, svg } from "./elements.js";

const RING = "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 1.8a6.2 6.2 0 1 1 0 12.4 6.2 6.2 0 0 1 0-12.4z";

/** @param {number} x @param {number} y */
const pip = (x, y) => `M${x} ${y - 1.4}a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z`;

/** Shapes in a square of 20, filled by the even-odd rule. */
export const ICONS = {
  play: "M5 3.2v13.6L17 10z",
  pause: "M4.5 3.5h4v13h-4zM11.5 3.5h4v13h-4z",
  back: "M14 4v12l-9-6z",
  forward: "M6 4v12l9-6z",
  first: "M4 4h2.4v12H4zM17 4v12l-9-6z",
  last: "M13.6 4H16v12h-2.4zM3 4v12l9-6z",
  fastBack: "M10 4v12l-7-6zM17 4v12l-7-6z",
  fastForward: "M10 4v12l7-6zM3 4v12l7-6z",
  batch: "M3 4v12l9-6zM14 4h3v12h-3z",
  epoch: "M2 4v12l7-6zM9 4v12l7-6zM16 4h2.4v12H16z",
  reset: "M10 3a7 7 0 1 0 6.7 9h-2.2a4.9 4.9 0 1 1-1-5.4L11 9h6V3l-2 2a7 7 0 0 0-5-2z",
  dice: `M4 2.5h12A1.5 1.5 0 0 1 17.5 4v12a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V4A1.5 1.5 0 0 1 4 2.5z${[
    [6.5, 6.5],
    [13.5, 6.5],
    [10, 10],
    [6.5, 13.5],
    [13.5, 13.5],
  ]
    .map(([x, y]) => pip(x, y))
    .join("")}`,
  pen: "M3 17l.8-3.8L12.9 4l3.1 3.1-9.2 9.1zM13.8 3.1L15 1.9 18.1 5l-1.2 1.2z",
  eraser: "M11.5 3L17 8.5l-6.8 6.8H17V17H6.2L3 13.8a1.3 1.3 0 0 1 0-1.8zM7.6 9.2l-3 3.1 2.7 2.8h.9l2.5-2.6z",
  only: `${RING}M10 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8z`,
  all: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
  cross: "M5 3.6l5 5 5-5L16.4 5l-5 5 5 5-1.4 1.4-5-5-5 5L3.6 15l5-5-5-5z",
  check: "M2.8 10.7l2-2L8.4 12.3 15.3 5l2 2-8.9 9.3z",
  minus: "M3 8.8h14v2.4H3z",
  plus: "M8.8 3h2.4v5.8H17v2.4h-5.8V17H8.8v-5.8H3V8.8h5.8z",
  download: "M8.8 3h2.4v6h3.3L10 13.6 5.5 9h3.3zM3.5 15h13v2h-13z",
  camera:
    "M7 5l1.2-1.8h3.6L13 5h3.2c.9 0 1.5.6 1.5 1.5v8c0 .9-.6 1.5-1.5 1.5H3.8c-.9 0-1.5-.6-1.5-1.5v-8C2.3 5.6 2.9 5 3.8 5zM10 7.4a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
  expand: "M3 3h5v2H5v3H3zM12 3h5v5h-2V5h-3zM3 12h2v3h3v2H3zM15 12h2v5h-5v-2h3z",
  shrink: "M6 3h2v5H3V6h3zM12 3h2v3h3v2h-5zM3 12h5v5H6v-3H3zM12 12h5v2h-3v3h-2z",
  left: "M9 3.6L2.6 10 9 16.4l1.5-1.5-3.8-3.8H17.4V8.9H6.7l3.8-3.8z",
  right: "M11 3.6L17.4 10 11 16.4l-1.5-1.5 3.8-3.8H2.6V8.9h10.7L9.5 5.1z",
  up: "M3.6 9L10 2.6 16.4 9l-1.5 1.5-3.8-3.8v10.7H8.9V6.7l-3.8 3.8z",
  down: "M3.6 11L10 17.4 16.4 11l-1.5-1.5-3.8 3.8V2.6H8.9v10.7L5.1 9.5z",
  menu: "M3 4.5h14v2H3zM3 9h14v2H3zM3 13.5h14v2H3z",
  projector:
    "M2 2.5h16v1.8h-.9v8.4h-6.2v1.6l3 3.2h-2.4L10 15.9l-1.5 1.6H6.1l3-3.2v-1.6H2.9V4.3H2zM4.7 4.3v6.6h10.6V4.3z",
  notes: "M4 2.5h12v15H4zM6.2 5.6v1.7h7.6V5.6zM6.2 9.1v1.7h7.6V9.1zM6.2 12.6v1.7h5V12.6z",
  windows: "M2.5 3h11v3h4v11h-11v-3h-4zM4.3 4.8v7.4h2.2V6h5.2V4.8zM8.3 7.8v7.4h7.4V7.8z",
  undo: "M8 3v3.5h4.2a5 5 0 0 1 0 10H6v-2h6.2a3 3 0 0 0 0-6H8V12L3 7.5z",
  question: `${RING}M7 8c.1-1.6 1.3-2.6 3-2.6 1.7 0 2.9 1 2.9 2.4 0 1-.5 1.6-1.3 2.1-.6.4-.8.6-.8 1.2v.3H9v-.5c0-1 .4-1.6 1.2-2.1.6-.4.8-.6.8-1 0-.5-.4-.9-1-.9-.7 0-1.1.4-1.2 1.1zM9 12.7h1.9v1.9H9z`,
};

/** @typedef {keyof typeof ICONS} IconName */

/** @param {IconName} name */
export function icon(name) {
  const picture = svg("svg", {
    viewBox: "0 0 20 20",
    "aria-hidden": "true",
    class: "icon",
  });
  svg("path", { d: ICONS[name], "fill-rule": "evenodd" }, picture);
  return picture;
}

/**
 * @typedef {object} Face what a button shows and is called
 * @property {IconName} [icon]
 * @property {string} [text] what stands beside the icon
 * @property {string} [label] its name, where no text says it
 * @property {string} [title] a longer sentence for the mouse; the name if left out
 */

/** Give a button another face. @param {HTMLButtonElement} button @param {Face} face */
export function face(button, { icon: name, text = "", label, title = label }) {
  if (button.dataset.icon !== (name ?? "")) {
    button.dataset.icon = name ?? "";
    button.querySelector("svg")?.remove();
    if (name) button.prepend(icon(name));
  }
  const word = button.querySelector("span") ?? html("span", {}, button);
  say(word, text);
  word.hidden = !text;
  set(button, { "aria-label": label, title });
}

/**
 * @param {Element | null} parent
 * @param {Face & {press: () => void, pressed?: boolean, class?: string, link?: string, keepFocus?: boolean, signal?: AbortSignal}} options
 *   with `keepFocus` a mouse click leaves the keyboard where it was; while it says `aria-disabled`, pressing it does nothing
 */
export function iconButton(parent, { press, pressed, class: kind = "", link, keepFocus, signal, ...shown }) {
  const button = html("button", { type: "button", class: `icon-button ${kind}`.trim(), "data-link": link }, parent);
  face(button, shown);
  set(button, { "aria-pressed": pressed });
  button.addEventListener("click", () => button.getAttribute("aria-disabled") === "true" || press(), { signal });
  if (keepFocus)
    button.addEventListener("mousedown", (event) => event.preventDefault(), {
      signal,
    });
  return button;
}
