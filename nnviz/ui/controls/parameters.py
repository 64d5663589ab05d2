"""Small inputs for the parameters of whatever is chosen, by the names, ranges and meanings that the engine tells."""

from collections.abc import Callable, Mapping
from math import floor, isfinite, log10
from typing import Any, TypeVar

import streamlit as st

from nnviz.engine import Parameter
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.run.choice import CHOICE_KINDS, name_of, values_of, written
from nnviz.ui.widgets.fields import Fields

S = TypeVar("S", bound=AddressRecord)

ABREAST = 2
"""Inputs side by side."""


def choice_with_parameters(
    fields: Fields[S],
    name: str,
    label: str,
    titles: Mapping[str, str],
    text: str | None = None,
    help: str | None = None,
) -> None:
    """Draw a menu for a field that is a choice, and below it the parameters of what is chosen.

    Parameters
    ----------
    fields : Fields
    name : str
        The field; a key of `choice.CHOICE_KINDS`.
    label : str
    titles : mapping of str to str
        What is offered.
    text : str, optional
        The choice that is shown, where that is not the field itself.
    help : str, optional
    """
    text = text or str(getattr(fields.settings, name))
    fields.select(name, label, titles, value=name_of(text), help=help)
    parameter_inputs(fields, name, name, text, lambda now, changed: now.changed(**{name: changed}))


def parameter_inputs(fields: Fields[S], kind: str, name: str, text: str, make: Callable[[S, str], S]) -> None:
    """Draw an input for each parameter of a choice; none where there is nothing to set.

    Parameters
    ----------
    fields : Fields
    kind : str
        A key of `choice.CHOICE_KINDS`.
    name : str
        Begins the names of the widgets.
    text : str
        The choice.
    make : callable
        Makes settings with the choice as a person changed it; its values need not be legal.
    """
    chosen, values = name_of(text), values_of(kind, text)
    known = CHOICE_KINDS[kind].parameters(chosen)

    def with_value(parameter: Parameter) -> Callable[[S, float], S]:
        return lambda now, value: make(now, written(kind, chosen, values | {parameter.name: value}))

    for row in (known[i : i + ABREAST] for i in range(0, len(known), ABREAST)):
        for column, parameter in zip(st.columns(ABREAST, gap="small"), row, strict=False):
            with column:
                shown = f"{name}.{parameter.name}"
                parameter_input(fields, parameter, shown, values[parameter.name], with_value(parameter))


def parameter_input(
    fields: Fields[S], parameter: Parameter, name: str, value: float, make: Callable[[S, float], S]
) -> None:
    """Draw an input for one parameter.

    A bound that a value may reach is the widget's; one that it may not reach is left to the engine, which says why.

    Parameters
    ----------
    fields : Fields
    parameter : Parameter
    name : str
        Of the widget.
    value : float
        What it shows.
    make : callable
        Makes settings with the new value.
    """
    number: Any = int if parameter.whole else float
    label = parameter.name.replace("_", " ").capitalize()
    help = f"${parameter.symbol}$: {parameter.meaning}, {parameter.legal}; default {parameter.default:g}"
    if parameter.choices:
        fields.select(name, label, parameter.choices, "{:g}".format, value=number(value), make=make, help=help)
        return
    low, high = (number(end) if isfinite(end) else None for end in (parameter.at_least, parameter.at_most))
    fields.number(name, label, low, high, number(step_of(parameter)), value=number(value), make=make, help=help)


def step_of(parameter: Parameter) -> float:
    """Return by how much one press changes a value: a tenth of the usual one's power of ten, or of its way to 1."""
    usual = abs(parameter.default)
    if parameter.below == 1.0 and usual > 0.5:
        usual = 1.0 - usual
    if usual == 0.0:
        return 100.0 if parameter.whole else 0.05
    step = 10.0 ** (floor(log10(usual) + 1e-9) - 1)
    return max(1.0, step) if parameter.whole else step
