"""A recipe: a task of continuing sequences, a small transformer and its start, for one seed or many in lockstep."""

from dataclasses import dataclass, replace
from functools import lru_cache

from nnviz.datasets import Continuations, continuations
from nnviz.engine import (
    Batch,
    Network,
    PerStepLoss,
    Purpose,
    Rules,
    TrainState,
    TransformerArchitecture,
    generator,
    initializer,
    loss,
    optimizer,
)

LOSS = PerStepLoss(loss("categorical_cross_entropy"))
"""The mean surprise at the next symbol, over all symbols that are to be predicted, in nats."""

MEASURED_SEQUENCES = 128
MEASURED_SEED = 2**31 - 1
"""The seed of the sequences that are measured; training draws its own at every step, so that none is memorized."""


@dataclass(frozen=True)
class TransformerRecipe:
    """What is trained, and how; two equal recipes give the same numbers.

    Attributes
    ----------
    task : str
        One of `CONTINUATIONS`.
    length, symbols, period : int, optional
        Of the task; see `continuations`.
    width, blocks, heads, hidden : int
    causal, scaled : bool
    positions, norm : str
        See `TransformerArchitecture`; norms have no gains here.
    start : str, optional
        The name of the initializer of all matrices; that of `TransformerArchitecture` unless given.
    rate : float
        Adam's learning rate.
    batch : int
        Sequences of a step, drawn anew for each; all networks of one `first_seed` see the same.
    seeds : int
        Networks in lockstep; network r has the weights of seed `first_seed` + r.
    first_seed : int
        Also the seed of the sequences.
    """

    task: str = "copy"
    length: int | None = None
    symbols: int | None = None
    period: int | None = None
    width: int = 32
    blocks: int = 1
    heads: int = 1
    hidden: int = 0
    causal: bool = True
    scaled: bool = True
    positions: str = "learned"
    norm: str = "layer"
    start: str | None = None
    rate: float = 0.003
    batch: int = 32
    seeds: int = 1
    first_seed: int = 0

    @property
    def measured(self) -> Continuations:
        """The sequences that every network is measured on."""
        return measured_continuations(self.task, self.length, self.symbols, self.period)

    @property
    def architecture(self) -> TransformerArchitecture:
        """The network without its weights."""
        data = self.measured
        architecture = TransformerArchitecture(
            symbols=len(data.symbols),
            steps=data.steps,
            width=self.width,
            blocks=self.blocks,
            heads=self.heads,
            hidden=self.hidden,
            causal=self.causal,
            scaled=self.scaled,
            positions=self.positions,
            norm=self.norm,
            gains=False,
        )
        return architecture if self.start is None else replace(architecture, start=initializer(self.start))

    def networks(self) -> Network:
        """Draw the weights of all seeds: along a leading axis, if there are several."""
        return self.architecture.build(*range(self.first_seed, self.first_seed + self.seeds))

    def state(self) -> TrainState:
        """Return the state before the first step."""
        return TrainState.start(self.networks(), Rules(LOSS, optimizer("adam"), self.rate), self.first_seed)

    def sequences_of(self, step: int) -> Continuations:
        """Return the sequences of a step of training."""
        rng = generator(self.first_seed, Purpose.DATA, step)
        return continuations(
            self.task, rng=rng, samples=self.batch, length=self.length, symbols=self.symbols, period=self.period
        )

    def batch_of(self, step: int) -> Batch:
        """Return the same as a batch."""
        data = self.sequences_of(step)
        return Batch(data.X, data.Y)


@lru_cache(maxsize=64)
def measured_continuations(
    task: str, length: int | None = None, symbols: int | None = None, period: int | None = None
) -> Continuations:
    """Return sequences of a task that no training draws."""
    return continuations(
        task, rng=MEASURED_SEED, samples=MEASURED_SEQUENCES, length=length, symbols=symbols, period=period
    )
