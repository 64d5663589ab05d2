"""How the entries of attention are computed: head by head, forward and back."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from nnviz.engine import Array, Attention, AttentionGradients, AttentionTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import factor, number

SCALED = r"\frac{1}{\sqrt{d_k}}"
WRITTEN = 6
"""Powers of e that stand below a fraction; of longer rows the first ones."""


class _Pass(NamedTuple):
    """The tensors of this network alone: by head (N, heads, T, d_k), or with the heads side by side (N, T, d)."""

    entry: Entry
    trace: AttentionTrace
    gradients: AttentionGradients | None

    @property
    def layer(self) -> Attention:
        return self.trace.layer

    def of(self, name: str) -> Array:
        """Return a tensor that may be one of either pass."""
        record = self.gradients if name.startswith("d") else self.trace
        return self.entry.one(getattr(record, name), 3 if name in ("X", "context", "A", "dA") else 4)

    def W(self, name: str) -> Array:
        return self.entry.one(getattr(self.layer, name), 2)

    def column(self, h: int, j: int) -> int:
        """Return where feature j of a head stands among all."""
        return h * self.layer.head_width + j

    def asked(self, name: str) -> tuple[str, Array]:
        """Return who is asked: the tokens themselves, or those of another sequence."""
        other = name in ("K", "V") and self.trace.context is not None
        return ("C", self.of("context")) if other else ("X", self.of("X"))

    def flat(self, name: str) -> Array:
        """Return a tensor by head with the heads side by side."""
        by_head = self.of(name).swapaxes(1, 2)
        return by_head.reshape(*by_head.shape[:2], -1)


def _pass(entry: Entry) -> _Pass | None:
    trace, gradients = entry.forward, entry.backward
    if not isinstance(trace, AttentionTrace):
        return None
    return _Pass(entry, trace, gradients if isinstance(gradients, AttentionGradients) else None)


Written = Callable[[_Pass], Expression | None]


def _rule(write: Written, entry: Entry) -> Expression | None:
    found = _pass(entry)
    if found is None or (entry.name.startswith("d") and found.gradients is None):
        return None
    return write(found)


def _projected(name: str, found: _Pass) -> Expression:
    """Q, K or V: a token times the columns of its head."""
    i, h, t, j = found.entry.index
    letter, X = found.asked(name)
    c = found.column(h, j)
    rule = rf"\sum_k {indexed(letter, t, 'k')}\, {indexed(rf'W^{name}', 'k', c)}"
    return Expression(rule, (X[i, t], found.W(f"W_{name}")[:, c]))


def _S(found: _Pass) -> Expression:
    i, h, t, s = found.entry.index
    factors = found.of("Q")[i, h, t], found.of("K")[i, h, s]
    return _scaled(found, rf"\sum_j {indexed('Q', t, 'j')}\, {indexed('K', s, 'j')}", factors)


def _scaled(found: _Pass, rule: str, factors: tuple[Array, Array]) -> Expression:
    """Multiply a sum by one over the root of d_k, where scores are scaled."""
    if not found.layer.scaled:
        return Expression(rule, factors)
    before = rf"\frac{{1}}{{\sqrt{{{found.layer.head_width}}}}} \big("
    return Expression(f"{SCALED} {rule}", factors, before=before, after=r"\big)", scale=found.layer.scale)


def _M(found: _Pass) -> Expression:
    place = found.entry.index
    m = float(found.of("M")[place])
    if np.isneginf(m):
        return Expression(r"-\infty \quad \text{(not to be seen)}", terms=((number(m), m),))
    s = float(found.of("S")[place])
    return Expression(indexed("S", *place[2:]), terms=((number(s), s),))


def _P(found: _Pass) -> Expression:
    i, h, t, s = found.entry.index
    name = "S" if found.trace.M is None else "M"
    row = found.of(name)[i, h, t]
    if np.isneginf(row[s]):
        return Expression(r"e^{-\infty} = 0 \quad \text{(not to be seen)}", terms=(("0", 0.0),))
    seen = row[~np.isneginf(row)]
    E = np.exp(row - row.max())
    bottom = " + ".join(rf"e^{{{number(float(x))}}}" for x in seen[:WRITTEN])
    bottom += r" + \cdots" if len(seen) > WRITTEN else ""
    rule = rf"e^{{{indexed(name, t, s)}}} \big/ \sum_r e^{{{indexed(name, t, 'r')}}}"
    return Expression(rule, terms=((rf"\frac{{e^{{{number(float(row[s]))}}}}}{{{bottom}}}", float(E[s] / E.sum())),))


def _O(found: _Pass) -> Expression:
    i, h, t, j = found.entry.index
    return Expression(
        rf"\sum_s {indexed('P', t, 's')}\, {indexed('V', 's', j)}", (found.of("P")[i, h, t], found.of("V")[i, h, :, j])
    )


def _A(found: _Pass) -> Expression:
    i, t, j = found.entry.index
    return Expression(
        rf"\sum_c {indexed('O', t, 'c')}\, {indexed('W^O', 'c', j)}", (found.flat("O")[i, t], found.W("W_O")[:, j])
    )


def _dO(found: _Pass) -> Expression:
    i, h, t, j = found.entry.index
    c = found.column(h, j)
    rule = rf"\sum_k {indexed('dA', t, 'k')}\, {indexed('W^O', c, 'k')}"
    return Expression(rule, (found.of("dA")[i, t], found.W("W_O")[c]))


def _dP(found: _Pass) -> Expression:
    i, h, t, s = found.entry.index
    rule = rf"\sum_j {indexed('dO', t, 'j')}\, {indexed('V', s, 'j')}"
    return Expression(rule, (found.of("dO")[i, h, t], found.of("V")[i, h, s]))


def _dS(found: _Pass) -> Expression:
    """The slope of softmax: how much more this weight is asked for than the row's mean."""
    i, h, t, s = found.entry.index
    P, dP = found.of("P")[i, h, t], found.of("dP")[i, h, t]
    mean = float((P * dP).sum())
    rule = (
        rf"{indexed('P', t, s)} \big( {indexed('dP', t, s)} - \sum_r {indexed('P', t, 'r')}\, {indexed('dP', t, 'r')}"
    )
    terms = ((number(float(dP[s])), float(dP[s])), (rf"-{factor(mean)}", -mean))
    before = rf"{factor(float(P[s]))} \big( "
    return Expression(rule + r" \big)", terms=terms, before=before, after=r" \big)", scale=float(P[s]))


def _dQ(found: _Pass) -> Expression:
    i, h, t, j = found.entry.index
    factors = found.of("dS")[i, h, t], found.of("K")[i, h, :, j]
    return _scaled(found, rf"\sum_s {indexed('dS', t, 's')}\, {indexed('K', 's', j)}", factors)


def _dK(found: _Pass) -> Expression:
    i, h, s, j = found.entry.index
    factors = found.of("dS")[i, h, :, s], found.of("Q")[i, h, :, j]
    return _scaled(found, rf"\sum_t {indexed('dS', 't', s)}\, {indexed('Q', 't', j)}", factors)


def _dV(found: _Pass) -> Expression:
    i, h, s, j = found.entry.index
    rule = rf"\sum_t {indexed('P', 't', s)}\, {indexed('dO', 't', j)}"
    return Expression(rule, (found.of("P")[i, h, :, s], found.of("dO")[i, h, :, j]))


def _dW(name: str, found: _Pass) -> Expression:
    k, c = found.entry.index
    letter, X = found.asked(name)
    rule = rf"\sum_{{i,t}} {indexed(letter, 't', k)}\, {indexed(f'd{name}', 't', c)}"
    return Expression(rule, (X[..., k].ravel(), found.flat(f"d{name}")[..., c].ravel()))


def _dW_O(found: _Pass) -> Expression:
    c, j = found.entry.index
    rule = rf"\sum_{{i,t}} {indexed('O', 't', c)}\, {indexed('dA', 't', j)}"
    return Expression(rule, (found.flat("O")[..., c].ravel(), found.of("dA")[..., j].ravel()))


def _way(name: str, found: _Pass) -> Expression:
    """One of the three ways on which the gradient goes back to the tokens."""
    i, t, k = found.entry.index
    rule = rf"\sum_c {indexed(f'd{name}', t, 'c')}\, {indexed(f'W^{name}', k, 'c')}"
    return Expression(rule, (found.flat(f"d{name}")[i, t], found.W(f"W_{name}")[k]))


def _sum_of_ways(ways: str, found: _Pass) -> Expression | None:
    place = found.entry.index
    arrays = [getattr(found.gradients, f"dX_{name}") for name in ways]
    if any(array is None for array in arrays):
        return None
    values = [float(found.entry.one(array, 3)[place]) for array in arrays]
    rule = " + ".join(indexed(rf"\mathrm{{d}}X^{name}", *place) for name in ways)
    return Expression(rule, terms=tuple((number(x), x) for x in values))


def _dX(found: _Pass) -> Expression | None:
    return _sum_of_ways("QKV" if found.trace.context is None else "Q", found)


_WRITTEN: dict[tuple[type, str], Written] = {
    **{(AttentionTrace, name): partial(_projected, name) for name in "QKV"},
    (AttentionTrace, "S"): _S,
    (AttentionTrace, "M"): _M,
    (AttentionTrace, "P"): _P,
    (AttentionTrace, "O"): _O,
    (AttentionTrace, "A"): _A,
    (AttentionGradients, "dO"): _dO,
    (AttentionGradients, "dP"): _dP,
    (AttentionGradients, "dS"): _dS,
    (AttentionGradients, "dQ"): _dQ,
    (AttentionGradients, "dK"): _dK,
    (AttentionGradients, "dV"): _dV,
    **{(AttentionGradients, f"dW_{name}"): partial(_dW, name) for name in "QKV"},
    (AttentionGradients, "dW_O"): _dW_O,
    **{(AttentionGradients, f"dX_{name}"): partial(_way, name) for name in "QKV"},
    (AttentionGradients, "dX"): _dX,
    (AttentionGradients, "dcontext"): partial(_sum_of_ways, "KV"),
}

RULES: dict[tuple[type, str], Rule] = {place: partial(_rule, write) for place, write in _WRITTEN.items()}
"""For each record and field, what computes an entry."""
