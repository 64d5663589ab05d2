// The tooltip: one small box for the whole stage.

export class Tooltip {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    this.box = document.createElement("div");
    this.box.className = "tip";
    this.box.hidden = true;
    stage.appendChild(this.box);
  }

  /**
   * @param {{clientX: number, clientY: number}} event
   * @param {string} text
   * @param {number} [right] how far to the right it may reach in the window, where that is less than the whole stage
   */
  show(event, text, right = Infinity) {
    this.box.textContent = text;
    this.box.hidden = false;
    const frame = this.stage.getBoundingClientRect();
    const [w, h] = [this.box.offsetWidth, this.box.offsetHeight];
    const x = Math.min(event.clientX - frame.left + 14, Math.min(frame.width, right - frame.left) - w - 4);
    const below = event.clientY - frame.top + 18;
    const y = below + h > frame.height ? event.clientY - frame.top - h - 10 : below;
    this.box.style.transform = `translate(${Math.max(4, x)}px, ${y}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
