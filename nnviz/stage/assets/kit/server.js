// The server beside Streamlit: where it is, and what it is told.

/** The address of a path below the app's own. @param {string} path @returns {URL} */
export function addressOf(path) {
  const { __streamlit: served } = /** @type {{__streamlit?: {BACKEND_BASE_URL?: string}}} */ (window);
  return new URL(path, served?.BACKEND_BASE_URL ?? document.baseURI);
}

/**
 * Tell the server, which waits for it, that a drawing is on the screen: after the next frame it is.
 * @param {string | undefined} token of the visitor's line; nobody waits where there is none
 */
export function tellPainted(token) {
  if (token) requestAnimationFrame(() => setTimeout(() => navigator.sendBeacon(addressOf(`stage/${token}/painted`))));
}
