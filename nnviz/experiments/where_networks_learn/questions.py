"""Questions on a map before it is seen; their answers are computed from its runs."""

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import counted, percent
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.where_networks_learn.learning_map import LearningMap
from nnviz.experiments.where_networks_learn.theory import Agreement
from nnviz.experiments.where_networks_learn.words import axis_title, labels

OPTIONS = 4
PARTS = ("a quarter at most", "up to a half", "up to three quarters", "more than that")


def border_question(shown: LearningMap) -> Question | None:
    """Ask where the largest share of networks learns: which column, or, where several are the best, how many cells.

    None where nothing was run.
    """
    if not shown.run.any():
        return None
    shares = _column_shares(shown)
    known = np.nonzero(np.isfinite(shares))[0]
    best = float(np.nanmax(shares))
    if len(known) < 2 or (np.isclose(shares[known], best)).sum() > 1:
        return _share_question(shown)
    right = int(np.nanargmax(shares))
    asked = _spread(known.tolist(), right)
    texts, title = labels(shown.columns), axis_title(shown.columns.name)
    worst = min(asked, key=lambda j: shares[j])
    return Question.unique(
        f"At which {title} does the largest share of these networks learn?",
        [Option(texts[j], j == right) for j in asked],
        f"At {texts[right]}, {percent(shares[right])} of the networks solved their task; at {texts[worst]}, "
        f"{percent(shares[worst])}.",
    )


def theory_question(told: Agreement) -> Question | None:
    """Ask in how many cells theory is right; None where nothing was run."""
    if not told.cells:
        return None
    share = told.agree / told.cells
    right = 0 if share < 0.6 else 1 if share < 0.8 else 2
    return Question.pick(
        "A theory of infinitely wide layers knows activation, depth and weight scale alone. In how many cells is it "
        "right about whether networks learn?",
        ("in less than 60 %", "in 60 to 80 %", "in 80 % or more"),
        right,
        f"It is right in {told.agree} of {counted(told.cells, 'cell')}, {percent(share)}.",
    )


def _share_question(shown: LearningMap) -> Question:
    cells, learned = int(shown.run.sum()), int(shown.learns.sum())
    share = learned / cells
    right = 0 if share <= 0.25 else 1 if share <= 0.5 else 2 if share <= 0.75 else 3
    return Question.pick(
        f"In how many of these {cells} cells do half of the networks or more learn?",
        PARTS,
        right,
        f"In {learned} of {cells}, {percent(share)}.",
    )


def _column_shares(shown: LearningMap) -> Array:
    """The share of all runs of a column that solved their task; NaN where none was run."""
    solved = shown.measured["solved"]
    known = ~np.isnan(solved)
    counts = known.sum(axis=(0, 2))
    sums = np.where(known, solved, 0.0).sum(axis=(0, 2))
    shares: Array = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return shares


def _spread(known: list[int], right: int) -> list[int]:
    """Choose up to four columns, far apart, the right one among them."""
    if len(known) <= OPTIONS:
        return known
    evenly = [known[round(k * (len(known) - 1) / (OPTIONS - 1))] for k in range(OPTIONS)]
    if right not in evenly:
        nearest = min(range(OPTIONS), key=lambda k: abs(evenly[k] - right))
        evenly[nearest] = right
    return sorted(evenly)
