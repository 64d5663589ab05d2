"""Reads a command and its arguments, runs it, and turns its errors into one line and an exit code."""

import importlib
import pkgutil
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

import nnviz
from nnviz.commands.command import Command


def commands() -> dict[str, Command]:
    """Return all commands by name: the modules of this folder that have a `COMMAND`; `new_lesson` is `new-lesson`."""
    found = {}
    for module in sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if module != "__main__":
            command = getattr(importlib.import_module(f"nnviz.commands.{module}"), "COMMAND", None)
            if isinstance(command, Command):
                found[module.replace("_", "-")] = command
    return found


def parser() -> ArgumentParser:
    """Return the parser of all commands."""
    top = ArgumentParser(
        prog="nnviz", description=nnviz.__doc__, epilog="`nnviz COMMAND --help` says more about a command."
    )
    top.add_argument("--version", action="version", version=f"nnviz {nnviz.__version__}")
    below = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name, command in commands().items():
        own = below.add_parser(name, help=command.help, description=f"{command.help[:1].upper()}{command.help[1:]}.")
        command.arguments(own)
        own.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command and its arguments; without them those of the program.

    Returns
    -------
    int
        The exit code: 0 when all is well, 1 when a command found a fault or could not do it. Wrong arguments end the
        program with 2, as `argparse` does.
    """
    given = parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except (ValueError, OSError) as error:
        print(f"nnviz {given.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
