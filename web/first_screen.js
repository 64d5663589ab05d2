// What the first screen decides, without the page: which lesson plays, how far the boot is, and when the app takes over.

/** @typedef {{id: string, address: string, plays: boolean}} Step of a recorded lesson; the address is below the app's */
/** @typedef {{name: string, title: string, folder: string, steps: Step[]}} Lesson */

/** The host that stlite puts into its links instead of the page's own. */
const NO_HOST = "stlite.invalid";

/** The page and the parameters of an address. @param {string} address @param {string} base the site's folder */
export function placeOf(address, base) {
  const url = new URL(address, base);
  const { pathname } = new URL(base);
  const page = url.pathname.startsWith(pathname) ? url.pathname.slice(pathname.length).replace(/\/+$/, "") : "";
  return { page, query: url.searchParams };
}

/**
 * Which recorded lesson fits an address best, and which of its steps: the lesson that the address names; else one that
 * shows its page, with as many of its settings as possible; else one that plays at once.
 * @param {Lesson[]} lessons @param {string} address @param {string} base
 * @returns {{lesson: Lesson, step: Step} | null} null where nothing is recorded
 */
export function chosenLesson(lessons, address, base) {
  const { page, query } = placeOf(address, base);
  const all = lessons.flatMap((lesson) => lesson.steps.map((step) => ({ lesson, step })));
  const named = all.filter(({ lesson }) => lesson.name === query.get("lesson"));
  const shown = named.find(({ step }) => step.id === query.get("at")) ?? named[0];
  if (shown) return shown;
  const likeness = (/** @type {Step} */ step) => {
    const there = placeOf(step.address, base);
    if (there.page !== page) return -1;
    return [...there.query].reduce((sum, [key, value]) => sum + (query.get(key) === value ? 1 : -0.1), 0);
  };
  const onPage = all.filter(({ step }) => placeOf(step.address, base).page === page);
  if (onPage.length) return onPage.reduce((best, one) => (likeness(one.step) > likeness(best.step) ? one : best));
  return all.find(({ lesson, step }) => step.plays && step === lesson.steps[0]) ?? all[0] ?? null;
}

/** Where a step of a recorded lesson lies, to be shown in a frame. @param {Lesson} lesson @param {Step} step */
export const recordingOf = (lesson, step) => `${lesson.folder}#at=${encodeURIComponent(step.id)}&play=`;

/** The title of a page as its address tells it: "backward_pass" is "Backward pass". @param {string} page */
export function pageTitle(page) {
  const words = page.replaceAll("_", " ").trim();
  return words ? words[0].toUpperCase() + words.slice(1) : "Home";
}

/** What is done now, in words, for what stlite says. */
const PHASES = new Map([
  ["Loading Pyodide.", "Fetching Python"],
  ["Pyodide is already loaded.", "Fetching Python"],
  ["Mounting files.", "Starting Python"],
  ["Unpacking archives.", "Starting Python"],
  ["Installing packages.", "Fetching NumPy and the app"],
  ["Loading streamlit package.", "Starting the app"],
  ["Setting up the loggers.", "Starting the app"],
  ["Mocking some Streamlit functions for the browser environment.", "Starting the app"],
  ["Booting up the Streamlit server.", "Starting the app"],
]);

/** @param {string} said by stlite */
export const phaseOf = (said) => PHASES.get(said) ?? "Starting the app";

/** How many bytes have come, of how many. */
export class Progress {
  /** @param {Record<string, number>} files bytes of what a first visit fetches @param {string} base the site's folder */
  constructor(files, base) {
    this.base = base;
    this.files = new Map(Object.entries(files).map(([path, bytes]) => [new URL(path, base).href, bytes]));
    /** @type {Map<string, number>} */
    this.come = new Map();
  }

  /** A file has come as far as this; what is not of the first visit does not count. @param {string} address @param {number} bytes */
  add(address, bytes) {
    const whole = this.files.get(address.replace(/[?#].*/, ""));
    if (whole === undefined) return;
    this.come.set(address, Math.min(whole, Math.max(bytes, this.come.get(address) ?? 0)));
  }

  get total() {
    return [...this.files.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  get bytes() {
    return [...this.come.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** @returns {string} "12.3 of 31.0 MB", empty where nobody knows how much it will be */
  get words() {
    if (!this.total) return "";
    return `${(this.bytes / 1e6).toFixed(1)} of ${(this.total / 1e6).toFixed(1)} MB`;
  }
}

/**
 * When the app takes over. The address decides what is shown then, and the visitor's hand decides when: at once where
 * nobody has touched the recorded lesson, otherwise when the visitor goes over.
 * @typedef {{state: "booting" | "ready" | "opening" | "open" | "failed", touched: boolean, wanted: string | null, why: string}} Handover
 */

/** @returns {Handover} */
export const handover = () => ({ state: "booting", touched: false, wanted: null, why: "" });

/**
 * @param {Handover} now
 * @param {{type: "touched"} | {type: "wanted", address: string} | {type: "ready"} | {type: "drawn"} | {type: "failed", why: string}} event
 * @returns {Handover}
 */
export function after(now, event) {
  if (event.type === "touched") return { ...now, touched: true };
  if (event.type === "wanted") {
    const state = now.state === "ready" ? "opening" : now.state;
    return { ...now, touched: true, wanted: event.address, state };
  }
  if (now.state === "open") return now;
  if (event.type === "failed") return { ...now, state: "failed", why: event.why };
  if (event.type === "ready" && now.state === "booting") {
    return { ...now, state: now.wanted !== null || !now.touched ? "opening" : "ready" };
  }
  if (event.type === "drawn" && (now.state === "opening" || now.state === "ready")) {
    // Who has begun to use the lesson while its page was drawn behind it keeps the lesson.
    return { ...now, state: now.wanted !== null || !now.touched ? "open" : "ready" };
  }
  return now;
}

/**
 * The address that the visitor has chosen while the app was opening another one; null where the app shows what it should.
 * @param {Handover} now @param {string} opened what the app was told to open, which may write it otherwise @param {string} here
 */
export const elsewhere = ({ state, wanted }, opened, here) =>
  state === "open" && wanted !== null && wanted !== opened && wanted !== here ? wanted : null;

/** The sentence below the lesson. @param {Handover} now @param {string} phase @param {string} bytes */
export function sentence({ state, wanted, why }, phase, bytes) {
  if (state === "failed") {
    return `The app could not be started here: ${why} The recorded lessons go on playing.`;
  }
  if (state === "ready") return "The app is ready. The lesson stays until you go over.";
  if (state === "opening") return "Opening the page…";
  const then = wanted === null ? "" : " Your page opens as soon as it is there.";
  return `The app is loading behind this lesson. ${phase}${bytes ? `: ${bytes}` : ""}.${then}`;
}

/** What went wrong, in one line with a full stop. @param {unknown} error */
export function reason(error) {
  const text = error instanceof Error ? error.message || error.name : String(error ?? "");
  const lines = text.split("\n").map((line) => line.trim());
  const line = (lines.filter((one) => one).at(-1) ?? "nothing more is known").slice(0, 200);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** A link of stlite as it should be on this host; null where it is right already. @param {string} href @param {string} origin */
export function ownLink(href, origin) {
  if (!href.includes(NO_HOST)) return null;
  const { hostname, pathname, search, hash } = new URL(href, origin);
  return hostname === NO_HOST ? origin + pathname + search + hash : null;
}

/**
 * The address that a click on a link should open without loading the site anew; null where the browser should do as
 * it always does.
 * @param {{href: string, target: string, download: boolean}} link
 * @param {{button: number, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean, altKey: boolean}} click
 * @param {{base: string, pages: string[], address: string}} site
 */
export function innerAddress({ href, target, download }, click, { base, pages, address }) {
  if (click.button !== 0 || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return null;
  if (download || (target && target !== "_self" && target !== "_top")) return null;
  const url = new URL(href, base);
  if (url.origin !== new URL(base).origin) return null;
  if (url.hash && url.href.split("#")[0] === address.split("#")[0]) return null;
  const { page } = placeOf(url.href, base);
  return url.href.startsWith(base) && pages.includes(page) ? url.href : null;
}
