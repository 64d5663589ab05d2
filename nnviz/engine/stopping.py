"""A stop rule monitors the loss and says when, and why, training should end."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnviz.engine.parameters import check_kind, is_number, is_whole


@dataclass(frozen=True)
class Stop:
    """The end of a run.

    Attributes
    ----------
    reason : {'target', 'plateau', 'budget', 'not finite'}
    step : int
        After how many steps.
    message : str
        For the user, with the cause and what to try.
    """

    reason: str
    step: int
    message: str


@dataclass(frozen=True)
class StopRules:
    """When to end; a rule that is None never fires. A loss that is not finite always ends a run.

    Attributes
    ----------
    target_loss : float or None
        End at or below this loss.
    patience : int or None
        End after that many checks in a row without an improvement.
    min_improvement : float
        A loss is an improvement if it is lower than at the last improvement by more than this.
    max_steps : int or None
        End after that many steps.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    target_loss: float | None = None
    patience: int | None = None
    min_improvement: float = 1e-4
    max_steps: int | None = None

    def __post_init__(self) -> None:
        if self.target_loss is not None and not (is_number(self.target_loss) and self.target_loss >= 0):
            raise ValueError(f"expected a finite target loss of at least 0, got {self.target_loss}")
        if not (is_number(self.min_improvement) and self.min_improvement >= 0):
            raise ValueError(f"expected a finite least improvement of at least 0, got {self.min_improvement}")
        for name in ("patience", "max_steps"):
            value = getattr(self, name)
            if value is not None and not (is_whole(value) and value >= 1):
                raise ValueError(f"expected {name} to be a whole number of at least 1, or None for never, got {value}")


@dataclass(frozen=True)
class Watch:
    """What the rules have seen so far.

    Attributes
    ----------
    best : float
        The loss at the last improvement. Small gains add up until they count as one.
    waited : int
        Checks since the last improvement.
    """

    best: float = float("inf")
    waited: int = 0

    def look(self, rules: StopRules, step: int, loss: float) -> tuple["Watch", Stop | None]:
        """Check one more loss.

        Parameters
        ----------
        rules : StopRules
        step : int
            Steps taken so far.
        loss : float
            The mean loss after that step.

        Returns
        -------
        watch : Watch
            For the next check.
        stop : Stop or None
        """
        check_kind(rules, StopRules, "rules", "StopRules(patience=10)")
        if not is_whole(step) or not isinstance(loss, int | float | np.number) or np.iscomplexobj(loss):
            raise ValueError(f"expected a whole number as step and a number as loss, got {step!r} and {loss!r}")
        if not isfinite(loss):
            return self, not_finite(step, loss)
        better = loss < self.best - rules.min_improvement
        watch = Watch(loss, 0) if better else Watch(self.best, self.waited + 1)
        if rules.target_loss is not None and loss <= rules.target_loss:
            message = f"reached the target: loss {loss:.4g} is at or below {rules.target_loss:g} after {step} steps"
            return watch, Stop("target", step, message)
        if rules.patience is not None and watch.waited >= rules.patience:
            message = (
                f"no progress: for {watch.waited} evaluations, up to step {step}, the loss has not fallen "
                f"by more than {rules.min_improvement:g} below {watch.best:.4g}"
            )
            return watch, Stop("plateau", step, message)
        if rules.max_steps is not None and step >= rules.max_steps:
            return watch, Stop("budget", step, f"the budget of {rules.max_steps} steps is used up; loss {loss:.4g}")
        return watch, None


def not_finite(step: int, loss: float) -> Stop:
    """Return the stop of a run whose loss, or a parameter, became infinite or NaN.

    Parameters
    ----------
    step : int
        The step at which it did.
    loss : float
        Finite where it was a parameter.
    """
    what = "a weight became infinite or NaN" if isfinite(loss) else f"the loss became {loss}"
    message = (
        f"stopped at step {step}: {what}. The steps were too large and each made the error larger; "
        "try a tenth of the learning rate, clip the gradient, or start with smaller weights"
    )
    return Stop("not finite", step, message)
