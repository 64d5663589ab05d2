"""How the entries of a softmax layer are computed."""

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.softmax import SoftmaxGradients, SoftmaxTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import factor, number


def _A(entry: Entry) -> Expression | None:
    forward = entry.forward
    assert isinstance(forward, SoftmaxTrace)
    return softmax_entry(entry, "X", forward.X)


def softmax_entry(entry: Entry, name: str, logits: Array) -> Expression:
    """A power of e over the sum of the row's."""
    i, j = entry.index
    row = entry.one(logits, 2)[i]
    E = np.exp(row - row.max())
    bottom = " + ".join(rf"e^{{{number(float(x))}}}" for x in row[:6]) + (r" + \cdots" if len(row) > 6 else "")
    rule = rf"e^{{{indexed(name, i, j)}}} \big/ \sum_k e^{{{indexed(name, i, 'k')}}}"
    return Expression(rule, terms=((rf"\frac{{e^{{{number(float(row[j]))}}}}}{{{bottom}}}", float(E[j] / E.sum())),))


def _dX(entry: Entry) -> Expression | None:
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, SoftmaxTrace) or not isinstance(backward, SoftmaxGradients):
        return None
    i, k = entry.index
    A, dA = entry.one(forward.A, 2)[i], entry.one(backward.dA, 2)[i]
    mean = rf"\sum_j {indexed('dA', i, 'j')}\, {indexed('A', i, 'j')}"
    rule = rf"{indexed('A', i, k)} \big( {indexed('dA', i, k)} - {mean} \big)"
    first = (number(float(dA[k])), float(dA[k]))
    rest = [(rf"-{factor(float(d))} \cdot {factor(float(a))}", -float(d * a)) for d, a in zip(dA, A, strict=True)]
    shown = (first, *rest) if len(rest) <= 11 else (first, (rf"-{factor(float(dA @ A))}", -float(dA @ A)))
    return Expression(rule, terms=shown, before=rf"{factor(float(A[k]))} \big( ", after=r" \big)", scale=float(A[k]))


RULES: dict[tuple[type, str], Rule] = {
    (SoftmaxTrace, "A"): _A,
    (SoftmaxGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""
