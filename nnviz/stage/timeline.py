"""The past of a run: states kept here and there, from which any step is computed again, bit for bit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from nnviz.experiments import Run, advance

BYTES_LIMIT = 32_000_000
"""What the kept states of one visitor may weigh."""

STATES_LIMIT = 400
"""How many states are kept at the most; both limits thin out the older half."""


class Timeline:
    """States of one run in the order of their steps, thinned with age.

    A state is kept without the record of its last step: that record comes back when the step is computed again.

    Parameters
    ----------
    run : Run
        The first moment.
    """

    def __init__(self, run: Run) -> None:
        self._steps: list[int] = []
        self._runs: list[Run] = []
        self._fixed: set[int] = set()
        self.keep(run, fixed=True)

    def keep(self, run: Run, fixed: bool = False) -> None:
        """Keep a moment; another one of the same step is replaced.

        Parameters
        ----------
        run : Run
        fixed : bool
            True where the run was changed by hand at this step, so that nothing before leads there.
        """
        lean = replace(run, last=None)
        if self._steps and self._steps[-1] == run.step:
            self._runs[-1] = lean
        else:
            self._steps.append(run.step)
            self._runs.append(lean)
        if fixed:
            self._fixed.add(run.step)
        if len(self._steps) > self._limit(run):
            self._thin()

    def at(self, step: int) -> Run:
        """Return the run at a step that lies in the past, with the record of the step that led there.

        Parameters
        ----------
        step : int
            From the first kept step on. A step that was changed by hand comes as it was after the change.
        """
        if step in self._fixed:
            return self._runs[bisect_left(self._steps, step)]
        earlier = self._runs[max(0, bisect_left(self._steps, step) - 1)]
        return advance(earlier, max(0, step - earlier.step))

    def cut(self, step: int) -> None:
        """Forget everything after a step."""
        end = bisect_right(self._steps, step)
        del self._steps[end:], self._runs[end:]
        self._fixed = {kept for kept in self._fixed if kept <= step}

    def _limit(self, run: Run) -> int:
        state = run.state
        vectors = 1 + (state.memory.v is not None) + (state.memory.s is not None)
        return max(16, min(STATES_LIMIT, BYTES_LIMIT // max(1, vectors * state.network.theta.nbytes)))

    def _thin(self) -> None:
        half = len(self._steps) // 2
        kept = [i for i in range(len(self._steps)) if i >= half or i % 2 == 0 or self._steps[i] in self._fixed]
        self._steps = [self._steps[i] for i in kept]
        self._runs = [self._runs[i] for i in kept]
