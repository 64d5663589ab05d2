"""What helps against each sign, and why: changes of settings that can be carried out at once, one list for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.engine import INITIALIZERS, optimizer_parameters
from nnviz.experiments.run.choice import name_of, values_of, written
from nnviz.experiments.run.settings import HiddenSettings, RunSettings

USUAL_RATES = {"sgd": 0.1, "momentum": 0.01, "nesterov": 0.01, "adagrad": 0.1}
"""Learning rates with which a network of a few layers on scaled inputs usually learns; `USUAL_ADAPTIVE` for others."""

USUAL_ADAPTIVE = 0.01
SQUARED_ERROR = 0.1
"""Share of the usual rate that suits plain gradients where numbers are fitted: errors and inputs are large there."""

CAREFUL = 0.3
"""Share of the usual learning rate that is taken where steps were too large."""

CLIPPED_RATE = 0.3
"""Up to this learning rate a gradient clipped to length 1 makes no large step."""

MODEST_PENALTY = 0.003
FITTING = {"relu": "he_normal", "leaky_relu": "he_normal", "prelu": "he_normal", "elu": "he_normal"}
"""Initializers that fit an activation; Glorot's for the others."""

Changes = Mapping[str, Any]


@dataclass(frozen=True)
class Remedy:
    """One change of settings that helps against a sign.

    Attributes
    ----------
    name : str
        Unique among those of a sign.
    title : str
        What is changed, with its numbers, such as "a learning rate of 0.01".
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


Maker = Callable[[RunSettings], Remedy]
"""Makes a remedy that fits settings; it may change nothing, and then it is not offered."""


def remedies_for(sign: str, settings: RunSettings) -> tuple[Remedy, ...]:
    """Return the remedies against a sign that change something in these settings, the best first.

    Parameters
    ----------
    sign : str
        A name in `SIGNS`.
    settings : RunSettings
    """
    return changing(settings, *(make(settings) for make in REMEDIES[sign]))


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
    return min(_short(settings.learning_rate / 10.0), _short(CAREFUL * usual_rate(settings)))


def smaller_rate(settings: RunSettings, rate: float | None = None) -> Remedy:
    """Take shorter steps, from weights that fit."""
    rate, fresh = rate or careful_rate(settings), _fresh_weights(settings)
    return Remedy(
        "rate",
        f"a learning rate of {rate:g}{' and weights drawn to fit' if fresh else ''}",
        "Below 2 over the curvature a deviation shrinks from step to step instead of growing.",
        (("learning_rate", rate), *fresh),
    )


def early_smaller_rate(settings: RunSettings) -> Remedy:
    """Take shorter steps from the start, before a unit is lost."""
    rate = careful_rate(settings)
    return Remedy(
        "early",
        f"a learning rate of {rate:g} from the start",
        f"At a rate of {rate:g} no step throws a unit to where every sample gives a negative sum.",
        (("learning_rate", rate), *_fresh_weights(settings)) if settings.learning_rate > usual_rate(settings) else (),
    )


def clipping(settings: RunSettings) -> Remedy:
    """Clip the gradient, where steps of at most the learning rate are short ones."""
    small = settings.learning_rate <= CLIPPED_RATE and settings.optimizer == "sgd" and not _fresh_weights(settings)
    return Remedy(
        "clip",
        "the gradient clipped to length 1",
        "The gradient keeps its direction, but no step is longer than the rate times 1.",
        (("clip_norm", 1.0),) if small else (),
    )


def usual_epsilon(settings: RunSettings) -> Remedy:
    """Put the optimizer's epsilon back."""
    name = name_of(settings.optimizer)
    known = {parameter.name: parameter.default for parameter in optimizer_parameters(name)}
    values = values_of("optimizer", settings.optimizer)
    usual = written("optimizer", name, values | {"epsilon": known.get("epsilon")})
    return Remedy(
        "epsilon",
        f"the usual epsilon of {known.get('epsilon', 0.0):g}",
        "A gradient of 0 is then divided by epsilon and not by 0: such a parameter stays where it is.",
        (("optimizer", usual),),
    )


def weaker_penalty(settings: RunSettings, at_most: float = MODEST_PENALTY) -> Remedy:
    """Keep the penalty, but weak enough to leave the weights something to do."""
    rate = float(f"{min(at_most, MODEST_PENALTY, settings.penalty_rate / 10.0):.1g}")
    kind = settings.penalty.upper()
    return Remedy(
        "weaker",
        f"a penalty of {rate:g}",
        f"{kind} at {rate:g} costs less than what the weights gain by learning.",
        (("penalty_rate", rate),) if settings.penalty != "none" else (),
    )


def no_penalty(settings: RunSettings) -> Remedy:
    """Switch the penalty off, AdamW's decay too."""
    decay: Changes = {}
    if name_of(settings.optimizer) == "adamw":
        values = values_of("optimizer", settings.optimizer)
        decay = {"optimizer": written("optimizer", "adam", {key: values[key] for key in ("beta1", "beta2", "epsilon")})}
    return Remedy(
        "none",
        "no weight decay (Adam)" if decay and settings.penalty == "none" else "no penalty",
        "Nothing pulls the weights to 0 any more, so the loss alone decides.",
        (("penalty", "none"), *decay.items()),
    )


def standardized(settings: RunSettings) -> Remedy:
    """Scale the inputs."""
    return Remedy(
        "standardize",
        "standardized inputs",
        "Every input gets mean 0 and standard deviation 1, by what the training samples show.",
        (("scaling", "standardize"),),
    )


def scaled_target(settings: RunSettings) -> Remedy:
    """Scale the numbers to predict."""
    return Remedy(
        "scale_target",
        "a scaled target",
        "The errors are then at most about 1, and so are the gradients that they send back.",
        (("target_scaling", "min_max"),) if settings.head_name == "regression" else (),
    )


def random_weights(settings: RunSettings) -> Remedy:
    """Draw the weights at random."""
    return Remedy(
        "random",
        "random weights",
        "Units that begin different get different gradients and come to do different things.",
        (("initializer", _fitting(settings.hidden)),),
    )


def fitting_weights(settings: RunSettings) -> Remedy:
    """Draw the weights to fit the number of inputs."""
    initializer = _fitting(settings.hidden)
    he = initializer == "he_normal"
    return Remedy(
        "he" if he else "glorot",
        f"weights drawn to fit ({'He' if he else 'Glorot'})",
        "Weights of that size keep the sums where the activation has its slope, and the gradient its size.",
        (("initializer", initializer), *_calm(settings)),
    )


def tanh_units(settings: RunSettings) -> Remedy:
    """Use tanh in all hidden layers."""
    return Remedy(
        "tanh",
        "tanh in the hidden layers",
        "It bends, so a network of them is no single matrix; and its slope of 1 in the middle lets a gradient through.",
        (*_hidden(settings, "tanh"), ("initializer", "glorot_uniform"), *_calm(settings)),
    )


def relu_units(settings: RunSettings) -> Remedy:
    """Use ReLU in all hidden layers, with weights that fit it."""
    return Remedy(
        "relu",
        "ReLU with He's weights",
        "ReLU bends at 0 and has slope 1 for every positive sum, however large.",
        (*_hidden(settings, "relu"), ("initializer", "he_normal"), *_calm(settings)),
    )


def leaky_units(settings: RunSettings, rate: float | None = None) -> Remedy:
    """Use leaky ReLU at a rate that kills nothing."""
    rate = rate or careful_rate(settings)
    return Remedy(
        "leaky",
        f"leaky ReLU at a rate of {rate:g}",
        "A negative sum now has a slope of 0.01 instead of 0, so a gradient comes through and moves the weights.",
        (*_hidden(settings, "leaky_relu"), ("learning_rate", rate), *_fresh_weights(settings)),
    )


def fewer_layers(settings: RunSettings) -> Remedy:
    """Keep the first two hidden layers."""
    return Remedy(
        "shallow",
        "two hidden layers only",
        "A gradient that passes two layers is multiplied twice, not six times.",
        (("hidden", settings.hidden[:2]), ("initializer", _fitting(settings.hidden)), *_calm(settings)),
    )


def cross_entropy(settings: RunSettings) -> Remedy:
    """Use cross-entropy with a sigmoid output."""
    return Remedy(
        "cross_entropy",
        "cross-entropy",
        "Its gradient at the output is P − Y, without the slope P (1 − P): largest where the answer is most wrong.",
        (("head", "sigmoid"), ("loss", "binary_cross_entropy"), *_calm(settings)),
    )


def larger_rate(settings: RunSettings) -> Remedy:
    """Take longer steps."""
    rate = usual_rate(settings)
    return Remedy(
        "rate",
        f"a learning rate of {rate:g}",
        f"The direction was right all along; {rate:g} makes the steps as long as they can usefully be.",
        (("learning_rate", rate), ("schedule", "constant"), ("clip_norm", None))
        if rate > settings.learning_rate
        else (),
    )


def adam(settings: RunSettings) -> Remedy:
    """Use Adam."""
    return Remedy(
        "adam",
        "Adam at a rate of 0.01",
        "Adam divides each step by the gradient's usual size: now the rate alone says how long a step is.",
        (("optimizer", "adam"), ("learning_rate", 0.01), ("schedule", "constant")),
    )


def able_network(settings: RunSettings) -> Remedy:
    """Take two layers of sixteen tanh units, and Adam."""
    units = max(16, *(part.units for part in settings.hidden)) if settings.hidden else 16
    return Remedy(
        "able",
        f"two layers of {units} tanh units, and Adam",
        "More units can draw more bends, and Adam finds its own length of step for each weight.",
        (
            ("hidden", (HiddenSettings(units=units),) * 2),
            ("initializer", "glorot_uniform"),
            *dict(adam(settings).changes).items(),
            ("penalty", "none"),
            ("clip_norm", None),
        ),
    )


def more_samples(settings: RunSettings) -> Remedy:
    """Train on more of the samples."""
    more = settings.train_share < 0.5
    return Remedy(
        "data",
        "80 % of the samples for training",
        "Noise that differs from sample to sample averages out.",
        (("train_share", 0.8),) if more else (),
    )


def l2_penalty(settings: RunSettings) -> Remedy:
    """Add an L2 penalty."""
    return Remedy(
        "l2",
        "an L2 penalty of 0.1",
        "Large weights cost something: sharp bends around single points no longer pay.",
        (("penalty", "l2"), ("penalty_rate", 0.1)) if settings.plane or settings.scaling_name != "none" else (),
    )


def dropout(settings: RunSettings) -> Remedy:
    """Silence units at random, in steps that bear the noise of that."""
    hidden = tuple(part.model_copy(update={"dropout": 0.5}) for part in settings.hidden)
    rate = _short(min(settings.learning_rate, CAREFUL * usual_rate(settings)))
    return Remedy(
        "dropout",
        f"dropout 0.5 at a rate of {rate:g}",
        "Units are silenced at random, so none can rely on a detail that only one sample has.",
        (("hidden", hidden), ("learning_rate", rate)),
    )


def stop_at(epoch: int) -> Remedy:
    """Return the remedy that stops in an epoch: the one in which the test loss was lowest."""
    return Remedy(
        "stop",
        f"an end after epoch {epoch}",
        f"In epoch {epoch} the test loss was lowest; what comes later is learned by heart.",
        (("max_epochs", epoch),),
    )


REMEDIES: dict[str, tuple[Maker, ...]] = {
    "penalty": (weaker_penalty, no_penalty),
    "unscaled": (standardized,),
    "unscaled_target": (scaled_target,),
    "diverged": (smaller_rate, clipping),
    "too_large": (smaller_rate,),
    "symmetric": (random_weights,),
    "flat": (tanh_units, relu_units),
    "dead": (leaky_units, early_smaller_rate),
    "exploding": (fitting_weights, fewer_layers),
    "saturated": (fitting_weights, relu_units),
    "vanishing": (tanh_units, relu_units, fewer_layers),
    "sure_and_wrong": (cross_entropy,),
    "too_small": (larger_rate, adam),
    "linear": (tanh_units, relu_units),
    "imbalance": (),
    "unrelated": (),
    "overfitting": (more_samples, l2_penalty, dropout),
    "stuck": (able_network,),
    "no_progress": (able_network,),
}
"""What helps against each sign, the best first; early stopping joins where the best epoch is known."""


def _short(number: float) -> float:
    """Round to two figures, as a person would type it."""
    return float(f"{number:.2g}")


def _fitting(hidden: tuple[HiddenSettings, ...]) -> str:
    names = {FITTING.get(name_of(part.activation), "glorot_uniform") for part in hidden}
    return "he_normal" if "he_normal" in names else "glorot_uniform"


def _hidden(settings: RunSettings, activation: str) -> tuple[tuple[str, Any], ...]:
    """Return the change that gives every hidden layer an activation, or adds a layer where there is none."""
    layers = settings.hidden or (HiddenSettings(units=8),)
    return (("hidden", tuple(part.model_copy(update={"activation": activation}) for part in layers)),)


def _calm(settings: RunSettings) -> tuple[tuple[str, Any], ...]:
    """Return a usual learning rate where the present one is larger: other units alone would not bear it."""
    usual = usual_rate(settings)
    return (("learning_rate", usual),) if settings.learning_rate > usual else ()


def _fresh_weights(settings: RunSettings) -> tuple[tuple[str, Any], ...]:
    """Return weights that fit where the present ones are drawn by hand, larger or smaller than fits."""
    return () if settings.initializer in _FITTING_RULES else (("initializer", _fitting(settings.hidden)),)


_FITTING_RULES = tuple(name for name in INITIALIZERS if name not in ("normal", "uniform", "constant", "zeros"))
