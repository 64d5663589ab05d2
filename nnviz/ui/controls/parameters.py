"""Small inputs for the parameters of whatever is chosen, by the names, ranges and meanings that the engine tells."""

from collections.abc import Callable, Sequence
from math import floor, isfinite, log10

import streamlit as st

from nnviz.engine import Parameter
from nnviz.experiments.run.choice import KINDS, name_of, values_of, written
from nnviz.ui.shell.session import WIDGET

ABREAST = 2
"""Inputs side by side."""


def parameter_inputs(kind: str, key: str, text: str, put: Callable[[str], None]) -> None:
    """Draw an input for each parameter of a choice; none where there is nothing to set.

    Parameters
    ----------
    kind : str
        A key of `choice.KINDS`.
    key : str
        Begins the keys of the widgets.
    text : str
        The choice.
    put : callable
        Called with the choice as a person changed it; its values need not be legal.
    """
    name, values = name_of(text), values_of(kind, text)
    known = KINDS[kind].parameters(name)

    def report(parameter: Parameter) -> Callable[[float], None]:
        return lambda value: put(written(kind, name, values | {parameter.name: value}))

    for row in _rows(known):
        for column, parameter in zip(st.columns(ABREAST, gap="small"), row, strict=False):
            with column:
                parameter_input(parameter, f"{key}.{parameter.name}", values[parameter.name], report(parameter))


def _rows(known: Sequence[Parameter]) -> list[Sequence[Parameter]]:
    return [known[i : i + ABREAST] for i in range(0, len(known), ABREAST)]


def parameter_input(parameter: Parameter, name: str, value: float, put: Callable[[float], None]) -> None:
    """Draw an input for one parameter.

    A bound that a value may reach is the widget's; one that it may not reach is left to the engine, which says why.

    Parameters
    ----------
    parameter : Parameter
    name : str
        Of the widget, for its key.
    value : float
        What it shows.
    put : callable
        Called with the new value.
    """
    key, number = WIDGET + name, int if parameter.whole else float
    st.session_state[key] = number(value)
    label = parameter.name.replace("_", " ").capitalize()
    help = f"${parameter.symbol}$: {parameter.meaning}, {parameter.legal}; usually {parameter.default:g}"

    def report() -> None:
        put(st.session_state[key])

    if parameter.choices:
        st.selectbox(label, parameter.choices, format_func="{:g}".format, key=key, help=help, on_change=report)
        return
    st.number_input(
        label,
        number(parameter.at_least) if isfinite(parameter.at_least) else None,
        number(parameter.at_most) if isfinite(parameter.at_most) else None,
        step=number(step_of(parameter)),
        format="%d" if parameter.whole else "%g",
        key=key,
        help=help,
        on_change=report,
    )


def step_of(parameter: Parameter) -> float:
    """Return by how much one press changes a value: a tenth of the usual one's power of ten, or of its way to 1."""
    usual = abs(parameter.default)
    if parameter.below == 1.0 and usual > 0.5:
        usual = 1.0 - usual
    if usual == 0.0:
        return 100.0 if parameter.whole else 0.05
    step = 10.0 ** (floor(log10(usual) + 1e-9) - 1)
    return max(1.0, step) if parameter.whole else step
