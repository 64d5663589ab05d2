"""An activation function and its derivative: the nonlinearity that makes several layers more than one matrix."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import isfinite
from typing import Any

from nnviz.engine.arrays import FLOAT64, Array, float64
from nnviz.engine.parameters import Parameter

SATURATED_BELOW = 0.05
"""A unit counts as saturated on a sample where |g'(z)| is below this share of the activation's largest slope."""


class InFloat64(partial[Array]):
    """A function of arrays that computes in float64 whatever kind of numbers it is given."""

    def __call__(self, /, *arrays: Array) -> Array:
        """Convert what is not float64, then call the function."""
        for array in arrays:
            if getattr(array, "dtype", None) is not FLOAT64:
                return super().__call__(*(float64(array, "Z") for array in arrays))
        return super().__call__(*arrays)


@dataclass(frozen=True)
class Activation:
    r"""One activation function, with its derivative, its formulas and its properties.

    Two are equal when their names and parameters are.

    Attributes
    ----------
    name : str
        As the code spells it, such as ``leaky_relu``.
    title : str
        The name to display, such as ``leaky ReLU``.
    f : callable
        ``A = f(Z)``, element by element; Z of any shape.
    df : callable
        ``df(Z, A)`` is the slope g'(Z), of the shape of Z. ``A = f(Z)`` comes from the forward pass.
        Where g has a corner, it is the slope on the left unless said otherwise.
    latex, dlatex : str
        The formulas of g and of g', in LaTeX.
    range : tuple of float
        Infimum and supremum of g; a limit that is not attained counts.
    zero_centred : bool
        Whether g(-z) = -g(z), so that inputs centred on zero give outputs centred on zero.
    largest_slope : float
        The supremum of \|g'\|: one layer can stretch a gradient by no more, which is why sigmoids make it vanish.
        Infinite where there is no bound, as for the square.
    saturates : tuple of bool
        Whether g' goes to 0 far to the left, and far to the right.
    source : str
        The paper, with its equation where it numbers one.
    parameters : tuple of (str, float)
        Names and values, in a fixed order.
    learned : str or None
        The parameter that training changes; a layer of its own does that.
    kinks : tuple of float
        Where g has no derivative; finite differences mean nothing there.
    """

    name: str
    title: str = field(compare=False)
    f: Callable[[Array], Array] = field(compare=False, repr=False)
    df: Callable[[Array, Array], Array] = field(compare=False, repr=False)
    latex: str = field(compare=False, repr=False)
    dlatex: str = field(compare=False, repr=False)
    range: tuple[float, float] = field(compare=False, repr=False)
    zero_centred: bool = field(compare=False, repr=False)
    largest_slope: float = field(compare=False, repr=False)
    saturates: tuple[bool, bool] = field(compare=False, repr=False)
    source: str = field(compare=False, repr=False)
    parameters: tuple[tuple[str, float], ...] = ()
    learned: str | None = field(default=None, compare=False, repr=False)
    kinks: tuple[float, ...] = field(default=(), compare=False, repr=False)
    f_of_float64: Callable[[Array], Array] = field(init=False, compare=False, repr=False)
    """`f` for a layer, whose Z is in float64 anyway: two calls less in every step of training."""
    df_of_float64: Callable[[Array, Array], Array] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.__dict__.update(f_of_float64=self.f, df_of_float64=self.df, f=InFloat64(self.f), df=InFloat64(self.df))

    @property
    def flat_below(self) -> float:
        """The slope below which a unit counts as saturated; 0 where slopes have no bound to take a share of."""
        return SATURATED_BELOW * self.largest_slope if isfinite(self.largest_slope) else 0.0

    @property
    def f_lines(self) -> str:
        """The NumPy lines that compute A from Z, as they stand in the engine."""
        return numpy_lines(self.f)

    @property
    def df_lines(self) -> str:
        """The NumPy lines that compute g'(Z), as they stand in the engine."""
        return numpy_lines(self.df)


@dataclass(frozen=True)
class Family:
    """A family of activations with one formula and a parameter, such as leaky ReLU with its slope.

    Attributes
    ----------
    name : str
        The name of each member.
    title : str
        The name to display.
    parameters : tuple of Parameter
        The parameters of a member.
    make : callable
        Takes the values in that order and returns the `Activation`.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    make: Callable[..., Activation]


def numpy_lines(function: Callable[..., Any]) -> str:
    """Read the body of a function from its source, without its docstring.

    Parameters
    ----------
    function : callable
        A Python function, or a `functools.partial` of one.

    Returns
    -------
    str
        One line or a few, with their comments, not indented.
    """
    while isinstance(function, partial):
        function = function.func
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    body = definition.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    start = body[0].end_lineno if documented else body[0].lineno - 1
    return textwrap.dedent("\n".join(source.splitlines()[start:]))
