"""What a question of a lesson may measure on the page "Softmax"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.experiments.softmax.full_pass import SoftmaxPass, overflow, softmax_pass
from nnviz.experiments.softmax.settings import DEFAULT_LOGITS, SoftmaxSettings
from nnviz.experiments.trained.real_logits import real_logits

_RAISED, _SHIFT, _HOT, _LARGE = 1.0, 10.0, 10.0, 1000.0


def _logits(settings: SoftmaxSettings) -> tuple[float, ...]:
    if settings.z:
        return settings.z
    if settings.source == "own":
        return DEFAULT_LOGITS[: settings.n_classes]
    logits = real_logits(settings.source).logits
    return tuple(float(z) for z in logits[min(settings.sample, len(logits) - 1)])


def _target(settings: SoftmaxSettings) -> int:
    if settings.source == "own":
        return settings.target
    labels = real_logits(settings.source).labels
    return int(labels[min(settings.sample, len(labels) - 1)])


def _pass(settings: SoftmaxSettings, raised: float = 0.0, shift: float = 0.0, hot: float = 1.0) -> SoftmaxPass:
    first, *others = _logits(settings)
    z = (first + raised, *others)
    return softmax_pass(z, _target(settings), settings.temperature * hot, settings.shift + shift)


def _change_of_the_last(settings: SoftmaxSettings) -> float:
    return float(_pass(settings, raised=_RAISED).P[-1] - _pass(settings).P[-1])


def _change_by_shift(settings: SoftmaxSettings) -> float:
    change = float(np.abs(_pass(settings, shift=_SHIFT).P - _pass(settings).P).max())
    return 0.0 if change < 1e-12 else change


def _written_out(settings: SoftmaxSettings) -> str:
    P = overflow(_logits(settings), _LARGE).naive_P
    return "NaN" if np.isnan(P).all() else "numbers"


MEASUREMENTS: Mapping[str, Callable[[SoftmaxSettings], float | str]] = {
    "largest probability": lambda settings: float(_pass(settings).P.max()),
    "probability of the target": lambda settings: float(_pass(settings).P[_target(settings)]),
    "gradient of the target": lambda settings: float(_pass(settings).dZ[_target(settings)]),
    "sum of the gradients": lambda settings: round(float(_pass(settings).dZ.sum()), 12),
    "change of the last when 1 is added to the first": _change_of_the_last,
    "change when 10 is added to all": _change_by_shift,
    "largest probability at ten times the temperature": lambda settings: float(_pass(settings, hot=_HOT).P.max()),
    "softmax as written at logits of 1000": _written_out,
}
