"""What every page has beside its content, without a browser: projector mode in the address and in the session."""

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.ui.shell import page_tools as tools
from nnviz.ui.shell.session import PROJECTOR


def page() -> None:
    from nnviz.ui.shell.page_tools import page_tools

    page_tools()


@pytest.mark.parametrize(("written", "on"), [("1", True), ("0", False), ("yes", False), ("", False)])
def test_the_address_switches_projector_mode(written, on):
    app = AppTest.from_function(page)
    app.query_params["projector"] = written
    app.run()
    assert app.session_state[PROJECTOR] is on


def test_a_page_without_the_parameter_gets_it_while_the_mode_is_on():
    app = AppTest.from_function(page)
    app.session_state[PROJECTOR] = True
    app.run()
    assert app.query_params["projector"] in ("1", ["1"])


def test_an_address_that_says_nothing_gets_nothing():
    app = AppTest.from_function(page).run()
    assert "projector" not in app.query_params


@pytest.mark.parametrize("sent", [None, "on", {}, {"on": "true"}, {"on": 1}, ["on"]])
def test_nonsense_from_a_browser_switches_nothing_on(monkeypatch, sent):
    state, address = {"page_tools": {"projector": sent}}, {"seed": "3"}
    monkeypatch.setattr(tools, "session", lambda: state)
    monkeypatch.setattr(tools.st, "query_params", address)
    tools._switched()
    assert state[PROJECTOR] is False and address == {"seed": "3"}


def test_the_switch_writes_the_mode_into_the_address_and_takes_it_out(monkeypatch):
    state, address = {"page_tools": {"projector": {"on": True}}}, {"seed": "3"}
    monkeypatch.setattr(tools, "session", lambda: state)
    monkeypatch.setattr(tools.st, "query_params", address)
    tools._switched()
    assert address == {"seed": "3", "projector": "1"}
    state["page_tools"] = {"projector": {"on": False}}
    tools._switched()
    assert address == {"seed": "3"}
