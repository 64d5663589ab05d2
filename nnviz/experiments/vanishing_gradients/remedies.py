"""Remedies for gradients that vanish or explode, one by one: what each alone does to the same network."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.depth.building import Initialization, measured_samples
from nnviz.experiments.depth.ensemble import LEARNED, SEEDS, baseline_loss
from nnviz.experiments.depth.settings import DepthSettings
from nnviz.experiments.depth.trajectory import begin
from nnviz.experiments.run.choice import name_of


@dataclass(frozen=True)
class Remedy:
    """One change of the settings.

    Attributes
    ----------
    name, title : str
    why : str
        What it does, in a sentence.
    changes : tuple of (str, object)
        Fields of `DepthSettings`.
    """

    name: str
    title: str
    why: str
    changes: tuple[tuple[str, object], ...]

    def applied(self, settings: DepthSettings) -> DepthSettings:
        """Return the settings with this remedy and nothing else changed."""
        return settings.changed(**dict(self.changes))


UNCHANGED = Remedy("none", "no remedy", "The network above, unchanged.", ())


def remedies(settings: DepthSettings) -> tuple[Remedy, ...]:
    """Return the remedies that would change something in this network, the unchanged network first."""
    relu = name_of(settings.activation) == "relu"
    offered = (
        Remedy(
            "relu",
            "ReLU",
            "Its slope is 1 wherever it is not 0, so along active units the slopes no longer shrink the gradient.",
            _ONLY_RELU,
        ),
        Remedy(
            "xavier",
            "Xavier initialization",
            "Weights of variance 2/(n_in + n_out) preserve the signal in both directions while the slopes are near 1.",
            (("initializer", "glorot_uniform"), ("weight_scale", 1.0)),
        ),
        Remedy(
            "he",
            "He initialization" if relu else "ReLU, He initialization",
            "Doubling the variance compensates for the half that a ReLU blocks.",
            ((*_ONLY_RELU, *_HE)),
        ),
        Remedy(
            "orthogonal",
            "orthogonal initialization",
            "Square orthogonal matrices preserve lengths: only the slopes shrink or stretch a direction.",
            (("initializer", "orthogonal"), ("weight_scale", 1.0)),
        ),
        Remedy(
            "tanh",
            "tanh, Xavier initialization",
            "The slope at 0 is 1 (sigmoid: 1/4), and activations stay centred on 0.",
            (("activation", "tanh"), ("initializer", "glorot_uniform"), ("weight_scale", 1.0)),
        ),
        Remedy(
            "selu",
            "SELU, LeCun initialization",
            "Drives the mean and variance of each layer to 0 and 1.",
            (("activation", "selu"), ("initializer", "lecun_normal"), ("weight_scale", 1.0)),
        ),
        Remedy(
            "residual",
            "residual connections",
            "Each hidden layer from the second on adds its input to what it computes (He et al. 2016): the gradient "
            "also goes past it, unchanged.",
            (("residual", True),),
        ),
        Remedy("shorter", "2 hidden layers", "Fewer factors in the product.", (("depth", 2),)),
        Remedy(
            "clip",
            "clip the gradient norm at 1",
            "Bounds the step. It helps only against exploding gradients.",
            (("clip_norm", 1.0),),
        ),
        Remedy("adam", "Adam", "Divides each gradient by its own typical size, however small.", _ADAM),
    )
    linked = settings.depth > 1  # the first hidden layer has another width than its input
    return (
        UNCHANGED,
        *(one for one in offered if one.applied(settings) != settings and (linked or one.name != "residual")),
    )


_ONLY_RELU: tuple[tuple[str, object], ...] = (("activation", "relu"),)
_HE: tuple[tuple[str, object], ...] = (("initializer", "he_normal"), ("weight_scale", 1.0))
_ADAM: tuple[tuple[str, object], ...] = (("optimizer", "adam"), ("learning_rate", 0.001))


@dataclass(frozen=True, eq=False)
class RemedyEffect:
    """What a remedy did, over several seeds.

    Attributes
    ----------
    remedy : Remedy
    settings : DepthSettings
        With the remedy.
    left : ndarray, shape (seeds,)
        What is left of dZ in layer 1 at the start, as a share of that at the output.
    loss, accuracy : ndarray, shape (seeds,)
        After training; NaN and infinity stay.
    baseline_loss : float
        The loss of always giving the shares of the classes.
    """

    remedy: Remedy
    settings: DepthSettings
    left: Array
    loss: Array
    accuracy: Array
    baseline_loss: float

    @property
    def learned(self) -> int:
        """How many seeds came below `LEARNED` of the loss of guessing."""
        return int((self.loss < LEARNED * self.baseline_loss).sum())

    @property
    def broken(self) -> int:
        """How many seeds ended in NaN or infinity."""
        return int((~np.isfinite(self.loss)).sum())

    def row(self) -> dict[str, object]:
        """Return the result as a row of a table; medians over the seeds."""
        finite = self.loss[np.isfinite(self.loss)]
        decided = self.accuracy[np.isfinite(self.accuracy)]
        return {
            "remedy": self.remedy.title,
            "fraction of dZ reaching layer 1": float(np.median(self.left)),
            "loss": float(np.median(finite)) if finite.size else None,
            "accuracy": float(np.median(decided)) if decided.size else None,
            "learned": f"{self.learned} of {len(self.loss)}",
            "not finite": self.broken,
        }


def measure_remedy(
    settings: DepthSettings,
    remedy: Remedy = UNCHANGED,
    seeds: int = SEEDS,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RemedyEffect | None:
    """Train the network with one remedy from several seeds in lockstep.

    Parameters
    ----------
    settings : DepthSettings
        Of the network without it.
    remedy : Remedy
    seeds : int
        How many, from the settings' own on.
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked as often; True ends the measurement.

    Returns
    -------
    RemedyEffect or None
        None if it was cancelled.
    """
    changed = remedy.applied(settings)
    initializations = [Initialization.of(changed, changed.seed + k) for k in range(seeds)]
    trained = begin(changed, initializations).finish(progress, cancelled)
    if not trained.done:
        return None
    first, last = trained.frames[0].layers, trained.end.layers
    chance = baseline_loss(measured_samples(changed)[1])
    return RemedyEffect(remedy, changed, first.left[:, 0], last.loss, last.accuracy, chance)
