"""What a command is: a line of help, its arguments, and what it does with them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command of `nnviz`. A module of this folder is one by its `COMMAND`; its own name is the command's.

    What a command needs beyond the standard library is imported when it runs, so that `nnviz --help` is quick.

    Attributes
    ----------
    help : str
        What it does, in one sentence without a full stop, as `nnviz --help` lists it.
    arguments : callable
        Adds its arguments to a parser.
    run : callable
        Does it and returns the exit code: 0 when all is well, 1 when it found a fault. A ValueError or an OSError that
        it raises ends the program with the error's message and the exit code 1; wrong arguments end it with 2.
    """

    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
