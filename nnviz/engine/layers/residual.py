"""A residual connection: the input goes on as it is, and some layers only add to it."""

from typing import Any

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.layers.composite import Composite, CompositeGradients
from nnviz.engine.layers.layer import Layer, LayerTrace
from nnviz.engine.tensors import record, tensor, walk


@record
class Residual(Composite["ResidualTrace"]):
    """``A = X + F(X)``, where F is some layers in order.

    He, Zhang, Ren and Sun 2016, "Deep residual learning for image recognition", eq. 1. The gradient goes back by two
    ways: through F, and past it unchanged, so that it cannot vanish on the second.

    Attributes
    ----------
    layers : tuple of Layer
        F; its output has the shape of its input.

    Raises
    ------
    ValueError
        If there is no layer, neighbours do not fit, or F gives another shape than it takes.
    """

    layers: tuple[Layer[Any], ...]

    def __post_init__(self) -> None:
        given, back = self._ends()
        if given != back:
            raise ValueError(
                f"expected layers that give what they take, so that both can be added, got {given} to {back}"
            )
        self.__dict__.update(in_shape=given, out_shape=back)

    def with_steps(self, steps: int) -> "Residual":
        """Return the layer for sequences of another length, if all layers inside can."""
        return Residual(tuple(layer.with_steps(steps) for layer in self.layers))  # type: ignore[attr-defined]

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "ResidualTrace":
        """Run the layers, and add what they were given."""
        traces, F = [], X
        for layer in self.layers:
            traces.append(layer.forward(F, rng))
            F = traces[-1].A
        A = X + F
        return ResidualTrace(X, tuple(traces), A)

    def backward(self, trace: "ResidualTrace", dA: Array, need_dX: bool = True) -> "ResidualGradients":
        """Send the gradient through the layers in reverse, and add the one that went past them."""
        found, dF = [], dA
        for i in range(len(self.layers) - 1, -1, -1):
            gradients = self.layers[i].backward(trace.layers[i], dF, need_dX or i > 0)
            found.append(gradients)
            if gradients.dX is not None:
                dF = gradients.dX
        dX = dA + dF if need_dX else None
        return ResidualGradients(dA, tuple(reversed(found)), dX)


@record
class ResidualTrace(LayerTrace):
    """Input, the traces of the layers, and the sum."""

    X: Array = tensor("X", r"X", axes_of="axes")
    layers: tuple[LayerTrace, ...]

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the axes of X, as the first layer inside says them."""
        return next(walk(self.layers[0])).axes

    A: Array = tensor("A", r"A = X + F(X)", axes_of="axes", computed_by="Residual.forward")


@record
class ResidualGradients(CompositeGradients):
    """The gradient of the sum, those of the layers, and the sum of both ways."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes_of="axes")
    layers: tuple[Any, ...]

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the axes of dA and dX: those of the output of the last layer inside."""
        return next(walk(self.layers[-1])).axes

    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \mathrm{d}A + \mathrm{d}F",
        axes_of="axes",
        computed_by="Residual.backward",
    )
