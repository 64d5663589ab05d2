"""Gradients that vanish or explode through time: on their way from the last step of a sequence to what it asks for."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Loss, Network
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.gradients import exploding_words
from nnviz.experiments.diagnosis.measuring import Measurements
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.diagnosis.units import UNSOLVED
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.run.through_time import (
    EXPLODED,
    VANISHED,
    GradientThroughTime,
    gradient_through_time,
    of_last_step,
)

XOR_BACK = 2
"""How many steps before the last the earlier of the two bits stands whose exclusive or is asked for."""


@dataclass(frozen=True, eq=False)
class SharesThroughTime:
    """What becomes of the last step's gradient on its way back, in one network or in each of an ensemble.

    Attributes
    ----------
    back : int
        How many steps back it is followed.
    share : ndarray, shape (...)
        What reaches that step over what enters at the last: of the states, or of the cells where that is more, since
        cells carry past the states. NaN where nothing enters.
    growth : ndarray, shape (...)
        The largest gradient of a state over that of the last.
    largest : ndarray of int, shape (...)
        The step of that state, from 1.
    """

    back: int
    share: Array
    growth: Array
    largest: Array

    @property
    def vanishes(self) -> Array:
        """Whether it vanishes, shape (...): by its share, as a large total says nothing of early inputs."""
        return np.asarray(self.share < VANISHED)

    @property
    def explodes(self) -> Array:
        """Whether it explodes, shape (...)."""
        return np.asarray(self.growth > EXPLODED)


def shares_through_time(network: Network, loss: Loss, X: Array, Y: Array, back: int | None = None) -> SharesThroughTime:
    """Measure a network with recurrent layers on some sequences.

    Parameters
    ----------
    network : Network
        One, or an ensemble.
    loss : Loss
    X, Y : ndarray
        Sequences and targets; of targets at every step those of the last are taken.
    back : int, optional
        How many steps back; all of them if not given.

    Raises
    ------
    ValueError
        If there is no recurrent layer, or not so many steps.

    Examples
    --------
    >>> from nnviz.engine import RecurrentArchitecture, loss
    >>> network = RecurrentArchitecture("elman", 30, 2, 8, 2).build(0)
    >>> weak = network.with_theta(network.theta * 0.3)
    >>> X, Y = np.ones((4, 30, 2)), np.eye(2)[[0, 1, 0, 1]]
    >>> bool(shares_through_time(weak, loss("categorical_cross_entropy"), X, Y).vanishes)
    True
    """
    found = of_last_step(network, loss, X, Y)
    if not found.layers:
        raise ValueError("expected a network with a recurrent layer, got none; build one by RecurrentArchitecture")
    steps = found.norms.shape[-1]
    back = steps - 1 if back is None else back
    if not 0 <= back < steps:
        raise ValueError(f"expected steps back from 0 to {steps - 1}, got {back}; take longer sequences, or fewer")
    return shares_of(found, back)


def shares_of(found: GradientThroughTime, back: int) -> SharesThroughTime:
    """Judge the norms of the first recurrent layer: all that comes back to the inputs comes through it.

    Parameters
    ----------
    found : GradientThroughTime
    back : int
    """
    norms, cells = found.norms[0], found.cells[0]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = norms / norms[..., -1:]
        share = np.fmax(shares[..., -1 - back], cells[..., -1 - back] / cells[..., -1])
    known = np.where(np.isnan(shares), 0.0, shares)
    return SharesThroughTime(back, np.asarray(share), np.asarray(known.max(-1)), np.asarray(1 + known.argmax(-1)))


def vanishing_words(found: SharesThroughTime) -> str:
    """Say that a gradient vanishes through time, with its share.

    Parameters
    ----------
    found : SharesThroughTime
        Of one network.
    """
    return (
        "In the backward pass the gradient vanishes through time: of what enters at the last step, a fraction of "
        f"{power(float(found.share))} reaches the state {found.back} steps before. What stands there is hardly "
        "learned, however large the gradient is as a whole."
    )


def growing_words(found: SharesThroughTime) -> str:
    """Say that a gradient explodes through time, with its growth.

    Parameters
    ----------
    found : SharesThroughTime
        Of one network.
    """
    return f"{exploding_words(f'the state of step {int(found.largest)}', float(found.growth), 'last state')}."


def judged(found: SharesThroughTime) -> str:
    """Say in the diagnosis's words what becomes of a gradient; empty where it neither vanishes nor explodes.

    Parameters
    ----------
    found : SharesThroughTime
        Of one network.
    """
    return growing_words(found) if bool(found.explodes) else vanishing_words(found) if bool(found.vanishes) else ""


def steps_back(settings: RunSettings) -> int:
    """Return how many steps before the last stands what the last target asks for; the first step where it may be any.

    Parameters
    ----------
    settings : RunSettings
        Of a run on sequences.

    Examples
    --------
    >>> [steps_back(RunSettings(dataset=name)) for name in ("first-symbol", "echo", "parity", "temporal-xor")]
    [19, 3, 1, 2]
    """
    steps = settings.sequence_length
    asked = {"echo": settings.delay, "temporal-xor": XOR_BACK}
    if settings.each_step:
        asked["parity"] = 1  # the parity before and this bit
    return min(asked.get(settings.dataset, steps - 1), steps - 1)


def vanishing_through_time(measurements: Measurements) -> Finding | None:
    """Find a gradient of which hardly anything reaches the step that is asked for."""
    found = _unsolved(measurements)
    if found is None or not bool(found.vanishes):
        return None
    return Finding(
        "vanishing_through_time",
        vanishing_words(found),
        (("share of the last step's gradient", float(found.share)), ("steps back", float(found.back))),
        remedies_for("vanishing_through_time", measurements.run.settings),
    )


def exploding_through_time(measurements: Measurements) -> Finding | None:
    """Find a gradient that grows from step to step on its way back."""
    found = _unsolved(measurements)
    if found is None or not bool(found.explodes):
        return None
    return Finding(
        "exploding_through_time",
        growing_words(found),
        (("largest gradient of a state over the last", float(found.growth)), ("its step", float(found.largest))),
        remedies_for("exploding_through_time", measurements.run.settings),
    )


def _unsolved(measurements: Measurements) -> SharesThroughTime | None:
    """Return the shares, where there is a recurrent layer and much left to learn."""
    run = measurements.run
    if not (run.settings.sequence_layers and measurements.relative > UNSOLVED):
        return None
    return shares_of(gradient_through_time(run), steps_back(run.settings))
