"""The handout of a lesson with the pictures of all its pages, made in a process of its own.

For its picture a page is run without a browser (`capture`), which takes the place of a server's runtime meanwhile: so
never in the process that serves the app.
"""

import pickle
import subprocess
import sys
from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from nnviz.lessons import handout as on_paper
from nnviz.lessons.lesson import Lesson, Step
from nnviz.ui.lessons.capture import capture_page

SECONDS = 300
"""How long a handout may take."""

KEPT = 32
"""Handouts that are kept: a hall asks for the same one."""

_made: "OrderedDict[str, str]" = OrderedDict()
_one_at_a_time = Lock()

_PROGRAM = "from nnviz.ui.lessons.handout import make; make()"


def kept_handout(lesson: Lesson, place: str = "") -> str:
    """Return the handout of a lesson, which is made once, however many ask for it, and one at a time.

    Parameters
    ----------
    lesson : Lesson
    place : str
        Where students reach the app.

    Raises
    ------
    ValueError
        If it cannot be made; with the reason.
    """
    key = repr((lesson, place))
    with _one_at_a_time:
        if key not in _made:
            _made[key] = handout(lesson, place)
        _made.move_to_end(key)
        while len(_made) > KEPT:
            _made.popitem(last=False)
        return _made[key]


def handout(lesson: Lesson, place: str = "", notes: bool = False) -> str:
    """Return the handout of a lesson as one page of HTML.

    Parameters
    ----------
    lesson : Lesson
    place : str
        Where students reach the app, such as ``https://host/``.
    notes : bool
        With the notes for the speaker.

    Raises
    ------
    ValueError
        If it cannot be made; with the reason.
    """
    try:
        made = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            input=pickle.dumps((lesson, place, notes)),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"expected a handout within {SECONDS} seconds; shorten what its steps play") from None
    if made.returncode:
        _, _, why = made.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(": ")
        raise ValueError(why or "no handout was made")
    return made.stdout.decode()


def make() -> None:
    """Make the handout that the other process asks for, and write it to the standard output."""
    lesson, place, notes = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 (our own process wrote it)
    sys.stdout.buffer.write(on_paper.handout(lesson, place, notes, picture_of).encode())


def picture_of(step: Step) -> tuple[str, bytes] | None:
    """Return the first drawing of a page, its component and its message: as `still_of` does of a training."""
    captured = capture_page(replace(step, do=() if step.ask else step.do, reveal=()))
    before = [at for at in captured.after if at is not None]
    for block in captured.phases[max(before, default=0)]:
        if block.component:
            return block.component, block.messages[0]
    return None
