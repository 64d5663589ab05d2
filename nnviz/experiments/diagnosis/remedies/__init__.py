"""What helps against each sign, and why: changes of settings that can be carried out at once, one list for all."""

from collections.abc import Callable

from nnviz.experiments.diagnosis.remedies.data import more_samples, scaled_target, standardized
from nnviz.experiments.diagnosis.remedies.networks import (
    able_network,
    cross_entropy,
    dropout,
    fewer_layers,
    fitting_weights,
    l2_penalty,
    leaky_units,
    random_weights,
    relu_units,
    tanh_units,
)
from nnviz.experiments.diagnosis.remedies.remedy import Remedy, changing
from nnviz.experiments.diagnosis.remedies.sequences import clipped, gated_cell, keeping_bias, orthogonal_start
from nnviz.experiments.diagnosis.remedies.steps import (
    adam,
    clipping,
    early_smaller_rate,
    larger_rate,
    no_penalty,
    smaller_rate,
    weaker_penalty,
)
from nnviz.experiments.run.settings import RunSettings

Maker = Callable[[RunSettings], Remedy]
"""Makes a remedy that fits settings; it may change nothing, and then it is not offered."""

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
    "exploding_through_time": (gated_cell, clipped, orthogonal_start),
    "vanishing_through_time": (keeping_bias, gated_cell, orthogonal_start),
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


def remedies_for(sign: str, settings: RunSettings) -> tuple[Remedy, ...]:
    """Return the remedies against a sign that change something in these settings, the best first.

    Parameters
    ----------
    sign : str
        A name in `SIGNS`.
    settings : RunSettings
    """
    return changing(settings, *(make(settings) for make in REMEDIES[sign]))
