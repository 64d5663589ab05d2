// The editor: a small field at the place of a click, in which a weight or a bias is set by hand.

import { readNumber } from "../kit/number_format.js";

export class Editor {
  /** @param {HTMLElement} stage @param {(value: object) => void} set @param {AbortSignal} signal */
  constructor(stage, set, signal) {
    this.stage = stage;
    /** @type {Element | null} what had the keyboard before */
    this.before = null;
    this.box = document.createElement("form");
    this.box.className = "editor";
    this.box.hidden = true;
    this.box.innerHTML = `<label><span class="caption"></span><input type="text" inputmode="decimal" autocomplete="off"></label>
      <button type="submit">Set</button><button type="button" class="close">Close</button><span class="wrong" role="alert" hidden>Type a number such as 0.5</span>`;
    this.caption = /** @type {HTMLElement} */ (this.box.querySelector(".caption"));
    this.input = /** @type {HTMLInputElement} */ (this.box.querySelector("input"));
    this.wrong = /** @type {HTMLElement} */ (this.box.querySelector(".wrong"));
    stage.appendChild(this.box);
    this.box.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        const value = readNumber(this.input.value);
        this.wrong.hidden = value !== null;
        if (value === null) return;
        set({ ...this.place, value });
        this.close();
      },
      { signal },
    );
    this.box.addEventListener(
      "keydown",
      (event) => {
        event.stopPropagation();
        if (event.key === "Escape") this.close();
      },
      { signal },
    );
    this.box.querySelector(".close")?.addEventListener("click", () => this.close(), { signal });
  }

  /**
   * @param {{clientX: number, clientY: number}} at
   * @param {{layer: number, name: "W" | "b", index: number[]}} place
   * @param {string} title
   * @param {number} value
   */
  open(at, place, title, value) {
    this.place = place;
    this.caption.textContent = `${title} =`;
    this.input.value = Number.isFinite(value) ? String(Number(value.toPrecision(7))) : "";
    this.wrong.hidden = true;
    this.box.hidden = false;
    const frame = this.stage.getBoundingClientRect();
    const [w, h] = [this.box.offsetWidth, this.box.offsetHeight];
    const x = Math.max(4, Math.min(at.clientX - frame.left + 8, frame.width - w - 4));
    const y = Math.max(4, Math.min(at.clientY - frame.top + 10, frame.height - h - 4));
    this.box.style.transform = `translate(${x}px, ${y}px)`;
    this.before = /** @type {Document | ShadowRoot} */ (this.stage.getRootNode()).activeElement;
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  close() {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.stage.getRootNode());
    const back = activeElement && this.box.contains(activeElement) ? this.before : null;
    this.box.hidden = true;
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }
}
