"""What the topic "Backward" asks before it shows the row sums and the check."""

import numpy as np

from nnviz.experiments.attention.block import BlockPass
from nnviz.experiments.attention.block_check import PARAMETERS, letters, mistaken_check
from nnviz.experiments.inspection.checked_gradients import CheckedGradients
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.questions.question import Option, Question

ROUNDING = 1e-13


def row_question(one: BlockPass) -> Question:
    """Ask what the entries of a row of dS sum to.

    Parameters
    ----------
    one : BlockPass
    """
    dS, dP, P = (one.tensors[name] for name in ("dS", "dP", "P"))
    sums = dS.sum(-1)
    tried = {
        "0": np.zeros_like(sums),
        "1, as the row of P does": P.sum(-1),
        "the sum of the row of dP": dP.sum(-1),
    }
    options = [Option(text, bool(np.abs(sums - found).max() < ROUNDING)) for text, found in tried.items()]
    return Question(
        "dS is the gradient of the scores, before the softmax. What do the entries of one row of it sum to?",
        tuple(options),
        f"The largest row sum is {power(float(np.abs(sums).max()))}, which is rounding. A number that is added to all "
        "scores of a row changes no weight, so the loss cannot change along it.",
    )


def check_question(one: BlockPass, numeric: CheckedGradients) -> Question | None:
    """Ask which parameters' gradients the check flags if the row sum is forgotten; it is tried.

    Parameters
    ----------
    one : BlockPass
    numeric : CheckedGradients
        Of the same pass.
    """
    hit = set(mistaken_check(one, ("rowsum",), numeric).hit)
    matrices = {"dW_Q", "dW_K", "dW_V", "dW_O"}
    wrong = hit & matrices
    options = (
        Option("those of W_Q and W_K: dW_Q and dW_K", wrong == {"dW_Q", "dW_K"}),
        Option("that of W_V alone", wrong == {"dW_V"}),
        Option("all four", wrong == matrices),
        Option("none of them", not wrong),
    )
    flagged = ", ".join(letters(name) for name in PARAMETERS if name in hit)
    return Question.unique(
        "the backward pass forgets the row sum in the line of dS. Every number is nudged up and down, and the loss is "
        "measured. Of which of the four matrices is the gradient flagged?",
        options,
        f"The check flags {flagged}. The values go around the softmax: dV, dW_V and dW_O need no dS.",
    )
