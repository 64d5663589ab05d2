"""Parity: where the states lie while twenty networks learn it, the automaton they become, and how far that carries."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array
from nnviz.experiments.recurrence.lengths import last_scores_at_lengths
from nnviz.experiments.recurrence.network_settings import Cell
from nnviz.experiments.recurrence.parity_settings import PARITY_NETWORKS, PARITY_STATES, ParityFields
from nnviz.experiments.recurrence.recipe import Recipe, Training, begin
from nnviz.experiments.run.stepwise import EvenTrajectory

TRAINED_LENGTH = 8
LENGTHS = (8, 20, 50, 100)
"""At whose last step the networks are asked."""

STRIDE = 40


def recipe_of(settings: ParityFields) -> Recipe:
    """Return how the networks of the settings are trained."""
    return parity_recipe(settings.parity_cell, settings.parity_steps, settings.parity_seed)


def parity_recipe(cell: Cell, steps: int = 400, seed: int = 0, seeds: int = PARITY_NETWORKS) -> Recipe:
    """Return how networks of one cell learn the parity of eight bits, asked at every step.

    Parameters
    ----------
    cell : {'elman', 'gru', 'lstm'}
    steps, seed, seeds : int
    """
    return Recipe(
        "parity",
        TRAINED_LENGTH,
        cell,
        units=8,
        seeds=seeds,
        first_seed=seed,
        steps=steps,
        stride=STRIDE,
        to_the_end=True,
    )


@dataclass(frozen=True, eq=False)
class ParityFrame:
    """One moment; the first axis of every array but `lengths` is the network.

    Attributes
    ----------
    step : int
    accuracy : ndarray, shape (R,)
        Over all steps of sequences of the trained length.
    plane : ndarray, shape (R, 192, 2)
        States on their two principal components, turned onto those of the moment before; mean square 1.
    share : ndarray, shape (R,)
        Of the states' variance in that plane.
    transitions : ndarray, shape (R, 4, 2)
        From "even" or "odd" as the network says, with bit 0 or 1: how often it says even or odd next; NaN where
        it never was.
    lengths : ndarray, shape (4, R)
        Accuracy at the last step of sequences of `LENGTHS`.
    """

    step: int
    accuracy: Array
    plane: Array
    share: Array
    transitions: Array
    lengths: Array


@dataclass(frozen=True, eq=False)
class ParityRun(EvenTrajectory[Training, ParityFrame]):
    """Networks that learn parity in lockstep, with what is looked at."""

    @property
    def recipe(self) -> Recipe:
        """How they are trained."""
        return self.state.recipe

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return self.state.total

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return self.state.stride

    @property
    def carried(self) -> int:
        """How many networks are right on 95 % of the longest sequences, at their last step."""
        return int((self.end.lengths[-1] >= 0.95).sum())

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        state = self.state.next_frame()
        return replace(self, state=state, frames=(*self.frames, _measured(state, self.end.plane)))


def begin_parity(recipe: Recipe) -> ParityRun:
    """Draw the weights of all networks, and look at their states.

    Parameters
    ----------
    recipe : Recipe

    Examples
    --------
    >>> run = begin_parity(parity_recipe("lstm", steps=400, seeds=2)).run_to_end()
    >>> run.carried, run.end.transitions[0].round(1).tolist()
    (2, [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    """
    state = begin(recipe)
    return ParityRun(state, (_measured(state, None),))


def _measured(training: Training, before: Array | None) -> ParityFrame:
    network, data = training.state.network, training.recipe.measured
    trace = network.forward(data.X)
    states: Any = trace.layers[0]
    R, shown = training.recipe.seeds, PARITY_STATES // TRAINED_LENGTH
    flat = states.H.reshape(R, -1, *states.H.shape[-2:])[:, :shown].reshape(R, PARITY_STATES, -1)
    plane, share = _principal(flat)
    said = trace.A.reshape(R, -1, TRAINED_LENGTH) > 0.0
    return ParityFrame(
        training.step,
        training.end.score,
        plane if before is None else _turned(plane, before),
        share,
        transitions(said, data.X[..., 0] > 0.5),
        last_scores_at_lengths(network, "parity", LENGTHS).reshape(len(LENGTHS), R),
    )


def _principal(states: Array) -> tuple[Array, Array]:
    """Return the coordinates on the two principal components, of mean square 1, and their share of the variance."""
    U, S, _ = np.linalg.svd(states - states.mean(-2, keepdims=True), full_matrices=False)
    places = U[..., :2] * S[..., None, :2]
    size = np.sqrt((places**2).sum(-1).mean(-1))
    return places / size[..., None, None], (S[..., :2] ** 2).sum(-1) / (S**2).sum(-1)


def _turned(places: Array, onto: Array) -> Array:
    """Return places turned and mirrored so that they lie as near as possible to others (orthogonal Procrustes)."""
    U, _, V = np.linalg.svd(np.swapaxes(places, -1, -2) @ onto)
    turned: Array = places @ (U @ V)
    return turned


def transitions(said: NDArray[np.bool_], bits: NDArray[np.bool_]) -> Array:
    """Return how often odd or even is answered, after which answer and bit: the table of an automaton.

    Parameters
    ----------
    said : ndarray of bool, shape (..., N, T)
        Whether the answer is "odd".
    bits : ndarray of bool, shape (N, T)

    Returns
    -------
    ndarray, shape (..., 4, 2)
        Rows even 0, even 1, odd 0, odd 1; columns even, odd. NaN where that answer was never given.
    """
    before, after, bit = said[..., :-1], said[..., 1:], bits[:, 1:]
    found = []
    for odd in (False, True):
        for one in (False, True):
            here = (before == odd) & (bit == one)
            count = here.sum((-2, -1))
            share = np.full(count.shape, np.nan)
            np.divide((here & after).sum((-2, -1)), count, out=share, where=count > 0)
            found.append(np.stack([1.0 - share, share], -1))
    return np.stack(found, -2)


def bits_so_far(recipe: Recipe, state: int) -> str:
    """Return the bits that a state of the plane has read.

    Parameters
    ----------
    recipe : Recipe
    state : int
        Its number, from 0 on.
    """
    sequence, step = divmod(state, TRAINED_LENGTH)
    return "".join(str(int(bit)) for bit in recipe.measured.X[sequence, : step + 1, 0])


def labels(recipe: Recipe) -> Array:
    """Return the true parity of every state in the plane, 0 or 1."""
    Y: Array = recipe.measured.Y[: PARITY_STATES // TRAINED_LENGTH].reshape(-1)
    return Y


def rows(run: ParityRun) -> list[dict[str, Any]]:
    """Return a line for each network: its accuracy at every length."""
    return [
        {
            "cell": run.recipe.cell,
            "network": run.recipe.first_seed + k,
            "accuracy_all_steps": float(run.end.accuracy[k]),
        }
        | {f"accuracy_at_{n}": float(run.end.lengths[i, k]) for i, n in enumerate(LENGTHS)}
        for k in range(run.recipe.seeds)
    ]
