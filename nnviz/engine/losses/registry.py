"""Every loss by its name."""

from nnviz.engine.losses.cross_entropy import (
    BinaryCrossEntropyFromLogits,
    CategoricalCrossEntropy,
    CategoricalCrossEntropyFromLogits,
)
from nnviz.engine.losses.errors import HalfSquaredError, Huber, MeanSquaredError
from nnviz.engine.losses.loss import Loss
from nnviz.engine.parameters import Parameter, named

_LOSSES: tuple[type[Loss], ...] = (
    MeanSquaredError,
    HalfSquaredError,
    Huber,
    BinaryCrossEntropyFromLogits,
    CategoricalCrossEntropyFromLogits,
    CategoricalCrossEntropy,
)

LOSSES: dict[str, type[Loss]] = {loss.name: loss for loss in _LOSSES}
"""Every loss by its name."""


def loss(name: str, **parameters: float) -> Loss:
    """Return the loss of that name.

    Parameters
    ----------
    name : str
        A key of `LOSSES`.
    **parameters
        ``delta`` for ``"huber"``; the others take none.

    Raises
    ------
    ValueError
        If the name or a parameter is unknown.
    """
    return named(LOSSES, name, "a loss", parameters)


def loss_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about a loss: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    return (_DELTA,) if isinstance(loss(name), Huber) else ()


_DELTA = Parameter("delta", r"\delta", "error above which the loss is linear", default=Huber.delta, above=0.0)
