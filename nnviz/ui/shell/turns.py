"""Who computes next: one visitor at a time, in the order of asking, but whoever has just changed something first."""

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter, process_time

LEVELS = ((1, 0.0), (2, 0.08), (3, 0.25), (6, 0.6))
"""Of how many frames one is made, from which usual waiting on, in seconds."""

JUDGING = 0.5
"""Seconds from one look at how busy it is to the next; each goes at most one level up or down."""

ROOM = 0.8
"""The share of a core that the server may need with more frames, for it to go a level down."""


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
        self._level = 0
        self._clock, self._used = perf_counter(), process_time()

    @property
    def thinning(self) -> int:
        """One frame of how many is to be made: more are left out when visitors wait for long."""
        return LEVELS[self._level][0]

    def is_wanted(self) -> bool:
        """Return whether somebody waits whose change goes first, so that whoever has the turn had better end it."""
        with self._lock:
            return bool(self._waiting) and not self._waiting[0][0]

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
            self._judge()
        try:
            yield
        finally:
            self._release()

    def _judge(self) -> None:
        """Leave out more frames where visitors wait for long, and fewer where there is time for them.

        Short waiting alone does not tell that there is time: it may be short because frames are left out.
        """
        now, used = perf_counter(), process_time()
        if now - self._clock < JUDGING:
            return
        share = (used - self._used) / (now - self._clock)
        self._clock, self._used = now, used
        frames, limit = LEVELS[self._level]
        if self._level + 1 < len(LEVELS) and self._usual > LEVELS[self._level + 1][1]:
            self._level += 1
        elif self._level and self._usual < limit and share * frames / LEVELS[self._level - 1][0] < ROOM:
            self._level -= 1

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
