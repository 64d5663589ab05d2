// The order of painting: what is heavy waits until somebody looks at it, and until everything light has been painted.
//
//   unpainted.add(view); unpainted.delete(view);   // mount.js, for every drawing but the heavy ones
//   await lookedAt(place, signal);
//   await everythingLightIsPainted(() => host.running());
//   await atEase(() => host.running(), signal);

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

/**
 * After everything light has been painted, when the browser has nothing else to do; never where the view is gone by then.
 * @param {() => boolean} running @param {AbortSignal} signal @returns {Promise<void>}
 */
export async function atEase(running, signal) {
  await everythingLightIsPainted(running);
  return new Promise((resolve) => idle(() => signal.aborted || resolve()));
}

const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 200));

/** After the next frame is on the screen. */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
