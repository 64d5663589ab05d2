"""Arrangements of queries and keys to begin with: each makes the tokens listen to others in a way of its own."""

from typing import Literal

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.attention.by_hand_settings import HAND_TOKENS, ByHandFields

Arrangement = Literal["opened", "itself", "before", "first", "alike", "own"]

ARRANGEMENTS: dict[Arrangement, str] = {
    "opened": "as opened",
    "itself": "each to itself",
    "before": "each to the one before",
    "first": "all to the first",
    "alike": "to all alike",
    "own": "your own",
}
"""With their titles; the last one is any other."""

LENGTH = 2.5


def arranged(name: Arrangement) -> dict[str, tuple[float, ...]]:
    """Return the queries and keys of an arrangement as settings; nothing for the user's own.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> arranged("alike")["hand_queries"]
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    """
    if name == "own":
        return {}
    if name == "opened":
        usual = ByHandFields()
        return {"hand_queries": usual.hand_queries, "hand_keys": usual.hand_keys}
    angles = np.pi / 4 + np.pi / 2 * np.arange(HAND_TOKENS)
    cross = LENGTH * np.column_stack([np.cos(angles), np.sin(angles)])
    queries = {
        "itself": cross,
        "before": np.roll(cross, 1, axis=0),
        "first": np.broadcast_to(cross[0], cross.shape),
        "alike": np.zeros_like(cross),
    }[name]
    return {"hand_queries": _numbers(queries), "hand_keys": _numbers(cross)}


def arrangement_of(settings: ByHandFields) -> Arrangement:
    """Return which arrangement the queries and keys are.

    Parameters
    ----------
    settings : ByHandFields
    """
    here = {"hand_queries": settings.hand_queries, "hand_keys": settings.hand_keys}
    return next((name for name in ARRANGEMENTS if name != "own" and arranged(name) == here), "own")


def _numbers(vectors: Array) -> tuple[float, ...]:
    """Return numbers that a hand could have set."""
    return tuple(float(x) for x in vectors.round(1).ravel())
