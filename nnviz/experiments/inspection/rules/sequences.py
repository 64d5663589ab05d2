"""How the entries are computed of layers around recurrent ones: embeddings, the last step, dense layers per step."""

from nnviz.engine.layers.embedding import EmbeddingGradients, EmbeddingTrace
from nnviz.engine.layers.last_step import LastStepGradients, LastStepTrace
from nnviz.engine.layers.per_step import PerStepGradients, PerStepTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules.elementwise import activated, sloped


def _looked_up(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, EmbeddingTrace):
        return None
    i, t, j = entry.index
    symbol = int(entry.one(trace.X, 2)[i, t])
    w = float(entry.one(trace.layer.W, 2)[symbol, j])
    return Expression(indexed("W", symbol, j), terms=((number(w), w),))


def _table_gradient(entry: Entry) -> Expression | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, EmbeddingTrace) or not isinstance(gradients, EmbeddingGradients):
        return None
    symbol, j = entry.index
    places = entry.one(trace.X, 2) == symbol
    if not places.any():
        return Expression(r"0 \quad \text{(the symbol does not occur)}", terms=(("0", 0.0),))
    dA = entry.one(gradients.dA, 3)[places, j]
    return Expression(rf"\sum_{{i,t:\, s_{{i,t}} = {symbol}}} \mathrm{{d}}x_{{i,t,{j}}}", (dA,))


def _last(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, LastStepTrace):
        return None
    X = entry.one(trace.X, 3)
    i, j = entry.index
    x = float(X[i, -1, j])
    return Expression(indexed("h", X.shape[1] - 1, j), terms=((number(x), x),))


def _to_the_last(entry: Entry) -> Expression | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, LastStepTrace) or not isinstance(gradients, LastStepGradients):
        return None
    i, t, j = entry.index
    if t < entry.one(trace.X, 3).shape[1] - 1:
        return Expression(r"0 \quad \text{(only the last step was read)}", terms=(("0", 0.0),))
    x = float(entry.one(gradients.dA, 2)[i, j])
    return Expression(indexed("dA", i, j), terms=((number(x), x),))


def _Z(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, PerStepTrace):
        return None
    i, t, j = entry.index
    X, W = entry.one(trace.X, 3)[i, t], entry.one(trace.dense.W, 2)[:, j]
    rule = rf"\sum_k h_{{{t},k}}\, {indexed('W', 'k', j)}"
    if trace.dense.b is None:
        return Expression(rule, (X, W))
    b = float(entry.one(trace.dense.b, 1)[j])
    return Expression(rf"{rule} + {indexed('b', j)}", (X, W), ((number(b), b),))


def _A(entry: Entry) -> Expression | None:
    trace = entry.forward
    return activated(entry, trace.Z, trace.dense.activation) if isinstance(trace, PerStepTrace) else None


def _dZ(entry: Entry) -> Expression | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, PerStepTrace) or not isinstance(gradients, PerStepGradients):
        return None
    return sloped(entry, trace.Z, trace.A, gradients.dA, trace.dense.activation)


def _dW(entry: Entry) -> Expression | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, PerStepTrace) or not isinstance(gradients, PerStepGradients):
        return None
    k, j = entry.index
    factors = entry.one(trace.X, 3)[..., k].ravel(), entry.one(gradients.dZ, 3)[..., j].ravel()
    return Expression(rf"\sum_{{i,t}} h_{{t,{k}}}\, \mathrm{{d}}z_{{t,{j}}}", factors)


def _db(entry: Entry) -> Expression | None:
    gradients = entry.backward
    if not isinstance(gradients, PerStepGradients):
        return None
    (j,) = entry.index
    return Expression(rf"\sum_{{i,t}} \mathrm{{d}}z_{{t,{j}}}", (entry.one(gradients.dZ, 3)[..., j].ravel(),))


def _dX(entry: Entry) -> Expression | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, PerStepTrace) or not isinstance(gradients, PerStepGradients):
        return None
    i, t, k = entry.index
    rule = rf"\sum_j {indexed('dz', t, 'j')}\, {indexed('W', k, 'j')}"
    return Expression(rule, (entry.one(gradients.dZ, 3)[i, t], entry.one(trace.dense.W, 2)[k]))


RULES: dict[tuple[type, str], Rule] = {
    (EmbeddingTrace, "A"): _looked_up,
    (EmbeddingGradients, "dW"): _table_gradient,
    (LastStepTrace, "A"): _last,
    (LastStepGradients, "dX"): _to_the_last,
    (PerStepTrace, "Z"): _Z,
    (PerStepTrace, "A"): _A,
    (PerStepGradients, "dZ"): _dZ,
    (PerStepGradients, "dW"): _dW,
    (PerStepGradients, "db"): _db,
    (PerStepGradients, "dX"): _dX,
}
"""For each record and field, what computes an entry."""
