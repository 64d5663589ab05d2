"""Initialization: how the first weights of a layer are drawn, and why their scale matters.

A sum of n_in products grows with n_in. Most rules here choose the variance of the weights so that Z has the scale of X
(LeCun), so that the gradient keeps its scale too (Xavier/Glorot), or so as to make up for the half of its inputs that a
ReLU sets to zero (He). Signals then neither vanish nor explode through many layers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import prod

import numpy as np

from nnviz.engine import weight_draws as draws
from nnviz.engine.arrays import Array
from nnviz.engine.limits import check_size
from nnviz.engine.parameters import Parameter, check_kind, check_parameters, is_whole


@dataclass(frozen=True)
class Initializer:
    """A rule that draws the first weights and sets the first biases of a layer.

    Two are equal when their names and parameters are.

    Attributes
    ----------
    name : str
        As the code spells it, such as ``he_normal``.
    title : str
        The name to display.
    latex : str
        The formula, in LaTeX.
    source : str
        The paper, with its equation where it numbers one.
    draw : callable
        ``draw(rng, n_in, n_out, ...)`` returns the weights, shape (n_in, n_out); called with the parameters by name,
        all but ``bias``.
    parameters : tuple of (str, float)
        Names and values, in a fixed order. ``bias`` is the first value of every bias; 0 where it is not listed.
    uses_fan_out : bool
        Whether the scale depends on how many outputs an input reaches: ``draw`` then takes it as ``fan_out``.
    """

    name: str
    title: str = field(compare=False)
    latex: str = field(compare=False, repr=False)
    source: str = field(compare=False, repr=False)
    draw: Callable[..., Array] = field(compare=False, repr=False)
    parameters: tuple[tuple[str, float], ...]
    uses_fan_out: bool = field(default=False, compare=False, repr=False)

    def sample(
        self, rng: np.random.Generator, n_in: int, n_out: int, fan_out: int | None = None
    ) -> tuple[Array, Array]:
        """Draw the weights and biases of one layer.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of randomness; its state advances.
        n_in, n_out : int
            Features and units.
        fan_out : int, optional
            How many outputs an input reaches: all n_out units, unless said otherwise (see `kernels`).

        Returns
        -------
        W : ndarray, shape (n_in, n_out)
        b : ndarray, shape (n_out,)

        Raises
        ------
        ValueError
            If there is no feature or no unit, or the layer is too large.
        """
        check_kind(rng, np.random.Generator, "rng", "np.random.default_rng(0)")
        check_size((n_in, n_out))
        values = dict(self.parameters)
        bias = values.pop("bias", 0.0)
        if self.uses_fan_out:
            values["fan_out"] = n_out if fan_out is None else fan_out
        return self.draw(rng, n_in, n_out, **values), np.full(n_out, bias)

    def kernels(
        self, rng: np.random.Generator, kernel: tuple[int, ...], channels: int, filters: int
    ) -> tuple[Array, Array]:
        """Draw the kernels and biases of a convolution.

        An output is a sum of fan_in = kernel entries x channels products, and an input reaches fan_out = kernel entries
        x filters outputs (He et al. 2015, section 2.2): these stand for n_in and n_out in the formula.

        Parameters
        ----------
        rng : numpy.random.Generator
        kernel : tuple of int
            Entries along each spatial axis.
        channels, filters : int

        Returns
        -------
        K : ndarray, shape (*kernel, channels, filters)
        b : ndarray, shape (filters,)

        Raises
        ------
        ValueError
            If there is no channel or no filter, or the kernels are too large.
        """
        counts = (*kernel, channels, filters) if isinstance(kernel, tuple) else (None,)
        if not all(is_whole(n) and n >= 1 for n in counts):
            raise ValueError(
                "expected whole numbers of at least 1 as channels and filters, and a tuple of them as kernel, got "
                f"{kernel!r}, {channels!r} and {filters!r}"
            )
        W, b = self.sample(rng, prod(kernel) * channels, filters, prod(kernel) * filters)
        return W.reshape(*kernel, channels, filters), b


@dataclass(frozen=True)
class _Rule:
    """An initializer before its parameters have values."""

    name: str
    title: str
    latex: str
    source: str
    draw: Callable[..., Array]
    parameters: tuple[Parameter, ...] = ()
    uses_fan_out: bool = False


def _uniform(limit: str) -> str:
    return rf"W_{{ij}} \sim \mathcal{{U}}(-r, r),\quad r = {limit}"


def _normal(std: str) -> str:
    return rf"W_{{ij}} \sim \mathcal{{N}}(0, \sigma^2),\quad \sigma = {std}"


_LECUN = "LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, eq. 16"
_GLOROT = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, eq. "
_HE = "He, Zhang, Ren and Sun 2015, Delving deep into rectifiers, eq. 10"
_SAXE = (
    "Saxe, McClelland and Ganguli 2014, Exact solutions to the nonlinear dynamics of learning in deep linear neural "
    "networks (random orthogonal initial conditions)"
)
_RUMELHART = (
    "Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors "
    "(small random weights, to break the symmetry)"
)
_SYMMETRY = "Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors (what not to do)"
_PLAYGROUND = "Smilkov et al. 2017, Direct-manipulation visualization of deep networks (TensorFlow Playground)"

_gain = Parameter("gain", r"\gamma", "factor on the scale of the paper", default=1.0, at_least=0.0, at_most=100.0)
_limit = Parameter("limit", "r", "largest size of a weight", default=0.5, at_least=0.0, at_most=1e6)
_std = Parameter("std", r"\sigma", "standard deviation of the weights", default=0.1, at_least=0.0, at_most=1e6)
_value = Parameter("value", "c", "every weight", default=0.1, at_least=-1e6, at_most=1e6)
_bias = Parameter("bias", r"\beta", "every bias", default=0.1, at_least=-1e6, at_most=1e6)

_RULES = (
    _Rule(
        "glorot_uniform",
        "Xavier (Glorot) uniform",
        _uniform(r"\gamma \sqrt{\tfrac{6}{n_{in} + n_{out}}}"),
        _GLOROT + "16",
        draws.draw_glorot_uniform,
        (_gain,),
        uses_fan_out=True,
    ),
    _Rule(
        "glorot_normal",
        "Xavier (Glorot) normal",
        _normal(r"\gamma \sqrt{\tfrac{2}{n_{in} + n_{out}}}"),
        _GLOROT + "12 (the variance of eq. 16)",
        draws.draw_glorot_normal,
        (_gain,),
        uses_fan_out=True,
    ),
    _Rule(
        "he_uniform",
        "He uniform",
        _uniform(r"\gamma \sqrt{\tfrac{6}{n_{in}}}"),
        _HE + " (its variance, drawn uniformly)",
        draws.draw_he_uniform,
        (_gain,),
    ),
    _Rule("he_normal", "He normal", _normal(r"\gamma \sqrt{\tfrac{2}{n_{in}}}"), _HE, draws.draw_he_normal, (_gain,)),
    _Rule(
        "lecun_uniform",
        "LeCun uniform",
        _uniform(r"\gamma \sqrt{\tfrac{3}{n_{in}}}"),
        _LECUN,
        draws.draw_lecun_uniform,
        (_gain,),
    ),
    _Rule(
        "lecun_normal",
        "LeCun normal",
        _normal(r"\gamma \sqrt{\tfrac{1}{n_{in}}}"),
        _LECUN + " (its variance, drawn from a normal distribution)",
        draws.draw_lecun_normal,
        (_gain,),
    ),
    _Rule(
        "orthogonal",
        "orthogonal",
        r"W^\top W = \gamma^2 I \text{ or } W W^\top = \gamma^2 I",
        _SAXE,
        draws.draw_orthogonal,
        (_gain,),
    ),
    _Rule("uniform", "uniform", _uniform("r"), _RUMELHART, draws.draw_uniform, (_limit,)),
    _Rule("normal", "normal", _normal(r"\sigma"), _RUMELHART, draws.draw_normal, (_std,)),
    _Rule(
        "playground",
        "TensorFlow Playground",
        _uniform("r") + r",\quad b_j = \beta",
        _PLAYGROUND,
        draws.draw_uniform,
        (_limit, _bias),
    ),
    _Rule("constant", "constant", r"W_{ij} = c,\quad b_j = \beta", _SYMMETRY, draws.draw_constant, (_value, _bias)),
    _Rule("zeros", "zeros", r"W_{ij} = 0", _SYMMETRY, draws.draw_zeros),
)
_BY_NAME = {rule.name: rule for rule in _RULES}

INITIALIZERS: tuple[str, ...] = tuple(_BY_NAME)
"""The known names."""


def initializer(name: str, **parameters: float) -> Initializer:
    """Look an initializer up.

    Parameters
    ----------
    name : str
        One of `INITIALIZERS`.
    **parameters : float
        Those of `initializer_parameters`; what is left out has its default.

    Returns
    -------
    Initializer

    Raises
    ------
    ValueError
        If the name or a parameter is unknown, or a value is not legal.
    """
    rule = _known(name)
    values = check_parameters(rule.title, rule.parameters, parameters)
    return Initializer(rule.name, rule.title, rule.latex, rule.source, rule.draw, values, rule.uses_fan_out)


def initializer_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about an initializer: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    return _known(name).parameters


def _known(name: str) -> _Rule:
    if not isinstance(name, str) or name not in INITIALIZERS:
        near = get_close_matches(str(name).lower().replace(" ", "_").replace("xavier", "glorot"), INITIALIZERS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"expected an initializer, one of {', '.join(INITIALIZERS)}, got {name!r}{hint}")
    return _BY_NAME[name]
