"""Gates that are held by hand: a forget gate at 1 and an input gate at 0 make the cell of an LSTM a carousel."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.parameters import is_number, is_whole

Held = dict[str, tuple[np.ndarray[Any, np.dtype[np.bool_]], Array]]
"""For each gate that is held somewhere: where, and at which value, both of shape (T, m)."""


@dataclass(frozen=True)
class Clamp:
    """A gate that is held at a value by hand, whatever the network computes: no gradient passes through it.

    Attributes
    ----------
    gate : str
        One of the layer's `gates`.
    value : float
    unit : int or None
        Counted from 0; None holds the gate of every unit.
    step : int or None
        Counted from 0; None holds it at every step.

    Raises
    ------
    ValueError
        If the value is no finite number, or unit or step no whole number of at least 0.
    """

    gate: str
    value: float
    unit: int | None = None
    step: int | None = None

    def __post_init__(self) -> None:
        if not is_number(self.value):
            raise ValueError(f"expected a finite number to hold the gate at, such as 1.0, got {self.value!r}")
        for name, place in (("unit", self.unit), ("step", self.step)):
            if place is not None and not (is_whole(place) and place >= 0):
                raise ValueError(f"expected {name} as a whole number of at least 0, or None for all, got {place!r}")


def held_gates(clamps: tuple[Clamp, ...], steps: int, units: int) -> Held:
    """Return where the gates of T steps and m units are held; of two clamps of one place the last counts."""
    found: Held = {}
    for clamp in clamps:
        where, value = found.setdefault(clamp.gate, (np.zeros((steps, units), np.bool_), np.zeros((steps, units))))
        place = tuple(slice(None) if at is None else at for at in (clamp.step, clamp.unit))
        where[place], value[place] = True, clamp.value
    return found


def check_clamps(clamps: tuple[Clamp, ...], gates: tuple[str, ...], steps: int, units: int) -> None:
    """Refuse clamps of gates, units or steps that a layer does not have.

    Raises
    ------
    ValueError
        With what it has.
    """
    for clamp in clamps:
        if not isinstance(clamp, Clamp):
            raise ValueError(f"expected each clamp as Clamp(gate, value), got {clamp!r}")
        if clamp.gate not in gates:
            known = f"one of {', '.join(gates)}" if gates else "none: this layer has no gates"
            raise ValueError(f"expected a gate to hold, {known}, got {clamp.gate!r}")
        if (clamp.unit or 0) >= units or (clamp.step or 0) >= steps:
            raise ValueError(
                f"expected a unit below {units} and a step below {steps}, counted from 0, "
                f"got unit {clamp.unit} and step {clamp.step}"
            )


def hold(held: Held, t: int, **gates: Array) -> None:
    """Overwrite step t of the gates, arrays of shape (T, ..., N, m), where they are held."""
    for name, gate in gates.items():
        if name in held:
            where, value = held[name]
            gate[t] = np.where(where[t], value[t], gate[t])


def release(held: Held, t: int, dZ: Array, columns: dict[str, slice]) -> None:
    """Set the gradient of the linear part, (T, ..., N, gates m), to zero at step t where a gate is held."""
    for name, place in columns.items():
        if name in held:
            dZ[t][..., place] *= ~held[name][0][t]
