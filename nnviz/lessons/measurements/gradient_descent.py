"""What a question of a lesson may measure on the page "Gradient descent"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.experiments.gradient_descent.descent import convergence, descend
from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.lessons.running import MOST_STEPS

_ALMOST = 1e-3
"""Of its first value: a loss that has fallen so far has arrived."""

_NEVER = ("diverges", "never converges")


def _last_converges(settings: DescentSettings) -> str:
    bowl = settings.quadratic_loss
    found = convergence(bowl, descend(bowl, settings.parsed_optimizers[-1], settings.start))
    return "diverges" if found in _NEVER else "converges"


def _lowest(settings: DescentSettings) -> str:
    bowl = settings.quadratic_loss
    ends = [descend(bowl, tuned, settings.start).excess[-1] for tuned in settings.parsed_optimizers]
    return str(int(np.argmin(ends)) + 1)


def _steps_needed(settings: DescentSettings) -> float:
    bowl = settings.quadratic_loss
    path = descend(bowl, settings.parsed_optimizers[0], settings.start, MOST_STEPS)
    arrived = np.flatnonzero(path.excess < _ALMOST * path.excess[0])
    if arrived.size:
        return float(arrived[0])
    if convergence(bowl, path) in _NEVER:
        return float("inf")
    raise ValueError(f"expected it to arrive within {MOST_STEPS:,} steps, but it did not; choose a larger rate")


MEASUREMENTS: Mapping[str, Callable[[DescentSettings], float | str]] = {
    "largest rate that converges": lambda settings: float(settings.quadratic_loss.stability_limit),
    "what the last one does": _last_converges,
    "which of them ends lowest": _lowest,
    "steps until the first has arrived": _steps_needed,
    "condition number": lambda settings: float(settings.quadratic_loss.condition),
}
