"""How one entry of a tensor was computed, with the numbers of this very step, and whether they make the entry."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, TensorView
from nnviz.experiments.inspection.cutting import one_member
from nnviz.experiments.inspection.formula import factor, number
from nnviz.experiments.inspection.story import LAYER, Step

SHOWN = 12
"""Terms that are written; of longer sums the first and the last ones."""

PER_LINE = 3


@dataclass(frozen=True, eq=False)
class Recipe:
    r"""How an entry is computed: ``scale * (sum of products + single terms)``.

    Attributes
    ----------
    rule : str
        The formula with the entry's own indices, in LaTeX.
    factors : tuple of ndarray, each of shape (K,)
        Multiplied entry by entry, then added.
    terms : tuple of (str, float)
        Single terms: how each is written, and what it is.
    before, after : str
        LaTeX around the sum, such as ``\frac{1}{10} (`` and ``)``.
    scale : float
        What ``before`` and ``after`` multiply the sum by.
    """

    rule: str
    factors: tuple[Array, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    before: str = ""
    after: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class WrittenOut:
    """An entry written out.

    Attributes
    ----------
    latex : str
        Rule, numbers and result below each other.
    value : float
        The entry.
    result : float
        What the numbers of the formula make, computed from the other tensors.
    agrees : bool
        Whether the two are the same, but for rounding: within 1e-12 of the sizes of the terms.
    terms, written : int
        How many terms there are, and how many of them are in ``latex``.
    """

    latex: str
    value: float
    result: float
    agrees: bool
    terms: int
    written: int


@dataclass(frozen=True, eq=False)
class Place:
    """One entry of a tensor, with all that is around it.

    Attributes
    ----------
    step : Step
    path, name : str
        Of the tensor; its field.
    layer : int
        The position of its layer; -1 for none.
    member : tuple of int
        Which network of an ensemble.
    index : tuple of int
        Along the named axes.
    """

    step: Step
    path: str
    name: str
    layer: int
    member: tuple[int, ...]
    index: tuple[int, ...]

    def one(self, array: Array, axes: int) -> Array:
        """Return the array of this network alone; ``axes`` is how many axes a single network's has."""
        return one_member(np.asarray(array), ("",) * axes, self.member)


Rule = Callable[[Place], Recipe | None]


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
    from nnviz.experiments.inspection.rules import rule_for

    at = LAYER.match(view.path)
    name = view.path.rpartition(".")[2]
    place = Place(step, view.path, name, int(at.group(1)) if at else -1, member, index)
    rule = rule_for(place)
    with np.errstate(all="ignore"):
        recipe = rule(place) if rule else None
        if recipe is None:
            return None
        value = float(one_member(np.asarray(view.value), view.axes, member)[index])
        arrow = r"\leftarrow" if view.path.startswith("after.") else "="
        return _written(recipe, f"{symbol_at(view.symbol, index)} &{arrow}", value)


def symbol_at(symbol: str, index: tuple[int, ...]) -> str:
    """Return the symbol of an entry, such as ``W_{0,1}``."""
    return rf"{symbol}_{{{','.join(map(str, index))}}}" if index else symbol


def _written(recipe: Recipe, left: str, value: float) -> WrittenOut:
    products = np.prod(recipe.factors, axis=0) if recipe.factors else np.zeros(0)
    singles = np.array([x for _, x in recipe.terms])
    result = float(products.sum() + singles.sum()) * recipe.scale
    size = float(np.abs(products).sum() + np.abs(singles).sum()) * abs(recipe.scale)
    texts = _texts(recipe, len(products))
    lines = [f"{left} {recipe.rule}", *_broken(recipe, texts), f"&= {number(value, 6)}"]
    return WrittenOut(
        r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}",
        value,
        result,
        same(value, result, size),
        len(products) + len(recipe.terms),
        sum(text is not None for text in texts),
    )


def same(value: float, result: float, size: float) -> bool:
    """Whether two numbers agree but for the rounding of a sum whose terms have that size in all."""
    if not (np.isfinite(value) and np.isfinite(result)):
        return not np.isfinite(value) and not np.isfinite(result)
    return bool(abs(value - result) <= 1e-12 * max(size, abs(value)) + 1e-300)


def _texts(recipe: Recipe, n: int) -> list[str | None]:
    """Write the terms; None stands for those that are left out."""
    singles: list[str | None] = [text for text, _ in recipe.terms]
    kept = list(range(n)) if n + len(singles) <= SHOWN else [*range(SHOWN // 2), n - 1]
    write = number if len(recipe.factors) == 1 else factor
    texts: list[str | None] = [r" \cdot ".join(write(float(f[k])) for f in recipe.factors) for k in kept]
    if len(kept) < n:
        texts.insert(-1, None)
    return texts + singles


def _broken(recipe: Recipe, texts: list[str | None]) -> list[str]:
    """Put the terms on lines of a few each, with their signs."""
    signed = []
    for k, text in enumerate(texts):
        shown = r"\cdots" if text is None else text
        if k == 0:
            signed.append(recipe.before + shown)
        elif shown.startswith("-"):
            signed.append(f" - {shown[1:].lstrip()}")
        else:
            signed.append(f" + {shown}")
    signed[-1:] = [f"{signed[-1]}{recipe.after}"] if signed else [f"{recipe.before}0{recipe.after}"]
    lines = ["".join(signed[k : k + PER_LINE]) for k in range(0, len(signed), PER_LINE)]
    return [f"&= {lines[0]}", *(rf"&\phantom{{=}}{line}" for line in lines[1:])]


def indexed(name: str, *index: object) -> str:
    """Return a symbol with indices: ``indexed("X", 3, "k")`` is ``X_{3,k}``; a d in front is upright."""
    upright = re.sub(r"^d(?=[A-Z a-z])", r"\\mathrm{d}", name)
    return rf"{upright}_{{{','.join(map(str, index))}}}"
