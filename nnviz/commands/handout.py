"""`nnviz handout` writes a lesson as a page to print."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nnviz.commands.check import file_of
from nnviz.commands.command import Command


def arguments(parser: ArgumentParser) -> None:
    """Add which lesson, where it goes, where the app is, and whether it is for the speaker."""
    parser.add_argument("lesson", help="the lesson: its file, or the name of one of the package")
    parser.add_argument("-o", "--output", type=Path, help="the page (the lesson's name with .html, here)")
    parser.add_argument("--place", default="", help="where students reach the app, such as https://host/")
    parser.add_argument("--notes", action="store_true", help="with the notes for the speaker")


def run(options: Namespace) -> int:
    """Write the handout, and say where it is."""
    from nnviz.lessons.handout import handout
    from nnviz.lessons.library import read_file
    from nnviz.ui.lessons.check_views import quiet
    from nnviz.ui.lessons.handout import picture_of

    quiet()
    lesson = read_file(file_of(options.lesson))
    target = options.output or Path(f"{lesson.name}.html")
    target.write_text(handout(lesson, options.place, options.notes, picture_of), encoding="utf-8")
    print(f"{target}: open it in a browser and print it")
    return 0


COMMAND = Command("write a lesson as a page to print", arguments, run)
