// Pointing at one thing marks it, and softly what it is linked with: elements share a word in their data-link. Where an
// element belongs to more than one thing, its data-point says which of them is meant by pointing at it.

/** @param {HTMLElement} root @param {AbortSignal} signal ends it */
export function link(root, signal) {
  /** @type {Element | null} */
  let pointed = null;
  let shown = "";
  const mark = (/** @type {EventTarget | null} */ target) => {
    const from = target instanceof Element ? target.closest("[data-link], [data-point]") : null;
    const words = from?.getAttribute("data-point") ?? from?.getAttribute("data-link") ?? "";
    if (from === pointed && words === shown) return;
    pointed?.classList.remove("pointed");
    from?.classList.add("pointed");
    pointed = from;
    if (words === shown) return;
    shown = words;
    for (const marked of root.querySelectorAll(".linked")) marked.classList.remove("linked");
    for (const word of words.split(" ").filter(Boolean)) {
      for (const same of root.querySelectorAll(`[data-link~="${CSS.escape(word)}"]`)) same.classList.add("linked");
    }
  };
  root.addEventListener("pointerover", (event) => mark(event.target), { signal });
  root.addEventListener("pointerleave", () => mark(null), { signal });
  root.addEventListener("focusin", (event) => mark(event.target), { signal });
}
