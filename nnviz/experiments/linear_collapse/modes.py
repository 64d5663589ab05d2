"""How a linear stack learns: its singular modes rise one after the other, the strong ones first.

Saxe, McClelland and Ganguli 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
networks" (arXiv:1312.6120), equations 5 to 9: whitened inputs, a small balanced start. The strength a of a mode whose
goal is s obeys da/dt = L a^(2 - 2/L) (s - a) in a stack of L matrices.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np

from nnviz.engine import (
    Array,
    Batch,
    Dense,
    Network,
    Purpose,
    Rules,
    TrainState,
    generator,
    loss,
    optimizer,
    take_steps,
)
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.experiments.linear_collapse.settings import MODE_TIME, CollapseSettings
from nnviz.experiments.linear_collapse.stack import multiplied_out
from nnviz.experiments.run.stepwise import EvenTrajectory

ITEMS = ("canary", "salmon", "oak", "rose")
PROPERTIES = ("grow", "move", "roots", "fly", "swim", "leaves", "petals")
TABLE = np.array(
    [[1.0, 1, 0, 1, 0, 0, 0], [1.0, 1, 0, 0, 1, 0, 0], [1.0, 0, 1, 0, 0, 1, 0], [1.0, 0, 1, 0, 0, 0, 1]],
)
"""Which item has which property: the example of Saxe, McClelland and Ganguli 2014, figure 1."""

ITEM_MODES = ("all living things", "animals against plants", "canary against salmon", "oak against rose")
TABLE.setflags(write=False)
MODE_FRAMES = 400
"""Frames of a training after the first, at most."""


@dataclass(frozen=True, eq=False)
class Goal:
    """What the stack is to learn: Y = X M, and the modes of M.

    Attributes
    ----------
    X : ndarray, shape (N, d)
        Whitened: X.T @ X / N is the identity.
    Y : ndarray, shape (N, p)
    U : ndarray, shape (d, K)
    s : ndarray, shape (K,)
        Strengths, largest first.
    V : ndarray, shape (p, K)
        M = U diag(s) V.T.
    rows, columns : tuple of str
        Names of the features and of the outputs.
    names : tuple of str
        Of the modes.
    """

    X: Array
    Y: Array
    U: Array
    s: Array
    V: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def M(self) -> Array:
        """The matrix to be learned, shape (d, p)."""
        matrix: Array = (self.U * self.s) @ self.V.T
        return matrix

    def strengths(self, product: Array) -> Array:
        """Return how strong each mode is in a product matrix (..., d, p): u_k' W v_k, shape (..., K)."""
        found: Array = np.einsum("dk,...dp,pk->...k", self.U, product, self.V)
        return found


@dataclass(frozen=True, eq=False)
class ModeFrame:
    """One moment.

    Attributes
    ----------
    step : int
    loss : float
        Half the mean squared error per sample.
    strengths : ndarray, shape (K,)
    product : ndarray, shape (d, p)
        W* of this moment.
    weights : tuple of ndarray
        W1 ... WL.
    """

    step: int
    loss: float
    strengths: Array
    product: Array
    weights: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class ModeTraining(EvenTrajectory[TrainState, ModeFrame]):
    """A linear stack in training, by all samples at once.

    Attributes
    ----------
    settings : CollapseSettings
    goal : Goal
    """

    settings: CollapseSettings
    goal: Goal

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps of the whole training."""
        return max(1, round(MODE_TIME / self.settings.mode_learning_rate))

    @property
    def done(self) -> bool:
        """Whether all steps are taken, or the numbers are no longer finite."""
        return super().done or self.diverged

    @property
    def diverged(self) -> bool:
        """Whether the loss is no longer finite: then the training ends."""
        return not np.isfinite(self.end.loss)

    @property
    def stride(self) -> int:
        """Steps from one frame to the next."""
        return -(-self.total // MODE_FRAMES)

    def next_frame(self) -> Self:
        """Return it at its next frame; one that is done as it is."""
        if self.done:
            return self
        batch = Batch(self.goal.X, self.goal.Y)
        steps = min(self.stride, self.total - self.step)
        state = take_steps(self.state, lambda _: batch, steps, while_finite=False)
        return replace(self, state=state, frames=(*self.frames, _frame(state, self.goal)))

    @property
    def times(self) -> Array:
        """Learning rate times step of every frame there will be, shape (n_frames,)."""
        steps = np.minimum(np.arange(self.n_frames) * self.stride, self.total)
        times: Array = steps * self.settings.mode_learning_rate
        return times

    @property
    def closed_form(self) -> Array:
        """What the theory says of every frame and mode, shape (n_frames, K)."""
        now = self.settings
        return np.stack([mode_strength(self.times, s, now.mode_start, now.mode_layers) for s in self.goal.s], axis=1)

    @property
    def largest_deviation(self) -> float:
        """The largest difference of a measured strength from the theory so far."""
        measured = np.array([frame.strengths for frame in self.frames])
        return float(np.abs(measured - self.closed_form[: len(measured)]).max())


def mode_strength(t: Array, s: float, a0: float, layers: int = 2) -> Array:
    """Return the strength of a mode at times t: the solution of da/dt = L a^(2 - 2/L) (s - a) from a0.

    For one matrix s - (s - a0) e^(-t); for two s e^(2st) / (e^(2st) - 1 + s / a0); for more the equation is solved by
    its inverse, the time at which a strength is reached.

    Parameters
    ----------
    t : ndarray
        Learning rate times steps.
    s : float
        Goal, above 0.
    a0 : float
        Strength at the beginning, above 0.
    layers : int
        L.
    """
    if layers == 1:
        return np.asarray(s - (s - a0) * np.exp(-t))
    if layers == 2:
        return np.asarray(s / (1.0 - np.exp(-2.0 * s * t) + s / a0 * np.exp(-2.0 * s * t)))
    if a0 == s:
        return np.full_like(t, s)
    a, reached = _time_by_strength(s, a0, layers)
    return np.asarray(np.interp(t, reached, a))


@lru_cache(maxsize=64)
def _time_by_strength(s: float, a0: float, layers: int) -> tuple[Array, Array]:
    """Strengths from a0 on to s, and when each is reached: dt = da / (L a^(2 - 2/L) (s - a)), by the trapezoid rule."""
    # As near to the goal as e^-18, on a grid that is fine at both ends: logit of the share of the way.
    logit = np.linspace(-18.0, 18.0, 20_001)
    share = np.concatenate([[0.0], 1.0 / (1.0 + np.exp(-logit))])
    a = a0 + (s - a0) * share
    rate = layers * a ** (2.0 - 2.0 / layers) * (s - a)
    dt = np.diff(a) * (1.0 / rate[1:] + 1.0 / rate[:-1]) / 2.0
    return a, np.concatenate([[0.0], np.cumsum(dt)])


def half_time(s: float, a0: float) -> float:
    """Return when a mode of two matrices is half as strong as its goal: ln(s / a0 - 1) / (2s)."""
    return float(np.log(s / a0 - 1.0) / (2.0 * s))


def goal(settings: CollapseSettings) -> Goal:
    """Return what is to be learned: the items and their properties, or a matrix of one's own singular values."""
    if settings.modes == "items":
        n = len(ITEMS)
        X = np.sqrt(n) * np.eye(n)
        M = TABLE / np.sqrt(n)
        # Two modes are equally strong, so a decomposition by machine would mix them: these are the tree's own.
        U = np.array(
            [[0.5, 0.5, 2**-0.5, 0], [0.5, 0.5, -(2**-0.5), 0], [0.5, -0.5, 0, 2**-0.5], [0.5, -0.5, 0, -(2**-0.5)]]
        )
        projected = M.T @ U
        s = np.linalg.norm(projected, axis=0)
        return Goal(X, X @ M, U, s, projected / s, ITEMS, PROPERTIES, ITEM_MODES)
    K = len(settings.strengths)
    rng = generator(settings.mode_seed, Purpose.DATA)
    U, V = (np.linalg.qr(rng.standard_normal((K, K)))[0] for _ in range(2))
    X = np.sqrt(K) * np.linalg.qr(rng.standard_normal((K, K)))[0]
    s = np.array(settings.strengths)
    names = tuple(f"mode {k + 1}, s = {value:g}" for k, value in enumerate(settings.strengths))
    return Goal(
        X,
        X @ (U * s) @ V.T,
        U,
        s,
        V,
        tuple(f"x{k + 1}" for k in range(K)),
        tuple(f"y{k + 1}" for k in range(K)),
        names,
    )


def begin_modes(settings: CollapseSettings) -> ModeTraining:
    """Draw the first weights of the linear stack and measure its modes.

    Examples
    --------
    >>> training = begin_modes(CollapseSettings(modes="own", strengths=(2.0,), mode_learning_rate=1e-3)).run_to_end()
    >>> training.largest_deviation < 0.002, round(half_time(2.0, 0.01), 3)
    (True, 1.323)
    """
    target = goal(settings)
    state = TrainState.start(
        first_network(settings, target),
        Rules(loss("half_squared_error"), optimizer("sgd"), settings.mode_learning_rate),
        settings.mode_seed,
    )
    return ModeTraining(state, (_frame(state, target),), settings, target)


def first_network(settings: CollapseSettings, target: Goal) -> Network:
    """Return the first weights: balanced, every mode of strength a0 in the product; or small random ones."""
    L, K = settings.mode_layers, len(target.s)
    each = settings.mode_start ** (1.0 / L)
    rng = generator(settings.mode_seed, Purpose.WEIGHTS)
    if settings.start == "random":
        widths = (len(target.U), *(K,) * (L - 1), len(target.V))
        pairs = zip(widths[:-1], widths[1:], strict=True)
        weights = [each * rng.standard_normal(shape) / np.sqrt(K) for shape in pairs]
    else:
        turns = [target.U, *(np.linalg.qr(rng.standard_normal((K, K)))[0] for _ in range(L - 1)), target.V]
        weights = [each * before @ after.T for before, after in zip(turns[:-1], turns[1:], strict=True)]
    return Network(tuple(Dense(W, None, IDENTITY) for W in weights))


def _frame(state: TrainState, target: Goal) -> ModeFrame:
    weights = tuple(layer.W for layer in state.network.layers if isinstance(layer, Dense))
    with np.errstate(over="ignore", invalid="ignore"):
        product = multiplied_out(state.network)[0][-1]
        L = state.rules.loss.forward(state.network.forward(target.X).A, target.Y).L
        return ModeFrame(state.step, float(L), target.strengths(product), product, weights)
