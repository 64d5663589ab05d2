// The diagnosis: a line that is always there, or as many as its sentence takes; what to try unfolds over the stage.

const SOME_EPOCHS = 5;

export class Remarks {
  /** @param {HTMLElement} box @param {AbortSignal} signal */
  constructor(box, signal) {
    this.box = box;
    box.innerHTML = `<span class="sentence"></span><button class="more" aria-expanded="false" hidden></button><ul hidden></ul>`;
    this.sentence = /** @type {HTMLElement} */ (box.querySelector(".sentence"));
    this.more = /** @type {HTMLButtonElement} */ (box.querySelector(".more"));
    this.list = /** @type {HTMLElement} */ (box.querySelector("ul"));
    this.key = "";
    /** @type {import("./wire.js").Finding[]} */
    this.found = [];
    this.signs = "";
    this.more.addEventListener("click", () => this.unfold(this.list.hidden === true), { signal });
    box.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape") this.unfold(false);
      },
      { signal },
    );
  }

  /** @param {boolean} on */
  unfold(on) {
    this.list.hidden = !on;
    this.more.setAttribute("aria-expanded", String(on));
  }

  /** The first sentence where it has room, else its title: what it says is never cut, and all of it unfolds. */
  fit() {
    const [first, ...others] = this.found;
    if (!first) return;
    const more = others.length ? `, and ${others.length} more` : "";
    this.sentence.textContent = first.sentence;
    this.more.textContent = `What to try${more}`;
    if (this.sentence.scrollWidth <= this.sentence.clientWidth) return;
    this.sentence.textContent = `${first.title}.`;
    this.more.textContent = `Why, and what to try${more}`;
  }

  /**
   * @param {import("./wire.js").Finding[] | null | undefined} findings null: nobody looked
   * @param {number} epoch
   */
  show(findings, epoch) {
    const fine = findings && !findings.length && epoch >= SOME_EPOCHS;
    const key = JSON.stringify([findings, fine]);
    if (key === this.key) return;
    this.key = key;
    const found = findings ?? [];
    this.signs = found.map(({ sign }) => sign).join();
    this.found = found;
    this.box.classList.toggle("trouble", found.length > 0);
    this.sentence.title = found.map(({ sentence }) => sentence).join("\n");
    this.more.hidden = !found.length;
    if (found.length) this.fit();
    else this.sentence.textContent = fine ? "No problems found." : "";
    this.list.replaceChildren(...found.map(findingItem));
    if (!found.length) this.unfold(false);
  }
}

/** @param {{sentence: string, remedy: string}} finding */
function findingItem({ sentence, remedy }) {
  const item = document.createElement("li");
  const [what, how] = [document.createElement("b"), document.createElement("span")];
  what.textContent = sentence;
  how.textContent = remedy;
  item.append(what, how);
  return item;
}
