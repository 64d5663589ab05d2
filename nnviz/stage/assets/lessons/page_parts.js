// What a lesson calls by name on a page: panels (expanders, tabs, popovers, headings with what belongs to them) by their
// visible labels, controls by their labels or by the key of their setting, and "stage" for the live stage as a whole.

/** What `find` looks through, and where a way up to the page ends. */
const AREAS = '[data-testid="stMainBlockContainer"], [data-testid="stSidebar"]';

const STAGE = "stage";
const LIVE =
  '[class*="st-key-room-of-"], [data-testid="stElementContainer"]:has([data-testid="stBidiComponentIsolated"])';

/** An element of Streamlit's, a row with others or not. */
const BOX = '[data-testid="stElementContainer"], [data-testid="stPopover"]';

/** What stays whatever a step hides: the page's tools and title, styles, and what is only heard. */
const STAYING = 'style, script, link, template, [role="status"], [role="alert"], [role="tooltip"], .tip';
const OF_THE_PAGE = ".st-key-page-tools, .st-key-page-header, .st-key-page-correction, .st-key-lesson-told";

/** A text as it is compared. @param {string | null | undefined} text */
export const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim().toLowerCase();

/** The visible text of one of Streamlit's labels, without the words that its icons are made of. @param {Element | null} element */
const label = (element) =>
  plain((element?.querySelector('[data-testid="stMarkdownContainer"]') ?? element)?.textContent);

/** The shadow roots of the drawings within an element. @param {ParentNode} area @returns {ShadowRoot[]} */
export function drawings(area) {
  const found = [];
  for (const box of area.querySelectorAll('[data-testid="stBidiComponentIsolated"]'))
    for (const element of [box, ...box.querySelectorAll("*")]) if (element.shadowRoot) found.push(element.shadowRoot);
  return found;
}

/** @param {string} name @param {string} page @param {ParentNode} [document_] @returns {HTMLElement[]} */
export function find(name, page, document_ = document) {
  const wanted = plain(name);
  const areas = [...document_.querySelectorAll(AREAS)];
  /** @type {Set<Element>} */
  const found = new Set();
  const add = (/** @type {Element | null | undefined} */ element) => void (element && found.add(element));
  for (const area of areas) {
    if (wanted === STAGE) for (const box of area.querySelectorAll(LIVE)) if (holdsLive(box)) add(box);
    for (const expander of area.querySelectorAll('[data-testid="stExpander"]'))
      if (label(expander.querySelector("summary")) === wanted) add(expander);
    for (const tab of area.querySelectorAll('[role="tab"]')) if (label(tab) === wanted) add(tab);
    for (const button of area.querySelectorAll('[data-testid="stPopover"] button, button[data-testid^="stBaseButton"]'))
      if (label(button) === wanted) add(button.closest(BOX) ?? button);
    for (const words of area.querySelectorAll('[data-testid="stWidgetLabel"], [data-testid="stCheckbox"] label'))
      if (label(words) === wanted) add(words.closest(BOX));
    for (const heading of area.querySelectorAll('[data-testid="stHeading"]'))
      if (label(heading) === wanted) section(heading).forEach(add);
    for (const box of area.querySelectorAll(`.st-key-${page}-${cssKey(name)}`)) add(box);
    for (const root of drawings(area)) for (const element of inDrawing(root, wanted, name.trim())) add(element);
  }
  return /** @type {HTMLElement[]} */ (
    [...found].filter((one) => ![...found].some((o) => o !== one && o.contains(one)))
  );
}

/** A key as Streamlit writes it into a class. @param {string} name */
const cssKey = (name) => CSS.escape(name.trim().replace(/[^a-zA-Z0-9_-]/g, "-"));

/** Whether a live stage is in it. @param {Element} box */
const holdsLive = (box) =>
  drawings(box.parentElement ?? box).some((root) => box.contains(root.host) && root.querySelector(".nnviz-stage"));

/** A heading with what belongs to it: all up to the next one that is not below it. @param {Element} heading @returns {Element[]} */
function section(heading) {
  const level = (/** @type {Element | null | undefined} */ box) =>
    Number(box?.querySelector("h1, h2, h3, h4, h5")?.tagName.slice(1) ?? 9);
  /** @type {Element | null} */
  let box = heading.closest(BOX) ?? heading;
  while (box?.parentElement && box.parentElement.children.length === 1) box = box.parentElement;
  const own = level(box);
  const all = [];
  do all.push(/** @type {Element} */ (box));
  while ((box = box?.nextElementSibling ?? null) && level(box) > own);
  return all;
}

/** Settings on the stage's picture that stand in more than one place. */
const ON_PICTURE = /** @type {Record<string, string>} */ ({ hidden: ".panel.net .layers, .panel.net .heads" });

/** What a drawing calls by a name: a panel with that heading, a control, or what changes a setting on the picture. @param {ShadowRoot} root @param {string} wanted @param {string} key */
function inDrawing(root, wanted, key) {
  const found = [];
  const setting = /^\w+$/.test(key) ? (ON_PICTURE[key] ?? `.settings > .${key}`) : "";
  if (setting) found.push(...root.querySelectorAll(setting));
  for (const heading of root.querySelectorAll("h2, h3, h4, .title"))
    if (plain(heading.textContent) === wanted)
      found.push(heading.closest(".panel, section, figure") ?? heading.parentElement);
  for (const control of root.querySelectorAll("button, [aria-label], label, .slider"))
    if (plain(control.getAttribute("aria-label") ?? control.textContent) === wanted)
      found.push(control.closest("label, .slider") ?? control);
  return found.filter((element) => element !== null);
}

/** The parent of an element, out of a drawing too. @param {Node} node @returns {Element | null} */
function above(node) {
  const parent = node.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}

/** Everything that is left out where only some elements are shown. @param {HTMLElement[]} kept @returns {HTMLElement[]} */
export function beside(kept) {
  /** @type {Set<Node>} */
  const ways = new Set(kept);
  /** @type {Set<Element | ShadowRoot>} */
  const parents = new Set();
  for (const element of kept)
    for (let node = /** @type {Node | null} */ (element); node && !isArea(node); node = above(node)) {
      ways.add(node);
      if (node.parentNode) parents.add(/** @type {Element} */ (node.parentNode));
    }
  const out = [];
  for (const parent of parents)
    for (const child of parent.children)
      if (!ways.has(child) && !stays(child)) out.push(/** @type {HTMLElement} */ (child));
  const sidebar = /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stSidebar"]'));
  if (sidebar && !kept.some((element) => contains(sidebar, element))) out.push(sidebar);
  return out;
}

const isArea = (/** @type {Node} */ node) => node instanceof Element && node.matches(AREAS);

const stays = (/** @type {Element} */ element) =>
  element.matches(STAYING) || element.matches(OF_THE_PAGE) || element.querySelector(OF_THE_PAGE) !== null;

/** Whether an element holds another one, in a drawing too. @param {Node} outer @param {Node} inner */
export function contains(outer, inner) {
  for (let node = /** @type {Node | null} */ (inner); node; node = above(node)) if (node === outer) return true;
  return false;
}

/** @typedef {{hide: string[], only: string[], lock: string[]}} Limits */

/** So long, in milliseconds, changes of the page are gathered. */
const GATHERED = 60;

/** Keeps hidden and locked what a step names, however often the page is drawn anew. */
export class PageLimits {
  constructor() {
    /** @type {Map<HTMLElement, {state: "hidden" | "locked", display: string, priority: string, opacity: string}>} */
    this.held = new Map();
    /** @type {Limits} */
    this.limits = { hide: [], only: [], lock: [] };
    this.page = "";
    this.timer = 0;
    this.changes = new MutationObserver(() => this.later());
    /** @type {WeakSet<Node>} */
    this.watched = new WeakSet();
    /** What a step names and the page does not have now, for tests. @type {string[]} */
    this.missing = [];
  }

  /** @param {Limits} limits @param {string} page its name */
  set(limits, page) {
    this.limits = limits;
    this.page = page;
    this.changes.disconnect();
    this.watched = new WeakSet();
    if (this.any) this.watch(document.body);
    this.apply();
  }

  get any() {
    return this.limits.hide.length + this.limits.only.length + this.limits.lock.length > 0;
  }

  /** Whether the stage as a whole is locked or hidden, so that no key reaches it. */
  get stageHeld() {
    return [...this.limits.lock, ...this.limits.hide].some((name) => plain(name) === STAGE);
  }

  /** @param {Node} node */
  watch(node) {
    if (this.watched.has(node)) return;
    this.watched.add(node);
    this.changes.observe(node, { childList: true, characterData: true, subtree: true });
  }

  later() {
    this.timer ||= window.setTimeout(() => this.apply(), GATHERED);
  }

  apply() {
    clearTimeout(this.timer);
    this.timer = 0;
    const { hide, only, lock } = this.limits;
    this.missing = [];
    const named = (/** @type {string[]} */ names) =>
      names.flatMap((name) => {
        const found = find(name, this.page);
        if (!found.length) this.missing.push(name);
        return found;
      });
    /** @type {Map<HTMLElement, "hidden" | "locked">} */
    const wanted = new Map();
    for (const element of named(lock)) wanted.set(element, "locked");
    const kept = onPage(named(only));
    if (kept.length) for (const element of beside(kept)) wanted.set(element, "hidden");
    for (const element of named(hide)) wanted.set(element, "hidden");
    for (const [element, { state }] of this.held) if (wanted.get(element) !== state) this.release(element);
    for (const [element, state] of wanted) this.hold(element, state);
    leaveHiddenTabs();
    for (const root of drawings(document)) {
      fillRows(root);
      if (this.any) this.watch(root);
    }
  }

  /** @param {HTMLElement} element @param {"hidden" | "locked"} state */
  hold(element, state) {
    const { style } = element;
    if (!this.held.has(element)) {
      const display = style.getPropertyValue("display");
      this.held.set(element, {
        state,
        display,
        priority: style.getPropertyPriority("display"),
        opacity: style.opacity,
      });
    }
    if (state === "hidden") style.setProperty("display", "none", "important");
    // A picture is to be seen as it is; a control is to look like one that does nothing.
    else if (!drawings(element).length && !element.matches(".panel, section, figure")) style.opacity = "0.55";
    element.inert = true;
    element.dataset.lesson = state;
  }

  /** @param {HTMLElement} element */
  release(element) {
    const before = this.held.get(element);
    this.held.delete(element);
    if (!before) return;
    if (before.display) element.style.setProperty("display", before.display, before.priority);
    else element.style.removeProperty("display");
    element.style.opacity = before.opacity;
    element.inert = false;
    delete element.dataset.lesson;
  }

  /** Show everything again. */
  clear() {
    this.set({ hide: [], only: [], lock: [] }, "");
  }
}

/** Of panels those that stand on the page itself, where there are any: a control beside it may have the same name. @param {HTMLElement[]} found */
function onPage(found) {
  const sidebar = document.querySelector('[data-testid="stSidebar"]');
  const inMain = found.filter((element) => !sidebar || !contains(sidebar, element));
  return inMain.length ? inMain : found;
}

/** Bring an element into sight: by its page alone, since the window itself must not move. @param {Element} element */
export function bringIntoSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  for (let node = above(element); node; node = above(node)) {
    if (!node.matches('[data-testid="stMain"]')) continue;
    const seen = node.getBoundingClientRect();
    if (top < seen.top || bottom > seen.bottom)
      node.scrollBy(0, (top + bottom) / 2 - Math.max((seen.top + seen.bottom) / 2, seen.top + (bottom - top) / 2));
    return;
  }
}

/** The panels of a stage that are left in a row share its width; a row with none is gone. @param {ShadowRoot} root */
function fillRows(root) {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll(".nnviz-stage .main, .nnviz-stage .rest")
  )) {
    const panels = /** @type {HTMLElement[]} */ ([...row.children]);
    const left = panels.filter(({ dataset }) => dataset.lesson !== "hidden").length;
    row.style.gridTemplateColumns = left && left < panels.length ? `repeat(${left}, minmax(0, 1fr))` : "";
    row.style.display = left ? "" : "none";
  }
}

/** Where a tab that is on view was hidden, show the first that is not. */
function leaveHiddenTabs() {
  for (const tab of document.querySelectorAll('[role="tab"][aria-selected="true"][data-lesson="hidden"]')) {
    const others = tab.closest('[role="tablist"]')?.querySelectorAll('[role="tab"]') ?? [];
    const next = [...others].find((one) => !(/** @type {HTMLElement} */ (one).dataset.lesson));
    /** @type {HTMLElement | undefined} */ (next)?.click();
  }
}
