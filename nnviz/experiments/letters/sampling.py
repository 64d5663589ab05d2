"""How a next letter is drawn from logits: temperature, top-k and top-p, over all letters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, softmax
from nnviz.engine.parameters import is_whole


@dataclass(frozen=True)
class Sampling:
    """The rules, in the order in which they apply.

    Attributes
    ----------
    temperature : float
        Logits are divided by it: below 1 sharper, above 1 flatter.
    top_k : int
        Only so many of the most probable symbols can be drawn (Fan, Lewis and Dauphin 2018, "Hierarchical neural story
        generation", section 5.1); 0 for all.
    top_p : float
        Of those, only the most probable ones that together have at least this share (Holtzman et al. 2020, "The curious
        case of neural text degeneration", section 3.1); 1 for all.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> P = np.array([0.5, 0.3, 0.15, 0.05])
    >>> Sampling(top_k=3).drawn_from(P).round(2).tolist()
    [0.53, 0.32, 0.16, 0.0]
    >>> Sampling(top_p=0.8).drawn_from(P).round(3).tolist()
    [0.625, 0.375, 0.0, 0.0]
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not self.temperature > 0:
            raise ValueError(
                f"expected a positive temperature, got {self.temperature!r}; 1 leaves the probabilities as they are"
            )
        if not (is_whole(self.top_k) and self.top_k >= 0):
            raise ValueError(f"expected top_k as a whole number of symbols, or 0 for all, got {self.top_k!r}")
        if not 0 < self.top_p <= 1:
            raise ValueError(f"expected top_p as a share above 0 and at most 1, got {self.top_p!r}; 1 keeps all")

    def probabilities(self, logits: Array) -> Array:
        """Return the probabilities of all symbols at the temperature, shape (n_symbols,), before any is cut off."""
        return softmax(logits / self.temperature)

    def kept(self, P: Array) -> NDArray[np.bool_]:
        """Return which symbols can be drawn; of equal probabilities the earlier symbol comes first."""
        order = np.argsort(-P, kind="stable")
        first = order[: self.top_k] if self.top_k else order
        if self.top_p < 1:
            before = np.cumsum(P[first]) - P[first]
            first = first[before < self.top_p * P[first].sum()]
        kept = np.zeros(len(P), np.bool_)
        kept[first] = True
        return kept

    def drawn_from(self, P: Array) -> Array:
        """Return the probabilities of those that are kept, made to sum to one again; zero for the others."""
        kept = np.where(self.kept(P), P, 0.0)
        drawn: Array = kept / kept.sum()
        return drawn
