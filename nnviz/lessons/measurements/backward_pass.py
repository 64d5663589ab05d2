"""What a question of a lesson may measure on the page "Backward pass"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.experiments.backward_pass.along_a_line import nudge, parameter_symbol, updated
from nnviz.experiments.backward_pass.example import BackwardExample, backward_example
from nnviz.experiments.backward_pass.mistakes import (
    check_of,
    check_possible,
    gradient_symbol,
    mistaken_pass,
    numeric_gradients,
    wrong_tensors,
)
from nnviz.experiments.backward_pass.settings import BackwardSettings

_NUDGE = 0.5


def _loss_after(settings: BackwardSettings) -> float:
    example = backward_example(settings)
    network = updated(example, settings.learning_rate, settings.biases)
    return float(example.loss.forward(network.forward(example.X).A, example.Y).L)


def _parameter(example: BackwardExample, settings: BackwardSettings) -> int:
    return settings.parameter if settings.parameter >= 0 else int(np.abs(example.gradients.theta).argmax())


def _change_by_nudge(settings: BackwardSettings) -> float:
    example = backward_example(settings)
    line = nudge(example, _parameter(example, settings))
    return float(line.change[int(np.abs(line.t - _NUDGE).argmin())])


def _largest_gradient(settings: BackwardSettings) -> str:
    example = backward_example(settings)
    return parameter_symbol(example.network, int(np.abs(example.gradients.theta).argmax()))


def _layers_ratio(settings: BackwardSettings) -> float:
    example = backward_example(settings)
    first, last = (float(np.abs(example.backward(layer).dW).max()) for layer in (1, example.depth))
    return first / last


def _flagged_without_slope(settings: BackwardSettings) -> str:
    example = backward_example(settings)
    check = check_of(mistaken_pass(example, ("slope",), 1), numeric_gradients(example))
    wrong = {gradient_symbol(part.path) for part, bad in zip(check.tensors, wrong_tensors(check), strict=True) if bad}
    first = {"dX", "dW1", "db1"}
    if not wrong:
        return "none"
    return "layer 1" if wrong <= first else "the others" if not wrong & first else "all"


def _skipped(settings: BackwardSettings) -> str:
    example = backward_example(settings)
    return "runs" if check_possible(example, "skip", example.depth).made else "refused"


MEASUREMENTS: Mapping[str, Callable[[BackwardSettings], float | str]] = {
    "loss": lambda settings: float(backward_example(settings).outcome.L),
    "loss after the update": _loss_after,
    "change of the loss by a nudge of 0.5": _change_by_nudge,
    "parameter of the largest gradient": _largest_gradient,
    "largest dW of layer 1 over that of the last": _layers_ratio,
    "gradients wrong without the slope in layer 1": _flagged_without_slope,
    "what happens if the last layer is skipped": _skipped,
}
