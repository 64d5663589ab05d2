"""How much longer a Python starts that imports nnviz."""

import subprocess
import sys
from time import perf_counter

LEAST = 1e-6
"""Seconds: where a busy machine starts a bare Python no sooner, the difference is below what can be measured."""


def import_time(statement: str, rounds: int) -> float:
    """Return the seconds that a statement adds to the start of Python.

    Parameters
    ----------
    statement : str
        Such as ``import nnviz``.
    rounds : int
        How often Python starts, with the statement and without in turns; the fastest counts.
    """
    with_it, without = float("inf"), float("inf")
    for _ in range(rounds):
        with_it = min(with_it, _start(statement))
        without = min(without, _start("pass"))
    return max(with_it - without, LEAST)


def _start(statement: str) -> float:
    """Return the seconds from the start of a Python to its end."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return perf_counter() - start
