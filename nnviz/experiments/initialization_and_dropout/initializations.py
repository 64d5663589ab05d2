"""Seven ways to start the same network: none, too little, too much, and the four that fit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.depth.building import Initialization, measured_samples
from nnviz.experiments.depth.ensemble import LEARNED, SEEDS, baseline_loss
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.depth.trajectory import begin


@dataclass(frozen=True)
class NamedInitialization:
    """A way to draw the first weights.

    Attributes
    ----------
    name, title : str
    initializer : str
        A choice.
    rule : str
        What it does, in a few words.
    """

    name: str
    title: str
    initializer: str
    rule: str


INITIALIZATIONS = (
    NamedInitialization("zero", "zero", "zeros", "all weights 0"),
    NamedInitialization("small", "too small", "normal(std=0.01)", "σ = 0.01"),
    NamedInitialization("large", "too large", "normal(std=1)", "σ = 1"),
    NamedInitialization("xavier", "Xavier", "glorot_normal", "σ² = 2/(n_in + n_out)"),
    NamedInitialization("he", "He", "he_normal", "σ² = 2/n_in"),
    NamedInitialization("lecun", "LeCun", "lecun_normal", "σ² = 1/n_in"),
    NamedInitialization("orthogonal", "orthogonal", "orthogonal", "WᵀW = I"),
)


def lanes(seed: int) -> tuple[Initialization, ...]:
    """Return the seven starts, to be trained in lockstep."""
    return tuple(Initialization(one.initializer, seed=seed) for one in INITIALIZATIONS)


@dataclass(frozen=True, eq=False)
class InitializationEffect:
    """All seven starts after training, from several seeds.

    Attributes
    ----------
    settings : DepthSettings
    baseline_loss : float
        The loss of always giving the shares of the classes.
    loss, accuracy : ndarray, shape (7, seeds)
        On the samples on which layers are measured, in the order of `INITIALIZATIONS`.
    first : ndarray, shape (7, seeds)
        Length of dW of layer 1 before training.
    """

    settings: DepthSettings
    baseline_loss: float
    loss: Array
    accuracy: Array
    first: Array

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each start: medians over the seeds, the range of the loss, and how many learned."""
        rows: list[dict[str, object]] = []
        for one, loss, accuracy, first in zip(INITIALIZATIONS, self.loss, self.accuracy, self.first, strict=True):
            learned = int((loss < LEARNED * self.baseline_loss).sum())
            rows.append(
                {
                    "initialization": one.title,
                    "rule": one.rule,
                    "gradient of layer 1": float(np.median(first)),
                    "loss": float(np.median(loss)),
                    "lowest loss": float(loss.min()),
                    "highest loss": float(loss.max()),
                    "accuracy": float(np.median(accuracy)),
                    "learned": f"{learned} of {len(loss)}",
                    "not finite": int((~np.isfinite(loss)).sum()),
                }
            )
        return rows


def measure_initializations(
    settings: DepthSettings,
    seeds: int = SEEDS,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> InitializationEffect | None:
    """Train all seven starts from several seeds, all networks in lockstep on the same batches.

    Parameters
    ----------
    settings : DepthSettings
        Its initializer, scale and bias are not used.
    seeds : int
        How many, from the settings' own on.
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked as often; True ends the measurement.

    Returns
    -------
    InitializationEffect or None
        None if it was cancelled.
    """
    seeded = [Initialization(one.initializer, seed=settings.seed + k) for one in INITIALIZATIONS for k in range(seeds)]
    trained = begin(settings, seeded).finish(progress, cancelled)
    if not trained.done:
        return None
    first, last = trained.frames[0].layers, trained.end.layers
    shape = (len(INITIALIZATIONS), seeds)
    measured = (last.loss, last.accuracy, first.gradient[:, 0])
    chance = baseline_loss(measured_samples(settings)[1])
    return InitializationEffect(settings, chance, *(values.reshape(shape) for values in measured))
