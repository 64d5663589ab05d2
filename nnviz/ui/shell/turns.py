"""Who computes next: one visitor at a time, in the order of asking, but one who has just changed something first."""

import heapq
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter, process_time
from typing import NamedTuple

from nnviz.stage.pacing import WHOLE, Thinning


class Level(NamedTuple):
    """How much is left out where visitors wait.

    Attributes
    ----------
    thinning : Thinning
    waiting : float
        From which usual waiting on, in seconds.
    room : float
        What the server may need on the level below, in cores, for it to go there.
    """

    thinning: Thinning
    waiting: float
    room: float = 0.8


LEVELS = (
    Level(WHOLE, 0.0),
    Level(Thinning(2, 2), 0.08),
    Level(Thinning(3, 3), 0.25),
    Level(Thinning(3, 2), 0.4),
    Level(Thinning(3, 1), 0.6),
    Level(Thinning(6, 1), 3.5, 1.5),
)
"""Pictures are left out first, down to twenty a second, then training. At the last level a frame costs as much as at
the one before: it is for servers that are overrun, where frames would else come in spurts."""

JUDGING = 0.5
"""Seconds from one look at how busy it is to the next; each goes at most one level up or down."""

LOOKING = 0.08
"""Seconds between two looks at whether to go on waiting."""


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
    def thinning(self) -> Thinning:
        """What is to be left out: more when visitors wait for long."""
        return LEVELS[self._level].thinning

    def step_aside(self) -> None:
        """Let those in who have changed something, if there are any, and go on with the turn that one has."""
        with self._lock:
            if not self._waiting or self._waiting[0][0]:
                return
            called = threading.Event()
            _, _, first = heapq.heapreplace(self._waiting, (True, -next(self._numbers), called))
        first.set()
        called.wait()

    @contextmanager
    def turn(self, urgent: bool = False, give_up: Callable[[], bool] | None = None) -> Iterator[bool]:
        """Wait for one's turn, and have it; what is handed out says whether one has it.

        Parameters
        ----------
        urgent : bool
            Whether a person waits for what they have just changed.
        give_up : callable, optional
            Whether to wait no longer, asked now and then.
        """
        waited = self._acquire(urgent, give_up)
        if waited is None:
            yield False
            return
        if not urgent:
            self._usual += 0.2 * (waited - self._usual)
            self._judge()
        try:
            yield True
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
        level, below = LEVELS[self._level], LEVELS[max(0, self._level - 1)]
        if self._level + 1 < len(LEVELS) and self._usual > LEVELS[self._level + 1].waiting:
            self._level += 1
        elif self._usual < level.waiting and share * below.thinning.cost / level.thinning.cost < level.room:
            self._level -= 1

    def __enter__(self) -> None:
        self._acquire(urgent=False, give_up=None)

    def __exit__(self, *_: object) -> None:
        self._release()

    def _acquire(self, urgent: bool, give_up: Callable[[], bool] | None) -> float | None:
        """Return how long it took, or None where the waiting was given up."""
        asked = perf_counter()
        with self._lock:
            if not self._taken:
                self._taken = True
                return 0.0
            called = threading.Event()
            place = (not urgent, next(self._numbers), called)
            heapq.heappush(self._waiting, place)
        while not called.wait(LOOKING if give_up else None):
            if give_up and give_up() and self._leave(place):
                return None
        return perf_counter() - asked

    def _leave(self, place: tuple[bool, int, threading.Event]) -> bool:
        """Wait no longer; return False where the turn has just come."""
        with self._lock:
            if place not in self._waiting:
                return False
            self._waiting.remove(place)
            heapq.heapify(self._waiting)
            return True

    def _release(self) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[2].set()
            else:
                self._taken = False
