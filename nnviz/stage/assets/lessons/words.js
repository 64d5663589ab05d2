// Texts of a lesson: HTML that the server has made safe (nnviz/lessons/markup.py), and what they say without marks.

import { setFormulas } from "./formula.js";

/** Write a text where it is another one. @param {HTMLElement} element @param {string} text */
export function write(element, text) {
  if (element.dataset.written === text) return;
  element.dataset.written = text;
  element.innerHTML = text;
  setFormulas(element);
}

/** A text without its marks; nothing in it is loaded or run. @param {string} text */
export function plainWords(text) {
  const made = document.createElement("template");
  made.innerHTML = text;
  return made.content.textContent ?? "";
}
