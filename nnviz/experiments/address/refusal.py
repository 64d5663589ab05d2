"""Why a value was refused, in the house's words: what was expected, what was given, and how to mend it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from nnviz.experiments.address.codecs import number_text, value_text
from nnviz.experiments.address.echo import echo

MAX_REASON = 400
"""Characters of one reason."""


def refusal(error: ValidationError, model: type[BaseModel], inside: str = "") -> str:
    """Return what is wrong as a sentence a person can act on, each part after the place it is about.

    Parameters
    ----------
    error : ValidationError
    model : type
        What was to be made; its fields say what is legal.
    inside : str
        The field that all of it is about, if that is said elsewhere.
    """
    parts = []
    for problem in error.errors(include_url=False):
        loc = problem["loc"][1:] if problem["loc"][:1] == (inside,) else problem["loc"]
        place = ", ".join(f"entry {part + 1}" if isinstance(part, int) else echo(part) for part in loc)
        reason = _reason(problem, *_field_at(model, problem["loc"]))
        parts.append(f"{place}: {reason}" if place else reason)
    return echo("; ".join(parts[:3]), MAX_REASON)


def _reason(problem: Mapping[str, Any], kind: Any, rules: Sequence[Any], default: Any) -> str:
    """Return one reason.

    Parameters
    ----------
    problem : mapping
        As pydantic tells it.
    kind : type
        What was expected there; None if there is nothing.
    rules : sequence
        The limits of a number.
    default : object
        What is taken if nothing is given; None if that is not one value.
    """
    what, given, limits = problem["type"], _given(problem["input"]), problem.get("ctx", {})
    if what == "value_error":
        return str(limits["error"])
    if what == "extra_forbidden":
        return f"expected the name of a setting, got '{echo(str(problem['loc'][-1]))}'; correct it or leave it out"
    if what == "literal_error":
        return f"expected {_legal(kind, rules)}, got {given}; choose one of them"
    if what == "string_too_long":
        most, many = limits["max_length"], len(problem["input"])
        return f"expected at most {most} characters, got {many:,}; write a shorter text"
    if what == "too_long":
        return f"expected at most {limits['max_length']} entries, got more; leave some out"
    if what == "too_short":
        return f"expected at least {limits['min_length']} {_entries(limits['min_length'])}, got fewer; add some"
    if what == "missing":
        return f"expected {_legal(kind, rules)}, got nothing; add it"
    mend = "correct it or leave it out" if default is None else f"the usual value is {value_text(default)}"
    return f"expected {_legal(kind, rules)}, got {given}; {mend}"


def _given(value: object) -> str:
    return f"'{echo(value)}'" if isinstance(value, str) else echo(value)


def _entries(n: int) -> str:
    return "entry" if n == 1 else "entries"


def legal(model: type[BaseModel], name: str) -> str:
    """Return in words what a field of a record takes, such as "a number from 0 to 50"."""
    kind, rules, _ = _field_at(model, (name,))
    return _legal(kind, rules)


def _legal(kind: Any, rules: Sequence[Any]) -> str:
    if kind is bool:
        return "True or False"
    if get_origin(kind) is Literal:
        return f"one of {', '.join(map(str, get_args(kind)))}"
    if kind not in (int, float):
        return {tuple: "entries separated by commas", str: "a text"}.get(get_origin(kind) or kind, "another value")
    low, high, above, below = (_limit(rules, name) for name in ("ge", "le", "gt", "lt"))
    if kind is int:
        low, high = (low if above is None else above + 1), (high if below is None else below - 1)
        above = below = None
    what = "a whole number" if kind is int else "a number"
    if low is not None and high is not None:
        return f"{what} from {number_text(low)} to {number_text(high)}"
    bounds = {"of at least": low, "above": above, "at most": high, "below": below}
    words = " and ".join(f"{word} {number_text(bound)}" for word, bound in bounds.items() if bound is not None)
    return f"{what} {words}" if words else "a whole number" if kind is int else "a finite number"


def _limit(rules: Sequence[Any], name: str) -> float | None:
    return next((limit for rule in rules if (limit := getattr(rule, name, None)) is not None), None)


def _field_at(model: type[BaseModel], loc: Sequence[int | str]) -> tuple[Any, list[Any], Any]:
    """Return the type, the limits and the default at a place inside a model."""
    kind, rules, default = _without_none(model, [], None)
    for step in loc:
        if isinstance(step, int):
            kind, rules, default = _without_none(next(iter(get_args(kind)), None), [], None)
        elif isinstance(kind, type) and issubclass(kind, BaseModel) and step in kind.model_fields:
            field: FieldInfo = kind.model_fields[step]
            kind, rules, default = _without_none(
                field.annotation, field.metadata, None if field.is_required() else field.default
            )
        else:
            return None, [], None
    return kind, rules, default


def _without_none(kind: Any, rules: Sequence[Any], default: Any) -> tuple[Any, list[Any], Any]:
    """Take what is annotated apart; of a type that may be None, return the other."""
    found = list(rules)
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            found += more
        elif type(None) in get_args(kind):
            kind = next(one for one in get_args(kind) if one is not type(None))
        elif more := [rule for one in found if isinstance(one, FieldInfo) for rule in one.metadata]:
            found = [one for one in found if not isinstance(one, FieldInfo)] + more
        else:
            return kind, found, default
