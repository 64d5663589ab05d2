"""Seeds of tests that train: a few in every run, all of them with `--long`."""

from collections.abc import Sequence
from typing import Any

import pytest


def seeds(every: Sequence[int], usual: int = 1) -> list[Any]:
    """The values of a parameter: the first ``usual`` seeds as they are, the others marked long."""
    return [*every[:usual], *(pytest.param(seed, marks=pytest.mark.long) for seed in every[usual:])]
