"""Mounts the ward: both networks frame by frame; more frames are trained when the browser asks for them."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.clinic import Course, Frame, Patient, judge
from nnviz.experiments.clinic.looking import BINS, TOY_PLANE, masked_rows
from nnviz.ui.clinic.courses import CHUNK, shelf, whole
from nnviz.ui.clinic.panels import names_of, panels
from nnviz.ui.clinic.state import Visit, bed, frame_on_view, show_frame, state, visit
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.widgets.diagnosis import TITLES

KEY = "clinic"
FRAMES = (
    "weights",
    "slopes",
    "histograms",
    "signal",
    "update",
    "dead",
    "saturated",
    "different",
    "field",
    "outputs",
    "corrections",
    "sizes",
    "matrix",
)
"""Fields of a `Frame` that are sent."""

SHOWN = "nnviz.clinic.shown"
"""The frame that the words below the ward are about."""

OPEN = state.key("tensors")
"""The switch that opens the tensors."""

MOST_DRAWN = 220
"""Points of each part that are drawn."""


def courses_now(now: Visit) -> tuple[Course, Course | None]:
    """Return both courses as far as they have come."""
    here, treated = shelf(), now.treated
    here.lie((now.patient, treated))
    return here.course(now.patient), here.course(treated) if treated is not None else None


@st.fragment
def ward() -> None:
    """Draw the ward; what it shows is trained on while it is played."""
    now = visit()
    courses = courses_now(now)
    lanes: list[dict[str, Any] | None] = [None, None]
    arrays: dict[str, Array] = {}
    for k, course in enumerate(courses):
        if course is not None:
            lanes[k] = _lane(k, course, now)
            arrays |= _arrays(k, course)
    header = {
        "lanes": lanes,
        "names": names_of(now),
        "panels": panels(now, courses),
        "told": now.told,
        "hint": _hint(now),
        "verdict": _verdict(now),
        "total": now.patient.looks,
        "last": now.patient.steps,
        "bins": BINS,
        "alone": courses[1] is None and now.mysterious,
    }
    drawing("ward", header, arrays, key=KEY, on_ask=_asked, room="30rem")
    if st.session_state.get(SHOWN) != _about() and (now.told or st.session_state.get(OPEN)):
        st.rerun()


def words_follow() -> None:
    """Note which frame the words of this run of the whole page are about; call it before the ward."""
    st.session_state[SHOWN] = _about()


def _about() -> tuple[Any, ...]:
    return bed(), visit().remedy, frame_on_view()


def _asked(question: Mapping[str, Any]) -> None:
    here = shelf()
    for k, (frames, words) in enumerate(zip(question["frames"], question["words"], strict=True)):
        patient = here.lanes[k]
        if patient is None:
            continue
        course = here.course(patient)
        here.frames[k], here.words[k] = (_within(count, len(course.frames)) for count in (frames, words))
        if question.get("more") is True and len(course.frames) - here.frames[k] < CHUNK // 2:
            here.advance(patient)
    if "at" in question:
        show_frame(_within(question["at"], 10_000))


def _within(count: Any, most: int) -> int:
    """Return a count that a browser sent.

    Raises
    ------
    ValueError
        If it is none.
    """
    if not isinstance(count, int | float) or not 0 <= count <= most:
        raise ValueError(f"expected 0 to {most}, got {count!r}")
    return int(count)


def _lane(k: int, course: Course, now: Visit) -> dict[str, Any]:
    """Return the header of one lane: what the browser does not have yet."""
    since = _since(k, course)
    rows = masked_rows(len(course.run.data.train.X))
    labels = course.run.data.train.labels
    lane = {
        "generation": hashlib.sha256(repr((bed(), k, _identity(course.patient))).encode()).hexdigest()[:16],
        "from": since,
        "steps": [frame.step for frame in course.frames[since : since + CHUNK]],
        "done": course.done and since + CHUNK >= len(course.frames),
        "sizes": _sizes(course),
        "values": not len(labels),
        "answers": labels[rows].tolist() if len(labels) else [],
        "guessing": course.end.guessing,
        "since": course.patient.since,
    }
    if now.told:
        first = shelf().words[k]
        lane |= {"wordsFrom": first, "words": [_words(frame) for frame in course.frames[first:]]}
    return lane


def _identity(patient: Patient) -> str:
    return f"{patient.settings.model_dump_json(exclude={'own'})} {patient.shuffled} {patient.since}"


def _since(k: int, course: Course) -> int:
    return min(shelf().frames[k], len(course.frames) - 1)


def _sizes(course: Course) -> list[int]:
    settings = course.patient.settings
    return [course.run.data.train.X.shape[1], *(part.units for part in settings.hidden), settings.n_out]


def _words(frame: Frame) -> dict[str, str]:
    """Return what is found in a frame: the first sign in full, others by name."""
    if not frame.findings:
        kind, text = ("well", "Nothing is found to go wrong.") if frame.step else ("hint", "Not trained yet.")
        return {"kind": kind, "title": "", "text": text}
    first, *others = frame.findings
    also = f" Also: {', '.join(TITLES[finding.sign] for finding in others)}." if others else ""
    return {"kind": "ill", "title": f"{TITLES[first.sign]}.", "text": f"{first.sentence}{also}"}


def _hint(now: Visit) -> str:
    look = "Everything that is measured lies open, but no names." if now.mysterious else now.case.look
    return f"{look} Train it, then choose your diagnosis above."


def _verdict(now: Visit) -> dict[str, Any] | None:
    if now.answer is None:
        return None
    found = judge(whole(now.patient), now.answer)
    text = "" if found.right else f"You said {TITLES[found.answer]}."
    return {"right": found.right, "title": found.sentence, "text": text}


def _arrays(k: int, course: Course) -> dict[str, Array]:
    since = _since(k, course)
    sent = course.frames[since : since + CHUNK]
    arrays = {f"{k} frame {name}": np.array([getattr(frame, name) for frame in sent]) for name in FRAMES}
    arrays[f"{k} frame row"] = np.array([frame.row for frame in sent])
    arrays[f"{k} frame straight"] = np.array([[frame.straight] for frame in sent])
    arrays[f"{k} inputs"] = course.run.data.train.X.std(0)
    if course.run.settings.plane:
        arrays[f"{k} points"] = _points(course)
    return arrays


def _points(course: Course) -> Array:
    """Return the samples, shape (n, 4): place in the plane (0 to 1), class or target, whether it is a test sample."""
    data = course.run.data
    low, high = data.data.x_range or TOY_PLANE
    parts = []
    for tested, part in enumerate((data.train, data.test)):
        n = min(len(part.raw), MOST_DRAWN if not tested else MOST_DRAWN // 2)
        values = part.labels[:n] if len(part.labels) else part.Y[:n, 0]
        parts.append(np.column_stack([(part.raw[:n] - low) / (high - low), values, np.full(n, tested)]))
    return np.concatenate(parts)
