// Plotly's own program, fetched from the server once a browser: kept in the browser's database, handed to every figure.

const DATABASE = "nnviz";
const STORE = "library";

/**
 * @typedef {object} Plotly as far as it is used here
 * @property {(place: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>} react
 * @property {(place: HTMLElement, change: object) => Promise<unknown>} relayout
 * @property {(place: HTMLElement) => void} purge
 * @property {(place: HTMLElement, options: object) => Promise<string>} toImage
 */

/** @typedef {{range?: unknown[]}} Axis */
/** @typedef {{_fullLayout: {xaxis?: Axis, yaxis?: Axis, scene?: {camera?: {eye?: {x: number, y: number, z: number}}}}}} FullLayout what Plotly keeps of a figure in its place */

/** The promises of Plotly, one a version for the whole window, whichever copy of this module asks. */
const shared =
  /** @type {{Plotly: Plotly, __nnvizPlotly?: Record<string, Promise<Plotly>>, __nnvizPlotlyArrives?: Record<string, (packed: ArrayBuffer) => void>}} */ (
    /** @type {unknown} */ (window)
  );

/**
 * @param {string} version of Plotly, as the server has it
 * @param {() => void} ask what to do when the browser does not have it: the server is to send it
 * @returns {Promise<Plotly>}
 */
export function plotlyLibrary(version, ask) {
  const known = (shared.__nnvizPlotly ??= {});
  return (known[version] ??= withStore("readonly", (store) => store.get(version)).then((kept) =>
    kept ? start(kept) : arrival(version, ask),
  ));
}

/** @param {string} version @param {() => void} ask */
function arrival(version, ask) {
  return new Promise((/** @type {(packed: ArrayBuffer) => void} */ resolve) => {
    (shared.__nnvizPlotlyArrives ??= {})[version] = resolve;
    ask();
  }).then((packed) => {
    withStore("readwrite", (store) => store.put(packed, version));
    return start(packed);
  });
}

/** Hand over what the server has sent. @param {string} version @param {string} text gzip, as base64 */
export function libraryArrived(version, text) {
  shared.__nnvizPlotlyArrives?.[version]?.(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
}

/** @param {ArrayBuffer} packed */
async function start(packed) {
  const plain = new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
  const address = URL.createObjectURL(new Blob([await plain.arrayBuffer()], { type: "text/javascript" }));
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.appendChild(script);
  });
  URL.revokeObjectURL(address);
  return shared.Plotly;
}

/**
 * Do something on the store; nothing where a browser keeps no database (a private window).
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} what
 * @returns {Promise<ArrayBuffer | undefined>}
 */
function withStore(mode, what) {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      opening.onerror = () => resolve(undefined);
      opening.onsuccess = () => {
        const request = what(opening.result.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
        request.transaction?.addEventListener("complete", () => opening.result.close());
      };
    } catch {
      resolve(undefined);
    }
  });
}
