"""Checkpoints of a training: states kept here and there, from which any step is computed again, bit for bit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from nnviz.engine import TrainState

BYTES_LIMIT = 32_000_000
"""What the kept states of one visitor may weigh."""

STATES_LIMIT = 400
"""How many states are kept at the most; both limits thin out the older half."""


class Moment(Protocol):
    """What has a step: a run, or a race."""

    @property
    def step(self) -> int:
        """Steps taken."""


M = TypeVar("M", bound=Moment)


@dataclass(frozen=True)
class Kind(Generic[M]):
    """What can be done with the moments of one kind of training.

    Attributes
    ----------
    advance : callable
        Takes a moment and a number of steps, and returns the moment so many steps later.
    over : callable
        Returns whether there is no further step.
    lean : callable
        Returns the moment without what comes back when it is computed again: the records of its last steps.
    weigh : callable
        Returns how many bytes a lean moment holds.
    records : callable
        Returns what a lean moment lacks: the records of the last steps.
    """

    advance: Callable[[M, int], M]
    over: Callable[[M], bool]
    lean: Callable[[M], M]
    weigh: Callable[[M], int]
    records: Callable[[M], object]


def state_bytes(state: TrainState) -> int:
    """Return what a state weighs: its parameters, and the vectors of its optimizer, which are as long."""
    return (1 + len(state.memory.vectors)) * int(state.network.theta.nbytes)


class Checkpoints(Generic[M]):
    """Lean moments in the order of their steps, thinned with age; what lies between them is computed again.

    Parameters
    ----------
    first : Run or another moment
    kind : Kind
    """

    def __init__(self, first: M, kind: Kind[M]) -> None:
        self._kind = kind
        self._steps: list[int] = []
        self._moments: list[M] = []
        self._fixed: set[int] = set()
        self.keep(first, fixed=True)

    def __len__(self) -> int:
        return len(self._steps)

    def keep(self, moment: M, fixed: bool = False) -> None:
        """Keep a moment; another one of the same step is replaced.

        Parameters
        ----------
        moment : Run or another moment
        fixed : bool
            True where it was changed at this step, so that nothing before leads there.
        """
        moment = self._kind.lean(moment)
        if self._steps and self._steps[-1] == moment.step:
            self._moments[-1] = moment
        else:
            self._steps.append(moment.step)
            self._moments.append(moment)
        if fixed:
            self._fixed.add(moment.step)
        if len(self._steps) > max(16, min(STATES_LIMIT, BYTES_LIMIT // max(1, self._kind.weigh(moment)))):
            self._thin()

    def at(self, step: int) -> M:
        """Return the moment of a step that lies in the past, with the record of the step that led there.

        Parameters
        ----------
        step : int
            From the first kept step on. A step that was changed comes as it was after the change.
        """
        if step in self._fixed:
            return self._moments[bisect_left(self._steps, step)]
        earlier = self._moments[max(0, bisect_left(self._steps, step) - 1)]
        return self._kind.advance(earlier, max(0, step - earlier.step))

    def cut(self, step: int) -> None:
        """Forget everything after a step."""
        end = bisect_right(self._steps, step)
        del self._steps[end:], self._moments[end:]
        self._fixed = {kept for kept in self._fixed if kept <= step}

    def _thin(self) -> None:
        half = len(self._steps) // 2
        kept = [i for i in range(len(self._steps)) if i >= half or i % 2 == 0 or self._steps[i] in self._fixed]
        self._steps = [self._steps[i] for i in kept]
        self._moments = [self._moments[i] for i in kept]
