"""A letter model: which letter comes next, learned from words; what it says, and which letters it looked at."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np

from nnviz.datasets import Letters, next_letters
from nnviz.engine import (
    Array,
    Batch,
    Batches,
    Network,
    PerStepLoss,
    RecurrentArchitecture,
    RecurrentStart,
    Rules,
    TrainState,
    loss,
    optimizer,
    schedule,
    softmax,
    take_steps,
    with_steps,
)
from nnviz.experiments.recurrence.through_time import recurrent_layer
from nnviz.experiments.run.stepwise import EvenTrajectory

LOSS = PerStepLoss(loss("categorical_cross_entropy"))
MEASURED_WORDS = 1000
"""About so many words of the test part are measured on the way."""


@dataclass(frozen=True)
class LetterRecipe:
    """What is trained on words, and how.

    Attributes
    ----------
    cell : {'elman', 'gru', 'lstm'}
    units, embedding : int
        Width of the state, and of the rows that stand for letters.
    rate, clip : float
        Adam's learning rate, which falls to zero along a cosine, and the largest norm of the gradient.
    batch, steps, stride : int
        Words of a step, steps of training, steps between two measurements.
    seed : int
    memory_bias : float
    """

    cell: str = "gru"
    units: int = 32
    embedding: int = 16
    rate: float = 0.02
    clip: float | None = 1.0
    batch: int = 32
    steps: int = 1500
    stride: int = 100
    seed: int = 0
    memory_bias: float = 1.0


@dataclass(frozen=True, eq=False)
class LetterMeasurement:
    """One moment: after how many steps, and the mean loss on test words in nats a letter."""

    step: int
    loss: float


@dataclass(frozen=True, eq=False)
class LetterTraining(EvenTrajectory[TrainState, LetterMeasurement]):
    """A letter model up to some step.

    Attributes
    ----------
    recipe : LetterRecipe
    letters : Letters
    """

    recipe: LetterRecipe
    letters: Letters

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.recipe.steps

    @property
    def stride(self) -> int:
        """Steps between two measurements."""
        return self.recipe.stride

    def next_frame(self) -> Self:
        """Return it at its next measurement; one that is done as it is."""
        if self.done:
            return self
        order = _encoded(self.letters, self.recipe.batch, self.recipe.seed)
        symbols = len(self.letters.symbols)

        def batch(step: int) -> Batch:
            part = order.batch(step)
            return Batch(part.X, next_letters(part.Y, symbols))

        state = take_steps(self.state, batch, min(self.stride, self.total - self.step))
        return replace(self, state=state, frames=(*self.frames, _measure(state, self.letters)))


def begin_letters(recipe: LetterRecipe, letters: Letters) -> LetterTraining:
    """Draw the weights and measure the model before the first step."""
    symbols = len(letters.symbols)
    network = RecurrentArchitecture(
        recipe.cell,
        letters.steps,
        symbols,
        recipe.units,
        symbols,
        each_step=True,
        embedding=recipe.embedding,
        start=RecurrentStart(memory_bias=recipe.memory_bias),
    ).build(recipe.seed)
    rules = Rules(LOSS, optimizer("adam"), recipe.rate, schedule("cosine", steps=recipe.steps), clip_norm=recipe.clip)
    state = TrainState.start(network, rules, recipe.seed)
    return LetterTraining(state, (_measure(state, letters),), recipe, letters)


@lru_cache(maxsize=4)
def _encoded(letters: Letters, batch: int, seed: int) -> Batches:
    return Batches(*letters.encode(letters.train), batch, seed)


def _measure(state: TrainState, letters: Letters) -> LetterMeasurement:
    words = letters.test[:: max(1, len(letters.test) // MEASURED_WORDS)]
    return LetterMeasurement(state.step, nats_per_letter(state.network, letters, words))


def nats_per_letter(network: Network, letters: Letters, words: tuple[str, ...]) -> float:
    """Return the mean surprise at the next letter, the end included: log(27) = 3.30 for guessing among 27."""
    now, following = letters.encode(words)
    A = network.forward(now).A
    return float(LOSS.measure(A, next_letters(following, len(letters.symbols))).L)


def bigram_nats(letters: Letters, words: tuple[str, ...]) -> float:
    """Return the same of a table: how often each letter followed each other in training, plus one.

    What a network must beat to have remembered more than the last letter.
    """
    n = len(letters.symbols)
    counts = np.ones((n, n))
    now, following = letters.encode(letters.train)
    counted = ~np.isnan(following)
    np.add.at(counts, (now[counted].astype(np.intp), following[counted].astype(np.intp)), 1.0)
    P = counts / counts.sum(-1, keepdims=True)
    now, following = letters.encode(words)
    counted = ~np.isnan(following)
    return float(-np.log(P[now[counted].astype(np.intp), following[counted].astype(np.intp)]).mean())


def next_probabilities(network: Network, letters: Letters, prefix: str, temperature: float = 1.0) -> Array:
    """Return the probability of every symbol to follow a prefix, shape (n_symbols,).

    Parameters
    ----------
    network : Network
    letters : Letters
    prefix : str
        May be empty.
    temperature : float
        Logits are divided by it: below 1 sharper, above 1 flatter.

    Raises
    ------
    ValueError
        If a letter is unknown, or the temperature not positive.
    """
    if not temperature > 0:
        raise ValueError(
            f"expected a positive temperature, got {temperature!r}; 1 leaves the probabilities as they are"
        )
    X = letters.numbers(prefix)
    A = with_steps(network, X.shape[1]).forward(X).A
    return softmax(A[0, -1] / temperature)


def written(
    network: Network, letters: Letters, rng: np.random.Generator, prefix: str = "", temperature: float = 1.0
) -> str:
    """Return a word that the model writes, letter by letter, each drawn from its probabilities (free running).

    Ends with the end symbol, or at the length of the longest word.
    """
    word = prefix
    while len(word) < letters.steps - 1:
        P = next_probabilities(network, letters, word, temperature)
        symbol = int(rng.choice(len(P), p=P))
        if symbol == 0:
            break
        word += letters.symbols[symbol]
    return word


def connectivity(network: Network, letters: Letters, word: str, step: int, symbol: int | None = None) -> Array:
    """Return the norm of the derivative of a logit with respect to the input of every step up to it.

    Madsen 2019, "Visualizing memorization in RNNs", Distill, doi:10.23915/distill.00016.

    Parameters
    ----------
    network : Network
        With an embedding: the input of a step is the row that stands for its letter.
    letters : Letters
    word : str
    step : int
        From 0: the prediction after so many letters.
    symbol : int, optional
        Whose logit; that of the most probable symbol unless given.

    Returns
    -------
    ndarray, shape (step + 1,)
    """
    X = letters.numbers(word)
    if not 0 <= step < X.shape[1]:
        raise ValueError(f"expected a step from 0 to {X.shape[1] - 1}, got {step!r}")
    unrolled = with_steps(network, X.shape[1])
    trace = unrolled.forward(X)
    dA = np.zeros_like(trace.A)
    dA[0, step, int(trace.A[0, step].argmax()) if symbol is None else symbol] = 1.0
    layer = recurrent_layer(unrolled)
    dX = unrolled.backward(trace, dA).layers[layer].dX
    assert dX is not None
    norms: Array = np.linalg.norm(dX[0, : step + 1], axis=-1)
    return norms
