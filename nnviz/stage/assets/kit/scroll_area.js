// An area that scrolls sideways where there is no room: then a keyboard can reach it, and it has a name.
//
//   scrollArea(html("div", { class: "state-table" }, root), "state of the optimizers", this.signal);

import { set } from "./elements.js";

const REACHED = 'button, input, select, a[href], [tabindex="0"]';

/** @template {HTMLElement} E @param {E} element whose style says overflow-x: auto @param {string} label @param {AbortSignal} signal ends it @returns {E} */
export function scrollArea(element, label, signal) {
  const check = () => {
    const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    const alone = over && !element.querySelector(REACHED);
    set(element, {
      tabindex: alone ? 0 : undefined,
      role: alone && element.tagName !== "FIGURE" ? "group" : undefined, // a figure with a caption takes no other role
      "aria-label": alone ? label : undefined,
    });
  };
  // Its own size changes with the window, those of its children with what they hold.
  const sizes = new ResizeObserver(check);
  const follow = () => {
    sizes.disconnect();
    for (const one of [element, ...element.children]) sizes.observe(one);
  };
  const children = new MutationObserver(follow);
  children.observe(element, { childList: true });
  signal.addEventListener("abort", () => {
    sizes.disconnect();
    children.disconnect();
  });
  follow();
  return element;
}
