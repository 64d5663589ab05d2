"""All activations by name."""

from difflib import get_close_matches

from nnviz.engine.activations.exponentials import ELU, SELU, SOFTPLUS
from nnviz.engine.activations.gates import GAUSSIAN, GELU, GELU_TANH, MISH, SILU
from nnviz.engine.activations.identity_and_step import IDENTITY, STEP
from nnviz.engine.activations.record import Activation, Family
from nnviz.engine.activations.rectifiers import LEAKY_RELU, PRELU, RELU, RELU6
from nnviz.engine.activations.sigmoids import ARCTAN, HARD_SIGMOID, HARD_TANH, SIGMOID, SOFTSIGN, TANH
from nnviz.engine.activations.sine_and_square import SINE, SQUARE
from nnviz.engine.parameters import Parameter, check_name, check_parameters

_BY_NAME: dict[str, Activation | Family] = {
    kind.name: kind
    for kind in (
        SIGMOID,
        RELU,
        LEAKY_RELU,
        TANH,
        ELU,
        SELU,
        PRELU,
        SOFTPLUS,
        GAUSSIAN,
        GELU,
        GELU_TANH,
        SILU,
        MISH,
        SOFTSIGN,
        HARD_TANH,
        HARD_SIGMOID,
        RELU6,
        ARCTAN,
        SINE,
        SQUARE,
        STEP,
        IDENTITY,
    )
}

ACTIVATIONS: tuple[str, ...] = tuple(_BY_NAME)
"""The known names, in the order of the course."""


def activation(name: str, **parameters: float) -> Activation:
    """Look an activation up.

    Parameters
    ----------
    name : str
        One of `ACTIVATIONS`.
    **parameters : float
        Those of `activation_parameters`; what is left out has its default.

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        If the name or a parameter is unknown, or a value is not legal.
    """
    kind = _known(name)
    if isinstance(kind, Family):
        return kind.make(*(value for _, value in check_parameters(kind.title, kind.parameters, parameters)))
    check_parameters(kind.title, (), parameters)
    return kind


def activation_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about an activation: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    kind = _known(name)
    return kind.parameters if isinstance(kind, Family) else ()


def _known(name: str) -> Activation | Family:
    if not isinstance(name, str) or name not in ACTIVATIONS:
        near = get_close_matches(str(name).lower().replace(" ", "_"), ACTIVATIONS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        check_name(name, ACTIVATIONS, "an activation", hint)
    return _BY_NAME[name]
