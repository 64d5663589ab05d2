"""Times taken in turns, so that whatever else the machine does hits all contestants alike."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Effort:
    """How long to measure.

    Attributes
    ----------
    rounds : int
        How often each task gets its turn; the fastest turn counts.
    turn : float
        About how many seconds a turn takes.
    """

    rounds: int = 50
    turn: float = 0.02


QUICK = Effort(rounds=1, turn=0.0)


def side_by_side(tasks: Mapping[str, Callable[[], object]], effort: Effort) -> dict[str, float]:
    """Run the tasks in turns and return the seconds that one call of each takes at best.

    The garbage collector rests meanwhile, as in `timeit`.

    Parameters
    ----------
    tasks : mapping of str to callable
    effort : Effort
    """
    calls = {name: _calls(task, effort.turn) for name, task in tasks.items()}
    best = dict.fromkeys(tasks, float("inf"))
    gc.collect()
    gc.disable()
    try:
        for _ in range(effort.rounds):
            for name, task in tasks.items():
                best[name] = min(best[name], _turn(task, calls[name]))
    finally:
        gc.enable()
    return best


def _turn(task: Callable[[], object], calls: int) -> float:
    """Return the mean seconds of so many calls."""
    start = perf_counter()
    for _ in range(calls):
        task()
    return (perf_counter() - start) / calls


def _calls(task: Callable[[], object], turn: float) -> int:
    """Warm the task up and return how many calls fill a turn."""
    task()
    return max(1, int(turn / _turn(task, 2)))
