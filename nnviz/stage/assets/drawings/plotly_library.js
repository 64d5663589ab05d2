// Plotly's own program, fetched from the server once a browser: kept in the browser's database, handed to every figure.
//
//   await plotlySource(version, ask, signal);    // its text is here: fetched at rest, since nothing of it runs
//   const plotly = await plotlyLibrary(version, ask, signal);
//   const plotly = plotlyNow(version);           // for a sheet of paper, which does not wait; null before its text is here

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

/**
 * @typedef {object} Shared by the whole window, whichever copy of this module asks; each by the version
 * @property {Plotly} [Plotly]
 * @property {Record<string, Promise<string>>} [__nnvizPlotlySource]
 * @property {Record<string, string>} [__nnvizPlotlyText] the sources that are here
 * @property {Record<string, Promise<Plotly>>} [__nnvizPlotly]
 * @property {Record<string, (packed: ArrayBuffer) => void>} [__nnvizPlotlyArrives]
 * @property {Record<string, Map<AbortSignal, Waiting>>} [__nnvizPlotlyWaiting] the figures that wait for it
 */
/** @typedef {{ask: () => void, asked: boolean}} Waiting */

const shared = /** @type {Shared} */ (/** @type {unknown} */ (globalThis));

/**
 * @param {string} version of Plotly, as the server has it
 * @param {() => void} ask what to do when the browser does not have it: the server is to send it
 * @param {AbortSignal} signal of the figure, which may go before it comes
 * @returns {Promise<Plotly>}
 */
export function plotlyLibrary(version, ask, signal) {
  const source = plotlySource(version, ask, signal);
  return ((shared.__nnvizPlotly ??= {})[version] ??= source.then(start));
}

/** @param {string} version @returns {Plotly | null} */
export function plotlyNow(version) {
  const source = shared.__nnvizPlotlyText?.[version];
  if (source === undefined) return null;
  const plotly = startNow(source);
  if (!plotly) return null;
  (shared.__nnvizPlotly ??= {})[version] ??= Promise.resolve(plotly);
  return plotly;
}

/** @param {string} version @param {() => void} ask @param {AbortSignal} signal */
export function plotlySource(version, ask, signal) {
  if (shared.__nnvizPlotlyText?.[version] === undefined) wait(version, ask, signal);
  return ((shared.__nnvizPlotlySource ??= {})[version] ??= withStore("readonly", (store) => store.get(version))
    .then((kept) => kept ?? arrival(version))
    .then(unpacked)
    .then((source) => ((shared.__nnvizPlotlyText ??= {})[version] = source)));
}

/** Of the figures that wait the first one asks, and the next one when that one has gone. @param {string} version @param {() => void} ask @param {AbortSignal} signal */
function wait(version, ask, signal) {
  const all = ((shared.__nnvizPlotlyWaiting ??= {})[version] ??= new Map());
  if (signal.aborted || all.has(signal)) return;
  all.set(signal, { ask, asked: false });
  const leave = () => {
    all.delete(signal);
    askFirst(version);
  };
  signal.addEventListener("abort", leave, { once: true });
  askFirst(version);
}

/** @param {string} version */
function askFirst(version) {
  const [first] = shared.__nnvizPlotlyWaiting?.[version]?.values() ?? [];
  if (!first || first.asked || !shared.__nnvizPlotlyArrives?.[version]) return;
  first.asked = true;
  first.ask();
}

/** @param {string} version */
function arrival(version) {
  return new Promise((/** @type {(packed: ArrayBuffer) => void} */ resolve) => {
    (shared.__nnvizPlotlyArrives ??= {})[version] = resolve;
    askFirst(version);
  }).then((packed) => {
    withStore("readwrite", (store) => store.put(packed, version));
    return packed;
  });
}

/** Hand over what the server has sent. @param {string} version @param {string} text gzip, as base64 */
export function libraryArrived(version, text) {
  shared.__nnvizPlotlyArrives?.[version]?.(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  delete shared.__nnvizPlotlyArrives?.[version]; // nobody needs to ask any more
}

/** @param {ArrayBuffer} packed */
const unpacked = (packed) =>
  new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

/**
 * Run it, once, from an address of its own: a site whose policy forbids scripts with their text in them allows that.
 * @param {string} source
 * @returns {Promise<Plotly>}
 */
async function start(source) {
  if (!shared.Plotly) {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new Error("the program that draws figures does not run here"));
      document.head.appendChild(script);
    }).finally(() => URL.revokeObjectURL(script.src));
  }
  return /** @type {Plotly} */ (shared.Plotly);
}

/** A script with its text in it runs when it is put into the page. @param {string} source @returns {Plotly | undefined} */
function startNow(source) {
  if (!shared.Plotly) {
    const script = document.createElement("script");
    script.textContent = source;
    document.head.appendChild(script);
  }
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
