"""Gradients beside differences of the loss, with a mistake or without: which entries are wrong, and in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, TensorCheck, assignment

TOLERANCE = 1e-4
"""A relative error above this is no rounding."""


@dataclass(frozen=True)
class Mistake:
    """One way to get a backward pass wrong.

    Attributes
    ----------
    title : str
    right, mistaken : str
        The textbook's lines and the wrong ones, read from their source.
    """

    title: str
    right: str
    mistaken: str


Lines = Sequence[Callable[..., Array]]


def mistake_of(title: str, names: str, right: Lines, wrong: Lines) -> Mistake:
    """Read the lines of a mistake from the functions that run.

    Parameters
    ----------
    title : str
    names : str
        The variable that each function assigns, with spaces between.
    right, wrong : sequence of callable
        As many as there are names.
    """

    def read(functions: Lines) -> str:
        return "\n".join(assignment(f, name) for f, name in zip(functions, names.split(), strict=True))

    return Mistake(title, read(right), read(wrong))


@dataclass(frozen=True, eq=False)
class CheckedGradients:
    """Both gradients of several tensors.

    Attributes
    ----------
    tensors : mapping of str to TensorCheck
        By their symbols, in the order in which they are shown.
    """

    tensors: Mapping[str, TensorCheck]

    def __getitem__(self, name: str) -> TensorCheck:
        """Return one tensor by its symbol."""
        return self.tensors[name]

    @property
    def wrong(self) -> dict[str, NDArray[np.bool_]]:
        """Which entries are off by more than rounding, by the tensor's symbol."""
        return {name: ~(part.error <= TOLERANCE) for name, part in self.tensors.items()}

    @property
    def hit(self) -> tuple[str, ...]:
        """The gradients that have a wrong entry."""
        return tuple(name for name, wrong in self.wrong.items() if wrong.any())

    @property
    def largest(self) -> Array:
        """The largest relative error of each tensor, in their order."""
        return np.array([part.error.max() for part in self.tensors.values()])

    @property
    def largest_error(self) -> float:
        """The largest relative error of all entries."""
        return float(self.largest.max())

    def of(self, found: Mapping[str, Array]) -> "CheckedGradients":
        """Return other gradients, those of a backward pass with mistakes, beside the same differences.

        Parameters
        ----------
        found : mapping of str to ndarray
            By the same symbols.
        """
        parts = {name: TensorCheck(part.path, found[name], part.numeric) for name, part in self.tensors.items()}
        return CheckedGradients(parts)

    def rows(self) -> list[dict[str, object]]:
        """Return a line for each entry, for a table."""
        return [
            {
                "gradient": name,
                "entry": ", ".join(map(str, index)),
                "backward pass": float(value),
                "two-sided difference": float(part.numeric[index]),
                "relative error": float(part.error[index]),
            }
            for name, part in self.tensors.items()
            for index, value in np.ndenumerate(part.analytic)
        ]


def failing(wrong: Mapping[str, NDArray[np.bool_]]) -> str:
    """Say in words which entries fail: ``all 9 entries of dK and the one entry of db``; empty where none does.

    Parameters
    ----------
    wrong : mapping of str to ndarray of bool
        Which entries are wrong, by the tensor's symbol.
    """
    parts = []
    for name, entries in wrong.items():
        if entries.all():
            parts.append(f"all {entries.size} entries of {name}" if entries.size > 1 else f"the one entry of {name}")
        elif entries.any():
            parts.append(f"{int(entries.sum())} of {entries.size} entries of {name}")
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
