// The caption of a grid: its name, and its shape or what else there is to say, in small letters.

import { html } from "./elements.js";

/** @param {import("./value_grid.js").ValueGrid} grid @param {string} title @param {string} note */
export function captioned({ title: caption }, title, note) {
  if (caption.dataset.text === `${title}|${note}`) return;
  caption.dataset.text = `${title}|${note}`;
  caption.replaceChildren(`${title} `);
  html("small", {}, caption, note);
}
