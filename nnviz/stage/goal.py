"""Where training pauses by itself: after some presses on Batch or Epoch, or where an address leads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnviz.experiments import RunRecipe
from nnviz.experiments.replay.change import Change
from nnviz.stage.duration import duration

MOST_POINTS = 3000
"""Points of the curves on the way of an address, unless its epochs are fewer."""

LONGEST_PAUSE = 1.0
"""Seconds between two messages that count as work; beyond them the tab was hidden, or the person looked elsewhere."""


@dataclass(frozen=True)
class Goal:
    """A step at which training pauses by itself.

    Attributes
    ----------
    step : int
    stride : int
        Steps between two frames on the way; the last frame is that of the goal.
    """

    step: int
    stride: int = 1

    def next_stop(self, here: int) -> int:
        """Return the step of the next frame."""
        return self.step - (self.step - here - 1) // self.stride * self.stride


@dataclass(frozen=True)
class Way(Goal):
    """The way of a recipe: what was changed at which step, and how fast it goes.

    Attributes
    ----------
    changes : tuple of Change
        Those that are still to be carried out, in order.
    clock : float
        When it was looked at last, in seconds; 0 before.
    spent : float
        Seconds on the way.
    done : int
        Steps taken meanwhile.
    """

    changes: tuple[Change, ...] = ()
    clock: float = 0.0
    spent: float = 0.0
    done: int = 0

    @classmethod
    def of(cls, recipe: RunRecipe, per_epoch: int) -> Way:
        """Return the way from the first weights to the last step of a recipe; its frames lie whole epochs apart."""
        epochs = max(1, recipe.step // (per_epoch * MOST_POINTS))
        return cls(recipe.step, epochs * per_epoch, recipe.changes)

    def is_due(self, here: int) -> bool:
        """Return whether something is to be changed at this step."""
        return bool(self.changes) and self.changes[0].step <= here

    def next_stop(self, here: int) -> int:
        """Return the step of the next frame, at the latest that of the next change."""
        end = self.changes[0].step if self.changes else self.step
        return Goal(end, self.stride).next_stop(here)

    def at(self, here: int, now: float) -> Way:
        """Return the way with the time and the steps that it has taken up to here."""
        pause = min(now - self.clock, LONGEST_PAUSE) if self.clock else 0.0
        return replace(self, clock=now, spent=self.spent + pause, done=here)

    def __str__(self) -> str:
        """Say where it leads, and how long that takes still."""
        words = f"On the way to step {self.step:,}"
        if self.spent and self.done:
            rate = self.done / self.spent
            speed = f"{rate:,.0f} steps" if rate >= 1.5 else "about one step" if rate >= 0.5 else "less than a step"
            words += f": {speed} a second, {duration((self.step - self.done) / rate)} left"
        return f"{words}. A pause ends it here."
