// The only file that knows Streamlit: it makes a view for every mounted component, and takes it away when it is gone.
//
//   export default mount({
//     published: "__nnvizDrawings", key: (header) => header.key, kind: (header) => header.view,
//     unpack, themes: (header) => header.themes,
//     create: (root, host, header) => new VIEWS[header.view](root, host),
//   });

import { tellAnswered } from "./answers.js";
import { appRuns } from "./app_runs.js";
import { html } from "./elements.js";
import { FigureTools } from "./figure_tools.js";
import { loadingSign } from "./loading.js";
import { unpainted } from "./paint_order.js";
import { onPrint } from "./printing.js";
import { followSizes } from "./sizes.js";
import { tellPainted } from "./server.js";
import { ThemeWatcher } from "./theme.js";
import { waitingSign } from "./waiting.js";

/** Streamlit ends a component also when only its data changed: so long, in milliseconds, it may come back. */
const GRACE = 200;

/**
 * @template Header
 * @template Arrays
 * @typedef {import("./view.js").ViewLike<Header, Arrays>} ViewLike
 */
/** @typedef {{data: Uint8Array, parentElement: HTMLElement | ShadowRoot, setTriggerValue: (name: string, value: object) => void}} Component as Streamlit calls it */

/**
 * @template Header
 * @template Arrays
 * @template {ViewLike<Header, Arrays>} V
 * @typedef {object} MountOptions
 * @property {string} published the window's name for the states, for tests
 * @property {(header: Header) => string} [key] where several are mounted: the name of each under the published one
 * @property {(header: Header) => string} [kind] another kind needs another view
 * @property {(data: Uint8Array) => {header: Header, arrays: Arrays}} unpack
 * @property {(header: Header) => import("./colours.js").Themes | undefined} themes undefined: as before
 * @property {boolean} [paperOfPage] whether the paper is to be the very colour of the page
 * @property {(header: Header) => boolean} [heavy] whether it waits until everything else is painted
 * @property {(header: Header) => string | undefined} [awaited] the token by which the server is told that it is painted; none where nobody waits
 * @property {string} [boxClass]
 * @property {(header: Header) => string} [rootClass]
 * @property {(root: HTMLElement, host: import("./view.js").Host, header: Header) => V} create
 * @property {boolean} [figure] whether it is a figure, with the tools of one
 * @property {(view: V) => void} [restart] whether it can go back to its start by another view, and what else a figure that goes back to its start has to do
 * @property {(view: V, header: Header) => void} [received] what a message means before the view takes it
 */

/**
 * @template V
 * @typedef {Record<string, Record<string, {view: V, state: () => unknown}>>} Published what tests find in the window
 */

/**
 * @template Header
 * @template Arrays
 * @template {ViewLike<Header, Arrays>} V
 */
class Mounted {
  /** @param {HTMLElement | ShadowRoot} parent @param {MountOptions<Header, Arrays, V>} options @param {Header} header */
  constructor(parent, options, header) {
    this.options = options;
    this.kind = options.kind?.(header) ?? "";
    this.abort = new AbortController();
    /** @type {[Header, Arrays] | null} */
    this.last = null;
    /** @type {Uint8Array | null} */
    this.data = null;
    /** Whether the server knows that it is painted. */
    this.told = false;
    this.box = html(
      "div",
      { class: [options.figure && "figure-box", options.boxClass].filter(Boolean).join(" ") },
      parent,
    );
    this.sign = loadingSign(this.box);
    this.root = html("div", { class: options.rootClass?.(header) }, this.box);
    if (!options.heavy?.(header)) unpainted.add(this);
    /** @type {Component["setTriggerValue"]} */
    this.send = () => {};
    /** @type {ThemeWatcher | null} */
    this.theme = null;
    /** @type {Published<V>} */
    this.window = /** @type {Published<V>} */ (/** @type {unknown} */ (window));
    this.read = () => this.view.state();
    this.waiting = waitingSign(this.box, {
      running: appRuns,
      stocked: () => this.view.stocked === true,
      signal: this.abort.signal,
    });
    this.host = {
      send: (/** @type {string} */ name, /** @type {object} */ value) => {
        if (options.figure) this.waiting.begin();
        this.send(name, value);
      },
      colours: () => this.theme?.colours ?? null,
      running: appRuns,
      painted: () => {
        this.sign.remove();
        unpainted.delete(this);
        if (this.last && !this.told) tellPainted(options.awaited?.(this.last[0]));
        this.told = true;
      },
    };
    this.view = options.create(this.root, this.host, header);
    this.unfollow = followSizes(this.root, () => this.view.draw());
    window.addEventListener("nnviz-scaled", () => this.view.draw(), { signal: this.abort.signal });
    onPrint(() => this.print(), this.abort.signal);
    if (options.figure)
      this.tools = new FigureTools(this.box, this.root, {
        view: () => this.view,
        restart: options.restart && (() => this.restart()),
        signal: this.abort.signal,
      });
  }

  /** Draw for the sheet, or for the screen again: now, since nothing is drawn while it is printed. */
  print() {
    this.theme?.read();
    this.view.draw();
    this.view.drawNow?.();
  }

  /** Another view of the last message: nothing is left of what was done with the one before. */
  restart() {
    if (!this.last) return;
    const [header, arrays] = this.last;
    this.view.destroy();
    this.root.replaceChildren();
    this.root.className = this.options.rootClass?.(header) ?? "";
    this.view = this.options.create(this.root, this.host, header);
    this.receive(header, arrays);
    this.options.restart?.(this.view);
  }

  /** @param {Header} header @param {Arrays} arrays */
  receive(header, arrays) {
    this.last = [header, arrays];
    this.waiting.end();
    const themes = this.options.themes(header);
    if (themes && this.theme) this.theme.themes = themes;
    else if (themes) {
      const { paperOfPage } = this.options;
      this.theme = new ThemeWatcher(this.root, themes, () => this.view.draw(), {
        paperOfPage,
      });
    }
    this.options.received?.(this.view, header);
    this.view.receive(header, arrays);
    this.publish(header);
  }

  /** What the view says of itself, for tests: always as it is when they ask. @param {Header} header */
  publish(header) {
    const { published, key } = this.options;
    const view = this.view;
    if (key)
      (this.window[published] ??= {})[key(header)] = {
        view,
        state: () => view.state(),
      };
    else
      Object.defineProperty(this.window, published, {
        configurable: true,
        get: this.read,
      });
  }

  destroy() {
    unpainted.delete(this);
    this.unfollow();
    this.abort.abort();
    this.theme?.destroy();
    this.view.destroy();
    this.box.remove();
    const { published, key } = this.options;
    if (!key) {
      // Another one may have been mounted in the meantime: then the name is its own.
      if (Object.getOwnPropertyDescriptor(this.window, published)?.get === this.read) delete this.window[published];
    }
    const all = key ? this.window[published] : {};
    for (const name in all) if (all[name].view === this.view) delete all[name];
  }
}

/**
 * The function that Streamlit calls with every message of a component.
 * @template Header
 * @template Arrays
 * @template {ViewLike<Header, Arrays>} V
 * @param {MountOptions<Header, Arrays, V>} options
 */
export function mount(options) {
  /** @type {WeakMap<Node, Mounted<Header, Arrays, V>>} */
  const all = new WeakMap();

  /** @param {Component} component @returns {() => void} what to do when it is gone */
  return function render({ data, parentElement, setTriggerValue }) {
    const { header, arrays } = options.unpack(data);
    let mounted = all.get(parentElement);
    if (mounted && mounted.kind !== (options.kind?.(header) ?? "")) {
      mounted.destroy();
      mounted = undefined;
    }
    if (!mounted) {
      mounted = new Mounted(parentElement, options, header);
      all.set(parentElement, mounted);
    }
    const here = mounted;
    here.send = setTriggerValue;
    here.receive(header, arrays);
    // Streamlit also calls again with what is known.
    if (options.figure && here.data !== data) tellAnswered();
    here.data = data;
    return () => {
      setTimeout(() => {
        if (parentElement.isConnected || all.get(parentElement) !== here) return;
        all.delete(parentElement);
        here.destroy();
      }, GRACE);
    };
  };
}
