"""Which rule computes an entry of which tensor."""

import numpy as np

from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules import (
    convolution,
    dense,
    dropout,
    pooling,
    prelu,
    recurrent,
    sequences,
    softmax,
)
from nnviz.experiments.inspection.rules.loss import LOSS_RULES, output_gradient
from nnviz.experiments.inspection.rules.loss_per_step import per_step
from nnviz.experiments.inspection.rules.update import UPDATE_RULES, new_parameter

LAYER_RULES: dict[tuple[type, str], Rule] = {
    rule: compute
    for layer in (convolution, dense, dropout, pooling, prelu, recurrent, sequences, softmax)
    for rule, compute in layer.RULES.items()
}
"""For each record of a layer's pass and each field of it, what computes an entry; a new layer adds its module."""


def rule_for(entry: Entry) -> Rule | None:
    """Return what computes a tensor; None for what is given and for kinds of tensors that are not known."""
    if entry.path.startswith("after.network."):
        return new_parameter
    if entry.path.startswith("own_units."):
        return _in_own_units
    if entry.layer < 0:
        of_loss = LOSS_RULES.get(entry.path)
        return per_step(of_loss) if of_loss is not None else UPDATE_RULES.get(entry.path)
    if entry.name == "X":
        return _from_below
    if entry.name == "dA":
        return _from_above
    record = entry.backward if entry.name.startswith("d") else entry.forward
    return LAYER_RULES.get((type(record), entry.name))


def _in_own_units(entry: Entry) -> Expression | None:
    """A prediction or a target in the target's own units: its scaling undone."""
    units = entry.step.own_units
    if units is None:
        return None
    i, j = entry.index
    name = "A" if entry.name == "prediction" else "Y"
    scaled, mean = float(getattr(units, name)[i, j]), float(units.scaling.mean[j])
    factors = (np.array([scaled]), np.array([float(units.scaling.scale[j])]))
    return Expression(rf"{indexed(name, i, j)}\, s + m", factors, ((number(mean), mean),))


def _from_below(entry: Entry) -> Expression | None:
    """X is the output of the previous layer; the first layer's is the data."""
    if entry.layer == 0 or entry.step.trace is None:
        return None
    below = entry.one(entry.step.trace.layers[entry.layer - 1].A, len(entry.index))
    x = float(below[entry.index])
    return Expression(indexed(f"A^{{[{entry.layer}]}}", *entry.index), terms=((number(x), x),))


def _from_above(entry: Entry) -> Expression | None:
    """The gradient of A is the dX of the next layer; that of the last layer comes from the loss."""
    gradients = entry.step.gradients
    assert gradients is not None
    if entry.layer == len(gradients.layers) - 1:
        return per_step(output_gradient)(entry)
    above = gradients.layers[entry.layer + 1].dX
    if above is None:
        return None
    x = float(entry.one(above, len(entry.index))[entry.index])
    return Expression(indexed(f"dX^{{[{entry.layer + 2}]}}", *entry.index), terms=((number(x), x),))
