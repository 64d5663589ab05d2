"""What tests are tried with: a few of many seeds or cases in every run, all of them with `--long`."""

from collections.abc import Sequence
from typing import Any

import pytest


def some(every: Sequence[Any], usual: int = 1) -> list[Any]:
    """The values of a parameter: the first ``usual`` of them as they are, the others marked long.

    A value for several parameters is a tuple.
    """
    rest = (value if isinstance(value, tuple) else (value,) for value in every[usual:])
    return [*every[:usual], *(pytest.param(*values, marks=pytest.mark.long) for values in rest)]


def seeds(every: Sequence[int], usual: int = 1) -> list[Any]:
    """Seeds of a test that trains."""
    return some(every, usual)
