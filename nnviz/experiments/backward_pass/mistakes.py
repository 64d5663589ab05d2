"""Backward passes with mistakes in them, and what a numeric gradient check says of every tensor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Dense, GradientCheck, TensorCheck, assignment, gradient_check
from nnviz.experiments.backward_pass import mistaken_lines as wrong
from nnviz.experiments.backward_pass.example import BackwardExample
from nnviz.experiments.backward_pass.settings import MistakeName

TOLERANCE = 1e-4
"""A relative error above this is no rounding: of tiny gradients, differences keep only four or five digits."""


@dataclass(frozen=True)
class Mistake:
    """One way to get the backward pass wrong.

    Attributes
    ----------
    title : str
        Short.
    right, mistaken : str
        The engine's line and the wrong one, both read from their source. The right line is empty where it is the
        loss's own, see `right_line`.
    in_a_layer : bool
        Whether it is made in one layer; else it is made at the loss.
    """

    title: str
    right: str
    mistaken: str
    in_a_layer: bool = True


def _mistake(title: str, tensor: str, mistaken: Callable[..., Array], in_a_layer: bool = True) -> Mistake:
    right = assignment(Dense.backward, tensor) if in_a_layer else ""
    return Mistake(title, right, assignment(mistaken, tensor), in_a_layer)


MISTAKES: dict[MistakeName, Mistake] = {
    "slope": _mistake("drop f′", "dZ", wrong.slope_dropped),
    "mean": _mistake("forget 1/N", "dA", wrong.mean_forgotten, False),
    "transpose_W": _mistake("W not transposed", "dX", wrong.weights_not_transposed),
    "transpose_X": _mistake("X not transposed", "dW", wrong.inputs_not_transposed),
    "mask": _mistake("f′ of the wrong layer", "dZ", wrong.wrong_mask),
    "order": _mistake("W updated too early", "dX", wrong.already_updated),
    "skip": _mistake("skip the layer", "dX", wrong.layer_skipped),
}
"""Every mistake by its name."""


def right_line(example: BackwardExample, name: MistakeName) -> str:
    """Return the engine's line that a mistake gets wrong."""
    return MISTAKES[name].right or assignment(type(example.loss).backward, "dA")


@dataclass(frozen=True)
class MistakeOutcome:
    """What became of one mistake.

    Attributes
    ----------
    name : MistakeName
    made : bool
        False where the shapes do not allow it, or there is nothing to get wrong.
    why : str
        The shapes, in words.
    """

    name: MistakeName
    made: bool
    why: str


@dataclass(frozen=True, eq=False)
class MistakenPass:
    """The gradients of a backward pass with mistakes.

    Attributes
    ----------
    outcomes : tuple of MistakeOutcome
        One for each mistake that was asked for.
    dW, db : tuple of ndarray
        One for each layer, in order.
    dX : ndarray, shape (N, n_in)
    """

    outcomes: tuple[MistakeOutcome, ...]
    dW: tuple[Array, ...]
    db: tuple[Array, ...]
    dX: Array


def check_possible(example: BackwardExample, name: MistakeName, layer: int) -> MistakeOutcome:
    """Say whether a mistake can be made in a layer without NumPy refusing, and why."""
    forward = example.forward(layer)
    N, n_in, n_out = len(example.X), *forward.layer.W.shape
    identity = forward.layer.activation.name == "identity"
    if name in ("slope", "mask") and identity:
        return MistakeOutcome(name, False, f"layer {layer} is linear: its f′ is 1 everywhere, so nothing can go wrong")
    if name == "slope":
        return MistakeOutcome(
            name, True, f"dA{layer} has the same shape as dZ{layer}, ({N}, {n_out}), so NumPy raises no error"
        )
    if name == "mean":
        larger = f"every gradient becomes {N} times as large" if N > 1 else "with one sample, 1/N is 1: nothing changes"
        return MistakeOutcome(name, True, larger)
    if name == "transpose_W":
        shapes = f"dZ{layer} ({N}, {n_out}) @ W{layer} ({n_in}, {n_out})"
        return _by_inner(name, shapes, n_out, n_in)
    if name == "transpose_X":
        shapes = f"{'X' if layer == 1 else f'A{layer - 1}'} ({N}, {n_in}) @ dZ{layer} ({N}, {n_out})"
        return _by_inner(name, shapes, n_in, N)
    if name == "mask":
        other = _other(example, layer)
        if other is None:
            return MistakeOutcome(
                name, False, f"no other layer has a Z of shape ({N}, {n_out}), so NumPy would raise an error"
            )
        return MistakeOutcome(
            name, True, f"Z{other} and Z{layer} both have shape ({N}, {n_out}), so NumPy raises no error"
        )
    if name == "order":
        return MistakeOutcome(name, True, f"W{layer} has the same shape after the update, so NumPy raises no error")
    below = f"dA{layer - 1}" if layer > 1 else "dX"
    if n_in == n_out:
        return MistakeOutcome(name, True, f"dA{layer} and {below} happen to have the same shape, ({N}, {n_in})")
    return MistakeOutcome(name, False, f"dA{layer} has shape ({N}, {n_out}), but {below} needs ({N}, {n_in})")


def _by_inner(name: MistakeName, shapes: str, left: int, right: int) -> MistakeOutcome:
    if left == right:
        return MistakeOutcome(name, True, f"{shapes}: the inner dimensions are both {left}, so NumPy raises no error")
    return MistakeOutcome(
        name, False, f"{shapes}: the inner dimensions {left} and {right} differ, so NumPy raises an error"
    )


def _other(example: BackwardExample, layer: int) -> int | None:
    """The nearest other layer of the same width, the one behind first."""
    width = example.forward(layer).Z.shape
    others = sorted(set(range(1, example.depth + 1)) - {layer}, key=lambda k: (abs(k - layer), -k))
    return next((k for k in others if example.forward(k).Z.shape == width), None)


def mistaken_pass(
    example: BackwardExample, mistakes: Sequence[MistakeName], layer: int, rate: float = 0.5
) -> MistakenPass:
    """Run the backward pass with mistakes; those that shapes do not allow are left out.

    Parameters
    ----------
    example : BackwardExample
    mistakes : sequence of MistakeName
    layer : int
        Where they are made, from 1; the mistake at the loss needs none.
    rate : float
        Of the update that comes too early.
    """
    outcomes = tuple(check_possible(example, name, layer) for name in mistakes)
    made = {outcome.name for outcome in outcomes if outcome.made}
    dA = example.loss.backward(example.outcome)
    if "mean" in made:
        dA = wrong.mean_forgotten(dA, len(example.X))
    all_dW: list[Array] = []
    all_db: list[Array] = []
    for number in range(example.depth, 0, -1):
        here = made if number == layer else set()
        dW, db, dA = _layer(example, number, dA, here, rate)
        all_dW.insert(0, dW)
        all_db.insert(0, db)
    return MistakenPass(outcomes, tuple(all_dW), tuple(all_db), dA)


def _layer(
    example: BackwardExample, number: int, dA: Array, made: set[MistakeName], rate: float
) -> tuple[Array, Array, Array]:
    """The backward pass of one layer: the engine's dW, db and dX except for the mistakes."""
    trace = example.forward(number)
    right = trace.layer.backward(trace, dA)
    dZ = right.dZ
    if "slope" in made:
        dZ = wrong.slope_dropped(dA)
    if "mask" in made:
        other = example.forward(_other(example, number) or number)
        dZ = wrong.wrong_mask(dA, trace.layer.activation.df, other.Z, other.A)
    dW, db, dX = (right.dW, right.db, right.dX) if dZ is right.dZ else _from(trace.layer, trace.X, dZ)
    assert dX is not None
    if "transpose_X" in made:
        dW = wrong.inputs_not_transposed(trace.X, dZ)
    if "transpose_W" in made:
        dX = wrong.weights_not_transposed(dZ, trace.layer.W)
    if "order" in made:
        dX = wrong.already_updated(dZ, trace.layer.W - rate * dW)
    if "skip" in made:
        dX = wrong.layer_skipped(dA)
    return dW, db, dX


def _from(layer: Dense, X: Array, dZ: Array) -> tuple[Array, Array, Array]:
    """What a layer makes of a dZ: the lines behind it, by a layer of the same weights and the identity activation."""
    from nnviz.engine import activation

    plain = Dense(layer.W, layer.b, activation("identity"))
    gradients = plain.backward(plain.forward(X), dZ)
    assert gradients.dX is not None
    return gradients.dW, gradients.db, gradients.dX


def numeric_gradients(example: BackwardExample) -> GradientCheck:
    """Check the right backward pass: the numeric half of it serves every mistake."""
    return gradient_check(example.network, example.loss, example.X, example.Y)


def check_of(mistaken: MistakenPass, numeric: GradientCheck) -> GradientCheck:
    """Check a pass with mistakes against the numeric gradients of the loss.

    Parameters
    ----------
    mistaken : MistakenPass
    numeric : GradientCheck
        Of the same example.
    """
    analytic = [array for pair in zip(mistaken.dW, mistaken.db, strict=True) for array in pair]
    pairs = zip([*analytic, mistaken.dX], numeric.tensors, strict=True)
    return GradientCheck(tuple(TensorCheck(check.path, array, check.numeric) for array, check in pairs))


def wrong_tensors(check: GradientCheck, tolerance: float = TOLERANCE) -> tuple[bool, ...]:
    """Say of each tensor of a check whether an entry of it is off by more than the tolerance."""
    return tuple(bool((np.nan_to_num(part.error, nan=np.inf) > tolerance).any()) for part in check.tensors)


def gradient_symbol(path: str) -> str:
    """Return the gradient's symbol for a path of the check: ``layers[0].W`` is ``dW1``, and ``X`` is ``dX``."""
    if path == "X":
        return "dX"
    place, _, name = path.partition(".")
    return f"d{name}{int(place.removeprefix('layers[').removesuffix(']')) + 1}"
