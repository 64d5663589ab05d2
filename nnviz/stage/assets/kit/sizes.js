// How wide the boxes of a drawing are: when one of them changes, for whatever reason, the drawing is drawn anew.
//
//   const stop = followSizes(root, () => view.draw()); // once a view: kit/mount.js does it
//   const width = widthOf(panel);                      // wherever a drawing measures a box inside of the root

/** @typedef {{observer: ResizeObserver, widths: Map<Element, number>}} Followed the boxes that were measured, and how wide they were */

/** @type {WeakMap<Element, Followed>} */
const roots = new WeakMap();

/** Draw anew when the root's size changes, or the width of a box that was measured in it. @param {Element} root @param {() => void} redraw @returns {() => void} what ends it */
export function followSizes(root, redraw) {
  /** @type {Followed["widths"]} */
  const widths = new Map();
  const observer = new ResizeObserver((entries) => {
    for (const box of widths.keys()) {
      if (box.isConnected) continue;
      observer.unobserve(box);
      widths.delete(box);
    }
    if (entries.some(({ target }) => target === root || changed(target))) redraw();
  });
  const changed = (/** @type {Element} */ box) => widths.has(box) && widths.get(box) !== box.clientWidth;
  roots.set(root, { observer, widths });
  observer.observe(root);
  return () => {
    observer.disconnect();
    roots.delete(root);
  };
}

/** The width inside of a box; the drawing that it belongs to is drawn anew when that changes. @param {Element} box */
export function widthOf(box) {
  const width = box.clientWidth;
  for (let at = /** @type {Element | null} */ (box); at; at = at.parentElement) {
    const followed = roots.get(at);
    if (!followed) continue;
    if (at !== box && !followed.widths.has(box)) followed.observer.observe(box);
    followed.widths.set(box, width);
    break;
  }
  return width;
}
