// Plotly's own program, fetched from the server once a browser: kept in the browser's database, handed to every figure.

const DATABASE = "nnviz";
const STORE = "library";

/** The promise of Plotly, one for the whole window, whichever copy of this module asks. @type {any} */
const shared = window;

/**
 * @param {string} version of Plotly, as the server has it
 * @param {() => void} ask what to do when the browser does not have it: the server is to send it
 * @returns {Promise<any>}
 */
export function plotlyLibrary(version, ask) {
  shared.__nnvizPlotly ??= {};
  shared.__nnvizPlotly[version] ??= withStore("readonly", (store) => store.get(version)).then((kept) =>
    kept ? start(kept) : arrival(version, ask),
  );
  return shared.__nnvizPlotly[version];
}

/** @param {string} version @param {() => void} ask */
function arrival(version, ask) {
  return new Promise((resolve) => {
    shared.__nnvizPlotly[`${version} arrives`] = resolve;
    ask();
  }).then((/** @type {any} */ packed) => {
    withStore("readwrite", (store) => store.put(packed, version));
    return start(packed);
  });
}

/** Hand over what the server has sent. @param {string} version @param {string} text gzip, as base64 */
export function libraryArrived(version, text) {
  const arrives = shared.__nnvizPlotly?.[`${version} arrives`];
  if (!arrives) return;
  arrives(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
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
 * @returns {Promise<any>}
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
