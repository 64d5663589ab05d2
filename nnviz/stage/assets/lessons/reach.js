// Where phones reach the app. The browser's own address may lead nobody else here, as localhost does: then a person is
// asked for another one, and all windows of this browser use it.

import { html, say } from "../kit/elements.js";
import { json } from "./votes_client.js";

/** @typedef {{address: string, local: boolean, suggested: string}} Reached */

const KEPT = "nnviz-place";

export class Reach {
  /** @param {string} base the address of the app's folder, with its last slash @param {() => void} changed */
  constructor(base, changed) {
    this.base = base;
    this.changed = changed;
    this.problem = "";
    /** What the person has entered, and what the server makes of it. */
    this.place = kept();
    /** What the server is asked about, or was asked last. */
    this.wanted = this.place;
    this.questions = 0;
    /** @type {Reached | null} */
    this.reached = null;
  }

  /** Whether phones cannot reach it, as far as is known. */
  get local() {
    return this.reached?.local ?? false;
  }

  /** The address of the app's folder for phones. */
  get address() {
    return this.reached?.address ?? this.base;
  }

  /** Ask the server, with what was entered last; of two questions the later one counts. @param {string} [place] @returns {Promise<boolean>} whether it is of use */
  async use(place = this.wanted) {
    const question = ++this.questions;
    this.wanted = place;
    const asked = new URL("hall/reach", this.base);
    asked.searchParams.set("page", this.base);
    if (place) asked.searchParams.set("place", place);
    try {
      const reached = await json(asked.href);
      if (question !== this.questions) return true;
      this.reached = reached;
      this.place = place;
      this.problem = "";
      keep(place);
    } catch (error) {
      if (question !== this.questions) return false;
      this.problem = /** @type {Error} */ (error).message;
      this.wanted = this.place;
      if (!this.reached && this.place) return ((this.place = ""), keep(""), this.use(""));
    }
    this.changed();
    return !this.problem;
  }
}

/** @returns {string} */
function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} place */
function keep(place) {
  try {
    localStorage.setItem(KEPT, place);
  } catch {
    // A window that may keep nothing asks again after a reload.
  }
}

/** What is shown of an address: without what every browser adds by itself. @param {string} address */
export const shown = (address) => address.replace(/^https?:\/\//, "").replace(/\/$/, "");

/**
 * A warning with a field for the address, as long as phones cannot reach the app.
 * @param {HTMLElement} root
 * @param {Reach} reach
 * @param {(place: string) => void} entered a place of use
 * @param {AbortSignal} signal
 * @returns {() => void} what to call when `reach` has changed
 */
export function reachForm(root, reach, entered, signal) {
  const form = html("form", { class: "reach", novalidate: "" }, root);
  html("p", {}, form, "Phones cannot open localhost: it is this computer for you, and the phone itself for them.");
  const label = html("label", {}, form, "Address at which others reach this app");
  const field = html("input", { type: "text", autocomplete: "off", spellcheck: "false", inputmode: "url" }, label);
  field.placeholder = "192.168.1.20:8501";
  const buttons = html("div", { class: "buttons" }, form);
  html("button", { type: "submit" }, buttons, "Use this address");
  const suggestion = html("button", { type: "button" }, buttons);
  const problem = html("p", { class: "problem", role: "alert" }, form);
  /** @param {string} place */
  const use = async (place) => {
    if (await reach.use(place)) entered(place);
  };
  form.addEventListener("submit", (event) => (event.preventDefault(), void use(field.value.trim())), { signal });
  suggestion.addEventListener("click", () => void use(reach.reached?.suggested ?? ""), { signal });
  const draw = () => {
    form.hidden = !reach.local && !reach.problem;
    const suggested = reach.reached?.suggested ?? "";
    suggestion.hidden = !suggested;
    say(suggestion, `Use ${suggested}`);
    say(problem, reach.problem);
    problem.hidden = !reach.problem;
  };
  draw();
  return draw;
}
