"""Records of a recorded training: frames that are sent together, and what is played between two stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.experiments import Run
from nnviz.stage.chunk import Sample


@dataclass(frozen=True, eq=False)
class Reel:
    """Frames that are sent together.

    Attributes
    ----------
    header : dict
        Of the message, without where the arrays lie that it has no frames of: the wire's `arrays` are in it.
    body : bytes
        The arrays that are no frames: the scene's where it is sent, and the points of the curves.
    layout : list of dict
        Of a frame, as the wire has it.
    steps : tuple of int
    frames : ndarray of uint8, shape (frames, size)
    samples : ndarray of uint8, shape (samples, frames, smaller size)
        What is different where another sample is chosen.
    fields : list of (int, int)
        Where that stands in a frame: offset and size, in the order in which `samples` has it.
    """

    header: dict[str, Any]
    body: bytes
    layout: list[dict[str, Any]]
    steps: tuple[int, ...]
    frames: NDArray[np.uint8]
    samples: NDArray[np.uint8]
    fields: list[tuple[int, int]]

    def kept(self, rows: Sequence[int]) -> Reel:
        """Return the reel with some of its frames alone; the curves keep all their points."""
        at = list(rows)
        steps = tuple(self.steps[i] for i in at)
        return replace(self, steps=steps, frames=self.frames[at], samples=self.samples[:, at])


@dataclass(frozen=True, eq=False)
class Stretch:
    """What is played between two stops.

    Attributes
    ----------
    reels : tuple of Reel
        At least one.
    words : str
        What makes it stop or what is set at its beginning, for a person; empty where nothing does.
    plays : bool
        Whether it is played; otherwise it is one picture.
    met : bool
        Whether its condition was met.
    """

    reels: tuple[Reel, ...]
    words: str = ""
    plays: bool = False
    met: bool = True

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(len(reel.steps) for reel in self.reels)


@dataclass(frozen=True, eq=False)
class Training:
    """A recorded training.

    Attributes
    ----------
    component : {'stage', 'sequences'}
        What draws it.
    stretches : tuple of Stretch
    samples : tuple of Sample
        Those that can be chosen; the first one is on view.
    moments : tuple of (str, Run)
        The run at its beginning and at every stop, for the inspector, and what to call it.
    per_epoch : int
        Steps of an epoch.
    """

    component: str
    stretches: tuple[Stretch, ...]
    samples: tuple[Sample, ...]
    moments: tuple[tuple[str, Run], ...]
    per_epoch: int

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(stretch.frames for stretch in self.stretches)
