"""A layer made of layers: its parameters are theirs, each under the path of its layer, such as ``layers[1].W_Q``."""

import re
from typing import Any, Self, TypeVar

from nnviz.engine.arrays import Array
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.parameters import check_kind

T = TypeVar("T", bound=LayerTrace)

_INSIDE = re.compile(r"layers\[(\d+)\]\.(.+)")


class CompositeGradients(LayerGradients):
    """Gradients of the layers inside: ``dlayers[1].W_Q`` is the field ``dW_Q`` of ``layers[1]``."""

    layers: tuple[LayerGradients, ...]

    def __getattr__(self, name: str) -> Array:
        """Return the gradient of a parameter of a layer inside."""
        place = _INSIDE.fullmatch(name.removeprefix("d"))
        if place is None or not name.startswith("d"):
            raise AttributeError(f"{type(self).__name__} has no {name!r}")
        found: Array = getattr(self.layers[int(place[1])], "d" + place[2])
        return found


class Composite(Layer[T]):
    """What layers that hold layers share; the first takes the input and each the output of the one before.

    Attributes
    ----------
    layers : tuple of Layer
    """

    layers: tuple[Layer[Any], ...]

    def _ends(self) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
        """Check that neighbours fit; return the shapes of a sample at the input and at the output."""
        check_kind(self.layers, tuple, "layers", "(LayerNorm(gamma, beta, steps=8), Attention(W_Q, W_K, W_V, W_O, 8))")
        given = shape = None
        for i, layer in enumerate(self.layers):
            check_kind(layer, Layer, "each layer inside", "Attention(W_Q, W_K, W_V, W_O, steps=8)")
            if layer.in_shape is not None and shape is not None and layer.in_shape != shape:
                raise ValueError(
                    f"expected layer {i} inside to take samples of shape {shape}, it takes {layer.in_shape}"
                )
            given = given if given is not None else layer.in_shape
            shape = layer.out_shape if layer.out_shape is not None else shape
        return given, shape

    def __getattr__(self, name: str) -> Array:
        """Return a parameter of a layer inside."""
        place = _INSIDE.fullmatch(name)
        if place is None:
            raise AttributeError(f"{type(self).__name__} has no {name!r}")
        found: Array = getattr(self.layers[int(place[1])], place[2])
        return found

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Those of all layers inside, each with the path of its layer in front."""
        return tuple(f"layers[{i}].{name}" for i, layer in enumerate(self.layers) for name in layer.parameter_names)

    @property
    def penalised(self) -> tuple[str, ...]:  # type: ignore[override]  # here it depends on the layers inside
        """Those of the layers inside."""
        return tuple(f"layers[{i}].{name}" for i, layer in enumerate(self.layers) for name in layer.penalised)

    @property
    def random(self) -> bool:  # type: ignore[override]
        """Whether one of the layers inside draws random numbers."""
        return any(layer.random for layer in self.layers)

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the parameters inside."""
        found = {layer.ensemble for layer in self.layers if layer.parameters}
        if len(found) > 1:
            raise ValueError(f"expected the same leading axes on every layer inside, got {sorted(found)}")
        return found.pop() if found else ()

    def with_parameters(self, *arrays: Array) -> Self:
        """Return the layer with other parameters; nothing is checked again."""
        given, layers = iter(arrays), []
        for layer in self.layers:
            layers.append(layer.with_parameters(*(next(given) for _ in layer.parameter_names)))
        return self._with_layers(tuple(layers))

    def _with_layers(self, layers: tuple[Layer[Any], ...]) -> Self:
        layer = object.__new__(type(self))
        layer.__dict__.update(self.__dict__, layers=layers)
        return layer
