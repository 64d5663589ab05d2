// Mounts the app's own drawings on a page without the app: this plays the part that Streamlit has there.

import { html } from "../kit/elements.js";
import { load } from "./recorded_files.js";

/** @typedef {{kind?: string, layer?: number, i?: number, j?: number, name?: string, index?: number, x?: number, y?: number}} Wanted what is pointed at */
/** @typedef {{n: number, name?: string, value?: number | Wanted, shown?: number, have?: number, path?: string, more?: number, drawn?: boolean, library?: boolean}} Said what a component says */
/** @typedef {{data: Uint8Array, parentElement: ShadowRoot, setTriggerValue: (name: string, value: Said) => void}} Call */
/** @typedef {(call: Call) => (() => void)} Render */
/** @typedef {{render: Render, style: string}} Component */

/** @type {Map<string, Promise<Component>>} */
const known = new Map();

/** The component of a name, and its style sheet: fetched once. @param {string} name @returns {Promise<Component>} */
export function component(name) {
  const found = known.get(name) ?? fetched(name);
  known.set(name, found);
  return found;
}

/** @param {string} name */
async function fetched(name) {
  const [script, style] = await Promise.all([load(`${name}-script`), load(`${name}-style`)]);
  const address = URL.createObjectURL(new Blob([new Uint8Array(script)], { type: "text/javascript" }));
  try {
    const { default: render } = /** @type {{default: Render}} */ (await import(address));
    return { render, style: new TextDecoder().decode(style) };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A place on the page where a component draws its messages. */
export class Mount {
  /** @param {HTMLElement} parent @param {string} name @param {(name: string, value: Said) => void} hear what it says @param {string} [without] CSS of what has no use here */
  constructor(parent, name, hear, without = "") {
    this.box = html("div", { class: "mount" }, parent);
    this.component = component(name);
    this.root = this.box.attachShadow({ mode: "open" });
    this.hear = hear;
    this.without = without;
    /** @type {(() => void) | undefined} */
    this.end = undefined;
    this.gone = false;
  }

  /** @param {Uint8Array} data */
  async show(data) {
    const { render, style } = await this.component;
    if (this.gone) return;
    if (!this.root.firstChild) html("style", {}, this.root, style + this.without);
    // What it says is answered later, as by a server: it is in the middle of its own work now.
    this.end = render({
      data,
      parentElement: this.root,
      setTriggerValue: (name, value) => setTimeout(() => this.gone || this.hear(name, value)),
    });
  }

  destroy() {
    this.gone = true;
    this.box.remove();
    this.end?.();
  }
}
