"""How the entries are computed of what stands around attention: norms, positions and residual connections."""

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.attention.norms import LayerNormGradients, LayerNormTrace, RMSNormGradients, RMSNormTrace
from nnviz.engine.layers.attention.positions import (
    PositionsGradients,
    PositionsTrace,
    SinusoidalGradients,
    SinusoidalTrace,
)
from nnviz.engine.layers.residual import ResidualGradients, ResidualTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import factor, number


def _mu(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, LayerNormTrace):
        return None
    i, t, _ = entry.index
    x = entry.one(trace.X, 3)[i, t]
    d = len(x)
    before = rf"\frac{{1}}{{{d}}} \big("
    return Expression(rf"\frac1d \sum_j {indexed('x', t, 'j')}", (x,), before=before, after=r"\big)", scale=1.0 / d)


def _size(entry: Entry) -> Expression | None:
    """The deviation of a layer norm, or the root of the mean square of an RMS norm."""
    trace = entry.forward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace):
        return None
    i, t, _ = entry.index
    x = entry.one(trace.X, 3)[i, t]
    centred = isinstance(trace, LayerNormTrace)
    square = float(np.square(x - x.mean() if centred else x).mean())
    of = rf"({indexed('x', t, 'j')} - \mu_{{{t}}})^2" if centred else rf"{indexed('x', t, 'j')}^2"
    eps = trace.layer.eps
    text = rf"\sqrt{{{number(square)} + {number(eps)}}}"
    return Expression(rf"\sqrt{{\tfrac1d \sum_j {of} + \varepsilon}}", terms=((text, float(np.sqrt(square + eps))),))


def _U(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace):
        return None
    i, t, j = entry.index
    x = float(entry.one(trace.X, 3)[i, t, j])
    terms: tuple[tuple[str, float], ...] = ((number(x), x),)
    if isinstance(trace, LayerNormTrace):
        mu, size, name = float(entry.one(trace.mu, 3)[i, t, 0]), entry.one(trace.sigma, 3), r"\sigma"
        terms, rule = (*terms, (rf"-{factor(mu)}", -mu)), rf"\big({indexed('x', t, j)} - \mu_{{{t}}}\big)"
    else:
        size, name, rule = entry.one(trace.rho, 3), r"\rho", indexed("x", t, j)
    s = float(size[i, t, 0])
    return Expression(
        rf"{rule} / {name}_{{{t}}}", terms=terms, before=r"\big(", after=rf"\big) / {number(s)}", scale=1.0 / s
    )


def _gain(entry: Entry, trace: LayerNormTrace | RMSNormTrace, j: int) -> float | None:
    gamma = trace.layer.gamma
    return None if gamma is None else float(entry.one(gamma, 1)[j])


def _normed(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace):
        return None
    i, t, j = entry.index
    u, gamma = float(entry.one(trace.U, 3)[i, t, j]), _gain(entry, trace, j)
    if gamma is None:
        return Expression(indexed("u", t, j), terms=((number(u), u),))
    rule, factors = rf"\gamma_{{{j}}}\, {indexed('u', t, j)}", (np.array([gamma]), np.array([u]))
    beta = trace.layer.beta if isinstance(trace, LayerNormTrace) else None
    if beta is None:
        return Expression(rule, factors)
    b = float(entry.one(beta, 1)[j])
    return Expression(rf"{rule} + \beta_{{{j}}}", factors, ((number(b), b),))


def _dU(entry: Entry) -> Expression | None:
    trace, back = entry.forward, entry.backward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace) or not isinstance(
        back, LayerNormGradients | RMSNormGradients
    ):
        return None
    i, t, j = entry.index
    da, gamma = float(entry.one(back.dA, 3)[i, t, j]), _gain(entry, trace, j)
    if gamma is None:
        return Expression(indexed("dA", t, j), terms=((number(da), da),))
    return Expression(rf"{indexed('dA', t, j)}\, \gamma_{{{j}}}", (np.array([da]), np.array([gamma])))


def _dgamma(entry: Entry) -> Expression | None:
    trace, back = entry.forward, entry.backward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace) or not isinstance(
        back, LayerNormGradients | RMSNormGradients
    ):
        return None
    (j,) = entry.index
    factors = tuple(entry.one(array, 3)[..., j].ravel() for array in (back.dA, trace.U))
    return Expression(rf"\sum_{{i,t}} {indexed('dA', 't', j)}\, {indexed('u', 't', j)}", factors)


def _dbeta(entry: Entry) -> Expression | None:
    back = entry.backward
    if not isinstance(back, LayerNormGradients):
        return None
    (j,) = entry.index
    return Expression(rf"\sum_{{i,t}} {indexed('dA', 't', j)}", (entry.one(back.dA, 3)[..., j].ravel(),))


def _through_norm(entry: Entry) -> Expression | None:
    """Take out the parts along (1, ..., 1), where a mean is subtracted, and along u."""
    trace, back = entry.forward, entry.backward
    if not isinstance(trace, LayerNormTrace | RMSNormTrace) or not isinstance(
        back, LayerNormGradients | RMSNormGradients
    ):
        return None
    i, t, j = entry.index
    du, u = entry.one(back.dU, 3)[i, t], entry.one(trace.U, 3)[i, t]
    centred = isinstance(trace, LayerNormTrace)
    s = float(entry.one(trace.sigma if isinstance(trace, LayerNormTrace) else trace.rho, 3)[i, t, 0])
    along, mean = float((du * u).mean()), float(du.mean())
    terms = [(number(float(du[j])), float(du[j]))]
    if centred:
        terms.append((rf"-{factor(mean)}", -mean))
    terms.append((rf"-{factor(float(u[j]))} \cdot {factor(along)}", -float(u[j]) * along))
    middle = rf" - \overline{{\mathrm{{d}}u_{{{t}}}}}" if centred else ""
    name = r"\sigma" if centred else r"\rho"
    rule = (
        rf"\big({indexed('du', t, j)}{middle} - {indexed('u', t, j)}\, "
        rf"\overline{{\mathrm{{d}}u_{{{t}}} \odot u_{{{t}}}}}\big) / {name}_{{{t}}}"
    )
    return Expression(rule, terms=tuple(terms), before=r"\big(", after=rf"\big) / {number(s)}", scale=1.0 / s)


def _sum(rule: str, *values: float) -> Expression:
    return Expression(rule, terms=tuple((number(x), x) for x in values))


def _placed(entry: Entry) -> Expression | None:
    trace = entry.forward
    if not isinstance(trace, PositionsTrace | SinusoidalTrace):
        return None
    i, t, j = entry.index
    learned = isinstance(trace, PositionsTrace)
    rows: Array = trace.layer.W if isinstance(trace, PositionsTrace) else trace.R
    name = "w" if learned else "r"
    x, w = float(entry.one(trace.X, 3)[i, t, j]), float(entry.one(rows, 2)[t, j])
    return _sum(f"{indexed('x', t, j)} + {indexed(name, t, j)}", x, w)


def _dplaces(entry: Entry) -> Expression | None:
    back = entry.backward
    if not isinstance(back, PositionsGradients):
        return None
    t, j = entry.index
    return Expression(rf"\sum_i {indexed('dA', 'i', t, j)}", (entry.one(back.dA, 3)[:, t, j],))


def _passed_on(entry: Entry) -> Expression | None:
    back = entry.backward
    if not isinstance(back, PositionsGradients | SinusoidalGradients):
        return None
    return _sum(indexed("dA", *entry.index), float(entry.one(back.dA, len(entry.index))[entry.index]))


def _added(entry: Entry) -> Expression | None:
    """What went past the layers inside, and what they add."""
    trace = entry.forward
    if not isinstance(trace, ResidualTrace):
        return None
    place, n = entry.index, len(entry.index)
    x, f = (float(entry.one(array, n)[place]) for array in (trace.X, trace.layers[-1].A))
    return _sum(f"{indexed('X', *place)} + {indexed('F', *place)}", x, f)


def _both_ways(entry: Entry) -> Expression | None:
    back = entry.backward
    if not isinstance(back, ResidualGradients) or back.layers[0].dX is None:
        return None
    place, n = entry.index, len(entry.index)
    past, through = (float(entry.one(array, n)[place]) for array in (back.dA, back.layers[0].dX))
    return _sum(f"{indexed('dA', *place)} + {indexed('dF', *place)}", past, through)


RULES: dict[tuple[type, str], Rule] = {
    (LayerNormTrace, "mu"): _mu,
    (LayerNormTrace, "sigma"): _size,
    (RMSNormTrace, "rho"): _size,
    **{(kind, "U"): _U for kind in (LayerNormTrace, RMSNormTrace)},
    **{(kind, "A"): _normed for kind in (LayerNormTrace, RMSNormTrace)},
    **{(kind, "dU"): _dU for kind in (LayerNormGradients, RMSNormGradients)},
    **{(kind, "dgamma"): _dgamma for kind in (LayerNormGradients, RMSNormGradients)},
    **{(kind, "dX"): _through_norm for kind in (LayerNormGradients, RMSNormGradients)},
    (LayerNormGradients, "dbeta"): _dbeta,
    **{(kind, "A"): _placed for kind in (PositionsTrace, SinusoidalTrace)},
    (PositionsGradients, "dW"): _dplaces,
    **{(kind, "dX"): _passed_on for kind in (PositionsGradients, SinusoidalGradients)},
    (ResidualTrace, "A"): _added,
    (ResidualGradients, "dX"): _both_ways,
}
"""For each record and field, what computes an entry."""
