"""What the browser asks of the server: more frames, or that a command be carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

_PRESSED = ("play", "pause", "step", "epoch", "seek", "reset", "undo", "reseed", "speed")
_POINTED = ("sample", "inspect", "edit", "point", "set", "return")
COMMANDS = (*_PRESSED, *_POINTED)


@dataclass(frozen=True)
class Need:
    """The browser is running out of frames, or does not know the scene.

    Attributes
    ----------
    scene : int
        The id of the scene that the browser has; 0 for none: send it again.
    have : int
        The newest step that the browser has received without a gap; -1 for none. History after it is still missing.
    shown : int
        The step on the screen; -1 for none.
    n : int
        The browser's clock in milliseconds, so that no two requests are equal.
    """

    scene: int
    have: int
    shown: int
    n: int

    @classmethod
    def read(cls, value: object) -> Need | None:
        """The request in a trigger's value, or None if the value is no such request.

        Parameters
        ----------
        value : object
            What the browser sent; nothing about it is taken for granted.
        """
        if not isinstance(value, Mapping):
            return None
        numbers = {"scene": 0, "have": -1, "shown": -1, "n": 0}
        return cls(**{key: _whole(value, key, default) for key, default in numbers.items()})


@dataclass(frozen=True)
class Command:
    """A person pressed something on the stage.

    Attributes
    ----------
    name : str
        One of COMMANDS.
    value : float or dict
        'step' and 'epoch': how many; 'seek': a past step to look at (its frame is sent if it is not `shown`);
        'speed': the position in the chunk's speeds; 'sample': {'index': i}, or {'x': x, 'y': y} with 'set' ('train' or
        'test') and 'index' when a point of the data was hit; 'inspect': {'kind': 'weight', 'bias', 'unit' or
        'kernel', 'layer', 'i', 'j'}, with the place 'a', 'b' in a feature map or a kernel, or {'kind': 'state',
        'layer', 'name', 'i', 'j'} of a recurrent layer's tensor at step i, unit j; 'edit': {'layer', 'name', 'index',
        'value'}; 'point': {'x', 'y', 'class'}; 'set': {'name', 'value'} of a setting; 'return': {'query'} of the
        address where the browser was when its server was lost; otherwise 0. A layer is `Column.layer`: -1 for the
        inputs.
    shown : int
        The step on the screen when it was pressed.
    n : int
        The browser's clock in milliseconds. A command may arrive twice: carry out only those with `n` above the last,
        and put that `n` into `Chunk.answers`.
    """

    name: str
    value: float | dict[str, Any]
    shown: int
    n: int

    @classmethod
    def read(cls, value: object) -> Command | None:
        """The command in a trigger's value, or None if the value is no such command.

        Parameters
        ----------
        value : object
            What the browser sent; nothing about it is taken for granted.
        """
        if not isinstance(value, Mapping) or value.get("name") not in COMMANDS:
            return None
        given = value.get("value")
        name = str(value["name"])
        argument: float | dict[str, Any] | None = 0.0
        if name in _READERS:
            argument = _READERS[name](given)
        elif isinstance(given, Mapping):
            argument = {str(key): item for key, item in given.items()}
        elif _is_finite(given):
            argument = float(given)
        if argument is None:
            return None
        return cls(name, argument, _whole(value, "shown", -1), _whole(value, "n", 0))


def _read_seek(given: object) -> float | None:
    """A step, or None."""
    return float(given) if _is_index(given) else None  # type: ignore[arg-type]


def _read_inspect(given: object) -> dict[str, Any] | None:
    """What was pointed at, with whole numbers, or None."""
    if not isinstance(given, Mapping) or str(given.get("kind")) not in ("weight", "bias", "unit", "kernel", "state"):
        return None
    places = {"layer": given.get("layer"), "i": given.get("i", 0), "j": given.get("j", 0)}
    places |= {name: given[name] for name in ("a", "b") if name in given}
    if not all(_is_index(place) or (key == "layer" and place == -1) for key, place in places.items()):
        return None
    found = {"kind": str(given["kind"]), **{key: int(place) for key, place in places.items()}}
    if found["kind"] == "state":
        name = str(given.get("name"))
        return found | {"name": name} if name in STATES else None
    return found


def _read_edit(given: object) -> dict[str, Any] | None:
    """A parameter and its new value, or None; whether there is such a parameter is for others to say."""
    if not isinstance(given, Mapping) or str(given.get("name")) not in _PARAMETERS:
        return None
    index = given.get("index")
    if not isinstance(index, list | tuple) or len(index) not in _PARAMETERS[str(given["name"])]:
        return None
    if not all(_is_index(number) for number in (*index, given.get("layer"))) or not _is_finite(given.get("value")):
        return None
    return {
        "layer": int(given["layer"]),
        "name": str(given["name"]),
        "index": [int(number) for number in index],
        "value": float(given["value"]),
    }


def _read_point(given: object) -> dict[str, Any] | None:
    """A place in the plane and a class, or None."""
    if not isinstance(given, Mapping) or not (_is_finite(given.get("x")) and _is_finite(given.get("y"))):
        return None
    if not _is_index(given.get("class")):
        return None
    return {"x": float(given["x"]), "y": float(given["y"]), "class": int(given["class"])}


def _read_set(given: object) -> dict[str, Any] | None:
    """A setting's name and its new value, or None; what the value may be is for the settings to say."""
    if not isinstance(given, Mapping) or not isinstance(given.get("name"), str):
        return None
    value = given.get("value")
    if not (_is_finite(value) or isinstance(value, str)):
        return None
    return {"name": given["name"], "value": value}


def _read_return(given: object) -> dict[str, Any] | None:
    """The parameters of an address, or None; where they lead is for the page to say."""
    query = given.get("query") if isinstance(given, Mapping) else None
    return {"query": query} if isinstance(query, str) and len(query) <= LONGEST_QUERY else None


LONGEST_QUERY = 20_000
"""Characters of an address's parameters; each of 6,000 may be written as three."""

STATES = ("R", "U", "N", "I", "F", "O", "G", "C", "H", "dH", "dC")
"""Tensors of recurrent layers that can be pointed at."""

_PARAMETERS = {"W": (2,), "b": (1,), "K": (3, 4)}
"""What can be edited, and how many numbers say where: kernels have one axis or two in space."""

_READERS: dict[str, Callable[[object], float | dict[str, Any] | None]] = {
    "seek": _read_seek,
    "inspect": _read_inspect,
    "edit": _read_edit,
    "point": _read_point,
    "set": _read_set,
    "return": _read_return,
}


def _is_finite(given: object) -> TypeGuard[int | float]:
    """Whether it is a number, and no bool, NaN or infinity; nor an integer that no float can hold."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return False
    return -1.8e308 < given < 1.8e308 if isinstance(given, float) else abs(given) < 10**300


def _is_index(given: object) -> bool:
    """Whether it is a whole number from 0 on, of a size that counts something."""
    return _is_finite(given) and 0 <= given < 2**53 and given == int(given)


def _whole(value: Mapping[Any, Any], key: str, default: int) -> int:
    """A whole number from a message, or the default where there is none."""
    given = value.get(key)
    return int(given) if _is_finite(given) else default
