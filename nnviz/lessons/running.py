"""Trains headless what a step of a lesson shows: up to a step, or until a condition is met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isfinite
from time import perf_counter
from typing import TypeVar

from nnviz.experiments.address.seeds import next_seed
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.replay.replay import replaying
from nnviz.experiments.run.run import Run, advance, start
from nnviz.lessons.condition import Condition

MOST_STEPS = 20_000
"""Steps that a lesson may ask to be trained at once."""

MOST_SECONDS = 30.0
"""Seconds that one training may take; a hall does not wait longer."""

EVERY = 100
"""A condition is looked at after every step up to this one, then about this often from a step to the double of it."""

T = TypeVar("T")


class OutOfTimeError(ValueError):
    """A training took longer than a hall waits: that tells of the machine, not of the network."""


@dataclass(frozen=True)
class Outcome:
    """How far a training came towards a condition.

    Attributes
    ----------
    met : bool
    step : int
        Where it was met, or where training ended.
    values : dict of str to float
        What was measured there, by the names that conditions use.
    stopped : str
        Why training ended by itself; empty if it did not.
    """

    met: bool
    step: int
    values: dict[str, float]
    stopped: str = ""


def values_of(run: Run) -> dict[str, float]:
    """Return what conditions look at; a loss that is no number is infinite, an accuracy of numbers is missing."""
    seen = run.evaluation
    losses = {"loss": seen.train_loss, "test loss": seen.test_loss}
    accuracies = {"accuracy": seen.train_accuracy, "test accuracy": seen.test_accuracy}
    found = {name: value if isfinite(value) else inf for name, value in losses.items()}
    found |= {name: value for name, value in accuracies.items() if isfinite(value)}
    return {"step": float(run.step), "epoch": run.epoch} | found


def run_at(recipe: RunRecipe, step: int) -> Run:
    """Return the run after a number of steps, or where it ended before.

    Raises
    ------
    ValueError
        If that is too far or cannot be carried out.
    OutOfTimeError
        If it takes too long.
    """
    if step > MOST_STEPS:
        raise ValueError(f"expected at most step {MOST_STEPS:,}, got step {step:,}; a lesson measures sooner")
    return _run_at(recipe.at(step))


@lru_cache(maxsize=8)
def _run_at(recipe: RunRecipe) -> Run:
    until = perf_counter() + MOST_SECONDS
    run = None
    for run in replaying(recipe):
        if perf_counter() > until:
            raise _out_of_time(f"step {run.step:,} of {recipe.step:,}")
    assert run is not None
    return run


def in_time(train: Callable[..., T]) -> T:
    """Carry out a training that the pages share, and end it where a hall would wait too long.

    Parameters
    ----------
    train : callable
        Takes ``cancelled``, which it calls again and again: ``run_to_end`` or ``finish`` of a trajectory.

    Raises
    ------
    OutOfTimeError
        If it takes too long.
    """
    until = perf_counter() + MOST_SECONDS

    def cancelled() -> bool:
        if perf_counter() > until:
            raise _out_of_time("a part of it")
        return False

    return train(cancelled=cancelled)


def _out_of_time(reached: str) -> OutOfTimeError:
    return OutOfTimeError(
        f"expected a training of at most {MOST_SECONDS:g} seconds, but after these only {reached} was reached; take a "
        "smaller network or fewer steps"
    )


def step_of_epoch(recipe: RunRecipe, epoch: int) -> int:
    """Return the step at which an epoch ends."""
    return epoch * start(recipe.start).batches.per_epoch


def train_until(recipe: RunRecipe, condition: Condition, most: int = MOST_STEPS) -> Outcome:
    """Train from a view on until a condition is met, training ends by itself, or the steps are used up.

    Parameters
    ----------
    recipe : RunRecipe
        Where it begins.
    condition : Condition
    most : int
        Steps from there on.

    Raises
    ------
    ValueError
        If the view itself cannot be reached; as `run_at`.
    OutOfTimeError
        If it takes too long.
    """
    until = perf_counter() + MOST_SECONDS
    run = begun = run_at(recipe, recipe.step)
    for run in _looking(begun, begun.step + most, int(condition.bound) if condition.quantity == "step" else 0):
        found = values_of(run)
        if condition.met(found):
            return Outcome(True, run.step, found)
        if perf_counter() > until:
            raise _out_of_time(f"step {run.step:,}, without {condition},")
    stopped = run.stop.message if run.stop is not None else ""
    return Outcome(False, run.step, values_of(run), stopped)


def _looking(run: Run, last: int, wanted: int) -> Iterator[Run]:
    """Yield the run as often as it is looked at, up to a last step, and at a step that is wanted."""
    yield run
    while run.step < last and run.stop is None:
        stop = min(last, wanted) if run.step < wanted else last
        run = advance(run, min(stop - run.step, max(1, run.step // EVERY)))
        yield run


def with_seed(recipe: RunRecipe, shift: int) -> RunRecipe:
    """Return the same recipe with another seed of weights and batches."""
    return replace(recipe, start=recipe.start.changed(seed=next_seed(recipe.start, by=shift))) if shift else recipe
