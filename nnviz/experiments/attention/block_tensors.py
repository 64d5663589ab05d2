"""How each tensor of a block comes about: its formula, what goes into an entry of it, and that entry written out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.attention.block import BY_HEAD, BlockPass
from nnviz.experiments.inspection.formula import term

Cells = Literal["row", "column", "row by column", "column by row", "cell"]
"""Which cells of an operand go into the entry in a row r and a column c: its row r, its column c, its row c, ..."""


@dataclass(frozen=True)
class Operand:
    """A tensor that another is computed from.

    Attributes
    ----------
    name : str
    cells : str
        Those that go into one entry.
    sign : str
        What stands in front of it.
    within_head : bool
        Whether only the columns of the entry's head do.
    transposed : bool
        Whether the formula transposes it.
    """

    name: str
    cells: Cells
    sign: str = ""
    within_head: bool = False
    transposed: bool = False


@dataclass(frozen=True)
class BlockTensorInfo:
    """What is said of a tensor.

    Attributes
    ----------
    name, title, formula : str
        The letters in plain text; the formula is that of all heads.
    operands : tuple of Operand
    kind : {'given', 'product', 'sum', 'own'}
        A matrix product, a sum entry by entry, or an arithmetic of its own.
    note : str
        What to know of it.
    """

    name: str
    title: str
    formula: str
    operands: tuple[Operand, ...] = ()
    kind: Literal["given", "product", "sum", "own"] = "product"
    note: str = ""

    @property
    def backward(self) -> bool:
        """Whether it is a gradient."""
        return self.name.startswith("d")


def _product(
    name: str, left: str, right: str, *, within: bool = False, over: str = "", note: str = ""
) -> BlockTensorInfo:
    """Describe a product; a trailing T transposes: ``_product("S", "Q", "K.T")``."""
    (a, left_turned), (b, right_turned) = ((V.removesuffix(".T"), V.endswith(".T")) for V in (left, right))
    operands = (
        Operand(a, "column by row" if left_turned else "row", "", within, left_turned),
        Operand(b, "row by column" if right_turned else "column", "·", within, right_turned),
    )
    formula = f"{_letters(a)}{'ᵀ' if left_turned else ''} {_letters(b)}{'ᵀ' if right_turned else ''}{over}"
    return BlockTensorInfo(name, _letters(name), formula, operands, "product", note)


def _sum(name: str, *parts: str, note: str = "") -> BlockTensorInfo:
    operands = tuple(Operand(part, "cell", "+" if k else "") for k, part in enumerate(parts))
    return BlockTensorInfo(name, _letters(name), " + ".join(map(_letters, parts)), operands, "sum", note)


def _own(name: str, formula: str, *operands: Operand, note: str = "") -> BlockTensorInfo:
    return BlockTensorInfo(name, _letters(name), formula, operands, "own" if operands else "given", note)


def _letters(name: str) -> str:
    return {"gamma": "γ", "beta": "β", "dgamma": "dγ", "dbeta": "dβ"}.get(name, name)


_BACK = "(dh − mean(dh) − u · mean(dh u)) / σ with dh = {of} γ"
TENSORS = {
    one.name: one
    for one in (
        _own("X", "the tokens, drawn"),
        *(_own(f"W_{way}", "drawn") for way in "QKVO"),
        _own("U", "(X − μ) / σ, mean and deviation of each token", Operand("X", "row")),
        _own("H", "γ U + β, gain and bias of each feature", Operand("U", "cell")),
        _product("Q", "H", "W_Q"),
        _product("K", "H", "W_K"),
        _product("V", "H", "W_V"),
        _product("S", "Q", "K.T", within=True, over=" / √d_k"),
        _own("P", "softmax of each row of S", Operand("S", "row")),
        _product("O", "P", "V"),
        _product("F", "O", "W_O"),
        _sum("A", "X", "F"),
        _own("dA", "from the loss: (A − Y) / T"),
        _sum("dF", "dA", note="A = X + F, so the gradient goes on to both as it is."),
        _product("dO", "dF", "W_O.T"),
        _product("dP", "dO", "V.T", within=True),
        _product("dV", "P.T", "dO"),
        _own(
            "dS",
            "P ∗ (dP − row sums of P ∗ dP)",
            Operand("P", "row"),
            Operand("dP", "row", "∗"),
            note="Each row sums to 0: a softmax does not see what is added to a whole row.",
        ),
        _product("dQ", "dS", "K", over=" / √d_k"),
        _product("dK", "dS.T", "Q", over=" / √d_k"),
        _product("dH_Q", "dQ", "W_Q.T"),
        _product("dH_K", "dK", "W_K.T"),
        _product("dH_V", "dV", "W_V.T"),
        _sum("dH", "dH_Q", "dH_K", "dH_V", note="H went in by three ways."),
        _own(
            "dN",
            _BACK.format(of="dH"),
            Operand("dH", "row"),
            Operand("U", "row", ","),
            note="Each row sums to 0, and so does its product with U: a norm sees no shift, no stretch.",
        ),
        *(
            _own(f"dX_{way}", _BACK.format(of=f"dH_{way}"), Operand(f"dH_{way}", "row"), Operand("U", "row", ","))
            for way in "QKV"
        ),
        _sum("dX", "dX_Q", "dX_K", "dX_V", "dA", note="Three ways through the norm, and the residual past it."),
        _product("dW_Q", "H.T", "dQ"),
        _product("dW_K", "H.T", "dK"),
        _product("dW_V", "H.T", "dV"),
        _product("dW_O", "O.T", "dF"),
        _own("dgamma", "sum of dH ∗ U over the tokens", Operand("dH", "column"), Operand("U", "column", "∗")),
        _own("dbeta", "sum of dH over the tokens", Operand("dH", "column")),
    )
}
"""Every tensor of both passes, in the order in which they are computed."""


MAP = [
    ("X", "dX"),
    ("U", "dN"),
    ("H", "dH"),
    ("Q", "dQ"),
    ("K", "dK"),
    ("V", "dV"),
    ("S", "dS"),
    ("P", "dP"),
    ("O", "dO"),
    ("F", "dF"),
    ("A", "dA"),
    ("W_Q", "dW_Q"),
    ("W_K", "dW_K"),
    ("W_V", "dW_V"),
    ("W_O", "dW_O"),
    ("dgamma", "dbeta"),
]
"""What stands above what in the map of all tensors: those of the way forward, and their gradients."""


def row_sums(one: BlockPass, name: str) -> dict[str, Array]:
    """Return what each row of a tensor sums to, where that is always the same, as columns by their titles.

    Parameters
    ----------
    one : BlockPass
    name : str
    """
    V = one.tensors[name]
    if name in ("P", "dS"):
        return {"row sums": V.sum(-1, keepdims=True)}
    if name in ("dN", "dX_Q", "dX_K", "dX_V"):
        return {"row sums": V.sum(-1, keepdims=True), "row · U": (V * one.tensors["U"]).sum(-1, keepdims=True)}
    return {}


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
