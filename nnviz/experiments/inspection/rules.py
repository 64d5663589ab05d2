"""Which rule computes an entry of which tensor: of the layers here, of loss and update in the modules beside."""

import numpy as np

from nnviz.engine import Array, Dropout
from nnviz.engine.layers.dense import DenseGradients, DenseTrace
from nnviz.engine.layers.dropout import DropoutGradients, DropoutTrace
from nnviz.engine.layers.layer import LayerGradients, LayerTrace
from nnviz.engine.layers.prelu import PReLUGradients, PReLUTrace
from nnviz.engine.layers.softmax import SoftmaxGradients, SoftmaxTrace
from nnviz.experiments.inspection.formula import factor, filled, number
from nnviz.experiments.inspection.loss_rules import LOSS_RULES, output_gradient
from nnviz.experiments.inspection.update_rules import UPDATE_RULES, new_parameter
from nnviz.experiments.inspection.written_out import Place, Recipe, Rule, indexed


def rule_for(place: Place) -> Rule | None:
    """Return what computes a tensor; None for what is given and for kinds of tensors that are not known."""
    if place.path.startswith("after.network."):
        return new_parameter
    if place.layer < 0:
        return LOSS_RULES.get(place.path) or UPDATE_RULES.get(place.path)
    if place.name == "X":
        return _from_below
    if place.name == "dA":
        return _from_above
    forward, backward = _records(place)
    rules = RULES.get((type(backward if place.name.startswith("d") else forward), place.name))
    return rules


def _records(place: Place) -> tuple[LayerTrace | None, LayerGradients | None]:
    """The layer's part of the trace and of the gradients."""
    step, i = place.step, place.layer
    return (
        step.trace.layers[i] if step.trace is not None else None,
        step.gradients.layers[i] if step.gradients is not None else None,
    )


def _from_below(place: Place) -> Recipe | None:
    """X is the output of the layer before; the first layer's is the data."""
    if place.layer == 0 or place.step.trace is None:
        return None
    below = place.one(place.step.trace.layers[place.layer - 1].A, 2)
    i, k = place.index
    x = float(below[i, k])
    return Recipe(indexed(f"A^{{[{place.layer}]}}", i, k), terms=((number(x), x),))


def _from_above(place: Place) -> Recipe | None:
    """The gradient of A is what the layer behind hands back; behind the last one stands the loss."""
    gradients = place.step.gradients
    assert gradients is not None
    if place.layer == len(gradients.layers) - 1:
        return output_gradient(place)
    above = gradients.layers[place.layer + 1].dX
    if above is None:
        return None
    i, j = place.index
    x = float(place.one(above, 2)[i, j])
    return Recipe(indexed(f"dX^{{[{place.layer + 2}]}}", i, j), terms=((number(x), x),))


def _dense(place: Place) -> tuple[DenseTrace, DenseGradients | None] | None:
    forward, backward = _records(place)
    if not isinstance(forward, DenseTrace):
        return None
    return forward, backward if isinstance(backward, DenseGradients) else None


def _dense_Z(place: Place) -> Recipe | None:
    found = _dense(place)
    if found is None:
        return None
    i, j = place.index
    X, W, b = place.one(found[0].X, 2), place.one(found[0].layer.W, 2), float(place.one(found[0].layer.b, 1)[j])
    rule = rf"\sum_k {indexed('X', i, 'k')}\, {indexed('W', 'k', j)} + {indexed('b', j)}"
    return Recipe(rule, (X[i], W[:, j]), ((number(b), b),))


def _dense_A(place: Place) -> Recipe | None:
    found = _dense(place)
    if found is None:
        return None
    Z, bend = place.one(found[0].Z, 2), found[0].layer.activation
    z = Z[place.index]
    formula = bend.latex.partition(r",\quad")[0].partition("=")[2].strip()
    return Recipe(
        f"g({indexed('Z', *place.index)})", terms=((filled(formula, "z", number(z)), float(bend.f(z[None])[0])),)
    )


def _dense_dZ(place: Place) -> Recipe | None:
    forward, backward = _dense(place) or (None, None)
    if forward is None or backward is None:
        return None
    bend = forward.layer.activation
    Z, A, dA = (place.one(array, 2)[place.index] for array in (forward.Z, forward.A, backward.dA))
    slope = float(bend.df(Z[None], A[None])[0])
    rule = rf"{indexed('dA', *place.index)} \; g'({indexed('Z', *place.index)})"
    return Recipe(rule, (np.array([dA]), np.array([slope])))


def _dense_dW(place: Place) -> Recipe | None:
    found = _dense(place)
    if found is None or found[1] is None:
        return None
    k, j = place.index
    X, dZ = place.one(found[0].X, 2), place.one(found[1].dZ, 2)
    return Recipe(rf"\sum_i {indexed('X', 'i', k)}\, {indexed('dZ', 'i', j)}", (X[:, k], dZ[:, j]))


def _dense_db(place: Place) -> Recipe | None:
    _, backward = _records(place)
    assert isinstance(backward, DenseGradients)
    (j,) = place.index
    return Recipe(rf"\sum_i {indexed('dZ', 'i', j)}", (place.one(backward.dZ, 2)[:, j],))


def _dense_dX(place: Place) -> Recipe | None:
    found = _dense(place)
    if found is None or found[1] is None:
        return None
    i, k = place.index
    dZ, W = place.one(found[1].dZ, 2), place.one(found[0].layer.W, 2)
    return Recipe(rf"\sum_j {indexed('dZ', i, 'j')}\, {indexed('W', k, 'j')}", (dZ[i], W[k]))


def _dropout_M(place: Place) -> Recipe | None:
    """A mask is 0 or one over the share that is kept: what was drawn is not in the record."""
    forward, _ = _records(place)
    network = place.step.network
    if not isinstance(forward, DropoutTrace) or forward.M is None or network is None:
        return None
    layer = network.layers[place.layer]
    assert isinstance(layer, Dropout)
    m, kept = place.one(forward.M, 2)[place.index], 1.0 - layer.rate
    if m == 0.0:
        return Recipe(r"\text{the draw } u \ge 1 - p \text{: silenced}", terms=(("0", 0.0),))
    return Recipe(r"\text{the draw } u < 1 - p \text{: kept}", terms=((rf"1 / {number(kept)}", 1.0 / kept),))


def _dropout_A(place: Place) -> Recipe | None:
    forward, _ = _records(place)
    assert isinstance(forward, DropoutTrace)
    return _masked(place, "X", forward.X, forward.M)


def _dropout_dX(place: Place) -> Recipe | None:
    forward, backward = _records(place)
    if not isinstance(forward, DropoutTrace) or not isinstance(backward, DropoutGradients):
        return None
    return _masked(place, "dA", backward.dA, forward.M)


def _masked(place: Place, name: str, array: Array, M: Array | None) -> Recipe:
    """An entry times its mask; without a mask, in evaluation, the entry itself."""
    x = place.one(array, 2)[place.index]
    if M is None:
        return Recipe(indexed(name, *place.index), terms=((number(x), float(x)),))
    m = place.one(M, 2)[place.index]
    return Recipe(rf"{indexed(name, *place.index)}\, {indexed('M', *place.index)}", (np.array([x]), np.array([m])))


def _prelu_A(place: Place) -> Recipe | None:
    forward, _ = _records(place)
    assert isinstance(forward, PReLUTrace)
    i, j = place.index
    x, a = float(place.one(forward.X, 2)[i, j]), float(place.one(forward.layer.slope, 1)[j])
    rule = rf"\max(0, {indexed('X', i, j)}) + {indexed('a', j)} \min(0, {indexed('X', i, j)})"
    below = 0.0 if a == 0.0 else a * min(x, 0.0)
    return Recipe(
        rule, terms=((number(max(x, 0.0)), max(x, 0.0)), (rf"{factor(a)} \cdot {factor(min(x, 0.0))}", below))
    )


def _prelu(place: Place) -> tuple[PReLUTrace, PReLUGradients] | None:
    forward, backward = _records(place)
    if not isinstance(forward, PReLUTrace) or not isinstance(backward, PReLUGradients):
        return None
    return forward, backward


def _prelu_dslope(place: Place) -> Recipe | None:
    found = _prelu(place)
    if found is None:
        return None
    (j,) = place.index
    dA, X = place.one(found[1].dA, 2)[:, j], place.one(found[0].X, 2)[:, j]
    return Recipe(rf"\sum_i {indexed('dA', 'i', j)} \min(0, {indexed('X', 'i', j)})", (dA, np.minimum(X, 0.0)))


def _prelu_dX(place: Place) -> Recipe | None:
    found = _prelu(place)
    if found is None:
        return None
    i, j = place.index
    x, a = place.one(found[0].X, 2)[i, j], place.one(found[0].layer.slope, 1)[j]
    slope, which = (1.0, "1") if x > 0 else (float(a), indexed("a", j))
    sign = "> 0" if x > 0 else r"\le 0"
    rule = rf"{indexed('dA', i, j)} \cdot {which} \quad (X_{{{i},{j}}} = {number(x)} {sign})"
    return Recipe(rule, (place.one(found[1].dA, 2)[[i], j], np.array([slope])))


def _softmax_A(place: Place) -> Recipe | None:
    forward, _ = _records(place)
    assert isinstance(forward, SoftmaxTrace)
    return softmax_entry(place, "X", forward.X)


def softmax_entry(place: Place, name: str, logits: Array) -> Recipe:
    """A power of e over the sum of the row's."""
    i, j = place.index
    row = place.one(logits, 2)[i]
    E = np.exp(row - row.max())
    bottom = " + ".join(rf"e^{{{number(float(x))}}}" for x in row[:6]) + (r" + \cdots" if len(row) > 6 else "")
    rule = rf"e^{{{indexed(name, i, j)}}} \big/ \sum_k e^{{{indexed(name, i, 'k')}}}"
    return Recipe(rule, terms=((rf"\frac{{e^{{{number(float(row[j]))}}}}}{{{bottom}}}", float(E[j] / E.sum())),))


def _softmax_dX(place: Place) -> Recipe | None:
    forward, backward = _records(place)
    if not isinstance(forward, SoftmaxTrace) or not isinstance(backward, SoftmaxGradients):
        return None
    i, k = place.index
    A, dA = place.one(forward.A, 2)[i], place.one(backward.dA, 2)[i]
    mean = rf"\sum_j {indexed('dA', i, 'j')}\, {indexed('A', i, 'j')}"
    rule = rf"{indexed('A', i, k)} \big( {indexed('dA', i, k)} - {mean} \big)"
    first = (number(float(dA[k])), float(dA[k]))
    rest = [(rf"-{factor(float(d))} \cdot {factor(float(a))}", -float(d * a)) for d, a in zip(dA, A, strict=True)]
    shown = (first, *rest) if len(rest) <= 11 else (first, (rf"-{factor(float(dA @ A))}", -float(dA @ A)))
    return Recipe(rule, terms=shown, before=rf"{factor(float(A[k]))} \big( ", after=r" \big)", scale=float(A[k]))


RULES: dict[tuple[type, str], Rule] = {
    (DenseTrace, "Z"): _dense_Z,
    (DenseTrace, "A"): _dense_A,
    (DenseGradients, "dZ"): _dense_dZ,
    (DenseGradients, "dW"): _dense_dW,
    (DenseGradients, "db"): _dense_db,
    (DenseGradients, "dX"): _dense_dX,
    (DropoutTrace, "M"): _dropout_M,
    (DropoutTrace, "A"): _dropout_A,
    (DropoutGradients, "dX"): _dropout_dX,
    (PReLUTrace, "A"): _prelu_A,
    (PReLUGradients, "dslope"): _prelu_dslope,
    (PReLUGradients, "dX"): _prelu_dX,
    (SoftmaxTrace, "A"): _softmax_A,
    (SoftmaxGradients, "dX"): _softmax_dX,
}
"""For each kind of record and field, what computes an entry."""
