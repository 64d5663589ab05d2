"""What the page of activation functions shows: which functions, where on the curve, which neuron, which matrix."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator

from nnviz.engine import ACTIVATIONS, Activation, activation
from nnviz.engine.activations import activation_parameters
from nnviz.experiments.activation_functions.curve import Z_LIMIT
from nnviz.experiments.address.codecs import number_text, one_of
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys

MAX_FUNCTIONS = 4
"""Functions side by side."""


class ActivationSettings(AddressRecord):
    """The page's settings.

    A function is written as its name or, with its parameter, as ``leaky_relu:0.2``.
    """

    functions: tuple[str, ...] = Field(("relu", "sigmoid", "leaky_relu:0.1"), min_length=1, max_length=MAX_FUNCTIONS)
    one_plot: Annotated[bool, OldKeys("together")] = False
    z: float = Field(1.0, ge=-Z_LIMIT, le=Z_LIMIT)
    x1: float = Field(1.0, ge=-3.0, le=3.0)
    x2: float = Field(-0.5, ge=-3.0, le=3.0)
    w1: float = Field(0.8, ge=-3.0, le=3.0)
    w2: float = Field(1.2, ge=-3.0, le=3.0)
    b: float = Field(0.3, ge=-3.0, le=3.0)
    matrix: Literal["iris", "digits", "circle", "typed"] = "iris"
    weight_scale: float = Field(1.0, ge=0.25, le=8.0)
    typed: str = Field("-5 -1 0; 0.5 1 5", max_length=600)

    @field_validator("functions")
    @classmethod
    def _known(cls, functions: tuple[str, ...]) -> tuple[str, ...]:
        names = [written.partition(":")[0] for written in functions]
        for written in functions:
            parse_function(written)
        if len(set(names)) < len(names):
            raise ValueError(f"expected each function once, got {', '.join(names)}; name each function once")
        return functions

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The chosen functions."""
        return tuple(parse_function(written) for written in self.functions)

    def with_functions(self, names: list[str]) -> Self:
        """Return settings with these functions; those that stay keep their parameter.

        Raises
        ------
        ValueError
            If there is none, or too many.
        """
        known = {written.partition(":")[0]: written for written in self.functions}
        return self.changed(functions=tuple(known.get(name, name) for name in names))

    def with_parameter(self, name: str, value: float) -> Self:
        """Return settings with another parameter for one of the functions."""
        written = f"{name}:{number_text(value)}"
        return self.changed(functions=tuple(written if f.partition(":")[0] == name else f for f in self.functions))


def parse_function(written: str) -> Activation:
    """Return the activation that is written as ``name`` or ``name:value``.

    Raises
    ------
    ValueError
        If the name is unknown, the value is not legal, or the function has no parameter.
    """
    name, _, value = written.partition(":")
    one_of(name, ACTIVATIONS)
    if not value:
        return activation(name)
    parameters = activation_parameters(name)
    if not parameters:
        raise ValueError(f"{name} has no parameter, got '{echo(value)}'; write {name}")
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"expected a number after {name}:, got '{echo(value)}'; write it as in {name}:0.1") from None
    return activation(name, **{parameters[0].name: number})
