"""The app where Python runs in the visitor's own browser: one script, no server for the hall, no other processes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.testing.v1 import AppTest

import nnviz.ui.lessons.bar as bar
import nnviz.ui.lessons.page as lessons_page
from nnviz.lessons.lesson import MEASURED
from nnviz.lessons.library import lessons
from tests.test_circles import import_graph, imported_by

ROOT = Path(__file__).parents[2]

LACKING = re.compile(r"^(from|import) (resource|fcntl|multiprocessing|concurrent)\b|^from time .*thread_time", re.M)


@pytest.fixture
def without_server(monkeypatch):
    """As in a browser."""
    monkeypatch.setattr(lessons_page, "HAS_SERVER", False)
    monkeypatch.setattr(bar, "HAS_SERVER", False)


def test_no_page_imports_what_webassembly_lacks():
    """What pages import, over whatever detour: there is no clock of a thread, and nothing that starts a process."""
    graph = import_graph(ROOT)
    app = (ROOT / "app.py").read_text(encoding="utf-8").partition("else:  # the server")[0]
    sources = [app, *(path.read_text(encoding="utf-8") for path in (ROOT / "pages").glob("*.py"))]
    waiting = {name for source in sources for name in imported_by(source, set(graph))}
    reached: set[str] = set()
    while waiting:
        reached |= waiting
        waiting = {name for module in waiting for name in graph[module]} - reached
    assert "nnviz.ui.drawings.stage" in reached and "nnviz.ui.lessons.routes" not in reached
    for module in reached:
        path = ROOT / module.replace(".", "/")
        source = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
        assert not re.search(
            r"^(from|import) (resource|fcntl|multiprocessing|concurrent)\b|thread_time$", source, re.M
        ), module


def test_the_entry_lends_components_the_runtime_where_it_is_missing(monkeypatch):
    bare = type("Runtime", (), {})
    monkeypatch.setattr(runtime, "Runtime", bare)
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)
    exec((ROOT / "web" / "entry.py").read_text(encoding="utf-8"), {})
    assert bare.exists is runtime.exists and bare.instance is runtime.get_instance


def test_the_entry_with_app_py_behind_it_is_one_script(monkeypatch):
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)
    parts = [(ROOT / name).read_text(encoding="utf-8") for name in ("web/entry.py", "app.py")]
    page = AppTest.from_string("\n".join(parts), default_timeout=60).run()
    assert not page.exception
    assert page.title[0].value
    assert hasattr(AppSession.request_rerun, "__wrapped__"), "requests of left pages are not dropped"


def test_what_needs_a_server_is_not_offered_and_said_once(run_page, without_server):
    page = run_page("lessons")
    assert not page.get("link_button")
    assert not page.get("download_button")
    assert sum("need a server" in caption.value for caption in page.caption) == 1
    assert [button.key for button in page.button if "start" in button.key], "lessons start there, too"
    assert any("It stays in this tab." in text.value for text in page.markdown)


def test_with_a_server_it_is_offered(run_page):
    page = run_page("lessons")
    assert len(page.get("link_button")) == len(lessons())
    assert not any("need a server" in caption.value for caption in page.caption)


def test_an_answer_is_measured_in_the_visitors_own_run(monkeypatch, without_server):
    kept: dict[str, object] = {}
    monkeypatch.setattr(bar, "session", lambda: kept)
    monkeypatch.setattr(bar, "place_in_address", lambda: None)
    lesson, step = next(
        (lesson, step) for lesson in lessons() for step in lesson.steps if step.ask and step.ask.answer == MEASURED
    )
    bar.carry_out({"kind": "measure", "n": 1, "lesson": lesson.name, "at": step.id})
    told = bar._told(lesson, step)
    found = told["measured"]
    assert 0 <= found["option"] < len(step.ask.options) and found["value"] and told["server"] is False
    other = replace(step, ask=replace(step.ask, options=(*step.ask.options, "none of these")))
    assert bar._told(lesson, other)["measured"] is None, "the file was changed and uploaded again"
    bar.carry_out({"kind": "measure", "n": 2, "lesson": lesson.name, "at": "unknown"})
    assert bar._told(lesson, step)["measured"] == found, "a step that does not exist changes nothing"
