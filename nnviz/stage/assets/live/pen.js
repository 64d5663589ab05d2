// The pen: which class a click on the plane adds a point of, where the data may be drawn by hand.

export class Pen {
  /** @param {HTMLElement} panel @param {AbortSignal} signal */
  constructor(panel, signal) {
    this.box = /** @type {HTMLElement} */ (panel.querySelector(".pen"));
    /** @type {number | null} the class; null while clicks choose samples */
    this.chosen = null;
    this.box.addEventListener(
      "click",
      (event) => {
        const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
        if (!button) return;
        const k = Number(button.dataset.class);
        this.chosen = this.chosen === k ? null : k;
        this.show();
      },
      { signal },
    );
  }

  /** @param {import("./wire.js").Scene} scene */
  setScene(scene) {
    const on = scene.drawing && scene.kind === "plane" && scene.classes.length > 0;
    this.box.hidden = !on;
    if (!on || (this.chosen !== null && this.chosen >= scene.classes.length)) this.chosen = null;
    const names = on ? scene.classes : [];
    this.box.replaceChildren(...names.map((name, k) => penButton(name, k)));
    this.show();
  }

  show() {
    for (const button of /** @type {Iterable<HTMLElement>} */ (this.box.children)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.class) === this.chosen));
    }
  }
}

/** @param {string} name @param {number} k */
function penButton(name, k) {
  const button = document.createElement("button");
  button.dataset.class = String(k);
  button.textContent = `+ ${name}`;
  button.title = `A click on the plane adds a point of class ${name}; press again to select samples`;
  return button;
}
