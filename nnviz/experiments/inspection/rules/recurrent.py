"""How the entries of recurrent layers are computed: sums over inputs and states, gates, gradients through time."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import GRU, LSTM, Array, Elman
from nnviz.engine.layers.recurrent.elman import ElmanGradients, ElmanTrace
from nnviz.engine.layers.recurrent.gru import GRUGradients, GRUTrace
from nnviz.engine.layers.recurrent.lstm import LSTMGradients, LSTMTrace
from nnviz.experiments.inspection.expression import Entry, Expression, Rule, indexed
from nnviz.experiments.inspection.formula import number
from nnviz.experiments.inspection.rules.elementwise import activated, sloped

SIGMOID, TANH = r"\sigma", r"\tanh"


@dataclass(frozen=True, eq=False)
class _Passes:
    """Both passes of one network's recurrent layer, and which entry is asked for."""

    entry: Entry
    layer: Any
    trace: Any
    gradients: Any

    def forward(self, name: str) -> Array:
        """Return a tensor of the forward pass, (N, T, n)."""
        return self.entry.one(getattr(self.trace, name), 3)

    def backward(self, name: str) -> Array:
        """Return a tensor of the backward pass, (N, T, n)."""
        return self.entry.one(getattr(self.gradients, name), 3)

    def weights(self, name: str) -> Array:
        """Return a matrix of parameters, or a vector."""
        return self.entry.one(getattr(self.layer, name), 1 if name == "b" else 2)

    def before(self, name: str = "before") -> Array:
        """Return the states before each step, (N, T, m)."""
        return self.entry.one(np.moveaxis(getattr(self.trace, name), 0, -2), 3)

    def goes_on(self, t: int) -> bool:
        """Whether a gradient comes back from the step after."""
        return bool(dict(self.layer.backwards())[t])

    def held(self, gate: str, t: int, unit: int) -> bool:
        """Whether a gate is held by hand there."""
        found = self.layer.held().get(gate)
        return found is not None and bool(found[0][t, unit])

    def gate(self, column: int) -> tuple[str, int]:
        """Return which gate's column this is, and of which unit."""
        m = self.layer.units
        return (self.layer.gates or ("",))[column // m], column % m


def _of(entry: Entry) -> _Passes | None:
    trace = entry.forward
    if not isinstance(trace, ElmanTrace | GRUTrace | LSTMTrace):
        return None
    return _Passes(entry, trace.layer, trace, entry.backward)


def _both(entry: Entry) -> _Passes | None:
    found = _of(entry)
    return found if found is not None and found.gradients is not None else None


def _sum(rule: str, *factors: tuple[Array, ...], bias: float | None = None) -> Expression:
    """Add up products: each group holds arrays of one length that are multiplied entry by entry."""
    width = max(len(group) for group in factors)
    filled = [(*group, *(np.ones_like(group[0]),) * (width - len(group))) for group in factors]
    joined = tuple(np.concatenate(column) for column in zip(*filled, strict=True))
    return Expression(rule, joined, () if bias is None else ((number(bias), bias),))


def _one(rule: str, *values: float) -> Expression:
    """Multiply numbers."""
    return Expression(rule, tuple(np.array([float(value)]) for value in values))


def _Z(entry: Entry) -> Expression | None:
    found = _of(entry)
    if found is None:
        return None
    i, t, j = entry.index
    gate, unit = found.gate(j)
    x, W = found.forward("X")[i, t], found.weights("W_xh")[:, j]
    h, V, b = found.before()[i, t], found.weights("W_hh")[:, j], float(found.weights("b")[j])
    of_x = rf"\sum_k x_{{{t},k}}\, {indexed('W', 'k', j)}"
    if isinstance(found.layer, GRU) and gate == "n":
        r, HN = found.forward("R")[i, t, unit], found.forward("HN")[i, t, unit]
        rule = rf"{of_x} + r_{{{t},{unit}}}\, (h W)_{{{t},{unit}}} + b_{{{j}}}"
        return _sum(rule, (x, W), (np.array([r]), np.array([HN])), bias=b)
    rule = rf"{of_x} + \sum_k h_{{{t - 1},k}}\, {indexed('W', 'k', j)} + b_{{{j}}}"
    return _sum(rule, (x, W), (h, V), bias=b)


def _HN(entry: Entry) -> Expression | None:
    found = _of(entry)
    if found is None:
        return None
    i, t, unit = entry.index
    j = unit + 2 * found.layer.units
    return _sum(
        rf"\sum_k h_{{{t - 1},k}}\, {indexed('W', 'k', j)}", (found.before()[i, t], found.weights("W_hh")[:, j])
    )


def _gate(name: str, gate: str, function: str) -> Rule:
    """Return the rule of a gate: its function of z, or the value it is held at."""

    def rule(entry: Entry) -> Expression | None:
        found = _of(entry)
        if found is None:
            return None
        i, t, unit = entry.index
        if found.held(gate, t, unit):
            value = float(found.forward(name)[i, t, unit])
            return Expression(r"\text{held by hand}", terms=((number(value), value),))
        column = found.layer.columns[gate].start + unit
        z = float(found.forward("Z")[i, t, column])
        value = float(np.tanh(z)) if function == TANH else float(np.exp(-np.logaddexp(0.0, -z)))
        return Expression(rf"{function}({indexed('z', t, column)})", terms=((rf"{function}({number(z)})", value),))

    return rule


def _squashed(entry: Entry) -> Expression | None:
    found = _of(entry)
    if found is None:
        return None
    c = float(found.forward("C")[entry.index])
    return Expression(rf"\tanh({indexed('c', *entry.index[1:])})", terms=((rf"\tanh({number(c)})", float(np.tanh(c))),))


def _C(entry: Entry) -> Expression | None:
    found = _of(entry)
    if found is None:
        return None
    at = _, t, j = entry.index
    f, i, g = (found.forward(name)[at] for name in "FIG")
    c = found.before("c_before")[at]
    rule = rf"f_{{{t},{j}}}\, c_{{{t - 1},{j}}} + i_{{{t},{j}}}\, g_{{{t},{j}}}"
    return Expression(rule, (np.array([f, i]), np.array([c, g])))


def _H(entry: Entry) -> Expression | None:
    found = _of(entry)
    if found is None:
        return None
    at = _, t, j = entry.index
    if isinstance(found.layer, Elman):
        return activated(entry, found.trace.Z, found.layer.activation)
    if isinstance(found.layer, LSTM):
        return _one(rf"o_{{{t},{j}}}\, s_{{{t},{j}}}", found.forward("O")[at], found.forward("S")[at])
    u, n, h = found.forward("U")[at], found.forward("N")[at], found.before()[at]
    rule = rf"u_{{{t},{j}}}\, h_{{{t - 1},{j}}} + (1 - u_{{{t},{j}}})\, n_{{{t},{j}}}"
    return Expression(rule, (np.array([u, 1.0 - u]), np.array([h, n])))


def _dH(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    i, t, k = entry.index
    own = found.backward("dA")[i, t, k]
    if not found.goes_on(t):
        return _one(rf"\mathrm{{d}}a_{{{t},{k}}}", own)
    back = "dHW" if isinstance(found.layer, GRU) else "dZ"
    dz, V = found.backward(back)[i, t + 1], found.weights("W_hh")[k]
    name = r"\mathrm{d}(hW)" if back == "dHW" else r"\mathrm{d}z"
    rule = rf"\mathrm{{d}}a_{{{t},{k}}} + \sum_j {name}_{{{t + 1},j}}\, {indexed('W', k, 'j')}"
    if not isinstance(found.layer, GRU):
        return _sum(rule, (np.array([own]),), (dz, V))
    straight = found.backward("dH")[i, t + 1, k], found.forward("U")[i, t + 1, k]
    rule += rf" + \mathrm{{d}}h_{{{t + 1},{k}}}\, u_{{{t + 1},{k}}}"
    return _sum(rule, (np.array([own]),), (dz, V), tuple(np.array([value]) for value in straight))


def _dC(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    i, t, k = at = entry.index
    s = found.forward("S")[at]
    shown = (found.backward("dH")[at], found.forward("O")[at], 1.0 - s * s)
    rule = rf"\mathrm{{d}}h_{{{t},{k}}}\, o_{{{t},{k}}} (1 - s_{{{t},{k}}}^2)"
    if not found.goes_on(t):
        return _one(rule, *shown)
    kept = found.backward("dC")[i, t + 1, k], found.forward("F")[i, t + 1, k]
    rule += rf" + \mathrm{{d}}c_{{{t + 1},{k}}}\, f_{{{t + 1},{k}}}"
    return _sum(rule, tuple(np.array([value]) for value in shown), tuple(np.array([value]) for value in kept))


def _dZ(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    if isinstance(found.layer, Elman):
        return sloped(entry, found.trace.Z, found.trace.H, found.gradients.dH, found.layer.activation)
    i, t, column = entry.index
    gate, unit = found.gate(column)
    if found.held(gate, t, unit):
        return Expression(r"0 \quad \text{(held by hand)}", terms=(("0", 0.0),))
    at = (i, t, unit)
    gates = found.trace.layer.gates
    value = found.forward(gate.upper())[at]
    symbol = indexed(gate, t, unit)
    if isinstance(found.layer, LSTM):
        source, other, text = {
            "i": ("dC", found.forward("G")[at], indexed("g", t, unit)),
            "f": ("dC", found.before("c_before")[at], indexed("c", t - 1, unit)),
            "o": ("dH", found.forward("S")[at], indexed("s", t, unit)),
            "g": ("dC", found.forward("I")[at], indexed("i", t, unit)),
        }[gate]
        rule = rf"\mathrm{{d}}{source[1].lower()}_{{{t},{unit}}}\, {text}"
        slope = (1.0 - value * value,) if gate == gates[-1] else (value, 1.0 - value)
        rule += rf"\, (1 - {symbol}^2)" if gate == gates[-1] else rf"\, {symbol} (1 - {symbol})"
        return _one(rule, found.backward(source)[at], other, *slope)
    return _dZ_of_gru(found, gate, at)


def _dZ_of_gru(found: _Passes, gate: str, at: tuple[int, int, int]) -> Expression:
    i, t, unit = at
    u, n, dh = found.forward("U")[at], found.forward("N")[at], found.backward("dH")[at]
    place = rf"_{{{t},{unit}}}"
    if gate == "n":
        rule = rf"\mathrm{{d}}h{place} (1 - u{place}) (1 - n{place}^2)"
        return _one(rule, dh, 1.0 - u, 1.0 - n * n)
    if gate == "u":
        rule = rf"\mathrm{{d}}h{place} (h_{{{t - 1},{unit}}} - n{place})\, u{place} (1 - u{place})"
        return _one(rule, dh, found.before()[at] - n, u, 1.0 - u)
    r, column = found.forward("R")[at], unit + 2 * found.layer.units
    rule = rf"\mathrm{{d}}z_{{{t},{column}}}\, (h W){place}\, r{place} (1 - r{place})"
    return _one(rule, found.backward("dZ")[i, t, column], found.forward("HN")[at], r, 1.0 - r)


def _dHW(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    i, t, column = entry.index
    gate, unit = found.gate(column)
    dz = found.backward("dZ")[entry.index]
    if gate != "n":
        return _one(indexed("dz", t, column), dz)
    rule = rf"{indexed('dz', t, column)}\, r_{{{t},{unit}}}"
    return _one(rule, dz, found.forward("R")[i, t, unit])


def _dW(source: str) -> Rule:
    """Return the rule of dW_xh or dW_hh: a sum over all steps of all samples."""

    def rule(entry: Entry) -> Expression | None:
        found = _both(entry)
        if found is None:
            return None
        k, j = entry.index
        below = found.forward("X") if source == "x" else found.before()
        back = "dHW" if source == "h" and isinstance(found.layer, GRU) else "dZ"
        name = r"\mathrm{d}(hW)" if back == "dHW" else r"\mathrm{d}z"
        text = rf"\sum_{{i,t}} {source}_{{{'t' if source == 'x' else 't-1'},{k}}}\, {name}_{{t,{j}}}"
        return Expression(text, (below[..., k].ravel(), found.backward(back)[..., j].ravel()))

    return rule


def _db(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    (j,) = entry.index
    return Expression(rf"\sum_{{i,t}} \mathrm{{d}}z_{{t,{j}}}", (found.backward("dZ")[..., j].ravel(),))


def _dh0(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    (k,) = entry.index
    gru = isinstance(found.layer, GRU)
    dz = found.backward("dHW" if gru else "dZ")[:, 0]
    V = np.broadcast_to(found.weights("W_hh")[k], dz.shape)
    name = r"\mathrm{d}(hW)" if gru else r"\mathrm{d}z"
    rule = rf"\sum_i \sum_j {name}_{{0,j}}\, {indexed('W', k, 'j')}"
    if not gru:
        return Expression(rule, (dz.ravel(), V.ravel()))
    rule += rf" + \sum_i \mathrm{{d}}h_{{0,{k}}}\, u_{{0,{k}}}"
    return _sum(rule, (dz.ravel(), V.ravel()), (found.backward("dH")[:, 0, k], found.forward("U")[:, 0, k]))


def _dc0(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    (k,) = entry.index
    factors = (found.backward("dC")[:, 0, k], found.forward("F")[:, 0, k])
    return Expression(rf"\sum_i \mathrm{{d}}c_{{0,{k}}}\, f_{{0,{k}}}", factors)


def _dX(entry: Entry) -> Expression | None:
    found = _both(entry)
    if found is None:
        return None
    i, t, k = entry.index
    rule = rf"\sum_j {indexed('dz', t, 'j')}\, {indexed('W', k, 'j')}"
    return Expression(rule, (found.backward("dZ")[i, t], found.weights("W_xh")[k]))


_SHARED_GRADIENTS: dict[str, Rule] = {
    "dH": _dH,
    "dZ": _dZ,
    "dW_xh": _dW("x"),
    "dW_hh": _dW("h"),
    "db": _db,
    "dh0": _dh0,
    "dX": _dX,
}

RULES: dict[tuple[type, str], Rule] = {
    (ElmanTrace, "Z"): _Z,
    (ElmanTrace, "H"): _H,
    (GRUTrace, "HN"): _HN,
    (GRUTrace, "Z"): _Z,
    (GRUTrace, "R"): _gate("R", "r", SIGMOID),
    (GRUTrace, "U"): _gate("U", "u", SIGMOID),
    (GRUTrace, "N"): _gate("N", "n", TANH),
    (GRUTrace, "H"): _H,
    (LSTMTrace, "Z"): _Z,
    (LSTMTrace, "I"): _gate("I", "i", SIGMOID),
    (LSTMTrace, "F"): _gate("F", "f", SIGMOID),
    (LSTMTrace, "O"): _gate("O", "o", SIGMOID),
    (LSTMTrace, "G"): _gate("G", "g", TANH),
    (LSTMTrace, "C"): _C,
    (LSTMTrace, "S"): _squashed,
    (LSTMTrace, "H"): _H,
    (GRUGradients, "dHW"): _dHW,
    (LSTMGradients, "dC"): _dC,
    (LSTMGradients, "dc0"): _dc0,
    **{
        (kind, name): rule
        for kind in (ElmanGradients, GRUGradients, LSTMGradients)
        for name, rule in _SHARED_GRADIENTS.items()
    },
}
"""For each record and field, what computes an entry."""
