// Whether Streamlit's page is connected to its server: it says so on an attribute of its own.

const STATE = "data-test-connection-state";

export const isConnected = () => document.querySelector(`[${STATE}]`)?.getAttribute(STATE) === "CONNECTED";

/**
 * Tell of a connection that breaks, and of one that is there again.
 * @param {{lost?: () => void, again?: () => void}} tell
 * @param {AbortSignal} signal ends it
 */
export function watchConnection({ lost, again }, signal) {
  let connected = isConnected();
  const changes = new MutationObserver(() => {
    const before = connected;
    connected = isConnected();
    if (before && !connected) lost?.();
    if (!before && connected) again?.();
  });
  changes.observe(document.body, { attributes: true, attributeFilter: [STATE], subtree: true });
  signal.addEventListener("abort", () => changes.disconnect());
}
