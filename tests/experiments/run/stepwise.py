"""Runs that are watched while they train: what `diagnose` says at many moments."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from nnviz.datasets import Dataset
from nnviz.experiments import HiddenSettings, Run, RunSettings, advance, start
from nnviz.experiments.diagnosis import Finding, diagnose

PLAYGROUND = {"head": "tanh", "loss": "half_squared_error", "initializer": "playground", "learning_rate": 0.03}

Moment = tuple[float, tuple[Finding, ...]]


def layers(*units: int, activation: str = "tanh") -> tuple[HiddenSettings, ...]:
    return tuple(HiddenSettings(units=n, activation=activation) for n in units)


def row(run: Run) -> tuple[float, ...]:
    """A run's point of the curves."""
    judged = run.evaluation
    losses = (judged.train_loss, judged.test_loss)
    return (float(run.step), run.epoch, *losses, judged.train_accuracy, judged.test_accuracy)


def moments(settings: RunSettings, epochs: int, own: Dataset | None = None) -> Iterator[tuple[Run, list]]:
    """Every epoch from 0 on: the run and its history."""
    run = start(settings, own)
    history = [row(run)]
    for epoch in count():
        yield run, history
        if epoch == epochs or run.stop is not None:
            return
        run = advance(run, run.batches.per_epoch)
        history.append(row(run))


@lru_cache(maxsize=64)
def watched(settings: RunSettings, epochs: int, own: Dataset | None = None) -> tuple[Moment, ...]:
    """What is found early in every epoch, later in every tenth, and at the end, with the epoch."""
    found = []
    for run, history in moments(settings, epochs, own):
        epoch = len(history) - 1
        if epoch in (0, 1, 2, 3, 5, epochs) or epoch % 10 == 0 or run.stop is not None:
            found.append((run.epoch, diagnose(run, history)))
    return tuple(found)


def signs(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.sign for finding in findings]
