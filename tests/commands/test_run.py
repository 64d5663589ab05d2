"""`nnviz run` starts Streamlit on the app with the flags that were asked for, and knows where to begin."""

import os
import socket
import sys

import pytest

from nnviz.commands import main, run
from nnviz.lessons.library import FOLDER
from nnviz.ui.shell.place import APP

NAMED = "sigmoid-layers"


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """The arguments that Streamlit would have been started with, and the pages a browser would have been opened at."""
    calls: list[list[str]] = []
    monkeypatch.setattr(run.runpy, "run_module", lambda *_, **__: calls.append(list(sys.argv)))
    monkeypatch.setattr(run, "_open_when_ready", lambda site, page: calls.append([site, page]))
    monkeypatch.setattr(sys, "argv", ["nnviz"])
    monkeypatch.setenv(FOLDER, "")
    return calls


def test_the_app_is_served_where_it_was_asked_for_and_opened_once(started, capsys):
    assert main(["run", "--port", "8999", "--host", "0.0.0.0", "--", "--server.baseUrlPath=nnviz"]) == 0
    served = next(call for call in started if call[0] == "streamlit")
    assert served[1:3] == ["run", str(APP)]
    assert {"--server.port=8999", "--server.address=0.0.0.0", "--server.baseUrlPath=nnviz"} <= set(served)
    assert ["http://localhost:8999/nnviz/", ""] in started
    assert "http://localhost:8999/nnviz/" in capsys.readouterr().out


def test_no_browser_is_opened_where_none_is_wanted(started):
    main(["run", "--port", "8999", "--no-browser"])
    assert [call[0] for call in started] == ["streamlit"]


def test_a_port_that_is_taken_is_passed_over(started, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("", 0))
        port = taken.getsockname()[1]
        monkeypatch.setattr(run, "FIRST_PORT", port)
        main(["run", "--no-browser"])
    [flag] = [flag for flag in started[0] if flag.startswith("--server.port=")]
    assert int(flag.partition("=")[2]) > port


def test_projector_mode_and_a_lesson_stand_in_the_address_that_is_opened(started):
    main(["run", "--port", "8999", "--lesson", NAMED, "--projector"])
    [page] = [call[1] for call in started if call[0] == "http://localhost:8999/"]
    assert page.startswith("playground?hidden=6:sigmoid")
    assert page.endswith(f"&lesson={NAMED}&at=six-layers&projector=1")


def test_projector_mode_alone_opens_the_home_page_in_it():
    assert run.start_page(None, True) == "?projector=1"


def test_a_lesson_named_by_its_file_is_found_by_the_app(tmp_path, started):
    assert main(["new-lesson", "why-depth", "--folder", str(tmp_path)]) == 0
    assert "lesson=why-depth&at=the-network" in run.start_page(str(tmp_path / "why-depth.yaml"), False)
    assert os.environ[FOLDER] == str(tmp_path)


def test_a_lesson_may_begin_on_the_home_page(tmp_path, started):
    file = tmp_path / "welcome.yaml"
    file.write_text("lesson: 1\ntitle: Welcome\nsteps:\n  - id: hello\n    view: home\n", encoding="utf-8")
    assert run.start_page(str(file), False) == "?lesson=welcome&at=hello"


@pytest.mark.parametrize("wrong", ["no-such-lesson", "no-such-file.yaml"])
def test_a_lesson_that_is_none_is_refused_in_one_line(wrong: str, started, capsys):
    assert main(["run", "--lesson", wrong]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and wrong in said and not started
