// The order of painting: what is heavy waits until somebody looks at it, and until everything light has been painted.
//
//   unpainted.add(view); unpainted.delete(view);   // mount.js, for every drawing but the heavy ones
//   await lookedAt(place, signal);
//   await everythingLightIsPainted(() => host.running());

const shared = /** @type {{__nnvizUnpainted?: Set<object>}} */ (/** @type {unknown} */ (globalThis));

/** The drawings of the window that are mounted and not painted yet; all bundles share them. @type {Set<object>} */
export const unpainted = (shared.__nnvizUnpainted ??= new Set());

/** How far below the window something is looked at. */
const AHEAD = "200px";

/** Milliseconds after which the heavy waits no longer: a drawing in a closed tab is never painted. */
const PATIENCE = 4000;

/** @param {Element} element @param {AbortSignal} signal @returns {Promise<void>} kept when the element comes into view */
export function lookedAt(element, signal) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      resolve();
    }, /** @type {IntersectionObserverInit} */ ({ scrollMargin: AHEAD }));
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  });
}

/** @param {() => boolean} running whether the page's program runs, so that more drawings may come */
export async function everythingLightIsPainted(running) {
  const start = performance.now();
  do await nextFrame();
  while ((running() || unpainted.size > 0) && performance.now() - start < PATIENCE);
}

/** After the next frame is on the screen. */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
