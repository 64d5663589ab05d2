"""The grammar of `measure`: one quantity of a page, or the ratio or difference of two, each of the view or changed.

``loss at step 300``, ``norm of layers[0].dW at step 0 / norm of layers[6].dW at step 0``,
``accuracy at step 300 with hidden=8:relu - accuracy at step 300``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal
from urllib.parse import parse_qsl

from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord
from nnviz.lessons.lesson import View
from nnviz.lessons.running import with_seed
from nnviz.lessons.views import PLAYGROUND, complaints_about, recipe_of, settings_of

_OPERATOR = re.compile(r" ([/-]) ")
_CHANGED = re.compile(r"(.+?) with (\w+=.*)")
_PLACE = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True)
class Term:
    """One quantity.

    Attributes
    ----------
    name : str
        Its form, as the page's module has it: ``loss at {moment}``.
    arguments : tuple of str
        What stands in the braces.
    view : View
        Where it is measured.
    """

    name: str
    arguments: tuple[str, ...]
    view: View


@dataclass(frozen=True)
class Measure:
    """What is measured: a term, or two with a sign between.

    Attributes
    ----------
    terms : tuple of Term
    operator : {'', '/', '-'}
    """

    terms: tuple[Term, ...]
    operator: Literal["", "/", "-"] = ""


def measurements_of(page: str) -> Mapping[str, Callable[..., float | str]]:
    """Return what can be measured on a page, by the form of its name; functions of the page's settings and of texts."""
    module = f"nnviz.lessons.measurements.{page}"
    if find_spec(module) is None:
        return {}
    found: Mapping[str, Callable[..., float | str]] = import_module(module).MEASUREMENTS
    return found


def read_measure(text: str, view: View) -> Measure:
    """Read what is measured.

    Raises
    ------
    ValueError
        If the page has no such measurement, or a change does not fit it.
    """
    parts = _OPERATOR.split(" ".join(text.split()))
    if len(parts) > 3:
        raise ValueError(f"expected one quantity, or two with ' / ' or ' - ' between, got {echo(text, 80)}")
    terms = tuple(_term(part, view) for part in parts[::2])
    if len(parts) == 1:
        return Measure(terms)
    return Measure(terms, "/" if parts[1] == "/" else "-")


def _term(text: str, view: View) -> Term:
    found = _CHANGED.fullmatch(text)
    quantity = found[1] if found else text
    if found:
        changes = found[2]
        view = replace(view, query=view.query | dict(parse_qsl(changes, keep_blank_values=True)))
        if complaints := complaints_about(view):
            raise ValueError("; ".join(complaints))
    known = measurements_of(view.page)
    for name in sorted(known, key=lambda form: -len(form)):
        pattern = _PLACE.sub("(.+?)", re.escape(name))
        if matched := re.fullmatch(pattern, quantity):
            return Term(name, matched.groups(), view)
    listed = "; ".join(known) or "nothing yet"
    raise ValueError(f"expected what the page {view.page} measures ({listed}), got {echo(quantity, 80)}")


def measured(measure: Measure, shift: int = 0) -> float | str:
    """Measure it.

    Parameters
    ----------
    measure : Measure
    shift : int
        Added to every seed of the view that is no data's.

    Raises
    ------
    ValueError
        If the view cannot answer, or texts are to be divided or subtracted.
    """
    values = [_measured(term, shift) for term in measure.terms]
    if not measure.operator:
        return values[0]
    first, second = values
    if isinstance(first, str) or isinstance(second, str):
        raise ValueError(f"expected numbers on both sides of {measure.operator}, got a text; measure one of them")
    if measure.operator == "-":
        return first - second
    if second == 0.0:
        raise ValueError(f"expected a number other than 0 behind /, got 0 ({measure.terms[1].name})")
    return first / second


def _measured(term: Term, shift: int) -> float | str:
    subject: Any
    if term.view.page == PLAYGROUND:
        subject = with_seed(recipe_of(term.view), shift)
    else:
        subject = seeded(settings_of(term.view), shift)
    return measurements_of(term.view.page)[term.name](subject, *term.arguments)


def seeded(settings: AddressRecord, shift: int) -> AddressRecord:
    """Return settings of a page with other seeds, those of data left alone; back from a limit where there is one."""
    names = [name for name in type(settings).model_fields if name == "seed" or name.endswith("_seed")]
    for name in names:
        if name == "data_seed" or not shift:
            continue
        try:
            settings = settings.changed(**{name: getattr(settings, name) + shift})
        except ValueError:
            settings = settings.changed(**{name: getattr(settings, name) - shift})
    return settings
