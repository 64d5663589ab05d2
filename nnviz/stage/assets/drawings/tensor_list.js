// The list of all tensors of a step: a row of names for each layer in each phase; a click opens one.

import { html, set } from "../kit/elements.js";
import { Drawing } from "./drawing.js";

/** @typedef {{phase: string, title: string, names: string[], paths: string[]}} Group the phase stands above the first of its groups */
/** @typedef {{groups: Group[], open: string, height: number, label: string}} TensorListHeader */

/** @extends {Drawing<TensorListHeader>} */
export class TensorList extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.list = html("nav", { class: "tensor-list", tabindex: 0 }, root);
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.laid = "";
    this.opened = "";
    this.listen(this.list, "click", (event) => this.clicked(event.target));
  }

  /** @param {TensorListHeader} header */
  take({ groups, height, label }) {
    set(this.list, { "aria-label": label });
    const laid = JSON.stringify(groups);
    if (laid === this.laid) return;
    this.laid = laid;
    this.list.style.height = `${height}px`;
    this.list.replaceChildren();
    this.buttons = groups.flatMap(({ phase, title, names, paths }) => {
      if (phase) html("p", { class: "phase" }, this.list, phase);
      html("p", {}, this.list, title);
      const row = html("div", { role: "group", "aria-label": title }, this.list);
      return names.map((name, k) => html("button", { type: "button", "data-path": paths[k] }, row, name));
    });
  }

  /** @param {import("../kit/view.js").Palette} _colours @param {TensorListHeader} header */
  paint(_colours, { open }) {
    for (const button of this.buttons) set(button, { "aria-pressed": button.dataset.path === open });
    if (open === this.opened) return;
    this.opened = open;
    const chosen = this.buttons.find((button) => button.dataset.path === open);
    if (!chosen) return;
    const [list, place] = [this.list.getBoundingClientRect(), chosen.getBoundingClientRect()];
    if (place.top < list.top) this.list.scrollTop -= list.top - place.top + place.height;
    else if (place.bottom > list.bottom) this.list.scrollTop += place.bottom - list.bottom + place.height;
  }

  /** @param {EventTarget | null} target */
  clicked(target) {
    const path = target instanceof HTMLButtonElement ? target.dataset.path : undefined;
    if (!path || !this.header) return;
    this.header = { ...this.header, open: path };
    this.draw();
    this.requests.ask({ path });
  }

  /** For tests. */
  state() {
    return this.drawn ? { open: this.header?.open, tensors: this.buttons.length } : null;
  }
}
