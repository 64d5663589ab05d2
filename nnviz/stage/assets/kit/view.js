// What every view is: `receive`, `draw`, `state`, `destroy`, and one AbortController for all its listeners and timers.
//
//   /** @extends {Drawing<LossHeader>} */
//   export class LossView extends Drawing { // see drawings/drawing.js: a view with arrays and questions
//     constructor(root, host) {
//       super(root, host);
//       this.listen(root, "pointerover", (event) => this.point(event.target));
//     }
//     take() {}                      // new numbers are here: this.header, this.numbers
//     paint(colours) {}              // draw them; `false` where there is nothing to see yet
//     state() { return { at: this.at }; }
//   }

/** @typedef {import("./theme.js").Palette} Palette */

/**
 * @typedef {object} Host what surrounds a view
 * @property {(name: string, value: object) => void} send tell the server
 * @property {() => Palette | null} colours of the theme; null before it is known
 * @property {() => boolean} running whether the server is at work, so that an answer is late and not lost
 * @property {() => void} painted the first frame is there: the loading sign goes
 */

/**
 * @template Header
 * @template Arrays
 * @typedef {import("./figure_tools.js").Shown & {
 *   receive: (header: Header, arrays: Arrays) => void, state: () => unknown, destroy: () => void,
 *   drawNow?: () => void, stocked?: boolean
 * }} ViewLike `draw` draws anew, after a change of the theme or of the size; `drawNow` does so at once where
 *   `draw` waits for the screen; `state` is for tests, null before something is drawn; `stocked`: it has
 *   enough to show while it waits for the server
 */

/**
 * @template {object} Header
 * @template [Arrays=unknown] what a message carries beside its header
 * @implements {ViewLike<Header, Arrays>}
 */
export class View {
  /** @param {HTMLElement} root @param {Host} host */
  constructor(root, host) {
    this.root = root;
    this.host = host;
    this.abort = new AbortController();
    /** @type {Header | undefined} */
    this.header = undefined;
    /** How often it was drawn. */
    this.drawn = 0;
  }

  /** Aborted when the view is gone; give it to every listener, timer and part. */
  get signal() {
    return this.abort.signal;
  }

  /** @param {Header} header @param {Arrays} _arrays */
  receive(header, _arrays) {
    this.header = header;
    this.take(header);
    this.draw();
  }

  /** What a message changes before it is drawn. @param {Header} _header */
  take(_header) {}

  draw() {
    const colours = this.host.colours();
    if (!this.header || !colours || this.signal.aborted) return;
    if (this.paint(colours, this.header) === false) return;
    this.drawn += 1;
    this.host.painted();
  }

  /** @param {Palette} _colours @param {Header} _header @returns {boolean | void} false where nothing was drawn */
  paint(_colours, _header) {}

  /** The keys that it understands, for its "?": each part declares its own beside what acts on them. @returns {import("./figure_tools.js").KeyHelp[]} */
  get keys() {
    return [];
  }

  /** @returns {unknown} */
  state() {
    return null;
  }

  /**
   * Listen until the view is gone.
   * @template {keyof GlobalEventHandlersEventMap} Type
   * @param {EventTarget} target @param {Type} type @param {(event: GlobalEventHandlersEventMap[Type]) => void} act
   */
  listen(target, type, act) {
    target.addEventListener(type, /** @type {EventListener} */ (act), {
      signal: this.signal,
    });
  }

  destroy() {
    this.abort.abort();
  }
}
