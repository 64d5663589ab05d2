// The live stage: Streamlit calls the default function with every message; a View per mounted stage does the rest.

import { View } from "./view.js";

/** @type {WeakMap<Node, View>} */
const VIEWS = new WeakMap();

/**
 * @param {{data: Uint8Array, parentElement: HTMLElement | ShadowRoot, setTriggerValue: (name: string, value: object) => void}} component
 * @returns {() => void} what to do when the stage is gone
 */
export default function stage({ data, parentElement, setTriggerValue }) {
  let view = VIEWS.get(parentElement);
  if (!view) {
    view = new View(parentElement);
    VIEWS.set(parentElement, view);
  }
  view.send = setTriggerValue;
  view.receive(data);
  // Streamlit calls this also when only the data changed, so it looks first whether the stage is really gone.
  return () => setTimeout(() => parentElement.isConnected || view.destroy(), 200);
}
