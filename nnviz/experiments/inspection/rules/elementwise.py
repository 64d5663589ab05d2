"""How the entries of A and dZ are computed from those at the same place, in every layer with an activation."""

import numpy as np

from nnviz.engine import Activation, Array
from nnviz.experiments.inspection.expression import Entry, Expression, indexed
from nnviz.experiments.inspection.formula import filled, number


def activated(entry: Entry, Z: Array, activation: Activation) -> Expression:
    """Return the activation of one entry of Z."""
    z = entry.one(Z, len(entry.index))[entry.index]
    formula = activation.latex.partition(r",\quad")[0].partition("=")[2].strip()
    return Expression(
        f"g({indexed('Z', *entry.index)})", terms=((filled(formula, "z", number(z)), float(activation.f(z[None])[0])),)
    )


def sloped(entry: Entry, Z: Array, A: Array, dA: Array, activation: Activation) -> Expression:
    """Return the gradient of one entry of A times the activation's slope there."""
    z, a, da = (entry.one(array, len(entry.index))[entry.index] for array in (Z, A, dA))
    slope = float(activation.df(z[None], a[None])[0])
    rule = rf"{indexed('dA', *entry.index)} \; g'({indexed('Z', *entry.index)})"
    return Expression(rule, (np.array([da]), np.array([slope])))
