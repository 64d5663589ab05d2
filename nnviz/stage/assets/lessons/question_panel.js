// The question of a step as the speaker sees it: the answer that will be revealed, and how the vote goes.

import { html, say } from "../kit/elements.js";
import { answers, drawHistogram, rows } from "./histogram.js";
import { reachForm, shown } from "./reach.js";
import { write } from "./words.js";

/** @typedef {import("./presenter.js").Presenter} Presenter */
/** @typedef {import("./presenter.js").Ask} Ask */
/** @typedef {{option: number, value: string}} Known */

export class QuestionPanel {
  /** @param {HTMLElement} root @param {Presenter} presenter @param {AbortSignal} signal */
  constructor(root, presenter, signal) {
    this.presenter = presenter;
    this.panel = root.parentElement ?? root;
    this.count = html("p", { class: "voted" }, root);
    this.room = html("p", { class: "room" }, root);
    this.place = html("details", { class: "place" }, root);
    html("summary", {}, this.place, "Phones cannot reach this address: enter another one");
    this.asks = html("p", { class: "asks", dir: "auto" }, root);
    this.options = html("ol", { class: "options" }, root);
    this.histogram = html("div", {}, root);
    this.answer = html("p", { class: "answer" }, root);
    this.why = html("p", { class: "why", dir: "auto" }, root);
    this.problem = html("p", { class: "problem", role: "alert" }, root);
    const entered = (/** @type {string} */ place) => presenter.say({ kind: "place", place });
    this.drawReach = reachForm(this.place, presenter.reach, entered, signal);
  }

  draw() {
    const { step, round, problem, reach } = this.presenter;
    const { ask } = step;
    this.panel.hidden = !ask;
    if (!ask) return;
    const known = ask.measured ? this.presenter.measured[step.id] : { option: ask.answer ?? -1, value: "" };
    write(this.asks, ask.question);
    this.drawOptions(ask, known, round?.histograms ?? []);
    write(this.answer, answerWords(ask, known));
    write(this.why, ask.why);
    say(this.count, countWords(this.presenter));
    this.count.hidden = !round?.round;
    say(this.room, roomWords(this.presenter));
    this.room.hidden = !ask.vote;
    say(this.problem, problem);
    this.problem.hidden = !problem;
    this.drawReach();
    this.place.hidden = !ask.vote || !reach.local;
  }

  /** As a list, and as a histogram once a round is closed. @param {Ask} ask @param {Known | string | undefined} known @param {number[][]} counted */
  drawOptions(ask, known, counted) {
    const truth = typeof known === "object" ? known : { option: -1, value: "" };
    this.options.hidden = counted.length > 0;
    this.histogram.hidden = !counted.length;
    const items = ask.options.map((text, k) => `<li${k === truth.option ? ' class="is-true"' : ""}>${text}</li>`);
    write(this.options, items.join(""));
    const drawn = JSON.stringify([ask.question, counted, truth]);
    if (!counted.length || this.histogram.dataset.drawn === drawn) return;
    this.histogram.dataset.drawn = drawn;
    drawHistogram(this.histogram, rows(ask.options, counted, truth.option), truth.value, write);
  }
}

/** @param {Ask} ask @param {Known | string | undefined} known */
function answerWords(ask, known) {
  if (known === undefined) return "The answer is being measured …";
  if (typeof known === "string") return `The answer could not be measured: ${escaped(known)}`;
  const text = ask.options[known.option] ?? "";
  if (!ask.measured) return text && `Answer: <strong>${text}</strong>`;
  return `Measured: <strong>${text}</strong>${known.value ? ` (${escaped(known.value)})` : ""}`;
}

/** @param {Presenter} presenter */
function countWords({ round }) {
  if (!round?.round) return "";
  const left = round.open && round.left !== null ? ` · ${Math.ceil(round.left)} s left` : "";
  return answers(round.voted) + (round.open ? left : " · closed");
}

/** @param {Presenter} presenter */
function roomWords({ votes, reach, round }) {
  if (!votes.room) return "No vote yet. Open vote shows a code to the hall.";
  const room = `Room ${votes.room.room} at ${shown(reach.address)}`;
  if (!round) return room;
  const phones = `${round.voters} ${round.voters === 1 ? "phone" : "phones"}`;
  return `${room} · ${phones}${round.round ? ` · round ${round.round}` : ""}`;
}

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
