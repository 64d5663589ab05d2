// The way back after the connection broke. The picture stands still meanwhile, and the address says at which step; a server
// that knows nothing of the training, since it took the place of another one, is led there. Streamlit may draw the page
// anew for it: so what was on view is kept in the window.

/** @typedef {Record<string, string | null>} Way the parameters that lead to a run, without the step; null: not in the address */
/** @typedef {{scene: number, step: number, query: string}} Left what was on view when the connection broke, and the address's parameters that lead there */
/** @typedef {{location: Location, history: History} & Record<symbol, Left | null | undefined>} Page */

const STEP = "step";
const CHANGES = "changes";
const LEFT = Symbol.for("nnviz.left");

/**
 * The address that leads to a step of a run; what is no parameter of the run stays.
 * @param {string} here
 * @param {Way} way
 * @param {number} step
 */
export function addressAt(here, way, step) {
  const address = new URL(here);
  const query = address.searchParams;
  for (const [name, value] of Object.entries(way)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  if (step > 0) query.set(STEP, String(step));
  else query.delete(STEP);
  const changes = (way[CHANGES] ?? "").split("~").filter((change) => change && parseInt(change) <= step);
  if (changes.length) query.set(CHANGES, changes.join("~"));
  else query.delete(CHANGES);
  return address.href;
}

export class Comeback {
  /**
   * @param {import("./player.js").Player} player
   * @param {Page} page
   * @param {() => boolean} connected
   */
  constructor(player, page, connected) {
    this.player = player;
    this.page = page;
    this.connected = connected;
    /** Where the last message said that this run stands; null where no address leads there. @type {Way | null} */
    this.way = null;
    /** Whether the connection broke, and no message has come since. */
    this.away = false;
    this.before = "";
  }

  /** The connection is gone: note where the training stands. */
  lost() {
    const { way, page, player } = this;
    this.away = true;
    if (!way || player.shown < 0) return;
    this.before = page.location.href;
    const address = addressAt(this.before, way, player.shown);
    if (address !== this.before) page.history.replaceState(page.history.state, "", address);
    page[LEFT] = { scene: player.scene, step: player.shown, query: page.location.search.slice(1) };
  }

  /**
   * Take note of a message before the player does.
   * @param {import("./wire.js").LiveHeader} header
   * @returns {boolean} whether the player is not to see it: it shows where a server begins that is being led back
   */
  leavesAside(header) {
    const { player, page } = this;
    const going = player.commands.find(({ name }) => name === "return");
    if (going && header.answers < going.n) return true;
    this.way = header.way ?? null;
    if (!this.connected()) return false; // it was under way when the connection broke
    const left = header.way && page[LEFT];
    this.away = false;
    if (!left) return false;
    page[LEFT] = null;
    const here = page.location.search.slice(1) === left.query;
    if (header.scene === left.scene) {
      // The same server, which knows it all.
      if (here && this.before) page.history.replaceState(page.history.state, "", this.before);
    } else if (header.newest !== left.step) {
      player.leadBack(left.query);
      return true;
    }
    return false;
  }
}
