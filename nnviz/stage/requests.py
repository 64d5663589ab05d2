"""What the browser asks of the server: more frames, or that a command be carried out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMMANDS = ("play", "pause", "step", "epoch", "seek", "reset", "reseed", "speed", "sample", "inspect", "edit", "point")


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
        'step' and 'epoch': how many; 'seek': a past step to look at; 'speed': the position in the chunk's speeds;
        'sample': {'index': i}, or {'x': x, 'y': y} with 'set' ('train' or 'test') and 'index' when a point of the data
        was hit; otherwise 0.
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
        argument: float | dict[str, Any] = 0.0
        if isinstance(given, Mapping):
            argument = {str(key): item for key, item in given.items()}
        elif isinstance(given, int | float) and math.isfinite(given):
            argument = float(given)
        return cls(str(value["name"]), argument, _whole(value, "shown", -1), _whole(value, "n", 0))


def _whole(value: Mapping[Any, Any], key: str, default: int) -> int:
    """A whole number from a message, or the default where there is none."""
    given = value.get(key)
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return default
    return int(given)
