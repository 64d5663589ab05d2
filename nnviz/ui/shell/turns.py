"""Who computes next: one visitor at a time, in the order of asking, but one who has just changed something first."""

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter

BUSY, CROWDED = 0.08, 0.25
"""Seconds of usual waiting from which on every second, and every third frame is left out."""


class Turns:
    """A lock that is handed on in order.

    Threads that train side by side fight for the interpreter, and all of them slow down. A plain lock is given to
    whoever happens to ask at the right moment; this one goes to those who wait longest, and to a person's change before
    frames of trainings that merely go on: so a control answers while forty others train.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._numbers = count()
        self._waiting: list[tuple[bool, int, threading.Event]] = []
        self._usual = 0.0

    @property
    def thinning(self) -> int:
        """One frame of how many is to be made, by how long the others have lately waited: 1, 2 or 3."""
        return 1 + (self._usual > BUSY) + (self._usual > CROWDED)

    @contextmanager
    def turn(self, urgent: bool = False) -> Iterator[None]:
        """Wait for one's turn, and have it.

        Parameters
        ----------
        urgent : bool
            Whether a person waits for what they have just changed.
        """
        waited = self._acquire(urgent)
        if not urgent:
            self._usual += 0.2 * (waited - self._usual)
        try:
            yield
        finally:
            self._release()

    def __enter__(self) -> None:
        self._acquire(urgent=False)

    def __exit__(self, *_: object) -> None:
        self._release()

    def _acquire(self, urgent: bool) -> float:
        asked = perf_counter()
        with self._lock:
            if not self._taken:
                self._taken = True
                return 0.0
            called = threading.Event()
            heapq.heappush(self._waiting, (not urgent, next(self._numbers), called))
        called.wait()
        return perf_counter() - asked

    def _release(self) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[2].set()
            else:
                self._taken = False
