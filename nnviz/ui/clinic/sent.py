"""The trainings of the clinic: kept for all visitors; how much of them the browser has belongs to the session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from nnviz.experiments.clinic import ClinicTrajectory, Training, begin
from nnviz.ui.shell.run_cache import run_cache

CHUNK = 16
"""Frames of one message and network, at most."""

SECONDS = 0.1
"""How long a chunk is trained."""

SENT = "nnviz.clinic.sent"


@dataclass
class Sent:
    """Which two networks are compared, and how many frames and words of each the browser has."""

    trainings: list[Training | None] = field(default_factory=lambda: [None, None])
    frames: list[int] = field(default_factory=lambda: [0, 0])
    words: list[int] = field(default_factory=lambda: [0, 0])

    def compare(self, trainings: tuple[Training | None, Training | None]) -> None:
        """Compare these two; what the browser has of another one is forgotten."""
        for k, training in enumerate(trainings):
            if training != self.trainings[k]:
                self.trainings[k], self.frames[k], self.words[k] = training, 0, 0


def sent() -> Sent:
    """Return what the browser of this session has."""
    kept: Sent = st.session_state.setdefault(SENT, Sent())
    return kept


def trajectory_of(training: Training) -> ClinicTrajectory:
    """Return a training as far as it has come; begun now if it is not there."""
    return run_cache().trajectory(training, partial(begin, training))


def advance(training: Training, frames: int) -> None:
    """Train a chunk, until there are so many frames."""
    run_cache().advance(training, partial(begin, training), SECONDS, frames)


def trained(training: Training, progress: Callable[[float], None] | None = None) -> ClinicTrajectory:
    """Return a training at its end.

    Parameters
    ----------
    training : Training
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    """
    return run_cache().run_to_end(training, partial(begin, training), progress)
