"""Seeds as settings: how large one may be, and which one comes next."""

from typing import Annotated

from pydantic import Field

from nnviz.engine import SEED_LIMIT
from nnviz.experiments.address.record import AddressRecord

MOST_SEEDS = 100
"""Seeds that a page takes from one on, at most."""

Seed = Annotated[int, Field(ge=0, lt=SEED_LIMIT)]
"""The type of a setting that is one seed."""

FirstSeed = Annotated[int, Field(ge=0, lt=SEED_LIMIT - MOST_SEEDS)]
"""The type of a setting that is the first of several seeds, which follow each other: the last one is a seed, too."""


def largest_seed(record: type[AddressRecord], name: str) -> int:
    """Return the largest value of a seed among some settings.

    Parameters
    ----------
    record : type
    name : str
        Of a field whose type is `Seed` or `FirstSeed`.

    Raises
    ------
    ValueError
        If the field has no such type.
    """
    for mark in record.model_fields[name].metadata:
        limit = getattr(mark, "lt", None)
        if isinstance(limit, int):
            return limit - 1
    raise ValueError(f"expected a setting whose type is Seed or FirstSeed, got {name}")


def next_seed(settings: AddressRecord, name: str = "seed", by: int = 1) -> int:
    """Return the seed behind the present one; behind the largest comes 0.

    Parameters
    ----------
    settings : AddressRecord
    name : str
    by : int
        How many further, where the present one is the first of several.

    Raises
    ------
    ValueError
        As `largest_seed`.
    """
    seed: int = getattr(settings, name)
    return (seed + by) % (largest_seed(type(settings), name) + 1)
