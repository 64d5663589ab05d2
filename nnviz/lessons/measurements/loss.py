"""What a question of a lesson may measure on the page "Loss"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.engine import loss
from nnviz.experiments.loss.lockstep import Lockstep, lockstep
from nnviz.experiments.loss.settings import LossSettings

_EPOCHS = 150
_TINY = 1e-6


def _lockstep(settings: LossSettings) -> Lockstep:
    return lockstep(settings.data, settings.w, settings.b, settings.learning_rate)


def _reduced(error: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float((error[0] - error[_EPOCHS]) / error[0])


def _ratio_at_the_start(settings: LossSettings) -> float:
    run = _lockstep(settings)
    return float(run.entropy.dz[0] / run.squared.dz[0])


def _cost_of_a_millionth(_: LossSettings) -> float:
    entropy = loss("categorical_cross_entropy_from_probabilities")
    return float(entropy.forward(np.array([[_TINY, 1.0 - _TINY]]), np.array([[1.0, 0.0]])).L)


MEASUREMENTS: Mapping[str, Callable[[LossSettings], float | str]] = {
    "cross-entropy of a millionth": _cost_of_a_millionth,
    "error removed by squared error in 150 epochs": lambda settings: _reduced(_lockstep(settings).squared.error),
    "error removed by cross-entropy in 150 epochs": lambda settings: _reduced(_lockstep(settings).entropy.error),
    "gradient of cross-entropy over that of squared error": _ratio_at_the_start,
}
