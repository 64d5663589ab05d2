"""What the page "Backward pass" asks before it shows: every answer is tried with the engine and checked."""

import numpy as np

from nnviz.engine import GradientCheck
from nnviz.experiments.backward_pass.along_a_line import AlongLine, parameter_symbol
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.mistakes import (
    check_of,
    check_possible,
    gradient_symbol,
    mistaken_pass,
    wrong_tensors,
)
from nnviz.experiments.backward_pass.settings import MistakeName
from nnviz.experiments.inspection.formula import measured_value
from nnviz.experiments.questions.question import Option, Question

ASKED_NUDGE = 0.5
"""A nudge of this size is asked about."""

NO_CHANGE = 1e-12
"""Below this a loss counts as unchanged."""


def network_words(example: BackwardExample) -> str:
    """Return what network it is, in a word: ``4-3-3``."""
    return "-".join(str(n) for n in (example.network.n_in, *(layer.n_out for layer in example.network.layers)))


def _flagged(example: BackwardExample, numeric: GradientCheck, mistake: MistakeName, layer: int) -> list[str]:
    """The gradients that the check flags after a mistake."""
    check = check_of(mistaken_pass(example, (mistake,), layer), numeric)
    return [gradient_symbol(part.path) for part, bad in zip(check.tensors, wrong_tensors(check), strict=True) if bad]


def skip_question(example: BackwardExample, numeric: GradientCheck) -> Question:
    """Ask what happens if the last layer is skipped on the way back; it is tried.

    Parameters
    ----------
    example : BackwardExample
    numeric : GradientCheck
        Of the same example.
    """
    layer = example.depth
    outcome = check_possible(example, "skip", layer)
    wrong = _flagged(example, numeric, "skip", layer) if outcome.made else []
    if not outcome.made:
        because = f"{outcome.why}. Only W{layer} knows how layer {layer - 1} feeds layer {layer}."
    elif wrong:
        because = f"{outcome.why}, and NumPy raises no error. The gradient check flags {', '.join(wrong)}."
    else:
        because = f"{outcome.why}, and the gradient check flags none."
    rule = " Each gradient is computed from the one before it: no layer can be skipped."
    return Question(
        f"in this {network_words(example)} network, we pass dA{layer} straight to layer {layer - 1}, skipping layer "
        f"{layer}'s own lines. What happens?",
        (
            Option("the shapes do not match", not outcome.made),
            Option("it runs, but the numbers are wrong", outcome.made and bool(wrong)),
            Option("the numbers are the same", outcome.made and not wrong),
        ),
        because + (rule if wrong or not outcome.made else ""),
    )


def check_question(example: BackwardExample, numeric: GradientCheck) -> Question | None:
    """Ask which gradients go wrong without f' in the first layer; it is tried.

    None where the flagged ones are neither all, nor those of layer 1, nor those of the other layers: nobody could
    tell.

    Parameters
    ----------
    example : BackwardExample
    numeric : GradientCheck
        Of the same example.
    """
    wrong = set(_flagged(example, numeric, "slope", 1))
    everywhere = {gradient_symbol(part.path) for part in numeric.tensors}
    first = {symbol for symbol in everywhere if symbol in ("dX", "dW1", "db1")}
    above = everywhere - first
    last = f"layers 2 to {example.depth}" if example.depth > 2 else "layer 2"
    options = (
        Option("all of them", wrong >= everywhere - {"dX"}),
        Option("only those of layer 1", bool(wrong) and wrong <= first),
        Option(f"only those of {last}", bool(wrong) and wrong <= above),
        Option("none", not wrong),
    )
    if sum(option.true for option in options) != 1:
        return None
    activation = example.forward(1).layer.activation.title
    return Question(
        f"in this {network_words(example)} network with {activation}, the factor f′(Z1) is dropped in layer 1. Which "
        "gradients come out wrong?",
        options,
        f"The check flags {', '.join(sorted(wrong))}: gradients flow from the loss back towards the input, so a "
        "mistake corrupts what is computed after it, never what was computed before."
        if wrong
        else "The check flags none: for these samples, dropping f′(Z1) changes no gradient.",
    )


def nudge_question(example: BackwardExample, parameter: int, line: AlongLine) -> Question:
    """Ask in which direction the loss goes for a nudge; the answer is a forward pass.

    Parameters
    ----------
    example : BackwardExample
    parameter : int
        Which entry of theta is nudged.
    line : AlongLine
        The loss along it.
    """
    symbol = parameter_symbol(example.network, parameter)
    at, near = (int(np.argmin(np.abs(line.t - size))) for size in (ASKED_NUDGE, ASKED_NUDGE / 10))
    change, predicted = float(line.change[at]), float(line.predicted[at])
    return Question(
        f"the gradient with respect to {symbol} is {_signed(line.slope)}. We increase {symbol} by {ASKED_NUDGE}. What "
        "does the loss do?",
        (
            Option("it falls", change <= -NO_CHANGE),
            Option("it rises", change >= NO_CHANGE),
            Option("it stays the same", abs(change) < NO_CHANGE),
        ),
        f"Predicted: {_signed(line.slope)} × {ASKED_NUDGE} = {_signed(predicted)}. True, by a second forward pass: "
        f"{_signed(change)}. The difference is {measured_value(abs(float(line.gap[at])))}; for a nudge ten times "
        f"smaller it is {measured_value(abs(float(line.gap[near])))}.",
    )


def _signed(x: float) -> str:
    """Write a number with four decimals and a true minus, but none before a zero."""
    text = f"{x:.4f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")
