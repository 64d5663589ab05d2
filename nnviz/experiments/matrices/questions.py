"""What the page "Matrices" asks before it shows: each answer is computed by trying."""

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import counted, term
from nnviz.experiments.matrices.operators import attempts, explain
from nnviz.experiments.matrices.product import changed_by_weight
from nnviz.experiments.questions.question import Option, Question


def weight_question(X: Array, W: Array, b: Array) -> Question | None:
    """Ask which part of Z = X W + b changes with one weight of the last model.

    The weight is the first whose change is seen in more than one entry; where there is none, a row cannot be told from
    a column, and nothing is asked.

    Parameters
    ----------
    X, W, b : ndarray, shape (n, d), (d, p), (p,)
    """
    asked = (_weight_question(X, W, b, k) for k in range(len(W)))
    return next((question for question in asked if question is not None), None)


def _weight_question(X: Array, W: Array, b: Array, k: int) -> Question | None:
    j = W.shape[1] - 1
    changed = changed_by_weight(X, W, b, k, j)
    rows, columns = (np.flatnonzero(changed.any(axis)) for axis in (1, 0))
    if not changed.any():
        return None
    places = ", ".join(f"[{r}, {c}]" for r, c in zip(*(axis.tolist() for axis in changed.nonzero()), strict=True))
    still = int((~changed[:, j]).sum())
    zeros = f" Where x{k} is 0 ({still} of {counted(len(X), 'row')}), nothing changes." if still else ""
    return Question.unique(
        f"a single weight, W[{k}, {j}], is increased by 1. Which entries of Z change?",
        (
            Option("entries of one row only", len(rows) == 1),
            Option("entries of one column only", len(columns) == 1),
            Option("entries in several rows and columns", len(rows) > 1 and len(columns) > 1),
        ),
        f"Recomputed with W[{k}, {j}] = {term(float(W[k, j] + 1))}, these entries differ: {places}. A weight belongs "
        f"to one model, and each model is one column of Z.{zeros}",
    )


def which_fits(A: Array, B: Array) -> Question:
    """Ask which of A @ B and A * B NumPy computes; both are tried.

    Parameters
    ----------
    A, B : ndarray, of rank 0, 1 or 2
    """
    tried = {attempt.expression: attempt for attempt in attempts(A, B)}
    matmul, product = tried["A @ B"], tried["A * B"]
    options = (
        Option("both", matmul.fits and product.fits),
        Option("only A @ B", matmul.fits and not product.fits),
        Option("only A * B", product.fits and not matmul.fits),
        Option("neither", not matmul.fits and not product.fits),
    )
    return Question(
        f"A has shape {A.shape}, B has shape {B.shape}. Which does NumPy compute, A @ B or A * B?",
        options,
        f"A @ B: {explain(matmul)} A * B: {explain(product)}",
    )
