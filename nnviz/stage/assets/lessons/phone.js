// The phone's page without reloads: it asks now and then where the lecture is, and takes over what the server's page says.
//
// All that is seen is written by the server (nnviz/ui/lessons/phone_page.py); without this program a form and a link do.

import { Looking } from "./looking.js";

/** What is taken over from a newer page. */
const PARTS = ["status", "question", "place"];

/** Milliseconds until a vote is sent again. */
const FIRST_PAUSE = 500;
const LAST_PAUSE = 16_000;

/** So the server need not send what stays as it is. */
const BY_PROGRAM = { "X-Phone-Program": "1" };

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const looking = new Looking(look);
let shownAt = performance.now();
/** The number of the last vote: one that did not get through is sent again until another one is chosen. */
let latest = 0;

/** @returns {Promise<number | null>} seconds until it is to be asked again; null for never */
async function look() {
  const response = await fetch(`${main.dataset.room}/state`, { cache: "no-store" });
  if (response.status !== 404 && !response.ok) throw new Error(response.statusText);
  const state = response.ok ? await response.json() : { version: "gone", poll: null };
  if (String(state.version) !== main.dataset.version)
    show(await page(await fetch(String(main.dataset.room), { headers: BY_PROGRAM })));
  return state.poll;
}

/** @param {Response} response */
async function page(response) {
  if (response.status >= 500) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** @param {Document} newer */
function show(newer) {
  const there = newer.querySelector("main");
  if (!there) return;
  const focused = document.activeElement?.getAttribute("value");
  shownAt = performance.now();
  for (const name of ["version", "left"]) main.dataset[name] = there.dataset[name] ?? "";
  for (const id of PARTS) {
    const [old, wanted] = [document.getElementById(id), newer.getElementById(id)];
    if (old && wanted && old.innerHTML !== wanted.innerHTML) old.replaceChildren(...wanted.childNodes);
  }
  /** @type {HTMLElement | null} */ (focused ? main.querySelector(`button[value="${focused}"]`) : null)?.focus();
}

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (!button || form.method !== "post") return; // the form for another room's code is the browser's own business
  event.preventDefault();
  const body = new URLSearchParams();
  for (const field of form.querySelectorAll("input")) body.set(field.name, field.value);
  body.set(button.name, button.value);
  form.setAttribute("aria-busy", "true");
  const vote = ++latest;
  for (let pause = FIRST_PAUSE; vote === latest; pause = Math.min(2 * pause, LAST_PAUSE)) {
    try {
      show(await page(await fetch(form.action, { method: "POST", body, headers: BY_PROGRAM })));
      break;
    } catch {
      /** @type {HTMLElement} */ (document.getElementById("status")).textContent = main.dataset.offline ?? "";
      await new Promise((over) => setTimeout(over, pause));
    }
  }
  form.removeAttribute("aria-busy");
});

setInterval(() => {
  const rest = document.getElementById("left");
  if (rest)
    rest.textContent = String(Math.max(0, Math.ceil(Number(main.dataset.left) - (performance.now() - shownAt) / 1000)));
}, 1000);

looking.begin();
