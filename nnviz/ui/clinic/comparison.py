"""Draws the comparison: a failing network and the same with a remedy, frame by frame; more are trained on demand."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from nnviz.engine import Array
from nnviz.experiments.clinic import ClinicFrame, ClinicTrajectory, Training, assess
from nnviz.experiments.clinic.frame import BINS, TOY_PLANE, mask_samples
from nnviz.experiments.diagnosis import TITLES
from nnviz.ui.clinic.panels import names_of, panels
from nnviz.ui.clinic.sent import CHUNK, advance, sent, trained, trajectory_of
from nnviz.ui.clinic.state import CaseView, case_view, frame_on_view, run_key, show_frame, state
from nnviz.ui.drawings.drawing import drawing

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
"""Fields of a `ClinicFrame` that are sent."""

SHOWN = "nnviz.clinic.shown"
"""The frame that the words below the comparison are about."""

OPEN = state.key("tensors")
"""The switch that opens the tensors."""

MOST_DRAWN = 220
"""Points of each part that are drawn."""


def trajectories_now(now: CaseView) -> tuple[ClinicTrajectory, ClinicTrajectory | None]:
    """Return both trainings as far as they have come."""
    changed = now.with_remedy
    sent().compare((now.training, changed))
    return trajectory_of(now.training), trajectory_of(changed) if changed is not None else None


@st.fragment
def comparison() -> None:
    """Draw both networks; what is shown is trained on while it is played."""
    now = case_view()
    trajectories = trajectories_now(now)
    lanes: list[dict[str, Any] | None] = [None, None]
    arrays: dict[str, Array] = {}
    for k, trajectory in enumerate(trajectories):
        if trajectory is not None:
            lanes[k] = _lane(k, trajectory, now)
            arrays |= _arrays(k, trajectory)
    header = {
        "lanes": lanes,
        "names": names_of(now),
        "panels": panels(now, trajectories),
        "told": now.diagnosis_visible,
        "hint": _hint(now),
        "verdict": _judgement(now),
        "total": now.training.n_frames,
        "last": now.training.steps,
        "bins": BINS,
        "alone": trajectories[1] is None and now.mysterious,
    }
    drawing("comparison", header, arrays, key=KEY, on_ask=_asked, room="30rem")
    if st.session_state.get(SHOWN) != _about() and (now.diagnosis_visible or st.session_state.get(OPEN)):
        st.rerun()


def words_follow() -> None:
    """Note which frame the words of this run of the whole page are about; call it before `comparison`."""
    st.session_state[SHOWN] = _about()


def _about() -> tuple[Any, ...]:
    return run_key(), case_view().remedy, frame_on_view()


def _asked(question: Mapping[str, Any]) -> None:
    here = sent()
    for k, (frames, words) in enumerate(zip(question["frames"], question["words"], strict=True)):
        training = here.trainings[k]
        if training is None:
            continue
        made = len(trajectory_of(training).frames)
        here.frames[k], here.words[k] = (_within(count, training.n_frames) for count in (frames, words))
        if question.get("more") is True and made - here.frames[k] < CHUNK // 2:
            advance(training, here.frames[k] + 1)
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


def _lane(k: int, trajectory: ClinicTrajectory, now: CaseView) -> dict[str, Any]:
    """Return the header of one lane: what the browser does not have yet."""
    since = _since(k, trajectory)
    rows = mask_samples(len(trajectory.run.data.train.X))
    labels = trajectory.run.data.train.labels
    lane = {
        "generation": hashlib.sha256(repr((run_key(), k, _identity(trajectory.training))).encode()).hexdigest()[:16],
        "from": since,
        "steps": [frame.step for frame in trajectory.frames[since : since + CHUNK]],
        "done": trajectory.done and since + CHUNK >= len(trajectory.frames),
        "sizes": _sizes(trajectory),
        "values": not len(labels),
        "answers": labels[rows].tolist() if len(labels) else [],
        "guessing": trajectory.end.baseline_loss,
        "since": trajectory.training.from_step,
    }
    if now.diagnosis_visible:
        first = min(sent().words[k], len(trajectory.frames))
        lane |= {"wordsFrom": first, "words": [_words(frame) for frame in trajectory.frames[first:]]}
    return lane


def _identity(training: Training) -> str:
    return f"{training.settings.model_dump_json(exclude={'own'})} {training.shuffled} {training.from_step}"


def _since(k: int, trajectory: ClinicTrajectory) -> int:
    return min(sent().frames[k], len(trajectory.frames) - 1)


def _sizes(trajectory: ClinicTrajectory) -> list[int]:
    settings = trajectory.training.settings
    return [trajectory.run.data.train.X.shape[1], *(part.units for part in settings.hidden), settings.n_out]


def _words(frame: ClinicFrame) -> dict[str, str]:
    """Return what is found in a frame: the first sign in full, others by name."""
    if not frame.findings:
        kind, text = ("well", "No problems found.") if frame.step else ("hint", "Not trained yet.")
        return {"kind": kind, "title": "", "text": text}
    first, *others = frame.findings
    also = f" Also: {', '.join(TITLES[finding.sign] for finding in others)}." if others else ""
    return {"kind": "ill", "title": f"{TITLES[first.sign]}.", "text": f"{first.sentence}{also}"}


def _hint(now: CaseView) -> str:
    look = "All measurements are shown, but no names." if now.mysterious else now.case.hint
    return f"{look} Train it, then choose your diagnosis above."


def _judgement(now: CaseView) -> dict[str, Any] | None:
    if now.answer is None:
        return None
    judgement = assess(trained(now.training), now.answer)
    text = "" if judgement.right else f"You said {TITLES[judgement.answer]}."
    return {"right": judgement.right, "title": judgement.sentence, "text": text}


def _arrays(k: int, trajectory: ClinicTrajectory) -> dict[str, Array]:
    since = _since(k, trajectory)
    frames = trajectory.frames[since : since + CHUNK]
    arrays = {f"{k} frame {name}": np.array([getattr(frame, name) for frame in frames]) for name in FRAMES}
    arrays[f"{k} frame row"] = np.array([frame.row for frame in frames])
    arrays[f"{k} frame straight"] = np.array([[frame.collapse_error] for frame in frames])
    arrays[f"{k} inputs"] = trajectory.run.data.train.X.std(0)
    if trajectory.run.settings.plane:
        arrays[f"{k} points"] = _points(trajectory)
    return arrays


def _points(trajectory: ClinicTrajectory) -> Array:
    """Return the samples, shape (n, 4): place in the plane (0 to 1), class or target, whether it is a test sample."""
    data = trajectory.run.data
    low, high = data.data.x_range or TOY_PLANE
    parts = []
    for tested, part in enumerate((data.train, data.test)):
        n = min(len(part.raw), MOST_DRAWN if not tested else MOST_DRAWN // 2)
        values = part.labels[:n] if len(part.labels) else part.Y[:n, 0]
        parts.append(np.column_stack([(part.raw[:n] - low) / (high - low), values, np.full(n, tested)]))
    return np.concatenate(parts)
