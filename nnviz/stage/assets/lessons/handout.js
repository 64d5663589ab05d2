// Draws the pictures of a printed handout: each is one message of the app's own drawings, in the page itself.

import { Mount } from "./components.js";
import { load, take } from "./recorded_files.js";

/** What one presses has no use on paper. */
const ON_PAPER =
  ".bar button, .bar label, .bar input, .timeline, .settings, .figure-tools { display: none !important; }";

Object.assign(window, { nnvizFile: take });

addEventListener("DOMContentLoaded", async () => {
  document.documentElement.classList.add("printing"); // light and sharp from the beginning (kit/printing.js)
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-component]")]);
  for (const place of places) {
    const mount = new Mount(place, place.dataset.component ?? "", () => {}, ON_PAPER);
    await mount.show(await load(place.dataset.file ?? ""));
    mount.box.inert = true; // it is a picture: nobody is there to answer what it asks
  }
  document.body.dataset.drawn = String(places.length);
});
