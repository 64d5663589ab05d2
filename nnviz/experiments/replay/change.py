"""A change that the user made during a run; as text it is a few characters of an address."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.address.codecs import value_text
from nnviz.experiments.address.echo import echo
from nnviz.experiments.replay.editing import LARGEST_VALUE

_STEP = re.compile(r"[0-9]{1,8}")
_PLACE = re.compile(r"([0-9]{1,4})\.([A-Za-z]{1,10})((?:\.[0-9]{1,5}){1,4})")
_WEIGHTS = "theta"


@dataclass(frozen=True)
class Edit:
    """One parameter set by hand; the fields are those of `edit_parameter`."""

    layer: int
    name: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Change:
    """What the user changed after a number of steps: exactly one of three things.

    Attributes
    ----------
    step : int
        Steps taken before it.
    fields : tuple of (str, value)
        Settings that changed; only those of `LIVE`, which keep the weights.
    edit : Edit or None
        A parameter set by hand.
    theta : bytes
        All weights, loaded from a file: float64, little endian.
    """

    step: int
    fields: tuple[tuple[str, Any], ...] = ()
    edit: Edit | None = None
    theta: bytes = field(default=b"", repr=False)

    @property
    def weights(self) -> Array:
        """The loaded weights, shape (n_parameters,); empty where none were loaded."""
        return np.frombuffer(self.theta, "<f8").astype(np.float64)

    def __str__(self) -> str:
        """Write the change: ``500:learning_rate:0.3``, ``700:0.W.3.1:0.5`` or ``700:theta:`` and base64."""
        if self.edit is not None:
            edit = self.edit
            place = ".".join([str(edit.layer), edit.name, *map(str, edit.index)])
            return f"{self.step}:{place}:{value_text(edit.value)}"
        if self.theta:
            return f"{self.step}:{_WEIGHTS}:{urlsafe_b64encode(self.theta).decode().rstrip('=')}"
        return ":".join([str(self.step), *(f"{name}:{value_text(value)}" for name, value in self.fields)])

    @staticmethod
    def parse(text: str) -> "Change":
        """Read what `str` wrote. The values of fields stay text, or None where they are empty.

        Raises
        ------
        ValueError
            If the text is no change.
        """
        number, *words = text.split(":")
        if not _STEP.fullmatch(number) or len(words) < 2 or len(words) % 2:
            raise ValueError("expected a step and what changed there, such as 500:learning_rate:0.3")
        step, names, values = int(number), words[::2], words[1::2]
        place = _PLACE.fullmatch(names[0])
        if names == [_WEIGHTS]:
            return Change(step, theta=_bytes(values[0]))
        if place and len(names) == 1:
            index = tuple(int(part) for part in place[3][1:].split("."))
            return Change(step, edit=Edit(int(place[1]), place[2], index, _number(values[0])))
        return Change(step, tuple((name, value or None) for name, value in zip(names, values, strict=True)))


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) <= LARGEST_VALUE:
        raise ValueError(f"expected a finite number of at most {LARGEST_VALUE:g} in absolute value, got {echo(text)}")
    return number


def _bytes(text: str) -> bytes:
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise ValueError("expected weights in base64") from None
    if len(found) % 8:
        raise ValueError("expected weights of 8 bytes each")
    return found
