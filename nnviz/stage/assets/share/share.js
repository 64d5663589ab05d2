// A field that shows an address, and a button that copies it.

import { copy } from "../kit/clipboard.js";
import { html, say, set } from "../kit/elements.js";
import { mount } from "../kit/mount.js";
import { atRest } from "../kit/timing.js";
import { View } from "../kit/view.js";

/** For so long, in milliseconds, the button says that it has copied. */
const SAID = 2000;

/** @typedef {{address: string, name: string, label: string}} ShareHeader the name is the field's */

/** @extends {View<ShareHeader>} */
class ShareView extends View {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.field = html("input", { readonly: "", spellcheck: "false" }, root);
    this.button = html("button", { type: "button" }, root);
    this.said = html("span", { class: "said", role: "status" }, root);
    this.copied = false;
    this.later = atRest(SAID, () => this.forget(), this.signal);
    this.listen(this.field, "focus", () => this.field.select());
    this.listen(this.button, "click", () => this.copy());
  }

  draw() {
    if (!this.header) return;
    this.field.value = this.header.address;
    set(this.field, { "aria-label": this.header.name });
    if (!this.later.waiting) say(this.button, this.header.label);
    this.host.painted();
  }

  async copy() {
    this.copied = await copy(this.field.value, () => {
      this.field.focus();
      this.field.select();
    });
    if (this.signal.aborted || !this.header) return;
    say(this.said, this.copied ? "Copied" : "Not copied: the address is selected, press Ctrl+C");
    this.said.classList.toggle("seen", !this.copied);
    say(this.button, this.copied ? "Copied" : this.header.label);
    this.later.start();
  }

  /** What was said of the last copy. */
  forget() {
    if (this.header) say(this.button, this.header.label);
    if (this.copied) say(this.said, "");
  }
}

export default mount({
  published: "__nnvizShare",
  unpack: (data) => ({ header: /** @type {ShareHeader} */ (/** @type {unknown} */ (data)), arrays: new Map() }),
  themes: () => undefined,
  rootClass: () => "copy",
  create: (root, host) => new ShareView(root, host),
});
