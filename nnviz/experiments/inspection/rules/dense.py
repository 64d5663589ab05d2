"""How the entries of a dense layer are computed."""

from nnviz.engine.layers.dense import DenseGradients, DenseTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules.elementwise import activated, sloped


def _passes(entry: Entry) -> tuple[DenseTrace, DenseGradients | None] | None:
    forward, backward = entry.forward, entry.backward
    if not isinstance(forward, DenseTrace):
        return None
    return forward, backward if isinstance(backward, DenseGradients) else None


def _Z(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None:
        return None
    i, j = entry.index
    layer = found[0].layer
    X, W = entry.one(found[0].X, 2), entry.one(layer.W, 2)
    rule = rf"\sum_k {indexed('X', i, 'k')}\, {indexed('W', 'k', j)}"
    if layer.b is None:
        return Expression(rule, (X[i], W[:, j]))
    b = float(entry.one(layer.b, 1)[j])
    return Expression(rf"{rule} + {indexed('b', j)}", (X[i], W[:, j]), ((number(b), b),))


def _A(entry: Entry) -> Expression | None:
    found = _passes(entry)
    return found and activated(entry, found[0].Z, found[0].layer.activation)


def _dZ(entry: Entry) -> Expression | None:
    forward, backward = _passes(entry) or (None, None)
    if forward is None or backward is None:
        return None
    return sloped(entry, forward.Z, forward.A, backward.dA, forward.layer.activation)


def _dW(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None or found[1] is None:
        return None
    k, j = entry.index
    X, dZ = entry.one(found[0].X, 2), entry.one(found[1].dZ, 2)
    return Expression(rf"\sum_i {indexed('X', 'i', k)}\, {indexed('dZ', 'i', j)}", (X[:, k], dZ[:, j]))


def _db(entry: Entry) -> Expression | None:
    backward = entry.backward
    assert isinstance(backward, DenseGradients)
    (j,) = entry.index
    return Expression(rf"\sum_i {indexed('dZ', 'i', j)}", (entry.one(backward.dZ, 2)[:, j],))


def _dX(entry: Entry) -> Expression | None:
    found = _passes(entry)
    if found is None or found[1] is None:
        return None
    i, k = entry.index
    dZ, W = entry.one(found[1].dZ, 2), entry.one(found[0].layer.W, 2)
    return Expression(rf"\sum_j {indexed('dZ', i, 'j')}\, {indexed('W', k, 'j')}", (dZ[i], W[k]))


RULES: dict[tuple[type, str], Rule] = {
    (DenseTrace, "Z"): _Z,
    (DenseTrace, "A"): _A,
    (DenseGradients, "dZ"): _dZ,
    (DenseGradients, "dW"): _dW,
    (DenseGradients, "db"): _db,
    (DenseGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""
