"""One entry of a tensor of a block: the numbers that it comes from, written out in a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.attention.block import BY_HEAD, BlockPass
from nnviz.experiments.attention.block_tensors import TENSORS, BlockTensorInfo, Operand
from nnviz.experiments.inspection.formula import term


@dataclass(frozen=True)
class Entry:
    """One entry of one tensor.

    Attributes
    ----------
    name : str
    row, column, head : int
        From 0. The head is that of the column where heads stand side by side.
    """

    name: str
    row: int
    column: int
    head: int

    @staticmethod
    def of(one: BlockPass, name: str, row: int, column: int, head: int = 0) -> "Entry":
        """Return the nearest entry that there is.

        Parameters
        ----------
        one : BlockPass
        name : str
        row, column, head : int
            From 0; one beyond the last stands for the last.
        """
        rows, columns = one.matrix(name).shape
        row, column = min(row, rows - 1), min(column, columns - 1)
        if name in ("Q", "K", "V", "O", "dQ", "dK", "dV", "dO"):
            head = column // one.layer.head_width
        return Entry(name, row, column, min(head, one.heads - 1))

    @property
    def place(self) -> tuple[int, int]:
        """Row and column."""
        return self.row, self.column


def factors(one: BlockPass, entry: Entry) -> tuple[Array, Array]:
    """Return the numbers whose products make up an entry of a matrix product, without the root of d_k.

    Parameters
    ----------
    one : BlockPass
    entry : Entry
        Of a tensor of the kind ``product``.
    """
    left, right = (_numbers(one, operand, entry) for operand in TENSORS[entry.name].operands)
    return left, right


def _numbers(one: BlockPass, operand: Operand, entry: Entry) -> Array:
    V = one.matrix(operand.name, entry.head)
    r, c = entry.place
    found: Array
    match operand.cells:
        case "cell":
            found = V[r, c : c + 1]
        case "row":
            found = V[r]
        case "column":
            found = V[:, c]
        case "row by column":
            found = V[c]
        case "column by row":
            found = V[:, r]
    if operand.within_head:
        width = one.layer.head_width
        found = found[entry.head * width : (entry.head + 1) * width]
    return found


def value_of(one: BlockPass, entry: Entry) -> float:
    """Return the engine's number."""
    return float(one.matrix(entry.name, entry.head)[entry.place])


def written_out(one: BlockPass, entry: Entry) -> str:
    """Write an entry out in one line of plain text: its name, the numbers that it comes from, its value.

    Parameters
    ----------
    one : BlockPass
    entry : Entry
    """
    info = TENSORS[entry.name]
    r, c = entry.place
    index = f"[{c}]" if entry.name in ("dgamma", "dbeta") else f"[{r}, {c}]"
    head = f" of head {entry.head + 1}" if entry.name in BY_HEAD and one.heads > 1 else ""
    middle = _middle(one, entry, info)
    value = _plain(value_of(one, entry))
    return f"{info.title}{index}{head} = {f'{middle} = ' if middle else ''}{value}"


def _middle(one: BlockPass, entry: Entry, info: BlockTensorInfo) -> str:
    """Return what stands between the name and the value; nothing for what is given."""
    if info.kind == "given":
        return "(A − Y) / T" if entry.name == "dA" else ""
    if info.kind == "sum":
        if len(info.operands) == 1:
            return info.formula
        return " + ".join(_number(float(_numbers(one, operand, entry)[0])) for operand in info.operands)
    if info.kind == "product":
        terms = _products(*factors(one, entry))
        scaled = "√d_k" in info.formula
        return f"({terms}) / √{one.layer.head_width}" if scaled else terms
    return _OWN[entry.name.split("_")[0]](one, entry)


def _norm_forward(one: BlockPass, entry: Entry) -> str:
    r, c = entry.place
    gamma, beta = one.matrix("gamma")[0, c], one.matrix("beta")[0, c]
    return f"{_number(gamma)} · {_number(one.matrix('U')[r, c])} + {_number(beta)}"


def _normalized(one: BlockPass, entry: Entry) -> str:
    r, c = entry.place
    x, mu, sigma = one.norm.X[0, r, c], one.norm.mu[0, r, 0], one.norm.sigma[0, r, 0]
    return f"({_plain(x)} − {_number(mu)}) / {_number(sigma)}"


def _norm_backward(one: BlockPass, entry: Entry) -> str:
    r, c = entry.place
    dU, U, sigma = through_gain(one, entry), one.matrix("U")[r], one.norm.sigma[0, r, 0]
    mean, along = float(dU.mean()), float((dU * U).mean())
    return f"({_plain(dU[c])} − {_number(mean)} − {_number(U[c])} · {_number(along)}) / {_number(sigma)}"


def through_gain(one: BlockPass, entry: Entry) -> Array:
    """Return the row of dU that an entry behind the norm comes from."""
    source = {"dN": "dH"}.get(entry.name) or entry.name.replace("dX", "dH")
    dU: Array = one.matrix(source)[entry.row] * one.matrix("gamma")[0]
    return dU


def _softmax(one: BlockPass, entry: Entry) -> str:
    r, c = entry.place
    if one.layer.causal and c > r:
        return "e^(−∞) / …"
    S = one.matrix("S", entry.head)[r]
    seen = S[: r + 1] if one.layer.causal else S
    return f"e^{_number(S[c])} / ({' + '.join(f'e^{_number(s)}' for s in seen)})"


def _score_gradient(one: BlockPass, entry: Entry) -> str:
    r, c = entry.place
    P, dP = (one.matrix(name, entry.head)[r] for name in ("P", "dP"))
    return f"{_number(P[c])} · ({_plain(dP[c])} − {_number(float((P * dP).sum()))})"


def _gain(one: BlockPass, entry: Entry) -> str:
    return _products(one.matrix("dH")[:, entry.column], one.matrix("U")[:, entry.column])


def _bias(one: BlockPass, entry: Entry) -> str:
    return " + ".join(_number(float(x)) for x in one.matrix("dH")[:, entry.column])


_OWN = {
    "U": _normalized,
    "H": _norm_forward,
    "P": _softmax,
    "dS": _score_gradient,
    "dN": _norm_backward,
    "dX": _norm_backward,
    "dgamma": _gain,
    "dbeta": _bias,
}


def _products(left: Sequence[float] | Array, right: Sequence[float] | Array) -> str:
    return " + ".join(f"{_number(float(a))} · {_number(float(b))}" for a, b in zip(left, right, strict=True))


def _number(x: float) -> str:
    """Three digits, brackets around a negative number."""
    return term(float(f"{np.asarray(x).item():.3g}") + 0.0)


def _plain(x: float) -> str:
    return _number(x).strip("()")
