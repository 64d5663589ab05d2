// A Plotly figure that stays: its numbers change under the eye, its zoom and its camera are the person's.

import { html } from "../kit/elements.js";
import { libraryArrived, plotlyLibrary } from "./plotly_library.js";

const CONFIG = { displaylogo: false, displayModeBar: false, doubleClick: "reset", scrollZoom: false };

export class FigureView {
  /** @param {HTMLElement} root @param {import("./request_queue.js").RequestQueue} requests */
  constructor(root, requests) {
    this.root = root;
    this.requests = requests;
    this.place = html("div", { class: "plotly-place", role: "img" }, root);
    this.drawn = 0;
    this.drawnAt = 0;
    this.width = 0;
    this.queue = Promise.resolve();
  }

  /** @param {any} header */
  receive(header) {
    this.header = header;
    this.figure = JSON.parse(header.figure);
    this.place.setAttribute("aria-label", header.alt);
    this.place.style.height = `${this.figure.layout.height}px`;
    if (header.library) libraryArrived(header.version, header.library);
    const ask = () => this.requests.ask({ library: true });
    this.queue = this.queue.then(() => plotlyLibrary(header.version, ask)).then((plotly) => this.react(plotly, header));
  }

  /** @param {any} plotly @param {any} header */
  async react(plotly, header) {
    if (header !== this.header) return; // a newer one is waiting
    this.plotly = plotly;
    this.width = this.place.clientWidth;
    const { data, layout } = this.figure;
    // The same revision: what the person has zoomed and turned stays; another one: the figure starts anew.
    const kept = { ...layout, uirevision: header.revision, width: this.width, autosize: false };
    await plotly.react(this.place, data, kept, { ...CONFIG, ...header.config });
    this.styles();
    this.drawn += 1;
    this.drawnAt = performance.now();
  }

  /** Plotly writes its style sheets into the document; a drawing stands apart from it, so it needs them too. */
  styles() {
    if (this.styled) return;
    const rules = [...document.querySelectorAll('style[id^="plotly.js-style"]')].flatMap((style) => [
      .../** @type {any} */ (style).sheet.cssRules,
    ]);
    this.styled = html("style", {}, this.root, rules.map((rule) => rule.cssText).join("\n"));
  }

  /** After a change of the width or of the theme. */
  draw() {
    const width = this.place.clientWidth;
    if (!this.plotly || !width || width === this.width) return;
    this.width = width;
    this.plotly.relayout(this.place, { width });
  }

  /** For tests. */
  state() {
    if (!this.drawn) return null;
    const laid = /** @type {any} */ (this.place)._fullLayout;
    const eye = laid.scene?.camera?.eye;
    return {
      drawn: this.drawn,
      drawnAt: this.drawnAt,
      x: laid.xaxis?.range?.map(Number) ?? null,
      y: laid.yaxis?.range?.map(Number) ?? null,
      eye: eye ? [eye.x, eye.y, eye.z] : null,
    };
  }
}
