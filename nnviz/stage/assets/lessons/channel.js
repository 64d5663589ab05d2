// What the windows of one lesson say to each other, in one browser and without the server: the hall's window, which the
// audience sees and which knows where the lesson stands, and the presenter's, which shows it and sends keys.
//
//   const channel = joinAsHall(lesson, { here: () => ({ at, phase, black }), go, key, signal });
//   channel.tell(); // whenever something of `here` has changed
//
// A message that is not of the shapes below is dropped: any page of this origin may speak on a channel.

export const CHANNEL = "nnviz-lesson";

/** The name of the hall's window for links: a second click finds the same one. */
export const HALL = "nnviz-hall";

/** @typedef {"view" | "done" | "asked" | "revealed"} Phase how far a step has come */
/** @typedef {"next" | "previous" | "black" | "reveal" | "vote"} Key */
/** @typedef {{at: string, phase: Phase, black: boolean, measured?: {option: number, value: string} | null, voting?: boolean}} Place where the lesson stands */
/** @typedef {{room: string, token: string}} Room the code that phones need, and what only the lecturer's windows know */

/**
 * @typedef {object} Said
 * @property {string} lesson
 * @property {"hall" | "presenter"} from
 * @property {string} window which of them
 */
/** @typedef {{kind: "here"} & Place} Here */
/** @typedef {Here | {kind: "hello"} | {kind: "bye"} | {kind: "go", at: string} | {kind: "key", key: Key} | {kind: "vote", open: boolean} | ({kind: "room"} & Room) | {kind: "place", place: string}} Word */
/** @typedef {Said & Word} Message */

const PHASES = new Set(["view", "done", "asked", "revealed"]);
const KEYS = new Set(["next", "previous", "black", "reveal", "vote"]);

/** @param {unknown} value @returns {value is string} */
const short = (value) => typeof value === "string" && value.length > 0 && value.length <= 200;

/** @type {Record<string, (message: Record<string, unknown>) => boolean>} */
const SHAPES = {
  hello: () => true,
  bye: () => true,
  here: (m) => short(m.at) && PHASES.has(String(m.phase)) && typeof m.black === "boolean",
  go: (m) => short(m.at),
  key: (m) => KEYS.has(String(m.key)),
  vote: (m) => typeof m.open === "boolean",
  room: (m) => short(m.room) && short(m.token),
  place: (m) => typeof m.place === "string" && m.place.length <= 200,
};

/** A message about a lesson from the other side, or null for anything else. @param {unknown} data @param {string} lesson @param {"hall" | "presenter"} from @returns {Message | null} */
export function heard(data, lesson, from) {
  if (typeof data !== "object" || data === null) return null;
  const message = /** @type {Record<string, unknown>} */ (data);
  const fits = message.lesson === lesson && message.from === from && short(message.window);
  if (!fits || !Object.hasOwn(SHAPES, String(message.kind)) || !SHAPES[String(message.kind)](message)) return null;
  return /** @type {Message} */ (data);
}

/**
 * @param {string} lesson
 * @param {"hall" | "presenter"} from
 * @param {(message: Message) => void} receive what the other side says
 * @param {AbortSignal} signal
 */
function join(lesson, from, receive, signal) {
  const other = from === "hall" ? "presenter" : "hall";
  const channel = new BroadcastChannel(CHANNEL);
  const window = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let left = false;
  channel.addEventListener("message", ({ data }) => {
    const message = heard(data, lesson, other);
    if (message && !left) receive(message);
  });
  /** @param {Word} word */
  const say = (word) => {
    if (!left) channel.postMessage({ ...word, lesson, from, window });
  };
  const leave = () => {
    say({ kind: "bye" });
    left = true;
    channel.close();
  };
  signal.addEventListener("abort", leave, { once: true });
  globalThis.addEventListener?.("pagehide", () => say({ kind: "bye" }), { signal });
  return say;
}

/**
 * The hall's window of a lesson.
 *
 * @param {string} lesson
 * @param {object} hall
 * @param {() => Place} hall.here where the lesson stands now
 * @param {(at: string) => void} hall.go show a step
 * @param {(key: Key) => void} hall.key what the key does in this window; `vote` too
 * @param {(open: boolean) => void} [hall.vote] open a round (after a closed one: the second) or close it
 * @param {() => Room | null} [hall.room] what this window knows about the room
 * @param {(room: Room) => void} [hall.enter] the presenter's window knows the room that this one has lost
 * @param {(place: string) => void} [hall.place] where phones reach the app
 * @param {AbortSignal} hall.signal
 */
export function joinAsHall(lesson, { here, go, key, vote, room, enter, place, signal }) {
  const say = join(
    lesson,
    "hall",
    (message) => {
      if (message.kind === "hello") {
        tell();
        tellRoom();
      } else if (message.kind === "go") go(message.at);
      else if (message.kind === "key") key(message.key);
      else if (message.kind === "vote") vote?.(message.open);
      else if (message.kind === "room") enter?.({ room: message.room, token: message.token });
      else if (message.kind === "place") place?.(message.place);
    },
    signal,
  );
  const tell = () => say({ kind: "here", ...here() });
  const tellRoom = () => {
    const known = room?.();
    if (known) say({ kind: "room", ...known });
  };
  say({ kind: "hello" });
  tell();
  tellRoom();
  return { tell, tellRoom };
}

/**
 * The presenter's window of a lesson.
 *
 * @param {string} lesson
 * @param {object} presenter
 * @param {(window: string, place: Place) => void} presenter.here a hall's window says where the lesson stands
 * @param {(window: string) => void} presenter.bye a hall's window is closed or shows another page
 * @param {(room: Room) => void} presenter.enter a room was opened
 * @param {() => Room | null} presenter.room what this window knows about the room
 * @param {() => string} presenter.place where phones reach the app, as far as somebody said so
 * @param {AbortSignal} presenter.signal
 */
export function joinAsPresenter(lesson, { here, bye, enter, room, place, signal }) {
  const say = join(
    lesson,
    "presenter",
    (message) => {
      if (message.kind === "here") {
        const { at, phase, black, measured = null, voting = false } = message;
        here(message.window, { at, phase, black, measured, voting });
      } else if (message.kind === "bye") bye(message.window);
      else if (message.kind === "room") enter({ room: message.room, token: message.token });
      else if (message.kind === "hello") {
        const known = room();
        if (known) say({ kind: "room", ...known });
        if (place()) say({ kind: "place", place: place() });
      }
    },
    signal,
  );
  say({ kind: "hello" });
  return say;
}
