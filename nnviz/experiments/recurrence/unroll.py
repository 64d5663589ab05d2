"""The cell, unrolled: the numbers of every step, and any of them written out."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import GRU, LSTM, Array
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.small_network import Pass, pass_of


@dataclass(frozen=True, eq=False)
class Row:
    """One tensor over the steps.

    Attributes
    ----------
    name : str
        Its letter in an address.
    title : str
    formula : str
        In plain text.
    values : ndarray, shape (units, T)
    backward : bool
        Whether it is a gradient.
    """

    name: str
    title: str
    formula: str
    values: Array
    backward: bool = False


@dataclass(frozen=True, eq=False)
class Unrolled:
    """A sequence of bits on its way through the network.

    Attributes
    ----------
    found : Pass
    rows : tuple of Row
        From the input to the loss; the gradients after them.
    """

    found: Pass
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row:
        """Return the row of that name, or that of the state."""
        return next((row for row in self.rows if row.name == name), next(r for r in self.rows if r.name == "h"))


def unrolled(settings: RecurrenceSettings) -> Unrolled:
    """Run the network on the bits, forward and backward.

    Parameters
    ----------
    settings : RecurrenceSettings

    Examples
    --------
    >>> found = unrolled(RecurrenceSettings(bits="101", cell="elman", units=2))
    >>> [row.name for row in found.rows if not row.backward], found.row("h").values.shape
    (['x', 'z', 'h', 'y', 'p', 'L'], (2, 3))
    """
    found = pass_of(settings, settings.bits)
    states, back, layer = found.states, found.state_gradients, found.layer
    rows = [Row("x", "input xₜ", "the bit", states.X[0].T)]
    if isinstance(layer, LSTM):
        rows += [
            Row(name, title, formula, getattr(states, name.upper())[0].T)
            for name, title, formula in (
                ("i", "input gate iₜ", "σ(zₜ)"),
                ("f", "forget gate fₜ", "σ(zₜ)"),
                ("o", "output gate oₜ", "σ(zₜ)"),
                ("g", "candidate gₜ", "tanh(zₜ)"),
                ("c", "cell cₜ", "fₜ cₜ₋₁ + iₜ gₜ"),
            )
        ]
        of_h = "oₜ tanh(cₜ)"
    elif isinstance(layer, GRU):
        rows += [
            Row(name, title, formula, getattr(states, name.upper())[0].T)
            for name, title, formula in (
                ("r", "reset gate rₜ", "σ(zₜ)"),
                ("u", "update gate uₜ", "σ(zₜ)"),
                ("n", "candidate nₜ", "tanh(zₜ)"),
            )
        ]
        of_h = "uₜ hₜ₋₁ + (1 − uₜ) nₜ"
    else:
        rows.append(Row("z", "zₜ", "xₜ W_xh + hₜ₋₁ W_hh + b", states.Z[0].T))
        of_h = "tanh(zₜ)"
    assert found.loss.P is not None
    rows += [
        Row("h", "state hₜ", of_h, states.H[0].T),
        Row("y", "logit yₜ", "hₜ W + b", found.trace.A[0].T),
        Row("p", "P(odd)", "σ(yₜ)", found.loss.P[0].T),
        Row("L", "loss Lₜ", "−log of the true class’s P", found.loss.losses[0][None]),
        Row("dh", "dL/dhₜ", "from the output and from step t+1", back.dH[0].T, backward=True),
    ]
    if isinstance(layer, LSTM):
        rows.append(Row("dc", "dL/dcₜ", "from hₜ and, times fₜ₊₁, from cₜ₊₁", back.dC[0].T, backward=True))
    return Unrolled(found, tuple(rows))


def written_out(settings: RecurrenceSettings, result: Unrolled) -> str:
    """Write the chosen number out, with the numbers that it comes from, in one line of plain text.

    Parameters
    ----------
    settings : RecurrenceSettings
    result : Unrolled
        Of these settings.
    """
    row, t = result.row(settings.shown_tensor), min(settings.shown_step, len(settings.bits)) - 1
    j = min(settings.shown_unit, len(row.values)) - 1
    value = row.values[j, t]
    name = f"{row.name}_{t + 1}" + (f"[{j + 1}]" if len(row.values) > 1 else "")
    return f"{name} = {_terms(result.found, row.name, t, j)}{_number(value)}"


def _terms(found: Pass, name: str, t: int, j: int) -> str:
    """Return the terms with an equals sign behind them; nothing for what is given."""
    states, layer, back = found.states, found.layer, found.state_gradients
    before = states.before[t, 0]
    column = {gate: k * layer.units for k, gate in enumerate(layer.gates)}
    if name == "z" or name in ("i", "f", "o", "r", "u", "g"):
        k = column.get(name, 0) + j
        pairs = [*zip(states.X[0, t], layer.W_xh[:, k], strict=True), *zip(before, layer.W_hh[:, k], strict=True)]
        products = " + ".join(f"{_number(a)}·{_number(w)}" for a, w in pairs)
        inside = f"{products} + {_number(layer.b[k])}"
        if name == "z":
            return f"{inside} = "
        return f"{'tanh' if name == 'g' else 'σ'}({inside}) = "
    if name == "n":
        k = column["n"] + j
        fed = " + ".join(f"{_number(a)}·{_number(w)}" for a, w in zip(states.X[0, t], layer.W_xh[:, k], strict=True))
        return f"tanh({fed} + {_number(layer.b[k])} + {_number(states.R[0, t, j])}·{_number(states.HN[0, t, j])}) = "
    if name == "c":
        c = states.C[0, t - 1, j] if t else 0.0
        f, i, g = (_number(V[0, t, j]) for V in (states.F, states.I, states.G))
        return f"{f}·{_number(c)} + {i}·{g} = "
    if name == "h":
        if isinstance(layer, LSTM):
            return f"{_number(states.O[0, t, j])}·tanh({_number(states.C[0, t, j])}) = "
        if isinstance(layer, GRU):
            u, n = states.U[0, t, j], states.N[0, t, j]
            return f"{_number(u)}·{_number(before[j])} + {_number(1.0 - u)}·{_number(n)} = "
        return f"tanh({_number(states.Z[0, t, j])}) = "
    if name == "y":
        W, b = found.network.layers[1].parameters
        products = " + ".join(f"{_number(h)}·{_number(w)}" for h, w in zip(states.H[0, t], W[:, j], strict=True))
        return f"{products} + {_number(b[j])} = "
    if name == "p":
        return f"σ({_number(found.trace.A[0, t, j])}) = "
    if name == "L":
        assert found.loss.P is not None
        p, y = float(found.loss.P[0, t, 0]), float(found.loss.Y[0, t, 0])
        return f"−log({_number(p if y else 1.0 - p)}) = "
    if name == "dh":
        from_output = back.dA[0, t, j]
        later = back.dH[0, t, j] - from_output
        return f"{_number(from_output)} (output of step {t + 1}) + {_number(later)} (step {t + 2}) = "
    if name == "dc":
        return f"{_number(back.dC[0, t, j])} = "
    return ""


def _number(value: float) -> str:
    """Return three digits, with a minus sign of its own width."""
    return f"{np.asarray(value).item():.3g}".replace("-", "−")
