"""A penalty that is stronger than what there is to learn: it throws the weights past 0, or holds them near 0."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.engine import Array, Network, has_weights, weights_of
from nnviz.experiments.diagnosis.finding import Finding
from nnviz.experiments.diagnosis.measuring import Measurements, learning_rate
from nnviz.experiments.diagnosis.remedies.remedy import changing
from nnviz.experiments.diagnosis.remedies.steps import no_penalty, weaker_penalty
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.run.choice import name_of, values_of
from nnviz.experiments.run.run import architecture
from nnviz.experiments.run.settings import RunSettings

OVERSHOOT = 2.0
"""With a rate times penalty above this, a step that multiplies a weight by 1 minus that makes it larger."""

COLLAPSED = 0.2
"""Weights below this share of what they were drawn with, in every layer, have collapsed."""

NOTHING_LEARNED = 0.9
"""Collapsed weights are trouble where the loss is above this share of guessing's."""

DEAR = 0.1
"""A penalty that costs less than this share of guessing's loss is not what decides."""

MODEST = 0.01
"""A penalty at which the first weights cost this share of guessing's loss leaves them room."""

HELD_FROM, HELD_TO = 0.7, 1.5
"""The penalty holds the weights where growing them would cost about as much as it gains: between these ratios."""

HELD_ABOVE = 0.5
HELD_POINTS, HELD_FALL = 5, 0.1
"""A loss that falls by more than this share of itself in the second half of the run, of so many points, is not held."""

PENALTY_PATIENCE = 50


@dataclass(frozen=True)
class _Pull:
    """What pulls weights to 0: "L1", "L2" or "weight decay", how strongly, and whether past the optimizer."""

    name: str
    rate: float
    decoupled: bool

    def cost(self, W: Array) -> float:
        return self.rate * float(np.abs(W).sum() if self.name == "L1" else 0.5 * np.square(W).sum())

    def growth(self, W: Array) -> float:
        """Return what the penalty rises by, for each share by which all weights grow."""
        return self.cost(W) if self.name == "L1" else 2.0 * self.cost(W)


def penalty(measurements: Measurements) -> Finding | None:
    """Find a penalty that keeps a network from learning."""
    settings = measurements.run.settings
    for pull in _pulls(settings):
        found = _overshoots(measurements, pull) or _collapsed(measurements, pull) or _held(measurements, pull)
        if found is not None:
            sentence, evidence = found
            evidence = (("penalty", pull.rate), *evidence)
            modest = MODEST * measurements.baseline_loss / (_cost(pull, _drawn(settings)) / pull.rate or 1.0)
            remedies = changing(settings, weaker_penalty(settings, modest), no_penalty(settings))
            return Finding("penalty", sentence, evidence, remedies)
    return None


_Found = tuple[str, tuple[tuple[str, float], ...]]


def _pulls(settings: RunSettings) -> tuple[_Pull, ...]:
    pulls = []
    if settings.penalty != "none" and settings.penalty_rate > 0:
        pulls.append(_Pull(settings.penalty.upper(), settings.penalty_rate, settings.penalty_after_step))
    if name_of(settings.optimizer) == "adamw":
        decay = values_of("optimizer", settings.optimizer)["weight_decay"]
        pulls += [_Pull("weight decay", decay, True)] if decay > 0 else []
    return tuple(pulls)


def _overshoots(measurements: Measurements, pull: _Pull) -> _Found | None:
    settings = measurements.run.settings
    rate = learning_rate(measurements.run)
    limit = _stable(settings) if not pull.decoupled else OVERSHOOT
    product = rate * pull.rate
    if pull.name == "L1" or not product > limit:
        return None
    what = (
        f"every step multiplies the weights by 1 − {product:.3g} = {1 - product:.3g}, whatever the samples say"
        if limit == OVERSHOOT
        else f"above {limit:.3g} the penalty throws the weights further past 0 with every step"
    )
    return (
        f"The penalty is too strong for the steps: rate times penalty ({pull.name}) is {rate:g} · {pull.rate:g} = "
        f"{product:.3g}, and {what}.",
        (("rate times penalty", product), ("largest that settles", limit)),
    )


def _stable(settings: RunSettings) -> float:
    """Return the largest rate times L2 penalty that settles; infinity where steps have a length of their own."""
    values = values_of("optimizer", settings.optimizer)
    match name_of(settings.optimizer):
        case _ if settings.clip_norm is not None:
            return np.inf
        case "sgd":
            return OVERSHOOT
        case "momentum":
            return OVERSHOOT * (1.0 + values["momentum"])
        case "nesterov":
            return OVERSHOOT * (1.0 + values["momentum"]) / (1.0 + 2.0 * values["momentum"])
    return np.inf


def _collapsed(measurements: Measurements, pull: _Pull) -> _Found | None:
    """Find weights that the penalty has shrunk to nothing."""
    if not _waited(measurements) or not measurements.relative > NOTHING_LEARNED or not _bends(measurements):
        return None
    first = _drawn(measurements.run.settings)
    before, now = ([float(np.linalg.norm(W)) for W in part] for part in (first, _weights(measurements)))
    if not all(a > 0 for a in before) or not _cost(pull, first) > DEAR * measurements.baseline_loss:
        return None
    largest = max(b / a for a, b in zip(before, now, strict=True))
    if not largest < COLLAPSED:
        return None
    return (
        f"The penalty is too strong: {pull.name} at {pull.rate:g} has shrunk the weights to at most "
        f"{percent(largest)} of their initial size. At that size they would cost {_cost(pull, first):.3g}, and all "
        f"there is to gain is the loss of guessing, {measurements.baseline_loss:.3g}.",
        (
            ("largest fraction of weights left", largest),
            ("penalty of the initial weights", _cost(pull, first)),
            ("loss of guessing", measurements.baseline_loss),
        ),
    )


def _held(measurements: Measurements, pull: _Pull) -> _Found | None:
    """Find weights at which growing costs as much as it gains, far from having learned."""
    if not _waited(measurements) or not measurements.relative > HELD_ABOVE or pull.name == "weight decay":
        return None
    weights = _weights(measurements)
    gain = -sum(layer.growth for layer in measurements.layers)
    price = sum(pull.growth(W) for W in weights)
    dear = _cost(pull, weights) > DEAR * measurements.baseline_loss
    if not (dear and gain > 0 and HELD_FROM < price / gain < HELD_TO) or _still_falls(measurements):
        return None
    return (
        f"The penalty holds the weights back: 1 % larger weights would lower the loss by {gain / 100:.2g}, and the "
        f"penalty ({pull.name} at {pull.rate:g}) would rise by {price / 100:.2g}. So the loss stays at "
        f"{percent(measurements.relative)} of guessing's.",
        (
            ("fall of the loss by 1 % larger weights", gain / 100),
            ("rise of the penalty", price / 100),
            ("penalty now", _cost(pull, weights)),
            ("loss over guessing's", measurements.relative),
        ),
    )


def _still_falls(measurements: Measurements) -> bool:
    """Whether the training loss has fallen in the second half of the run, or nobody knows."""
    later = measurements.column("train_loss")[measurements.column("epoch") >= measurements.run.epoch / 2.0]
    return len(later) < HELD_POINTS or float(later[0] - later[-1]) > HELD_FALL * float(later[0])


def _waited(measurements: Measurements) -> bool:
    return bool(measurements.layers) and measurements.run.step >= PENALTY_PATIENCE


def _bends(measurements: Measurements) -> bool:
    """Whether a hidden layer is no linear one: a plane that does not fit shrinks its weights by itself."""
    return any(layer.activation is not None and layer.activation.name != "identity" for layer in measurements.hidden)


def _weights(measurements: Measurements) -> tuple[Array, ...]:
    return _all_weights(measurements.run.state.network)


def _cost(pull: _Pull, weights: tuple[Array, ...]) -> float:
    return sum(pull.cost(W) for W in weights)


@lru_cache(maxsize=8)
def _drawn(settings: RunSettings) -> tuple[Array, ...]:
    """Return the weights that a run begins with."""
    return _all_weights(architecture(settings).build(settings.seed))


def _all_weights(network: Network) -> tuple[Array, ...]:
    return tuple(weights_of(layer) for layer in network.layers if has_weights(layer))
