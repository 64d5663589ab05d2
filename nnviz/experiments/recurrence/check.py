"""Every gradient of the small recurrent network beside central differences, with mistakes in either pass."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, cast

import numpy as np

from nnviz.engine import Array, Loss, Network, PerStep, Purpose, TensorCheck, generator
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.inspection.checked_gradients import TOLERANCE, CheckedGradients
from nnviz.experiments.recurrence.check_settings import MOST_CHECKED, RecurrentMistake
from nnviz.experiments.recurrence.mistaken_backward import ByStep, Mistakes, backward
from nnviz.experiments.recurrence.network_settings import Cell, NetworkFields
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.recurrence.small_network import network_of, parity_of, recipe_of
from nnviz.experiments.recurrence.summands_settings import SummedLoss

GRADIENTS = ("dW_xh", "dW_hh", "db", "dW_hy", "db_y", "dx")
"""What is checked: the recurrent layer's parameters, the output's, and the sequence."""

PARAMETERS = GRADIENTS[:-1]

STEP = 1e-3
"""The perturbation of four points: gates give gradients of 1e-7 in places, which two points leave to rounding."""


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """The network's forward pass, maybe with its state reset in the middle, and the gradient of its loss.

    Attributes
    ----------
    network : Network
        A recurrent layer and a dense one at every step.
    loss : Loss
    X, Y : ndarray, shape (1, T, 1)
    reset : bool
    states : mapping of str to ndarray
        The tensors of the recurrent layer, each of shape (T, 1, n).
    H, A : ndarray, shape (1, T, n)
        The states, and the logits.
    """

    network: Network
    loss: Loss
    X: Array
    Y: Array
    reset: bool
    states: ByStep
    H: Array
    A: Array

    @property
    def steps(self) -> int:
        """T."""
        return int(self.X.shape[-2])

    @property
    def layer(self) -> Recurrent[Any]:
        """The recurrent layer."""
        return cast(Recurrent[Any], self.network.layers[0])

    @property
    def head(self) -> PerStep:
        """The dense layer at every step."""
        return cast(PerStep, self.network.layers[1])

    def gradients(self, mistakes: Mistakes = ()) -> dict[str, Array]:
        """Return the gradients of the backward pass with mistakes, by the names of `GRADIENTS`.

        Parameters
        ----------
        mistakes : collection of RecurrentMistake
        """
        dA = self.loss.backward(self.loss.forward(self.A, self.Y))
        of_head = self.head.backward(self.head.forward(self.H), dA)
        assert of_head.dX is not None and of_head.db is not None
        found = backward(self.layer, self.states, self.layer.by_step(of_head.dX), mistakes)
        both = (found["dW_xh"], found["dW_hh"], found["db"], of_head.dW, of_head.db, found["dX"][:, 0].T)
        return dict(zip(GRADIENTS, both, strict=True))

    def differences(self) -> dict[str, Array]:
        """Return the same by central differences, all entries in one pass: a network for each that is moved."""
        theta, X = self.network.theta, self.X
        of_theta = by_four_points(lambda moved: self._losses(self.network.with_theta(moved), X), theta)
        of_X = by_four_points(
            lambda moved: self._losses(self.network, moved.reshape(*moved.shape[:-1], *X.shape)), X.ravel()
        )
        parts = [array for layer in self.network.with_theta(of_theta).layers for array in layer.parameters]
        return dict(zip(GRADIENTS, (*parts, of_X.reshape(X.shape)[0].T), strict=True))

    def _losses(self, network: Network, X: Array) -> Array:
        L: Array = self.loss.measure(outputs(network, X, self.reset)[-1], self.Y).L
        return L


def by_four_points(losses: Callable[[Array], Array], v: Array, step: float = STEP) -> Array:
    """Return the slopes from four points: of the differences with h and with 2h, whose errors in h^2 cancel.

    Parameters
    ----------
    losses, v, step
        See `by_differences`.
    """
    near, far = (by_differences(losses, v, h) for h in (step, 2.0 * step))
    slopes = (4.0 * near - far) / 3.0
    return slopes


def by_differences(losses: Callable[[Array], Array], v: Array, step: float) -> Array:
    """Return (L(v + h) - L(v - h)) / 2h for every entry of a vector, all of them moved at once in a stack.

    Parameters
    ----------
    losses : callable
        From vectors of shape (2, n, n) to their losses, shape (2, n).
    v : ndarray, shape (n,)
        In float64 or float32.
    step : float
        The perturbation h, times the entry where that is larger than 1.
    """
    h = np.diag(v.dtype.type(step) * np.maximum(1, np.abs(v)))
    moved = np.stack([v + h, v - h])
    up, down = losses(moved)
    slopes: Array = (up - down) / np.diagonal(moved[0] - moved[1])
    return slopes


def outputs(network: Network, X: Array, reset: bool) -> tuple[ByStep, Array, Array]:
    """Run a network forward, in two halves with a state of zero before each where it is reset.

    Parameters
    ----------
    network : Network
        A recurrent layer and a dense one at every step; one network, or many in lockstep.
    X : ndarray, shape (..., N, T, d)
    reset : bool

    Returns
    -------
    states : mapping of str to ndarray
        Every tensor of the recurrent layer, steps in front.
    H, A : ndarray, shape (..., N, T, n)
    """
    layer, head = cast(Recurrent[Any], network.layers[0]), cast(PerStep, network.layers[1])
    T = X.shape[-2]
    ends = [0, T // 2, T] if reset and T > 1 else [0, T]
    traces = [
        layer.with_steps(stop - start).forward(X[..., start:stop, :])
        for start, stop in zip(ends, ends[1:], strict=False)
    ]
    states = {name: np.concatenate([_by_step(layer, one, name) for one in traces]) for name in _names(traces[0])}
    H = np.moveaxis(states["H"], 0, -2)
    return states, H, head.with_steps(T).forward(H).A


def _names(trace: Any) -> list[str]:
    return [field.name for field in fields(trace) if isinstance(getattr(trace, field.name), np.ndarray)]


def _by_step(layer: Recurrent[Any], trace: Any, name: str) -> Array:
    value: Array = getattr(trace, name)
    return value if name in ("before", "c_before") else layer.by_step(value)


def bits_of(sequence: int, steps: int) -> str:
    """Return the first bits of a sequence.

    Parameters
    ----------
    sequence : int
        The seed that draws them.
    steps : int
        At most `MOST_CHECKED`.
    """
    return "".join(map(str, generator(sequence, Purpose.DATA).integers(0, 2, MOST_CHECKED)[:steps]))


def forward_pass(settings: RecurrenceSettings, steps: int, reset: bool) -> ForwardPass:
    """Run the settings' network forward on the first bits of their sequence.

    Parameters
    ----------
    settings : RecurrenceSettings
    steps : int
    reset : bool
        Whether the state is set to zero in the middle.
    """
    return _pass(
        settings.cell,
        settings.units,
        settings.trained,
        settings.seed,
        bits_of(settings.check_sequence, steps),
        settings.check_loss,
        reset,
    )


@lru_cache(maxsize=256)
def _pass(cell: Cell, units: int, trained: int, seed: int, bits: str, where: SummedLoss, reset: bool) -> ForwardPass:
    of_network = NetworkFields(cell=cell, units=units, trained=trained, seed=seed)
    steps = len(bits)
    X, Y = parity_of(bits)
    if where == "last":
        Y = np.where(np.arange(steps)[:, None] == steps - 1, Y, np.nan)
    network = network_of(of_network, steps)
    return ForwardPass(network, recipe_of(of_network).loss, X, Y, reset, *outputs(network, X, reset))


@lru_cache(maxsize=256)
def _differences(one: ForwardPass) -> dict[str, Array]:
    return one.differences()


def recurrent_check(
    settings: RecurrenceSettings, mistakes: Collection[RecurrentMistake] = (), steps: int | None = None
) -> CheckedGradients:
    """Check the gradients of a backward pass with mistakes against differences of the loss.

    Parameters
    ----------
    settings : RecurrenceSettings
    mistakes : collection of RecurrentMistake
        All made at once; where no gradient comes from the step after, there is nothing to cut.
    steps : int, optional
        That of the settings if not given.

    Examples
    --------
    >>> check = recurrent_check(RecurrenceSettings())
    >>> bool(check.largest.max() < 1e-6)
    True
    """
    one = forward_pass(settings, steps or settings.check_steps, "reset" in mistakes)
    analytic, numeric = one.gradients(mistakes), _differences(one)
    return CheckedGradients({name: TensorCheck(name, analytic[name], numeric[name]) for name in GRADIENTS})


@dataclass(frozen=True, eq=False)
class ByLength:
    """What the check finds on sequences of every length.

    Attributes
    ----------
    errors : ndarray, shape (6, 12)
        The largest relative error of each gradient of `GRADIENTS`, at each length from 1.
    """

    errors: Array

    @property
    def first(self) -> dict[str, int]:
        """The shortest length at which each gradient is wrong; those that never are wrong are left out."""
        wrong = ~(self.errors <= TOLERANCE)
        return {name: int(row.argmax()) + 1 for name, row in zip(GRADIENTS, wrong, strict=True) if row.any()}


def by_length(settings: RecurrenceSettings, mistakes: Collection[RecurrentMistake]) -> ByLength:
    """Check the first bits of the sequence, at every length.

    Parameters
    ----------
    settings : RecurrenceSettings
    mistakes : collection of RecurrentMistake
    """
    lengths: Sequence[int] = range(1, MOST_CHECKED + 1)
    return ByLength(np.stack([recurrent_check(settings, mistakes, T).largest for T in lengths], -1))
