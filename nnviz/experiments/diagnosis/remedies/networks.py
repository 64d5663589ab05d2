"""Remedies that change the network: its weights, activations, layers and loss, and what keeps it from overfitting."""

from typing import Any

from nnviz.engine.activations import activation_parameters
from nnviz.experiments.diagnosis.remedies.remedy import (
    CAREFUL,
    Remedy,
    calm_rate,
    careful_rate,
    convolutions,
    fitting_initializer,
    fresh_weights,
    short,
    usual_rate,
)
from nnviz.experiments.diagnosis.remedies.steps import adam
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.image_layers import ConvolvedSettings
from nnviz.experiments.run.settings import RunSettings

SHALLOW = 2
"""Layers that are kept of a network that is too deep."""


def random_weights(settings: RunSettings) -> Remedy:
    """Draw the weights at random."""
    return Remedy(
        "random",
        "random weights",
        "Units that start out different get different gradients and learn different things.",
        (("initializer", fitting_initializer(settings)),),
    )


def fitting_weights(settings: RunSettings) -> Remedy:
    """Draw the weights to fit the number of inputs."""
    initializer = fitting_initializer(settings)
    he = initializer == "he_normal"
    return Remedy(
        "he" if he else "glorot",
        f"{'He' if he else 'Glorot'} initialization",
        "Weights of that size keep the sums where the activation has a slope, and preserve the gradient's size.",
        (("initializer", initializer), *calm_rate(settings)),
    )


def tanh_units(settings: RunSettings) -> Remedy:
    """Use tanh in all hidden layers."""
    return Remedy(
        "tanh",
        "tanh in the hidden layers",
        "It is nonlinear, so the layers are no longer one matrix, and its slope of 1 at zero lets gradients through.",
        (*_hidden(settings, "tanh"), ("initializer", "glorot_uniform"), *calm_rate(settings)),
    )


def relu_units(settings: RunSettings) -> Remedy:
    """Use ReLU in all hidden layers, with weights that fit it."""
    return Remedy(
        "relu",
        "ReLU with He initialization",
        "ReLU is nonlinear at 0 and has slope 1 for every positive sum, however large.",
        (*_hidden(settings, "relu"), ("initializer", "he_normal"), *calm_rate(settings)),
    )


def leaky_units(settings: RunSettings, rate: float | None = None) -> Remedy:
    """Use leaky ReLU at a rate that kills nothing."""
    rate, slope = rate or careful_rate(settings), activation_parameters("leaky_relu")[0].default
    return Remedy(
        "leaky",
        f"leaky ReLU, rate {rate:g}",
        f"A negative sum now has a slope of {slope:g} instead of 0, so a gradient comes through and moves the weights.",
        (*_hidden(settings, "leaky_relu"), ("learning_rate", rate), *fresh_weights(settings)),
    )


def fewer_layers(settings: RunSettings) -> Remedy:
    """Keep the first two convolutions where there are more, else the first two hidden layers."""
    found = [i for i, part in enumerate(settings.image_layers) if isinstance(part, ConvolvedSettings)]
    if len(found) > SHALLOW:
        return Remedy(
            "shallow",
            "only two convolutions",
            f"The gradient passes through 2 convolutions on the way to the input, not {len(found)}.",
            (
                ("image_layers", settings.image_layers[: found[SHALLOW]]),
                ("initializer", fitting_initializer(settings)),
                *calm_rate(settings),
            ),
        )
    return Remedy(
        "shallow",
        "only two hidden layers",
        f"The gradient passes through 2 hidden layers on the way to the input, not {len(settings.hidden)}.",
        (("hidden", settings.hidden[:2]), ("initializer", fitting_initializer(settings)), *calm_rate(settings)),
    )


def cross_entropy(settings: RunSettings) -> Remedy:
    """Use cross-entropy with a sigmoid output."""
    return Remedy(
        "cross_entropy",
        "cross-entropy",
        "Its gradient at the output is P − Y, without the slope P (1 − P): largest where the answer is most wrong.",
        (("head", "sigmoid"), ("loss", "binary_cross_entropy"), *calm_rate(settings)),
    )


def able_network(settings: RunSettings) -> Remedy:
    """Take two layers of sixteen tanh units, and Adam."""
    units = max(16, *(part.units for part in settings.hidden)) if settings.hidden else 16
    return Remedy(
        "able",
        f"two layers of {units} tanh units, and Adam",
        "More units can draw a more complex boundary, and Adam finds its own step size for each weight.",
        (
            ("hidden", (HiddenSettings(units=units),) * 2),
            ("initializer", "glorot_uniform"),
            *dict(adam(settings).changes).items(),
            ("penalty", "none"),
            ("clip_norm", None),
        ),
    )


def l2_penalty(settings: RunSettings) -> Remedy:
    """Add an L2 penalty."""
    return Remedy(
        "l2",
        "L2 penalty 0.1",
        "Large weights cost something: a boundary that turns sharply around single points no longer pays.",
        (("penalty", "l2"), ("penalty_rate", 0.1)) if settings.plane or settings.scaling_name != "none" else (),
    )


def dropout(settings: RunSettings) -> Remedy:
    """Drop units at random, in steps small enough for the noise of that."""
    hidden = tuple(part.model_copy(update={"dropout": 0.5}) for part in settings.hidden)
    rate = short(min(settings.learning_rate, CAREFUL * usual_rate(settings)))
    return Remedy(
        "dropout",
        f"dropout 0.5, rate {rate:g}",
        "Units are dropped at random, so none can rely on a detail that only one sample has.",
        (("hidden", hidden), ("learning_rate", rate)),
    )


def _hidden(settings: RunSettings, activation: str) -> tuple[tuple[str, Any], ...]:
    """Return the change that gives every convolution and hidden layer an activation, or adds a layer to none."""
    changed = {"activation": activation}
    convolved = tuple(
        part.model_copy(update=changed) if isinstance(part, ConvolvedSettings) else part
        for part in settings.image_layers
    )
    layers = settings.hidden or (() if convolutions(settings) else (HiddenSettings(units=8),))
    found: list[tuple[str, Any]] = [("hidden", tuple(part.model_copy(update=changed) for part in layers))]
    return (*found, ("image_layers", convolved)) if convolved else tuple(found)
