"""What a person set on a page, as one validated record that goes to the address and comes back from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from nnviz.experiments.address.codecs import split_text, value_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.refusal import refusal

MAX_PARAMETER = 4000
"""Characters of one parameter that are read; what is longer is not even looked at."""

S = TypeVar("S", bound="AddressRecord")


@dataclass(frozen=True)
class OldKeys:
    """Keys under which a setting stood in the addresses of the past: they stay readable and are never written.

    A field declares them with its type: ``activation: Annotated[str, OldKeys("bend")]``.
    """

    keys: tuple[str, ...]

    def __init__(self, *keys: str) -> None:
        object.__setattr__(self, "keys", keys)


@dataclass(frozen=True)
class OldValues:
    """Values that a setting had in the addresses of the past, with the present ones: read and never written."""

    pairs: tuple[tuple[str, str], ...]

    def __init__(self, present: Mapping[str, str]) -> None:
        object.__setattr__(self, "pairs", tuple(present.items()))


@dataclass(frozen=True)
class NotInAddress:
    """Marks a field that no address holds."""


class AddressRecord(BaseModel):
    """The base of all settings: frozen, checked, and told apart from the defaults in an address.

    How a value is written follows from its type (`codecs`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def changed(self, **changes: Any) -> Self:
        """Return settings with some fields changed, and checked again.

        Raises
        ------
        ValueError
            If a value is out of its range. The message is for a person.
        """
        try:
            return type(self).model_validate(dict(self) | changes)
        except ValidationError as error:
            raise ValueError(refusal(error, type(self))) from None

    def to_query(self) -> dict[str, str]:
        """Return what differs from the defaults as parameters of an address."""
        default = type(self)()
        changed = {name: getattr(self, name) for name in self.address_keys()}
        return {name: value_text(value) for name, value in changed.items() if value != getattr(default, name)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, tuple[str, ...]]:
        """Read the parameters of an address.

        What is bad in itself is left out first. If the rest does not fit together, one after the other is taken as long
        as it fits, so that as little as possible is lost.

        Parameters
        ----------
        query : mapping of str to str
            Keys that are no setting are left alone: they may belong to something else on the page.

        Returns
        -------
        settings : AddressRecord
        messages : tuple of str
            For each parameter that was left out, which and why, in the order of the fields.
        """
        found, messages = cls._found(query)
        short = {name: query[key] for name, key in found.items() if len(query[key]) <= MAX_PARAMETER}
        values = {
            name: split_text(cls.present(name, text), cls.model_fields[name].annotation) for name, text in short.items()
        }
        settings, why = _read(cls, values)
        for name in found.keys() - short.keys():
            why[name] = f"expected at most {MAX_PARAMETER:,} characters, got {len(query[found[name]]):,}; write less"
        for name, text in why.items():
            messages[name] = f"{found[name]}={echo(query[found[name]])} was left out: {text}"
        return settings, tuple(messages[name] for name in cls.model_fields if name in messages)

    @classmethod
    def address_keys(cls) -> dict[str, tuple[str, ...]]:
        """Return, for each setting that an address may hold, the key that is written and then the old ones."""
        keys = {}
        for name, field in cls.model_fields.items():
            if not any(isinstance(mark, NotInAddress) for mark in field.metadata):
                keys[name] = (name, *(k for mark in field.metadata if isinstance(mark, OldKeys) for k in mark.keys))
        return keys

    @classmethod
    def present(cls, name: str, text: str) -> str:
        """Return the present value of a setting for a value that was renamed; any other text as it is."""
        renamed = (
            pair for mark in cls.model_fields[name].metadata if isinstance(mark, OldValues) for pair in mark.pairs
        )
        return dict(renamed).get(text, text)

    @classmethod
    def foreign(cls, query: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters of an address that are none of these settings, neither now nor in the past."""
        own = {key for keys in cls.address_keys().values() for key in keys} | cls.model_fields.keys()
        return {key: text for key, text in query.items() if key not in own}

    @classmethod
    def _found(cls, query: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return under which key each setting stands, and a message for each that stands there twice."""
        found, twice = {}, {}
        for name, keys in cls.address_keys().items():
            present = [key for key in keys if key in query]
            if present:
                found[name] = present[0]
            if len(present) > 1:
                twice[name] = f"{present[1]}={echo(query[present[1]])} was left out: the address holds {present[0]} too"
        return found, twice


def _read(kind: type[S], values: dict[str, Any]) -> tuple[S, dict[str, str]]:
    """Make settings of as many values as fit, and return why the others were left out."""
    made, why = _validate(kind, values), {}
    if isinstance(made, ValidationError):
        for name in tuple(values):
            alone = _validate(kind, {name: values[name]})
            if isinstance(alone, ValidationError) and alone.errors()[0]["loc"]:
                why[name] = refusal(alone, kind, inside=name)
                del values[name]
        made = _validate(kind, values)
    if isinstance(made, ValidationError):
        made, refused = _accept_one_by_one(kind, values)
        why |= refused
    return made, why


def _accept_one_by_one(kind: type[S], values: Mapping[str, Any]) -> tuple[S, dict[str, str]]:
    """Take one value after the other, again and again, until none of those that are left fits."""
    settings, taken, refused = kind(), dict[str, Any](), dict[str, str]()
    before = -1
    while len(taken) > before:
        before = len(taken)
        for name in [name for name in values if name not in taken]:
            made = _validate(kind, taken | {name: values[name]})
            if isinstance(made, ValidationError):
                refused[name] = refusal(made, kind)
            else:
                settings, taken[name] = made, values[name]
    return settings, {name: text for name, text in refused.items() if name not in taken}


def _validate(kind: type[S], values: Mapping[str, Any]) -> S | ValidationError:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        return error
