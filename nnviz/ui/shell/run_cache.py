"""The one cache of runs: trainings under way and what is complete, by what decides them, for all visitors.

It stands here and not in `experiments/`, which is pure: a cache is state of the server's process, and so is the lock
under which the process trains.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from nnviz.experiments.run.stepwise import Trajectory
from nnviz.stage.shared_frames import SharedFrames, array_bytes
from nnviz.ui.shell.startup import training_turns

T = TypeVar("T", bound=Trajectory[Any, Any])

ENTRIES = 200
BYTES = 300_000_000
"""What is kept at most; the one that was not asked for longest goes first."""

CHUNK_SECONDS = 0.1
"""How long others wait at most while a training runs to its end."""


class RunCache:
    """Trajectories and results, the ones that were asked for last.

    Trajectories are frozen and follow from their key alone: so they may be shared, and one that had to go is the same
    when it is trained again.

    Parameters
    ----------
    training : Turns or another lock
        Held while a chunk is trained.
    entries, size : int
        How many values are kept at most, and how many bytes of arrays.
    """

    def __init__(self, training: AbstractContextManager[object], entries: int = ENTRIES, size: int = BYTES) -> None:
        self._training = training
        self._entries, self._size = entries, size
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Any:
        """Return what is kept, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a value; another one of the same key is replaced."""
        size = nbytes(value)
        with self._lock:
            self._kept[key] = (value, size)
            self._kept.move_to_end(key)
            total = sum(size for _, size in self._kept.values())
            while len(self._kept) > 1 and (len(self._kept) > self._entries or total > self._size):
                total -= self._kept.popitem(last=False)[1][1]

    def trajectory(self, key: Hashable, begin: Callable[[], T]) -> T:
        """Return a training as far as it has come; begun now if it is not there."""
        trajectory: T | None = self.get(key)
        if trajectory is None:
            trajectory = begin()
            self.keep(key, trajectory)
        return trajectory

    def advance(self, key: Hashable, begin: Callable[[], T], seconds: float, frames: int = 0) -> T:
        """Train a chunk.

        Parameters
        ----------
        key : hashable
        begin : callable
            Returns the training to go on from where it is not there any more.
        seconds : float
            How long, about.
        frames : int
            It is trained until it has so many frames, if it can have them.
        """
        with self._training:
            trajectory = self.trajectory(key, begin)
            if not trajectory.done:
                trajectory = trajectory.advance(seconds)
            while len(trajectory.frames) < frames and not trajectory.done:
                trajectory = trajectory.advance(seconds)
            self.keep(key, trajectory)
        return trajectory

    def run_to_end(self, key: Hashable, begin: Callable[[], T], progress: Callable[[float], None] | None = None) -> T:
        """Train to the end, chunk by chunk: others are let in between, and what is trained stays if it is broken off.

        Parameters
        ----------
        key : hashable
        begin : callable
        progress : callable, optional
            Called after each chunk with the share of the way, 0 to 1.
        """
        trajectory = self.trajectory(key, begin)
        while not trajectory.done:
            trajectory = self.advance(key, partial(_same, trajectory), CHUNK_SECONDS)
            if progress is not None:
                progress(trajectory.share)
        return trajectory


def _same(trajectory: T) -> T:
    return trajectory


def nbytes(value: Any) -> int:
    """Return how many bytes of arrays a record holds, about: all frames of a training count like its first one."""
    if isinstance(value, Trajectory):
        return nbytes(value.state) + len(value.frames) * nbytes(value.frames[0])
    return array_bytes(value)


@st.cache_resource(show_spinner=False)
def run_cache() -> RunCache:
    """Return the cache of the process."""
    return RunCache(training_turns())


@st.cache_resource(show_spinner=False)
def shared_frames() -> SharedFrames:
    """Return what the live stages of the process have trained, for all visitors who train the same."""
    return SharedFrames()
