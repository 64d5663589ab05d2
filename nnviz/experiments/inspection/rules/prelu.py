"""How the entries of a parametric ReLU are computed."""

import numpy as np

from nnviz.engine.layers.prelu import PReLUGradients, PReLUTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import factor, number


def _A(entry: Entry) -> Expression | None:
    forward = entry.forward
    assert isinstance(forward, PReLUTrace)
    at, j = entry.index, entry.index[-1]
    x, a = float(entry.one(forward.X, len(at))[at]), float(entry.one(forward.layer.slope, 1)[j])
    rule = rf"\max(0, {indexed('X', *at)}) + {indexed('a', j)} \min(0, {indexed('X', *at)})"
    below = 0.0 if a == 0.0 else a * min(x, 0.0)
    return Expression(
        rule, terms=((number(max(x, 0.0)), max(x, 0.0)), (rf"{factor(a)} \cdot {factor(min(x, 0.0))}", below))
    )


def _passes(entry: Entry) -> tuple[PReLUTrace, PReLUGradients] | None:
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, PReLUTrace) or not isinstance(backward, PReLUGradients):
        return None
    return forward, backward


def _dslope(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None:
        return None
    (j,) = entry.index
    axes = len(found[0].layer.axes)
    dA, X = (entry.one(array, axes)[..., j].ravel() for array in (found[1].dA, found[0].X))
    return Expression(rf"\sum_i {indexed('dA', 'i', j)} \min(0, {indexed('X', 'i', j)})", (dA, np.minimum(X, 0.0)))


def _dX(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None:
        return None
    at, j = entry.index, entry.index[-1]
    x, a = entry.one(found[0].X, len(at))[at], entry.one(found[0].layer.slope, 1)[j]
    slope, which = (1.0, "1") if x > 0 else (float(a), indexed("a", j))
    sign = "> 0" if x > 0 else r"\le 0"
    rule = rf"{indexed('dA', *at)} \cdot {which} \quad ({indexed('X', *at)} = {number(x)} {sign})"
    return Expression(rule, (entry.one(found[1].dA, len(at))[at][None], np.array([slope])))


RULES: dict[tuple[type, str], Rule] = {
    (PReLUTrace, "A"): _A,
    (PReLUGradients, "dslope"): _dslope,
    (PReLUGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""
