"""Shuffled tokens: the same network on the tokens in their order and in another one, with positions and without."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

import numpy as np

from nnviz.engine import Array, Network, Trace, TransformerArchitecture
from nnviz.engine.layers.attention.multi_head import AttentionTrace
from nnviz.engine.layers.attention.positions import LearnedPositions, SinusoidalPositions, sinusoids
from nnviz.engine.layers.residual import ResidualTrace
from nnviz.experiments.attention.positions_settings import MOST_PLACES, WORD, PositionKind, PositionsFields

WIDTH = 8
"""d of the network that shuffled tokens are given to."""

SAME = 1e-12
"""A larger difference is no rounding."""


@dataclass(frozen=True, eq=False)
class Shuffled:
    """The same network on the tokens in their order and in another.

    Attributes
    ----------
    network : Network
        Of one block, at its start.
    order : tuple of int
        Which token stands at each place of the second sequence.
    before, after : Trace
        Of the first and of the second sequence.
    """

    network: Network
    order: tuple[int, ...]
    before: Trace
    after: Trace

    @property
    def outputs(self) -> tuple[Array, Array]:
        """What the block gives for both, shape (T, d) each."""
        return self._block(self.before).A[0], self._block(self.after).A[0]

    @property
    def weights(self) -> tuple[Array, Array]:
        """Attention's weights of both, shape (T, T) each."""
        found = []
        for trace in (self.before, self.after):
            attention = self._block(trace).layers[1]
            assert isinstance(attention, AttentionTrace)
            found.append(attention.P[0, 0])
        return found[0], found[1]

    @property
    def added(self) -> Array | None:
        """What is added to the token at each place, shape (T, d); None without positions."""
        layer = self.network.layers[1]
        if isinstance(layer, LearnedPositions):
            return layer.W
        return sinusoids(len(WORD), WIDTH) if isinstance(layer, SinusoidalPositions) else None

    @property
    def difference(self) -> Array:
        """The outputs of the second sequence less those of the first, shuffled in the same way; shape (T, d)."""
        before, after = self.outputs
        gap: Array = after - before[list(self.order)]
        return gap

    @property
    def largest(self) -> float:
        """The largest difference."""
        return float(np.abs(self.difference).max())

    @property
    def same(self) -> bool:
        """Whether the outputs are shuffled as the tokens are."""
        return self.largest <= SAME

    def _block(self, trace: Trace) -> ResidualTrace:
        return next(layer for layer in trace.layers if isinstance(layer, ResidualTrace))


def shuffled(settings: PositionsFields) -> Shuffled:
    """Run the network on both orders of the tokens.

    Parameters
    ----------
    settings : PositionsFields

    Examples
    --------
    >>> shuffled(PositionsFields()).same, shuffled(PositionsFields(position_kind="sinusoidal")).same
    (True, False)
    """
    order = tuple(WORD.index(letter) for letter in settings.position_order)
    network = _network(settings.position_kind, settings.position_causal, settings.position_seed)
    numbers = np.arange(len(WORD), dtype=np.float64)
    return Shuffled(network, order, network.forward(numbers[None]), network.forward(numbers[list(order)][None]))


def largest_of_all_orders(settings: PositionsFields) -> float:
    """Return the largest difference over all 120 orders of the tokens.

    Parameters
    ----------
    settings : PositionsFields
        Their own order does not count.
    """
    return _largest(settings.position_kind, settings.position_causal, settings.position_seed)


@lru_cache(maxsize=64)
def _largest(kind: PositionKind, causal: bool, seed: int) -> float:
    network = _network(kind, causal, seed)
    orders = np.array(list(permutations(range(len(WORD)))))
    trace = network.forward(orders.astype(np.float64))
    A = next(layer for layer in trace.layers if isinstance(layer, ResidualTrace)).A
    gap = [np.abs(after - A[0][order]).max() for order, after in zip(orders, A, strict=True)]
    return float(max(gap))


@lru_cache(maxsize=64)
def _network(kind: PositionKind, causal: bool, seed: int) -> Network:
    T = len(WORD)
    return TransformerArchitecture(symbols=T, steps=T, width=WIDTH, causal=causal, positions=kind, gains=False).build(
        seed
    )


WAVES = 16
"""d of the waves that are drawn."""

LATER = (0, 10, 20)
"""Places whose products with those behind them are drawn."""


@dataclass(frozen=True, eq=False)
class Waves:
    """The sinusoidal positions over many places.

    Attributes
    ----------
    places : ndarray, shape (places,)
    R : ndarray, shape (places, d)
    products : ndarray, shape (len(LATER), places)
        r_t times r_(t + k) for each t of `LATER`, over the distances k.
    """

    places: Array
    R: Array
    products: Array


@lru_cache(maxsize=1)
def waves() -> Waves:
    """Return the sinusoidal positions of a token, and what two of them have in common.

    A product of two positions depends on their distance alone: each pair of features is a point that goes around a
    circle, and a product of two points on it is the cosine of the angle between them.
    """
    n = MOST_PLACES + 1
    R = sinusoids(n + max(LATER), WAVES)
    products = np.array([R[t : t + n] @ R[t] for t in LATER])
    return Waves(np.arange(n, dtype=np.float64), R[:n], products)
