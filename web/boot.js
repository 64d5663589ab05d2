// The static site's own program: a recorded lesson plays while Python boots behind it; then the app takes over.

import {
  Progress,
  after,
  chosenLesson,
  elsewhere,
  handover,
  innerAddress,
  ownLink,
  pageTitle,
  phaseOf,
  placeOf,
  reason,
  recordingOf,
  sentence,
} from "./first_screen.js";

/** Kernel time that a lesson is given to show its first picture before Python asks for megabytes. */
const LESSON_FIRST = 2500;

const BASE = document.baseURI.replace(/[^/]*$/, "");

// From now on an address such as "#term-gradient" means this page again, and not the site's first one.
document.querySelector("base")?.remove();

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id);

const parts = {
  app: part("app"),
  first: part("first"),
  lessons: part("lessons"),
  lesson: part("lesson"),
  bar: part("bar"),
  said: part("said"),
  again: part("again"),
  over: part("over"),
  stopped: part("stopped"),
  reload: part("reload"),
};

/** @type {any} site.json, as scripts/static writes it */
let site = { files: {}, lessons: [] };
let now = handover();
let phase = "Fetching Python";
let progress = new Progress({}, BASE);
/** @type {any} what stlite hands out */
let app = null;
/** @type {() => void} */
let begin = () => {};
let begun = false;
let drawn = false;
/** The address that the app was told to open. */
let opened = "";

/** @param {Parameters<typeof after>[1]} event */
function tell(event) {
  const before = now.state;
  now = after(now, event);
  if (now.state === "opening" && before !== "opening") {
    if (!begun) openPage();
    else if (now.wanted !== null && now.wanted !== location.href) location.assign(now.wanted);
    else if (drawn) now = after(now, { type: "drawn" });
  }
  if (now.state === "open" && before !== "open") {
    const wanted = elsewhere(now, opened, location.href);
    if (wanted === null) show();
    else location.assign(wanted);
  }
  say();
}

function say() {
  parts.said.textContent = sentence(now, phase, progress.words);
  const { bytes, total } = progress;
  if (now.state === "booting" && total) Object.assign(parts.bar, { max: total, value: bytes });
  parts.bar.hidden = now.state !== "booting" && now.state !== "opening";
  if (now.state === "opening") parts.bar.removeAttribute("value");
  parts.again.hidden = now.state !== "failed";
  parts.over.hidden = now.wanted !== null || (now.state !== "booting" && now.state !== "ready");
  parts.over.textContent = now.state === "ready" ? "Open the app" : "Open the app when it is ready";
  parts.over.hidden ||= now.state === "booting" && !now.touched;
}

// --- the recorded lesson ---

/** Show a step of a recorded lesson. @param {{lesson: any, step: any}} chosen */
function play({ lesson, step }) {
  parts.lesson.src = new URL(recordingOf(lesson, step), BASE).href;
  parts.lesson.title = `Recorded lesson: ${lesson.title}`;
  parts.lessons.value = lesson.name;
}

function playLesson() {
  const chosen = chosenLesson(site.lessons, location.href, BASE);
  if (!chosen) {
    parts.lesson.hidden = true;
    parts.lessons.parentElement.hidden = true;
    return Promise.resolve();
  }
  for (const { name, title } of site.lessons) parts.lessons.add(new Option(title, name));
  parts.lessons.disabled = false;
  parts.lessons.addEventListener("change", () => {
    tell({ type: "touched" });
    const lesson = site.lessons.find((/** @type {any} */ one) => one.name === parts.lessons.value);
    play({ lesson, step: lesson.steps[0] });
  });
  const there = new Promise((resolve) => parts.lesson.addEventListener("load", resolve, { once: true }));
  parts.lesson.addEventListener("load", () => watch(parts.lesson.contentDocument));
  play(chosen);
  return Promise.race([there, new Promise((resolve) => setTimeout(resolve, LESSON_FIRST))]);
}

/** Notice that the visitor uses the lesson, and that they want one of its steps in the app. @param {Document | null} inside */
function watch(inside) {
  if (!inside) return;
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    inside.addEventListener(kind, () => tell({ type: "touched" }), { capture: true, passive: true });
  }
  inside.addEventListener("click", (event) => follow(event, inside.baseURI), true);
}

/** @param {MouseEvent} event @param {string} from */
function follow(event, from) {
  const link = event.composedPath().find((one) => /** @type {any} */ (one).href !== undefined && "target" in one);
  if (!link) return;
  const { href, target, download } = /** @type {HTMLAnchorElement} */ (link);
  const pages = site.lessons.flatMap((/** @type {any} */ lesson) =>
    lesson.steps.map((/** @type {any} */ step) => placeOf(step.address, BASE).page),
  );
  const place = { base: BASE, pages, address: location.href };
  const address = innerAddress({ href: new URL(href, from).href, target, download: !!download }, event, place);
  if (!address) return;
  event.preventDefault();
  event.stopPropagation();
  if (now.state === "failed") location.assign(address);
  else tell({ type: "wanted", address });
}

// --- Python ---

async function boot() {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  new PerformanceObserver((list) => {
    for (const { name, decodedBodySize } of /** @type {any[]} */ (list.getEntries()))
      progress.add(name, decodedBodySize);
    say();
  }).observe({ type: "resource", buffered: true });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL(site.css, BASE).href;
  document.head.append(style);
  const here = (/** @type {string} */ path) => new URL(path, BASE).href;
  const text = (/** @type {string} */ path) => fetch(here(path)).then((answer) => answer.text());
  // One script of two: stlite rewrites the script that it is given, and nothing else.
  const [{ mount }, config, ...script] = await Promise.all([
    import(here(site.stlite)),
    ...["config.toml", "entry.py", "app.py"].map(text),
  ]);
  app = mount(
    {
      entrypoint: "entry.py",
      files: { "entry.py": script.join("\n"), ".streamlit/config.toml": config },
      pyodideUrl: here(site.pyodide),
      wheelUrls: { stliteLib: here(site.wheelUrls.stliteLib), streamlit: here(site.wheelUrls.streamlit) },
      prebuiltPackageNames: site.packages,
      requirements: (site.requirements ?? []).map(here),
      streamlitConfig: { "runner.magicEnabled": false }, // app.py's docstring no longer stands first
      disableProgressToasts: true,
      disableErrorToasts: true,
      disableModuleAutoLoadToasts: true,
    },
    parts.app,
  );
  await started(app._kernel);
}

/**
 * Wait until Python has started. The page is asked for later, at the address that counts then: so the promise that
 * stlite's connection waits for is replaced by our own.
 * @param {any} kernel
 */
function started(kernel) {
  const held = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (begin = resolve));
  const loaded = kernel.loaded;
  Object.defineProperty(kernel, "loaded", { get: () => held });
  // stlite takes the address that it was opened at for the app's root; here it may be that of a page.
  kernel.basePath = new URL(BASE).pathname.replace(/^\/+|\/+$/g, "");
  kernel._worker?.addEventListener?.("message", (/** @type {MessageEvent} */ { data }) => {
    if (data?.type !== "nnviz:bytes") return;
    progress.add(data.address, data.bytes);
    say();
  });
  kernel.addEventListener("loadProgress", (/** @type {CustomEvent} */ { detail }) => {
    phase = phaseOf(String(detail));
    say();
  });
  return new Promise((resolve, reject) => {
    kernel.addEventListener("loadError", (/** @type {CustomEvent} */ { detail }) => reject(detail));
    kernel._worker?.addEventListener?.("error", (/** @type {ErrorEvent} */ { message }) =>
      reject(new Error(message || "Python's worker could not be started")),
    );
    loaded.then(resolve, reject);
  });
}

/** Have the app show its page, at the address that the visitor wants. */
function openPage() {
  begun = true;
  if (now.wanted !== null && now.wanted !== location.href) history.replaceState(null, "", now.wanted);
  opened = location.href;
  const { page } = placeOf(opened, BASE);
  document.title = page ? `${pageTitle(page)} · nnviz` : "nnviz";
  begin();
  const look = () => {
    const run = parts.app.querySelector('[data-test-script-state="notRunning"]');
    if (!run || !parts.app.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')) return;
    looking.disconnect();
    drawn = true;
    tell({ type: "drawn" });
  };
  const looking = new MutationObserver(look);
  looking.observe(parts.app, { subtree: true, childList: true, attributes: true });
}

/** Take the first screen away. */
function show() {
  parts.app.inert = false;
  parts.first.classList.add("leaving");
  const gone = () => {
    parts.first.hidden = true;
    parts.lesson.removeAttribute("src");
  };
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) gone();
  else parts.first.addEventListener("transitionend", gone, { once: true });
}

// --- links, and what may happen later ---

function mendLinks() {
  const mend = (/** @type {Element} */ link) => {
    const href = ownLink(link.getAttribute("href") ?? "", location.origin);
    if (href) link.setAttribute("href", href);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === "attributes") mend(/** @type {Element} */ (target));
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches("a[href]")) mend(node);
        node.querySelectorAll("a[href]").forEach(mend);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["href"] });
}

/** A Python that has died answers nothing any more; the address still holds all settings. */
function watchPython() {
  const dead = (/** @type {unknown} */ error) => {
    if (
      now.state === "open" &&
      /table index is out of bounds|fatal|memory access out of bounds|unreachable/i.test(String(error))
    ) {
      parts.stopped.hidden = false;
    }
  };
  addEventListener("unhandledrejection", ({ reason: why }) => dead(why?.message ?? why));
  app?._kernel?._worker?.addEventListener?.("error", (/** @type {ErrorEvent} */ { message }) => dead(message));
}

async function main() {
  parts.over.addEventListener("click", () => tell({ type: "wanted", address: now.wanted ?? location.href }));
  parts.again.addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    location.reload();
  });
  parts.reload.addEventListener("click", () => location.reload());
  mendLinks();
  try {
    const answer = await fetch(new URL("site.json", BASE));
    if (!answer.ok) throw new Error(`site.json: ${answer.status} ${answer.statusText}`);
    site = await answer.json();
    progress = new Progress(site.files ?? {}, BASE);
    say();
    await playLesson();
    await boot();
    tell({ type: "ready" });
    watchPython();
  } catch (error) {
    console.error(error);
    tell({ type: "failed", why: reason(error) });
  }
}

Object.assign(window, { nnvizSite: { base: BASE, state: () => now } }); // what tests look at
void main();
