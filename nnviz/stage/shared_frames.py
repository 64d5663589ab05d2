"""Frames of equal trainings, computed once for all: a hall that opened one address trains one network."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

BYTES = 100_000_000
"""What is kept at most; what was not asked for longest goes first."""


class SharedWay(tuple[Hashable, ...]):
    """What decides the frames of a training. All settings are in it, so that its hash is computed only once."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


class SharedFrames:
    """Moments and their frames, by the way that led there.

    Training is deterministic and moments and frames are frozen, so who comes the same way may have the same objects.

    Parameters
    ----------
    size : int
        Bytes of arrays that are kept at most.
    """

    def __init__(self, size: int = BYTES) -> None:
        self._limit = size
        self._total = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, Any, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> tuple[Any, Any] | None:
        """Return the moment and the frame that somebody has come to this way, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            moment, frame, _ = self._kept[key]
            return moment, frame

    def keep(self, key: Hashable, moment: Any, frame: Any, size: int) -> None:
        """Keep a moment and its frame, which weigh so many bytes."""
        with self._lock:
            _, _, before = self._kept.pop(key, (None, None, 0))
            self._kept[key] = (moment, frame, size)
            self._total += size - before
            while self._total > self._limit and len(self._kept) > 1:
                self._total -= self._kept.popitem(last=False)[1][2]


def array_bytes(value: Any) -> int:
    """Return how many bytes of arrays a record holds, with the records and lists in it."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if is_dataclass(value):
        return sum(array_bytes(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, list | tuple):
        return sum(array_bytes(part) for part in value)
    return 0
