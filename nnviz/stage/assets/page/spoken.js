// What Streamlit's own elements leave unsaid: replies that come later are heard, and what scrolls can be reached by keys.

import { set } from "../kit/elements.js";

/** Containers of replies: `st.container(key="reply.…")`. */
const REPLIES = '[class*="st-key-reply"]';

/** Lines of code and formulas scroll where they are too long. */
const SCROLLING = '[data-testid="stCode"] pre, [data-testid="stMarkdownContainer"] .katex-display';

/** @param {AbortSignal} signal ends it */
export function speak(signal) {
  let waiting = 0;
  const look = () => {
    waiting = 0;
    for (const reply of document.querySelectorAll(REPLIES)) set(reply, { "aria-live": "polite" });
    for (const area of document.querySelectorAll(SCROLLING)) {
      const over = area.scrollWidth > area.clientWidth + 1 || area.scrollHeight > area.clientHeight + 1;
      set(area, { tabindex: over ? 0 : undefined });
    }
  };
  const later = () => (waiting ||= requestAnimationFrame(look));
  const changes = new MutationObserver(later); // drawings stand apart: what moves in them is not seen here
  changes.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", later, { signal });
  signal.addEventListener("abort", () => {
    changes.disconnect();
    cancelAnimationFrame(waiting);
  });
  later();
}
