"""What the page "Neuron and activation functions" asks before it shows: each answer is computed by a pass."""

import math

from nnviz.engine import Activation, activation
from nnviz.experiments.activation_functions.curve import chain
from nnviz.experiments.activation_functions.one_neuron import neuron
from nnviz.experiments.inspection.formula import measured_value, power
from nnviz.experiments.questions.question import Option, Question

CHAIN = 10
"""Sigmoids in the chain that is asked about."""


def product_question() -> Question:
    """Ask how much of a gradient ten sigmoids let through at most."""
    slope = activation("sigmoid").largest_slope
    bound = float(chain(activation("sigmoid"), 0.0, CHAIN).bounds[-1])
    shares = {"about a quarter": 0.25, "about a fortieth": 0.025, "about a millionth": 1e-6}
    return Question(
        "ten sigmoid neurons form a chain, all weights 1. What is the largest fraction of the gradient at the end that "
        "can reach the start?",
        tuple(Option(text, abs(math.log(bound / share)) < math.log(2.0)) for text, share in shares.items()),
        f"The slope of the sigmoid is at most {slope:g}, and slopes multiply: {slope:g} to the power of {CHAIN} is "
        f"{power(bound)}. This is why the first layers of deep sigmoid networks hardly learn.",
    )


def input_question(x: tuple[float, float], w: tuple[float, float], b: float, g: Activation) -> Question | None:
    """Ask what an input of 0 means for its weight; the answer comes from a pass with that input at 0.

    Asked about the first input for which the other weight does learn then; where both gradients are 0, such as behind a
    ReLU that blocks, every answer would be true, and nothing is asked.

    Parameters
    ----------
    x, w : tuple of float
        The two inputs and their weights.
    b : float
    g : Activation
    """
    asked = (_input_question(x, w, b, g, k) for k in (0, 1))
    return next((question for question in asked if question is not None), None)


def _input_question(x: tuple[float, float], w: tuple[float, float], b: float, g: Activation, k: int) -> Question | None:
    still = neuron((0.0, x[1]) if k == 0 else (x[0], 0.0), w, b, g)
    dW = still.gradients.dW[:, 0]
    own, other = float(dW[k]), float(dW[1 - k])
    here, there = ("₁", "₂") if k == 0 else ("₂", "₁")
    return Question.unique(
        f"the input x{here} is set to 0; everything else stays the same. How strongly does the output then "
        f"respond to its weight w{here}?",
        (
            Option("not at all", own == 0.0),
            Option(f"half as much as to w{there}", 2.0 * own == other),
            Option(f"as much as to w{there}", own == other),
        ),
        f"With x{here} = 0, z is {measured_value(float(still.trace.Z[0, 0]))} and the backward pass gives "
        f"dw{here} = x{here} dz = {own:g} and dw{there} = x{there} dz = {measured_value(other)}: a weight learns only "
        "when its input is not zero.",
    )
