"""`nnviz record` writes a lesson as a folder that plays in a browser without the app."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nnviz.commands.check import file_of
from nnviz.commands.command import Command


def arguments(parser: ArgumentParser) -> None:
    """Add which lesson, where it goes, and where the app is."""
    parser.add_argument("lesson", help="the lesson: its file, or the name of one of the package")
    parser.add_argument("folder", type=Path, help="where index.html and its files are written")
    parser.add_argument("--place", default="", help="where students reach the app, such as https://host/, or ../../")


def run(options: Namespace) -> int:
    """Record the lesson, and say how large it has become."""
    from nnviz.lessons.library import read_file
    from nnviz.lessons.recording.writing import MOST_BYTES, record_lesson
    from nnviz.ui.lessons.capture import capture_page
    from nnviz.ui.lessons.check_views import quiet

    quiet()
    lesson = read_file(file_of(options.lesson))
    written = record_lesson(lesson, options.folder, capture_page, options.place, told=print)
    for step, condition in written.unmet:
        print(f"step {step}: {condition} was not reached")
    print(f"{written.bytes / 1e6:.2f} MB in {len(written.sizes)} files: open {options.folder / 'index.html'}")
    if written.bytes > MOST_BYTES:
        print(f"This is more than the {MOST_BYTES / 1e6:g} MB that a phone should fetch: record fewer steps a lesson.")
    return 1 if written.unmet else 0


COMMAND = Command("write a lesson as a folder that plays in a browser without the app", arguments, run)
