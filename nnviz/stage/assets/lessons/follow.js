// Follow me: a device of the hall goes along with the lecturer's steps, and may leave and come back.
//
//   const following = follow({ room, at: () => bar.at, go: ({ at }) => bar.go(at), root, signal });
//   following.leave(); // when the person goes another way

import { html, say } from "../kit/elements.js";
import { Following } from "./following.js";
import { Looking } from "./looking.js";

const LEFT = "nnviz-follow-left";

/**
 * @param {object} means
 * @param {string} means.room its code
 * @param {() => string} means.at the id of the step on view here
 * @param {(lecture: import("./following.js").Lecture) => void} means.go opens the lecturer's step
 * @param {HTMLElement} means.root where the strip stands
 * @param {AbortSignal} means.signal ends it
 * @param {(following: boolean) => void} [means.changed] told whenever it is left, come back to, or over
 * @param {string} [means.base] the address of the app's folder
 */
export function follow({ room, at, go, root, signal, changed, base = new URL(".", location.href).href }) {
  const following = new Following({ at, go, left: kept(room) });
  const strip = html("div", { class: "follow-strip" }, root);
  const words = html("span", { role: "status" }, strip);
  const vote = html("a", { href: new URL(`hall/${encodeURIComponent(room)}`, base).href }, strip, "Vote now");
  const button = html("button", { type: "button" }, strip);
  const looking = new Looking(look, { signal });

  button.addEventListener("click", () => {
    if (following.standing === "gone") return strip.remove();
    if (following.standing === "left") following.comeBack();
    else following.leave();
    draw();
  });
  signal.addEventListener("abort", () => strip.remove());
  draw();
  void looking.again();

  async function look() {
    try {
      const response = await fetch(new URL(`hall/${encodeURIComponent(room)}/state`, base), {
        cache: "no-store",
        signal,
      });
      if (response.status === 404) following.end();
      else if (!response.ok) throw new Error(response.statusText);
      else following.take(await response.json());
    } catch (error) {
      following.fail();
      throw error;
    } finally {
      if (!signal.aborted) draw();
    }
    return following.standing === "gone" ? null : (following.lecture?.poll ?? null);
  }

  function draw() {
    const shown = following.words;
    say(words, shown.text);
    say(button, shown.button);
    vote.hidden = !following.votes;
    if (strip.dataset.standing === following.standing) return;
    strip.dataset.standing = following.standing;
    keep(room, following.standing === "left");
    changed?.(following.standing === "following");
  }

  return {
    leave() {
      following.leave();
      draw();
    },
    get standing() {
      return following.standing;
    },
  };
}

/** Whether this window has left the lecture before it was loaded anew. @param {string} room */
function kept(room) {
  try {
    return sessionStorage.getItem(LEFT) === room;
  } catch {
    return false;
  }
}

/** @param {string} room @param {boolean} left */
function keep(room, left) {
  try {
    if (left) sessionStorage.setItem(LEFT, room);
    else sessionStorage.removeItem(LEFT);
  } catch {
    // A window that may keep nothing follows again when it is loaded anew.
  }
}
