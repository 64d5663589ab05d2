// A websocket beside Streamlit's, by which the answer to a change comes before Streamlit has looked through its page.
//
//   const line = new DirectLine((message) => view.take(message), signal);
//   line.listen(header.direct);   // with every message; "" where there is none
//
// What comes along it comes by way of Streamlit, too, a little later. So where it cannot be opened nothing is missing.

export class DirectLine {
  /** @param {(message: Uint8Array) => void} take @param {AbortSignal} signal ends it */
  constructor(take, signal) {
    this.take = take;
    this.signal = signal;
    /** The name of the line that it listens to, or has listened to in vain. */
    this.name = "";
    /** @type {WebSocket | null} */
    this.socket = null;
    signal.addEventListener("abort", () => this.socket?.close(), { once: true });
  }

  /** @param {string} [name] of the visitor's line */
  listen(name = "") {
    if (!name || name === this.name || this.signal.aborted) return;
    this.socket?.close();
    this.name = name;
    const socket = new WebSocket(addressOf(name));
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => this.take(new Uint8Array(data)));
    // A line that was cut is taken up again with the next message; one that was never open is left alone.
    socket.addEventListener("open", () =>
      socket.addEventListener("close", () => {
        if (this.socket === socket) this.name = "";
      }),
    );
    this.socket = socket;
  }
}

/** @param {string} name */
function addressOf(name) {
  const { __streamlit: served } = /** @type {{__streamlit?: {BACKEND_BASE_URL?: string}}} */ (window);
  const address = new URL(`stage/${name}`, served?.BACKEND_BASE_URL ?? document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}
