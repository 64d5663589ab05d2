"""A choice of activation, initializer, optimizer, schedule or loss as one short text, with its parameters.

It is written as the name, or as ``name(parameter=value;parameter=value)`` with the parameters that are not at their
defaults, such as ``leaky_relu(slope=0.2)``. No comma, colon or tilde stands in it: in an address they separate
layers and changes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Any

from pydantic import AfterValidator

from nnviz.engine import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Activation,
    Initializer,
    Loss,
    Optimizer,
    Parameter,
    Schedule,
    activation,
    activation_parameters,
    initializer,
    initializer_parameters,
    loss,
    loss_parameters,
    optimizer,
    optimizer_parameters,
    schedule,
    schedule_parameters,
)
from nnviz.experiments.address.codecs import number_text, one_of
from nnviz.experiments.address.echo import echo


@dataclass(frozen=True)
class ChoiceKind:
    """One kind of choice: activation, initializer, optimizer, schedule or loss.

    Attributes
    ----------
    names : tuple of str
    parameters : callable
        The parameters of the one with this name.
    make : callable
        Makes the engine's object from a name and values.
    """

    names: tuple[str, ...]
    parameters: Callable[[str], tuple[Parameter, ...]]
    make: Callable[..., Any]


CHOICE_KINDS: dict[str, ChoiceKind] = {
    "activation": ChoiceKind(ACTIVATIONS, activation_parameters, activation),
    "initializer": ChoiceKind(INITIALIZERS, initializer_parameters, initializer),
    "optimizer": ChoiceKind(tuple(OPTIMIZERS), optimizer_parameters, optimizer),
    "schedule": ChoiceKind(tuple(SCHEDULES), schedule_parameters, schedule),
    "loss": ChoiceKind(tuple(LOSSES), loss_parameters, loss),
}
"""Every kind, by the name of its field in the settings."""

_BRACKETS = re.compile(r"[^()]*(?:\(([^()]*)\))?")


_EXAMPLE = "parameter=number;parameter=number"


def name_of(text: str) -> str:
    """Return the name alone: the key of the engine's catalogue."""
    return text.partition("(")[0]


@lru_cache(maxsize=256)
def canonical(kind: str, text: str) -> str:
    """Check a choice and write it in the one way in which equal choices are equal texts.

    Parameters
    ----------
    kind : str
        A key of `CHOICE_KINDS`.
    text : str
        As a person or an address writes it.

    Raises
    ------
    ValueError
        If the form, the name, a parameter or a value is not legal. The message is for a person.
    """
    values = values_of(kind, text)
    _make(kind, text)
    return written(kind, name_of(text), values)


def values_of(kind: str, text: str) -> dict[str, float]:
    """Return every parameter of a choice in the order of the catalogue, usual values included.

    Raises
    ------
    ValueError
        If the form or a name is not legal; values are looked at by `canonical` and where the thing is made.
    """
    name, given = _split(kind, text)
    known = CHOICE_KINDS[kind].parameters(name)
    return {p.name: _int_if_whole(p, given.get(p.name, p.default)) for p in known}


def written(kind: str, name: str, values: Mapping[str, float | None]) -> str:
    """Write a choice; None, and what has its usual value, is left out.

    Parameters
    ----------
    kind, name : str
    values : mapping of str to float or None
        They need not be legal: `canonical` looks at that.
    """
    known = CHOICE_KINDS[kind].parameters(name)
    given = ((p, values.get(p.name)) for p in known)
    parts = [f"{p.name}={number_text(value)}" for p, value in given if value is not None and value != p.default]
    return f"{name}({';'.join(parts)})" if parts else name


def in_words(text: str) -> str:
    """Return a choice as a table shows it: ``adam (beta1 0.8, beta2 0.99)``."""
    name, bracket, rest = text.partition("(")
    return f"{name} ({rest[:-1].replace('=', ' ').replace(';', ', ')})" if bracket else name


def activation_of(text: str) -> Activation:
    """Make the activation of a choice."""
    made: Activation = _make("activation", text)
    return made


def initializer_of(text: str) -> Initializer:
    """Make the initializer of a choice."""
    made: Initializer = _make("initializer", text)
    return made


def optimizer_of(text: str) -> Optimizer:
    """Make the optimizer of a choice."""
    made: Optimizer = _make("optimizer", text)
    return made


def schedule_of(text: str) -> Schedule:
    """Make the schedule of a choice."""
    made: Schedule = _make("schedule", text)
    return made


def loss_of(text: str) -> Loss:
    """Make the loss of a choice."""
    made: Loss = _make("loss", text)
    return made


ActivationChoice = Annotated[str, AfterValidator(partial(canonical, "activation"))]
InitializerChoice = Annotated[str, AfterValidator(partial(canonical, "initializer"))]
OptimizerChoice = Annotated[str, AfterValidator(partial(canonical, "optimizer"))]
ScheduleChoice = Annotated[str, AfterValidator(partial(canonical, "schedule"))]
LossChoice = Annotated[str, AfterValidator(partial(canonical, "loss"))]
"""The type of a setting that holds a choice: whatever is given is checked, and kept as `canonical` writes it."""


@lru_cache(maxsize=256)
def _make(kind: str, text: str) -> Any:
    name, given = _split(kind, text)
    known = {p.name: p for p in CHOICE_KINDS[kind].parameters(name)}
    return CHOICE_KINDS[kind].make(name, **{key: _int_if_whole(known[key], value) for key, value in given.items()})


def _split(kind: str, text: str) -> tuple[str, dict[str, float]]:
    """Split a choice into its name and the values that it gives."""
    name, form = name_of(text), _BRACKETS.fullmatch(text)
    one_of(name, CHOICE_KINDS[kind].names)
    if form is None:
        raise ValueError(f"expected {name} or {name}({_EXAMPLE}), got '{echo(text)}'; write it like that")
    return name, _values(name, form[1] or "", [p.name for p in CHOICE_KINDS[kind].parameters(name)])


def _values(name: str, text: str, known: Sequence[str]) -> dict[str, float]:
    given: dict[str, float] = {}
    for part in filter(None, text.split(";")):
        key, _, value = (word.strip() for word in part.partition("="))
        number = _number(value)
        if number is None:
            raise ValueError(f"expected {name}({_EXAMPLE}), got '{echo(part)}' in the brackets; write it like that")
        if key not in known:
            settable = f"only {', '.join(known)}" if known else "none"
            raise ValueError(
                f"expected parameters of {name} ({settable}), got '{echo(key)}'; leave it out or rename it"
            )
        if key in given:
            raise ValueError(f"expected each parameter of {name} once, got {key} twice; leave one out")
        given[key] = number
    return given


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _int_if_whole(parameter: Parameter, value: float) -> float:
    """Return a whole number as an int where only such are legal; others are the engine's to refuse."""
    return int(value) if parameter.whole and parameter.allows(value) else value
