// Going through the past: by frames, by epochs, to any step; and telling the server where one has come to rest.

/** @typedef {import("./wire.js").Frame} Frame */

/** After so many milliseconds on one step of the past the server is told, so that the rest of the page follows. */
const SETTLED = 200;

/** With more points of the curve than this between two held frames, something is not held: then the server is asked. */
const MOST_SKIPPED = 8;

export class Scrubber {
  /** @param {import("./live_view.js").LiveView} view */
  constructor(view) {
    this.view = view;
    this.timer = 0;
  }

  /** Go through the past; beyond the newest step, train. @param {string} name */
  move(name) {
    const { view } = this;
    const { player } = view;
    if (!player.frame) return;
    const newest = player.frame.step >= player.newest;
    if (name === "forward" && newest) view.command("step", 1);
    else if (name === "epochForward" && newest) view.command("epoch", 1);
    else this.scrub(this.goal(name));
  }

  /** The step that a move leads to. @param {string} name */
  goal(name) {
    const { buffer, history, newest } = this.view.player;
    const frame = /** @type {Frame} */ (this.view.player.frame);
    const rows = history.rows.slice(0, history.count(newest));
    if (name === "newest") return newest;
    if (name === "first") return Math.min(buffer.frames[0].step, rows[0]?.[0] ?? Infinity);
    const at = buffer.from(frame.step);
    /** @type {Record<string, number | undefined>} */
    const beside = {
      back: at - 1,
      forward: at + 1,
      epochBack: buffer.epochBefore(frame),
      epochForward: buffer.epochAfter(frame),
    };
    const held = buffer.frames[beside[name] ?? -1];
    if (held && Math.abs(held.epoch - frame.epoch) <= (name.startsWith("epoch") ? 2 : Infinity)) {
      const skipped = Math.abs(history.count(held.step) - history.count(frame.step));
      if (name.startsWith("epoch") ? held !== frame : skipped <= MOST_SKIPPED) return held.step;
    }
    return pointBeside(rows, frame, name) ?? frame.step;
  }

  /** Look at a step: at once at the nearest that is held, and when this has settled at that very one. @param {number} step */
  scrub(step) {
    const { player } = this.view;
    const before = player.shown;
    player.look(player.buffer.nearest(step));
    player.sought = Math.round(step);
    if (player.shown === before && player.sought === before) return;
    this.view.closeEditor();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLED);
    this.view.repaint();
  }

  /** Tell the server which step is looked at; where another sample was chosen meanwhile, ask for that one's numbers. */
  settle() {
    if (!this.timer) return;
    this.stop();
    const { view } = this;
    const { frame, sought, playing } = view.player;
    if (!frame || playing) return;
    const stale = JSON.stringify(frame.sample) !== JSON.stringify(view.sample);
    if (view.choice && stale && sought === frame.step) view.command("sample", view.choice);
    else view.command("seek", sought);
    view.announce();
  }

  /** What is done now says itself which step it means. */
  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}

/** The step of the curve's point that a move leads to, where no frame of it is held. @param {number[][]} rows @param {Frame} frame @param {string} name */
function pointBeside(rows, frame, name) {
  const k = rows.findIndex((/** @type {number[]} */ row) => row[0] >= frame.step);
  if (k < 0) return null;
  const beside = { back: rows[k - 1], forward: rows[rows[k][0] > frame.step ? k : k + 1] }[name];
  if (beside || !name.startsWith("epoch")) return beside?.[0];
  const back = name === "epochBack";
  const goal = back ? Math.ceil(frame.epoch - 1e-6) - 1 : Math.floor(frame.epoch + 1e-6) + 1;
  const found = back
    ? rows.findLast((/** @type {number[]} */ row) => row[1] <= goal + 1e-6)
    : rows.find((/** @type {number[]} */ row) => row[1] >= goal - 1e-6);
  return (found ?? rows[back ? 0 : rows.length - 1])[0];
}
