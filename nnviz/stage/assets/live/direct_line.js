// A websocket beside Streamlit's: along it a stage asks for frames and gets them while no page runs, and what a run of the
// page has for it comes sooner than by way of Streamlit, which looks through its whole page first.
//
//   const line = new DirectLine({ take: (message) => view.take(message), run: () => view.runPage() }, signal);
//   line.listen(header.direct);                              // with every message; null where there is none
//   if (!line.ask("need", value, send)) send();              // false where it does not go along this line
//
// Where it cannot be opened nothing is missing: everything goes by way of Streamlit then.

import { addressOf } from "../kit/server.js";

/** So long, in milliseconds, an answer may take; then the connection is taken for dead. Many visitors wait for long. */
const PATIENCE = 30_000;

/** What the server says instead of a message: training has ended, so that the page is old; a command is left to the page. */
const RUN_PAGE = "run";
const LEFT_TO_PAGE = "left";

/** @typedef {{name: string, alone: string[], first: string[]}} Direct what a message says of the line: its name, the commands that go along it alone, and those that go along it first */
/** @typedef {{take: (message: Uint8Array) => void, run: () => void}} Ends what becomes of a message, and of the word that the page is to run */

export class DirectLine {
  /** @param {Ends} ends @param {AbortSignal} signal ends it */
  constructor(ends, signal) {
    this.ends = ends;
    this.signal = signal;
    /** The name of the line that it listens to, or has listened to in vain. */
    this.name = "";
    /** Commands that go along it alone, and those that go along it first. @type {string[]} */
    this.alone = [];
    /** @type {string[]} */
    this.first = [];
    /** @type {WebSocket | null} */
    this.socket = null;
    this.askedAt = NaN;
    /** What goes by way of Streamlit as soon as the line has answered. @type {(() => void) | null} */
    this.follow = null;
    /** Whether the last thing that was asked for was left to a run of the page. */
    this.left = false;
    signal.addEventListener("abort", () => this.end(), { once: true });
  }

  /** @param {Direct | null} [direct] the visitor's line */
  listen(direct) {
    this.alone = direct?.alone ?? [];
    this.first = direct?.first ?? [];
    const name = direct?.name;
    if (!name || name === this.name || this.signal.aborted) return;
    this.socket?.close();
    this.name = name;
    this.askedAt = NaN;
    this.left = false;
    const socket = new WebSocket(lineOf(name));
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      if (data === RUN_PAGE) return this.ends.run();
      this.askedAt = NaN;
      this.left = data === LEFT_TO_PAGE;
      if (!this.left) this.ends.take(new Uint8Array(data));
      this.letFollow();
    });
    // A line that was cut is taken up again with the next message; one that was never open is left alone.
    socket.addEventListener("open", () =>
      socket.addEventListener("close", () => {
        if (this.socket === socket) this.forget();
      }),
    );
    this.socket = socket;
  }

  forget() {
    this.name = "";
    this.socket = null;
    this.askedAt = NaN;
    this.letFollow();
  }

  /** Nobody listens any more: what was to follow does so when the page runs next. */
  end() {
    this.follow = null;
    this.socket?.close();
  }

  letFollow() {
    const { follow } = this;
    this.follow = null;
    follow?.();
  }

  /** Whether an answer is still to come, which is then late, not lost. */
  get waits() {
    return performance.now() - this.askedAt < PATIENCE;
  }

  /**
   * Ask for frames, or tell a command.
   * @param {"need" | "command"} name
   * @param {object} value
   * @param {() => void} follow has it go by way of Streamlit, too: called after the answer, where a run of the page must follow
   * @returns {boolean} false where it has to go by way of Streamlit now
   */
  ask(name, value, follow) {
    const { socket } = this;
    const command = "name" in value ? String(value.name) : "";
    const alone = name === "need" || this.alone.includes(command);
    if (!socket || socket.readyState !== socket.OPEN || !(alone || this.first.includes(command))) return false;
    if (name === "need" && this.left) return (this.left = false); // the line cannot answer it: the scene is another one
    if (performance.now() - this.askedAt >= PATIENCE) {
      socket.close();
      this.forget();
      return false;
    }
    if (!alone && this.follow) return false; // it has been asked before, and was not answered
    socket.send(JSON.stringify({ [name]: value }));
    if (Number.isNaN(this.askedAt)) this.askedAt = performance.now();
    if (!alone) this.follow = follow;
    return true;
  }
}

/** @param {string} name */
function lineOf(name) {
  const address = addressOf(`stage/${name}`);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}
