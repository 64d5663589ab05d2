"""A tiny transformer on first names: what it expects after a prefix, what it attends to, what its logits depend on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from nnviz.datasets import names
from nnviz.engine import (
    Array,
    AttentionTrace,
    Batch,
    Network,
    Rules,
    TrainState,
    TransformerArchitecture,
    optimizer,
    schedule,
    with_steps,
)
from nnviz.engine.layers.residual import ResidualTrace
from nnviz.experiments.letters.bigram import bigram_nats
from nnviz.experiments.letters.dependence import dependence
from nnviz.experiments.letters.prediction import written_together
from nnviz.experiments.letters.sampling import Sampling
from nnviz.experiments.letters.training import LOSS, measured_words, nats_per_letter, word_batch
from nnviz.experiments.recording.recording import Moment, Recording, Task, spaced
from nnviz.experiments.transformer.names_settings import MOST_PROBABLE, NamesFields

HEADS = 4
HIDDEN = 4
"""Units of the MLP, as a multiple of the width."""

BATCH = 32
RATES = {16: 0.02, 32: 0.01}
"""Adam's, at the start; it falls to zero along a cosine. By width."""

MOST_STEPS = 25
"""From one frame to the next."""

MEASURED_NAMES = 500
"""About so many of the names that are not learned from are measured at every frame."""

WRITTEN_NAMES = 8


@dataclass(frozen=True)
class TinyGPT(Task):
    """One block of attention and MLP that learns which letter comes next.

    Attributes
    ----------
    width : {16, 32}
    steps : int
        Of training.
    seed : int
    """

    width: int = 16
    steps: int = 1000
    seed: int = 0

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(self.steps, 24, most=MOST_STEPS)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network before the first step."""
        letters = names()
        architecture = TransformerArchitecture(
            symbols=len(letters.symbols),
            steps=letters.steps,
            width=self.width,
            heads=HEADS,
            hidden=HIDDEN * self.width,
            gains=False,
        )
        rules = Rules(LOSS, optimizer("adam"), RATES[self.width], schedule("cosine", steps=self.steps))
        return (TrainState.start(architecture.build(self.seed), rules, self.seed),)

    def batch(self, step: int) -> Batch:
        """Return 32 names."""
        return word_batch(names(), BATCH, self.seed, step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the loss on names that are not learned from, in nats a letter."""
        return {"loss": np.array([nats_per_letter(networks[0], names(), measured_words(names(), MEASURED_NAMES))])}


def task_of(settings: NamesFields) -> TinyGPT:
    """Return what the settings ask for."""
    return TinyGPT(int(settings.names_width), settings.names_steps, settings.names_seed)


def sampling_of(settings: NamesFields) -> Sampling:
    """Return how the next letter is drawn."""
    return Sampling(settings.names_temperature, settings.names_top_k, settings.names_top_p)


@cache
def pairs_nats() -> float:
    """Return the loss of a table of pairs of letters on the same names."""
    return bigram_nats(names(), measured_words(names(), MEASURED_NAMES))


@dataclass(frozen=True, eq=False)
class Reading:
    """The model at the end of a prefix.

    Attributes
    ----------
    P : ndarray, shape (27,)
        The probability of every symbol to come next, at the temperature.
    drawn : ndarray, shape (27,)
        The same after top-k and top-p have cut symbols off: zero for those.
    attention : ndarray, shape (heads, T)
        How much of each head's mixture, at the last place, comes from each place.
    slopes : ndarray, shape (27, T)
        The norm of the derivative of each logit with respect to the embedding of each place.
    """

    P: Array
    drawn: Array
    attention: Array
    slopes: Array

    @property
    def best(self) -> int:
        """The number of the most probable symbol."""
        return int(self.P.argmax())


def read(network: Network, settings: NamesFields) -> Reading:
    """Read the prefix.

    Parameters
    ----------
    network : Network
        A state of a `TinyGPT`.
    settings : NamesFields
    """
    X = names().numbers(settings.names_prefix)
    last, symbols = X.shape[1] - 1, np.arange(len(names().symbols))
    short, sampling = with_steps(network, X.shape[1]), sampling_of(settings)
    trace = short.forward(X)
    P = sampling.probabilities(trace.A[0, -1])
    attention = np.concatenate([part.P[0, :, -1] for part in _attention(trace.layers)])
    return Reading(P, sampling.drawn_from(P), attention, dependence(short, X, np.full_like(symbols, last), symbols))


def _attention(traces: Sequence[object]) -> list[AttentionTrace]:
    inside = [part for trace in traces if isinstance(trace, ResidualTrace) for part in trace.layers]
    return [part for part in inside if isinstance(part, AttentionTrace)]


def pictures(settings: NamesFields, recording: Recording, frames: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them: `Reading`, the loss, and names written.

    ``names`` has the shape (frames, names, letters), numbers of symbols with -1 after a name's end.
    """
    networks = [recording.state[0].network.with_theta(frame.thetas[0]) for frame in frames]
    found = [read(network, settings) for network in networks]
    return {
        "loss": np.array([frame.measured["loss"] for frame in frames]),
        **{name: np.array([getattr(one, name) for one in found]) for name in ("P", "drawn", "attention", "slopes")},
        "names": np.array([_written(network, settings) for network in networks], np.float64),
    }


def _written(network: Network, settings: NamesFields) -> Array:
    rng = np.random.default_rng(settings.names_draw)
    found: Array = written_together(
        network, names(), rng, settings.names_prefix, sampling_of(settings), WRITTEN_NAMES
    ).astype(np.float64)
    return found


def written_names(network: Network, settings: NamesFields) -> tuple[str, ...]:
    """Return names that the model writes behind the prefix, reading its own letters (free running)."""
    symbols = names().symbols
    return tuple("".join(symbols[int(k)] for k in row if k >= 0) for row in _written(network, settings))


@dataclass(frozen=True)
class LookedAt:
    """Where the heads look and what a logit depends on, in words of places.

    Attributes
    ----------
    heads : tuple of int
        The place with the largest weight of each head.
    slope : int
        The place with the largest derivative.
    apart : tuple of float
        How far each head's weights are from the shares of the derivatives, 0 to 1: half the sum of the differences.
    """

    heads: tuple[int, ...]
    slope: int
    apart: tuple[float, ...]


def looked_at(found: Reading, symbol: int = MOST_PROBABLE) -> LookedAt:
    """Compare the weights of the heads with the derivatives of a logit.

    Parameters
    ----------
    found : Reading
    symbol : int
        Whose logit; -1 for the most probable one.
    """
    slope = found.slopes[found.best if symbol == MOST_PROBABLE else symbol]
    shares = slope / slope.sum()
    apart = 0.5 * np.abs(found.attention - shares).sum(-1)
    return LookedAt(tuple(map(int, found.attention.argmax(-1))), int(slope.argmax()), tuple(map(float, apart)))


def title_of(symbol: int) -> str:
    """Return what a symbol is called: a letter, or the end."""
    return names().symbols[symbol] if symbol else "end"


def place_title(settings: NamesFields, place: int) -> str:
    """Return what stands at a place that is read: a letter of the prefix, or the start in front of it."""
    return f"{settings.names_prefix[place - 1]} (place {place + 1})" if place else "the start (place 1)"


def rows(found: Reading) -> list[dict[str, object]]:
    """Return a row for each symbol, for a table."""
    return [
        {"next": title_of(k), "P": float(P), "P after cutting": float(drawn)}
        for k, (P, drawn) in enumerate(zip(found.P, found.drawn, strict=True))
    ]
