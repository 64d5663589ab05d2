"""The letter model under hand: what it expects after a prefix, which letters it looked at, and names that it writes."""

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import takewhile

import numpy as np

from nnviz.datasets import Letters, names, next_letters, own_words
from nnviz.engine import Array, softmax, with_steps
from nnviz.experiments.letters.bigram import bigram_nats
from nnviz.experiments.letters.prediction import connectivity, logits_after, written, written_together
from nnviz.experiments.letters.sampling import Sampling
from nnviz.experiments.letters.training import (
    LOSS,
    MEASURED_WORDS,
    LetterTraining,
    begin_letters,
    nats_per_letter,
)
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.recurrent_letters import RecurrentLetters
from nnviz.experiments.recurrence.small_network import Pass, both_passes

WRITTEN_NAMES = 8
COUNTED_NAMES = 200
"""So many are written to count how many of them the model knows."""

STRIDE = 25
"""Steps of training from one measurement to the next: a person may stop at each."""


@dataclass(frozen=True, eq=False)
class NameList:
    """Names to learn from.

    Attributes
    ----------
    letters : Letters
    key : str
        What tells it from lists with other names.
    """

    letters: Letters
    key: str


@cache
def bundled_names() -> NameList:
    """Return the first names that come with nnviz, read once."""
    return NameList(names(), "bundled")


def own_names(text: str) -> NameList:
    """Return a list of the user's own.

    Parameters
    ----------
    text : str
        See `nnviz.datasets.own_words`.

    Raises
    ------
    ValueError
        If the text is beyond the limits that are named there.
    """
    letters = own_words(text, "Your own list")
    return NameList(letters, sha256("\n".join((*letters.train, "", *letters.test)).encode()).hexdigest())


def known_beginning(prefix: str, letters: Letters) -> str:
    """Return a prefix up to the first letter that no name has."""
    return "".join(takewhile(letters.symbols[1:].__contains__, prefix))


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
    P : ndarray, shape (n_symbols,)
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


def recipe_of(settings: NamesFields) -> RecurrentLetters:
    """Return how the model of the settings is trained."""
    steps = max(1, settings.names_trained)
    return RecurrentLetters(cell=settings.names_cell, steps=steps, stride=STRIDE, seed=settings.names_seed)


def letter_training(settings: NamesFields, words: NameList | None = None) -> LetterTraining:
    """Return the model at the end of its training; that takes a few seconds."""
    training = begin_letters(recipe_of(settings), (words or bundled_names()).letters)
    return training.run_to_end() if settings.names_trained else training


@lru_cache(maxsize=8)
def pairs_nats(letters: Letters) -> float:
    """Return the loss of a table of pairs of letters on the test names."""
    return bigram_nats(letters, letters.test)


@lru_cache(maxsize=8)
def losses(training: LetterTraining) -> tuple[float, float]:
    """Return the mean loss on names that were trained on and on names that were not, in nats a letter.

    Of each about as many as a training measures on its way (`MEASURED_WORDS`).
    """
    letters, network = training.letters, training.state.network
    parts = (part[:: max(1, len(part) // MEASURED_WORDS)] for part in (letters.train, letters.test))
    known, unseen = (nats_per_letter(network, letters, part) for part in parts)
    return known, unseen


def names_at(settings: NamesFields, training: LetterTraining) -> Names:
    """Read the prefix up to the chosen step.

    Parameters
    ----------
    settings : NamesFields
    training : LetterTraining

    Examples
    --------
    >>> settings = NamesFields(names_trained=0, names_prefix="ann", names_step=2)
    >>> found = names_at(settings, letter_training(settings))
    >>> found.read, found.step, found.connectivity.shape, float(found.P.sum().round(9))
    (('start', 'a', 'n', 'n'), 2, (3,), 1.0)
    """
    letters, prefix = training.letters, settings.names_prefix
    network = training.state.network
    step = min(settings.names_step, len(prefix))
    before = [softmax(logits_after(network, letters, prefix[:t])) for t in range(len(prefix))]
    expected = np.array([P[letters.symbols.index(prefix[t])] for t, P in enumerate(before)])
    P = _sampling(settings).probabilities(logits_after(network, letters, prefix[:step]))
    symbols = ("end", *letters.symbols[1:])
    return Names(("start", *prefix), step, expected, connectivity(network, letters, prefix, step), P, symbols)


def written_names(settings: NamesFields, training: LetterTraining) -> tuple[str, ...]:
    """Return names that the model writes behind the prefix, reading its own letters: free running."""
    network, rng = training.state.network, np.random.default_rng(settings.names_draw)
    prefix = settings.names_prefix[: settings.names_step]
    sampling = _sampling(settings)
    return tuple(written(network, training.letters, rng, prefix, sampling) for _ in range(WRITTEN_NAMES))


def _sampling(settings: NamesFields) -> Sampling:
    return Sampling(settings.names_temperature)


@dataclass(frozen=True)
class Known:
    """How many of the names that a model writes it was trained on, are among the unseen ones, or are in no part."""

    trained: int
    unseen: int
    new: int

    @property
    def told(self) -> str:
        """In words."""
        return (
            f"Of {self.trained + self.unseen + self.new} names that it writes from the start, {self.trained} are names "
            f"it was trained on, {self.unseen} are among those it has not seen, {self.new} are new."
        )


def known_names(settings: NamesFields, training: LetterTraining) -> Known:
    """Count what the model writes from the start at the temperature of the settings.

    Parameters
    ----------
    settings : NamesFields
    training : LetterTraining
    """
    return _known(training, settings.names_temperature, settings.names_draw)


@lru_cache(maxsize=32)
def _known(training: LetterTraining, temperature: float, draw: int) -> Known:
    letters, rng = training.letters, np.random.default_rng(draw)
    network = with_steps(training.state.network, letters.steps)
    numbers = written_together(network, letters, rng, "", Sampling(temperature), COUNTED_NAMES)
    found = ["".join(letters.symbols[k] for k in row if k >= 0) for row in numbers]
    trained, test = set(letters.train), set(letters.test)
    n, m = sum(one in trained for one in found), sum(one in test for one in found)
    return Known(n, m, len(found) - n - m)


def names_pass(settings: NamesFields, training: LetterTraining) -> Pass:
    """Return both passes on the prefix as a whole name, its end included."""
    letters, word = training.letters, settings.names_prefix
    now, following = letters.encode((word,), len(word) + 1)
    network = with_steps(training.state.network, len(word) + 1)
    return both_passes(network, LOSS, now, next_letters(following, len(letters.symbols)))
