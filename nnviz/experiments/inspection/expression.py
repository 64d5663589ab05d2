"""How one entry of a tensor is computed, as an expression: products that are added, and single terms."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import Array
from nnviz.engine.layers.layer import LayerGradients, LayerTrace
from nnviz.experiments.inspection.cutting import one_member
from nnviz.experiments.inspection.step import Step

Term = tuple[str, float]
"""How a term is written, in LaTeX, and what it is."""


@dataclass(frozen=True, eq=False)
class Expression:
    r"""How an entry is computed: ``scale * (sum of products + single terms)``.

    Attributes
    ----------
    rule : str
        The formula with the entry's own indices, in LaTeX.
    factors : tuple of ndarray, each of shape (K,)
        Multiplied entry by entry, then added.
    terms : tuple of Term
        Single terms.
    before, after : str
        LaTeX around the sum, such as ``\frac{1}{10} (`` and ``)``.
    scale : float
        What ``before`` and ``after`` multiply the sum by.
    """

    rule: str
    factors: tuple[Array, ...] = ()
    terms: tuple[Term, ...] = ()
    before: str = ""
    after: str = ""
    scale: float = 1.0


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry of a tensor, and the step that it is part of.

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

    @property
    def inside(self) -> tuple[int, ...]:
        """The positions of the layers that the tensor's own layer stands in, its own last; the first is `layer`."""
        return tuple(map(int, _POSITION.findall(self.path)))

    @property
    def forward(self) -> LayerTrace | None:
        """The layer's part of the forward pass, where the step has one."""
        found: LayerTrace | None = part_at(self.step.trace, self.inside)
        return found

    @property
    def backward(self) -> LayerGradients | None:
        """The layer's part of the backward pass, where the step has one."""
        found: LayerGradients | None = part_at(self.step.gradients, self.inside)
        return found

    def one(self, array: Array, axes: int) -> Array:
        """Return the array of this network alone; ``axes`` is how many axes a single network's has."""
        return one_member(np.asarray(array), ("",) * axes, self.member)


_POSITION = re.compile(r"layers\[(\d+)\]")


def part_at(record: Any, inside: Sequence[int]) -> Any:
    """Return the part of a pass that belongs to a layer, by the positions of the layers around it and its own."""
    for i in inside:
        record = record.layers[i] if record is not None else None
    return record


Rule = Callable[[Entry], Expression | None]
"""What computes an entry; it returns None where the step lacks what the entry was computed from."""


def indexed(name: str, *index: object) -> str:
    """Return a symbol with indices: ``indexed("X", 3, "k")`` is ``X_{3,k}``; a d in front is upright."""
    upright = re.sub(r"^d(?=[A-Z a-z])", r"\\mathrm{d}", name)
    return rf"{upright}_{{{','.join(map(str, index))}}}"
