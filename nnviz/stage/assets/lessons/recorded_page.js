// A page of the app as it was recorded: its words, and its drawings, which do by themselves what needs no server.

import { html } from "../kit/elements.js";
import { Mount } from "./components.js";
import { rewritten } from "./wire_writer.js";

/** @typedef {{html?: string, key?: string, component?: string, file?: string, more?: string[]}} PageBlock words, or a drawing and what it is sent when it asks for more */

export class RecordedPage {
  /** @param {HTMLElement} parent @param {{load: (file: string) => Promise<Uint8Array>, lacks: (what: string) => void}} ways */
  constructor(parent, ways) {
    this.parent = parent;
    this.ways = ways;
    /** @type {Map<string, Mount>} */
    this.mounts = new Map();
  }

  /** Show the page in one of its recorded states. @param {PageBlock[]} blocks */
  async show(blocks) {
    const kept = new Set(blocks.map(({ key }) => key));
    for (const [key, mount] of this.mounts) {
      if (kept.has(key)) continue;
      mount.destroy();
      this.mounts.delete(key);
    }
    for (const words of this.parent.querySelectorAll(":scope > .words")) words.remove();
    const shown = blocks.map((block) => {
      if (block.html === undefined) return this.draw(block);
      const words = html("div", { class: "words" }, this.parent);
      words.innerHTML = block.html; // the app's own words, made into HTML where they were recorded
      return undefined;
    });
    await Promise.all(shown);
  }

  /** @param {PageBlock} block */
  async draw({ key = "", component = "", file = "", more = [] }) {
    let mount = this.mounts.get(key);
    if (mount) this.parent.append(mount.box);
    else {
      mount = new Mount(this.parent, component, () => {});
      this.mounts.set(key, mount);
    }
    const here = mount;
    const data = await this.ways.load(file);
    const last = { data };
    const left = [...more];
    here.hear = async (name, value) => {
      if (name !== "ask") {
        if (name === "command") this.ways.lacks("What you have pressed"); // a live stage that was not recorded
        return;
      }
      const wantsMore = value.more !== undefined;
      const next = wantsMore ? left.shift() : undefined;
      if (next) last.data = await this.ways.load(next);
      else if (!wantsMore && value.drawn === undefined) this.ways.lacks("What you have changed");
      await here.show(rewritten(last.data, { answer: Number(value.n) || 0 }));
    };
    await here.show(data);
  }

  /** Press a button of a drawing; false where there is none of that name. @param {string} label */
  press(label) {
    const buttons = [...this.mounts.values()].flatMap(({ root }) => [...root.querySelectorAll("button")]);
    // What plays a drawing is called as fits it, such as Run; a lesson says "play".
    const plays = (/** @type {HTMLButtonElement} */ button) => label === "Play" && button.matches(".playback .play");
    const found = buttons.find((button) => isCalled(button, label)) ?? buttons.find(plays);
    found?.scrollIntoView({ block: "center" });
    found?.click();
    return found !== undefined;
  }

  destroy() {
    for (const mount of this.mounts.values()) mount.destroy();
  }
}

/** Whether a button can be pressed and has this name, however it is written. @param {HTMLButtonElement} button @param {string} label */
function isCalled(button, label) {
  const names = [button.textContent, button.getAttribute("aria-label"), button.title];
  return !button.disabled && names.some((name) => (name ?? "").trim().toLowerCase() === label.toLowerCase());
}
