// What a term in a sentence means (nnviz/ui/widgets/glossary.py): shown while it is hovered over, has the focus or was
// touched, until Escape. A term is a link whose title is the meaning, which is all that is left without this.

import { html, set } from "../kit/elements.js";

const TERM = 'a[href^="#term-"]';

const ID = "nnviz-meaning";

/** From a meaning to the window's edge, in pixels. To its term there is none, so that a pointer can go there. */
const GAP = 6;

/** Show meanings on the page from now on. @param {AbortSignal} signal ends it */
export function explainTerms(signal) {
  const meaning = html("div", { id: ID, class: "term-meaning", role: "tooltip", hidden: "" }, document.body);
  /** @type {HTMLElement | null} */
  let shown = null;

  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    meaning.hidden = true;
  };

  /** @param {HTMLElement} term */
  const show = (term) => {
    if (shown === term) return;
    hide();
    shown = term;
    // The browser's own box would stand over this one.
    if (term.title) set(term, { "data-meaning": term.title, title: null });
    meaning.textContent = term.dataset.meaning ?? "";
    set(term, { "aria-describedby": ID });
    meaning.hidden = false;
    meaning.style.left = "0"; // how wide it may be depends on where it stands
    const { left, top } = placed(term.getClientRects()[0], meaning.getBoundingClientRect(), window);
    Object.assign(meaning.style, { left: `${left}px`, top: `${top}px` });
  };

  /** @param {Event} event */
  const over = ({ target }) => {
    const term = termAt(target);
    if (term) show(term);
    else if (target !== meaning && document.activeElement !== shown) hide();
  };

  /** @param {Event} event */
  const pressed = (event) => {
    const term = termAt(event.target);
    if (!term) return hide();
    event.preventDefault(); // it leads nowhere, and would be an entry of the history
    show(term);
  };

  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, over, { signal });
  document.addEventListener("click", pressed, { signal, capture: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { signal });
  document.addEventListener("scroll", hide, { signal, capture: true });
  signal.addEventListener("abort", () => {
    hide();
    meaning.remove();
  });
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
const termAt = (target) => (target instanceof Element ? target.closest(TERM) : null);

/**
 * Where a meaning stands: below its term, or above it at the foot of the window, and never beyond the window's edges.
 *
 * @param {{left: number, top: number, bottom: number}} term
 * @param {{width: number, height: number}} meaning
 * @param {{innerWidth: number, innerHeight: number}} window
 */
export function placed(term, { width, height }, { innerWidth, innerHeight }) {
  return {
    left: Math.max(GAP, Math.min(term.left, innerWidth - width - GAP)),
    top: term.bottom + height + GAP <= innerHeight ? term.bottom : term.top - height,
  };
}
