"""Turns what is shown, or what an experiment returns, into a flat entry that can be compared bit for bit.

An entry holds three kinds of things: ``arrays`` by name (shape, digest of the float64 numbers, digest of the same as
float32, the first of them to read), ``values`` by name (single numbers, in full), and texts by the place they stand in.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

FIRST = 4
"""Numbers of an array that are kept readable."""

LIST_IS_ARRAY = 6
"""So many numbers in a row are an array."""

DEEPEST = 14

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|rgba?\(.*\)|var\(.*\)")


@dataclass
class Entry:
    """What one address, preset, table or experiment shows."""

    arrays: list[list[Any]] = field(default_factory=list)
    values: list[list[Any]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def text(self, place: str, text: object) -> None:
        """Keep a text; ``place`` is page, controls, drawings, files or address."""
        cleaned = str(text).strip()
        if cleaned:
            self.texts.setdefault(place, []).append(cleaned)

    def array(self, name: str, array: Any) -> None:
        """Keep an array of numbers."""
        self.arrays.append([name, *described([array])])

    def value(self, name: str, value: Any) -> None:
        """Keep one number."""
        self.values.append([name, exact(value)])

    def json(self) -> dict[str, Any]:
        """The entry as JSON holds it."""
        return {"arrays": self.arrays, "values": self.values, "texts": self.texts}


def exact(value: Any) -> str:
    """A number in full."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    number = float(value)
    if math.isnan(number):
        return "nan"
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 and number != 0 else number.hex()


def described(leaves: Sequence[Any]) -> list[Any]:
    """Return shape, digests and first numbers of arrays that come one after the other."""
    wide, narrow, shapes, first = hashlib.sha256(), hashlib.sha256(), [], []
    for leaf in leaves:
        array = np.asarray(leaf)
        numbers = np.ascontiguousarray(array, dtype="<f8")
        numbers = np.where(np.isnan(numbers), np.nan, numbers)  # one kind of NaN
        shapes.append("×".join(map(str, array.shape)))
        wide.update(numbers.tobytes())
        with np.errstate(over="ignore"):
            narrow.update(numbers.astype("<f4").tobytes())
        first += [exact(number) for number in numbers.ravel()[: FIRST - len(first)]]
    shape = shapes[0] if len(shapes) == 1 else f"{len(shapes)} of {', '.join(sorted(set(shapes))[:4])}"
    return [shape, wide.hexdigest()[:20], narrow.hexdigest()[:20], first]


def is_number(value: Any) -> bool:
    """Whether a value is a single number."""
    return isinstance(value, bool | int | float | np.number | np.bool_)


def digest_json(entry: Entry, name: str, part: Any, ignored: frozenset[str], place: str = "drawings") -> None:
    """Keep what JSON holds: single numbers by the keys on the way to them, rows of numbers as arrays, texts."""
    if isinstance(part, Mapping):
        if "bdata" in part and "dtype" in part:
            entry.array(name, _typed_array(part))
            return
        for key, value in part.items():
            if key not in ignored:
                digest_json(entry, f"{name}.{key}", value, ignored, place)
    elif isinstance(part, Sequence) and not isinstance(part, str | bytes):
        array = _as_array(part)
        if array is not None:
            entry.array(name, array)
            return
        for value in part:
            digest_json(entry, f"{name}[]", value, ignored, place)
    elif is_number(part):
        entry.value(name, part)
    elif isinstance(part, str) and not COLOUR.fullmatch(part):
        entry.text(place, part)


def _typed_array(part: Mapping[str, Any]) -> Any:
    """Plotly's form of an array."""
    import base64

    array = np.frombuffer(base64.b64decode(part["bdata"]), np.dtype(part["dtype"]))
    shape = part.get("shape")
    return array if shape is None else array.reshape([int(n) for n in str(shape).split(",")])


def _as_array(part: Sequence[Any]) -> Any:
    """Rows of numbers as an array, where they are long enough and nothing but numbers."""
    flat = [number for row in part for number in row] if part and isinstance(part[0], list) else part
    if len(flat) < LIST_IS_ARRAY or not all(number is None or is_number(number) for number in flat):
        return None
    try:
        return np.array(part, dtype=np.float64)
    except ValueError:
        return None


def digest_object(entry: Entry, name: str, thing: Any, place: str = "page") -> None:
    """Keep all arrays, numbers and texts of a record; what stands in a list under the same name is taken together."""
    leaves: dict[str, list[Any]] = {}
    _walk(entry, name, thing, leaves, place, 0)
    for path, found in leaves.items():
        if len(found) == 1 and is_number(found[0]):
            entry.value(path, found[0])
        else:
            entry.arrays.append([path, *described(found)])


def _walk(entry: Entry, name: str, thing: Any, leaves: dict[str, list[Any]], place: str, depth: int) -> None:
    if depth > DEEPEST or thing is None or isinstance(thing, type):
        return
    if isinstance(thing, np.ndarray):
        if thing.dtype.kind in "fiub":
            leaves.setdefault(name, []).append(thing)
    elif isinstance(thing, Enum):
        entry.text(place, thing.name)
    elif is_number(thing):
        leaves.setdefault(name, []).append(thing)
    elif isinstance(thing, str):
        entry.text(place, thing)
    else:
        for key, value in _parts(thing):
            _walk(entry, f"{name}{key}", value, leaves, place, depth + 1)


def _parts(thing: Any) -> Iterable[tuple[str, Any]]:
    """What a record, a mapping or a list holds."""
    if isinstance(thing, Mapping):
        return [(f".{key}", value) for key, value in thing.items()]
    if is_dataclass(thing):
        return [(f".{one.name}", getattr(thing, one.name)) for one in fields(thing)]
    if hasattr(type(thing), "model_fields"):
        return [(f".{key}", getattr(thing, key)) for key in type(thing).model_fields]
    if isinstance(thing, list | tuple):
        return [("[]", value) for value in thing]
    if isinstance(thing, set | frozenset):
        return [("[]", value) for value in sorted(thing, key=str)]
    return []
