"""What is tried on each failure: the remedies of the diagnosis, and what only the clinic can do, as one too late."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from nnviz.experiments.clinic.case import CaseRemedy
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.diagnosis import Remedy, remedies_for
from nnviz.experiments.diagnosis.measuring import moving_average
from nnviz.experiments.diagnosis.remedies.networks import leaky_units
from nnviz.experiments.diagnosis.remedies.steps import smaller_rate, stop_at
from nnviz.experiments.run.settings import RunSettings

LATE = 200
"""The step at which dead units are treated: by then they are dead for sure."""

LATE_RATE = 0.03
"""The learning rate from then on: large enough for weights that were thrown far off to come back in time."""


def offered(sign: str, settings: RunSettings) -> tuple[CaseRemedy, ...]:
    """Return what the diagnosis offers against a sign in a network of these settings.

    Parameters
    ----------
    sign : str
    settings : RunSettings
    """
    return tuple(_from_the_start(remedy) for remedy in remedies_for(sign, settings))


def dead(settings: RunSettings) -> tuple[CaseRemedy, ...]:
    """Return remedies for dead units: two that go on with the dead weights, of which one is too late, and an early one.

    Parameters
    ----------
    settings : RunSettings
    """
    leaky, slow = leaky_units(settings, LATE_RATE), smaller_rate(settings, LATE_RATE)
    return (
        replace(
            _from_the_start(leaky),
            title="leaky ReLU, same weights",
            why=f"The same dead weights, from step {LATE} on with {leaky.title}. {leaky.why}",
            from_step=LATE,
        ),
        replace(
            _from_the_start(slow),
            name="late",
            title=f"{slow.title}, too late",
            why=f"The same dead weights, from step {LATE} on with {slow.title}, still ReLU: a rate times a gradient of "
            "0 is 0.",
            from_step=LATE,
            helps=False,
        ),
        *(remedy for remedy in offered("dead", settings) if remedy.name != leaky.name),
    )


def overfitting(settings: RunSettings) -> tuple[CaseRemedy, ...]:
    """Return remedies for learning by heart, early stopping among them.

    Parameters
    ----------
    settings : RunSettings
    """
    stop = CaseRemedy(
        "stop",
        "early stop",
        "Stop in the epoch in which the test loss of the ill network was lowest.",
        lambda failing: stop_at(best_epoch(failing)).of(failing.settings),
    )
    return (*offered("overfitting", settings), stop)


def shuffled(settings: RunSettings) -> tuple[CaseRemedy, ...]:
    """Return the remedy for labels without a reason, which no settings hold.

    Parameters
    ----------
    settings : RunSettings
    """
    right = "the labels that belong to the samples"
    return (CaseRemedy("labels", right, "Nothing was wrong with the network.", restore_labels=True),)


@lru_cache(maxsize=64)
def best_epoch(training: Training) -> int:
    """Return the epoch in which a training's test loss, a mean over five frames, is lowest.

    Parameters
    ----------
    training : Training
    """
    epochs, losses = zip(*((run.epoch, run.evaluation.test_loss) for run in training.runs()), strict=True)
    return max(1, round(float(epochs[int(moving_average(np.array(losses)).argmin())])))


def _from_the_start(remedy: Remedy) -> CaseRemedy:
    return CaseRemedy(remedy.name, remedy.title, remedy.why, lambda failing: remedy.of(failing.settings))
