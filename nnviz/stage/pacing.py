"""How fast a training is shown: the stops of the speed control, and how far the server trains ahead of the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnviz.stage.chunk import Speed


@dataclass(frozen=True)
class Thinning:
    """What is left out of trainings where the server has more to do than it can.

    Attributes
    ----------
    frames : int
        Of so many frames one is made.
    strides : int
        How many times the usual training lies between two frames. Fewer than `frames`: training slows down, too.
    """

    frames: int = 1
    strides: int = 1

    @property
    def cost(self) -> float:
        """What a second of a visitor takes the server, as a share of what it takes with nothing left out.

        A picture costs as much as two and a half strides of training (`python -m benchmarks.frames`).
        """
        return (2.5 + self.strides) / (3.5 * self.frames)


WHOLE = Thinning()
"""Nothing is left out."""


@dataclass(frozen=True)
class SpeedStop:
    """One stop of the speed control: how many frames a second, and how much training between two frames.

    Attributes
    ----------
    label : str
    frames_per_second : float
    epochs : float
        Training between two frames; less than one batch means one batch.
    thinning : Thinning
    """

    label: str
    frames_per_second: float
    epochs: float
    thinning: Thinning = WHOLE

    def steps(self, per_epoch: int) -> int:
        """Return the batches between two frames."""
        return self.thinning.strides * max(1, round(self.epochs * per_epoch))

    def frames(self, seconds: float) -> int:
        """Return how many frames are played in so many seconds, at least one."""
        return max(1, round(self.frames_per_second * seconds))


BY_BATCHES = (
    SpeedStop("1 batch per second", 1.0, 0.0),
    SpeedStop("5 batches per second", 5.0, 0.0),
    SpeedStop("1 batch per frame", 60.0, 0.0),
)
"""The slowest stops of every speed control."""


def speed_stops(*epochs: float) -> tuple[SpeedStop, ...]:
    """Return the stops of a speed control, slowest first: those by batches, and those by epochs.

    Parameters
    ----------
    *epochs : float
        Training between two frames at each stop by epochs; below 1 a whole number of frames makes an epoch.
    """
    return (*BY_BATCHES, *(SpeedStop(_words(share), 60.0, share) for share in epochs))


def _words(epochs: float) -> str:
    if epochs < 1.0:
        return f"{1.0 / epochs:g} frames per epoch"
    return f"{epochs:g} epoch{'' if epochs == 1.0 else 's'} per frame"


LONGER = 5.0
"""How many times as long the server may compute at a stretch where frames are left out: changes are let in between two
frames, and whoever is cut short has fewer than the rest."""

SOON = 0.7
"""The share of a chunk that is left when the next one is asked for where frames are left out: others wait, too."""

GROWTH = 3.0
"""A chunk holds at most so many times what the one before held."""


@dataclass(frozen=True)
class Pacing:
    """The speed control of one kind of stage, and how large its chunks are.

    Attributes
    ----------
    stops : tuple of SpeedStop
        The stops of the speed control, slowest first.
    usual : int
        Which of them is set at first.
    chunk_seconds : float
        How much playing time one chunk holds at the most. Each one makes the browser look through the whole page.
    first_seconds : float
        How much the first chunk holds after something has changed: the change is to be seen soon. The next ones grow
        (`after`), so that what follows is there before the first has been played.
    low_water : float
        The share of a chunk that is left when the browser asks for the next one.
    training_seconds : float
        How long the server computes at a stretch before it sends what it has.
    points : int
        Points that the curves keep; beyond it every second of the older half goes.
    """

    stops: tuple[SpeedStop, ...]
    usual: int
    chunk_seconds: float
    first_seconds: float
    low_water: float
    training_seconds: float
    points: int

    def thinned(self, thinning: Thinning) -> Pacing:
        """Return the pacing where only one frame of so many is made, in longer chunks.

        Stops that show a frame now and then stay as they are.
        """
        if thinning == WHOLE:
            return self
        stops = tuple(
            replace(stop, frames_per_second=stop.frames_per_second / thinning.frames, thinning=thinning)
            if stop.frames_per_second >= 30.0
            else stop
            for stop in self.stops
        )
        longer = 4.0 if thinning.frames > 3 else 2.0
        return replace(
            self,
            stops=stops,
            chunk_seconds=longer * self.chunk_seconds,
            first_seconds=min(self.chunk_seconds, 4.0 * self.first_seconds),
            low_water=max(self.low_water, SOON),
            training_seconds=LONGER * self.training_seconds,
        )

    def after(self, seconds: float) -> float:
        """Return how much playing time the chunk holds that follows one of so many seconds."""
        return min(self.chunk_seconds, GROWTH * seconds)

    @property
    def speeds(self) -> tuple[Speed, ...]:
        """The stops as the browser shows them."""
        return tuple(Speed(stop.label, stop.frames_per_second) for stop in self.stops)
