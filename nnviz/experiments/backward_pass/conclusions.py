"""What should have been seen on the page "Backward pass", in sentences with the numbers of its settings."""

import numpy as np

from nnviz.experiments.backward_pass.along_a_line import nudge, parameter_symbol, update
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.mistakes import check_of, gradient_symbol, mistaken_pass, numeric_gradients
from nnviz.experiments.backward_pass.mistakes import wrong_tensors as wrong
from nnviz.experiments.backward_pass.questions import network_words
from nnviz.experiments.inspection.formula import measured_value, power


def conclusions(example: BackwardExample, parameter: int, size: float, rate: float, biases: bool) -> tuple[str, ...]:
    """Return what the nudge, the update and the gradient check of the page show.

    Parameters
    ----------
    example : BackwardExample
    parameter : int
        Which entry of theta is nudged.
    size : float
        By how much.
    rate : float
        Of the update.
    biases : bool
        Whether the update moves the biases too.
    """
    return _nudged(example, parameter, size), _updated(example, rate, biases), _checked(example)


def _nudged(example: BackwardExample, parameter: int, size: float) -> str:
    line = nudge(example, parameter)
    at = int(np.argmin(np.abs(line.t - size)))
    symbol = parameter_symbol(example.network, parameter)
    return (
        f"Nudging {symbol} by {line.t[at]:.3g} changes the loss by **{line.change[at]:.4f}**; its gradient predicts "
        f"{line.predicted[at]:.4f}. The prediction is the tangent: the smaller the nudge, the better."
    ).replace("-", "−")


def _updated(example: BackwardExample, rate: float, biases: bool) -> str:
    line = update(example, biases)
    at = int(np.argmin(np.abs(line.t - rate)))
    lowest = int(np.nanargmin(line.loss))
    return (
        f"One update with η = {line.t[at]:.3g} takes the loss from {line.start:.4f} to **{line.loss[at]:.4f}** "
        f"(predicted {line.start + line.predicted[at]:.4f}). Of all rates up to {line.t[-1]:g}, {line.t[lowest]:.3g} "
        f"takes it lowest, to {line.loss[lowest]:.4f}."
    ).replace("-", "−")


def _checked(example: BackwardExample) -> str:
    numeric = numeric_gradients(example)
    mistaken = check_of(mistaken_pass(example, ("slope",), 1), numeric)
    flagged = [gradient_symbol(part.path) for part, bad in zip(mistaken.tensors, wrong(mistaken), strict=True) if bad]
    effect = (
        f"Dropping f′(Z1) in layer 1 makes {', '.join(flagged)} wrong and leaves the layers above correct: gradients "
        "are computed from the loss back to the input."
        if flagged
        else "Dropping f′(Z1) in layer 1 changes nothing here, where it is 1 for every sample."
    )
    agreement = power(numeric.largest_error) if numeric.largest_error else measured_value(0.0)
    return (
        f"All {example.network.n_parameters} gradients of the {network_words(example)} network agree with the numeric "
        f"ones; the largest relative error is {agreement}. {effect}"
    )
