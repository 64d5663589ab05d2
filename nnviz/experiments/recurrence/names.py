"""The letter model under hand: what it expects after a prefix, which letters it looked at, and names that it writes."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from nnviz.datasets import Letters, names, next_letters
from nnviz.engine import Array, softmax, with_steps
from nnviz.experiments.letters.bigram import bigram_nats
from nnviz.experiments.letters.prediction import connectivity, logits_after, written
from nnviz.experiments.letters.sampling import Sampling
from nnviz.experiments.letters.training import LOSS, LetterTraining, begin_letters
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.recurrent_letters import RecurrentLetters
from nnviz.experiments.recurrence.small_network import Pass, both_passes

WRITTEN_NAMES = 8


@dataclass(frozen=True, eq=False)
class Names:
    """The model at one step of a prefix.

    Attributes
    ----------
    read : tuple of str
        What it reads at each step: the start, then the letters of the prefix. This is teacher forcing: at each step it
        gets the true letter, whatever it expected.
    step : int
        The last step that is read.
    expected : ndarray, shape (len(prefix),)
        The probability that it gave to each letter of the prefix before it was read, at temperature 1.
    connectivity : ndarray, shape (step + 1,)
        How much the logit of the most probable next letter depends on each step's input.
    P : ndarray, shape (27,)
        Of the next symbol, at the temperature.
    symbols : tuple of str
        Of P; the first is the end of the name.
    """

    read: tuple[str, ...]
    step: int
    expected: Array
    connectivity: Array
    P: Array
    symbols: tuple[str, ...]

    @property
    def best(self) -> str:
        """The most probable next symbol."""
        return self.symbols[int(self.P.argmax())]

    @property
    def looked_at(self) -> int:
        """The step whose input the prediction depends on most."""
        return int(self.connectivity.argmax())


@cache
def letters_of_names() -> Letters:
    """Return the first names, read once."""
    return names()


@lru_cache(maxsize=8)
def _training(cell: str, steps: int, seed: int) -> LetterTraining:
    recipe = RecurrentLetters(cell=cell, steps=max(1, steps), stride=max(1, steps), seed=seed)
    training = begin_letters(recipe, letters_of_names())
    return training.run_to_end() if steps else training


def letter_training(settings: NamesFields) -> LetterTraining:
    """Return the trained model; it takes a few seconds once."""
    return _training(settings.names_cell, settings.names_trained, settings.names_seed)


@cache
def pairs_nats() -> float:
    """Return the loss of a table of pairs of letters on the test names."""
    letters = letters_of_names()
    return bigram_nats(letters, letters.test)


def names_at(settings: NamesFields) -> Names:
    """Read the prefix up to the chosen step.

    Parameters
    ----------
    settings : NamesFields

    Examples
    --------
    >>> found = names_at(NamesFields(names_trained=0, names_prefix="ann", names_step=2))
    >>> found.read, found.step, found.connectivity.shape, float(found.P.sum().round(9))
    (('start', 'a', 'n', 'n'), 2, (3,), 1.0)
    """
    letters, prefix = letters_of_names(), settings.names_prefix
    network = letter_training(settings).state.network
    step = min(settings.names_step, len(prefix))
    before = [softmax(logits_after(network, letters, prefix[:t])) for t in range(len(prefix))]
    expected = np.array([P[letters.symbols.index(prefix[t])] for t, P in enumerate(before)])
    P = _sampling(settings).probabilities(logits_after(network, letters, prefix[:step]))
    symbols = ("end", *letters.symbols[1:])
    return Names(("start", *prefix), step, expected, connectivity(network, letters, prefix, step), P, symbols)


def written_names(settings: NamesFields) -> tuple[str, ...]:
    """Return names that the model writes behind the prefix, reading its own letters: free running."""
    network, rng = letter_training(settings).state.network, np.random.default_rng(settings.names_draw)
    prefix = settings.names_prefix[: settings.names_step]
    sampling = _sampling(settings)
    return tuple(written(network, letters_of_names(), rng, prefix, sampling) for _ in range(WRITTEN_NAMES))


def _sampling(settings: NamesFields) -> Sampling:
    return Sampling(settings.names_temperature)


def names_pass(settings: NamesFields) -> Pass:
    """Return both passes on the prefix as a whole name, its end included."""
    letters, word = letters_of_names(), settings.names_prefix
    now, following = letters.encode((word,), len(word) + 1)
    network = with_steps(letter_training(settings).state.network, len(word) + 1)
    return both_passes(network, LOSS, now, next_letters(following, len(letters.symbols)))
