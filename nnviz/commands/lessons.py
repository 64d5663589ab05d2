"""`nnviz lessons` lists the lessons that the app offers, and says what is wrong with files that are none."""

import sys
from argparse import ArgumentParser, Namespace

from nnviz.commands.command import Command


def arguments(parser: ArgumentParser) -> None:
    """Add nothing: the folder is named by the environment, as for the app."""
    parser.epilog = "Lessons come with nnviz, and from the folder that the variable NNVIZ_LESSONS names."


def run(options: Namespace) -> int:
    """Print a line for each lesson; return 1 where a file is no usable lesson."""
    from nnviz.lessons.library import lessons, problems

    found, wrong = lessons(), problems()
    width = max((len(lesson.name) for lesson in found), default=0)
    for lesson in found:
        print(f"{lesson.name:{width}}  {lesson.minutes:3.0f} min  {len(lesson.steps):2} steps  {lesson.title}")
    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


COMMAND = Command("list the lessons", arguments, run)
