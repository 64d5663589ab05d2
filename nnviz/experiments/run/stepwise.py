"""A training that is looked at again and again: on by a frame, for some time, or to its end."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol, Self, TypeVar


class Watched(Protocol):
    """A frozen record of a training up to some step, with a frame for every look at it."""

    @property
    def done(self) -> bool:
        """Whether there is no further frame."""

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""

    def following(self) -> Self:
        """Return it at its next frame; one that is done as it is."""


W = TypeVar("W", bound=Watched)


def further(course: W, seconds: float) -> W:
    """Train on for about so long, at least to the next frame. How long decides nothing about the numbers."""
    until = perf_counter() + seconds
    course = course.following()
    while perf_counter() < until and not course.done:
        course = course.following()
    return course


def complete(
    course: W,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> W:
    """Train to the end.

    Parameters
    ----------
    course : Watched
    progress : callable, optional
        Called after each frame with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked after each frame; True ends the training there.
    """
    while not course.done:
        course = course.following()
        if progress is not None:
            progress(course.share)
        if cancelled is not None and cancelled():
            break
    return course
