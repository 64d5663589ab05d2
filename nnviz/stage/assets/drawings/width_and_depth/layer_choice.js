// Buttons to choose a layer, one of them pressed.

import { html, say, set } from "../../kit/elements.js";

/** @param {HTMLElement} box @param {number} count @param {number} chosen @param {(layer: number) => void} choose @param {AbortSignal} signal */
export function chooser(box, count, chosen, choose, signal) {
  while (box.children.length > count) box.lastElementChild?.remove();
  while (box.children.length < count) {
    const layer = box.children.length;
    const button = html("button", { type: "button", class: "icon-button" }, box);
    button.addEventListener("click", () => choose(layer), { signal });
  }
  [...box.children].forEach((button, layer) => {
    say(button, layer ? `layers 1 to ${layer + 1}` : "layer 1");
    set(button, { "aria-pressed": layer === chosen });
  });
}
