"""What decides a race against recurrence: the task, and networks of about one size."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from nnviz.datasets import Continuations
from nnviz.engine import Network, RecurrentArchitecture, RecurrentStart, Rules, TrainState, optimizer
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe
from nnviz.experiments.transformer.race_settings import RaceFields

CONTESTANTS = ("Transformer", "GRU", "LSTM")
"""The rows of every array."""

CELLS = {"GRU": "gru", "LSTM": "lstm"}
SEEDS = 5
"""Networks of each kind."""

EMBEDDING = 16
RECURRENT_RATE = 0.01
"""Adam's learning rate for recurrent networks, which learn more slowly with the 0.003 of the transformer."""

CLIP = 1.0
"""The largest norm of a recurrent network's gradient."""

WIDEST = 128
INDUCTION = "induction"
PARTS = {INDUCTION: (2, 1, 0), "sort": (1, 2, 64)}
"""Blocks, heads and units of the MLP, where a task needs more than one head of one layer of attention."""


@dataclass(frozen=True)
class RaceTask:
    """What decides a race.

    Attributes
    ----------
    task : str
        One of `CONTINUATIONS`.
    length : int
        Symbols that are given; of no meaning for induction, which has its own.
    steps : int
        Of training, at most.
    seed : int
        Of the sequences, and of the first network of each kind.
    seeds : int
        Networks of each kind, at least 2.
    """

    task: str = "copy"
    length: int = 3
    steps: int = 600
    seed: int = 0
    seeds: int = SEEDS

    @staticmethod
    def of(now: RaceFields) -> "RaceTask":
        """Return the race of the settings."""
        length = RaceTask.length if now.race_task == INDUCTION else now.race_length
        return RaceTask(now.race_task, length, now.race_steps, now.race_seed)

    @property
    def recipe(self) -> TransformerRecipe:
        """The transformer that suits the task (`PARTS`), and the sequences of all."""
        blocks, heads, hidden = PARTS.get(self.task, (1, 1, 0))
        return TransformerRecipe(
            self.task,
            length=None if self.task == INDUCTION else self.length,
            seeds=self.seeds,
            first_seed=self.seed,
            blocks=blocks,
            heads=heads,
            hidden=hidden,
        )

    @property
    def measured(self) -> Continuations:
        """The sequences that every network is measured on."""
        return self.recipe.measured

    @cached_property
    def units(self) -> tuple[int, ...]:
        """The width of the transformer, and of each state."""
        recurrent = (recurrent_units(self.recipe, cell) for cell in CELLS.values())
        return self.recipe.width, *recurrent

    @cached_property
    def parameters(self) -> tuple[int, ...]:
        """How many each kind of network has."""
        return tuple(replace(self, seeds=1).network(one).n_parameters for one in CONTESTANTS)

    def network(self, contestant: str) -> Network:
        """Draw the weights of all networks of a kind."""
        if contestant not in CELLS:
            return self.recipe.networks()
        units = self.units[CONTESTANTS.index(contestant)]
        architecture = _recurrent(self.recipe, CELLS[contestant], units)
        return architecture.build(*range(self.seed, self.seed + self.seeds))

    def state(self, contestant: str) -> TrainState:
        """Return the state of a kind before the first step."""
        if contestant not in CELLS:
            return self.recipe.state()
        rules = Rules(LOSS, optimizer("adam"), RECURRENT_RATE, clip_norm=CLIP)
        return TrainState.start(self.network(contestant), rules, self.seed)


def _recurrent(recipe: TransformerRecipe, cell: str, units: int) -> RecurrentArchitecture:
    data = recipe.measured
    symbols, start = len(data.symbols), RecurrentStart(memory_bias=1.0)
    return RecurrentArchitecture(cell, data.steps, symbols, units, symbols, True, embedding=EMBEDDING, start=start)


@lru_cache(maxsize=64)
def recurrent_units(recipe: TransformerRecipe, cell: str) -> int:
    """Return with how many units a recurrent network comes nearest to a transformer in its number of parameters."""
    aim = replace(recipe, seeds=1).networks().n_parameters

    def parameters(units: int) -> int:
        return _recurrent(recipe, cell, units).build(0).n_parameters

    widths = range(1, WIDEST)
    at = bisect_left(widths, aim, key=parameters)
    return min(widths[max(0, at - 1) : at + 1], key=lambda units: abs(parameters(units) - aim))
