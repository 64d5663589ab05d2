// What the hall's screen shows of votes, as elements. Everything is made once; `draw` writes what has changed.

import { isDark } from "../kit/colours.js";
import { html, say, set } from "../kit/elements.js";
import { answers, drawHistogram, rows } from "./histogram.js";
import { reachForm, shown } from "./reach.js";
import { write } from "./words.js";

/** @typedef {import("./hall_overlay.js").HallOverlay} HallOverlay */

/** Streamlit's theme, which what stands outside of it is not told. */
function pageIsDark() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app !== null && isDark(getComputedStyle(app).backgroundColor);
}

export class OverlayParts {
  /** @param {HTMLElement} root @param {HallOverlay} overlay @param {AbortSignal} signal */
  constructor(root, overlay, signal) {
    this.overlay = overlay;
    this.signal = signal;
    this.box = html("section", { class: "hall-votes", "aria-label": "Votes" }, root);
    this.box.hidden = true;
    signal.addEventListener("abort", () => this.box.remove(), { once: true });
    this.question = html("h2", { dir: "auto" }, this.box);
    const open = html("div", { class: "open-vote" }, this.box);
    this.openVote = open;
    this.code = html("img", { class: "code" }, open);
    const form = html("div", { class: "no-code" }, open);
    this.drawReach = reachForm(form, overlay.reach, () => overlay.changed(), signal);
    const join = html("div", { class: "join" }, open);
    this.room = html("p", { class: "room" }, join);
    this.address = html("p", { class: "address" }, join);
    this.count = html("p", { class: "count" }, join);
    this.options = html("ol", { class: "options" }, open);
    this.histogram = html("div", { class: "closed-vote" }, this.box);
    this.why = html("p", { class: "why", dir: "auto" }, this.box);
    this.problem = html("p", { class: "problem", role: "alert" }, this.box);
    const buttons = html("div", { class: "buttons" }, this.box);
    this.round = this.button(buttons, () => overlay.vote(!overlay.voting));
    this.size = this.button(buttons, () => overlay.resize());
    this.button(buttons, () => overlay.hide(), "Hide");
  }

  /** @param {HTMLElement} parent @param {() => void} press @param {string} [text] */
  button(parent, press, text = "") {
    const button = html("button", { type: "button" }, parent, text);
    button.addEventListener("click", press, { signal: this.signal });
    return button;
  }

  draw() {
    const { overlay } = this;
    const { mode, state, shown: step } = overlay;
    const { ask } = step;
    this.box.hidden = mode === "hidden";
    if (mode === "hidden") return;
    set(this.box, { "data-mode": mode, "data-theme": pageIsDark() ? "dark" : "light" });
    const here = state && state.at === step.at && state.round ? state : null;
    write(this.question, here && ask ? ask.question : "");
    this.question.hidden = !here;
    this.openVote.hidden = !here?.open;
    if (here?.open && ask) this.drawOpen(here, ask);
    this.drawClosed(here, ask);
    write(this.why, here && !here.open && overlay.answer ? overlay.answer.why : "");
    this.why.hidden = !this.why.dataset.written;
    say(this.problem, overlay.problem);
    this.problem.hidden = !overlay.problem;
    this.round.hidden = !here || (!here.open && step.phase === "revealed");
    say(this.round, here?.open ? "Close vote" : here?.round === 1 ? "Second round" : "Another round");
    say(this.size, mode === "large" ? "Smaller" : "Larger");
    this.size.hidden = !here;
  }

  /** @param {import("./votes_client.js").RoomState} state @param {import("./hall_overlay.js").Asked} ask */
  drawOpen({ voted, left }, ask) {
    const { overlay } = this;
    const room = overlay.votes.room?.room ?? "";
    const { reach } = overlay;
    const place = shown(reach.address);
    this.drawReach();
    this.code.hidden = reach.local || !room || !reach.reached;
    if (!this.code.hidden) {
      const source = `${overlay.votes.hall}${room}/code.svg?place=${encodeURIComponent(reach.address)}`;
      set(this.code, { src: source, alt: `QR code of ${place}/hall/${room}` });
    }
    say(this.room, room);
    say(this.address, reach.local ? "" : `${place}/hall/${room}`);
    say(this.count, answers(voted) + (left === null ? "" : ` · ${Math.ceil(left)} s left`));
    write(this.options, ask.options.map(({ text }) => `<li>${text}</li>`).join(""));
  }

  /** @param {import("./votes_client.js").RoomState | null} state @param {import("./hall_overlay.js").Asked | null} ask */
  drawClosed(state, ask) {
    this.histogram.hidden = !state || state.open || !ask;
    if (!state || !ask || this.histogram.hidden) return;
    const { answer } = this.overlay;
    const drawn = JSON.stringify([state.at, state.histograms, answer]);
    if (this.histogram.dataset.drawn === drawn) return;
    this.histogram.dataset.drawn = drawn;
    const known = answer ? answer.option : null;
    drawHistogram(
      this.histogram,
      rows(
        ask.options.map(({ text }) => text),
        state.histograms,
        known,
      ),
      answer?.value,
      write,
    );
  }
}
