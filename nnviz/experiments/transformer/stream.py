"""One logit of a trained transformer as a sum of parts, and what the network loses where parts are switched off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Continuations
from nnviz.engine import Array, Batch, Network, TrainState, softmax
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe
from nnviz.experiments.recording.recording import Moment, Recording, Task, spaced
from nnviz.experiments.transformer.stream_parts import Stream, stream, titles_of
from nnviz.experiments.transformer.stream_settings import TRUE_SYMBOL, StreamFields, StreamOff

RECIPES: Mapping[str, tuple[TransformerRecipe, int]] = {
    "reverse": (TransformerRecipe("reverse", heads=2, hidden=64), 200),
    "sort": (TransformerRecipe("sort", heads=2, hidden=64), 500),
    "induction": (TransformerRecipe("induction", blocks=2), 400),
}
"""Which network learns a task, and for how many steps."""

MEASURED = 64
"""Sequences on which the network is measured with parts off."""


@dataclass(frozen=True)
class TakenApart(Task):
    """One network that learns one task.

    Attributes
    ----------
    recipe : TransformerRecipe
    steps : int
    """

    recipe: TransformerRecipe
    steps: int

    @property
    def measured(self) -> Continuations:
        """The sequences on which the network is measured."""
        return self.recipe.measured.take(slice(MEASURED))

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(self.steps, 16, most=40)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network before the first step."""
        return (self.recipe.state(),)

    def batch(self, step: int) -> Batch:
        """Return new sequences."""
        return self.recipe.batch_of(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return nothing: what is looked at is computed when it is asked for."""
        return {}


@dataclass(frozen=True)
class Look:
    """What of a network is looked at.

    Attributes
    ----------
    off : tuple of int
        The parts that are switched off.
    by : {'zero', 'mean'}
        What stands for them: nothing, or their mean over the measured sequences, for each place by itself.
    sample : int
        The number of the sequence, from 0.
    """

    off: tuple[int, ...] = ()
    by: StreamOff = "zero"
    sample: int = 0


def task_of(settings: StreamFields) -> TakenApart:
    """Return what the settings ask for."""
    recipe, steps = RECIPES[settings.stream_task]
    return TakenApart(replace(recipe, first_seed=settings.stream_seed), steps)


def parts_of(settings: StreamFields) -> tuple[str, ...]:
    """Return the names of the parts of the network."""
    return titles_of(task_of(settings).recipe.networks())


def look_of(settings: StreamFields) -> Look:
    """Return which parts are off, and the sequence; parts that this network does not have are left out."""
    parts = len(parts_of(settings))
    off = (int(part) for part in settings.stream_off.split(".") if part)
    return Look(tuple(part for part in off if part < parts), settings.stream_by, settings.stream_sample - 1)


def place_of(settings: StreamFields) -> tuple[int, int]:
    """Return the step and the number of the symbol whose logit is looked at."""
    data = task_of(settings).measured
    step = min(settings.stream_step, data.steps) - 1
    true = settings.stream_symbol == TRUE_SYMBOL or settings.stream_symbol >= len(data.symbols)
    return step, int(data.targets[settings.stream_sample - 1, step]) if true else settings.stream_symbol


@dataclass(frozen=True, eq=False)
class Ablation:
    """A network whole, and with some parts switched off.

    Attributes
    ----------
    whole, cut : Stream
        Of the one sequence that is looked at.
    contributions : ndarray, shape (parts, T, symbols)
        What each part of the whole network adds to each logit directly.
    losses : ndarray, shape (2,)
        The mean loss over the measured sequences, of both.
    accuracies : ndarray, shape (2,)
        How many of their symbols are right, the true ones before them given.
    alone : ndarray, shape (parts,)
        The loss with this part alone switched off.
    """

    whole: Stream
    cut: Stream
    contributions: Array
    losses: Array
    accuracies: Array
    alone: Array

    @property
    def error(self) -> float:
        """The largest distance between a logit of the engine and the sum of its parts."""
        return float(np.abs(self.contributions.sum(0) - self.whole.A[0]).max())


def ablation(network: Network, data: Continuations, look: Look) -> Ablation:
    """Take the logits of one sequence apart, and measure the network without some of its parts.

    Parameters
    ----------
    network : Network
    data : Continuations
        The measured sequences.
    look : Look
    """
    whole = stream(network, data.X)
    instead = [part.mean(0) if look.by == "mean" else np.zeros(part.shape[1:]) for part in whole.parts]
    alone = [_loss(stream(network, data.X, {k: value}).A, data) for k, value in enumerate(instead)]
    cut = stream(network, data.X, {k: instead[k] for k in look.off}) if look.off else whole
    one = slice(look.sample, look.sample + 1)
    seen, without = (
        Stream(each.titles, each.parts[:, one], each.sigma[one], each.W, each.A[one]) for each in (whole, cut)
    )
    return Ablation(
        seen,
        without,
        seen.contributions[:, 0],
        np.array([_loss(each.A, data) for each in (whole, cut)]),
        np.array([symbol_accuracy(each.A, data) for each in (whole, cut)]),
        np.array(alone),
    )


def _loss(A: Array, data: Continuations) -> float:
    return float(LOSS.measure(A, data.Y).L)


def pictures(settings: StreamFields, recording: Recording, frames: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Returns
    -------
    dict
        ``contributions`` (frames, parts, T, symbols) and their ``sums``; ``logits`` and ``P`` (frames, 2, T, symbols),
        of the whole network and of the one with parts off; ``losses``, ``accuracies``, ``alone``, and ``error``.
    """
    task = recording.task
    assert isinstance(task, TakenApart)
    data, look = task.measured, look_of(settings)
    found = [ablation(recording.state[0].network.with_theta(frame.thetas[0]), data, look) for frame in frames]
    logits = np.array([[one.whole.A[0], one.cut.A[0]] for one in found])
    return {
        "logits": logits,
        "sums": np.array([one.contributions.sum(0) for one in found]),
        "P": softmax(logits),
        "error": np.array([[one.error] for one in found]),
        **{
            name: np.array([getattr(one, name) for one in found])
            for name in ("contributions", "losses", "accuracies", "alone")
        },
    }


def without(settings: StreamFields) -> str:
    """Say which parts are off, and what stands for them; empty if none is."""
    look, titles = look_of(settings), parts_of(settings)
    if not look.off:
        return ""
    names = ", ".join(titles[k] for k in look.off)
    return f"{names} {'set to zero' if look.by == 'zero' else 'replaced by the mean'}"


@dataclass(frozen=True)
class Falls:
    """How far a logit falls when each part alone is switched off, beside what the part contributes.

    Attributes
    ----------
    contributions, falls : ndarray, shape (parts,)
    logit : float
    """

    contributions: Array
    falls: Array
    logit: float

    @property
    def equal(self) -> NDArray[np.bool_]:
        """For each part, whether both are the same but for rounding."""
        scale = max(1.0, abs(self.logit))
        equal: NDArray[np.bool_] = np.abs(self.falls - self.contributions) < 1e-6 * scale
        return equal


def falls(network: Network, settings: StreamFields) -> Falls:
    """Switch each part off alone, by zero, and see how far the chosen logit falls.

    Parameters
    ----------
    network : Network
    settings : StreamFields
    """
    step, symbol = place_of(settings)
    X = task_of(settings).measured.X[settings.stream_sample - 1 : settings.stream_sample]
    whole = stream(network, X)
    zero = np.zeros(whole.parts.shape[1:])
    logit = whole.A[0, step, symbol]
    found = np.array([logit - stream(network, X, {k: zero}).A[0, step, symbol] for k in range(len(whole.parts))])
    return Falls(whole.contributions[:, 0, step, symbol], found, float(logit))


def rows(settings: StreamFields, recording: Recording) -> list[dict[str, object]]:
    """Return a row for each part of the newest network, for a table."""
    network, data = recording.networks()[0], task_of(settings).measured
    found, fallen = ablation(network, data, look_of(settings)), falls(network, settings)
    return [
        {
            "part": title,
            "adds to the logit": float(contribution),
            "logit falls by, set to zero": float(fall),
            f"loss without, by {settings.stream_by}": float(loss),
        }
        for title, contribution, fall, loss in zip(
            parts_of(settings), fallen.contributions, fallen.falls, found.alone, strict=True
        )
    ]
