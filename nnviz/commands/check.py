"""`nnviz check FILE` says whether a lesson is fine: views, names, conditions, measured answers, minutes."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.commands.command import Command

if TYPE_CHECKING:
    from nnviz.lessons.check import Look


def arguments(parser: ArgumentParser) -> None:
    """Add the files, and what may be left out."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a lesson: its file, or the name of one of the package"
    )
    parser.add_argument(
        "--quick", action="store_true", help="run no page: panels, controls and buttons are not looked for"
    )


def run(options: Namespace) -> int:
    """Check one lesson after the other and print what was found; return 1 where something is wrong."""
    from nnviz.lessons.check import check_lesson

    look = None if options.quick else _look()
    fine = True
    for named in options.files:
        report = check_lesson(file_of(named), look)
        print(report, flush=True)
        fine = fine and report.fine
    return 0 if fine else 1


def _look() -> "Look":
    from nnviz.ui.lessons.check_views import look, quiet

    quiet()
    return look


def file_of(named: str) -> Path:
    """Return the file that is meant: a path, or a lesson's name.

    Raises
    ------
    ValueError
        If there is no lesson of that name.
    """
    if Path(named).suffix in (".yaml", ".yml"):
        return Path(named)
    from nnviz.lessons.library import path_of

    return path_of(named)


COMMAND = Command("check a lesson: views, panels, conditions, measured answers, minutes", arguments, run)
