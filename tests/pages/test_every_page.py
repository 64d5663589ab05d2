"""Every page runs on its own, twice, without an exception, and without what a browser's Python does not have."""

import socket
import subprocess
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import code_lines, heading_levels

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))


@pytest.fixture
def as_in_a_browser(monkeypatch):
    """Refuse a page's run what WebAssembly has not: threads, processes, connections (docs/static.md).

    The timer of `st.spinner` is Streamlit's own; stlite has another way for it.
    """

    def refusing(kind, way):
        allowed = getattr(kind, way)

        def start(*given, **options):
            spinner = getattr(getattr(given[0], "function", None), "__module__", "").startswith("streamlit.")
            if threading.current_thread().name.startswith("ScriptRunner") and not spinner:
                raise RuntimeError(f"{kind.__name__}.{way} is not there where Python runs in a browser")
            return allowed(*given, **options)

        monkeypatch.setattr(kind, way, start)

    refusing(threading.Thread, "start")
    refusing(subprocess.Popen, "__init__")
    refusing(socket.socket, "connect")


def test_what_a_browser_does_not_have_is_refused(as_in_a_browser):
    assert AppTest.from_string("import threading; threading.Thread(target=print).start()").run().exception
    assert not AppTest.from_string("import threading; threading.Thread(target=print)").run().exception


@pytest.mark.usefixtures("as_in_a_browser")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_and_runs_again(run_page, name):
    page = run_page(name)
    levels = heading_levels(page)
    assert levels[0] == 1 and levels.count(1) == 1, "a page begins with its title, and has one"
    assert all(b <= a + 1 for a, b in pairwise(levels)), f"a level of heading is left out: {levels}"
    assert not page.run().exception


@pytest.mark.parametrize("name", PAGES)
def test_no_line_that_a_page_shows_checks_what_it_is_given(run_page, name):
    lines = code_lines(run_page(name))
    assert not [line for line in lines if "float64(" in line or "check_" in line]
