"""A remedy: one change of settings that helps against a sign, and what makes it fit the settings it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.engine import INITIALIZERS
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.run.image_layers import ConvolvedSettings
from nnviz.experiments.run.settings import RunSettings

USUAL_RATES = {"sgd": 0.1, "momentum": 0.01, "nesterov": 0.01, "adagrad": 0.1}
"""Learning rates with which a network of a few layers on scaled inputs usually learns; `USUAL_ADAPTIVE` for others."""

USUAL_ADAPTIVE = 0.01

SQUARED_ERROR = 0.1
"""Share of the usual rate that suits plain gradients where numbers are fitted: errors and inputs are large there."""

CAREFUL = 0.3
"""Share of the usual learning rate that is taken where steps were too large."""

FITTING = {"relu": "he_normal", "leaky_relu": "he_normal", "prelu": "he_normal", "elu": "he_normal"}
"""Initializers that fit an activation; Glorot's for the others."""

Changes = Mapping[str, Any]

_FITTING_RULES = tuple(name for name in INITIALIZERS if name not in ("normal", "uniform", "constant", "zeros"))


@dataclass(frozen=True)
class Remedy:
    """One change of settings that helps against a sign.

    Attributes
    ----------
    name : str
        Unique among those of a sign.
    title : str
        What is changed, with its numbers, such as "learning rate 0.01".
    why : str
        What that does to the cause, in a sentence.
    changes : tuple of (str, object)
        Fields of `RunSettings` with their new values.
    """

    name: str
    title: str
    why: str
    changes: tuple[tuple[str, Any], ...]

    def of(self, settings: RunSettings) -> RunSettings:
        """Return the settings with this remedy.

        Raises
        ------
        ValueError
            If they are not those that it was made for, and do not admit it.
        """
        return settings.changed(**dict(self.changes))


def changing(settings: RunSettings, *remedies: Remedy) -> tuple[Remedy, ...]:
    """Return those remedies that change something in these settings."""
    return tuple(remedy for remedy in remedies if remedy.of(settings) != settings)


def usual_rate(settings: RunSettings) -> float:
    """Return a learning rate that usually suits the optimizer."""
    name = name_of(settings.optimizer)
    plain = name in ("sgd", "momentum", "nesterov") and settings.head_name == "regression"
    return USUAL_RATES.get(name, USUAL_ADAPTIVE) * (SQUARED_ERROR if plain else 1.0)


def careful_rate(settings: RunSettings) -> float:
    """Return a tenth of the learning rate, or less where that is still far above what suits the optimizer."""
    return min(short(settings.learning_rate / 10.0), short(CAREFUL * usual_rate(settings)))


def short(number: float) -> float:
    """Round to two figures, as a person would type it."""
    return float(f"{number:.2g}")


def convolutions(settings: RunSettings) -> tuple[ConvolvedSettings, ...]:
    """Return the convolutions of the settings."""
    return tuple(part for part in settings.image_layers if isinstance(part, ConvolvedSettings))


def fitting_initializer(settings: RunSettings) -> str:
    """Return the initializer that fits the activations of the convolutions and the hidden layers."""
    convolved, dense = convolutions(settings), settings.hidden
    activations = [*(part.activation for part in convolved), *(part.activation for part in dense)]
    names = {FITTING.get(name_of(activation), "glorot_uniform") for activation in activations}
    return "he_normal" if "he_normal" in names else "glorot_uniform"


def calm_rate(settings: RunSettings) -> tuple[tuple[str, Any], ...]:
    """Return a usual learning rate where the present one is larger: other units alone would not bear it."""
    usual = usual_rate(settings)
    return (("learning_rate", usual),) if settings.learning_rate > usual else ()


def fresh_weights(settings: RunSettings) -> tuple[tuple[str, Any], ...]:
    """Return weights that fit where the present ones are drawn by hand, larger or smaller than fits."""
    return () if settings.initializer in _FITTING_RULES else (("initializer", fitting_initializer(settings)),)
