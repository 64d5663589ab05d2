"""Which rule computes an entry of which tensor."""

import numpy as np

from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed, part_at
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules import (
    attention,
    convolution,
    dense,
    dropout,
    pooling,
    prelu,
    recurrent,
    sequences,
    softmax,
    transformer,
)
from nnviz.experiments.inspection.rules.loss import LOSS_RULES, output_gradient
from nnviz.experiments.inspection.rules.loss_per_step import per_step
from nnviz.experiments.inspection.rules.update import UPDATE_RULES, new_parameter

LAYER_RULES: dict[tuple[type, str], Rule] = {
    rule: compute
    for layer in (attention, convolution, dense, dropout, pooling, prelu, recurrent, sequences, softmax, transformer)
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
    """X is the output of the layer before; the first layer's is the data, the first inside a layer takes that one's."""
    *around, own = entry.inside
    if entry.step.trace is None or not (own or around):
        return None
    outer = part_at(entry.step.trace, around)
    below = outer.layers[own - 1].A if own else outer.X
    x = float(entry.one(below, len(entry.index))[entry.index])
    numbers = [i + 1 for i in entry.inside]
    place = ".".join(map(str, [*numbers[:-1], own] if own else numbers[:-1]))
    return Expression(indexed(f"{'A' if own else 'X'}^{{[{place}]}}", *entry.index), terms=((number(x), x),))


def _from_above(entry: Entry) -> Expression | None:
    """The gradient of A is the dX of the next layer; of the last one it comes from the loss, or the layer around."""
    *around, own = entry.inside
    outer = part_at(entry.step.gradients, around)
    last = own == len(outer.layers) - 1
    if last and not around:
        return per_step(output_gradient)(entry)
    above = getattr(outer, "dF", outer.dA) if last else outer.layers[own + 1].dX
    if above is None:
        return None
    x = float(entry.one(above, len(entry.index))[entry.index])
    place = ".".join(map(str, [i + 1 for i in around] + ([] if last else [own + 2])))
    return Expression(indexed(f"{'dA' if last else 'dX'}^{{[{place}]}}", *entry.index), terms=((number(x), x),))
