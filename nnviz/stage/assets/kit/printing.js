// A page that is printed: figures are drawn anew, light, as wide as the sheet, and sharp.
//
//   onPrint((printing) => view.draw(), signal); // isPrinting() says the same in between

const CLASS = "printing";

/** How much sharper than the screen a printed canvas is. */
export const PRINTED_RATIO = 2;

export const isPrinting = () => document.documentElement.classList.contains(CLASS);

/** Pixels of a canvas for each pixel of the page. */
export const inkRatio = () => (window.devicePixelRatio || 1) * (isPrinting() ? PRINTED_RATIO : 1);

/**
 * Whoever comes first gives the page the width of the sheet, for which all others then draw.
 * @param {(printing: boolean) => void} change
 * @param {AbortSignal} signal
 */
export function onPrint(change, signal) {
  const tell = (/** @type {boolean} */ printing) => {
    document.documentElement.classList.toggle(CLASS, printing);
    change(printing);
  };
  const media = matchMedia("print");
  window.addEventListener("beforeprint", () => tell(true), { signal });
  window.addEventListener("afterprint", () => tell(media.matches), { signal });
  media.addEventListener("change", () => tell(media.matches), { signal });
}
