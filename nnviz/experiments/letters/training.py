"""A letter model is trained: at every step of some words it says which letter comes next."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Self

from nnviz.datasets import Letters, next_letters
from nnviz.engine import (
    Batch,
    Batches,
    Network,
    PerStepLoss,
    Rules,
    TrainState,
    loss,
    optimizer,
    schedule,
    take_steps,
)
from nnviz.experiments.run.stepwise import EvenTrajectory

LOSS = PerStepLoss(loss("categorical_cross_entropy"))
MEASURED_WORDS = 1000
"""About so many words of the test part are measured on the way."""


@dataclass(frozen=True, kw_only=True)
class LetterRecipe(ABC):
    """What is trained on words, and how.

    Attributes
    ----------
    rate, clip : float
        Adam's learning rate, which falls to zero along a cosine, and the largest norm of the gradient.
    batch, steps, stride : int
        Words of a step, steps of training, steps between two measurements.
    seed : int
    """

    rate: float = 0.02
    clip: float | None = 1.0
    batch: int = 32
    steps: int = 1500
    stride: int = 100
    seed: int = 0

    @abstractmethod
    def network(self, letters: Letters) -> Network:
        """Draw the weights: from numbers of symbols, shape (N, T), to logits of the next, shape (N, T, n_symbols)."""


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
        batches = partial(word_batch, self.letters, self.recipe.batch, self.recipe.seed)
        state = take_steps(self.state, batches, min(self.stride, self.total - self.step))
        return replace(self, state=state, frames=(*self.frames, _measure(state, self.letters)))


def begin_letters(recipe: LetterRecipe, letters: Letters) -> LetterTraining:
    """Draw the weights and measure the model before the first step."""
    network = recipe.network(letters)
    rules = Rules(LOSS, optimizer("adam"), recipe.rate, schedule("cosine", steps=recipe.steps), clip_norm=recipe.clip)
    state = TrainState.start(network, rules, recipe.seed)
    return LetterTraining(state, (_measure(state, letters),), recipe, letters)


def word_batch(letters: Letters, size: int, seed: int, step: int) -> Batch:
    """Return the words of a step of training, each of them once an epoch in an order drawn from the seed."""
    part = _encoded(letters, size, seed).batch(step)
    return Batch(part.X, next_letters(part.Y, len(letters.symbols)))


@lru_cache(maxsize=4)
def _encoded(letters: Letters, batch: int, seed: int) -> Batches:
    return Batches(*letters.encode(letters.train), batch, seed)


def _measure(state: TrainState, letters: Letters) -> LetterMeasurement:
    return LetterMeasurement(state.step, nats_per_letter(state.network, letters, measured_words(letters)))


def measured_words(letters: Letters, about: int = MEASURED_WORDS) -> tuple[str, ...]:
    """Return about so many of the test words, always the same ones."""
    return letters.test[:: max(1, len(letters.test) // about)]


def nats_per_letter(network: Network, letters: Letters, words: tuple[str, ...]) -> float:
    """Return the mean surprise at the next letter, the end included: log(27) = 3.30 for guessing among 27."""
    now, following = letters.encode(words)
    A = network.forward(now).A
    return float(LOSS.measure(A, next_letters(following, len(letters.symbols))).L)
