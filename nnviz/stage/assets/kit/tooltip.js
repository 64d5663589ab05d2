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

  /** @param {{clientX: number, clientY: number}} event @param {string} text */
  show(event, text) {
    this.box.textContent = text;
    this.box.hidden = false;
    const frame = this.stage.getBoundingClientRect();
    const [w, h] = [this.box.offsetWidth, this.box.offsetHeight];
    const x = Math.min(event.clientX - frame.left + 14, frame.width - w - 4);
    const below = event.clientY - frame.top + 18;
    const y = below + h > frame.height ? event.clientY - frame.top - h - 10 : below;
    this.box.style.transform = `translate(${Math.max(4, x)}px, ${y}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
