"""What all recurrent layers share: steps in front, the initial state, cuts of truncated backpropagation, held gates."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar

import numpy as np

from nnviz.engine.arrays import Array, finite, product
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.recurrent.clamps import Clamp, Held, check_clamps, held_gates
from nnviz.engine.layers.recurrent.workspace import Workspace
from nnviz.engine.parameters import is_whole
from nnviz.engine.tensors import record, tensor


class UnrolledTrace(LayerTrace):
    """What the forward pass of a recurrent layer computed at every step: at least ``X``, ``Z`` and ``H``."""

    Z: Array
    H: Array
    before: Array
    """The state before each step, shape (T, ..., N, m): h_0 to h_{T-1}."""

    @property
    def A(self) -> Array:  # type: ignore[override]  # the records declare H, and A is another name for it
        """The output of the layer: its states h_1 to h_T, shape (..., N, T, m)."""
        return self.H


class UnrolledGradients(LayerGradients):
    """What the backward pass of a recurrent layer computed: at least ``dZ`` and ``dH``."""

    dH: Array
    dZ: Array


T = TypeVar("T", bound=UnrolledTrace)


class Recurrent(Layer[T]):
    r"""A layer with a state: ``h_t`` depends on the step's input ``x_t`` and on the state before, ``h_{t-1}``.

    All gates stand side by side in the columns of W_xh, W_hh and b, m columns each, so that one product a step serves
    them all. Sequences travel as (..., N, T, d), features last.

    Attributes
    ----------
    W_xh : ndarray, shape (..., d, gates m)
    W_hh : ndarray, shape (..., m, gates m)
    b : ndarray, shape (..., gates m)
    steps : int
        T. The weights do not depend on it: `with_steps` unrolls the same layer over another number of steps.
    h0 : ndarray, shape (..., m), or None
        The state before the first step, a parameter that is learned; None starts at zero.
    truncation : int or None
        Truncated backpropagation through time: the steps are cut, counted from the last, into stretches of so many, and
        no gradient goes back across a cut (Williams and Peng 1990, "An efficient gradient-based algorithm for on-line
        training of recurrent network trajectories"). None goes back to the first step.
    clamps : tuple of Clamp
        Gates that are held by hand.
    """

    W_xh: Array
    W_hh: Array
    b: Array
    steps: int
    h0: Array | None
    truncation: int | None
    clamps: tuple[Clamp, ...]

    penalised: ClassVar[tuple[str, ...]] = ("W_xh", "W_hh")
    gates: ClassVar[tuple[str, ...]] = ()
    """The names of the blocks of columns, in their order; empty where there is one block and no gate."""

    initial: ClassVar[tuple[str, ...]] = ("h0",)
    """The fields that hold a state before the first step."""

    def __post_init__(self) -> None:
        into = self.__dict__
        for name in ("W_xh", "W_hh", "b", *self.initial):
            if into[name] is not None:
                into[name] = finite(into[name], name)
        _check_shapes(self)
        for name, least in (("steps", self.steps), ("truncation", self.truncation)):
            if not (is_whole(least) and least >= 1) and (name == "steps" or least is not None):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {least!r}")
        check_clamps(self.clamps, self.gates, self.steps, self.units)
        into.update(in_shape=(self.steps, self.W_xh.shape[-2]), out_shape=(self.steps, self.units))

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """W_xh, W_hh, b, and the initial states where they are learned."""
        return ("W_xh", "W_hh", "b", *(name for name in self.initial if getattr(self, name) is not None))

    @property
    def units(self) -> int:
        """The width m of the state."""
        return int(self.W_hh.shape[-2])

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the parameters."""
        return self.W_hh.shape[:-2]

    @property
    def columns(self) -> dict[str, slice]:
        """Which columns of W_xh, W_hh, b and Z belong to which gate."""
        m = self.units
        return {gate: slice(k * m, (k + 1) * m) for k, gate in enumerate(self.gates)}

    def with_parameters(self, *arrays: Array) -> Self:
        """Return the layer with other parameters, in the order of `parameter_names`; nothing is checked again."""
        layer = object.__new__(type(self))
        layer.__dict__.update(self.__dict__)
        layer.__dict__.update(zip(self.parameter_names, arrays, strict=True))
        return layer

    def with_steps(self, steps: int) -> Self:
        """Return the layer with the same weights, unrolled over another number of steps."""
        return self._with(steps=steps)

    def with_truncation(self, truncation: int | None) -> Self:
        """Return the layer with another length of backpropagation, or with none that is cut."""
        return self._with(truncation=truncation)

    def with_clamps(self, *clamps: Clamp) -> Self:
        """Return the layer with these gates held, and no others."""
        return self._with(clamps=clamps)

    def _with(self, **changes: object) -> Self:
        layer = object.__new__(type(self))
        layer.__dict__.update(self.__dict__ | changes)
        layer.__post_init__()
        return layer

    def by_step(self, X: Array) -> Array:
        """Return a view of sequences (..., N, T, n), with the ensemble's axes, as (T, ..., N, n)."""
        missing = self.W_hh.ndim + 1 - X.ndim
        return np.moveaxis(X.reshape((1,) * missing + X.shape) if missing > 0 else X, -2, 0)

    def linear_in_x(self, X: Array, memory: Workspace | None) -> Array:
        """Return x_t W_xh + b of all steps, (T, ..., N, gates m), in one product.

        Raises
        ------
        ValueError
            If X has other steps or features than the layer.
        """
        check_steps(X, self.in_shape)
        X = _rows(self.by_step(X))
        XW = product(X, self.W_xh) if memory is None else _product_into(X, self.W_xh, memory)
        XW += self.b[..., None, :]
        return np.moveaxis(XW.reshape(*XW.shape[:-2], self.steps, -1, XW.shape[-1]), -3, 0)

    def empty(self, like: Array, width: int, memory: Workspace | None, steps: int | None = None) -> Array:
        """Return memory for a tensor of every step, (T, ..., N, width), for as many samples as ``like`` has.

        The steps of a network stand together, so that `_rows` need not copy: (..., T, N, width) inside.
        """
        shape = (*like.shape[1:-2], steps or self.steps, like.shape[-2], width)
        return np.moveaxis(np.empty(shape) if memory is None else memory.empty(shape), -3, 0)

    def states(self, first: Array | None, like: Array, memory: Workspace | None) -> tuple[Array, Array]:
        """Return memory for the states before each step and after each, both (T, ..., N, m): the same, shifted by one.

        Parameters
        ----------
        first : ndarray, shape (..., m), or None
            The state before the first step; None is zero.
        like : ndarray, shape (T, ..., N, n)
        memory : Workspace or None
        """
        states = self.empty(like, self.units, memory, self.steps + 1)
        states[0] = 0.0 if first is None else first[..., None, :]
        return states[:-1], states[1:]

    def backwards(self) -> Iterator[tuple[int, bool]]:
        """Yield the steps from the last to the first, and whether a gradient comes back from the step after."""
        for t in range(self.steps - 1, -1, -1):
            after = self.steps - 1 - t
            yield t, after > 0 and (self.truncation is None or after % self.truncation > 0)

    def held(self) -> Held:
        """Return where gates are held by hand, and at which values."""
        return held_gates(self.clamps, self.steps, self.units)

    def weight_gradients(self, X: Array, before: Array, dZ: Array, dHW: Array) -> tuple[Array, Array, Array]:
        """Return dW_xh, dW_hh and db: sums over all steps and samples, each in one product.

        Parameters
        ----------
        X, before, dZ, dHW : ndarray, shape (T, ..., N, n)
            Inputs, the states before each step, and the gradients of the linear parts and of ``h W_hh``.
        """
        X, before, dZ, dHW = map(_rows, (X, before, dZ, dHW))
        dW_xh = product(X.mT, dZ)
        dW_hh = product(before.mT, dHW)
        db = np.add.reduce(dZ, -2)
        return dW_xh, dW_hh, db

    def summands(self, trace: T, gradients: Any) -> "Summands":
        """Return what each step contributes to the gradients of the weights; they add up to dW_xh, dW_hh and db.

        Training needs the sums alone and never computes these.

        Parameters
        ----------
        trace, gradients
            What this layer's `forward` and `backward` returned.
        """
        X, before = self.by_step(trace.X), trace.before
        dZ, dHW = self.by_step(gradients.dZ), self.by_step(self.product_gradient(gradients))
        dW_xh = X.mT @ dZ
        dW_hh = before.mT @ dHW
        db = np.add.reduce(dZ, -2)
        return Summands(np.moveaxis(dW_xh, 0, -3), np.moveaxis(dW_hh, 0, -3), np.moveaxis(db, 0, -2))

    def product_gradient(self, gradients: Any) -> Array:
        """Return the gradient of ``h W_hh``, shape (..., N, T, gates m): that of Z, where nothing is in between."""
        dZ: Array = gradients.dZ
        return dZ

    @abstractmethod
    def forward(self, X: Array, rng: np.random.Generator | None = None, memory: Workspace | None = None) -> T:
        """Compute the states of all steps from sequences X, shape (..., N, T, d).

        ``memory`` is for passes whose trace nobody keeps: the next pass writes over it.
        """

    @abstractmethod
    def backward(self, trace: T, dA: Array, need_dX: bool = True, memory: Workspace | None = None) -> UnrolledGradients:
        """Backpropagate through time, from the last step to the first; ``memory`` as in `forward`."""


@record
class Summands:
    """The gradients of the weights step by step: dW = sum over t of what step t contributes."""

    dW_xh: Array = tensor(
        r"\mathrm{d}W_{xh}^{(t)}",
        r"\mathrm{d}W_{xh}^{(t)} = x_t^\top\, \mathrm{d}z_t",
        axes=("step", "feature", "unit"),
        computed_by="Recurrent.summands",
    )
    dW_hh: Array = tensor(
        r"\mathrm{d}W_{hh}^{(t)}",
        r"\mathrm{d}W_{hh}^{(t)} = h_{t-1}^\top\, \mathrm{d}z_t",
        axes=("step", "unit", "unit"),
        computed_by="Recurrent.summands",
    )
    db: Array = tensor(
        r"\mathrm{d}b^{(t)}",
        r"\mathrm{d}b^{(t)} = \sum_i \mathrm{d}z_{t,i}",
        axes=("step", "unit"),
        computed_by="Recurrent.summands",
    )


def check_steps(X: Array, shape: tuple[int, ...] | None) -> None:
    """Refuse sequences of another length or width than a layer takes.

    Raises
    ------
    ValueError
        With both shapes.
    """
    if shape is None or X.shape[-len(shape) :] != shape or X.ndim <= len(shape):
        sizes = ", ".join(map(str, shape or ()))
        raise ValueError(f"expected X of shape (..., N, {sizes}), got {X.shape}; for other lengths see with_steps")


def by_sample(V: Array) -> Array:
    """Return a view of (T, ..., N, n) with the steps between samples and units, as sequences travel: (..., N, T, n)."""
    return np.moveaxis(V, 0, -2)


def _product_into(A: Array, B: Array, memory: Workspace) -> Array:
    """Return the product of two matrices, or of stacks of them, in memory that is used again: the same to the bit."""
    leading = np.broadcast_shapes(A.shape[:-2], B.shape[:-2])
    out = memory.empty((*leading, A.shape[-2], B.shape[-1]))
    return np.dot(A, B, out) if out.ndim == 2 else np.matmul(A, B, out)


def _rows(V: Array) -> Array:
    """Return (T, ..., N, n) with one row for each step of each sample: (..., T N, n)."""
    rows = np.moveaxis(V, 0, -3)
    return rows.reshape(*rows.shape[:-3], -1, rows.shape[-1])


def _check_shapes(layer: Recurrent[Any]) -> None:
    W_xh, W_hh, b = layer.W_xh, layer.W_hh, layer.b
    blocks = max(1, len(layer.gates))
    m = W_hh.shape[-2] if W_hh.ndim >= 2 else 0
    fits = W_hh.ndim >= 2 and W_hh.shape[-1] == blocks * m
    fits = fits and W_xh.ndim >= 2 and W_xh.shape[:-2] + W_xh.shape[-1:] == b.shape == W_hh.shape[:-2] + W_hh.shape[-1:]
    if not fits:
        width = "m" if blocks == 1 else f"{blocks} m"
        raise ValueError(
            f"expected W_xh of shape (..., d, {width}), W_hh of shape (..., m, {width}) and b of shape (..., {width}), "
            f"got {W_xh.shape}, {W_hh.shape} and {b.shape}; give each of the m units {blocks} "
            f"column{'s, one for each gate' if blocks > 1 else ''}"
        )
    for name in layer.initial:
        state = getattr(layer, name)
        if state is not None and state.shape != W_hh.shape[:-1]:
            raise ValueError(
                f"expected {name} of shape {W_hh.shape[:-1]}, one entry for each unit, got {state.shape}; "
                "give None to start at zero"
            )
