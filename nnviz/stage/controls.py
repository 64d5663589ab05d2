"""What can be set on the picture itself: the row of settings above it, and the layers of the diagram."""

from __future__ import annotations

from dataclasses import dataclass

Option = tuple[str | float, str]
"""A value and what it is called."""


@dataclass(frozen=True)
class Control:
    """One menu of the row above the picture.

    Attributes
    ----------
    name : str
        By which the command `set` names it.
    title : str
        What it is called.
    caption : str
        What stands before it; empty where another menu's words do for both.
    options : tuple of (value, str)
        What may be chosen.
    value : str or float
        What is chosen; one of them.
    help : str
        A sentence about it.
    off : bool
        Whether it means nothing at present.
    """

    name: str
    title: str
    caption: str
    options: tuple[Option, ...]
    value: str | float
    help: str = ""
    off: bool = False

    def __post_init__(self) -> None:
        if self.value not in [value for value, _ in self.options]:
            raise ValueError(f"the value of {self.name!r} is one of its options; given {self.value!r}")


@dataclass(frozen=True)
class Controls:
    """Everything that can be set on the picture.

    Attributes
    ----------
    row : tuple of Control
        The row above the picture, in order.
    units : tuple of int
        Units of each hidden layer.
    activations : tuple of str
        The activation of each hidden layer, by its name.
    known : tuple of (value, str)
        Activations that may be chosen.
    most_layers, most_units : int
        Limits of what can be added.
    convolutions : tuple of str
        The activation of each convolution, by its name; they change with all others.
    scheduled : bool
        Whether the learning rate changes by itself, so that the present one is shown beside the set one.
    """

    row: tuple[Control, ...]
    units: tuple[int, ...]
    activations: tuple[str, ...]
    known: tuple[Option, ...]
    most_layers: int
    most_units: int
    convolutions: tuple[str, ...] = ()
    scheduled: bool = False
