"""How one entry of a tensor was computed, with the numbers of the step, and whether they give the entry."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import TensorView
from nnviz.experiments.inspection.cutting import one_member
from nnviz.experiments.inspection.expression import Entry, Expression
from nnviz.experiments.inspection.formula import factor, number
from nnviz.experiments.inspection.rules.registry import rule_for
from nnviz.experiments.inspection.step import Step, layer_of

SHOWN = 6
"""Terms that are written at once; of longer sums the first ones and the last."""

UNFOLDED = 120
"""Terms that are written where a long sum is unfolded."""

PER_LINE = 3


@dataclass(frozen=True)
class WrittenOut:
    """An entry written out.

    Attributes
    ----------
    latex : str
        The result first, then rule and numbers below each other.
    value : float
        The entry.
    result : float
        What the formula gives, computed from the other tensors.
    agrees : bool
        Whether the two are the same, but for rounding: within 1e-12 of the sizes of the terms.
    terms, written : int
        How many terms there are, and how many of them are in ``latex``.
    unfolded : str
        The numbers of a long sum, all of them or very many; empty where ``latex`` has them all.
    """

    latex: str
    value: float
    result: float
    agrees: bool
    terms: int
    written: int
    unfolded: str = ""


def write_out(step: Step, view: TensorView, index: tuple[int, ...], member: tuple[int, ...] = ()) -> WrittenOut | None:
    """Write an entry out with its numbers.

    Parameters
    ----------
    step : Step
    view : TensorView
    index : tuple of int
        The entry, along the named axes.
    member : tuple of int
        Which network of an ensemble.

    Returns
    -------
    WrittenOut or None
        None for what is given and not computed, and where the record lacks what the entry was computed from.
    """
    layer = layer_of(view.path)
    name = view.path.rpartition(".")[2]
    entry = Entry(step, view.path, name, -1 if layer is None else layer, member, index)
    rule = rule_for(entry)
    with np.errstate(all="ignore"):
        expression = rule(entry) if rule else None
        if expression is None:
            return None
        value = float(one_member(np.asarray(view.value), view.axes, member)[index])
        arrow = r"\leftarrow" if view.path.startswith("after.") else "="
        return _written(expression, f"{symbol_at(view.symbol, index)} &{arrow}", value)


def symbol_at(symbol: str, index: tuple[int, ...]) -> str:
    """Return the symbol of an entry, such as ``W_{0,1}``."""
    return rf"{symbol}_{{{','.join(map(str, index))}}}" if index else symbol


def _written(expression: Expression, left: str, value: float) -> WrittenOut:
    products = np.prod(expression.factors, axis=0) if expression.factors else np.zeros(0)
    singles = np.array([x for _, x in expression.terms])
    result = float(products.sum() + singles.sum()) * expression.scale
    size = float(np.abs(products).sum() + np.abs(singles).sum()) * abs(expression.scale)
    texts = _texts(expression, len(products), SHOWN)
    terms, written = len(products) + len(expression.terms), sum(text is not None for text in texts)
    unfolded = _broken(expression, _texts(expression, len(products), UNFOLDED)) if written < terms else []
    return WrittenOut(
        _below([f"{left} {number(value, 6)}", f"&= {expression.rule}", *_broken(expression, texts)]),
        value,
        result,
        same(value, result, size),
        terms,
        written,
        _below([f"{left.partition(' &')[0]} {unfolded[0]}", *unfolded[1:]]) if unfolded else "",
    )


def _below(lines: list[str]) -> str:
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def same(value: float, result: float, size: float) -> bool:
    """Whether two numbers agree but for the rounding of a sum whose terms have that size in all."""
    if not (np.isfinite(value) and np.isfinite(result)):
        return not np.isfinite(value) and not np.isfinite(result)
    return bool(abs(value - result) <= 1e-12 * max(size, abs(value)) + 1e-300)


def _texts(expression: Expression, n: int, most: int) -> list[str | None]:
    """Write the terms; None stands for those that are left out."""
    singles: list[str | None] = [text for text, _ in expression.terms]
    kept = list(range(n)) if n + len(singles) <= most else [*range(most // 2), n - 1]
    write = number if len(expression.factors) == 1 else factor
    texts: list[str | None] = [r" \cdot ".join(write(float(f[k])) for f in expression.factors) for k in kept]
    if len(kept) < n:
        texts.insert(-1, None)
    return texts + singles


def _broken(expression: Expression, texts: list[str | None]) -> list[str]:
    """Put the terms on lines of a few each, with their signs."""
    signed = []
    for k, text in enumerate(texts):
        shown = r"\cdots" if text is None else text
        if k == 0:
            signed.append(expression.before + shown)
        elif shown.startswith("-"):
            signed.append(f" - {shown[1:].lstrip()}")
        else:
            signed.append(f" + {shown}")
    signed[-1:] = [f"{signed[-1]}{expression.after}"] if signed else [f"{expression.before}0{expression.after}"]
    lines = ["".join(signed[k : k + PER_LINE]) for k in range(0, len(signed), PER_LINE)]
    return [f"&= {lines[0]}", *(rf"&\phantom{{=}}{line}" for line in lines[1:])]
