"""Sends the rest of a page when the browser has painted the first drawing of it.

Streamlit's program draws in one go what has arrived by then: a stage that comes with the thirty controls of its sidebar
is painted after them, and a picture after all the formulas below it. So a page that somebody has just come to stops at
its first drawing until the browser says that it is on the screen.
"""

from threading import Event
from time import perf_counter

from nnviz.ui.drawings.direct_line import DirectLine, direct_line
from nnviz.ui.shell.pending import has_pending_request
from nnviz.ui.shell.session import AWAITS_PAINT, UNHEARD, session

PATIENCE = 2.0
"""Seconds that a page waits at most, once: a browser that says nothing, as in a closed tab, is not waited for again."""

LOOKING = 0.05
"""Seconds between two looks at whether the visitor has asked for something else."""

_expected = Event()


def expect_browsers() -> None:
    """Wait for visitors' browsers in this process; without it, as in a test of a page alone, there are none."""
    _expected.set()


def first_drawing() -> DirectLine | None:
    """Return the line by which the browser says that it has painted what is drawn next; None where nobody waits."""
    if not session().pop(AWAITS_PAINT, False) or not _expected.is_set() or session().get(UNHEARD):
        return None
    if line := direct_line():
        line.painted.clear()
    return line


def wait_for_paint(line: DirectLine | None) -> None:
    """Wait until the first drawing of a page is painted, which has been sent; not at all without a line."""
    if line is None:
        return
    until = perf_counter() + PATIENCE
    while not line.painted.wait(LOOKING):
        if has_pending_request():
            return
        if perf_counter() > until:
            session()[UNHEARD] = True
            return
