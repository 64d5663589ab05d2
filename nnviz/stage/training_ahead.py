"""Trains ahead of the screen: the moment on view, its frames, the points of the curves, and the checkpoints."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable
from math import inf
from operator import itemgetter
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.stage.checkpoints import Checkpoints, Kind, M
from nnviz.stage.scene import Scene
from nnviz.stage.shared_frames import SharedFrames, array_bytes


class FrameLike(Protocol):
    """A frame, as far as it is looked into here."""

    @property
    def step(self) -> int:
        """Of which step it was taken."""

    @property
    def point(self) -> tuple[float, ...]:
        """Its point of the curves; the step comes first."""

    @property
    def measured(self) -> bool:
        """Whether its losses are of this step, not of an earlier one."""


F = TypeVar("F", bound=FrameLike)

PORTION_SECONDS = 0.05
"""How long, about, is trained before the clock is looked at."""


class CameraLike(Protocol):
    """A camera, as far as it is needed here."""

    @property
    def scene(self) -> Scene:
        """What stays the same from frame to frame."""

    @property
    def frame(self) -> Callable[..., Any]:
        """Takes the picture of a moment, with coarser maps or with whole ones; where told so, with losses of before."""


def nothing() -> bool:
    """Go straight on."""
    return False


class TrainingAhead(Generic[M, F]):
    """One training: what was trained, and which moment of it is on view.

    Moments are frozen records; this object holds which of them is on.

    Parameters
    ----------
    kind : Kind
    moment : Run or another moment
        The first one.
    camera : Camera or another one
    points : int
        As in `Pacing`.
    shared : SharedFrames, optional
        What others have trained; nothing unless given.
    """

    def __init__(
        self, kind: Kind[M], moment: M, camera: CameraLike, points: int, shared: SharedFrames | None = None
    ) -> None:
        self._kind = kind
        self._limit = points
        self._shared = shared
        self._size: tuple[Hashable, int] = (None, 0)
        self.begin(moment, camera)

    def begin(self, moment: M, camera: CameraLike) -> None:
        """Take another training; nothing is left of the one before."""
        self.moment = moment
        self.camera: Any = camera
        self.points: list[tuple[float, ...]] = []
        self._curves = np.empty((0, 0))
        self._newest = -1
        self.take()
        self.checkpoints = Checkpoints(moment, self._kind)
        self._portion = 1

    @property
    def newest(self) -> int:
        """The last step that was trained; the moment on view may be an earlier one."""
        return self._newest

    @property
    def over(self) -> bool:
        """Whether training cannot go on from the moment on view."""
        return self._kind.over(self.moment)

    def take(self, coarse: bool = False) -> F:
        """Take the frame of the moment on view."""
        return self._show(self.camera.frame(self.moment, coarse))

    def _show(self, frame: F) -> F:
        """Have a frame of the moment on view; keep its point of the curves, where this is the newest step."""
        self.frame: F = frame
        self._framed = self.moment
        self._newest = max(self._newest, frame.step)
        if frame.measured and frame.step == self._newest and (not self.points or frame.step > self.points[-1][0]):
            self.points.append(frame.point)
        if len(self.points) > self._limit:
            half = self._limit // 2
            self.points[:half] = self.points[:half:2]
            self._curves = np.empty((0, 0))
        return frame

    def curves(self, step: int) -> NDArray[np.float64]:
        """Return the points up to a step as rows of an array, which is made once and only gets further rows."""
        known = len(self._curves)
        if known < len(self.points):
            added = np.array(self.points[known:])
            self._curves = np.concatenate([self._curves, added]) if known else added
        return self._curves[: bisect_right(self.points, step, key=itemgetter(0))]

    def train(
        self, steps: int, seconds: float = inf, way: Hashable = None, coarse: bool = False, measure_every: int = 1
    ) -> F:
        """Go on by so many steps, or by fewer if the time is over; remember the moment and return its frame.

        Parameters
        ----------
        steps : int
        seconds : float
        way : hashable
            What decides the moment on view, but for its step, and what a frame shows of it: with it the work is shared
            with all who train the same. None shares nothing.
        coarse : bool
            Whether the frame's maps are coarser.
        measure_every : int
            The losses are measured where the step passes a multiple of this, and where the moment before has no frame;
            other frames have those of the frame before, and the curves have no points there.
        """
        began = self.moment
        shared, key = None if way is None else self._shared, (way, began.step, steps, coarse, measure_every)
        met = None if shared is None else shared.get(key)
        if met:
            self.moment, frame = met
        else:
            self._advance(steps, seconds)
            if (
                self._framed is not began
                or self.moment.step // measure_every > began.step // measure_every
                or self.over
            ):
                frame = self.camera.frame(self.moment, coarse)
            else:
                frame = self.camera.frame(self.moment, coarse, self.frame)
            if shared is not None and self.moment.step == began.step + steps:
                shared.keep(key, self.moment, frame, self._weigh(way, frame))
        if frame.step >= self.newest:
            self.checkpoints.keep(self.moment)
        return self._show(frame)

    def _weigh(self, way: Hashable, frame: F) -> int:
        """Return how many bytes the moment on view and its frame hold; those of one way are alike."""
        if self._size[0] != way:
            records = array_bytes(self._kind.records(self.moment))
            kept = 2 * array_bytes(frame)  # packed, too
            self._size = (way, self._kind.weigh(self.moment) + records + kept)
        return self._size[1]

    def train_for(
        self,
        seconds: float,
        steps: int,
        most: int,
        way: Hashable = None,
        coarse: bool = False,
        between: Callable[[], bool] = nothing,
        measure_every: int = 1,
    ) -> list[F]:
        """Return frames of the training to come, at least one.

        Parameters
        ----------
        seconds : float
            After which no further frame is begun.
        steps : int
            From one frame to the next. Coarse ones are of whole multiples of them: so visitors who train the same meet
            again where frames are left out.
        most : int
            Frames at most.
        way, coarse, measure_every
            As for `train`.
        between : callable
            Called after each frame: lets those in who go first, and says whether to end here.
        """
        frames: list[F] = []
        began = perf_counter()
        while len(frames) < most and not self.over:
            past = self.moment.step % steps if coarse else 0
            frames.append(self.train(steps - past, seconds, way, coarse, measure_every))
            if between() or perf_counter() - began > seconds:
                break
        return frames or [self.take()]

    def _advance(self, steps: int, seconds: float) -> None:
        """Train in portions, so that neither many steps nor slow ones take longer than was asked for."""
        began = before = perf_counter()
        while steps > 0 and not self.over:
            taken = min(steps, self._portion)
            self.moment = self._kind.advance(self.moment, taken)
            steps, now = steps - taken, perf_counter()
            self._portion = max(1, min(2 * self._portion, int(taken * PORTION_SECONDS / max(now - before, 1e-6))))
            before = now
            if now - began > seconds:
                return

    def replace(self, moment: M) -> None:
        """Go on with a moment that was changed at this very step."""
        self.moment = moment
        self.checkpoints.keep(moment, fixed=True)

    def go_to(self, step: int) -> None:
        """Put a trained step on view, and forget nothing: one may look forward again."""
        if 0 <= step <= self.newest and step != self.moment.step:
            self.moment = self.checkpoints.at(step)

    def forget_after(self, step: int) -> None:
        """Put a trained step on view, and forget what was trained beyond it."""
        self.go_to(step)
        self.checkpoints.cut(step)
        self.points = self.points[: bisect_right(self.points, step, key=itemgetter(0))]
        self._curves = self._curves[: len(self.points)]
        self._newest = min(self._newest, step)
