// A Plotly figure that stays: its numbers change under the eye, its zoom and its camera are the person's. Plotly's
// program runs when the first figure comes into view, and after everything light has been painted. Its text comes earlier,
// when the page is at rest, so that all figures can be drawn for a sheet of paper, which waits for nothing.

import { em, html, set } from "../kit/elements.js";
import { atEase, everythingLightIsPainted, lookedAt } from "../kit/paint_order.js";
import { widthOf } from "../kit/sizes.js";
import { isPrinting } from "../kit/printing.js";
import { Drawing } from "./drawing.js";
import { wrappedTitle } from "./figure_title.js";
import { NARROW, narrowed } from "./narrow_figure.js";
import { libraryArrived, plotlyLibrary, plotlyNow, plotlySource } from "./plotly_library.js";

/** The page's text in pixels for which figures are made (.streamlit/config.toml). */
const TEXT = 18;

const CONFIG = { displaylogo: false, displayModeBar: false, doubleClick: "reset", scrollZoom: false };

/**
 * @typedef {object} FigureHeader
 * @property {string} figure JSON of data and layout
 * @property {string} alt
 * @property {boolean} dark the theme for which it was made
 * @property {string} revision zoom and camera stay as long as it does
 * @property {string} version of Plotly
 * @property {string} [library] Plotly itself, where it was asked for
 * @property {object} config
 */

/** @extends {Drawing<FigureHeader>} */
export class FigureView extends Drawing {
  /** @param {HTMLElement} root @param {import("../kit/view.js").Host} host */
  constructor(root, host) {
    super(root, host);
    this.frame = html("div", { class: "plotly-frame" }, root);
    this.place = html("div", { class: "plotly-place", role: "img", "data-waits": "" }, this.frame);
    this.wanted = lookedAt(this.place, this.signal).then(() => {
      this.place.removeAttribute("data-waits");
      return everythingLightIsPainted(host.running);
    });
    this.drawnAt = 0;
    this.width = 0;
    this.height = 0;
    this.scale = 1;
    this.queue = Promise.resolve();
    /** Plotly's text, on its way. @type {Promise<string> | null} */
    this.source = null;
    /** What the figure shows. @type {FigureHeader | null} */
    this.shown = null;
    /** The theme of the page when it was last looked at. @type {boolean | undefined} */
    this.theme = undefined;
    /** @type {import("./plotly_library.js").Plotly | null} */
    this.plotly = null;
    /** @type {HTMLStyleElement | null} */
    this.styled = null;
  }

  /** @param {FigureHeader} header */
  take(header) {
    // With tools it is a group: what is in an image cannot be reached.
    set(this.place, { role: "displayModeBar" in header.config ? "group" : "img", "aria-label": header.alt });
    if (header.library) libraryArrived(header.version, header.library);
    const ask = () => this.requests.ask({ library: true });
    this.source ??= atEase(this.host.running, this.signal).then(() => plotlySource(header.version, ask, this.signal));
    this.queue = this.queue
      .then(() => this.wanted)
      .then(() => plotlyLibrary(header.version, ask, this.signal))
      .then((plotly) => this.react(plotly, header));
  }

  /** @param {import("./plotly_library.js").Plotly} plotly @param {FigureHeader} header */
  async react(plotly, header) {
    if (header !== this.header || this.signal.aborted) return; // a newer one is waiting, or nobody is there any more
    await this.put(plotly, header);
    if (this.signal.aborted) plotly.purge(this.place);
  }

  /** All but a landscape is there when this returns. @param {import("./plotly_library.js").Plotly} plotly @param {FigureHeader} header */
  put(plotly, header) {
    this.plotly = plotly;
    this.shown = header;
    const { data, layout: whole } = JSON.parse(header.figure);
    this.height = whole.height;
    this.fit();
    const layout = narrowed(whole, this.width);
    this.height = layout.height;
    this.fit();
    // The same revision: what the person has zoomed and turned stays; another one: the figure starts anew.
    const { title } = layout;
    const lines =
      typeof title === "object" && title.text
        ? wrappedTitle({ ...layout, title: { ...title, text: title.text } }, this.width)
        : {};
    const kept = { ...layout, ...lines, uirevision: header.revision, width: this.width, autosize: false };
    const complete = plotly.react(this.place, data, kept, { ...CONFIG, ...header.config });
    this.styles();
    this.place.classList.toggle("dark", header.dark);
    this.drawn += 1;
    this.drawnAt = performance.now();
    this.host.painted();
    return complete;
  }

  /** For a sheet of paper: also what nobody has looked at. */
  drawNow() {
    const { header } = this;
    const plotly = header && header !== this.shown && widthOf(this.frame) ? plotlyNow(header.version) : null;
    if (header && plotly) this.put(plotly, header);
  }

  /** Plotly writes its style sheets into the document; a drawing stands apart from it, so it needs them too. */
  styles() {
    if (this.styled) return;
    const sheets = /** @type {NodeListOf<HTMLStyleElement>} */ (
      document.querySelectorAll('style[id^="plotly.js-style"]')
    );
    const rules = [...sheets].flatMap(({ sheet }) => [...(sheet?.cssRules ?? [])]);
    this.styled = html("style", {}, this.root, rules.map((rule) => rule.cssText).join("\n"));
  }

  /** After a change of the theme or of the width. */
  draw() {
    this.followTheme();
    const before = this.width;
    if (!this.plotly || !this.fit() || this.width === before) return;
    const { plotly, header } = this;
    if (header && before < NARROW !== this.width < NARROW)
      this.queue = this.queue.then(() => this.react(plotly, header));
    else plotly.relayout(this.place, { width: this.width });
  }

  /** The server makes the figure anew for another theme. It is asked once a change: what it takes for dark decides. */
  followTheme() {
    const dark = this.host.colours()?.dark;
    if (!this.header || dark === undefined || isPrinting()) return;
    const changed = this.theme !== undefined && dark !== this.theme;
    this.theme = dark;
    if (changed && (dark !== this.header.dark || this.requests.busy)) this.requests.ask({ dark });
  }

  /**
   * Plotly counts in pixels: where the page's text is larger than usual, the whole figure is, by a transform, which
   * Plotly knows of and finds the pointer under. False where there is no room.
   */
  fit() {
    const width = widthOf(this.frame);
    if (!width) return false;
    const fit = parseFloat(this.root.style.getPropertyValue("--fit")) || 1;
    this.scale = (fit * em(document.documentElement)) / TEXT;
    this.width = Math.round(width / this.scale);
    this.frame.style.height = `${this.height * this.scale}px`;
    Object.assign(this.place.style, {
      width: `${this.width}px`,
      height: `${this.height}px`,
      transform: this.scale === 1 ? "" : `scale(${this.scale})`,
    });
    return true;
  }

  /** Of a landscape Plotly's own picture, since what lies on the graphics card is gone once it is shown. */
  async snapshot() {
    const place = /** @type {unknown} */ (this.place);
    if (!this.plotly || !(/** @type {import("./plotly_library.js").FullLayout} */ (place)._fullLayout.scene)) return;
    const { width, height } = this;
    const image = new Image();
    image.src = await this.plotly.toImage(this.place, { format: "png", width, height, scale: 2 });
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    c.fillStyle = this.host.colours()?.paper ?? "#ffffff";
    c.fillRect(0, 0, canvas.width, canvas.height);
    c.drawImage(image, 0, 0);
    return canvas;
  }

  destroy() {
    super.destroy();
    this.plotly?.purge(this.place);
  }

  /** For tests. */
  state() {
    if (!this.drawn) return null;
    const place = /** @type {unknown} */ (this.place);
    const laid = /** @type {import("./plotly_library.js").FullLayout} */ (place)._fullLayout;
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
