"""A chunk is one message to the browser: what it should do, and the frames to play."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nnviz.stage.controls import Controls

Array = NDArray[Any]

HISTORY_COLUMNS = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""What a point of one run's curves holds, in this order."""


@dataclass(frozen=True)
class Speed:
    """One stop of the speed control.

    Attributes
    ----------
    label : str
        What the control shows, such as "1 epoch per frame".
    frames_per_second : float
        How fast the browser plays; the screen's own rate is the limit.
    """

    label: str
    frames_per_second: float

    def __post_init__(self) -> None:
        if not 0 < self.frames_per_second <= 1000:
            raise ValueError(f"frames_per_second must be above 0 and at most 1000; given {self.frames_per_second}.")


@dataclass(frozen=True)
class Sample:
    """The chosen sample, whose activations and probabilities are shown.

    Attributes
    ----------
    index : int
        Its row in `Frame.probabilities` and its picture in `Scene.images`.
    title : str
        What it is called, such as "test 12" or "(1.5, -2.0)".
    label : int or float, optional
        The index of its true class, or its target for regression; None where nobody knows.
    position : tuple of float, optional
        Where it lies in the plane.
    target : float, optional
        Its target in the target's own units, where it has some.
    """

    index: int = 0
    title: str = ""
    label: float | None = None
    position: tuple[float, float] | None = None
    target: float | None = None


class Finding(Protocol):
    """One thing that goes wrong in a run, as far as the stage shows it."""

    @property
    def sign(self) -> str:
        """A short name of the kind of trouble."""

    @property
    def sentence(self) -> str:
        """What is wrong, for a person, with the numbers."""

    @property
    def remedy(self) -> str:
        """What to try."""


@dataclass(frozen=True)
class Direct:
    """A connection by which the browser asks for frames and gets them, while no page runs.

    Attributes
    ----------
    name : str
        What the browser names it by.
    alone : tuple of str
        Commands that go along it alone: they concern nothing but the stage.
    first : tuple of str
        Commands that go along it first; a run of the page follows.
    """

    name: str
    alone: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class History:
    """The curve's points that the browser has not confirmed yet.

    Attributes
    ----------
    rows : array (n, columns)
        Points with steps in rising order.
    since : int
        The rows hold every point after this step; -1 means from the start of the run.
    columns : tuple of str
        What a point holds; the step comes first.
    """

    rows: Array = field(default_factory=lambda: np.empty((0, len(HISTORY_COLUMNS))))
    since: int = -1
    columns: tuple[str, ...] = HISTORY_COLUMNS

    def __post_init__(self) -> None:
        if np.ndim(self.rows) != 2 or np.shape(self.rows)[1] != len(self.columns):
            raise ValueError(
                f"History rows must have shape (n, {len(self.columns)}) with columns {', '.join(self.columns)}; "
                f"given shape {np.shape(self.rows)}."
            )


@dataclass(frozen=True, eq=False)
class Chunk:
    """The head of one message.

    Attributes
    ----------
    sequence : int
        Rises by one a message; the browser takes each only once.
    generation : int
        Rises when something changes (a rate, a reset, a pause): frames of an older generation that were not shown
        yet are dropped.
    scene : int
        The id of the scene that the frames belong to.
    playing : bool
        Whether the browser shall play on and ask for more.
    newest : int
        The newest step that the server has made.
    low_water : int
        The browser asks for more when this many frames or fewer are left to play.
    speeds : tuple of Speed
        The stops of the speed control, slowest first.
    speed : int
        Which of them is set.
    thinning : int
        1, or of how many frames one is made because the server has much to do.
    strides : int
        How many times the usual training lies between two frames then.
    coarse : bool
        Whether the maps of these frames have fewer cells, for the same reason.
    rewind_to : int, optional
        The browser forgets everything after this step: frames and curves. None: nothing.
    answers : int
        The `n` of the last command that the server has carried out; a command without an answer is sent again.
    sample : Sample, optional
        The chosen sample.
    messages : tuple of str
        What the page must say, such as "Stopped: the loss became NaN at step 312."
    note : str
        What has just happened, such as "Training restarts from the initial weights."; empty after the next step.
    locked : str
        Why training cannot start yet; empty if it can.
    undo : bool
        Whether the last reset can be undone.
    history : History
        Points of the curves.
    diagnosis : tuple of Finding, optional
        What goes wrong at the step on view, the likeliest cause first; () if nothing does, None if nobody looked.
    controls : Controls, optional
        What can be set on the picture; None where nothing can.
    followed : int
        The `n` of the last command of `Direct.first` that a run of the page has followed.
    direct : Direct, optional
        A connection beside the page's runs; None where there is none.
    way : dict, optional
        The parameters of an address that lead to this run, without the step; a value that is None must not stand there.
        None where no address leads here.
    """

    sequence: int
    generation: int
    scene: int
    playing: bool
    newest: int
    low_water: int = 10
    speeds: tuple[Speed, ...] = (Speed("full speed", 60.0),)
    speed: int = 0
    thinning: int = 1
    strides: int = 1
    coarse: bool = False
    rewind_to: int | None = None
    answers: int = 0
    sample: Sample | None = None
    messages: tuple[str, ...] = ()
    note: str = ""
    locked: str = ""
    undo: bool = False
    history: History = field(default_factory=History)
    diagnosis: tuple[Finding, ...] | None = None
    controls: Controls | None = None
    followed: int = 0
    direct: Direct | None = None
    way: dict[str, str | None] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.speed < len(self.speeds):
            raise ValueError(f"speed is a position in the {len(self.speeds)} speeds, from 0; given {self.speed}.")
