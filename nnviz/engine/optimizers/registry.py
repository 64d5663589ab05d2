"""Every optimizer by its name."""

from dataclasses import fields, replace

from nnviz.engine.optimizers.adam import Adam, AdaMax, AdamW, AMSGrad, NAdam, RAdam
from nnviz.engine.optimizers.adaptive import AdaDelta, AdaGrad, RMSProp
from nnviz.engine.optimizers.gradient_descent import SGD, Momentum, Nesterov
from nnviz.engine.optimizers.optimizer import HYPERPARAMETERS, Optimizer
from nnviz.engine.parameters import Parameter, named

_OPTIMIZERS: tuple[type[Optimizer], ...] = (
    SGD,
    Momentum,
    Nesterov,
    AdaGrad,
    RMSProp,
    Adam,
    AdamW,
    NAdam,
    AdaMax,
    AMSGrad,
    RAdam,
    AdaDelta,
)

OPTIMIZERS: dict[str, type[Optimizer]] = {optimizer.name: optimizer for optimizer in _OPTIMIZERS}
"""Every optimizer by its name."""


def optimizer(name: str, **hyperparameters: float) -> Optimizer:
    """Return the optimizer of that name.

    Raises
    ------
    ValueError
        If the name or a hyperparameter is unknown, or a value out of its range.
    """
    return named(OPTIMIZERS, name, "an optimizer", hyperparameters)


def optimizer_parameters(name: str) -> tuple[Parameter, ...]:
    """List what can be set about an optimizer: names, defaults and legal ranges.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    usual = optimizer(name)
    return tuple(replace(HYPERPARAMETERS[entry.name], default=getattr(usual, entry.name)) for entry in fields(usual))
