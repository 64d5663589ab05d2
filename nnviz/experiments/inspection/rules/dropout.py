"""How the entries of a dropout layer are computed."""

import numpy as np

from nnviz.engine import Array, Dropout
from nnviz.engine.layers.dropout import DropoutGradients, DropoutTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number


def _M(entry: Entry) -> Expression | None:
    """A mask is 0 or one over the share that is kept: what was drawn is not in the record."""
    forward = entry.forward
    network = entry.step.network
    if not isinstance(forward, DropoutTrace) or forward.M is None or network is None:
        return None
    layer = network.layers[entry.layer]
    assert isinstance(layer, Dropout)
    m, kept = entry.one(forward.M, 2)[entry.index], 1.0 - layer.rate
    if m == 0.0:
        return Expression(r"\text{the draw } u \ge 1 - p \text{: dropped}", terms=(("0", 0.0),))
    return Expression(r"\text{the draw } u < 1 - p \text{: kept}", terms=((rf"1 / {number(kept)}", 1.0 / kept),))


def _A(entry: Entry) -> Expression | None:
    forward = entry.forward
    assert isinstance(forward, DropoutTrace)
    return _masked(entry, "X", forward.X, forward.M)


def _dX(entry: Entry) -> Expression | None:
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, DropoutTrace) or not isinstance(backward, DropoutGradients):
        return None
    return _masked(entry, "dA", backward.dA, forward.M)


def _masked(entry: Entry, name: str, array: Array, M: Array | None) -> Expression:
    """An entry times its mask; without a mask, in evaluation, the entry itself."""
    x = entry.one(array, 2)[entry.index]
    if M is None:
        return Expression(indexed(name, *entry.index), terms=((number(x), float(x)),))
    m = entry.one(M, 2)[entry.index]
    return Expression(rf"{indexed(name, *entry.index)}\, {indexed('M', *entry.index)}", (np.array([x]), np.array([m])))


RULES: dict[tuple[type, str], Rule] = {
    (DropoutTrace, "M"): _M,
    (DropoutTrace, "A"): _A,
    (DropoutGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""
