"""Has AppTest do once in a process what is the same for all runs; imported for that by what runs pages by AppTest.

AppTest would begin every page with a search through all installed packages for components, which takes as long as the
page itself, and every run with a parse of the page's file, though neither changes while tests run. And it asks each
millisecond whether the page's program has ended, which takes a tenth of the processor from that program.
"""

from functools import cache

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner


class _InstalledComponents(BidiComponentManager):
    """All that are installed, found when the first page runs."""

    def __init__(self) -> None:
        super().__init__()
        super().discover_and_register_components(start_file_watching=False)

    def discover_and_register_components(self, *, start_file_watching: bool = True) -> None:
        """They are there already."""


_asked_each_millisecond = local_script_runner.require_widgets_deltas


def _wait_for_the_end(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
    """Wait until the page's program has ended, or let AppTest stop it and raise its error after ``timeout`` seconds."""
    assert runner._script_thread is not None
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        _asked_each_millisecond(runner, 0)


app_test.BidiComponentManager = cache(_InstalledComponents)
local_script_runner.ScriptCache = cache(ScriptCache)
local_script_runner.require_widgets_deltas = _wait_for_the_end
