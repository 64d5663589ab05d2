"""How each tensor of a block comes about: its formula, and what goes into an entry of it."""

from dataclasses import dataclass
from typing import Literal

from nnviz.engine import Array
from nnviz.experiments.attention.block import BlockPass

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
