"""A training recorded frame by frame: advanced by a frame, for some time, or to its end; the numbers are the same."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Generic, Self, TypeVar

S = TypeVar("S")
F = TypeVar("F")


@dataclass(frozen=True, eq=False)
class Trajectory(ABC, Generic[S, F]):
    """A training up to some step, with a frame for every moment at which it was measured.

    It is a frozen record: going on returns another one. The same settings always give the same frames.

    Attributes
    ----------
    state : object
        Where training stands: at the newest frame.
    frames : tuple
        What was measured, from the start on.
    """

    state: S
    frames: tuple[F, ...]

    @property
    @abstractmethod
    def step(self) -> int:
        """Steps taken."""

    @property
    @abstractmethod
    def total(self) -> int:
        """Steps of the whole training, if nothing ends it early."""

    @property
    @abstractmethod
    def done(self) -> bool:
        """Whether there is no further frame."""

    @abstractmethod
    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""

    @property
    def share(self) -> float:
        """The progress, 0 to 1."""
        return self.step / self.total

    @property
    def end(self) -> F:
        """The newest frame."""
        return self.frames[-1]

    def advance(self, seconds: float) -> Self:
        """Train for about this many seconds, at least to the next frame; that does not affect the numbers."""
        until = perf_counter() + seconds
        trajectory = self.next_frame()
        while perf_counter() < until and not trajectory.done:
            trajectory = trajectory.next_frame()
        return trajectory

    def run_to_end(
        self,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        pause: float = 0.0,
    ) -> Self:
        """Train to the end.

        Parameters
        ----------
        progress : callable, optional
            Called with the progress, 0 to 1, after a frame.
        cancelled : callable, optional
            Called after a frame; True ends the training there.
        pause : float
            The least time in seconds between two calls; they are always called after the last frame.
        """
        trajectory, called = self, perf_counter()
        while not trajectory.done:
            trajectory = trajectory.next_frame()
            if perf_counter() - called < pause and not trajectory.done:
                continue
            called = perf_counter()
            if progress is not None:
                progress(trajectory.share)
            if cancelled is not None and cancelled():
                break
        return trajectory


class PlayedTrajectory(Trajectory[S, F]):
    """One that a drawing plays: how many frames there will be is known from the start."""

    @property
    @abstractmethod
    def n_frames(self) -> int:
        """How many frames there are, if nothing ends the training early."""


class EvenTrajectory(PlayedTrajectory[S, F]):
    """One whose frames lie equally far apart, up to the last."""

    @property
    @abstractmethod
    def stride(self) -> int:
        """Steps from one frame to the next."""

    @property
    def n_frames(self) -> int:
        """How many frames there are, if nothing ends the training early."""
        return 1 + -(-self.total // self.stride)

    @property
    def done(self) -> bool:
        """Whether all steps are taken."""
        return self.step >= self.total
