// Copying: by the browser's clipboard, or by a selection where it offers none.

/**
 * Browsers offer their clipboard to safe pages only; in a classroom's network, where the page comes by plain http, the
 * old way is left.
 * @param {string} text
 * @param {() => void} select mark the text on the page
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copy(text, select) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select();
    return document.execCommand("copy");
  }
}
