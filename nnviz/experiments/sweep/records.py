"""Settings records as tasks of a sweep: values of a file become a checked record, and its refusals name a setting."""

from collections.abc import Mapping
from typing import Any, TypeVar

from nnviz.experiments.address.codecs import split_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord
from nnviz.experiments.sweep.experiment import SettingError, Value

S = TypeVar("S", bound=AddressRecord)


def swept(kind: type[AddressRecord], *but: str) -> tuple[str, ...]:
    """Return the settings that a sweep may set: all but some of a record, and but the seed, for cells have several."""
    return tuple(name for name in kind.model_fields if name not in (*but, "seed"))


def parted(kind: type[AddressRecord], name: str, value: Value) -> Any:
    """Return a text as the type of its setting wants it, as in an address."""
    return split_text(value, kind.model_fields[name].annotation) if isinstance(value, str) else value


def changed(settings: S, values: Mapping[str, Any]) -> S:
    """Return a record with other values, and name the one that is refused.

    Raises
    ------
    SettingError
        If a value is out of its bounds, or some do not fit together.
    """
    kind = type(settings)
    for name in values.keys() - kind.model_fields.keys():
        raise SettingError(name, f"expected a setting, one of {', '.join(swept(kind))}, got '{echo(name)}'; rename it")
    try:
        return settings.changed(**{name: parted(kind, name, value) for name, value in values.items()})
    except ValueError as error:
        name, _, reason = str(error).partition(": ")
        raise SettingError(*((name, reason) if name in values else ("", str(error)))) from None
