// Whether this device goes along with the lecture, and when it goes on: without a document.

/** @typedef {{room: string, lesson: string, at: string, address: string, open: boolean, poll: number}} Lecture what a room says, as far as it is needed here */
/** @typedef {"following" | "left" | "gone"} Standing */

const WORDS = {
  following: { text: "Following the lecture", button: "Leave" },
  left: { text: "The lecture goes on without you.", button: "Come back to the lecture" },
  gone: { text: "The room is closed. The lesson stays.", button: "Close" },
};

/** After so many failures in a row it is told that there is no connection. */
const FAILURES = 2;

export class Following {
  /**
   * @param {object} means
   * @param {() => string} means.at the step on view here
   * @param {(lecture: Lecture) => void} means.go goes to the lecturer's step
   * @param {boolean} means.left whether it was left before
   */
  constructor({ at, go, left }) {
    this.at = at;
    this.go = go;
    /** @type {Standing} */
    this.standing = left ? "left" : "following";
    /** @type {Lecture | null} */
    this.lecture = null;
    this.failures = 0;
  }

  /** What the room says now. @param {Lecture} lecture */
  take(lecture) {
    const before = this.lecture;
    this.lecture = lecture;
    this.failures = 0;
    if (lecture.at !== before?.at || lecture.lesson !== before.lesson) this.goAlong();
  }

  /** Own ways: nothing changes here any more unless one changes it. */
  leave() {
    if (this.standing === "following") this.standing = "left";
  }

  comeBack() {
    if (this.standing !== "left") return;
    this.standing = "following";
    this.goAlong();
  }

  /** The room is no more. */
  end() {
    this.standing = "gone";
  }

  fail() {
    this.failures++;
  }

  goAlong() {
    const { lecture } = this;
    if (this.standing === "following" && lecture?.at && lecture.at !== this.at()) this.go(lecture);
  }

  /** Whether the hall is voting: on the phone's page. */
  get votes() {
    return this.standing !== "gone" && this.lecture?.open === true;
  }

  get words() {
    const { text, button } = WORDS[this.standing];
    if (this.standing === "following") {
      if (this.failures >= FAILURES) return { text: "No connection to the lecture. Trying again …", button };
      if (this.lecture && !this.lecture.at) return { text: "The lecture has not begun yet.", button };
    }
    return { text, button };
  }
}
