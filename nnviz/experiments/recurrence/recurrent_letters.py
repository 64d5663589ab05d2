"""A recurrent letter model: an embedding, one recurrent layer, and logits at every step."""

from dataclasses import dataclass

from nnviz.datasets import Letters
from nnviz.engine import Network, RecurrentArchitecture, RecurrentStart
from nnviz.experiments.letters.training import LetterRecipe


@dataclass(frozen=True)
class RecurrentLetters(LetterRecipe):
    """A recurrent network, and how it is trained on words.

    Attributes
    ----------
    cell : {'elman', 'gru', 'lstm'}
    units, embedding : int
        Width of the state, and of the rows that stand for letters.
    memory_bias : float
    """

    cell: str = "gru"
    units: int = 32
    embedding: int = 16
    memory_bias: float = 1.0

    def network(self, letters: Letters) -> Network:
        """Draw the weights."""
        symbols = len(letters.symbols)
        start = RecurrentStart(memory_bias=self.memory_bias)
        architecture = RecurrentArchitecture(
            self.cell, letters.steps, symbols, self.units, symbols, True, embedding=self.embedding, start=start
        )
        return architecture.build(self.seed)
