// The live race: Streamlit calls the default function with every message; a RaceView per mounted race does the rest.

import { RaceView } from "./race_view.js";

/** @type {WeakMap<Node, RaceView>} */
const RACES = new WeakMap();

/**
 * @param {{data: Uint8Array, parentElement: HTMLElement | ShadowRoot, setTriggerValue: (name: string, value: object) => void}} component
 * @returns {() => void} what to do when the race is gone
 */
export default function race({ data, parentElement, setTriggerValue }) {
  let view = RACES.get(parentElement);
  if (!view) {
    view = new RaceView(parentElement);
    RACES.set(parentElement, view);
  }
  view.send = setTriggerValue;
  view.receive(data);
  // Streamlit calls this also when only the data changed, so it looks first whether the race is really gone.
  return () => setTimeout(() => parentElement.isConnected || view.destroy(), 200);
}
