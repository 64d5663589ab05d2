"""A training with a hidden fault, drawn from a seed: each time another fault in another network, whose sign shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.experiments.clinic.case import Case, layers
from nnviz.experiments.clinic.cases import CASES
from nnviz.experiments.clinic.frame import history_row
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.run.settings import RunSettings

STREAM = 20_240
"""Keeps the draws of mysteries apart from all others of the same seed."""

STEPS, STRIDE, EARLY = 500, 5, 12
"""How long all of them are trained and when they have a frame: the same for all, so that it gives nothing away."""

MAX_DRAWS = 40
"""Variations that are tried before the textbook case of the same fault is taken."""

DrawnFields = dict[str, Any]
TOY_DATASETS = ("circle", "xor", "moons")


@dataclass(frozen=True)
class Mystery:
    """A training whose fault is known to the clinic alone.

    Attributes
    ----------
    seed : int
    case : Case
        The fault, in the network that was drawn.
    training : Training
    draws : int
        Variations that were drawn until one showed the sign.
    """

    seed: int
    case: Case
    training: Training
    draws: int


@lru_cache(maxsize=64)
def mystery(seed: int) -> Mystery:
    """Draw a training; the same seed always gives the same one.

    The fault is drawn first. Then variations (data, layers, activation, rate) are drawn until `diagnose` puts the
    fault's sign first at the end of the training, so that the evidence is there to be seen.

    Parameters
    ----------
    seed : int
    """
    case = list(CASES.values())[int(np.random.default_rng((STREAM, seed)).integers(len(CASES)))]
    for draw in range(1, MAX_DRAWS + 1):
        rng = np.random.default_rng((STREAM, seed, draw))
        fields = _VARIATIONS[case.name](rng)
        number = int(rng.integers(2**31 - 1))
        settings = _settings(fields | {"seed": number, "data_seed": number})
        training = Training(settings, STEPS, STRIDE, EARLY, case.shuffled)
        if shows_sign(training, case.sign):
            return Mystery(seed, replace(case, settings=settings), training, draw)
    textbook = case.training(seed).settings
    return Mystery(seed, case, Training(textbook, STEPS, STRIDE, EARLY, case.shuffled), MAX_DRAWS)


def shows_sign(training: Training, sign: str) -> bool:
    """Return whether a sign is the first that `diagnose` finds at the end of the training.

    Parameters
    ----------
    training : Training
    sign : str
    """
    history = []
    for run in training.runs():
        history.append(history_row(run))
    found = diagnose(run, history)
    return bool(found) and found[0].sign == sign


def _settings(fields: DrawnFields) -> RunSettings:
    """Return settings with these fields; the data first, since others follow from them."""
    data = {name: fields[name] for name in ("dataset",) if name in fields}
    return RunSettings().changed(**data).changed(**fields)


def _one(rng: np.random.Generator, *options: Any) -> Any:
    return options[int(rng.integers(len(options)))]


def _units(rng: np.random.Generator, activation: str, most: int = 2, fewest: int = 1) -> DrawnFields:
    widths = [int(rng.integers(5, 11)) for _ in range(int(rng.integers(fewest, most + 1)))]
    return {"hidden": layers(*widths, activation=activation)}


def _rate(rng: np.random.Generator, low: float, high: float) -> DrawnFields:
    """Draw a learning rate, evenly on a scale of powers, rounded to two figures."""
    return {"learning_rate": float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.2g}")}


def _toy(rng: np.random.Generator) -> DrawnFields:
    return {"dataset": _one(rng, *TOY_DATASETS)}


def _any(rng: np.random.Generator) -> DrawnFields:
    """Draw a toy set, or scaled measurements: many inputs alone give nothing away."""
    return {"dataset": _one(rng, *TOY_DATASETS, "wine", "iris")}


def _dead(rng: np.random.Generator) -> DrawnFields:
    by_adam = rng.random() < 0.5
    steps = {"optimizer": "adam"} | _rate(rng, 0.8, 2.0) if by_adam else _rate(rng, 3.0, 8.0)
    return _any(rng) | _units(rng, "relu", fewest=2) | {"initializer": "he_normal"} | steps


def _saturated(rng: np.random.Generator) -> DrawnFields:
    drawn = {"initializer": f"normal(std={_one(rng, 40, 50, 60)})"}
    return _any(rng) | _units(rng, _one(rng, "sigmoid", "tanh")) | drawn | _rate(rng, 0.05, 0.5)


def _diverged(rng: np.random.Generator) -> DrawnFields:
    data = {"dataset": _one(rng, "reg-plane", "reg-gauss"), "initializer": "he_normal"}
    return data | _units(rng, _one(rng, "relu", "leaky_relu")) | _rate(rng, 0.2, 1.0)


def _symmetric(rng: np.random.Generator) -> DrawnFields:
    drawn = {"initializer": _one(rng, "zeros", "constant(value=0.1)", "constant(value=0.3)")}
    return _any(rng) | _units(rng, _one(rng, "tanh", "sigmoid", "relu")) | drawn | _rate(rng, 0.05, 0.3)


def _linear(rng: np.random.Generator) -> DrawnFields:
    data = {"dataset": _one(rng, "circle", "xor", "spiral")}
    return data | _units(rng, "identity", most=3) | _rate(rng, 0.02, 0.1)


def _slow(rng: np.random.Generator) -> DrawnFields:
    return _any(rng) | _units(rng, _one(rng, "tanh", "relu")) | {"initializer": "he_normal"} | _rate(rng, 2e-6, 3e-5)


def _overfitting(rng: np.random.Generator) -> DrawnFields:
    data = {"dataset": _one(rng, "gauss", "circle"), "noise": 5.0 * int(rng.integers(8, 11)), "train_share": 0.1}
    wide = {"hidden": layers(*[int(rng.integers(12, 17)) for _ in range(2)], activation=_one(rng, "relu", "tanh"))}
    return data | wide | {"initializer": "he_normal", "optimizer": "adam"} | _rate(rng, 0.01, 0.03)


def _unscaled(rng: np.random.Generator) -> DrawnFields:
    units = _units(rng, _one(rng, "tanh", "sigmoid"))
    return {"dataset": "wine", "scaling": "none"} | units | _rate(rng, 0.03, 0.2)


def _wrong_loss(rng: np.random.Generator) -> DrawnFields:
    loss = _one(rng, "mean_squared_error", "half_squared_error")
    drawn = {"head": "sigmoid", "loss": loss, "initializer": f"normal(std={_one(rng, 4, 5, 6)})"}
    return _toy(rng) | _units(rng, _one(rng, "relu", "leaky_relu"), most=1) | drawn | _rate(rng, 0.02, 0.05)


def _shuffled(rng: np.random.Generator) -> DrawnFields:
    data = {"dataset": _one(rng, "circle", "gauss", "xor"), "train_share": _one(rng, 0.1, 0.2)}
    wide = {"hidden": layers(*[int(rng.integers(12, 17)) for _ in range(2)], activation=_one(rng, "relu", "tanh"))}
    return data | wide | {"initializer": "he_normal", "optimizer": "adam"} | _rate(rng, 0.01, 0.03)


_VARIATIONS: dict[str, Callable[[np.random.Generator], DrawnFields]] = {
    "dead": _dead,
    "saturated": _saturated,
    "diverged": _diverged,
    "symmetric": _symmetric,
    "linear": _linear,
    "too_small": _slow,
    "overfitting": _overfitting,
    "unscaled": _unscaled,
    "wrong_loss": _wrong_loss,
    "shuffled": _shuffled,
}
